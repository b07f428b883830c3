"""Clocks that run, and the mornings on which people are reminded of them."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Membership
from accounts.roles import System
from clocks.models import Clock
from clocks.reminders import remind_of_next
from core.history import recorded
from core.models import Message
from core.today import pretend
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

DUE = date(2026, 3, 13)  # a Friday
BEGAN = DUE - timedelta(days=42)
TEST = System("test")


def day(left: int) -> date:
    """So many days before the due day."""
    return DUE - timedelta(days=left)


def clock(cast: Cast, *, rule: str = "health_advice", owing: str = "provider", **facts: Any) -> Clock:
    """One that has run for six weeks on its day: a provider owes health advice, unless said otherwise."""
    child = facts.pop("child", None) or make_child(cast, on=BEGAN, given_name="Idris", family_name="Quillfeather")
    team = {"provider": "spa", "wiltshire": "send_wiltshire", "icb": "dcos"}.get(owing)
    org = cast.org[owing]
    given = {
        "child": child, "local_authority": child.local_authority, "icb": child.icb, "owing": org, "first_owing": org,
        "team": cast.team[team] if team else None, "rule": rule, "action": "Send health advice: paediatrics",
        "started_on": BEGAN, "due_on": DUE, "citation": "SEND Regs 2014 reg 8(1)",
    }  # fmt: skip
    with recorded(verb="start", by=TEST):
        return Clock.objects.create(**given | facts)


def change(clock: Clock, **facts: Any) -> None:
    with recorded(verb="change", by=TEST):
        for name, value in facts.items():
            setattr(clock, name, value)
        clock.save()


def morning(cast: Cast, on: date, *, icb: str = "icb") -> list[str]:
    """Who is written to by this morning's reminders."""
    before = set(Message.objects.values_list("pk", flat=True))
    with pretend(on):
        after = 0
        while True:
            _, after = remind_of_next(cast.org[icb].pk, after=after)
            if not after:
                break
    new = Message.objects.filter(key__startswith="reminder:").exclude(pk__in=before)
    return sorted(to.partition("@")[0] for to in new.values_list("to", flat=True))


def leave(cast: Cast, *people: str) -> None:
    """Their roles ended long ago."""
    with recorded(verb="end", by=TEST):
        for person in people:
            for member in Membership.objects.filter(user=cast[person]):
                member.ends_on = BEGAN
                member.save()


def join(cast: Cast, person: str, *, team: str, role: str) -> None:
    with recorded(verb="add", by=TEST):
        organisation = cast.team[team].organisation
        Membership.objects.create(
            user=cast[person], organisation=organisation, team=cast.team[team], role=role, starts_on=BEGAN
        )


def without_mailbox(cast: Cast, *organisations: str) -> None:
    with recorded(verb="change_details", by=TEST):
        for key in organisations:
            cast.org[key].mailbox = ""
            cast.org[key].save()
