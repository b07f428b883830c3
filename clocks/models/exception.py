"""Which missed limits does the law excuse, who says so, and who has accepted it?"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import PERMISSIONS, Permission, Role
from clocks import notifications
from clocks.dates import days_in_words
from clocks.excuses import Claim, Ground, Happened, MadeBy, Window, knows_none, why_not
from clocks.models.clock import Clock
from clocks.rule import ExceptionKind
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from people.letters import Tells
from people.models import ChildScoped, Document
from people.models.involvement import ChildScopedQuerySet

# Kinds that the database itself holds to their shape.
CLOSURES = ("school_closed", "early_years_closed")
LASTING = (*CLOSURES, "away_from_area")
ONE_DAY_ONLY = ("missed_appointment", "refused")
FOUR_WEEKS_LESS_A_DAY = timedelta(days=27)


def organisations_of(by: Actor, permission: Permission) -> set[int]:
    """Where this person has the permission."""
    members = by.user.current_memberships if by.user else []
    return {m.organisation_id for m in members if permission in PERMISSIONS[Role(m.role)]}


def cannot_be_excused(clock: Clock) -> str | None:
    """Why nobody needs to ask: the rule knows no exception, or the clock does not count or was met in time."""
    if clock.lapsed_on:
        return "This time limit ended without being counted: it needs no exception."
    if clock.was_met_in_time:
        return "This time limit was met in time: it needs no exception."
    return knows_none(clock.law)


def not_theirs_to_decide(exception: "ClockException", by: Actor) -> str | None:
    if by.user is None or exception.decider_id in organisations_of(by, Permission.DECIDE_EXCEPTION):
        return None
    if exception.clock.law.is_health:
        return "A Designated Clinical Officer decides about exceptions to health’s time limits."
    return "The local authority’s SEND manager decides about exceptions to its time limits."


def proposed_it(exception: "ClockException", by: Actor) -> str | None:
    """It changes a published figure, so a second person looks."""
    if by.user is not None and by.user == exception.proposed_by:
        return "You proposed this. Somebody else who may decide accepts it."
    return None


def not_the_proposer(exception: "ClockException", by: Actor) -> str | None:
    return None if by.user == exception.proposed_by else "Only the person who proposed it can withdraw it."


class ExceptionQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """With the child's whole file; and to the organisation whose time limit it is about."""
        ours = Q(organisation__in=user.scope.child_organisations)
        return self.filter(ours | Q(self.reached_by(user)))

    def standing(self) -> Any:
        """Proposed or accepted: what is shown beside the time limit."""
        return self.filter(status__in=ClockException.STANDING)

    def proposed(self) -> Any:
        return self.filter(status=ClockException.Status.PROPOSED)

    def waiting_for(self, user: User) -> Any:
        """Proposed, and this person's to decide."""
        return (
            self.visible_to(user).proposed().filter(decider__in=organisations_of(user, Permission.DECIDE_EXCEPTION))
        )

    def for_list(self) -> Any:
        return self.select_related("child__local_authority", "clock", "organisation", "proposed_by", "accepted_by")


