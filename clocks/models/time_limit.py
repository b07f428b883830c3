"""Which time limits run whose process is not kept in the portal: mediation, orders, directions, remedies?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Team, User
from accounts.roles import Permission
from clocks.dates import DateError, due
from clocks.models.action import is_anothers, teams_around
from clocks.models.clock import ABOUT_APPEALS, Clock
from clocks.rule import Kind, Owner
from clocks.rules import RULES, UnknownRule, rule_in_force, rule_keys
from clocks.workflow import Owes, Starts, StartsOwnRule, Stops
from core.constraints import paired
from core.days import not_in_the_future
from core.history import History
from core.today import today
from core.workflow import VERBS, Actor, creates, transition
from people.models import Child, ChildScoped
from people.models.involvement import ChildScopedQuerySet

# Which kind of body each owner of a rule is. Whoever is named may be any; for a family or a school, who have no team
# here, somebody else keeps the day in mind.
BODIES = {
    Owner.LOCAL_AUTHORITY: (Organisation.Kind.LOCAL_AUTHORITY,),
    Owner.ICB: (Organisation.Kind.ICB,),
    Owner.PROVIDER: (Organisation.Kind.PROVIDER,),
    Owner.NHS_BODY: (Organisation.Kind.ICB, Organisation.Kind.PROVIDER),
    Owner.DCO: (Organisation.Kind.ICB,),
    Owner.HAS: (Organisation.Kind.ICB,),
}


def may_owe(owners: Iterable[Owner], team: Team) -> bool:
    """Whether this team's body is one of those that the rule names."""
    return any(owner not in BODIES or team.organisation.kind in BODIES[owner] for owner in owners)


def by_hand() -> list[str]:
    """The rules that no verb of another record starts. A window is never logged: nobody has to do anything."""
    started = {effect.rule for verb in VERBS for effect in verb.effects if isinstance(effect, Starts)} - {""}
    windows = {rule.key for rule in RULES if rule.kind is Kind.WINDOW}
    return [key for key in rule_keys() if key not in started | windows]


class TimeLimitQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> "TimeLimitQuerySet":
        """Whoever opens the file; of what an appeal brings, those who see appeals and whoever owes it."""
        found = super().visible_to(user)
        if user.holds(Permission.SEE_APPEALS):
            return found
        return found.filter(~Q(rule__in=ABOUT_APPEALS) | Q(owing__in=user.scope.child_organisations))

    def for_list(self) -> "TimeLimitQuerySet":
        return self.select_related("child", "child__local_authority", "owing", "team", "limit_clock")


class TimeLimit(ChildScoped):
    """One time limit of the rule book, logged by whoever knows that it began: so that nothing that the law times is
    missing from the list, whether or not the portal keeps its process."""

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        ENDED = "ended", "Ended without being done"

    WHY = [(why.value, why.label) for why in Clock.Lapsed if why in ("withdrawn", "moved", "died", "direction")]

    rule = models.CharField(max_length=40)
    about = models.CharField(max_length=120, help_text="Which one it is, in a few words.")
    came_from = models.CharField(max_length=500, help_text="The letter, order or agreement that began it.")
    started_on = models.DateField()
    given_date = models.DateField(null=True, blank=True, help_text="As directed or agreed.")
    given_weeks = models.PositiveSmallIntegerField(null=True, blank=True, help_text="As ordered.")
    given_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="As ordered.")
    certificate_on = models.DateField(null=True, blank=True, help_text="Of the mediation certificate.")
    owing = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING, editable=False)
    logged_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_note = models.TextField(blank=True, max_length=2000)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=2000)
    limit_clock = models.OneToOneField(Clock, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    history = History()

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "pk"]
        verbose_name = "time limit"
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__lte=F("logged_on")),
                name="time_limit_began_before_it_was_logged",
                violation_error_message="This day is in the future.",
            ),
            models.UniqueConstraint(
                fields=["child", "rule", "about", "started_on"],
                condition=Q(status="running"),
                name="one_running_time_limit",
                violation_error_message="This time limit is logged already.",
            ),
            paired("time_limit_done_on_and_by", "done_on", "done_by"),
            paired("time_limit_ended_on_and_by", "ended_on", "ended_by"),
            models.CheckConstraint(
                condition=Q(status="running", done_on=None, ended_on=None)
                | Q(status="done", done_on__isnull=False, ended_on=None)
                | (Q(status="ended", ended_on__isnull=False, done_on=None) & ~Q(reason="")),
                name="time_limit_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{rule_in_force(self.rule, self.started_on).name}: {self.about}"

    def get_absolute_url(self) -> str:
        return self.child.get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.owing_id}

    def owes(self, rule: str) -> Owes:
        return Owes(self.owing, self.team, about=self.about)

    def given_for(self, rule: str) -> dict[str, Any]:
        """What `clocks.dates.due` takes besides the start."""
        given = {
            "date": self.given_date,
            "weeks": self.given_weeks,
            "months": self.given_months,
            "certificate": self.certificate_on,
        }
        return {name: value for name, value in given.items() if value}

    @creates(
        permission=Permission.LOG_TIME_LIMIT,
        within="child",
        effects=[StartsOwnRule(field="limit_clock", on="started_on")],
        label="Log a time limit",
    )
    def log(
        cls,
        *,
        by: Actor,
        child: Child,
        rule: str,
        about: str,
        came_from: str,
        started_on: date,
        team: Team,
        **given: Any,
    ) -> "TimeLimit":
        """Mediation, an order, a direction, a remedy: what began it, and who owes the step."""
        if rule not in by_hand():
            raise ValidationError(
                {"rule": "The portal starts this time limit by itself, from the step that begins it."}
            )
        if not teams_around(child).filter(pk=team.pk).exists():
            raise ValidationError({"team": f"{team} is not involved with this child."})
        limit = cls(
            child=child, rule=rule, about=about, came_from=came_from, started_on=started_on, logged_on=today(),
            owing=team.organisation, team=team, **given,
        )  # fmt: skip
        limit.check_dates()
        limit.check_owner()
        return limit

    def check_dates(self) -> None:
        """The rule may not know what was given, or need more: said before anything is saved."""
        not_in_the_future(started_on=self.started_on)
        try:
            due(rule_in_force(self.rule, self.started_on), self.started_on, **self.given_for(self.rule))
        except (DateError, UnknownRule) as wrong:
            raise ValidationError(str(wrong)) from wrong

    def check_owner(self) -> None:
        """The law says which kind of body owes the step: another is refused, in its words."""
        law = rule_in_force(self.rule, self.started_on)
        if not may_owe(law.owner, self.team):
            owners = " or ".join(str(owner) for owner in law.owner)
            raise ValidationError(
                {"team": f"{law.name} is owed by the {owners} ({law.citation}), not by {self.team}."}
            )

    @transition(
        source=[Status.RUNNING],
        target=Status.DONE,
        permission=Permission.DO_ACTION,
        conditions=[is_anothers],
        effects=[Stops("limit_clock", on="done_on")],
        label="Record that it was done",
    )
    def finish_step(self, *, by: Actor, on: date, note: str = "") -> None:
        not_in_the_future(on=on)
        self.done_on, self.done_by, self.done_note = on, by.user, note

    @transition(
        source=[Status.RUNNING],
        target=Status.ENDED,
        permission=Permission.LOG_TIME_LIMIT,
        label="End it without its being done",
    )
    def end(self, *, by: Actor, why: str, reason: str) -> None:
        """Nobody owes it any more: outside the compliance figures."""
        self.ended_on, self.ended_by, self.reason = today(), by.user, reason
        self.limit_clock.lapse(on=self.ended_on, why=why)
