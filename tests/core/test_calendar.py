"""Working days in England."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from core import calendar
from core.checks import bank_holidays_reach_a_year_ahead
from core.today import pretend

ENGLAND = BankHolidays.ENGLAND_AND_WALES
# Where a proclamation departed from the rule: VE day, two jubilees, a funeral and a coronation.
PROCLAIMED = {
    2012: ({date(2012, 6, 4), date(2012, 6, 5)}, {date(2012, 5, 28)}),
    2020: ({date(2020, 5, 8)}, {date(2020, 5, 4)}),
    2022: ({date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}, {date(2022, 5, 30)}),
    2023: ({date(2023, 5, 8)}, set()),
}
NOTHING: tuple[set[date], set[date]] = (set(), set())
published_years = range(calendar.published_from().year, calendar.published_until().year + 1)
days = st.dates(date(2012, 1, 1), date(2060, 12, 31))


@pytest.fixture(scope="module")
def package() -> BankHolidays:
    return BankHolidays(use_cached_holidays=True)


@pytest.mark.parametrize("year", published_years)
def test_the_rule_gives_every_published_year_but_for_what_was_proclaimed(year: int) -> None:
    added, taken_away = PROCLAIMED.get(year, NOTHING)
    by_rule = set(calendar.bank_holidays_by_rule(year))
    assert by_rule - taken_away | added == set(calendar.bank_holidays(year))


@pytest.mark.parametrize("year", sorted(set(published_years) - set(PROCLAIMED)))
def test_the_rule_names_holidays_as_the_published_list_does(year: int) -> None:
    assert calendar.bank_holidays_by_rule(year) == calendar.bank_holidays(year)


def test_published_years_are_used_as_published(package: BankHolidays) -> None:
    for holiday in package.get_holidays(division=ENGLAND):
        assert calendar.bank_holiday_name(holiday["date"]) == holiday["title"]


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1954, date(1954, 4, 18)),  # the two years in which the simpler formula goes wrong
        (1981, date(1981, 4, 19)),
        (2008, date(2008, 3, 23)),
        (2029, date(2029, 4, 1)),
        (2030, date(2030, 4, 21)),
        (2038, date(2038, 4, 25)),  # the latest there can be
        (2049, date(2049, 4, 18)),
        (2076, date(2076, 4, 19)),
    ],
)
def test_easter_is_computed(year: int, easter: date) -> None:
    assert calendar.easter_sunday(year) == easter


@pytest.mark.parametrize(
    ("year", "holidays"),
    [
        (
            2033,
            {date(2033, 1, 3), date(2033, 12, 26), date(2033, 12, 27)},
        ),  # New Year on Saturday, Christmas Sunday
        (2032, {date(2032, 1, 1), date(2032, 12, 27), date(2032, 12, 28)}),  # Christmas on Saturday
        (2037, {date(2037, 1, 1), date(2037, 12, 25), date(2037, 12, 28)}),  # Boxing Day on Saturday
    ],
)
def test_winter_holidays_on_a_weekend_are_given_back(year: int, holidays: set[date]) -> None:
    assert {day for day in calendar.bank_holidays(year) if day.month in (1, 12)} == holidays


@pytest.mark.parametrize("year", range(2029, 2100))
def test_every_year_by_rule_has_eight_weekday_holidays(year: int) -> None:
    holidays = calendar.bank_holidays(year)
    assert len(holidays) == 8
    assert all(day.weekday() < 5 for day in holidays)


def test_a_published_year_that_was_cut_short_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"date": date(2030, 12, 26), "title": "Boxing Day"}
    cut = {"date": date(2031, 1, 1), "title": "New Year’s Day"}
    monkeypatch.setattr(BankHolidays, "get_holidays", lambda self, division: [whole, cut])
    calendar._published.cache_clear()
    try:
        assert calendar.published_until() == date(2030, 12, 31)
    finally:
        calendar._published.cache_clear()


@given(st.dates(date(2012, 1, 1), date(2028, 12, 31)))
def test_a_working_day_is_what_the_package_says_within_its_list(day: date) -> None:
    package = BankHolidays(use_cached_holidays=True)
    assert calendar.is_working_day(day) == package.is_work_day(day, division=ENGLAND)


@given(days)
def test_neighbouring_working_days_enclose_the_day(day: date) -> None:
    before = calendar.last_working_day_on_or_before(day)
    after = calendar.first_working_day_on_or_after(day)
    assert before <= day <= after
    assert (before == after) == calendar.is_working_day(day)
    assert calendar.next_working_day(day) > day
    assert (after - before) <= timedelta(days=6)


@given(days, st.integers(0, 40))
def test_adding_working_days_passes_exactly_so_many(day: date, count: int) -> None:
    end = calendar.add_working_days(day, count)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(calendar.is_working_day(each) for each in passed) == count


@given(days, st.integers(1, 40))
def test_taking_working_days_away_undoes_adding_them(day: date, count: int) -> None:
    start = calendar.first_working_day_on_or_after(day)
    assert calendar.add_working_days(calendar.add_working_days(start, count), -count) == start


def test_a_list_that_ends_within_a_year_warns() -> None:
    end = calendar.published_until()
    with pretend(end - timedelta(days=364)):
        (warning,) = bank_holidays_reach_a_year_ahead()
    assert warning.id == "core.W001"
    assert "bin/lock" in (warning.hint or "")


def test_a_list_that_reaches_a_year_ahead_does_not_warn() -> None:
    with pretend(calendar.published_until() - timedelta(days=365)):
        assert bank_holidays_reach_a_year_ahead() == []
