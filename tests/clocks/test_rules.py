"""The rule book."""

from dataclasses import replace
from datetime import date

import pytest

from clocks.dates import due
from clocks.models import Clock
from clocks.rule import Authority, ExceptionKind, Kind, Option, Owner, Phase, Rule, Unit
from clocks.rules import RULES, UnknownRule, rule_in_force, rule_keys
from core.history import recorded
from core.today import pretend, today
from ehcp.models import AdviceRequest, AssessmentRequest
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

LAW, LOCAL = Authority.LAW, Authority.LOCAL
WEEKS, DAYS, MONTHS, WORKING_DAYS = Unit.WEEKS, Unit.DAYS, Unit.MONTHS, Unit.WORKING_DAYS
ON = date(2026, 7, 13)

# Typed by hand from the page of time limits, so that a slip in the book shows.
# Length, unit, does the first day count, whose authority.
BOOK = {
    "decide_to_assess": (6, WEEKS, False, LAW),
    "health_advice": (6, WEEKS, False, LAW),
    "refuse_to_issue": (16, WEEKS, False, LAW),
    "draft_representations": (15, DAYS, True, LAW),
    "issue_final_plan": (20, WEEKS, False, LAW),
    "annual_review": (12, MONTHS, True, LAW),
    "review_invitations": (2, WEEKS, False, LAW),
    "review_report": (2, WEEKS, False, LAW),
    "review_decision": (4, WEEKS, False, LAW),
    "amended_plan": (8, WEEKS, False, LAW),
    "phase_transfer": (None, WEEKS, False, LAW),
    "phase_transfer_post16": (5, MONTHS, False, LAW),
    "reassess_decision": (15, DAYS, False, LAW),
    "reassess_final": (14, WEEKS, False, LAW),
    "move_plan": (15, WORKING_DAYS, True, LAW),
    "move_tell_family": (6, WEEKS, False, LAW),
    "move_tell_icb": (15, WORKING_DAYS, True, LAW),
    "move_ask_review": (15, WORKING_DAYS, True, LAW),
    "mediation_outcome": (2, WEEKS, False, LAW),
    "mediation_tell_la": (1, WEEKS, False, LAW),
    "lodge_appeal": (2, MONTHS, False, LAW),
    "appeal_response": (30, WORKING_DAYS, False, LAW),
    "order_assess_notify": (2, WEEKS, False, LAW),
    "order_assess_refuse": (10, WEEKS, False, LAW),
    "order_assess_final": (14, WEEKS, False, LAW),
    "order_issue_draft": (5, WEEKS, False, LAW),
    "order_issue_final": (11, WEEKS, False, LAW),
    "order_reconsider": (2, WEEKS, False, LAW),
    "order_amend": (5, WEEKS, False, LAW),
    "order_placement": (2, WEEKS, False, LAW),
    "mediation_tell_icb": (3, WORKING_DAYS, False, LAW),
    "mediation_arrange": (30, DAYS, False, LAW),
    "tribunal_direction": (None, WEEKS, False, LAW),
    "regulation_6_response": (5, WEEKS, True, LAW),
    "regulation_6_copy": (1, WEEKS, True, LAW),
    "section_23": (6, WEEKS, False, LOCAL),
    "section_g_started": (4, WEEKS, False, LOCAL),
    "final_plan_copy": (1, WEEKS, False, LOCAL),
    "qa_turnaround": (10, WORKING_DAYS, False, LOCAL),
    "has_contact_family": (5, WORKING_DAYS, False, LOCAL),
    "misreporting_answer": (5, WORKING_DAYS, False, LOCAL),
    "complaint_remedy": (None, WEEKS, False, LAW),
    "rest_of_advice": (None, WEEKS, False, LOCAL),
    "review_contribution": (None, WEEKS, False, LOCAL),
    "action": (None, WEEKS, False, LOCAL),
}
OTHER_KINDS = {
    "draft_representations": Kind.WINDOW,
    "review_invitations": Kind.COUNTS_BACK,
    "phase_transfer": Kind.FIXED,
    "phase_transfer_post16": Kind.COUNTS_BACK,
    "tribunal_direction": Kind.DIRECTED,
    "complaint_remedy": Kind.DIRECTED,
    "action": Kind.DIRECTED,
    "rest_of_advice": Kind.DIRECTED,
    "review_contribution": Kind.DIRECTED,
}


