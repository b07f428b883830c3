"""Who is told of a time limit, how many days before its day and how many after?

A rung is so many days before the due day; below zero, after it. The letters aim at the day before the due day,
because some readers of the law count one day fewer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from clocks.rule import Authority, Rule
from core.calendar import last_working_day_on_or_before


class Told(StrEnum):
    """Who is told; the names are those of a ladder's fields."""

    PERSON = "person"  # who has it; while nobody has, the team, or the organisation's mailbox
    TEAM = "team"
    MANAGER = "manager"  # of the local authority, where it owes the step
    DCO = "dco"  # where health owes it
    EXECUTIVE = "executive"  # where health owes it


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """For each of those who are told: on which rungs."""

    person: tuple[int, ...]
    team: tuple[int, ...] = ()
    manager: tuple[int, ...] = ()
    dco: tuple[int, ...] = ()
    executive: tuple[int, ...] = ()

    @property
    def rungs(self) -> tuple[int, ...]:
        """All of them, the earliest first."""
        return tuple(sorted({rung for of in fields(self) for rung in getattr(self, of.name)}, reverse=True))

    def told_on(self, rung: int) -> tuple[Told, ...]:
        return tuple(told for told in Told if rung in getattr(self, told))


STATUTORY = Ladder(
    person=(14, 7, 2, 1, 0, -1, -5), team=(1, 0, -1), manager=(1, -1, -5), dco=(-1, -5), executive=(-5,)
)
LOCAL = Ladder(person=(7, 2, 0, -1, -5), team=(0, -1), manager=(-5,), dco=(-1, -5))
DEFAULTS: dict[str, Ladder] = {Authority.LAW: STATUTORY, Authority.LOCAL: LOCAL}


def ladder_for(rule: Rule, own: Mapping[str, Ladder]) -> Ladder:
    """The board's own for this rule, else its own for all rules of this kind, else the portal's."""
    return own.get(rule.key) or own.get(rule.authority) or DEFAULTS[rule.authority]


def day_of(rung: int, due_on: date) -> date:
    """When this rung's letter goes out. Before the due day that is a working day: a letter that lies unread over the
    weekend warns nobody. Lateness is told the day it happens."""
    day = due_on - timedelta(days=rung)
    return last_working_day_on_or_before(day) if rung >= 0 else day


def rung_reached(ladder: Ladder, *, started_on: date, due_on: date, on: date) -> int | None:
    """The latest rung reached, whatever was told before: after missed mornings only this one goes out. What would
    have come on the day it started, or before, is no reminder; what counts back starts after its due day."""
    counts_back = started_on > due_on
    reached = [
        rung
        for rung in ladder.rungs
        if (day := day_of(rung, due_on)) <= on and (rung <= 0 or counts_back or day > started_on)
    ]  # fmt: skip
    return min(reached, default=None)


def urgency(due_on: date, on: date) -> str:
    """ "Due tomorrow", "2 days late": the first words of a letter's subject."""
    days = (due_on - on).days
    if days < 0:
        return f"{-days} {'day' if days == -1 else 'days'} late"
    if days > 0 and last_working_day_on_or_before(due_on) == on:
        return f"Due on {due_on:%A}, today is the last working day"
    return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")


def day_to_aim_for(due_on: date) -> date:
    """The last working day before the due day."""
    return last_working_day_on_or_before(due_on - timedelta(days=1))


def rung_in_words(rung: int) -> str:
    if rung == 0:
        return "on the day"
    days = f"{abs(rung)} {'day' if abs(rung) == 1 else 'days'}"
    return f"{days} before" if rung > 0 else f"{days} late"


def rungs_in_words(rungs: tuple[int, ...]) -> str:
    """ "14 and 7 days before, on the day, 1 day late"."""
    parts = []
    for some, words in (([r for r in rungs if r > 0], "before"), ([-r for r in rungs if r < 0], "late")):
        if some:
            days = "day" if some == [1] else "days"
            parts.append(
                f"{' and '.join(filter(None, [', '.join(map(str, some[:-1])), str(some[-1])]))} {days} {words}"
            )
    if 0 in rungs:
        parts.insert(sum(r > 0 for r in rungs) > 0, "on the day")
    return ", ".join(parts)


WHO = {
    Told.PERSON: "Whoever has it",
    Told.TEAM: "Their team",
    Told.MANAGER: "The local authority’s manager",
    Told.DCO: "The Designated Clinical Officers",
    Told.EXECUTIVE: "The executive lead",
}


def who_is_told(ladder: Ladder) -> list[tuple[str, str]]:
    """Who, and on which days."""
    return [(WHO[told], rungs_in_words(rungs)) for told in Told if (rungs := getattr(ladder, told))]
