"""What was shared about this child without consent, and why?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Permission
from core.days import not_before, not_in_the_future
from core.history import History
from core.workflow import Actor, creates, transition
from people.models.child import Child
from people.models.consent import Purpose
from people.models.involvement import ChildScoped, ChildScopedQuerySet


class SharingQuerySet(ChildScopedQuerySet):
    def for_list(self) -> "SharingQuerySet":
        return self.select_related("child", "child__local_authority", "organisation")


class SharingWithoutConsent(ChildScoped):
    """Information that was shared although nobody agreed: to keep somebody safe, or because the law says so. It
    names who decided it with whom, and whether the family was told. It lifts a refusal for that organisation."""

    class Ground(models.TextChoices):
        SAFEGUARDING = "safeguarding", "To keep the child or somebody else safe"
        LEGAL_DUTY = "legal_duty", "A duty in law, or an order of a court"

    class Status(models.TextChoices):
        FAMILY_NOT_TOLD = "not_told", "The family has not been told"
        FAMILY_TOLD = "told", "The family was told"

    ground = models.CharField(max_length=15, choices=Ground.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    with_whom = models.CharField(
        max_length=200, blank=True, help_text="Where it is not an organisation of the portal."
    )
    what = models.TextField(max_length=2000)
    reason = models.TextField(max_length=2000)
    duty = models.CharField(max_length=300, blank=True, help_text="Which law or order.")
    shared_on = models.DateField()
    decided_with = models.CharField(max_length=200, help_text="Whom it was discussed with.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.FAMILY_NOT_TOLD, editable=False)
    told_on = models.DateField(null=True, blank=True)
    why_not_told = models.TextField(blank=True, max_length=2000)
    history = History()

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_on", "-pk"]
        verbose_name = "sharing without consent"
        verbose_name_plural = "sharing without consent"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, with_whom="")
                | Q(organisation__isnull=True) & ~Q(with_whom=""),
                name="shared_with_one_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(ground="legal_duty") | ~Q(duty=""), name="shared_by_a_duty_that_is_named"
            ),
            models.CheckConstraint(
                condition=Q(status="told", told_on__isnull=False)
                | Q(status="not_told", told_on__isnull=True) & ~Q(why_not_told=""),
                name="shared_and_family_told_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"Shared without consent with {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("people:sharingwithoutconsent", args=[self.pk])

    @property
    def recipient(self) -> str:
        return str(self.organisation or self.with_whom)

    @creates(permission=Permission.RECORD_CONSENT, within="child", label="Record sharing without consent")
    def record(
        cls, *, by: Actor, child: Child, shared_on: date, told_on: date | None = None, **facts: Any
    ) -> "SharingWithoutConsent":
        sharing = cls(child=child, shared_on=shared_on, **facts)
        not_in_the_future(shared_on=shared_on)
        not_before(child.date_of_birth, "the child was born", shared_on=shared_on)
        if told_on:
            sharing.note_told(told_on)
        elif not sharing.why_not_told.strip():
            raise ValidationError({"why_not_told": "Say why the family was not told, or when it was."})
        return sharing

    @transition(
        source=[Status.FAMILY_NOT_TOLD],
        target=Status.FAMILY_TOLD,
        permission=Permission.RECORD_CONSENT,
        label="The family was told",
    )
    def tell_family(self, *, by: Actor, on: date) -> None:
        self.note_told(on)

    def note_told(self, on: date) -> None:
        not_in_the_future(told_on=on)
        not_before(self.child.date_of_birth, "the child was born", told_on=on)
        self.told_on, self.status = on, self.Status.FAMILY_TOLD
