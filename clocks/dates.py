"""When is it due?

Pure functions of a rule and a starting day: no clock on the wall, no database. A statutory day that falls on
a weekend or a bank holiday does not move; only Tribunal days (HESC rule 12) roll or leave days out.
"""

import datetime
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from clocks.rule import Kind, Option, Owner, Phase, Rule, Unit, words_for_length
from clocks.rules import rule_in_force
from core.calendar import (
    ONE_DAY,
    bank_holiday_name,
    first_working_day_on_or_after,
    is_working_day,
    last_working_day_on_or_before,
    published_until,
)

# The published bank holidays begin in 2012; beyond the century a typing mistake is likelier than a child.
EARLIEST, LATEST = datetime.date(2012, 1, 1), datetime.date(2099, 12, 31)
LONGEST = 520  # ten years of weeks
DAYS_IN = {Unit.DAYS: 1, Unit.WORKING_DAYS: 1, Unit.WEEKS: 7}

Pause = tuple[datetime.date, datetime.date]  # from this day, until the day it runs again (which counts)


class DateError(ValueError):
    """This day cannot be worked out from what was given; says why."""


class MissingOption(DateError):
    """The rule needs something more than its start."""

    def __init__(self, rule: Rule) -> None:
        self.options = rule.needs_one_of
        super().__init__(f"{rule.key} needs {_words(self.options)}.")


OPTION_WORDS = {
    Option.CERTIFICATE: "the date of the mediation certificate",
    Option.WEEKS: "a number of weeks",
    Option.MONTHS: "a number of months",
    Option.DATE: "the date directed or agreed",
    Option.PHASE: "the kind of transfer",
}


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was said besides the start, under the names of `Option`."""

    certificate: datetime.date | None = None
    weeks: int | None = None
    months: int | None = None
    date: datetime.date | None = None
    phase: Phase | None = None

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(field.name) for field in fields(self) if getattr(self, field.name) is not None)


@dataclass(frozen=True, kw_only=True)
class Due:
    """A day by which something is due, and all that a reader needs to trust it."""

    rule: str
    kind: Kind
    start: datetime.date
    due: datetime.date
    last_working_day: datetime.date
    citation: str
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "kind": self.kind.value,
            "start": self.start.isoformat(),
            "due": self.due.isoformat(),
            "last_working_day": self.last_working_day.isoformat(),
            "citation": self.citation,
            "warnings": list(self.warnings),
        }


def due(
    rule: Rule | str,
    start: datetime.date,
    *,
    certificate: datetime.date | None = None,
    weeks: int | None = None,
    months: int | None = None,
    date: datetime.date | None = None,
    phase: Phase | None = None,
    length: int | None = None,
    pauses: Iterable[Pause] = (),
) -> Due:
    """When it is due by this rule; a key means the rule in force on the starting day.

    `length` is an ICB's own for a local rule, and `pauses` those of a local target that may be paused.
    """
    if not EARLIEST <= start <= LATEST:
        raise DateError(f"The starting day must lie between {_date(EARLIEST)} and {_date(LATEST)}.")
    if isinstance(rule, str):
        rule = rule_in_force(rule, start)
    given = Given(certificate=certificate, weeks=weeks, months=months, date=date, phase=phase)
    pauses = tuple(pauses)
    _refuse_misfits(rule, start, given, length, pauses)
    last = given.date or _last_day(rule, start, given, length or rule.length, pauses)
    return Due(
        rule=rule.key,
        kind=rule.kind,
        start=start,
        due=last,
        last_working_day=last_working_day_on_or_before(last),
        citation=rule.citation,
        warnings=tuple(_warnings(rule, start, last, given, length)),
    )


def _refuse_misfits(
    rule: Rule, start: datetime.date, given: Given, length: int | None, pauses: tuple[Pause, ...]
) -> None:
    for option in given.options():
        if option not in rule.options:
            takes = _words(rule.options) or "nothing but its starting day"
            raise DateError(f"{rule.key} does not take {OPTION_WORDS[option]}; it takes {takes}.")
    chosen = [option for option in given.options() if option in rule.needs_one_of]
    if rule.needs_one_of and not chosen:
        raise MissingOption(rule)
    if len(chosen) > 1:
        raise DateError(f"{rule.key} takes only one of {_words(chosen, 'and')}.")
    for option, day in ((Option.CERTIFICATE, given.certificate), (Option.DATE, given.date)):
        if day and not start <= day <= LATEST:
            span = f"between the starting day, {_date(start)}, and {_date(LATEST)}"
            raise DateError(f"{OPTION_WORDS[option].capitalize()} ({_date(day)}) must lie {span}.")
    for number in (given.weeks, given.months, length):
        if number is not None and not 1 <= number <= LONGEST:
            raise DateError(f"A length must lie between 1 and {LONGEST}, not {number}.")
    if length is not None and not rule.is_local:
        raise DateError(f"{rule.key} is law ({rule.citation}): its length is not a setting.")
    _refuse_pauses(rule, pauses)


def _refuse_pauses(rule: Rule, pauses: tuple[Pause, ...]) -> None:
    if pauses and not rule.pausable:
        raise DateError(f"{rule.key} cannot be paused.")
    if any(until < since for since, until in pauses):
        raise DateError("A pause cannot end before it begins.")


def _last_day(
    rule: Rule, start: datetime.date, given: Given, length: int | None, pauses: tuple[Pause, ...]
) -> datetime.date:
    if rule.kind is Kind.FIXED:
        return _fixed_date(rule, start.year, given.phase)
    if rule.kind is Kind.DIRECTED:
        return add_months(start, given.months) if given.months else start + 7 * (given.weeks or 0) * ONE_DAY
    if length is None:
        raise DateError(f"{rule.key} has no length.")
    if rule.kind is Kind.COUNTS_BACK:
        return _back(rule, start, length)
    if rule.unit is not Unit.MONTHS:
        days = length * DAYS_IN[rule.unit]
        return _count(start, days, _what_counts(rule, pauses), rule.starting_day_counts)
    if rule.starting_day_counts:
        return months_starting_with(start, length)
    last = add_months(start, length)
    if given.certificate and rule.certificate_months:
        last = max(last, add_months(given.certificate, rule.certificate_months))
    return lodging_day(last) if rule.tribunal_days else last


def _fixed_date(rule: Rule, year: int, phase: Phase | None) -> datetime.date:
    """The case's date; while nobody has said which case it is, the earliest."""
    dates = {case: datetime.date(year, month, day) for case, month, day in rule.fixed_dates}
    return dates[phase] if phase else min(dates.values())


