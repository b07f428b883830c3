"""A panel from its set-up to the list of plans that health did not see."""

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.calendar import add_working_days
from core.drafts import save_draft
from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

TEXT = {"section_C": ["Has epilepsy."], "section_G": ["A nurse reviews the care plan every term."]}


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture(scope="module")
def cases(walk: Walk) -> list[AssessmentRequest]:
    """Two to be assessed or not; two with a draft, of which one still waits for advice; one without a draft."""
    with walk.arranging() as cast:
        by, found = cast["coordinator"], []
        for given, family in (
            ("Ada", "Quill"),
            ("Ben", "Rook"),
            ("Cleo", "Sparrow"),
            ("Dev", "Teal"),
            ("Eve", "Umber"),
        ):
            child = make_child(cast, on=days_ago(90), given_name=given, family_name=family)
            found.append(AssessmentRequest.register(by=by, child=child, received_on=days_ago(60), source="1"))
        for assessment in found[2:]:
            assessment.decide_to_assess(by=by, on=days_ago(40))
        for assessment in found[2:4]:
            save_draft(by, form="ehcp.plan.submit", record=assessment, data=TEXT)
        AdviceRequest.ask(by=by, assessment=found[3], paragraph="f", asked_of=cast.team["slt"], sent_on=days_ago(39))
    return found


def choose(page: Page, group: str, answer: str) -> None:
    page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def press(page: Page, words: str) -> None:
    page.locator("a", has_text=words).first.click()


def fill_date(page: Page, group: str, day: date) -> None:
    boxes = page.get_by_role("group", name=group)
    for box in ("Day", "Month", "Year"):
        boxes.get_by_label(box, exact=True).fill(str(getattr(day, box.lower())))


def test_a_panel(walk: Walk, cases: list[AssessmentRequest]) -> None:
    page = walk.sign_in("la_manager")
    set_up(walk, page)
    put_on_the_agenda(walk, page)
    record_who_sat(walk, page)
    record_decisions(walk, page)
    send_the_pack(walk, page)
    see_what_health_did_not(walk, page)


def set_up(walk: Walk, page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Panels").first.click()
    page.get_by_role("link", name="How each panel works").first.click()
    press(page, "Set up a panel")
    page.get_by_label("Name", exact=True).fill("EHC panel")
    fill_date(page, "From which day?", days_ago(14))
    choose(page, "How often does it meet?", "Every week")
    page.get_by_label("Weekday").select_option(str(min(today().weekday(), 4)))
    page.get_by_label("Time").fill("9:30")
    choose(page, "What does it decide?", "Two stages: whether to assess, and whether to issue a plan")
    choose(page, "Are the papers sent round before the meeting?", "Yes")
    page.get_by_label("How long before the meeting").fill("5")
    choose(page, "Does somebody of health sit on it?", "Yes")
    page.get_by_label("Who normally sits for health").fill("Ruth Okonjo, Designated Clinical Officer")
    walk.check(page, "panel set up")
    page.get_by_role("button", name="Set up this panel").click()
    press(page, "Plan the meetings")
    page.get_by_role("button", name="Plan these meetings").click()
    walk.check(page, "panel settings")
    press(page, "Plan a meeting on another day")
    fill_date(page, "Day", last_working_day())
    page.get_by_role("button", name="Plan this meeting").click()


def last_working_day() -> date:
    """Before today, so that the panel has met."""
    return add_working_days(today(), -1)


def put_on_the_agenda(walk: Walk, page: Page) -> None:
    press(page, "Choose cases for the agenda")
    for name in ("Ada Quill", "Ben Rook", "Cleo Sparrow", "Dev Teal", "Eve Umber"):
        page.get_by_label(name).check()
    walk.check(page, "panel choose cases")
    page.get_by_role("button", name="Put on the agenda").click()
    expect(page.get_by_text("5 cases put on the agenda.")).to_be_visible()
    walk.check(page, "panel agenda")


def record_who_sat(walk: Walk, page: Page) -> None:
    press(page, "Record who sat")
    seats = page.locator(".portal-seat")
    for number, answer in enumerate(("Present", "Present", "Not represented", "Apologies")):
        seats.nth(number).get_by_label("Attendance").select_option(label=answer)
    seats.nth(3).get_by_label("Organisation").fill("BSW ICB")
    walk.check(page, "panel who sat")
    page.get_by_role("button", name="Save who sat").click()
    expect(page.get_by_text("No health member sat.")).to_be_visible()


def record_decisions(walk: Walk, page: Page) -> None:
    press(page, "Record the decisions")
    decide(page, "Ada Quill", "Assess")
    decide(page, "Ben Rook", "Do not assess")
    decide(page, "Cleo Sparrow", "Issue a plan")
    decide(page, "Dev Teal", "Issue a plan")
    page.get_by_role("button", name="Record these decisions").click()
    expect(page.get_by_text("3 decisions recorded.")).to_be_visible()
    expect(row_of(page, "Ben Rook").get_by_text("Write the reasons.")).to_be_visible()
    walk.check(page, "panel decisions refused")
    row_of(page, "Ben Rook").get_by_label("Reason").fill("The school can meet the needs from its own support.")
    page.get_by_role("button", name="Record these decisions").click()
    expect(page.get_by_text("The family is not told yet")).to_have_count(2)
    walk.check(page, "panel decided")


def row_of(page: Page, name: str) -> Any:
    return page.locator(".portal-decision", has_text=name)


def decide(page: Page, name: str, decision: str) -> None:
    row_of(page, name).get_by_label(decision, exact=True).check()


def send_the_pack(walk: Walk, page: Page) -> None:
    press(page, "Send the drafts to the DCOs")
    expect(page.get_by_text("Cannot go")).to_be_visible()
    walk.check(page, "panel pack")
    page.get_by_role("button", name="Send what is ticked to the DCOs").click()
    expect(page.get_by_text("2 drafts went to the DCOs. 1 of them waits for health advice.")).to_be_visible()
    walk.check(page, "panel pack sent")


def see_what_health_did_not(walk: Walk, page: Page) -> None:
    dco = walk.sign_in("dco")
    dco.goto("/qa/")
    expect(dco.get_by_text("from the EHC panel")).to_be_visible()
    walk.check(dco, "panel in the queue")
    dco.goto("/qa/waiting/")
    expect(dco.get_by_role("link", name="Dev Teal")).to_be_visible()
    walk.check(dco, "panel waiting")
    dco.get_by_role("link", name="Panels").first.click()
    walk.check(dco, "panel list")
    dco.get_by_role("link", name="Who sat").click()
    walk.check(dco, "panel attendance")
    dco.get_by_role("link", name="Agreed without health").click()
    expect(dco.get_by_role("heading", level=1)).to_contain_text("2 plans agreed without health")
    walk.check(dco, "panel agreed without health")
    dco.get_by_role("link", name="Seen by families before QA").click()
    expect(dco.get_by_role("heading", level=1)).to_contain_text("before")
    walk.check(dco, "panel seen before qa")
    dco.go_back()
    dco.locator("main").get_by_role("link", name="Cleo Sparrow", exact=True).click()
    expect(dco.get_by_role("heading", level=1)).to_contain_text("Cleo Sparrow")
