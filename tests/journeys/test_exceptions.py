"""A clerk proposes an exception, a DCO accepts it; a manager declines a wrong one; both figures are read."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from clocks.models import ClockException
from core.today import pretend, today
from ehcp.models import AdviceRequest, AssessmentRequest
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey
REASON = "Wren was not brought to the assessment. The next free appointment is after the six weeks."


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture(scope="module")
def late(walk: Walk) -> AdviceRequest:
    """Therapy advice asked 45 days ago, three days late."""
    with walk.arranging() as cast:
        request = asked(cast, 45, given_name="Wren", family_name="Castlemere")
        asked(cast, 60, given_name="Otto", family_name="Brindle")
    return request


def asked(cast: Cast, days: int, **facts: object) -> AdviceRequest:
    by, received_on, on = cast["coordinator"], days_ago(days + 30), days_ago(days)
    with pretend(on):
        child = make_child(cast, on=received_on, **facts)
        assessment = AssessmentRequest.register(by=by, child=child, received_on=received_on, source="1")
        assessment.decide_to_assess(by=by, on=on)
        return AdviceRequest.ask(by=by, assessment=assessment, paragraph="f", asked_of=cast.team["slt"])


def row_of(page: Page, name: str) -> object:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True)).first


def fill_day(page: Page, name: str, on: date) -> None:
    for box in ("day", "month", "year"):
        page.locator(f"[name={name}_{box}]").fill(str(getattr(on, box)))


def test_a_clerk_reads_why_a_waiting_list_is_none(walk: Walk, late: AdviceRequest) -> None:
    page = walk.sign_in("spa")
    page.goto("/?tab=overdue")
    row = row_of(page, "Wren Castlemere")
    row.get_by_text("6 weeks, by law").click()
    row.get_by_role("link", name=re.compile("Propose an exception")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Propose an exception")
    walk.check(page, "exception propose")
    page.get_by_label("There is a waiting list").check()
    fill_day(page, "first_day", days_ago(20))
    page.get_by_label("Why could the time limit not be kept?").fill("There are forty children before.")
    page.get_by_role("button", name="Propose this exception").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("A waiting list is no exception"))).to_be_visible()
    walk.check(page, "exception refused")


def test_a_clerk_proposes_a_missed_appointment(walk: Walk, late: AdviceRequest) -> None:
    page = walk.sign_in("spa")
    page.goto("/?tab=overdue")
    row = row_of(page, "Wren Castlemere")
    row.get_by_text("6 weeks, by law").click()
    row.get_by_role("link", name=re.compile("Propose an exception")).click()
    page.get_by_label(re.compile("missed an appointment")).check()
    page.get_by_label("The service that was asked for the advice").check()
    page.get_by_label("The child or young person did not come").check()
    walk.check(page, "exception missed appointment")
    fill_day(page, "first_day", days_ago(20))
    page.get_by_label("Why could the time limit not be kept?").fill(REASON)
    page.get_by_role("button", name="Propose this exception").click()
    expect(page.get_by_text("Exception proposed. The time limit keeps its day.")).to_be_visible()
    expect(row_of(page, "Wren Castlemere")).to_contain_text("Exception proposed")
    expect(row_of(page, "Wren Castlemere")).to_contain_text("3 days late")
    walk.check(page, "worklist exception proposed")
    page.get_by_role("link", name="Wren Castlemere", exact=True).click()
    expect(page.get_by_text("Exception proposed: missed appointment")).to_be_visible()
    walk.check(page, "provider case with exception")


def test_a_dco_reads_the_list(walk: Walk, late: AdviceRequest) -> None:
    page = walk.sign_in("dco")
    page.goto("/clocks/exceptions/")
    expect(page.get_by_role("link", name="Wren Castlemere", exact=True)).to_be_visible()
    walk.check(page, "exceptions to decide")


def test_a_dco_accepts_it(walk: Walk, late: AdviceRequest) -> None:
    page = walk.sign_in("dco")
    page.goto("/clocks/exceptions/")
    page.get_by_role("link", name=re.compile("Read and decide")).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    walk.check(page, "exception read")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    walk.check(page, "exception accept")
    page.get_by_role("button", name="Accept this exception").click()
    expect(page.get_by_text("Exception accepted. The time limit keeps its day.")).to_be_visible()
    walk.check(page, "exception accepted")
    page.get_by_role("link", name="Wren Castlemere").first.click()
    expect(page.get_by_text("Exception accepted: missed appointment")).to_be_visible()
    expect(page.get_by_text("Exception to a time limit accepted")).to_be_visible()
    walk.check(page, "case with exception")


def test_a_manager_declines_a_wrong_one(walk: Walk, late: AdviceRequest) -> None:
    with walk.arranging() as cast:
        child = Child.objects.get(family_name="Brindle")
        clock = AssessmentRequest.objects.get(child=child).issue_clock
        ClockException.propose(
            by=cast["coordinator"],
            clock=clock,
            kind="exceptional_circumstances",
            first_day=days_ago(30),
            reason="The school’s report was late.",
        )
    page = walk.sign_in("la_manager")
    page.goto("/")
    page.goto(page.get_by_role("link", name="Exceptions", include_hidden=True).get_attribute("href"))
    page.get_by_role("link", name=re.compile("Read and decide.*Otto Brindle")).click()
    page.get_by_role("button", name="Decline").click()
    page.get_by_role("button", name="Decline this exception").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label("Why is it no exception?").fill("A late report is no exceptional circumstance of the family.")
    page.get_by_role("button", name="Decline this exception").click()
    expect(page.get_by_text("Exception declined.")).to_be_visible()
    expect(page.get_by_text("A late report is no exceptional circumstance")).to_be_visible()
    walk.check(page, "exception declined")


def test_both_figures_are_read_and_opened(walk: Walk, late: AdviceRequest) -> None:
    page = walk.sign_in("dco")
    page.goto("/reports/compliance/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Time limits kept")
    row = page.get_by_role("row").filter(has_text="Health advice for an assessment").first
    expect(row).to_contain_text("0.0%")
    walk.check(page, "compliance")
    row.get_by_role("link", name=re.compile("with an accepted exception")).click()
    expect(page.get_by_role("link", name="Wren Castlemere", exact=True)).to_be_visible()
    expect(page.get_by_text("Exception accepted: missed appointment")).to_be_visible()
    walk.check(page, "compliance cases")
