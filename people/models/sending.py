"""Which paper went to which member of a child's family, how, when, by whom, and what proves it?"""

from datetime import date
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates
from people.models.child import Contact
from people.models.document import Document
from people.models.involvement import ChildScoped, ChildScopedQuerySet


def is_not_in_the_file(document: Document, by: Actor) -> str | None:
    return None if document.is_readable else f"It is “{document.get_status_display().lower()}”, and may not go out."


def was_corrected(sending: "DocumentSent", by: Actor) -> str | None:
    return "A correction of this is recorded already." if sending.corrections.exists() else None


class DocumentSentQuerySet(ChildScopedQuerySet):
    def for_list(self) -> Any:
        return self.select_related("child", "document", "contact", "sent_by").prefetch_related("corrections")


class DocumentSent(ChildScoped):
    """One sending of one version of a document to one of the people around its child. A record is never changed: a
    mistake in it is put right by another, which says which one it corrects."""

    class How(models.TextChoices):
        POST = "post", "By post, tracked or signed for"
        HAND = "hand", "Handed over, and signed for"
        EMAIL = "email", "By secure email"
        OTHER = "other", "In another way"

    document = models.ForeignKey(Document, models.PROTECT, related_name="sendings")
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=200, help_text="Name and relationship, as they were then.")
    how = models.CharField(max_length=10, choices=How.choices)
    went_to = models.CharField(max_length=500, help_text="The address, or the place.")
    proof = models.CharField(max_length=200, help_text="Tracking or message reference; or who signed for it.")
    note = models.CharField(max_length=500, blank=True)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.CharField(max_length=500, blank=True, help_text="What was wrong in the record it corrects.")
    history = History()

    objects = DocumentSentQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        verbose_name = "document sent to the family"
        verbose_name_plural = "documents sent to the family"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sending_has_its_checksum"),
            models.CheckConstraint(condition=~Q(proof="") & ~Q(went_to=""), name="sending_is_proved"),
            models.CheckConstraint(condition=~Q(how="other") | ~Q(note=""), name="sending_another_way_says_which"),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="")
                | Q(corrects__isnull=False) & ~Q(reason="") & ~Q(corrects=F("id")),
                name="sending_corrects_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                name="sending_is_corrected_once",
                violation_error_message="A correction of this is recorded already.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="sending_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.document.title}, to {self.recipient}, {self.get_how_display().lower()} ({self.proof})"

    def get_absolute_url(self) -> str:
        return reverse("people:documentsent", args=[self.pk])

    @property
    def correction(self) -> "DocumentSent | None":
        return next(iter(self.corrections.all()), None)

    @creates(
        permission=Permission.ADD_DOCUMENT,
        within="document",
        conditions=[is_not_in_the_file],
        label="Record that the family was sent it",
    )
    def record(cls, *, by: Actor, document: Document, contact: Contact, on: date, **facts: Any) -> "DocumentSent":
        """To somebody of this child's own people, and no other's: the database holds to it too."""
        return cls.of(document, by=by, contact=contact, on=on, **facts)

    @creates(
        permission=Permission.ADD_DOCUMENT,
        within="sending",
        conditions=[was_corrected],
        label="Correct this record",
    )
    def correct(
        cls, *, by: Actor, sending: "DocumentSent", contact: Contact, on: date, reason: str, **facts: Any
    ) -> "DocumentSent":
        """The wrong record stays as it is; this one stands in its place."""
        made = cls.of(sending.document, by=by, contact=contact, on=on, **facts)
        made.version, made.sha256 = sending.version, sending.sha256
        made.corrects, made.reason = sending, reason
        return made

    @classmethod
    def of(cls, document: Document, *, by: Actor, contact: Contact, on: date, **facts: Any) -> "DocumentSent":
        if contact.child_id != document.child_id:
            raise ValidationError({"contact": "This person belongs to another child’s case."})
        if on > today():
            raise ValidationError({"on": "Choose today or an earlier day."})
        if on < document.added_on:
            raise ValidationError({"on": f"This version was added on {document.added_on:%-d %B %Y}."})
        return cls(
            child=document.child,
            document=document,
            version=document.version,
            sha256=document.sha256,
            contact=contact,
            recipient=str(contact),
            sent_on=on,
            sent_by=by.user,
            **facts,
        )
