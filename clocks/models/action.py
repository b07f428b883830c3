"""Who promised to do what about this child by a day, and did they?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Team, User
from accounts.roles import SEES_CHILDREN, Permission
from clocks.models.clock import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from people.models import Child, ChildScoped, Involvement
from people.models.involvement import ChildScopedQuerySet

# Whose people see the children of their whole organisation; others are reached by being involved as a team.
OF_THE_WHOLE = (Team.Kind.DCO, Team.Kind.SEND, Team.Kind.SPA)


class ActionQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> "ActionQuerySet":
        """Whoever opens the file, and those who were asked to do it."""
        scope = user.scope
        mine = Q(owing__in=scope.child_organisations) | Q(team__in=scope.teams)
        return self.filter(self.reached_by(user) | (mine & Q(self.reached_by(user, whole=False))))

    def for_list(self) -> "ActionQuerySet":
        return self.select_related("child", "child__local_authority", "owing", "team", "action_clock__person")


class Action(ChildScoped):
    """Something that one team promised to do about a child by a day. No law sets the day; it stands on the
    worklist of whoever owes it like everything else."""

    class Status(models.TextChoices):
        OPEN = "open", "To be done"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped, with a reason"

    what = models.CharField(max_length=150)
    why = models.CharField(max_length=500, help_text="What it came from.")
    owing = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    set_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_note = models.TextField(blank=True, max_length=2000)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=2000, help_text="Why it was dropped.")
    action_clock = models.OneToOneField(
        Clock, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    history = History()

    objects = ActionQuerySet.as_manager()
    named: User | None = None  # for its clock, which says from then on who has it

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("set_on")),
                name="action_is_due_after_it_was_set",
                violation_error_message="Choose today or a later day.",
            ),
            paired("action_done_on_and_by", "done_on", "done_by"),
            paired("action_dropped_on_and_by", "dropped_on", "dropped_by"),
            models.CheckConstraint(
                condition=Q(status="open", done_on=None, dropped_on=None)
                | Q(status="done", done_on__isnull=False, dropped_on=None)
                | (Q(status="dropped", dropped_on__isnull=False, done_on=None) & ~Q(reason="")),
                name="action_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"Action: {self.what}"

    def get_absolute_url(self) -> str:
        return self.child.get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.owing_id}

    def owes(self, rule: str) -> Owes:
        return Owes(self.owing, self.team, about=self.what, person=self.named)

    def given_for(self, rule: str) -> dict[str, Any]:
        return {"date": self.due_on}

    @creates(
        permission=Permission.SET_ACTION,
        within="child",
        effects=[Starts("action", "action_clock", on="set_on")],
        label="Set an action",
    )
    def set(
        cls, *, by: Actor, child: Child, what: str, why: str, team: Team, due_on: date, person: User | None = None
    ) -> "Action":
        """One team owes it, and one of them if somebody is named."""
        if not teams_around(child).filter(pk=team.pk).exists():
            raise ValidationError({"team": f"{team} is not involved with this child."})
        if due_on < today():
            raise ValidationError({"due_on": "Choose today or a later day."})
        if person and not members_of(team).filter(pk=person.pk).exists():
            raise ValidationError(
                {"person": f"{person} does not work in {team}. Leave this empty for the whole team."}
            )
        action = cls(
            child=child, what=what, why=why, owing=team.organisation, team=team, set_on=today(), due_on=due_on
        )
        action.named = person
        return action

    @transition(
        source=[Status.OPEN],
        target=Status.DONE,
        permission=Permission.DO_ACTION,
        conditions=[lambda action, by: is_anothers(action, by)],
        effects=[Stops("action_clock", on="done_on")],
        label="Record that it is done",
    )
    def finish_action(self, *, by: Actor, note: str = "", on: date | None = None) -> None:
        day = on or today()
        not_in_the_future(on=day)
        not_before(self.set_on, "the action was set", on=day)
        self.done_on, self.done_by, self.done_note = day, by.user, note

    @transition(
        source=[Status.OPEN],
        target=Status.DROPPED,
        permission=Permission.SET_ACTION,
        effects=[Lapses("action_clock", Clock.Lapsed.DROPPED)],
        label="Drop this action",
    )
    def drop(self, *, by: Actor, reason: str) -> None:
        """It is not needed any more, or it was a mistake: nobody is late for it."""
        self.dropped_on, self.dropped_by, self.reason = today(), by.user, reason


def is_anothers(action: Action, by: Actor) -> str | None:
    """Whoever owes it says that it is done."""
    if by.user is None or by.may(Permission.DO_ACTION, Owed(action.owing_id)):
        return None
    return f"{action.team} owes this, and says when it is done."


class Owed:
    """Stands for what one organisation owes, where only its own people may act."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.organisation_id})


def teams_around(child: Child) -> models.QuerySet[Team]:
    """Those who can see the child and so can be asked to do something."""
    current = Involvement.objects.current(today()).filter(child=child)
    whole = Q(organisation__in=current.filter(team=None).values("organisation"), kind__in=OF_THE_WHOLE)
    by_team = Q(pk__in=current.exclude(team=None).values("team"), kind=Team.Kind.HAS)
    return Team.objects.in_force(today()).filter(whole | by_team).select_related("organisation")


def members_of(team: Team) -> models.QuerySet[User]:
    members = team.memberships.in_force(today()).with_role(SEES_CHILDREN)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk")
