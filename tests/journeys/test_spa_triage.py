"""A single point of access answers ten requests one after the other; an area without one is routed."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, EarlierAdvice
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.areas import service, usual, without_access
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey
NAMES = ["Isla", "Rowan", "Maya", "Idris", "Nell", "Callum", "Zara", "Theo", "Wren", "Ayo"]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def fill_date(page: Page, group: str, day: date) -> None:
    boxes = page.get_by_role("group", name=group)
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(box).fill(str(number))


def assessing(cast: Cast, la: str = "wiltshire", by: str = "coordinator", **facts: object) -> AssessmentRequest:
    received = today() - timedelta(days=40)
    child = make_child(cast, la=la, on=received, **facts)
    assessment = AssessmentRequest.register(by=cast[by], child=child, received_on=received, source="1")
    assessment.decide_to_assess(by=cast[by], on=today() - timedelta(days=30))
    return assessment


def test_ten_requests_are_answered_one_after_the_other_without_javascript(walk: Walk) -> None:
    # Given ten requests for medical advice, asked on ten days
    with walk.arranging() as cast:
        for number, name in enumerate(NAMES):
            assessment = assessing(cast, given_name=name, family_name="Marchbank")
            sent = today() - timedelta(days=29 - number)
            AdviceRequest.ask(
                by=cast["coordinator"], assessment=assessment, paragraph="c", asked_of=cast.team["paediatrics"],
                about="Sees a paediatrician, says the school.", sent_on=sent,
            )  # fmt: skip
    cookies = walk.sign_in("spa").context.cookies()
    context = walk.browser.new_context(base_url=walk.address, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/ehcp/advice-requests/")
    press(page, "Answer them one after the other")

    # When the clerk answers the first seven, and skips the eighth
    for number, name in enumerate(NAMES):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Does a service know {name} Marchbank?")
        if number == 7:
            page.get_by_role("link", name="Skip to the next one").click()
            continue
        if number % 2:
            page.get_by_label("Known: accepted, and waiting to be seen").check()
            page.get_by_label("Service that will send the advice").select_option(label="Community paediatrics")
        else:
            page.get_by_label("Not known: never seen, or discharged over 12 months ago").check()
        press(page, "Send this answer")

    # Then the one that was skipped is left
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Does a service know {NAMES[7]} Marchbank?")
    context.close()
    with walk.arranging():
        assert AdviceRequest.objects.filter(status="asked").count() == 1
    page = walk.sign_in("spa")
    page.goto("/ehcp/advice-requests/answer/")
    page.get_by_label("Known, and active with a service").check()
    page.get_by_label("Service that will send the advice").select_option(label="Community paediatrics")
    fill_date(page, "Date of the last contact", today() - timedelta(days=900))
    press(page, "Send this answer")
    expect(page.get_by_role("alert")).to_contain_text("this is not known")
    walk.check(page, "answers one after the other refused")
    fill_date(page, "Date of the last contact", today() - timedelta(days=100))
    press(page, "Send this answer")
    expect(page.get_by_text("Every request is answered")).to_be_visible()
    walk.check(page, "every request is answered")


def test_an_area_without_a_single_point_of_access_is_routed_by_the_medical_officer(walk: Walk) -> None:
    # Given an area without one, and a trial in another
    with walk.arranging() as cast:
        without_access(cast, "banes")
        usual(cast, cast.team["ot"], "not_asked", since=today() - timedelta(days=35))
        usual(cast, service(cast, "Children in care nursing"), "looked_after", paragraph="c")
        assessment = assessing(cast, "banes", "banes_coordinator", given_name="Otis", family_name="Tidewell")
    page = walk.sign_in("banes_coordinator")
    page.goto(f"{assessment.get_absolute_url()}advice-requests/ask/")
    page.get_by_label("The family sent nothing in").check()
    press(page, "Save")
    expect(page.get_by_text("chooses who is asked")).to_be_visible()
    page.get_by_label("6(1)(c) medical advice").check()
    page.get_by_label("What do the family and the school say").fill("Epilepsy; seen in Bath.")
    walk.check(page, "ask in an area without a point of access")
    press(page, "Ask for this advice")
    expect(page.get_by_text("With the Designated Medical Officer").first).to_be_visible()

    # When the Medical Officer chooses
    officer = walk.sign_in("dmo")
    officer.goto("/ehcp/advice-requests/")
    officer.get_by_role("link", name="Requests to route").click()
    walk.check(officer, "requests to route")
    officer.get_by_role("link", name="Choose who is asked").click()
    officer.get_by_label("Which service is asked?").select_option(label="Larkmead: Community paediatrics")
    officer.get_by_label("Professional who writes it").fill("Dr Lindqvist")
    officer.get_by_label("At the panel").check()
    walk.check(officer, "choose who is asked")
    press(officer, "Send it there")
    expect(officer.get_by_text("Nothing is to be routed")).to_be_visible()
    officer.goto("/ehcp/areas/")
    walk.check(officer, "how each area asks")
    officer.goto(f"/ehcp/areas/{assessment.local_authority_id}/services/set/")
    walk.check(officer, "set whether a service is asked")

    # Then the service has it, sends interim advice with a promise, and the six weeks run on
    spa = walk.sign_in("spa")
    with walk.arranging():
        request = AdviceRequest.objects.get(assessment=assessment)
    spa.goto(request.get_absolute_url())
    expect(spa.get_by_text("Dr Lindqvist")).to_be_visible()
    press(spa, "Send interim advice")
    spa.get_by_label("Advice as text").fill("Has epilepsy; two seizures since May.")
    spa.get_by_label("What will the rest say?").fill("What the school nurse trains the staff in.")
    fill_date(spa, "Date by which the rest is sent", today() + timedelta(days=60))
    walk.check(spa, "send interim advice")
    press(spa, "Send interim advice")
    expect(spa.get_by_text("It does not meet the six weeks")).to_be_visible()
    walk.check(spa, "interim advice sent")
    press(spa, "Send advice")
    press(spa, "Send advice")
    page.goto(request.get_absolute_url())
    press(page, "Return for quality")
    page.get_by_label("What is lacking?").fill("Who trains the staff, and how often.")
    press(page, "Return the advice")
    expect(page.get_by_text("The six weeks run on, until the improved advice is sent")).to_be_visible()
    walk.check(page, "advice returned for quality")


def test_a_coordinator_asks_whom_the_area_asks_and_uses_advice_that_exists(walk: Walk) -> None:
    with walk.arranging() as cast:
        usual(cast, cast.team["paediatrics"], paragraph="c")
        usual(cast, cast.team["slt"])
        child = {"given_name": "Lena", "family_name": "Farsley", "looked_after": True}
        assessment = assessing(cast, **child)
    page = walk.sign_in("coordinator")
    page.goto(assessment.get_absolute_url())
    expect(page.get_by_text("A looked-after child’s nurse is always asked")).to_be_visible()
    press(page, "Ask for advice")
    page.get_by_label("The family sent nothing in").check()
    press(page, "Save")
    walk.check(page, "ask whom the area asks")
    press(page, "Ask all that are ticked")
    expect(page.get_by_role("table").get_by_text("With the single point of access")).to_have_count(3)
    press(page, "Use earlier advice")
    page.get_by_label("Service whose advice it is").select_option(label="Larkmead: Speech and language therapy")
    page.get_by_label("6(1)(f) advice that the local authority").check()
    page.get_by_label("What is it?").fill("Language assessment")
    page.get_by_label("Who gave it?").fill("Ann Lee, therapist")
    fill_date(page, "Date of the advice", today() - timedelta(days=90))
    walk.check(page, "use earlier advice")
    press(page, "Save, and ask the three")
    for party in ("The person who gave the advice", "The local authority", "The parent or young person"):
        press(page, "Record who agrees")
        page.get_by_label(party).check()
        page.get_by_label("Name of the person who said so").fill("A named person")
        press(page, "Save")
    expect(page.get_by_text("Sufficient: all three agreed")).to_be_visible()
    walk.check(page, "earlier advice is enough")
    with walk.arranging():
        assert EarlierAdvice.objects.get().request.status == "sufficient"
