"""Which annual reviews was health asked to contribute to, and did it?"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.roles import Permission
from clocks.workflow import Owes, Starts, Stops
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.assessment import clock_field, not_in_the_future
from ehcp.models.plan import Plan, dcos
from people.models import Child, ChildScoped
from people.models.involvement import ChildScopedQuerySet


class ReviewQuerySet(ChildScopedQuerySet):
    def with_health(self) -> Any:
        return self.filter(status=AnnualReview.Status.WITH_HEALTH)

    def for_list(self) -> Any:
        return self.select_related("child", "child__local_authority", "qa_clock")


class AnnualReview(ChildScoped):
    """One annual review of a plan (CFA 2014 s.44) to which the DCO was asked to contribute. The plan may be
    older than the portal; the current wording of E, C and G is kept here."""

    class Status(models.TextChoices):
        WITH_HEALTH = "with_health", "With the DCO"
        CONTRIBUTED = "contributed", "Health contribution returned"

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="annual_reviews")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WITH_HEALTH, editable=False)
    asked_on = models.DateField(help_text="The day health was asked to contribute.")
    meeting_on = models.DateField(null=True, blank=True)
    has_health_needs = models.BooleanField()
    section_e = models.TextField(blank=True, max_length=100_000)
    section_c = models.TextField(blank=True, max_length=100_000)
    section_g = models.TextField(blank=True, max_length=100_000)
    contributed_on = models.DateField(null=True, blank=True)
    qa_clock = clock_field()
    history = History()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        verbose_name = "annual review"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="contributed", contributed_on__isnull=False)
                | Q(status="with_health", contributed_on__isnull=True),
                name="contribution_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return "Annual review"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:annualreview", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        return Owes(self.child.icb, dcos(self.child.icb))

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="child",
        effects=[Starts("qa_turnaround", "qa_clock", on="asked_on")],
        label="Log an annual review",
    )
    def log(
        cls,
        *,
        by: Actor,
        child: Child,
        asked_on: date,
        has_health_needs: bool,
        plan: Plan | None = None,
        **facts: Any,
    ) -> "AnnualReview":
        not_in_the_future(asked_on=asked_on)
        return cls(child=child, plan=plan, asked_on=asked_on, has_health_needs=has_health_needs, **facts)

    @transition(
        source=[Status.WITH_HEALTH],
        target=Status.CONTRIBUTED,
        permission=Permission.QUALITY_ASSURE,
        effects=[Stops("qa_clock", on="contributed_on")],
        internal=True,
    )
    def contribute(self, *, by: Actor, on: date | None = None) -> None:
        """The health contribution went back. Called by the quality assurance."""
        self.contributed_on = on or today()
