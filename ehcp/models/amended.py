"""What does the plan say that was amended after an annual review?"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from accounts.roles import Permission, System
from core.history import History
from core.today import today
from core.workflow import Actor, creates
from ehcp.conditions import cannot_give_amended, no_copy_awaited
from ehcp.models.plan import Plan
from ehcp.models.review import AnnualReview
from ehcp.models.section_set import HEALTH, Section, SectionSet, SetSection
from ehcp.models.version import PlanVersion
from people.models import Child, ChildScoped
from people.models.involvement import ChildScopedQuerySet


class AmendedPlanQuerySet(ChildScopedQuerySet):
    def for_list(self) -> Any:
        return self.select_related("child", "annual_review", "made_by")


class AmendedPlan(ChildScoped):
    """The health wording of a plan as it was amended: what was sent to the family (reg 22(3)). Never changed. The
    plan before it may be older than the portal."""

    annual_review = models.OneToOneField(AnnualReview, models.PROTECT, related_name="amended")
    sent_on = models.DateField(help_text="The day the amended plan was sent to the family.")
    section_e = models.TextField(blank=True, max_length=100_000)
    section_c = models.TextField(max_length=100_000)
    section_g = models.TextField(max_length=100_000)
    made_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = History()

    objects = AmendedPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        verbose_name = "amended plan"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(section_c="") & ~models.Q(section_g=""), name="amended_plan_has_c_and_g"
            )
        ]

    def __str__(self) -> str:
        return "Amended plan"

    def get_absolute_url(self) -> str:
        return self.annual_review.get_absolute_url()

    @property
    def section_set(self) -> SectionSet:
        """Of the day on which its words were given."""
        return SectionSet.objects.on(self.made_on)

    @property
    def wording(self) -> list[tuple[SetSection, str]]:
        return [(section, self.text_for(section.stands_for)) for section in self.section_set.of_health]

    def text_for(self, section: Section) -> str:
        return getattr(self, f"section_{section.lower()}")

    @creates(
        permission=Permission.EXPLAIN_WORDING,
        within="annual_review",
        conditions=[lambda annual_review, by: cannot_give_amended(annual_review)],
        label="Submit the amended plan",
    )
    def submit(cls, *, by: Actor, annual_review: AnnualReview, sections: Mapping[str, str]) -> "AmendedPlan":
        """The words that were sent: with them the ICB has its copy (reg 22(3)(c)), and they are compared."""
        given = SectionSet.objects.on(today()).by_law(sections)
        texts = {f"section_{section.lower()}": given.get(section, "") for section in HEALTH}
        if not (texts["section_c"].strip() and texts["section_g"].strip()):
            raise ValidationError("Give the health needs and the health provision as they were sent.")
        if no_copy_awaited(annual_review, by) is None:
            annual_review.receive_amended_plan(by=System("the amended plan was submitted"), on=today())
        facts = {"sent_on": annual_review.amended_plan_sent_on, "made_on": today(), "made_by": by.user}
        return cls(child=annual_review.child, annual_review=annual_review, **facts, **texts)


def wording_in_force(child: Child, plan: Plan | None) -> PlanVersion | AmendedPlan | None:
    """What this child’s plan says now: as it was last amended, or else as it was issued."""
    amended = AmendedPlan.objects.filter(child=child).order_by("-sent_on", "-pk").first()
    if amended and (plan is None or plan.issued_on <= amended.sent_on):
        return amended
    return plan.latest("issued") if plan else None
