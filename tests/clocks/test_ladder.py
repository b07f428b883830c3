"""Which rung a day has reached, and whom it tells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.ladder import (
    LOCAL,
    STATUTORY,
    Ladder,
    Told,
    day_of,
    day_to_aim_for,
    ladder_for,
    rung_in_words,
    rung_reached,
    urgency,
)
from clocks.rules import rule_in_force
from core.calendar import is_working_day

FRIDAY = date(2026, 3, 13)
LONG_AGO = date(2025, 1, 1)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
RUNGS = st.lists(st.integers(-10, 28), min_size=1, max_size=8, unique=True)


def reached(
    on: date, *, ladder: Ladder = STATUTORY, due_on: date = FRIDAY, started_on: date = LONG_AGO
) -> int | None:
    return rung_reached(ladder, started_on=started_on, due_on=due_on, on=on)


@pytest.mark.parametrize(
    ("on", "rung"),
    [
        (date(2026, 2, 26), None),
        (date(2026, 2, 27), 14),
        (date(2026, 3, 5), 14),
        (date(2026, 3, 6), 7),
        (date(2026, 3, 11), 2),
        (date(2026, 3, 12), 1),
        (FRIDAY, 0),
        (date(2026, 3, 14), -1),
        (date(2026, 3, 17), -1),
        (date(2026, 3, 18), -5),
        (date(2027, 3, 18), -5),
    ],
)
def test_a_day_has_reached_the_latest_rung_and_no_other(on: date, rung: int | None) -> None:
    assert reached(on) == rung


def test_before_the_due_day_a_rung_comes_on_the_working_day_before() -> None:
    monday = date(2026, 5, 4)  # a bank holiday
    assert [day_of(rung, monday) for rung in (2, 1, 0)] == [date(2026, 5, 1)] * 3  # the Friday
    assert reached(date(2026, 5, 1), due_on=monday) == 0
    assert day_of(-1, date(2026, 5, 1)) == date(2026, 5, 2)  # lateness is told on the day, weekend or not


def test_what_would_have_come_on_the_first_day_is_no_reminder() -> None:
    week = FRIDAY - timedelta(days=7)
    assert reached(week, started_on=week, ladder=LOCAL) is None
    assert reached(date(2026, 3, 11), started_on=week, ladder=LOCAL) == 2


def test_what_counts_back_from_a_meeting_is_warned_of_before_its_day() -> None:
    meeting = FRIDAY + timedelta(days=14)
    assert reached(date(2026, 3, 6), started_on=meeting) == 7


def test_a_limit_of_no_time_at_all_is_still_told_on_its_day() -> None:
    assert reached(FRIDAY, started_on=FRIDAY) == 0


@given(rungs=RUNGS, due_on=DAYS, on=DAYS)
def test_on_any_day_exactly_the_latest_reached_rung_is_current(rungs: list[int], due_on: date, on: date) -> None:
    ladder = Ladder(person=tuple(rungs))
    rung = rung_reached(ladder, started_on=date(2020, 1, 1), due_on=due_on, on=on)
    if rung is None:
        assert all(day_of(each, due_on) > on for each in rungs)
    else:
        assert day_of(rung, due_on) <= on
        assert all(day_of(later, due_on) > on for later in rungs if later < rung)


@given(rungs=RUNGS, due_on=DAYS, on=DAYS)
def test_from_one_day_to_the_next_a_ladder_is_never_climbed_back(rungs: list[int], due_on: date, on: date) -> None:
    ladder = Ladder(person=tuple(rungs))
    first = rung_reached(ladder, started_on=date(2020, 1, 1), due_on=due_on, on=on)
    second = rung_reached(ladder, started_on=date(2020, 1, 1), due_on=due_on, on=on + timedelta(days=1))
    assert first is None or (second is not None and second <= first)


@given(due_on=DAYS, rung=st.integers(0, 28))
def test_no_warning_comes_on_a_day_off_or_too_late(due_on: date, rung: int) -> None:
    day = day_of(rung, due_on)
    assert is_working_day(day)
    assert day <= due_on - timedelta(days=rung)


def test_what_is_late_climbs_to_manager_dco_and_executive_lead() -> None:
    assert STATUTORY.told_on(14) == (Told.PERSON,)
    assert STATUTORY.told_on(1) == (Told.PERSON, Told.TEAM, Told.MANAGER)
    assert STATUTORY.told_on(-1) == (Told.PERSON, Told.TEAM, Told.MANAGER, Told.DCO)
    assert STATUTORY.told_on(-5) == (Told.PERSON, Told.MANAGER, Told.DCO, Told.EXECUTIVE)


def test_a_rules_own_ladder_goes_before_its_kinds_and_that_before_the_portals() -> None:
    law, local = rule_in_force("health_advice", FRIDAY), rule_in_force("qa_turnaround", FRIDAY)
    own, of_law = Ladder(person=(3,)), Ladder(person=(4,))
    assert ladder_for(law, {"health_advice": own, "law": of_law}) is own
    assert ladder_for(law, {"law": of_law}) is of_law
    assert ladder_for(local, {"law": of_law}) is LOCAL


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 3, 12), "Due today"),
        (date(2026, 3, 13), "Due tomorrow"),
        (date(2026, 3, 19), "Due in 7 days"),
        (date(2026, 3, 11), "1 day late"),
        (date(2026, 3, 10), "2 days late"),
    ],
)
def test_the_first_words_say_how_urgent_it_is(due_on: date, words: str) -> None:
    assert urgency(due_on, date(2026, 3, 12)) == words


def test_before_a_day_off_they_say_that_it_is_the_last_working_day() -> None:
    assert urgency(date(2026, 3, 15), FRIDAY) == "Due on Sunday, today is the last working day"
    assert day_to_aim_for(date(2026, 3, 16)) == FRIDAY


def test_a_rung_in_words() -> None:
    assert [rung_in_words(rung) for rung in (14, 1, 0, -1, -5)] == [
        "14 days before", "1 day before", "on the day", "1 day late", "5 days late"
    ]  # fmt: skip
