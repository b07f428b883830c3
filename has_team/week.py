"""What does each adviser have to do on each day of this week?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from accounts.models import User

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One thing to do on one day about one child."""

    what: str
    referral: Any


@dataclass
class Row:
    """One day, with a list of entries for each column."""

    day: date
    cells: list[list[Entry]] = field(default_factory=list)


@dataclass
class Week:
    """Advisers as columns (nobody's first), days as rows."""

    first: date
    columns: list[User | None]
    rows: list[Row]

    @property
    def last(self) -> date:
        return self.first + 6 * DAY


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def working_week_of(day: date) -> date:
    """Its Monday; on a weekend, the Monday to come."""
    return monday_of(day + 2 * DAY if day.weekday() > 4 else day)


def week_of(day: date, referrals: Any, advisers: Iterable[User]) -> Week:
    """`referrals`: those in progress that the reader may see. Weekends are rows only when something falls
    on them, for a statutory day does not move."""
    first = monday_of(day)
    days = [first + n * DAY for n in range(7)]
    entries = entries_by_day(referrals.filter(falls_between(days[0], days[-1])).for_list(), days)
    columns: list[User | None] = [None, *advisers]
    rows = [Row(d, [entries[d, person and person.pk] for person in columns]) for d in days]
    return Week(first, columns, [row for row in rows if row.day.weekday() < 5 or any(row.cells)])


def falls_between(first: date, last: date) -> Q:
    span = (first, last)
    return (
        Q(appointment_on__range=span)
        | Q(contact_clock__due_on__range=span, contact_clock__met_on=None)
        | Q(advice_request__advice_clock__due_on__range=span)
    )


def entries_by_day(referrals: Iterable[Any], days: list[date]) -> dict[tuple[date, int | None], list[Entry]]:
    found: dict[tuple[date, int | None], list[Entry]] = defaultdict(list)
    for referral in referrals:
        for day, what in things_to_do(referral):
            if day in days:
                found[day, referral.adviser_id].append(Entry(what, referral))
    return found


def things_to_do(referral: Any) -> list[tuple[date, str]]:
    """Appointments first: they have a time."""
    things = []
    if referral.appointment_on and not referral.assessed_on:
        things.append((referral.appointment_on, appointment_words(referral)))
    if referral.contact_clock.is_running:
        things.append((referral.contact_clock.due_on, "Last day to contact the family"))
    if referral.advice_clock.is_running:
        things.append((referral.advice_clock.due_on, "Advice due"))
    return things


def appointment_words(referral: Any) -> str:
    mode = referral.get_appointment_mode_display()
    return f"{mode}, {referral.appointment_at:%-H:%M}" if referral.appointment_at else mode
