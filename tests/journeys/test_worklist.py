"""Opening the list in the morning, acting on a row without leaving it, and reading a child's whole story."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest
from people.models import Child, Contact
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey
SIX_WEEKS = 42


def received(cast: Cast, days_ago: int, **facts: object) -> AssessmentRequest:
    on = today() - timedelta(days=days_ago)
    child = make_child(cast, on=on, **facts)
    return AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=on, source="1")


@pytest.fixture(scope="module")
def morning(walk: Walk) -> Child:
    """One decision late, one due today, one later, and advice that is with the provider."""
    with walk.arranging() as cast:
        received(cast, SIX_WEEKS + 2, given_name="Otis", family_name="Farsley")
        received(cast, SIX_WEEKS, given_name="Maya", family_name="Tidewell")
        received(cast, 10, given_name="Idris", family_name="Ollerton")
        request = received(
            cast, 30, given_name="Nell", family_name="Marchbank", looked_after=True, interpreter="Polish"
        )
        Contact.add(
            by=cast["coordinator"], child=request.child, name="Ann Marchbank", relationship="Mother",
            parental_responsibility=True, telephone="01632 960 001",
        )  # fmt: skip
        request.decide_to_assess(by=cast["coordinator"], on=today() - timedelta(days=20))
        AdviceRequest.ask(
            by=cast["coordinator"], assessment=request, paragraph="f", asked_of=cast.team["slt"],
            sent_on=today() - timedelta(days=19),
        )  # fmt: skip
    return request.child


def row_of(page: Page, name: str) -> object:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True)).first


def fill_date(page: Page, on: object) -> None:
    for box in ("Day", "Month", "Year"):
        page.get_by_label(box, exact=True).fill(str(getattr(on, box.lower())))


def test_a_coordinator_reads_the_list(walk: Walk, morning: Child) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 thing is due this week, 1 is overdue")
    expect(row_of(page, "Otis Farsley")).to_contain_text("2 days late")
    walk.check(page, "worklist overdue")
    row_of(page, "Otis Farsley").get_by_text("6 weeks, by law").click()
    expect(page.get_by_text("SEND Regs 2014 reg 4(1), 5(1)")).to_be_visible()
    walk.check(page, "worklist rule open")
    for tab in ("This week", "Later", "Waiting for others", "Done"):
        page.get_by_role("link", name=tab).click()
        expect(page.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")
        walk.check(page, f"worklist {tab}")
    page.get_by_role("link", name="Waiting for others").click()
    expect(row_of(page, "Nell Marchbank")).to_contain_text("Larkmead single point of access")


def test_the_list_is_narrowed_and_remembers_it(walk: Walk, morning: Child) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/?tab=later")
    page.get_by_label("Name, NHS number or reference").fill("ollerton")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("This list is filtered.")).to_be_visible()
    expect(page.get_by_role("link", name="Nell Marchbank", exact=True)).to_have_count(0)
    walk.check(page, "worklist filtered")
    page.goto("/?tab=later")
    expect(page.get_by_label("Name, NHS number or reference")).to_have_value("ollerton")
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_text("This list is filtered.")).to_have_count(0)


def test_she_acts_on_a_row_by_keyboard_without_leaving_the_list(walk: Walk, morning: Child) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/?tab=this-week")
    button = page.get_by_role("link", name=re.compile("Decide to assess.*Maya Tidewell"))
    button.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Decide to assess")
    expect(heading).to_be_focused()
    walk.check(page, "worklist form in a row")
    part = page.locator(".portal-part")
    part.get_by_label("Month", exact=True).fill("13")
    part.get_by_role("button", name="Record the decision").click()
    expect(part.get_by_text("There is a problem")).to_be_visible()
    assert "tab=this-week" in page.url
    walk.check(page, "worklist form refused in a row")
    fill_date(page, today())
    part.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Maya Tidewell: Decided to assess")).to_be_visible()
    expect(page.get_by_role("link", name="This week (0)")).to_be_visible()
    walk.check(page, "worklist after acting")


def test_without_javascript_the_row_leads_to_the_form_and_back(walk: Walk, morning: Child) -> None:
    signed_in = walk.sign_in("coordinator")
    context = walk.browser.new_context(
        base_url=walk.address, java_script_enabled=False, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    walk.pages.append(page)
    page.goto("/?tab=overdue")
    page.get_by_role("link", name=re.compile("Decide to assess.*Otis Farsley")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Decide to assess")
    fill_date(page, today())
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("link", name="Overdue (0)")).to_be_visible()


def test_a_dco_reads_the_whole_story(walk: Walk, morning: Child) -> None:
    page = walk.sign_in("dco")
    page.goto(morning.get_absolute_url())
    expect(page.get_by_text("Looked after")).to_be_visible()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(page.get_by_text("Ann Marchbank", exact=True)).to_be_visible()
    walk.check(page, "case page")
    page.get_by_role("link", name="Advice (1)").click()
    expect(page.get_by_text("Decided to assess")).to_have_count(0)
    walk.check(page, "case page advice only")


def test_a_provider_reads_what_was_asked_of_it(walk: Walk, morning: Child) -> None:
    page = walk.sign_in("spa")
    page.goto("/")
    row = row_of(page, "Nell Marchbank")
    expect(row).to_contain_text("Send health advice: speech and language therapy")
    walk.check(page, "worklist of a point of access")
    page.goto(morning.get_absolute_url())
    expect(page.get_by_text("You see what was asked of you")).to_be_visible()
    expect(page.get_by_text("Ann Marchbank")).to_have_count(0)
    walk.check(page, "case page of a provider")


def test_anybody_works_out_a_date(walk: Walk, morning: Child) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/clocks/calculator/")
    walk.check(page, "date calculator")
    page.get_by_label("What is to be done?").select_option("issue_final_plan")
    page.get_by_label("Day", exact=True).fill("5")
    page.get_by_label("Month", exact=True).fill("1")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("Monday 25 May 2026").first).to_be_visible()
    walk.check(page, "date calculator answered")
    page.get_by_role("link", name="Read the rule book").click()
    walk.check(page, "rule book")