def _back(rule: Rule, start: datetime.date, length: int) -> datetime.date:
    if rule.unit is Unit.MONTHS:
        return add_months(start, -length)
    return start - length * DAYS_IN[rule.unit] * ONE_DAY


def _count(
    start: datetime.date, number: int, counts: Callable[[datetime.date], bool], starting_day_counts: bool
) -> datetime.date:
    """The day on which the last of so many days that count falls."""
    day = start - ONE_DAY if starting_day_counts else start
    while number:
        day += ONE_DAY
        number -= counts(day)
    return day


def _what_counts(rule: Rule, pauses: tuple[Pause, ...]) -> Callable[[datetime.date], bool]:
    """Which days count: a function of the set of paused days, so the order of pausing cannot matter."""

    def counts(day: datetime.date) -> bool:
        if rule.unit is Unit.WORKING_DAYS and not is_working_day(day):
            return False
        if rule.tribunal_days and is_tribunal_recess(day):
            return False
        return not any(since <= day < until for since, until in pauses)

    return counts


def due_with_pauses(
    rule: Rule, start: datetime.date, first_due: datetime.date, pauses: Iterable[Pause]
) -> datetime.date:
    """The day on which as many days have run as on the day that was due without these pauses."""
    pauses = tuple(pauses)
    _refuse_pauses(rule, pauses)
    runs, first = _what_counts(rule, ()), 0 if rule.starting_day_counts else 1
    number = sum(runs(start + n * ONE_DAY) for n in range(first, (first_due - start).days + 1))
    return _count(start, number, _what_counts(rule, pauses), rule.starting_day_counts)


def is_tribunal_recess(day: datetime.date) -> bool:
    """August, and 25 December to 1 January (HESC rule 12(3))."""
    return day.month == 8 or (day.month == 12 and day.day >= 25) or (day.month == 1 and day.day == 1)


def lodging_day(last: datetime.date) -> datetime.date:
    """The last day to lodge an appeal that would otherwise end on this one (HESC rule 12(2), (3)(a))."""
    while is_tribunal_recess(last):
        last += ONE_DAY
    return first_working_day_on_or_after(last)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on (or back), or that month's last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def months_starting_with(day: datetime.date, months: int) -> datetime.date:
    """The last day of so many months that start with this day: the day before the anniversary.

    29 February has no anniversary in most years; its year then ends on 28 February.
    """
    anniversary = add_months(day, months)
    return anniversary - ONE_DAY if anniversary.day == day.day else anniversary


def is_late(due: "datetime.date | Due", today: datetime.date, *, kind: Kind = Kind.DEADLINE) -> bool:
    """In time is on or before the day, so due today is not late; a window is never late."""
    if isinstance(due, Due):
        kind, due = due.kind, due.due
    return kind is not Kind.WINDOW and today > due


