"""How long has the family to comment on a draft, and was it given that time?"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from core.today import pretend
from desk.worklist import Tab, Worklist
from ehcp.models import Plan
from send_portal.demo.cast import Cast
from tests.qa.story import assessing

TODAY = date(2026, 7, 13)
SECTIONS = {"C": "A need.", "G": "A nurse, weekly."}


@pytest.fixture(autouse=True)
def _in_july():
    with pretend(TODAY):
        yield


@pytest.fixture
def plan(cast: Cast) -> Plan:
    assessment = assessing(cast)
    return Plan.submit(by=cast["coordinator"], assessment=assessment, sections=SECTIONS, on=TODAY)


def test_the_fifteen_days_begin_when_the_family_has_the_draft(cast: Cast, plan: Plan) -> None:
    assert plan.representations_clock is None
    plan.record_family_saw(by=cast["coordinator"], on=TODAY)
    assert (plan.representations_clock.started_on, plan.representations_clock.due_on) == (TODAY, date(2026, 7, 27))


def test_they_begin_at_once_for_a_draft_that_the_family_had_before_health(cast: Cast) -> None:
    plan = Plan.submit(
        by=cast["coordinator"], assessment=assessing(cast), sections=SECTIONS, on=TODAY,
        family_saw_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    assert plan.representations_clock.due_on == date(2026, 7, 24)


def test_nobody_is_overdue_for_a_window_and_it_stands_with_what_waits(cast: Cast, plan: Plan) -> None:
    plan.record_family_saw(by=cast["coordinator"], on=TODAY)
    with pretend(TODAY + timedelta(days=40)):
        worklist = Worklist(cast["coordinator"], chosen={"rule": "draft_representations"})
        counts = {tab: count for tab, count in worklist.counts.items() if count}
    assert counts == {Tab.WAITING: 1}


def test_a_draft_that_is_served_anew_gives_the_time_anew(cast: Cast, plan: Plan) -> None:
    plan.record_family_saw(by=cast["coordinator"], on=TODAY - timedelta(days=5))
    first = plan.representations_clock
    plan.record_family_saw(by=cast["coordinator"], on=TODAY)
    first.refresh_from_db()
    assert first.lapsed_why == "served_again"
    assert plan.representations_clock.due_on == date(2026, 7, 27)


@pytest.mark.parametrize(("after", "why"), [(14, "time_cut_short"), (15, "time_was_given")])
def test_the_issued_plan_says_whether_the_time_was_given(cast: Cast, plan: Plan, after: int, why: str) -> None:
    """The last of the fifteen days is the fourteenth after the first: who issues on it did not wait."""
    plan.record_family_saw(by=cast["coordinator"], on=TODAY)
    with pretend(TODAY + timedelta(days=after)):
        plan.issue(by=cast["coordinator"], sections=SECTIONS, reason="The family asked for it.")
    assert plan.representations_clock.lapsed_why == why


def test_a_plan_whose_draft_the_family_never_had_says_why(cast: Cast, plan: Plan) -> None:
    """SEND Regs 2014 reg 13(1)(a)."""
    with pytest.raises(ValidationError, match="No day is recorded on which the family had the draft"):
        plan.issue(by=cast["coordinator"], sections=SECTIONS)


@pytest.mark.parametrize(
    ("after", "said"), [(14, "may comment until 27 July 2026"), (15, "has not agreed the health provision")]
)
def test_a_plan_issued_too_early_says_why(cast: Cast, plan: Plan, after: int, said: str) -> None:
    plan.record_family_saw(by=cast["coordinator"], on=TODAY)
    with pretend(TODAY + timedelta(days=after)):
        with pytest.raises(ValidationError, match=said):
            plan.issue(by=cast["coordinator"], sections=SECTIONS)
        plan.refresh_from_db()
        plan.issue(by=cast["coordinator"], sections=SECTIONS, reason="The placement began that week.")
    assert plan.issue_reason == "The placement began that week."
