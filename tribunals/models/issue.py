"""What does the appeal ask of health, what do we say, and what was settled?"""

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.roles import Permission
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.assessment import not_before, not_in_the_future
from people.models import ChildScoped
from tribunals.models.appeal import Appeal
from tribunals.models.board import BoardQuerySet


class Issue(ChildScoped):
    """One health issue of an appeal."""

    class Section(models.TextChoices):
        C = "C", "Section C: health needs"
        G = "G", "Section G: health provision"
        OTHER = "other", "Another matter of health"

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="issues")
    section = models.CharField(max_length=5, choices=Section.choices)
    sought = models.TextField(max_length=4000)
    position = models.TextField(blank=True, max_length=4000)
    compromise = models.TextField(blank=True, max_length=4000)
    settled_on = models.DateField(null=True, blank=True)
    settled_how = models.TextField(null=True, blank=True, max_length=4000)  # noqa: DJ001 absent, as its day is
    history = History()

    within_path = ("child", "appeal")
    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "issue"
        constraints = [
            paired("settled_with_its_day", "settled_on", "settled_how"),
            models.CheckConstraint(condition=~Q(sought=""), name="issue_says_what_is_sought"),
        ]

    def __str__(self) -> str:
        return f"Issue: {self.get_section_display()}"

    def get_absolute_url(self) -> str:
        return self.appeal.get_absolute_url()

    @creates(
        permission=Permission.RUN_APPEALS,
        within="appeal",
        conditions=[lambda appeal, by: is_closed(appeal)],
        label="Add a health issue",
    )
    def add(
        cls, *, by: Actor, appeal: Appeal, section: str, sought: str, position: str = "", compromise: str = ""
    ) -> "Issue":
        return cls(
            child=appeal.child,
            appeal=appeal,
            section=section,
            sought=sought,
            position=position,
            compromise=compromise,
        )

    @transition(
        permission=Permission.RUN_APPEALS,
        conditions=[lambda issue, by: is_closed(issue.appeal) or is_settled(issue)],
        label="Change our position",
    )
    def change_position(self, *, by: Actor, position: str, compromise: str = "") -> None:
        self.position, self.compromise = position, compromise

    @transition(
        permission=Permission.RUN_APPEALS,
        conditions=[lambda issue, by: is_closed(issue.appeal) or is_settled(issue)],
        label="Settle",
    )
    def settle(self, *, by: Actor, how: str, on: date | None = None) -> None:
        """Agreed with the family and the local authority: one thing less for the hearing."""
        day = on or today()
        not_in_the_future(on=day)
        not_before(self.appeal.registered_on, "the Tribunal registered the appeal", on=day)
        self.settled_on, self.settled_how = day, how


def is_closed(appeal: Appeal) -> str | None:
    return "The appeal is closed." if appeal.closed_on else None


def is_settled(issue: Issue) -> str | None:
    return "This issue is settled." if issue.settled_on else None
