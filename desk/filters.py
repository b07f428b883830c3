"""How does a person narrow their worklist, and by what?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Membership, Organisation, Relation, Team, User
from accounts.roles import SEES_CHILDREN
from clocks.models import ClockException, ClockQuerySet
from clocks.rules import rule_in_force
from core.today import today
from desk.steps import keepers
from people.models import Child

Kind = Organisation.Kind
ME, NOBODY, PERSON, TEAM = "me", "nobody", "person-", "team-"
OVERDUE = "overdue"
WITHIN = (0, 3, 7, 14, 28)
HOLDS_CLOCKS = (Team.Kind.DCO, Team.Kind.HAS, Team.Kind.SEND, Team.Kind.SPA, Team.Kind.CORE_GROUP)


def by_exception(exceptions: Any) -> dict[str, tuple[str, Callable[[], Q]]]:
    """What may be said about an excuse in law, given a queryset of excuses with `clock` and `status`."""

    def with_one(*statuses: str) -> Q:
        return Q(pk__in=exceptions.filter(status__in=statuses).values("clock"))

    return {
        "proposed": ("Proposed", lambda: with_one("proposed")),
        "accepted": ("Accepted", lambda: with_one("accepted")),
        "none": ("None", lambda: ~with_one("proposed", "accepted")),
    }


EXCEPTIONS = by_exception(ClockException.objects)


@dataclass
class Around:
    """The authorities, teams and colleagues that this person's lists are about, read once."""

    user: User
    on: date
    organisations: list[Organisation] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    colleagues: list[User] = field(default_factory=list)

    @classmethod
    def of(cls, user: Any, on: date) -> "Around":
        mine = user.scope.organisations
        standing = Relation.objects.in_force(on)
        icbs = standing.filter(Q(icb__in=mine) | Q(organisation__in=mine)).values("icb")
        served = standing.filter(icb__in=icbs).values("organisation")
        kinds = {m.organisation.kind for m in user.current_memberships}
        if Kind.ICB in kinds:
            organisations = Organisation.objects.filter(Q(pk__in=mine) | Q(pk__in=served))
        elif Kind.LOCAL_AUTHORITY in kinds:
            providers = Q(pk__in=served, kind=Kind.PROVIDER) | Q(pk__in=icbs)
            organisations = Organisation.objects.filter(Q(pk__in=mine) | providers)
        else:
            organisations = Organisation.objects.filter(Q(pk__in=mine) | Q(pk__in=served, kind=Kind.LOCAL_AUTHORITY))
        found = list(organisations)
        where = [o.pk for o in found if o.kind != Kind.LOCAL_AUTHORITY or o.pk in mine or Kind.ICB in kinds]
        teams = Team.objects.in_force(on).filter(organisation__in=where).select_related("organisation")
        return cls(
            user, on, found, list(teams.order_by("organisation__short_name", "name", "pk")), people_of(user, on)
        )

    @property
    def authorities(self) -> list[Organisation]:
        return [o for o in self.organisations if o.kind == Kind.LOCAL_AUTHORITY]

    @property
    def services(self) -> list[Team]:
        return [team for team in self.teams if team.kind == Team.Kind.SERVICE]

    @property
    def holders(self) -> list[Team]:
        return [team for team in self.teams if team.kind in HOLDS_CLOCKS]


def people_of(user: Any, on: date) -> list[User]:
    """The colleagues who may have work in hand where this person works."""
    members = (
        Membership.objects.in_force(on).with_role(SEES_CHILDREN).filter(organisation__in=user.scope.organisations)
    )
    return list(User.objects.filter(pk__in=members.values("user")).exclude(pk=user.pk).order_by("name", "pk"))


class WorklistFilter(forms.Form):
    """Filters in one line. What was chosen is remembered until it is cleared."""

    looks = {name: {"optional": False} for name in ("name", "rule", "la", "service", "who", "due", "exception")}

    name = forms.CharField(required=False, max_length=100, label="Name, NHS number or reference")
    rule = forms.ChoiceField(required=False, label="What is due")
    due = forms.ChoiceField(required=False, label="When")
    who = forms.ChoiceField(required=False, label="Who has it")
    la = forms.ChoiceField(required=False, label="Local authority")
    service = forms.ChoiceField(required=False, label="Service")
    exception = forms.ChoiceField(required=False, label="Exception")
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s"} | kwargs)
        names = sorted((rule_in_force(key, today()).name, key) for key in keepers())
        choices: dict[str, list[Any]] = {
            "rule": [("", "Everything"), *((key, name) for name, key in names)],
            "due": [("", "Any day"), (OVERDUE, "Overdue"), *((str(days), within(days)) for days in WITHIN)],
            "who": who_choices(around),
            "la": [("", "All"), *((str(o.pk), o.short_name) for o in around.authorities)],
            "service": [("", "All"), *grouped(around.services, "")],
            "exception": [("", "Any"), *((key, words) for key, (words, _) in EXCEPTIONS.items())],
        }
        fields: dict[str, Any] = self.fields
        for name, offered in choices.items():
            fields[name].choices = offered
        for name, least in (("la", 3), ("service", 2), ("exception", 2)):
            if len(choices[name]) < least:
                del fields[name]

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list; a choice that is none narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "tab"}


def within(days: int) -> str:
    return "Today or overdue" if days == 0 else f"Within {days} days or overdue"


def who_choices(around: Around) -> list[Any]:
    offered: list[Any] = [("", "Anybody"), (ME, "Me"), (NOBODY, "Nobody yet")]
    if around.colleagues:
        offered.append(("Colleagues", [(f"{PERSON}{one.pk}", one.name) for one in around.colleagues]))
    return [*offered, *grouped(around.holders, TEAM)]


def grouped(teams: list[Team], prefix: str) -> list[Any]:
    """In a group for each organisation, where there are several."""
    if len({team.organisation_id for team in teams}) == 1:
        return [(f"{prefix}{team.pk}", team.name) for team in teams]
    groups: dict[str, list[tuple[str, str]]] = {}
    for team in teams:
        groups.setdefault(team.organisation.short_name, []).append((f"{prefix}{team.pk}", team.name))
    return list(groups.items())


def narrowed(clocks: ClockQuerySet, chosen: dict[str, Any], *, user: Any, on: date) -> ClockQuerySet:
    """The clocks that these choices let through."""
    by: dict[str, Callable[[str], Q]] = {
        "rule": lambda key: Q(rule=key),
        "la": lambda pk: Q(local_authority=pk),
        "service": lambda pk: Q(service=pk),
        "who": lambda who: held_by(who, user),
        "due": lambda days: Q(due_on__lt=on) if days == OVERDUE else Q(due_on__lte=on + timedelta(days=int(days))),
        "exception": lambda key: EXCEPTIONS[key][1](),
        "name": lambda words: Q(child__in=Child.objects.visible_to(user).matching(words)),
    }
    for name, value in chosen.items():
        clocks = clocks.filter(by[name](value))
    return clocks


def held_by(who: str, user: Any) -> Q:
    if who in (ME, NOBODY):
        return Q(person=user.pk) if who == ME else Q(person__isnull=True)
    if who.startswith(TEAM):
        return Q(team=who.removeprefix(TEAM))
    return Q(person=who.removeprefix(PERSON))
