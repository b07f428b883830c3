"""Four people's mornings: open the list, narrow it, keep that, act on a row in place, take the list away."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, Plan
from people.models import Child
from qa.models import Episode
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


def received(cast: Cast, days_ago: int, **facts: object) -> AssessmentRequest:
    on = today() - timedelta(days=days_ago)
    child = make_child(cast, on=on, **facts)
    return AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=on, source="1")


def asked(cast: Cast, assessment: AssessmentRequest, *, team: str, paragraph: str, days_ago: int) -> AdviceRequest:
    return AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessment, paragraph=paragraph, asked_of=cast.team[team],
        sent_on=today() - timedelta(days=days_ago),
    )  # fmt: skip


@pytest.fixture(scope="module")
def work(walk: Walk) -> Child:
    """Something for each of the four: two decisions, advice from two services, one for the advisers, one draft."""
    with walk.arranging() as cast:
        received(cast, 45, given_name="Otis", family_name="Farsley")
        received(cast, 44, given_name="Maya", family_name="Tidewell")
        request = received(cast, 50, given_name="Nell", family_name="Marchbank")
        request.decide_to_assess(by=cast["coordinator"], on=today() - timedelta(days=45))
        asked(cast, request, team="slt", paragraph="f", days_ago=40)
        asked(cast, request, team="ot", paragraph="f", days_ago=40)
        medical = asked(cast, request, team="paediatrics", paragraph="c", days_ago=40)
        medical.give_answer(by=cast["spa"], answer="not_known")
        plan = Plan.submit(
            by=cast["coordinator"], assessment=request, sections={"C": "A need.", "G": "A nurse."},
            on=today() - timedelta(days=20),
        )  # fmt: skip
        Episode.take(by=cast["dco"], plan=plan)
    return request.child


def row_of(page: Page, what: str) -> object:
    return page.get_by_role("row").filter(has_text=what).first


def taken_away(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def test_a_coordinator_keeps_a_filter_and_takes_a_decision(walk: Walk, work: Child) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/")
    page.get_by_role("button", name=re.compile("Take it.*Otis Farsley.*Decide whether to assess")).click()
    expect(page.get_by_text("Otis Farsley: You have it.")).to_be_visible()
    page.get_by_label("Who has it").select_option("me")
    page.get_by_label("When").select_option("overdue")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Maya Tidewell", exact=True)).to_have_count(0)
    walk.check(page, "morning coordinator filtered")
    page.get_by_role("link", name="Save this filter").click()
    page.get_by_label("What will you call it?").fill("My overdue")
    page.get_by_label("Open the worklist with it").check()
    walk.check(page, "morning save filter")
    page.get_by_role("button", name="Save this filter").click()
    expect(page.get_by_role("link", name="My overdue")).to_be_visible()
    walk.check(page, "morning coordinator saved")
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_role("link", name="Maya Tidewell", exact=True).first).to_be_visible()
    page.get_by_role("link", name="My overdue").click()
    give = page.get_by_role("link", name=re.compile("Give to a colleague.*Otis Farsley"))
    give.click()
    part = page.locator(".portal-part")
    part.get_by_label("To whom?").select_option("Helen Sturrock")
    walk.check(page, "morning give in a row")
    part.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("Otis Farsley: Your colleague has it.")).to_be_visible()
    page.get_by_role("link", name="Change saved filters").click()
    walk.check(page, "morning saved filters")
    page.get_by_role("link", name=re.compile("Delete.*My overdue")).click()
    page.get_by_role("button", name="Delete this filter").click()
    expect(page.get_by_text("You have not saved a filter yet.")).to_be_visible()


def test_a_dco_sees_what_she_has_sets_an_action_and_hands_over(walk: Walk, work: Child) -> None:
    page = walk.sign_in("dco")
    page.goto("/")
    expect(row_of(page, "Return the feedback")).to_contain_text("Ruth Okonjo")
    walk.check(page, "morning dco")
    assert b"Nell Marchbank" in taken_away(page, "as CSV")
    assert taken_away(page, "for Excel").startswith(b"PK")
    page.get_by_role("link", name="Waiting for others").click()
    page.get_by_label("Service").select_option("Larkmead: Occupational therapy")
    page.get_by_role("button", name="Show").click()
    expect(row_of(page, "occupational therapy")).to_be_visible()
    expect(page.locator("table").get_by_text("speech and language therapy")).to_have_count(0)
    walk.check(page, "morning dco service")
    page.goto(work.get_absolute_url())
    page.get_by_text("More you can do").click()
    page.get_by_role("link", name="Set an action").click()
    page.get_by_label("What is to be done?").fill("Ask the school nurse for the care plan")
    page.get_by_label("What did it come from?").fill("A call from the school")
    page.get_by_label("Who owes it?").select_option(label="Designated Clinical Officers (BSW ICB)")
    soon = today() + timedelta(days=3)
    for box in ("Day", "Month", "Year"):
        page.get_by_label(box, exact=True).fill(str(getattr(soon, box.lower())))
    walk.check(page, "morning set an action")
    page.get_by_role("button", name="Set this action").click()
    expect(page.get_by_text("Action set: Ask the school nurse").first).to_be_visible()
    page.goto("/?clear=1")
    page.get_by_role("link", name="This week").click()
    expect(row_of(page, "Action: Ask the school nurse")).to_be_visible()
    page.get_by_role("link", name="Hand over somebody’s work").click()
    walk.check(page, "morning hand over")
    page.get_by_label("Whose work?").select_option("Ruth Okonjo")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Ruth Okonjo has 1 thing in hand")).to_be_visible()
    page.get_by_label("Who takes it over?").select_option("Tom Ashgrove")
    page.get_by_role("button", name="Hand over what is ticked").click()
    expect(page.get_by_text("Tom Ashgrove does not quality-assure for BSW ICB.")).to_be_visible()
    walk.check(page, "morning hand over refused")
    page.get_by_label("Who takes it over?").select_option("Miriam Vale")
    page.get_by_role("button", name="Hand over what is ticked").click()
    expect(page.get_by_text("1 thing of Ruth Okonjo’s went to Miriam Vale.")).to_be_visible()
    walk.check(page, "morning handed over")


def test_a_clerk_on_a_phone_answers_in_two_sittings(walk: Walk, work: Child) -> None:
    page = walk.sign_in("spa", phone=True)
    page.goto("/?tab=this-week")
    walk.check(page, "morning clerk")
    page.get_by_label("Service").select_option("Speech and language therapy")
    page.get_by_role("button", name="Show").click()
    walk.check(page, "morning clerk service")
    page.get_by_role("link", name=re.compile("Say who knows the child")).click()
    page.get_by_label("Known, and active with a service").check()
    walk.check(page, "morning clerk form")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Draft saved by Sam Hartley").first).to_be_visible()
    walk.check(page, "morning clerk draft on the row")
    page.get_by_role("link", name=re.compile("Say who knows the child")).click()
    expect(page.get_by_label("Known, and active with a service")).to_be_checked()
    expect(page.get_by_text("It is not sent yet.")).to_be_visible()
    walk.check(page, "morning clerk draft restored")


# The page as a whole, which has the focus before anything in it has, is nothing that one has tabbed to.
FOCUSED = """() => document.activeElement === document.body ? ""
  : (document.activeElement.labels?.[0] ?? document.activeElement).textContent"""


def test_an_adviser_without_a_mouse(walk: Walk, work: Child) -> None:
    page = walk.sign_in("adviser")
    page.goto("/?tab=this-week")

    def tab_to(name: str) -> None:
        page.wait_for_load_state()
        for _ in range(200):  # round again, where the header folded its links under the focus
            page.keyboard.press("Tab")
            if name in " ".join((page.evaluate(FOCUSED) or "").split()):
                return
        raise AssertionError(f"{name} is not reached by the Tab key")

    tab_to("Who has it")
    page.keyboard.type("Nobody")
    tab_to("Show")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This list is filtered.")).to_be_visible()
    walk.check(page, "morning adviser filtered")
    tab_to("Save this filter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Save this filter")).to_be_visible()
    tab_to("What will you call it?")
    page.keyboard.type("Free")
    tab_to("Save this filter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Free", exact=True)).to_be_visible()
    tab_to("Accept: Nell Marchbank")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Accept").first).to_be_visible()
    walk.check(page, "morning adviser accepts")
    page.goto("/?tab=this-week")
    tab_to("as CSV")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert b"Nell Marchbank" in download.value.path().read_bytes()
