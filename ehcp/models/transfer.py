"""Is the plan ready for this move between phases of education?"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Team
from accounts.roles import Permission
from clocks.models import Clock
from clocks.rule import Phase
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.assessment import clock_field, not_in_the_future, team_of
from people.models import Child, ChildScoped
from people.models.involvement import ChildScopedQuerySet


class TransferQuerySet(ChildScopedQuerySet):
    def for_list(self) -> Any:
        return self.select_related("child", "child__local_authority", "plan_clock", "team")


class PhaseTransfer(ChildScoped):
    """A move that the plan must be amended for (SEND Regs 2014 reg 18): by 14 February of the year of the move, by
    30 March from secondary school to post-16, five months before a move between post-16 institutions."""

    class Status(models.TextChoices):
        COMING = "coming", "Plan to be amended"
        READY = "ready", "Amended plan sent"
        CANCELLED = "cancelled", "Cancelled"

    class Kind(models.TextChoices):
        EARLY_YEARS = "early_years", "Early years to school"
        INFANT = "infant", "Infant to junior school"
        PRIMARY = "primary", "Primary to middle or secondary school"
        MIDDLE = "middle", "Middle to secondary school"
        SECONDARY = "secondary", "Secondary school to post-16"
        POST_16 = "post_16", "Between post-16 institutions"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    moves_on = models.DateField(help_text="The day of the move: usually the first day of the autumn term.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.COMING, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    amended_plan_sent_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True, max_length=4000)
    plan_clock = clock_field()
    history = History()

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["moves_on", "pk"]
        verbose_name = "phase transfer"
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(status="coming"),
                name="one_coming_transfer_a_child",
                violation_error_message="A transfer is on the list for this child already.",
            ),
            models.CheckConstraint(
                condition=Q(status="ready", amended_plan_sent_on__isnull=False)
                | (~Q(status="ready") & Q(amended_plan_sent_on__isnull=True)),
                name="ready_transfer_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(status="cancelled", cancelled_on__isnull=False) & ~Q(cancelled_because=""))
                | (~Q(status="cancelled") & Q(cancelled_on__isnull=True, cancelled_because="")),
                name="cancelled_transfer_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Phase transfer: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:phasetransfer", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        return Owes(self.child.local_authority, self.team, about=f"{self.moves_on:%B %Y}")

    def given_for(self, rule: str) -> dict[str, Any]:
        if rule != "phase_transfer":
            return {}
        secondary = self.kind == self.Kind.SECONDARY
        return {"phase": Phase.SECONDARY_TO_POST16 if secondary else Phase.OTHER}

    @creates(
        permission=Permission.RUN_REVIEWS,
        within="child",
        effects=[Starts("phase_transfer", "plan_clock", on="moves_on")],
        label="Register a phase transfer",
    )
    def register(cls, *, by: Actor, child: Child, kind: str, moves_on: date) -> "PhaseTransfer":
        """In the year of the transfer, by the fixed day (reg 18(1))."""
        return cls.coming(by, child, kind=kind, moves_on=moves_on)

    @creates(
        permission=Permission.RUN_REVIEWS,
        within="child",
        effects=[Starts("phase_transfer_post16", "plan_clock", on="moves_on")],
        label="Register a move between post-16 institutions",
    )
    def register_post16(cls, *, by: Actor, child: Child, moves_on: date) -> "PhaseTransfer":
        """Five months before the move (reg 18(2))."""
        return cls.coming(by, child, kind=cls.Kind.POST_16, moves_on=moves_on)

    @classmethod
    def coming(cls, by: Actor, child: Child, **facts: Any) -> "PhaseTransfer":
        return cls(child=child, team=team_of(by.user, child.local_authority), **facts)

    @transition(
        source=[Status.COMING],
        target=Status.READY,
        permission=Permission.RUN_REVIEWS,
        effects=[Stops("plan_clock", on="amended_plan_sent_on")],
        label="Record that the amended plan was sent",
    )
    def record_amended_plan(self, *, by: Actor, on: date) -> None:
        """The plan as amended for the transfer went to the family."""
        not_in_the_future(on=on)
        self.amended_plan_sent_on = on

    @transition(
        source=[Status.COMING],
        target=Status.CANCELLED,
        permission=Permission.RUN_REVIEWS,
        effects=[Lapses("plan_clock", Clock.Lapsed.ENDED_OTHERWISE)],
        label="Cancel this transfer",
    )
    def cancel(self, *, by: Actor, reason: str, on: date | None = None) -> None:
        """The child stays where they are, or moves at another time."""
        self.cancelled_on, self.cancelled_because = on or today(), reason
