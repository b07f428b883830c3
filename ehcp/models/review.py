"""Where is this review of a plan: due, held, decided; and what was health asked for it, and did it answer?"""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Team
from accounts.roles import Permission, System
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.history import History
from core.today import today
from core.workflow import Actor, creates, follows, transition
from ehcp.conditions import (
    invited_already,
    is_over,
    no_copy_awaited,
    no_meeting_yet,
    not_held_yet,
    not_invited_yet,
    nothing_to_amend,
    report_is_sent,
    was_held,
)
from ehcp.models.assessment import clock_field, not_before, not_in_the_future, team_of
from ehcp.models.plan import Plan, dcos
from ehcp.models.review_lists import CLOCKS, ReviewQuerySet
from ehcp.models.reviewed import ReviewedWording
from ehcp.models.to_review import has_an_open_review, nothing_to_review
from people.models import Child, ChildScoped

LAPSED = Clock.Lapsed
IN_GOOD_TIME = timedelta(weeks=2)  # health's reports must reach the family before the meeting


class AnnualReview(ReviewedWording, ChildScoped):
    """One review of a plan, from the day it is due by to its decision (CFA 2014 s.44; SEND Regs 2014 reg 18 to 22).
    The local authority's steps are facts with their days; the status says where health's part is. The plan may be
    older than the portal; the wording of E, C and G that health was shown is kept here."""

    class Status(models.TextChoices):
        NOT_ASKED = "not_asked", "DCO not asked"
        WITH_HEALTH = "with_health", "With the DCO"
        CONTRIBUTED = "contributed", "DCO contribution returned"

    class Decision(models.TextChoices):
        KEEP = "keep", "Keep the plan as it is"
        AMEND = "amend", "Amend the plan"
        CEASE = "cease", "End the plan"

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="annual_reviews")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NOT_ASKED, editable=False)
    since_on = models.DateField(
        null=True, blank=True, help_text="The day the plan was made or last reviewed: the 12 months start with it."
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", help_text="The local authority's team."
    )
    meeting_on = models.DateField(null=True, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    health_invited = models.BooleanField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    health_attended = models.BooleanField(null=True, blank=True)
    report_sent_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True, help_text="The day the decision was sent to the family.")
    amended_plan_sent_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(
        null=True, blank=True, help_text="The family was told that it is not amended after all."
    )
    amended_plan_received_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True, max_length=4000)
    # Health's part
    asked_on = models.DateField(null=True, blank=True, help_text="The day the DCO was asked to contribute.")
    has_health_needs = models.BooleanField(null=True, blank=True)
    section_e = models.TextField(blank=True, max_length=100_000)
    section_c = models.TextField(blank=True, max_length=100_000)
    section_g = models.TextField(blank=True, max_length=100_000)
    contributed_on = models.DateField(null=True, blank=True)
    review_clock = clock_field()
    invite_clock = clock_field()
    report_clock = clock_field()
    decision_clock = clock_field()
    amended_clock = clock_field()
    copy_clock = clock_field()
    qa_clock = clock_field()
    history = History()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "annual review"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="contributed", contributed_on__isnull=False)
                | (~Q(status="contributed") & Q(contributed_on__isnull=True)),
                name="contribution_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status="not_asked", asked_on__isnull=True)
                | (~Q(status="not_asked") & Q(asked_on__isnull=False, has_health_needs__isnull=False)),
                name="health_was_asked_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decision="") | (Q(decided_on__isnull=False) & ~Q(decision="")),
                name="review_decision_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(invited_on__isnull=True, health_invited__isnull=True)
                | Q(invited_on__isnull=False, health_invited__isnull=False, meeting_on__isnull=False),
                name="review_invitations_are_to_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, health_attended__isnull=True)
                | Q(held_on__isnull=False, health_attended__isnull=False),
                name="review_held_with_or_without_health",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(held_on__isnull=False, held_on__lte=F("decided_on")),
                name="review_decided_after_the_meeting",
                violation_error_message="The decision cannot be sent before the meeting was held.",
            ),
            models.CheckConstraint(
                condition=Q(amended_plan_sent_on__isnull=True, kept_on__isnull=True)
                | (Q(decision="amend") & (Q(amended_plan_sent_on__isnull=True) | Q(kept_on__isnull=True))),
                name="amended_plan_after_that_decision",
            ),
            models.CheckConstraint(
                condition=Q(amended_plan_received_on__isnull=True)
                | Q(amended_plan_received_on__gte=F("amended_plan_sent_on")),
                name="amended_plan_received_after_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | (Q(closed_on__isnull=False, decided_on__isnull=True) & ~Q(closed_because="")),
                name="review_closed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return "Annual review"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:annualreview", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        if rule == "qa_turnaround":
            return Owes(self.child.icb, dcos(self.child.icb))
        return Owes(self.child.local_authority, self.team)

    @property
    def clocks(self) -> list[Clock]:
        return [clock for name in CLOCKS if (clock := getattr(self, f"{name}_clock"))]

    @property
    def next_clock(self) -> Clock | None:
        """Of the local authority's steps, the one due first."""
        running = [clock for clock in self.clocks if clock.is_running and clock.rule != "qa_turnaround"]
        return min(running, key=lambda clock: clock.due_on, default=None)

    @property
    def told_health_in_good_time(self) -> bool | None:
        """Two weeks before the meeting at the least, or not; None while that is not known."""
        if not (self.invited_on and self.health_invited and self.meeting_on):
            return None
        return self.invited_on <= self.meeting_on - IN_GOOD_TIME

    # The local authority's part

    @creates(
        permission=Permission.RUN_REVIEWS,
        within="child",
        effects=[Starts("annual_review", "review_clock", on="since_on")],
        internal=True,
    )
    def open(
        cls, *, by: Actor, child: Child, since_on: date, plan: Plan | None = None, team: Team | None = None
    ) -> "AnnualReview":
        """The next review of a plan that was just made or reviewed."""
        return cls(child=child, plan=plan, since_on=since_on, team=team)

    @creates(
        permission=Permission.RUN_REVIEWS,
        within="child",
        conditions=[lambda child, by: has_an_open_review(child, AnnualReview.objects)],
        effects=[Starts("annual_review", "review_clock", on="since_on")],
        label="Register a plan for its review",
    )
    def register(cls, *, by: Actor, child: Child, since_on: date) -> "AnnualReview":
        """A plan that was made before the portal or elsewhere: its next review is due 12 months from the day it
        was made or last reviewed."""
        not_in_the_future(since_on=since_on)
        not_before(child.date_of_birth, "the child was born", since_on=since_on)
        return cls(child=child, since_on=since_on, team=team_of(by.user, child.local_authority))

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over, was_held],
        effects=[
            Lapses("invite_clock", LAPSED.MEETING_MOVED),
            Starts("review_invitations", "invite_clock", on="meeting_on"),
        ],
        label="Set the date of the meeting",
    )
    def set_meeting(self, *, by: Actor, meeting_on: date) -> None:
        """Invitations, with the advice gathered, go at least two weeks before (reg 20(3), (4)). For a meeting that is
        moved they go anew."""
        not_before(self.since_on, "the plan was made or last reviewed", meeting_on=meeting_on)
        self.meeting_on, self.invited_on, self.health_invited = meeting_on, None, None

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over, no_meeting_yet, invited_already],
        effects=[Stops("invite_clock", on="invited_on")],
        label="Record the invitations",
    )
    def record_invitations(self, *, by: Actor, on: date, health_invited: bool) -> None:
        """Everybody was invited and sent the advice; was health among them?"""
        not_in_the_future(on=on)
        self.invited_on, self.health_invited = on, health_invited

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over, no_meeting_yet, not_invited_yet, was_held],
        effects=[
            Starts("review_report", "report_clock", on="held_on"),
            Starts("review_decision", "decision_clock", on="held_on"),
        ],
        label="Record that the meeting was held",
    )
    def record_held(self, *, by: Actor, on: date, health_attended: bool) -> None:
        """The report is due in two weeks, the decision in four (reg 20(9), (10), 21(8), (9))."""
        not_in_the_future(on=on)
        not_before(self.invited_on, "the invitations went", on=on)
        self.held_on, self.health_attended = on, health_attended

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[not_held_yet, report_is_sent],
        effects=[Stops("report_clock", on="report_sent_on")],
        label="Record that the report was sent",
    )
    def record_report(self, *, by: Actor, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.held_on, "the meeting was held", on=on)
        self.report_sent_on = on

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over, not_held_yet],
        effects=[
            Stops("decision_clock", on="decided_on"),
            Stops("review_clock", on="decided_on"),
        ],
        label="Decide to keep the plan",
    )
    def decide_to_keep(self, *, by: Actor, on: date) -> None:
        """The decision was sent to the family: the review is complete, and the next 12 months begin."""
        self.decide(self.Decision.KEEP, on)
        self.open_next(by, on)

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over, not_held_yet],
        effects=[
            Stops("decision_clock", on="decided_on"),
            Stops("review_clock", on="decided_on"),
            Starts("amended_plan", "amended_clock", on="decided_on"),
        ],
        label="Decide to amend the plan",
    )
    def decide_to_amend(self, *, by: Actor, on: date) -> None:
        """The decision and the proposed amendments went together, within four weeks of the meeting (reg 20(10),
        21(9), Devon [2022] EWHC 493 (Admin)); the final amended plan is due eight weeks later (reg 22(3))."""
        self.decide(self.Decision.AMEND, on)
        self.open_next(by, on)

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over, not_held_yet],
        effects=[Stops("decision_clock", on="decided_on"), Stops("review_clock", on="decided_on")],
        label="Decide to end the plan",
    )
    def decide_to_cease(self, *, by: Actor, on: date) -> None:
        """No further review comes of it."""
        self.decide(self.Decision.CEASE, on)

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[nothing_to_amend],
        effects=[
            Stops("amended_clock", on="amended_plan_sent_on"),
            Starts("final_plan_copy", "copy_clock", on="amended_plan_sent_on"),
        ],
        label="Record that the amended plan was sent",
    )
    def record_amended_plan(self, *, by: Actor, on: date) -> None:
        """To the family, and to the ICB (reg 22(3))."""
        not_in_the_future(on=on)
        not_before(self.decided_on, "the amendments were proposed", on=on)
        self.amended_plan_sent_on = on

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[nothing_to_amend],
        effects=[Stops("amended_clock", on="kept_on")],
        label="Record that the plan is not amended after all",
    )
    def keep_after_all(self, *, by: Actor, on: date) -> None:
        """The family was told so, and why, in the same eight weeks (reg 22(4))."""
        not_in_the_future(on=on)
        not_before(self.decided_on, "the amendments were proposed", on=on)
        self.kept_on = on

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[no_copy_awaited],
        effects=[Stops("copy_clock", on="amended_plan_received_on")],
        label="We have the amended plan",
    )
    def receive_amended_plan(self, *, by: Actor, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.amended_plan_sent_on, "it was sent", on=on)
        self.amended_plan_received_on = on

    @transition(
        permission=Permission.RUN_REVIEWS,
        conditions=[is_over],
        effects=[Lapses(f"{name}_clock", LAPSED.ENDED_OTHERWISE) for name in CLOCKS],
        label="Close without a decision",
    )
    def close(self, *, by: Actor, on: date, reason: str) -> None:
        """The family moved away, the plan ended otherwise, the young person died: nobody owes this review."""
        not_in_the_future(on=on)
        self.closed_on, self.closed_because = on, reason

    def decide(self, decision: str, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.held_on, "the meeting was held", on=on)
        self.decision, self.decided_on = decision, on

    def open_next(self, by: Actor, on: date) -> None:
        AnnualReview.open(by=by, child=self.child, since_on=on, plan=self.plan, team=self.team)

    # Health's part

    @creates(
        permission=Permission.ASK_HEALTH_FOR_REVIEW,
        within="child",
        conditions=[lambda child, by: nothing_to_review(child, AnnualReview.objects)],
        effects=[Starts("qa_turnaround", "qa_clock", on="asked_on")],
        label="Ask the DCO to contribute to an annual review",
    )
    def log(cls, *, by: Actor, child: Child, asked_on: date, has_health_needs: bool, **facts: Any) -> "AnnualReview":
        """Health was asked, with the wording as it stands. The review that is under way, if health was not asked for
        it before; otherwise one that the portal did not know of."""
        not_in_the_future(asked_on=asked_on)
        review = cls.objects.filter(child=child, status=cls.Status.NOT_ASKED).open().order_by("pk").first()
        review = review or cls(child=child)
        kept = {name: value for name in ("plan", "meeting_on") if (value := getattr(review, name))}
        for name, value in (facts | kept).items():
            setattr(review, name, value)
        review.asked_on, review.has_health_needs, review.status = asked_on, has_health_needs, cls.Status.WITH_HEALTH
        review.revision += 1
        return review

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


def open_first_review(plan: Plan, *, by: Actor, **facts: Any) -> None:
    """A plan's first review is due 12 months from the day it was made, that day counted (CFA 2014 s.44(1)(a))."""
    team = team_of(plan.coordinator, plan.child.local_authority)
    AnnualReview.open(by=by, child=plan.child, since_on=plan.issued_on, plan=plan, team=team)


def open_first_review_unseen(plan: Plan, *, by: Actor, **facts: Any) -> None:
    """Whoever recorded the plan need not run the reviews."""
    open_first_review(plan, by=System("the issued plan was recorded"))


follows(Plan.issue, open_first_review)
follows(Plan.record_issued, open_first_review_unseen)