def test_the_book_holds_every_rule_and_no_other() -> None:
    assert set(rule_keys()) == set(BOOK)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_is_as_the_page_of_time_limits_says(rule: Rule) -> None:
    assert (rule.length, rule.unit, rule.starting_day_counts, rule.authority) == BOOK[rule.key]
    assert rule.kind is OTHER_KINDS.get(rule.key, Kind.DEADLINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_says_what_a_worklist_needs(rule: Rule) -> None:
    assert all((rule.name, rule.action, rule.owner, rule.owner_words, rule.starts, rule.stops, rule.citation))
    assert rule.action[0].isupper()
    assert not rule.action.endswith(".")
    assert bool(rule.length_words) == (rule.length is not None)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_only_local_targets_may_be_paused_or_assumed(rule: Rule) -> None:
    assert rule.is_local or not (rule.pausable or rule.assumed)


def test_quality_assurance_alone_is_paused_while_advice_is_awaited() -> None:
    assert [rule.key for rule in RULES if rule.pausable] == ["qa_turnaround"]


def test_the_tribunals_own_days_belong_to_the_tribunals_own_rules() -> None:
    assert {rule.key for rule in RULES if rule.tribunal_days} == {
        "lodge_appeal",
        "appeal_response",
        "tribunal_direction",
    }


def test_health_has_three_excuses_and_a_school_closure_is_none_of_them() -> None:
    rule = rule_in_force("health_advice", ON)
    assert [kind.citation[-3:] for kind in rule.exceptions] == ["(a)", "(b)", "(c)"]
    assert rule.exception("missed_appointment")
    assert rule.exception("school_closed") is None
    assert rule.exception("waiting_list") is None


@pytest.mark.parametrize(
    ("key", "regulation"),
    [
        ("decide_to_assess", "reg 5(4)"),
        ("refuse_to_issue", "reg 10(4)"),
        ("issue_final_plan", "reg 10(4)"),
        ("reassess_final", "reg 27(3)"),
    ],
)
def test_the_local_authority_has_four_excuses(key: str, regulation: str) -> None:
    exceptions = rule_in_force(key, ON).exceptions
    assert {kind.key for kind in exceptions} == {
        "school_closed",
        "early_years_closed",
        "exceptional_circumstances",
        "away_from_area",
    }
    assert all(regulation in kind.citation for kind in exceptions)


def test_an_order_to_assess_or_to_make_a_plan_is_excused_by_two_weeks_away_and_one_to_amend_by_nothing() -> None:
    ordered = rule_in_force("order_assess_final", ON)
    assert {kind.citation for kind in ordered.exceptions} == {
        "SEND Regs reg 44(3)(c), 10(4)(a)",
        "SEND Regs reg 44(3)(c), 10(4)(b)",
        "SEND Regs reg 44(3)(a)",
        "SEND Regs reg 44(3)(b)",
    }
    away = ordered.exception("away_two_weeks")
    assert away is not None
    assert away.least_days == 14
    assert not rule_in_force("order_amend", ON).excuses


def test_absences_and_closures_must_last_four_weeks() -> None:
    lasting = {kind.key: kind.least_days for rule in RULES for kind in rule.exceptions}
    assert lasting == {
        "school_closed": 28,
        "early_years_closed": 28,
        "away_from_area": 28,
        "away_two_weeks": 14,
        "exceptional_circumstances": 0,
        "missed_appointment": 0,
    }


def test_other_rules_know_no_excuse() -> None:
    excused = {rule.key for rule in RULES if rule.exceptions}
    ordered = {rule.key for rule in RULES if rule.key.startswith(("order_assess", "order_issue"))}
    assert excused == ordered | {
        "decide_to_assess",
        "health_advice",
        "refuse_to_issue",
        "issue_final_plan",
        "reassess_final",
    }


def test_an_unknown_rule_suggests_its_neighbours_and_lists_all() -> None:
    with pytest.raises(UnknownRule, match=r"Did you mean health_advice") as refusal:
        rule_in_force("helth_advice", ON)
    assert all(key in str(refusal.value) for key in BOOK)


def test_a_rule_is_not_applied_before_it_was_law() -> None:
    with pytest.raises(UnknownRule, match=r"not in force on 2 April 2018. It is in force from 3 April 2018"):
        rule_in_force("regulation_6_response", date(2018, 4, 2))
    assert rule_in_force("regulation_6_response", date(2018, 4, 3))


FOUR_WEEKS_FROM_2029 = replace(
    rule_in_force("health_advice", ON),
    length=4,
    citation="a made-up Act of 2028",
    in_force_from=date(2029, 9, 1),
)


class TestAChangeOfTheLaw:
    """One entry more is all that a change takes."""

    book = (*RULES, FOUR_WEEKS_FROM_2029)

    def test_a_clock_that_began_before_keeps_the_old_rule(self) -> None:
        began = date(2029, 8, 31)
        rule = rule_in_force("health_advice", began, book=self.book)
        assert due(rule, began).due == date(2029, 10, 12)
        assert due(rule, began) == due("health_advice", began)

    def test_a_clock_that_begins_on_the_day_has_the_new_rule(self) -> None:
        began = date(2029, 9, 1)
        answer = due(rule_in_force("health_advice", began, book=self.book), began)
        assert answer.due == date(2029, 9, 29)
        assert answer.citation == "a made-up Act of 2028"

    def test_the_place_in_the_book_does_not_matter(self) -> None:
        reversed_book = tuple(reversed(self.book))
        assert rule_in_force("health_advice", date(2030, 1, 1), book=reversed_book).length == 4
        assert rule_in_force("health_advice", date(2026, 1, 1), book=reversed_book).length == 6

    def test_no_other_rule_changes(self) -> None:
        assert rule_keys(self.book) == rule_keys()

    def test_a_repealed_rule_starts_no_clock_after_its_last_day(self) -> None:
        book = (replace(rule_in_force("health_advice", ON), in_force_until=date(2029, 8, 31)),)
        assert rule_in_force("health_advice", date(2029, 8, 31), book=book)
        with pytest.raises(UnknownRule, match=r"until 31 August 2029"):
            rule_in_force("health_advice", date(2029, 9, 1), book=book)


def test_rules_that_need_more_than_a_start_say_so() -> None:
    needs = {rule.key: rule.needs_one_of for rule in RULES if rule.needs_one_of}
    assert needs == {
        "tribunal_direction": (Option.DATE,),
        "complaint_remedy": (Option.WEEKS, Option.MONTHS, Option.DATE),
        "rest_of_advice": (Option.DATE,),
        "review_contribution": (Option.DATE,),
        "action": (Option.DATE,),
    }


def test_fixed_dates_are_the_day_before_the_one_the_regulation_names() -> None:
    dates = rule_in_force("phase_transfer", ON).fixed_dates
    assert dates == ((Phase.SECONDARY_TO_POST16, 3, 30), (Phase.OTHER, 2, 14))


def test_a_rule_and_its_excuses_cannot_be_altered() -> None:
    with pytest.raises(AttributeError):
        RULES[0].length = 7  # type: ignore[misc]
    assert isinstance(hash(RULES[0]), int)
    assert all(isinstance(kind, ExceptionKind) for rule in RULES for kind in rule.exceptions)
    assert all(isinstance(owner, Owner) for rule in RULES for owner in rule.owner)


class TestAStoredClock:
    """What was worked out when it started stays, whatever the law or the page says afterwards."""

    @pytest.fixture
    def started_before(self, cast: Cast) -> Clock:
        return self.start(cast, date(2029, 8, 31))

    def start(self, cast: Cast, on: date) -> Clock:
        child = make_child(cast, on=date(2026, 1, 5))
        with recorded(verb="ask", by=cast["coordinator"]):
            return Clock.start("health_advice", child=child, on=on, owing=cast.org["provider"])

    def test_one_entry_changes_the_law_for_what_starts_from_its_day_on(
        self, cast: Cast, started_before: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_new_law = (*RULES, FOUR_WEEKS_FROM_2029)
        monkeypatch.setattr(rule_in_force, "__kwdefaults__", {"book": with_new_law})
        after = self.start(cast, date(2029, 9, 1))
        assert (after.due_on, after.citation) == (date(2029, 9, 29), "a made-up Act of 2028")
        before = Clock.objects.get(pk=started_before.pk)
        assert before.due_on == date(2029, 10, 12)
        assert (before.law.length, before.citation) == (6, rule_in_force("health_advice", ON).citation)

    def test_due_today_is_on_nobodys_list_of_late_ones(self, cast: Cast, started_before: Clock) -> None:
        late = {day: Clock.objects.late_on(day).exists() for day in (date(2029, 10, 12), date(2029, 10, 13))}
        assert late == {date(2029, 10, 12): False, date(2029, 10, 13): True}
        with pretend(date(2029, 10, 12)):
            assert not started_before.is_late


def test_a_hand_on_inside_health_never_restarts_the_six_weeks(cast: Cast) -> None:
    """The local authority asks the provider; its point of access passes the request to the Health Advisers; they give
    it back to a service. The day on which the first NHS body had it goes on counting."""
    by, days = cast["coordinator"], []
    with pretend(date(2026, 1, 5)):
        assessment = AssessmentRequest.register(
            by=by, child=make_child(cast, on=today()), received_on=today(), source="1"
        )
        assessment.decide_to_assess(by=by, on=today())
    with pretend(date(2026, 7, 13)):
        request = AdviceRequest.ask(by=by, assessment=assessment, paragraph="c", asked_of=cast.team["paediatrics"])

    def note() -> None:
        clock = Clock.objects.get(rule="health_advice")
        days.append((clock.started_on, clock.due_on, str(clock.team)))

    note()
    with pretend(date(2026, 7, 20)):
        request.give_answer(by=cast["spa"], answer="not_known")
        note()
    with pretend(date(2026, 7, 27)):
        request.give_back(by=cast["dco"], service=cast.team["paediatrics"])
        note()
    with pretend(date(2026, 8, 10)):
        request.return_advice(by=cast["spa"], advice_text="He has asthma.")
        note()
    assert {(start, end) for start, end, _ in days} == {(date(2026, 7, 13), date(2026, 8, 24))}
    assert [team for *_, team in days] == [
        "Larkmead single point of access",
        "Health Advisers for SEND",
        "Larkmead single point of access",
        "Larkmead single point of access",
    ]
    assert Clock.objects.filter(rule="health_advice").count() == 1
