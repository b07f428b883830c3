"""Which time limits are running, for whom, and which ended, how?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.roles import SEES_CHILDREN, Permission, Role
from clocks.dates import Pause, days_left, due, due_with_pauses, is_late
from clocks.halt import Halt, halted
from clocks.models.holding import (
    colleagues_for,
    follows_its_record,
    is_nobodys,
    is_over,
    is_somebodys,
    is_with_others,
)
from clocks.models.local_length import LocalLength
from clocks.rule import Kind, Owner, Rule
from clocks.rules import MEDIATION_AND_APPEAL, ORDERS, RULES, rule_in_force
from core.calendar import last_working_day_on_or_before
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, Record, transition
from people.models import Child


class ClockQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ClockQuerySet":
        """Of the children of one's whole organisation, those it owes or passed on, and those of one's teams. What an
        appeal times is for those who see appeals, the local authority that owes it, and the team that has it."""
        scope = user.scope
        mine = scope.child_organisations
        authority = Q(local_authority__in=mine) & ~Q(rule="section_23", met_on__isnull=True)  # not before it is told
        in_sight = authority | Q(icb__in=mine) | Q(owing__in=mine) | Q(first_owing__in=mine)
        if not user.holds(Permission.SEE_APPEALS):
            in_sight &= ~Q(rule__in=ABOUT_APPEALS) | Q(owing=F("local_authority"), local_authority__in=mine)
        return self.filter(in_sight | Q(team__in=scope.teams))

    def owed_by(self, user: Any) -> "ClockQuerySet":
        return self.filter(owed_by(user))

    def running(self) -> "ClockQuerySet":
        return self.filter(met_on__isnull=True, lapsed_on__isnull=True)

    def ended(self) -> "ClockQuerySet":
        return self.exclude(met_on__isnull=True, lapsed_on__isnull=True)

    def met(self) -> "ClockQuerySet":
        return self.filter(met_on__isnull=False)

    def late_on(self, day: date) -> "ClockQuerySet":
        """Running and past its day. Due today is not late; nobody is late for a window."""
        return self.running().filter(due_on__lt=day).exclude(rule__in=PROTECTS_OTHERS)

    def met_in_time(self) -> "ClockQuerySet":
        return self.met().filter(met_on__lte=F("due_on"))

    def with_accepted_exception(self) -> "ClockQuerySet":
        return self.filter(has_exception("accepted"))

    def without_accepted_exception(self) -> "ClockQuerySet":
        return self.exclude(has_exception("accepted"))

    def with_proposed_exception(self) -> "ClockQuerySet":
        """Somebody has yet to decide whether the law excuses it."""
        return self.filter(has_exception("proposed"))

    def for_list(self) -> "ClockQuerySet":
        return self.select_related("child", "local_authority", "owing", "team", "person").prefetch_related("pauses")

    def soonest_first(self) -> "ClockQuerySet":
        return self.order_by("due_on", "pk")


def has_exception(status: str) -> Exists:
    """Some exception of this clock stands so (clocks/models/exception.py)."""
    exceptions = Clock._meta.get_field("exceptions").related_model._base_manager
    return Exists(exceptions.filter(clock=OuterRef("pk"), status=status))


# Windows protect somebody who may act until they end: they are shown, and never anybody's to do.
# Nor is what the family owes: nobody here is late with an appeal.
PROTECTS_OTHERS = tuple(
    dict.fromkeys(rule.key for rule in RULES if rule.kind is Kind.WINDOW or rule.owner == (Owner.FAMILY,))
)

# Between the Tribunal, the local authority and those who run appeals.
ABOUT_APPEALS = tuple(dict.fromkeys(rule.key for rule in (*MEDIATION_AND_APPEAL, *ORDERS)))

# Their clock counts from a day that lies ahead.
BEFORE_THEIR_DAY = tuple(dict.fromkeys(r.key for r in RULES if r.kind in (Kind.COUNTS_BACK, Kind.FIXED)))

# The few whose due day may move, by their pauses.
PAUSABLE = tuple(dict.fromkeys(rule.key for rule in RULES if rule.pausable))


def owed_by(user: User) -> Q:
    """For this person's teams, or nobody's in particular in their organisation, to act on. A manager answers for
    every team of their local authority."""
    members = [m for m in user.current_memberships if m.role in SEES_CHILDREN]
    teams = [m.team_id for m in members if m.team_id]
    managed = [m.organisation_id for m in members if m.role == Role.LA_MANAGER]
    theirs = Q(team__in=teams) | Q(team__isnull=True, owing__in=user.scope.child_organisations) | Q(owing__in=managed)
    return theirs & ~Q(rule__in=PROTECTS_OTHERS)


RUNNING = Q(met_on=None, lapsed_on=None)


class Clock(Record):
    """One running or ended time limit of one child. The due day is stored when the clock starts, by the function
    that cites the rule, and never moves but by a local target's pauses; `owing` and `team` say who has to act."""

    class Lapsed(models.TextChoices):
        NOT_ASSESSING = "not_assessing", "It was decided not to assess"
        ISSUING = "issuing", "It was decided to issue a plan"
        NOT_ISSUING = "not_issuing", "It was decided not to issue a plan"
        PLAN_ISSUED = "plan_issued", "The plan was issued without it"
        WITHDRAWN = "withdrawn", "The request was withdrawn"
        MOVED = "moved", "The child moved to another local authority"
        DIED = "died", "The child died"
        DIRECTION = "direction", "A direction replaced it"
        MEETING_MOVED = "meeting_moved", "The date of the meeting was set or moved"
        SERVED_AGAIN = "served_again", "The draft was served anew"
        TIME_WAS_GIVEN = "time_was_given", "The time had run"
        TIME_CUT_SHORT = "time_cut_short", "The plan was issued before the time had run"
        ENDED_OTHERWISE = "ended_otherwise", "The request ended without advice, with a written reason"
        DROPPED = "dropped", "The action was dropped, with a reason"
        NOT_NEEDED = "not_needed", "The provision is no longer needed"
        ADVICE_SENT = "advice_sent", "The advice was sent without it"

    child = models.ForeignKey(Child, models.PROTECT, related_name="clocks")
    local_authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owing = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose knowledge of the child it is about, where it is about a service’s.",
    )
    first_owing = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        help_text="Passed on, it stays in sight of who owed it first.",
    )
    rule = models.CharField(max_length=40)
    action = models.CharField(max_length=200, help_text="What is due, in a verb.")
    started_on = models.DateField()
    due_on = models.DateField()
    citation = models.CharField(max_length=200)
    met_on = models.DateField(null=True, blank=True)
    lapsed_on = models.DateField(null=True, blank=True)
    lapsed_why = models.CharField(max_length=20, choices=Lapsed.choices, blank=True)
    history = History()

    within_path = ("child",)
    objects = ClockQuerySet.as_manager()
    shown_exceptions: tuple[Any, ...] = ()  # those proposed or accepted, once somebody has read them for a page

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "time limit"
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(lapsed_on__isnull=True),
                name="clock_is_met_or_lapsed_not_both",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_on__isnull=True, lapsed_why="") | (Q(lapsed_on__isnull=False) & ~Q(lapsed_why="")),
                name="lapsed_clock_says_why",
            ),
            # What counts back from a meeting, or stands fixed in a year, is done before that day comes.
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(met_on__gte=F("started_on")) | Q(rule__in=BEFORE_THEIR_DAY),
                name="clock_met_after_it_started",
                violation_error_message="This day is before the clock started.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="due_day_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__due_on__df=pgtrigger.F("new__due_on"))
                & ~pgtrigger.Q(old__rule__in=PAUSABLE),
            ),
            pgtrigger.Protect(
                name="start_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("rule", "started_on", "citation"),
            ),
        ]
        # One table answers every worklist: the open ones of an organisation or team, soonest first.
        indexes = [
            models.Index(fields=[who, "due_on", "id"], name=f"open_clocks_of_{who}", condition=RUNNING)
            for who in ("owing", "team", "icb", "local_authority")
        ] + [
            models.Index(fields=["child", "due_on"], name="clocks_of_child"),
            *(
                models.Index(
                    fields=[who, "due_on", "id"],
                    name=f"open_clocks_of_{who}",
                    condition=RUNNING & Q(**{f"{who}__isnull": False}),
                )
                for who in ("service", "person")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.action} by {self.due_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return self.child.get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.local_authority_id, self.icb_id, self.owing_id, self.first_owing_id})

    def locked_through(self) -> list[models.Model]:
        return [self.child]

    @property
    def law(self) -> Rule:
        """The rule as it stood when the clock started."""
        return rule_in_force(self.rule, self.started_on)

    @property
    def is_running(self) -> bool:
        return self.met_on is None and self.lapsed_on is None

    @property
    def ended_on(self) -> date | None:
        return self.met_on or self.lapsed_on

    @property
    def halt(self) -> Halt | None:
        """Whether it is paused today. Lists have read its pauses beforehand."""
        may_be = self.is_running and self.rule in PAUSABLE
        return halted(self.pauses.all(), today()) if may_be else None

    @property
    def ledger(self) -> str:
        """The page of its pauses; empty where there can be none."""
        return reverse("clocks:pause_list", args=[self.pk]) if self.rule in PAUSABLE else ""

    @property
    def line(self) -> dict[str, Any]:
        """What the clock component draws (templates/components/clock.html)."""
        notes = []
        if self.is_running and not self.is_window and self.last_working_day != self.due_on:
            notes.append(f"The last working day before it is {self.last_working_day:%A %-d %B %Y}.")
        if self.lapsed_why:
            notes.append(f"{self.get_lapsed_why_display()}.")
        return {
            "name": self.action,
            "window": self.is_window,
            "start": self.started_on,
            "due": self.due_on,
            "citation": self.citation,
            "ended": self.ended_on,
            "state": "lapsed" if self.lapsed_on else "met" if self.met_on else "",
            "note": " ".join(notes),
            "exceptions": [one.as_drawn for one in self.shown_exceptions],
            "halt": self.halt,
            "ledger": self.ledger,
        }

    @property
    def is_window(self) -> bool:
        return self.law.kind is Kind.WINDOW

    @property
    def is_late(self) -> bool:
        return self.is_running and is_late(self.due_on, today(), kind=self.law.kind)

    @property
    def was_met_in_time(self) -> bool:
        return self.met_on is not None and self.met_on <= self.due_on

    @property
    def days_left_in_words(self) -> str:
        return days_left(self.due_on, today(), kind=self.law.kind)

    @property
    def last_working_day(self) -> date:
        return last_working_day_on_or_before(self.due_on)

    @classmethod
    def start(
        cls,
        rule: str,
        *,
        child: Child,
        on: date,
        owing: Organisation,
        team: Team | None = None,
        person: User | None = None,
        service: Team | None = None,
        about: str = "",
        **given: Any,
    ) -> "Clock":
        """Start the rule in force on this day. `about` is put behind the rule's action; `given` is what
        `clocks.dates.due` takes besides (a certificate, weeks ordered, a date directed)."""
        law = rule_in_force(rule, on)
        length = LocalLength.objects.length_of(rule, icb=child.icb) if law.is_local else None
        worked_out = due(law, on, length=length, **given)
        return cls.objects.create(
            child=child,
            local_authority=child.local_authority,
            icb=child.icb,
            owing=owing,
            first_owing=owing,
            team=team,
            person=person,
            service=service,
            rule=rule,
            action=f"{law.action}: {about}" if about else law.action,
            started_on=on,
            due_on=worked_out.due,
            citation=worked_out.citation,
        )

    def meet(self, *, on: date) -> None:
        """The step was done on this day."""
        self.met_on = on
        keep(self)

    def run_on(self) -> None:
        """The step was not done after all: due on the day that it had."""
        self.met_on = None
        keep(self)

    def lapse(self, *, on: date, why: str) -> None:
        """Nobody owes it any more: outside the compliance figures, with the reason."""
        self.lapsed_on, self.lapsed_why = on, why
        keep(self)

    def hand_to(self, *, organisation: Organisation, team: Team | None, service: Team | None = None) -> None:
        """Somebody else has to act. Passing on inside health never restarts a clock: the dates stay."""
        self.owing, self.team, self.person = organisation, team, None
        self.service = service or self.service
        keep(self)

    @property
    def first_due_on(self) -> date:
        """The day that was worked out when the clock started, by the length that held then."""
        return self.history.order_by("history_id").values_list("due_on", flat=True)[0]

    def count_again(self, pauses: Iterable[Pause]) -> None:
        """Due when as many days have run as on the first day: a function of the set of pauses that stand."""
        self.due_on = due_with_pauses(self.law, self.started_on, self.first_due_on, pauses)
        keep(self)

    def give_to(self, person: User | None) -> None:
        """One of the team will do it."""
        self.person = person
        keep(self)

    # What its team does with it, where its record has no verb for that

    @transition(
        permission=Permission.TAKE_WORK,
        conditions=[is_over, follows_its_record, is_with_others, is_somebodys],
        label="Take it",
    )
    def take(self, *, by: Actor) -> None:
        """A team owns the work; one of them takes it."""
        self.person = by.user

    @transition(
        permission=Permission.TAKE_WORK,
        conditions=[is_over, follows_its_record, is_with_others],
        label="Give to a colleague",
    )
    def give(self, *, by: Actor, person: User) -> None:
        if not colleagues_for(self).filter(pk=person.pk).exists():
            raise ValidationError({"person": f"{person} does not work in {self.team or self.owing}."})
        self.person = person

    @transition(
        permission=Permission.TAKE_WORK,
        conditions=[is_over, follows_its_record, is_with_others, is_nobodys],
        label="Put back",
    )
    def put_back(self, *, by: Actor) -> None:
        """For anybody in the team."""
        self.person = None
