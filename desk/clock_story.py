"""What happened to this child's time limits: when did each begin, by which rule, who owed it, and how did it end?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, Team
from clocks.models import Clock
from people.models import Child


@dataclass(frozen=True)
class ClockLine:
    """One change of one clock, in words."""

    clock: int
    line: Any
    title: str
    words: str
    on: date

    @property
    def at(self) -> datetime:
        return self.line.history_date


def clock_lines(child: Child, user: Any) -> list[ClockLine]:
    """Every change of the clocks that this person may see, oldest first; three queries, however many."""
    clocks = {clock.pk: clock for clock in Clock.objects.visible_to(user).filter(child=child)}
    lines = list(Clock.history.filter(child=child, id__in=clocks).order_by("id", "history_id"))
    names = names_of(lines)
    told = []
    for before, line in pairwise([None, *lines]):
        clock = clocks[line.id]
        before = before if before is not None and before.id == line.id else None
        told += [
            ClockLine(line.id, line, f"{title}: {clock.action}", words, on)
            for title, words, on in changes(clock, before, line, names)
        ]
    return sorted(told, key=lambda each: each.line.history_id)


def changes(clock: Clock, before: Any, line: Any, names: dict[Any, str]) -> list[tuple[str, str, date]]:
    """What one line of history changed: usually one thing."""
    if before is None:
        return [("Time limit began", began(clock, line, names), line.started_on)]
    found = []
    recorded = timezone.localtime(line.history_date).date()
    if holder(line, names) != holder(before, names):
        found.append(("Time limit passed on", passed_on(clock, before, line, names), recorded))
    if line.due_on != before.due_on:
        found.append(("Due day moved by a pause", moved(clock, before, line), recorded))
    if line.met_on and not before.met_on:
        found.append(("Time limit met", met(clock, line), line.met_on))
    if line.lapsed_on and not before.lapsed_on:
        found.append(("Time limit ended", lapsed(clock, line), line.lapsed_on))
    return found


def began(clock: Clock, line: Any, names: dict[Any, str]) -> str:
    law = clock.law
    length = f" of {law.length_words}" if law.length_words and not law.is_local else ""
    return (
        f"“{clock.action}”: the time limit{length} began, counted from {day(line.started_on)} ({law.starts}). "
        f"Due {day(line.due_on)}, by {clock.citation}. Owed by {holder(line, names)}."
    )


def passed_on(clock: Clock, before: Any, line: Any, names: dict[Any, str]) -> str:
    return (
        f"“{clock.action}” passed on from {holder(before, names)} to {holder(line, names)}. "
        f"The clock did not restart: it runs from {day(line.started_on)} and is due {day(line.due_on)}, "
        f"as before ({clock.citation})."
    )


def moved(clock: Clock, before: Any, line: Any) -> str:
    return f"“{clock.action}” is now due {day(line.due_on)}, not {day(before.due_on)} ({clock.citation})."


def met(clock: Clock, line: Any) -> str:
    late = (line.met_on - line.due_on).days
    how = f"{late} {'day' if late == 1 else 'days'} late" if late > 0 else "in time"
    return f"“{clock.action}” met on {day(line.met_on)}, {how}: it was due {day(line.due_on)} ({clock.citation})."


def lapsed(clock: Clock, line: Any) -> str:
    why = line.get_lapsed_why_display()
    return f"“{clock.action}” ended on {day(line.lapsed_on)}, not counted. {why} ({clock.citation})."


def holder(line: Any, names: dict[Any, str]) -> str:
    """Who has to act: the team where one was named, and the organisation."""
    organisation, team = names[Organisation, line.owing_id], names.get((Team, line.team_id))
    return f"{team}, {organisation}" if team else organisation


def day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def names_of(lines: Iterable[Any]) -> dict[Any, str]:
    """The organisations and teams that lines of history mention, by model and key: one query for each."""
    wanted: dict[Any, set[int]] = {Organisation: set(), Team: set()}
    for line in lines:
        for fact in line.tracked_fields:
            if fact.is_relation and fact.related_model in wanted and (key := getattr(line, fact.attname)):
                wanted[fact.related_model].add(key)
    return {
        (model, key): found.name
        for model, keys in wanted.items()
        for key, found in model.objects.in_bulk(keys).items()
    }
