"""When it is due: worked dates, and what must hold for every start."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from clocks.dates import DateError, Due, MissingOption, add_months, days_left, due, is_late, lodging_day
from clocks.rule import Kind, Phase, Rule, Unit
from clocks.rules import RULES, rule_in_force

POST16 = {"phase": Phase.SECONDARY_TO_POST16}
WORKED = [
    ("decide_to_assess", date(2026, 1, 5), {}, date(2026, 2, 16)),
    ("refuse_to_issue", date(2026, 1, 5), {}, date(2026, 4, 27)),
    ("issue_final_plan", date(2026, 1, 5), {}, date(2026, 5, 25)),
    ("health_advice", date(2026, 7, 13), {}, date(2026, 8, 24)),
    ("draft_representations", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("appeal_response", date(2026, 7, 20), {}, date(2026, 9, 29)),
    ("appeal_response", date(2026, 12, 7), {}, date(2027, 1, 26)),
    ("regulation_6_response", date(2026, 7, 13), {}, date(2026, 8, 16)),
    ("annual_review", date(2026, 3, 10), {}, date(2027, 3, 9)),
    ("annual_review", date(2024, 2, 29), {}, date(2025, 2, 28)),
    ("phase_transfer", date(2027, 9, 1), POST16, date(2027, 3, 30)),
]
# Worked by hand from the same rules, for those that have no worked date of their own.
ALSO_WORKED = [
    ("review_invitations", date(2026, 7, 13), {}, date(2026, 6, 29)),
    ("review_report", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("review_decision", date(2026, 7, 13), {}, date(2026, 8, 10)),
    ("amended_plan", date(2026, 7, 13), {}, date(2026, 9, 7)),
    ("phase_transfer", date(2027, 9, 1), {"phase": Phase.OTHER}, date(2027, 2, 14)),
    ("phase_transfer_post16", date(2027, 9, 1), {}, date(2027, 4, 1)),
    ("phase_transfer_post16", date(2027, 7, 31), {}, date(2027, 2, 28)),
    ("reassess_decision", date(2026, 7, 13), {}, date(2026, 7, 28)),
    ("reassess_final", date(2026, 7, 13), {}, date(2026, 10, 19)),
    ("move_plan", date(2026, 7, 13), {}, date(2026, 7, 31)),
    ("move_plan", date(2026, 7, 13), {"date": date(2026, 9, 1)}, date(2026, 9, 1)),  # the day of the move
    ("move_tell_family", date(2026, 7, 13), {}, date(2026, 8, 24)),
    ("move_tell_icb", date(2026, 8, 17), {}, date(2026, 9, 7)),  # the summer bank holiday does not count
    ("move_ask_review", date(2026, 7, 11), {}, date(2026, 7, 31)),  # aware on a Saturday
    ("mediation_outcome", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("mediation_outcome", date(2026, 7, 13), {"date": date(2026, 9, 1)}, date(2026, 9, 1)),
    ("mediation_tell_la", date(2026, 7, 13), {}, date(2026, 7, 20)),
    ("mediation_tell_icb", date(2026, 12, 24), {}, date(2026, 12, 31)),
    ("mediation_arrange", date(2026, 7, 13), {}, date(2026, 8, 12)),
    ("lodge_appeal", date(2026, 1, 5), {}, date(2026, 3, 5)),
    ("lodge_appeal", date(2025, 12, 31), {}, date(2026, 3, 2)),  # 28 February is a Saturday
    ("lodge_appeal", date(2026, 6, 10), {}, date(2026, 9, 1)),  # ends in August
    (
        "lodge_appeal",
        date(2026, 10, 28),
        {},
        date(2027, 1, 4),
    ),  # ends on 28 December; 2 and 3 January a weekend
    ("lodge_appeal", date(2026, 1, 5), {"certificate": date(2026, 2, 20)}, date(2026, 3, 20)),
    ("lodge_appeal", date(2026, 1, 5), {"certificate": date(2026, 1, 20)}, date(2026, 3, 5)),
    ("lodge_appeal", date(2027, 5, 31), {}, date(2027, 8, 2)),  # Saturday 31 July: the earlier reading
    ("appeal_response", date(2026, 7, 20), {"date": date(2026, 8, 14)}, date(2026, 8, 14)),
    ("tribunal_direction", date(2026, 7, 13), {"date": date(2026, 8, 8)}, date(2026, 8, 8)),
    ("rest_of_advice", date(2026, 7, 13), {"date": date(2026, 8, 8)}, date(2026, 8, 8)),
    ("review_contribution", date(2026, 7, 13), {"date": date(2026, 8, 31)}, date(2026, 8, 31)),  # a bank holiday
    ("order_assess_notify", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("order_assess_refuse", date(2026, 7, 13), {}, date(2026, 9, 21)),
    ("order_assess_final", date(2026, 7, 13), {}, date(2026, 10, 19)),
    ("order_issue_draft", date(2026, 7, 13), {}, date(2026, 8, 17)),
    ("order_issue_final", date(2026, 7, 13), {}, date(2026, 9, 28)),
    ("order_reconsider", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("order_amend", date(2026, 7, 13), {}, date(2026, 8, 17)),
    ("order_placement", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("regulation_6_response", date(2026, 7, 13), {"date": date(2026, 9, 1)}, date(2026, 9, 1)),  # as directed
    ("regulation_6_copy", date(2026, 7, 13), {}, date(2026, 7, 19)),
    ("section_23", date(2026, 7, 13), {}, date(2026, 8, 24)),
    ("section_g_started", date(2026, 7, 13), {}, date(2026, 8, 10)),
    ("final_plan_copy", date(2026, 7, 13), {}, date(2026, 7, 20)),
    ("misreporting_answer", date(2026, 7, 13), {}, date(2026, 7, 20)),
    ("qa_turnaround", date(2026, 7, 13), {}, date(2026, 7, 27)),
    ("qa_turnaround", date(2026, 8, 24), {}, date(2026, 9, 8)),  # the summer bank holiday does not count
    ("has_contact_family", date(2026, 7, 10), {}, date(2026, 7, 17)),
    ("complaint_remedy", date(2026, 7, 13), {"weeks": 4}, date(2026, 8, 10)),
    ("complaint_remedy", date(2026, 8, 31), {"months": 6}, date(2027, 2, 28)),
    ("complaint_remedy", date(2026, 8, 31), {"date": date(2026, 9, 30)}, date(2026, 9, 30)),
    ("action", date(2026, 7, 13), {"date": date(2026, 9, 1)}, date(2026, 9, 1)),
]
# What a rule needs besides its start, so that properties can run over all of them.
NEEDED: dict[str, Any] = {"complaint_remedy": {"weeks": 6}}
BY_A_DATE = ("tribunal_direction", "rest_of_advice", "review_contribution", "action")
TIMED = [rule for rule in RULES if rule.key not in BY_A_DATE]
FORWARD = [rule for rule in TIMED if rule.kind not in (Kind.COUNTS_BACK, Kind.FIXED)]
all_timed = pytest.mark.parametrize("rule", TIMED, ids=lambda rule: rule.key)
all_forward = pytest.mark.parametrize("rule", FORWARD, ids=lambda rule: rule.key)
starts = st.dates(date(2018, 4, 3), date(2028, 4, 2))  # ten years, three of them leap years


def answer(rule: Rule | str, start: date, **given: Any) -> Due:
    key = rule if isinstance(rule, str) else rule.key
    return due(rule, start, **{**NEEDED.get(key, {}), **given})


def warned(key: str, start: date, **given: Any) -> str:
    return " | ".join(answer(key, start, **given).warnings)


@pytest.mark.parametrize(("key", "start", "given", "expected"), WORKED + ALSO_WORKED)
def test_worked_dates_come_out(key: str, start: date, given: dict[str, Any], expected: date) -> None:
    assert due(key, start, **given).due == expected


def test_every_rule_has_a_worked_date() -> None:
    assert {key for key, *_ in WORKED + ALSO_WORKED} == {rule.key for rule in RULES}


class TestWarnings:
    def test_a_bank_holiday_does_not_move_the_day_but_warns(self) -> None:
        plan = due("issue_final_plan", date(2026, 1, 5))
        assert plan.last_working_day == date(2026, 5, 22)
        assert "bank holiday (Spring bank holiday)" in plan.warnings[0]
        assert "does not move: act by Friday 22 May 2026" in plan.warnings[0]

    def test_a_weekend_does_not_move_the_day_but_warns(self) -> None:
        response = due("regulation_6_response", date(2026, 7, 13))
        assert response.last_working_day == date(2026, 8, 14)
        assert "16 August 2026 is a Sunday" in response.warnings[0]

    def test_a_plain_day_has_no_warning(self) -> None:
        assert due("health_advice", date(2026, 7, 13)).warnings == ()
        assert due("health_advice", date(2026, 7, 13)).last_working_day == date(2026, 8, 24)

    def test_a_day_with_no_working_day_since_the_start_says_so(self) -> None:
        remedy = due("complaint_remedy", date(2026, 7, 11), date=date(2026, 7, 12))
        assert "no working day lies before it" in remedy.warnings[0]

    def test_a_day_that_counts_back_names_its_last_working_day(self) -> None:
        assert "act by Friday 26 June 2026" in warned("review_invitations", date(2026, 7, 11))

    def test_a_window_says_when_one_may_act(self) -> None:
        assert "before 28 July 2026" in warned("draft_representations", date(2026, 7, 13))

    def test_what_the_tribunal_may_direct_instead_is_told(self) -> None:
        assert "directed another time (reg 6(4))" in warned("regulation_6_response", date(2026, 7, 13))

    def test_the_tribunals_hour_is_named(self) -> None:
        assert "by 5 pm on 29 September 2026" in warned("appeal_response", date(2026, 7, 20))

    def test_a_directed_weekend_is_kept_and_rule_12_is_told(self) -> None:
        text = warned("tribunal_direction", date(2026, 7, 13), date=date(2026, 8, 8))
        assert "act by Friday 7 August 2026" in text
        assert "would still accept it on Monday 10 August 2026" in text

    def test_the_two_readings_of_a_weekend_before_august_are_told(self) -> None:
        assert "the other gives 1 September 2027" in warned("lodge_appeal", date(2027, 5, 31))

    def test_an_appeal_without_a_certificate_says_what_one_would_change(self) -> None:
        assert "No mediation certificate" in warned("lodge_appeal", date(2026, 1, 5))
        assert "certificate" not in warned("lodge_appeal", date(2026, 1, 5), certificate=date(2026, 2, 1))

    def test_an_unnamed_transfer_takes_the_earliest_date_and_says_so(self) -> None:
        assert due("phase_transfer", date(2027, 9, 1)).due == date(2027, 2, 14)
        assert "post-16 it is 30 March 2027" in warned("phase_transfer", date(2027, 9, 1))

    def test_an_agreed_date_tells_what_it_replaced(self) -> None:
        text = warned("mediation_outcome", date(2026, 7, 13), date=date(2026, 9, 1))
        assert "replaces the rule's 2 weeks, which would end on 27 July 2026" in text

    def test_a_local_standard_is_not_called_law(self) -> None:
        assert "an assumption until an ICB sets its own" in warned("qa_turnaround", date(2026, 7, 13))
        assert "15 working days, as this ICB has set it" in warned("qa_turnaround", date(2026, 7, 13), length=15)
        assert "local standard" not in warned("health_advice", date(2026, 7, 13))

    def test_days_beyond_the_published_bank_holidays_say_so(self) -> None:
        assert "published only until" in warned("health_advice", date(2030, 1, 1))
        assert "published only until" not in warned("health_advice", date(2026, 1, 1))


class TestRefusals:
    @pytest.mark.parametrize("key", ["tribunal_direction", "complaint_remedy"])
    def test_a_directed_date_must_be_given(self, key: str) -> None:
        with pytest.raises(MissingOption, match="needs"):
            due(key, date(2026, 7, 13))

    @pytest.mark.parametrize(
        ("key", "given", "why"),
        [
            ("health_advice", {"weeks": 4}, "does not take a number of weeks; it takes nothing but"),
            ("health_advice", {"certificate": date(2026, 8, 1)}, "does not take"),
            ("health_advice", {"date": date(2026, 8, 1)}, "does not take"),
            ("health_advice", {"length": 8}, "is law"),
            ("health_advice", {"pauses": [(date(2026, 7, 14), date(2026, 7, 15))]}, "cannot be paused"),
            ("qa_turnaround", {"pauses": [(date(2026, 7, 15), date(2026, 7, 14))]}, "end before it begins"),
            ("qa_turnaround", {"length": 0}, "between 1 and"),
            ("complaint_remedy", {"weeks": -4}, "between 1 and"),
            ("complaint_remedy", {"weeks": 100_000}, "between 1 and"),
            ("complaint_remedy", {"weeks": 4, "months": 1}, "only one of"),
            ("tribunal_direction", {"date": date(2026, 7, 12)}, "must lie between"),
            ("tribunal_direction", {"date": date.max}, "must lie between"),
            ("lodge_appeal", {"certificate": date(2026, 7, 12)}, "must lie between"),
        ],
    )
    def test_what_does_not_fit_the_rule_is_refused(self, key: str, given: dict[str, Any], why: str) -> None:
        with pytest.raises(DateError, match=why):
            due(key, date(2026, 7, 13), **given)

    @pytest.mark.parametrize("start", [date.min, date(2011, 12, 31), date(2100, 1, 1), date.max])
    def test_a_start_out_of_this_world_is_refused(self, start: date) -> None:
        with pytest.raises(DateError, match="starting day must lie between"):
            due("qa_turnaround", start)


class TestEveryStart:
    @all_forward
    @given(start=starts)
    def test_nothing_is_due_before_it_starts(self, rule: Rule, start: date) -> None:
        assert answer(rule, start).due >= start

    @pytest.mark.parametrize("key", ["review_invitations", "phase_transfer_post16"])
    @given(start=starts)
    def test_what_counts_back_is_due_before_the_day_it_counts_from(self, key: str, start: date) -> None:
        assert answer(key, start).due < start

    @pytest.mark.parametrize("phase", [None, *Phase])
    @given(start=starts)
    def test_a_fixed_date_lies_in_the_year_of_the_transfer(self, phase: Phase | None, start: date) -> None:
        assert due("phase_transfer", start, phase=phase).due.year == start.year

    @all_timed
    @given(start=starts, later=st.integers(0, 400))
    def test_a_later_start_is_never_due_earlier(self, rule: Rule, start: date, later: int) -> None:
        assert answer(rule, start).due <= answer(rule, start + timedelta(days=later)).due

    @all_timed
    @given(start=st.dates(date(2018, 4, 3), date(2027, 12, 31)))  # due within the published bank holidays
    def test_the_last_working_day_is_one_and_not_after_the_day(self, rule: Rule, start: date) -> None:
        it = answer(rule, start)
        assert england_works(it.last_working_day)
        between = [it.last_working_day + timedelta(days=n) for n in range(1, (it.due - it.last_working_day).days + 1)]
        assert not any(england_works(day) for day in between)
        assert (it.last_working_day != it.due) == any("does not move" in text for text in it.warnings)

    @all_timed
    @given(start=starts)
    def test_due_today_is_not_late_and_tomorrow_is(self, rule: Rule, start: date) -> None:
        it = answer(rule, start)
        assert not is_late(it, it.due)
        assert is_late(it, it.due + timedelta(days=1)) == (rule.kind is not Kind.WINDOW)

    @given(start=starts)
    def test_calendar_weeks_keep_the_weekday_through_clock_changes(self, start: date) -> None:
        assert due("issue_final_plan", start).due == start + timedelta(days=140)
        assert due("regulation_6_response", start).due == start + timedelta(days=34)

    @given(start=starts)
    def test_the_day_after_a_years_last_day_begins_the_next_year(self, start: date) -> None:
        leap_day = (start.month, start.day) == (2, 29)
        next_year = date(start.year + 1, 3, 1) if leap_day else start.replace(year=start.year + 1)
        assert due("annual_review", start).due == next_year - timedelta(days=1)

    @given(start=starts, months=st.integers(-24, 24))
    def test_months_clamp_to_the_months_last_day(self, start: date, months: int) -> None:
        assert add_months(start, months) == start + relativedelta(months=months)


@pytest.mark.parametrize("year", [2019, 2020, 2023, 2024, 2028])
def test_leap_days_neither_lose_nor_gain_a_day(year: int) -> None:
    assert due("annual_review", date(year, 3, 1)).due == date(year + 1, 3, 1) - timedelta(days=1)
    assert due("health_advice", date(year, 2, 20)).due == date(year, 2, 20) + timedelta(days=42)


@pytest.mark.parametrize("rule", FORWARD, ids=lambda rule: rule.key)
@pytest.mark.parametrize("year", range(2018, 2028))
def test_the_nights_on_which_the_clocks_change_are_days_like_others(rule: Rule, year: int) -> None:
    """A start on each day around the last Sundays of March and October: in order, and none lost."""
    for month in (3, 10):
        sunday = max(d for n in range(25, 32) if (d := date(year, month, n)).weekday() == 6)
        if sunday + timedelta(days=-2) < date(2018, 4, 3):
            continue
        dues = [answer(rule, sunday + timedelta(days=n)).due for n in range(-2, 3)]
        assert dues == sorted(dues)
        if rule.unit in (Unit.DAYS, Unit.WEEKS) and rule.length:
            assert len(set(dues)) == len(dues)


PACKAGE = BankHolidays(use_cached_holidays=True)


def england_works(day: date) -> bool:
    return PACKAGE.is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES)


def oracle_response(sent: date) -> date:
    """Rule 12(3)(b) as a slow clerk does it: strike out what must not be counted, then tick off thirty."""
    calendar = [sent + timedelta(days=n) for n in range(1, 150)]
    calendar = [day for day in calendar if day.month != 8]
    calendar = [day for day in calendar if (day.month, day.day) not in QUIET]
    return [day for day in calendar if england_works(day)][29]


QUIET = {(12, 25), (12, 26), (12, 27), (12, 28), (12, 29), (12, 30), (12, 31), (1, 1)}


def oracle_lodging(ends: date) -> date:
    """Rule 12(2) and (3)(a), word for word."""
    if ends.month == 8:
        day = date(ends.year, 9, 1)
    elif (ends.month, ends.day) in QUIET:
        day = date(ends.year + (ends.month == 12), 1, 2)
    else:
        day = ends
    while not england_works(day):
        day += timedelta(days=1)
    return day


class TestTribunalDays:
    @given(sent=starts)
    def test_a_response_agrees_with_the_slow_clerk(self, sent: date) -> None:
        assert due("appeal_response", sent).due == oracle_response(sent)

    @given(sent=st.dates(date(2018, 6, 1), date(2018, 9, 1)), years=st.integers(0, 9))
    def test_a_response_around_august_agrees_with_the_slow_clerk(self, sent: date, years: int) -> None:
        sent += relativedelta(years=years)
        assert due("appeal_response", sent).due == oracle_response(sent)

    @given(ends=starts)
    def test_the_day_to_lodge_agrees_with_the_rules_words(self, ends: date) -> None:
        assert lodging_day(ends) == oracle_lodging(ends)

    @given(sent=starts, after=st.integers(0, 120))
    def test_an_appeal_is_lodged_by_the_later_of_its_two_limits(self, sent: date, after: int) -> None:
        certificate = sent + timedelta(days=after)
        two_months, one_month = sent + relativedelta(months=2), certificate + relativedelta(months=1)
        answer = due("lodge_appeal", sent, certificate=certificate)
        assert answer.due == oracle_lodging(max(two_months, one_month))
        assert answer.due >= due("lodge_appeal", sent).due

    def test_a_response_sent_for_in_august_starts_to_count_in_september(self) -> None:
        august = {due("appeal_response", date(2026, 7, 31) + timedelta(days=n)).due for n in range(32)}
        assert august == {date(2026, 10, 12)}


spans = st.lists(
    st.tuples(starts, st.integers(0, 30)).map(lambda span: (span[0], span[0] + timedelta(days=span[1]))),
    max_size=4,
)
near_spans = st.lists(
    st.tuples(st.integers(-5, 40), st.integers(0, 20)).map(
        lambda span: (
            date(2026, 7, 13) + timedelta(span[0]),
            date(2026, 7, 13) + timedelta(span[0] + span[1]),
        )
    ),
    max_size=4,
)


class TestPauses:
    start = date(2026, 7, 13)

    def test_a_paused_target_counts_on_from_the_day_it_runs_again(self) -> None:
        paused = due("qa_turnaround", self.start, pauses=[(date(2026, 7, 15), date(2026, 7, 20))])
        assert paused.due == date(2026, 7, 30)  # 15, 16 and 17 July did not count

    def test_a_pause_over_a_weekend_costs_no_working_day(self) -> None:
        paused = due("qa_turnaround", self.start, pauses=[(date(2026, 7, 18), date(2026, 7, 20))])
        assert paused.due == due("qa_turnaround", self.start).due

    @given(pauses=near_spans)
    def test_any_order_of_pauses_gives_the_same_day(self, pauses: list[tuple[date, date]]) -> None:
        assert len({due("qa_turnaround", self.start, pauses=order).due for order in permutations(pauses)}) == 1

    @given(pauses=near_spans)
    def test_a_pause_never_makes_anything_due_earlier(self, pauses: list[tuple[date, date]]) -> None:
        assert due("qa_turnaround", self.start, pauses=pauses).due >= due("qa_turnaround", self.start).due

    @given(start=starts, pauses=spans, length=st.integers(1, 20))
    def test_exactly_so_many_working_days_run(
        self, start: date, pauses: list[tuple[date, date]], length: int
    ) -> None:
        last = due("qa_turnaround", start, length=length, pauses=pauses).due
        ran = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
        ran = [day for day in ran if england_works(day)]
        assert len([day for day in ran if not any(a <= day < b for a, b in pauses)]) == length


def test_an_icbs_own_length_is_used() -> None:
    assert due("section_g_started", date(2026, 7, 13), length=6).due == date(2026, 8, 24)
    assert due("qa_turnaround", date(2026, 7, 13), length=5).due == date(2026, 7, 20)


DAY = date(2026, 7, 13)


@pytest.mark.parametrize(
    ("today", "words", "late"),
    [
        (date(2026, 7, 10), "in 3 days", False),
        (date(2026, 7, 12), "tomorrow", False),
        (DAY, "today", False),
        (date(2026, 7, 14), "1 day late", True),
        (date(2026, 7, 15), "2 days late", True),
    ],
)
def test_days_left_in_words(today: date, words: str, late: bool) -> None:
    assert days_left(DAY, today) == words
    assert is_late(DAY, today) is late


def test_a_window_ends_and_is_never_late() -> None:
    window = due("draft_representations", DAY)
    assert days_left(window, date(2026, 7, 29)) == "ended 2 days ago"
    assert not is_late(window, date(2026, 7, 29))
    assert days_left(window.due, date(2026, 7, 25), kind=Kind.WINDOW) == "in 2 days"
    assert not is_late(window.due, date(2027, 1, 1), kind=Kind.WINDOW)


def test_an_answer_reads_back_as_json() -> None:
    assert due(rule_in_force("annual_review", DAY), DAY).as_json() == {
        "rule": "annual_review",
        "kind": "deadline",
        "start": "2026-07-13",
        "due": "2027-07-12",
        "last_working_day": "2027-07-12",
        "citation": "CFA 2014 s.44(1)",
        "warnings": [],
    }
