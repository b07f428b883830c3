"""On which days does a panel of this rhythm meet?

A day that is a bank holiday is proposed to nobody: it is named with its reason, and somebody may plan another day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Protocol

from core.calendar import add_working_days, bank_holiday_name

WEEK = timedelta(weeks=1)
LAST_OF_THE_MONTH = 5


class Terms(Protocol):
    """What a panel's settings say about its days, from a day on."""

    in_force_from: date
    rhythm: str
    weekday: int | None
    week_of_month: int | None
    papers_days: int | None


@dataclass(frozen=True)
class Proposed:
    """A day on which the panel would meet, and why it is left out, if it is."""

    on: date
    skipped: str = ""


def proposed_days(terms: Terms, first: date, last: date) -> list[Proposed]:
    """Those from `first` to `last`, both included, since these terms are in force."""
    began = max(first, terms.in_force_from)
    days = takewhile(lambda day: day <= last, days_of(terms))
    return [Proposed(day, bank_holiday_name(day) or "") for day in days if day >= began]


def days_of(terms: Terms) -> Iterator[date]:
    """All of them, without an end. A panel that meets by date has none of its own."""
    if terms.rhythm == "monthly":
        yield from monthly(terms)
    elif terms.rhythm in ("weekly", "fortnightly"):
        day = first_weekday(terms.in_force_from, terms.weekday or 0)
        while True:
            yield day
            day += WEEK if terms.rhythm == "weekly" else 2 * WEEK


def monthly(terms: Terms) -> Iterator[date]:
    month = terms.in_force_from.replace(day=1)
    while True:
        day = weekday_of_month(month, terms.weekday or 0, terms.week_of_month or 1)
        if day >= terms.in_force_from:
            yield day
        month = (month + timedelta(days=31)).replace(day=1)


def weekday_of_month(month: date, weekday: int, number: int) -> date:
    """The second Tuesday of a month, or its last one."""
    if number == LAST_OF_THE_MONTH:
        next_month = (month.replace(day=1) + timedelta(days=31)).replace(day=1)
        return first_weekday(next_month - WEEK, weekday)
    return first_weekday(month.replace(day=1), weekday) + (number - 1) * WEEK


def first_weekday(on_or_after: date, weekday: int) -> date:
    return on_or_after + timedelta(days=(weekday - on_or_after.weekday()) % 7)


def papers_day(terms: Terms, meets_on: date) -> date | None:
    """So many working days before the meeting; none where papers are not sent round."""
    return None if terms.papers_days is None else add_working_days(meets_on, -terms.papers_days)
