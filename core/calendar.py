"""Which days are working days in England?

GOV.UK's published list (the copy inside govuk-bank-holidays, so nothing is fetched) is extended by rule where
it stops, because a list that runs out would silently call every later holiday a working day.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from govuk_bank_holidays.bank_holidays import BankHolidays

ONE_DAY = timedelta(days=1)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


@lru_cache(maxsize=1)
def _published() -> Mapping[int, Mapping[date, str]]:
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    years: dict[int, dict[date, str]] = {}
    for holiday in listed:
        years.setdefault(holiday["date"].year, {})[holiday["date"]] = holiday["title"]
    # GOV.UK publishes whole years. One that stops before Christmas was cut short: not to be trusted.
    return {year: days for year, days in years.items() if max(days) >= date(year, 12, 25)}


def published_from() -> date:
    """The first day that the published list covers."""
    return date(min(_published()), 1, 1)


def published_until() -> date:
    """The last day that the published list covers; later bank holidays are worked out by rule."""
    return date(max(_published()), 12, 31)


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> Mapping[date, str]:
    """Bank holidays of a year with their names: as published, else by rule."""
    return MappingProxyType(dict(_published().get(year) or bank_holidays_by_rule(year)))


def bank_holidays_by_rule(year: int) -> dict[date, str]:
    """What a year's bank holidays are unless proclaimed otherwise (Banking and Financial Dealings Act 1971).

    Royal occasions and moved holidays (as in 2020 and 2022) cannot be foreseen, hence the warnings.
    """
    easter = easter_sunday(year)
    holidays = {
        _monday_if_weekend(date(year, 1, 1)): "New Year’s Day",
        easter - 2 * ONE_DAY: "Good Friday",
        easter + ONE_DAY: "Easter Monday",
        _first_monday(year, 5): "Early May bank holiday",
        _last_monday(year, 5): "Spring bank holiday",
        _last_monday(year, 8): "Summer bank holiday",
    }
    return holidays | _christmas(year)


def _christmas(year: int) -> dict[date, str]:
    """Christmas and Boxing Day; one that falls on a weekend is given back on the next free weekday."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    if christmas.weekday() == SUNDAY:  # Boxing Day keeps its Monday, so Christmas goes to the Tuesday
        return {boxing: "Boxing Day", date(year, 12, 27): "Christmas Day"}
    if christmas.weekday() == SATURDAY:
        return {date(year, 12, 27): "Christmas Day", date(year, 12, 28): "Boxing Day"}
    return {christmas: "Christmas Day", _monday_if_weekend(boxing): "Boxing Day"}


def _monday_if_weekend(day: date) -> date:
    return day + (7 - day.weekday()) * ONE_DAY if day.weekday() >= SATURDAY else day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + (MONDAY - first.weekday()) % 7 * ONE_DAY


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - last.weekday() * ONE_DAY


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (the "anonymous" algorithm of 1876, which needs no table)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon_correction + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def bank_holiday_name(day: date) -> str | None:
    """The bank holiday's name, or nothing."""
    return bank_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Neither a weekend nor one of England's bank holidays."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after this one."""
    return first_working_day_on_or_after(day + ONE_DAY)


def first_working_day_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def last_working_day_on_or_before(day: date) -> date:
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The day so many working days after this one (before it, if negative)."""
    step = ONE_DAY if count >= 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day