def days_left(due: "datetime.date | Due", today: datetime.date, *, kind: Kind = Kind.DEADLINE) -> str:
    """ "in 3 days", "tomorrow", "today", "2 days late"; of a window "ended 2 days ago"."""
    if isinstance(due, Due):
        kind, due = due.kind, due.due
    days = (due - today).days
    if days in (0, 1):
        return "tomorrow" if days else "today"
    number = words_for_length(abs(days), Unit.DAYS)
    if days > 0:
        return f"in {number}"
    return f"ended {number} ago" if kind is Kind.WINDOW else f"{number} late"


def _warnings(
    rule: Rule, start: datetime.date, last: datetime.date, given: Given, length: int | None
) -> Iterator[str]:
    """What the reader must know, the most pressing first."""
    if not is_working_day(last):
        yield _not_a_working_day(rule, start, last)
    if rule.kind is Kind.WINDOW:
        yield (
            f"This is a window, not a deadline: it runs to the end of {_date(last)}, and nobody may act as "
            f"if it were over before {_date(last + ONE_DAY)}."
        )
    yield from _about_the_options(rule, start, last, given)
    if rule.tribunal_days:
        yield from _about_tribunal_days(rule, start, last, given)
    if rule.note:
        yield rule.note
    if rule.is_local:
        yield _about_a_local_length(rule, length)
    if last > published_until():
        yield (
            f"England's bank holidays are published only until {_date(published_until())}. Later ones are "
            "worked out by rule and may change."
        )


def _not_a_working_day(rule: Rule, start: datetime.date, last: datetime.date) -> str:
    name = bank_holiday_name(last)
    fact = f"{_date(last)} is " + (f"a bank holiday ({name})" if name else f"a {last:%A}")
    before = last_working_day_on_or_before(last)
    if rule.kind is Kind.WINDOW:
        return f"{fact}. The date does not move."
    if before < start <= last:
        return f"{fact}. The date does not move, and no working day lies before it."
    return f"{fact}. The date does not move: act by {day_in_words(before)}."


def _about_the_options(rule: Rule, start: datetime.date, last: datetime.date, given: Given) -> Iterator[str]:
    if rule.certificate_months and not given.certificate:
        yield (
            "No mediation certificate was given. If there is one, the family has at least "
            f"{words_for_length(rule.certificate_months, Unit.MONTHS)} from its date."
        )
    if rule.fixed_dates and not given.phase:
        post16 = _fixed_date(rule, start.year, Phase.SECONDARY_TO_POST16)
        yield (
            "The kind of transfer was not given, so this is the earliest date. For a move from secondary "
            f"school to post-16 it is {_date(post16)}."
        )
    if given.date and rule.kind is not Kind.DIRECTED:
        usual = due(rule, start).due
        yield f"The date given replaces the rule's {rule.length_words}, which would end on {_date(usual)}."


def _about_tribunal_days(rule: Rule, start: datetime.date, last: datetime.date, given: Given) -> Iterator[str]:
    yield f"The Tribunal must have it by 5 pm on {_date(last)} (HESC rule 12(1))."
    if given.date and not is_working_day(last):
        late = first_working_day_on_or_after(last)
        yield f"HESC rule 12(2) would still accept it on {day_in_words(late)}; do not rely on that."
    if Owner.FAMILY in rule.owner and is_tribunal_recess(last):
        yield (
            "To be confirmed: the time ended on a weekend just before the Tribunal's quiet days. The earlier "
            f"reading is taken; the other gives {_date(lodging_day(last))}."
        )


def _about_a_local_length(rule: Rule, length: int | None) -> str:
    if rule.length is None:
        return "This is a local standard, not law."
    words = words_for_length(length or rule.length, rule.unit)
    if length:
        return f"This is a local standard, not law: {words}, as this ICB has set it."
    source = "an assumption until an ICB sets its own" if rule.assumed else "unless an ICB sets its own"
    return f"This is a local standard, not law: {words}, {source}."


def day_in_words(day: datetime.date) -> str:
    """Monday 13 July 2026"""
    return f"{day:%A} {_date(day)}"


def days_in_words(first: datetime.date, last: datetime.date) -> str:
    """3 to 31 August 2026, 28 July to 3 August 2026, 13 July 2026"""
    if first == last:
        return _date(last)
    same_month = (first.year, first.month) == (last.year, last.month)
    start = f"{first:%-d}" if same_month else f"{first:%-d %B}" if first.year == last.year else _date(first)
    return f"{start} to {_date(last)}"


def _date(day: datetime.date) -> str:
    return f"{day:%-d %B %Y}"


def _words(options: Iterable[Option], joined_by: str = "or") -> str:
    return f" {joined_by} ".join(OPTION_WORDS[option] for option in options)
