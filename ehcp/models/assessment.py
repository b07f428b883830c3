"""Where is this request for an education, health and care needs assessment?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.roles import Permission, Role
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.workflow import Actor, creates, transition
from ehcp import notifications
from people.letters import Tells
from people.models import Child, ChildScoped
from people.models.involvement import ChildScopedQuerySet

LAPSED = Clock.Lapsed


def clock_field() -> models.OneToOneField:
    return models.OneToOneField(Clock, models.PROTECT, null=True, blank=True, related_name="+", editable=False)


def has_its_day(field: str, *statuses: str) -> models.CheckConstraint:
    """In these statuses the day of the step that led there is known."""
    return models.CheckConstraint(
        condition=~Q(status__in=statuses) | Q(**{f"{field}__isnull": False}),
        name=f"assessment_{field}_is_known",
    )


def has_one_open(child: Child, by: Actor) -> str | None:
    """A child has one open request; the database holds that too."""
    if AssessmentRequest.objects.open().filter(child=child).exists():
        return "This child already has an open needs-assessment request."
    return None


class AssessmentQuerySet(ChildScopedQuerySet):
    def open(self) -> Any:
        return self.filter(status__in=AssessmentRequest.OPEN)

    def for_list(self) -> Any:
        clocks = ("decide_clock", "refuse_clock", "issue_clock")
        return self.select_related("child", "child__local_authority", "coordinator", "plan", *clocks)


class AssessmentRequest(ChildScoped):
    """A request that the local authority assess a child's needs for a plan (CFA 2014 s.36)."""

    class Status(models.TextChoices):
        RECEIVED = "received", "Received, not decided"
        ASSESSING = "assessing", "Assessing"
        ISSUING = "issuing", "A plan will be issued"
        ISSUED = "issued", "Plan issued"
        NOT_ASSESSING = "not_assessing", "Decided not to assess"
        NOT_ISSUING = "not_issuing", "Decided not to issue a plan"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN = (Status.RECEIVED, Status.ASSESSING, Status.ISSUING)

    class Source(models.TextChoices):
        FAMILY = "1", "Parent or young person"
        SETTING = "2", "Education setting"
        HEALTH = "3", "Health"
        SOCIAL_CARE = "4", "Social care"
        OTHER = "5", "Other"

    local_authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    coordinator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.RECEIVED, editable=False)
    source = models.CharField(max_length=1, choices=Source.choices)
    received_on = models.DateField()
    considered_on = models.DateField(null=True, blank=True, help_text="The day of the notice of reg 4(2).")
    considered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_to_issue_on = models.DateField(null=True, blank=True)
    refused_to_issue_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4000)
    decide_clock = clock_field()
    refuse_clock = clock_field()
    issue_clock = clock_field()
    history = History()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = "needs-assessment request"
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(status__in=["received", "assessing", "issuing"]),
                name="one_open_assessment_a_child",
                violation_error_message="This child already has an open needs-assessment request.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["not_assessing", "not_issuing", "withdrawn"]) | ~Q(reason=""),
                name="refusal_or_withdrawal_says_why",
            ),
            paired("assessment_considered_on_and_by", "considered_on", "considered_by"),
            has_its_day("decided_on", "assessing", "issuing", "not_assessing", "not_issuing", "issued"),
            has_its_day("decided_to_issue_on", "issuing"),
            has_its_day("refused_to_issue_on", "not_issuing"),
            has_its_day("issued_on", "issued"),
            has_its_day("withdrawn_on", "withdrawn"),
        ]

    def __str__(self) -> str:
        return f"Needs-assessment request of {self.received_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:assessmentrequest", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        return Owes(self.local_authority, self.team)

    @creates(
        permission=Permission.REGISTER_ASSESSMENT,
        within="child",
        conditions=[has_one_open],
        label="Register a needs-assessment request",
        effects=[
            Starts("decide_to_assess", "decide_clock", on="received_on"),
            Starts("refuse_to_issue", "refuse_clock", on="received_on"),
            Starts("issue_final_plan", "issue_clock", on="received_on"),
        ],
    )
    def register(
        cls, *, by: Actor, child: Child, received_on: date, source: str, coordinator: User | None = None
    ) -> "AssessmentRequest":
        """The LA received a request or became responsible: its 6, 16 and 20 weeks begin
        (SEND Regs 2014 reg 4, 10, 13)."""
        not_in_the_future(received_on=received_on)
        not_before(child.date_of_birth, "the child was born", received_on=received_on)
        keeper = coordinator or by.user
        return cls(
            child=child,
            local_authority=child.local_authority,
            team=team_of(keeper, child.local_authority),
            coordinator=keeper,
            received_on=received_on,
            source=source,
        )

    @transition(
        source=[Status.RECEIVED],
        target=Status.ASSESSING,
        permission=Permission.DECIDE_ASSESSMENT,
        effects=[Stops("decide_clock", on="decided_on")],
        label="Decide to assess",
    )
    def decide_to_assess(self, *, by: Actor, on: date) -> None:
        """The family was notified that the LA will assess (reg 5(1))."""
        self.check_day(on)
        self.decided_on = on

    @transition(
        source=[Status.RECEIVED],
        target=Status.NOT_ASSESSING,
        permission=Permission.DECIDE_ASSESSMENT,
        effects=[
            Stops("decide_clock", on="decided_on"),
            Lapses("refuse_clock", LAPSED.NOT_ASSESSING),
            Lapses("issue_clock", LAPSED.NOT_ASSESSING),
        ],
        label="Decide not to assess",
    )
    def decide_not_to_assess(self, *, by: Actor, on: date, reason: str) -> None:
        self.check_day(on)
        self.decided_on, self.reason = on, reason

    @transition(
        source=[Status.ASSESSING],
        target=Status.ISSUING,
        permission=Permission.DECIDE_ASSESSMENT,
        effects=[Lapses("refuse_clock", LAPSED.ISSUING)],
        label="Decide to issue a plan",
    )
    def decide_to_issue(self, *, by: Actor, on: date) -> None:
        self.check_day(on)
        self.decided_to_issue_on = on

    @transition(
        source=[Status.ASSESSING],
        target=Status.NOT_ISSUING,
        permission=Permission.DECIDE_ASSESSMENT,
        effects=[Stops("refuse_clock", on="refused_to_issue_on"), Lapses("issue_clock", LAPSED.NOT_ISSUING)],
        label="Decide not to issue a plan",
    )
    def decide_not_to_issue(self, *, by: Actor, on: date, reason: str) -> None:
        self.check_day(on)
        self.refused_to_issue_on, self.reason = on, reason
        self.stop_what_waits(by=by, on=on, why=LAPSED.NOT_ISSUING)

    @transition(
        source=[Status.ISSUING, Status.ASSESSING],
        target=Status.ISSUED,
        permission=Permission.ISSUE_PLAN,
        effects=[Stops("issue_clock", on="issued_on"), Lapses("refuse_clock", LAPSED.ISSUING)],
        internal=True,
    )
    def record_plan_issued(self, *, by: Actor, on: date) -> None:
        """The final plan was sent to the family (reg 13(2)). Called by the plan when it is issued."""
        self.check_day(on)
        self.issued_on = on

    @transition(
        source=[Status.RECEIVED],
        permission=Permission.DECIDE_ASSESSMENT,
        conditions=[lambda assessment, by: considered_already(assessment)],
        effects=[Tells(notifications.assessment_considered)],
        label="Record the notice that it is considered",
    )
    def record_considering(self, *, by: Actor, on: date) -> None:
        """The family, the board and the setting were told that an assessment is being considered (reg 4(2)). It
        starts no clock of health's: nothing is asked of anybody yet."""
        self.check_day(on)
        self.considered_on, self.considered_by = on, by.user

    @transition(
        source=OPEN,
        target=Status.WITHDRAWN,
        permission=Permission.DECIDE_ASSESSMENT,
        effects=[Lapses(f"{name}_clock", LAPSED.WITHDRAWN) for name in ("decide", "refuse", "issue")],
        label="Withdraw the request",
    )
    def withdraw(self, *, by: Actor, on: date, reason: str) -> None:
        self.check_day(on)
        self.withdrawn_on, self.reason = on, reason
        self.stop_what_waits(by=by, on=on, why=LAPSED.WITHDRAWN)

    def check_day(self, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.received_on, "the request was received", on=on)
        not_before(self.decided_on, "it was decided to assess", on=on)

    def stop_what_waits(self, *, by: Actor, on: date, why: str) -> None:
        """No plan will come of this: nobody owes advice for it, or a look at its draft, any longer.
        Providers are told no more than that."""
        for request in self.advice_requests.outstanding():
            request.withdraw(by=by, on=on, reason="The local authority has closed the needs-assessment request.")
        if hasattr(self, "plan"):
            self.plan.close(by=by, on=on, why=why)

    @property
    def clocks(self) -> list[Clock]:
        return [clock for clock in (self.decide_clock, self.refuse_clock, self.issue_clock) if clock]

    @property
    def next_clock(self) -> Clock | None:
        """The one that runs out first of those that run."""
        running = [clock for clock in self.clocks if clock.is_running]
        return min(running, key=lambda clock: clock.due_on, default=None)

    @transition(
        permission=Permission.REGISTER_ASSESSMENT,
        label="Change the coordinator",
    )
    def change_coordinator(self, *, by: Actor, coordinator: User | None) -> None:
        """Another of the local authority's people, or nobody for now; the draft plan goes along, and what runs goes
        to their team."""
        if coordinator and not is_coordinator_of(coordinator, self.local_authority):
            words = f"{coordinator} is not a coordinator of {self.local_authority}."
            raise ValidationError({"coordinator": words})
        self.coordinator = coordinator
        team = team_of(coordinator, self.local_authority) if coordinator else self.team
        if team != self.team:
            self.team = team
            for clock in (self.decide_clock, self.refuse_clock, self.issue_clock):
                if clock and clock.is_running:
                    clock.hand_to(organisation=self.local_authority, team=team)
        if hasattr(self, "plan"):
            self.plan.change_coordinator(by=by, coordinator=coordinator)


def considered_already(assessment: AssessmentRequest) -> str | None:
    return f"Recorded already: {assessment.considered_on:%-d %B %Y}." if assessment.considered_on else None


def team_of(user: User | None, organisation: Organisation) -> Team | None:
    """The team this person works in there."""
    members = user.current_memberships if user else []
    return next((m.team for m in members if m.organisation_id == organisation.pk and m.team), None)


def is_coordinator_of(person: User, authority: Organisation) -> bool:
    return person.is_active and any(
        m.organisation_id == authority.pk and m.role in (Role.COORDINATOR, Role.LA_MANAGER)
        for m in person.current_memberships
    )