class ClockException(ChildScoped):
    """A lawful excuse for one time limit of one child. It never moves or stops the clock: what comes late is
    reported as late with an exception (SEND Regs 2014 reg 5(4), 8(2), 10(4), 27(3), 44(3); CFA 2014 s.31(2))."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REVOKED = "revoked", "Revoked"

    STANDING = (Status.PROPOSED, Status.ACCEPTED)

    class Revoked(models.TextChoices):
        MISTAKE = "mistake", "It was accepted by mistake"
        UNTRUE = "untrue", "It was shown to be untrue"

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="exceptions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="Whose time limit it is about."
    )
    decider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="Whose officer or manager accepts it."
    )
    kind = models.CharField(max_length=40)
    citation = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField()
    advice_asked_on = models.DateField(null=True, blank=True, help_text="Of a place that was closed.")
    appointment_by = models.CharField(max_length=10, choices=MadeBy.choices, blank=True)
    appointment = models.CharField(max_length=20, choices=Happened.choices, blank=True)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    reason = models.TextField(max_length=4000)
    evidence = models.TextField(max_length=4000, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED, editable=False)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    declined_on = models.DateField(null=True, blank=True)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason_declined = models.TextField(max_length=4000, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_why = models.CharField(max_length=10, choices=Revoked.choices, blank=True)
    reason_revoked = models.TextField(max_length=4000, blank=True)
    history = History()

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_on", "pk"]
        verbose_name = "exception to a time limit"
        verbose_name_plural = "exceptions to time limits"
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "kind", "first_day", "last_day"],
                condition=Q(status__in=["proposed", "accepted"]),
                name="one_exception_of_a_kind_and_days",
                violation_error_message="This exception was already proposed for this time limit.",
            ),
            models.CheckConstraint(condition=~Q(reason__regex=r"^\s*$"), name="exception_has_its_reason"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="exception_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(kind__in=LASTING) | Q(last_day__gte=F("first_day") + FOUR_WEEKS_LESS_A_DAY),
                name="absence_or_closure_lasts_four_weeks",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=ONE_DAY_ONLY) | Q(last_day=F("first_day")), name="exception_of_one_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CLOSURES, advice_asked_on__isnull=False)
                | (~Q(kind__in=CLOSURES) & Q(advice_asked_on__isnull=True)),
                name="closure_says_when_advice_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(kind="missed_appointment", appointment_by="body", appointment="not_come")
                | (~Q(kind="missed_appointment") & Q(appointment_by="", appointment="")),
                name="missed_appointment_was_the_bodys_own",
            ),
            models.CheckConstraint(
                condition=Q(kind="refused", ground__in=["duties", "harm"]) | (~Q(kind="refused") & Q(ground="")),
                name="refusal_says_its_ground",
            ),
            paired("exception_accepted_by_somebody", "accepted_on", "accepted_by"),
            paired("exception_declined_by_somebody", "declined_on", "declined_by"),
            paired("exception_revoked_by_somebody", "revoked_on", "revoked_by"),
            models.CheckConstraint(
                condition=Q(status="proposed", accepted_on=None, declined_on=None, withdrawn_on=None, revoked_on=None)
                | Q(
                    status="accepted", accepted_on__isnull=False, declined_on=None, withdrawn_on=None, revoked_on=None
                )
                | Q(
                    status="declined", accepted_on=None, declined_on__isnull=False, withdrawn_on=None, revoked_on=None
                )
                | Q(
                    status="withdrawn",
                    accepted_on=None,
                    declined_on=None,
                    withdrawn_on__isnull=False,
                    revoked_on=None,
                )
                | Q(status="revoked", accepted_on__isnull=False, revoked_on__isnull=False, declined_on=None),
                name="exception_stands_as_its_days_say",
            ),
            models.CheckConstraint(
                condition=Q(declined_on=None, reason_declined="")
                | (Q(declined_on__isnull=False) & ~Q(reason_declined__regex=r"^\s*$")),
                name="declined_exception_says_why",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None, reason_revoked="", revoked_why="")
                | (Q(revoked_on__isnull=False) & ~Q(reason_revoked__regex=r"^\s*$") & ~Q(revoked_why="")),
                name="revoked_exception_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["clock", "status"], name="exceptions_of_clock"),
            models.Index(
                fields=["decider", "proposed_on", "id"], condition=Q(status="proposed"), name="exceptions_to_decide"
            ),
        ]

    def __str__(self) -> str:
        return f"Exception to a time limit: {self.law_kind.short}, {self.days}"

    def get_absolute_url(self) -> str:
        return reverse("clocks:clockexception", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.organisation_id}

    @property
    def law_kind(self) -> ExceptionKind:
        """The excuse, as the rule knew it when the clock started."""
        known = self.clock.law.exception(self.kind)
        return known or ExceptionKind(key=self.kind, words=self.kind, citation=self.citation, short=self.kind)

    @property
    def days(self) -> str:
        return days_in_words(self.first_day, self.last_day)

    @property
    def is_accepted(self) -> bool:
        return self.status == self.Status.ACCEPTED

    @property
    def decided_by(self) -> User | None:
        return self.revoked_by or self.declined_by or self.accepted_by

    @property
    def line(self) -> str:
        """Beside the time limit."""
        citation = self.citation.removeprefix("SEND Regs ")
        return f"Exception {self.get_status_display().lower()}: {self.law_kind.short}, {self.days}, {citation}"

    @property
    def as_drawn(self) -> dict[str, Any]:
        """What the clock component draws of it (templates/components/clock.html)."""
        return {
            "text": self.line,
            "href": self.get_absolute_url(),
            "first": self.first_day,
            "last": self.last_day,
            "accepted": self.is_accepted,
        }

    @creates(
        permission=Permission.PROPOSE_EXCEPTION,
        within="clock",
        conditions=[lambda clock, by: cannot_be_excused(clock)],
        effects=[Tells(notifications.exception_proposed)],
        label="Propose an exception",
    )
    def propose(
        cls,
        *,
        by: Actor,
        clock: Clock,
        kind: str,
        first_day: date,
        reason: str,
        last_day: date | None = None,
        evidence: str = "",
        document: Document | None = None,
        **facts: Any,
    ) -> "ClockException":
        """Say what happened, and which exception in law it is. Somebody else, or the same person, accepts it."""
        claim = Claim(kind=kind, first_day=first_day, last_day=last_day or first_day, reason=reason, **facts)
        if wrong := why_not(clock.law, claim, Window(clock.started_on, clock.due_on, today())):
            raise ValidationError(wrong)
        if document is not None and document.child_id != clock.child_id:
            raise ValidationError({"document": "This paper belongs to another child."})
        law_kind = clock.law.exception(kind)
        return cls(
            pk=next_id(cls),
            child=clock.child,
            clock=clock,
            organisation_id=whose_limit(clock, by),
            decider=clock.icb if clock.law.is_health else clock.local_authority,
            citation=law_kind.citation,
            evidence=evidence,
            document=document,
            proposed_on=today(),
            proposed_by=by.user,
            **vars(claim.only_of(law_kind)),
        )

    @transition(
        source=[Status.PROPOSED],
        target=Status.ACCEPTED,
        permission=Permission.DECIDE_EXCEPTION,
        conditions=[not_theirs_to_decide, proposed_it],
        effects=[Tells(notifications.exception_decided)],
        label="Accept the exception",
    )
    def accept(self, *, by: Actor) -> None:
        """The time limit keeps its day; what comes late is reported as late with an exception."""
        self.accepted_on, self.accepted_by = today(), by.user

    @transition(
        source=[Status.PROPOSED],
        target=Status.DECLINED,
        permission=Permission.DECIDE_EXCEPTION,
        conditions=[not_theirs_to_decide],
        effects=[Tells(notifications.exception_decided)],
        label="Decline the exception",
    )
    def decline(self, *, by: Actor, reason: str) -> None:
        self.declined_on, self.declined_by, self.reason_declined = today(), by.user, reason

    @transition(
        source=[Status.PROPOSED],
        target=Status.WITHDRAWN,
        permission=Permission.PROPOSE_EXCEPTION,
        conditions=[not_the_proposer],
        label="Withdraw the exception",
    )
    def withdraw(self, *, by: Actor) -> None:
        self.withdrawn_on = today()

    @transition(
        source=[Status.ACCEPTED],
        target=Status.REVOKED,
        permission=Permission.DECIDE_EXCEPTION,
        conditions=[not_theirs_to_decide],
        effects=[Tells(notifications.exception_decided)],
        label="Revoke the exception",
    )
    def revoke(self, *, by: Actor, why: str, reason: str) -> None:
        """Accepted by mistake, or shown to be untrue. From now on the limit is reported without an exception."""
        self.revoked_on, self.revoked_by = today(), by.user
        self.revoked_why, self.reason_revoked = why, reason


def whose_limit(clock: Clock, by: Actor) -> int:
    """The organisation that owes it now; who owed it first and passed it on proposes for itself."""
    mine = organisations_of(by, Permission.PROPOSE_EXCEPTION)
    return clock.first_owing_id if clock.first_owing_id in mine else clock.owing_id


def read_exceptions(clocks: Iterable[Clock], user: Any) -> None:
    """Put beside each of these clocks the exceptions that stand and that this person may see: one query."""
    known = {clock.pk: clock for clock in clocks}
    found: dict[int, list[ClockException]] = {}
    for exception in (
        ClockException.objects.visible_to(user).standing().filter(clock__in=known).order_by("first_day", "pk")
    ):
        exception.clock = known[exception.clock_id]
        found.setdefault(exception.clock_id, []).append(exception)
    for pk, exceptions in found.items():
        known[pk].shown_exceptions = tuple(exceptions)


def lines_of(clocks: Iterable[Clock | None], user: Any) -> list[dict[str, Any]]:
    """These time limits as they are drawn on a record's page, with a way to propose an exception."""
    known = [clock for clock in clocks if clock]
    read_exceptions(known, user)
    return [clock.line | {"actions": ways_to_propose(clock, user)} for clock in known]


def ways_to_propose(clock: Clock, by: Actor) -> list[dict[str, str]]:
    verb = ClockException.propose
    if not by.may(verb.permission, clock) or verb.refusal(clock, by):
        return []
    return [{"label": verb.label, "url": reverse("clocks:clockexception_propose", args=[clock.pk])}]
