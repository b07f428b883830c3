"""A coordinator registers a child and a request, decides to assess, and asks for advice."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, Plan
from send_portal.demo.factories import make_child, nhs_number
from send_portal.demo.papers import pdf_bytes
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def asked(walk: Walk) -> int:
    """A request for therapy advice, with everything that leads to it."""
    with walk.arranging() as cast:
        by, received = cast["coordinator"], today() - timedelta(days=30)
        child = make_child(cast, given_name="Rowan", family_name="Marchbank", on=received)
        assessment = AssessmentRequest.register(by=by, child=child, received_on=received, source="1")
        assessment.decide_to_assess(by=by, on=today() - timedelta(days=10))
        return AdviceRequest.ask(
            by=by, assessment=assessment, paragraph="f", asked_of=cast.team["slt"], sent_on=today()
        ).pk


def fill_date(page: Page, group: str, day: date) -> None:
    boxes = page.get_by_role("group", name=group)
    boxes.get_by_label("Day").fill(str(day.day))
    boxes.get_by_label("Month").fill(str(day.month))
    boxes.get_by_label("Year").fill(str(day.year))


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_from_an_unknown_child_to_two_requests_for_advice(walk: Walk) -> None:
    page = walk.sign_in("coordinator")

    # Given a child whom nobody has registered
    page.goto("/")
    press(page, "Register a needs-assessment request")
    page.get_by_label("Name, NHS number or case reference").fill("Quillfeather")
    press(page, "Show")
    expect(page.get_by_text("No child of your local authority has this name")).to_be_visible()
    walk.check(page, "find nobody")

    # When she registers the child, with a slip first
    press(page, "Register a new child")
    walk.check(page, "register a child")
    page.get_by_label("Given name").fill("Isla")
    page.get_by_label("Family name").fill("Quillfeather")
    fill_date(page, "Date of birth", today() + timedelta(days=30))
    page.get_by_label("NHS number").fill("999 000 0019")
    page.get_by_label("she/her").check()
    press(page, "Register")
    expect(page.get_by_role("alert")).to_contain_text("must be today or in the past")
    expect(page.get_by_label("Given name")).to_have_value("Isla")
    walk.check(page, "register a child refused")
    fill_date(page, "Date of birth", date(2018, 5, 4))
    page.get_by_label("NHS number").fill(nhs_number(123_456))
    page.get_by_label("Looked after by a local authority").check()
    press(page, "Register")
    expect(page.get_by_text("Now register the request")).to_be_visible()

    # And registers the request and the decision to assess
    walk.check(page, "register a request")
    fill_date(page, "Date of the request", today() - timedelta(days=20))
    page.get_by_label("Parent or young person").check()
    press(page, "Register the request")
    expect(page.get_by_text("SEND Regs 2014 reg 13(2)")).to_be_visible()
    expect(page.get_by_text("Decide to assess first").first).to_be_visible()
    walk.check(page, "assessment received")
    press(page, "Decide to assess")
    walk.check(page, "decide to assess")
    press(page, "Record the decision")
    expect(page.get_by_role("button", name="Ask for advice", exact=True)).to_be_visible()
    assessment = page.url

    # And says what the family sent in, which she adds to the file on the way
    press(page, "Ask for advice")
    expect(page.get_by_text("Copies of what the family wrote")).to_be_visible()
    page.get_by_role("link", name="Add a paper of the family").click()
    page.get_by_label("From the family: what they wrote, or sent in").check()
    page.get_by_label("Title").fill("Letter from her mother")
    page.locator("input[type=file]").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes("Isla Quillfeather at home")}
    )
    press(page, "Add this document")
    expect(page.get_by_role("checkbox", name=re.compile("^Letter from her mother"))).to_be_checked()
    walk.check(page, "say what the family sent in")
    press(page, "Save")

    # And asks for medical advice and for speech and language advice
    walk.check(page, "ask for advice")
    page.get_by_label(re.compile(r"6\(1\)\(c\) medical advice")).check()
    page.get_by_label("Service to ask").select_option(label="Larkmead: Community paediatrics")
    press(page, "Ask for this advice")
    expect(page.get_by_text("reg 8(1)")).to_be_visible()
    expect(page.get_by_text("in 42")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Letter from her mother"))).to_be_visible()
    walk.check(page, "advice request of the coordinator")

    page.goto(assessment)
    press(page, "Ask for advice")
    page.get_by_label(re.compile(r"6\(1\)\(f\)")).check()
    page.get_by_label("Service to ask").select_option(label="Larkmead: Speech and language therapy")
    press(page, "Ask for this advice")
    page.goto(assessment)

    # Then both run for six weeks, and the page shows them
    expect(page.get_by_role("table").get_by_text("With the single point of access")).to_have_count(2)
    walk.check(page, "assessment with advice")
    page.goto("/ehcp/assessments/")
    expect(page.get_by_role("link", name="Isla Quillfeather")).to_be_visible()
    walk.check(page, "assessments")
    press(page, "Register a needs-assessment request")
    expect(page.get_by_role("link", name=re.compile("Open since"))).to_be_visible()
    walk.check(page, "whose request")
    page.goto("/people/children/")
    walk.check(page, "children")


def test_the_same_pages_on_a_phone(walk: Walk, asked: int) -> None:
    page = walk.sign_in("coordinator", phone=True)
    with walk.arranging():
        request = AdviceRequest.objects.get(pk=asked)
    number = request.assessment_id
    for address in (
        "/people/children/",
        "/people/children/register/",
        f"/people/children/{request.child_id}/change-details/",
        f"/people/children/{request.child_id}/people/add/",
        f"/people/children/{request.child_id}/documents/add/",
        f"/ehcp/assessments/{number}/",
        f"/ehcp/assessments/{number}/advice-requests/ask/",
        f"/ehcp/assessments/{number}/plan/submit/",
        f"/ehcp/advice-requests/{request.pk}/",
        f"/ehcp/advice-requests/{request.pk}/withdraw/",
        "/ehcp/assessments/",
        "/ehcp/advice-requests/",
    ):
        page.goto(address)
        walk.check(page, address)


def test_strangers_find_nothing_at_these_addresses(walk: Walk, asked: int) -> None:
    with walk.arranging():
        request = AdviceRequest.objects.get(pk=asked)
    for person in ("stranger", "swindon_coordinator", "other_coordinator"):
        page = walk.sign_in(person)
        assert walk.status_of(page, f"/ehcp/assessments/{request.assessment_id}/") == 404
        assert walk.status_of(page, f"/ehcp/advice-requests/{request.pk}/") == 404
        assert walk.status_of(page, f"/people/children/{request.child_id}/change-details/") == 404


def test_the_dco_sees_who_looked(walk: Walk, asked: int) -> None:
    with walk.arranging():
        request = AdviceRequest.objects.get(pk=asked)
    coordinator = walk.sign_in("coordinator")
    coordinator.goto(f"/ehcp/advice-requests/{asked}/")
    page = walk.sign_in("dco")
    page.goto(f"/people/children/{request.child_id}/access-log/")
    expect(page.get_by_text("Jo Bramley").first).to_be_visible()
    walk.check(page, "who looked")


def test_a_draft_goes_to_the_dcos_and_the_agreed_wording_comes_back_to_be_copied(walk: Walk, asked: int) -> None:
    with walk.arranging():
        number = AdviceRequest.objects.get(pk=asked).assessment_id
    page = walk.sign_in("coordinator")
    page.goto(f"/ehcp/assessments/{number}/")
    press(page, "Submit a draft plan")
    press(page, "Send the draft to the DCOs")
    expect(page.get_by_role("alert")).to_contain_text("Write at least one section")
    page.get_by_label("C: Health needs").fill("Asthma, well controlled.")
    page.get_by_label("G: Health provision").fill("Review as needed.")
    walk.check(page, "submit a draft plan")
    press(page, "Send the draft to the DCOs")
    expect(page.get_by_text("With the DCO")).to_be_visible()

    with walk.arranging() as cast:
        plan = Plan.objects.get(assessment=number)
        wording = {"E": "Takes part in sport.", "C": "Asthma.", "G": "Yearly review by an asthma nurse."}
        plan.agree_health_wording(by=cast["dco"], on=today(), wording=wording)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.reload()
    page.get_by_role("button", name="Copy Section G").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Yearly review by an asthma nurse."
    walk.check(page, "plan with agreed wording")
    phone = walk.sign_in("coordinator", phone=True)
    phone.goto(page.url)
    walk.check(phone, "plan with agreed wording")

    press(page, "Submit the issued plan")
    expect(page.get_by_label("G: Health provision")).to_have_value("")
    walk.check(page, "submit the issued plan")
    page.get_by_label("C: Health needs").fill("Asthma.")
    page.get_by_label("G: Health provision").fill("Yearly review by an asthma nurse.")
    press(page, "Submit the issued plan")
    expect(page.get_by_role("alert")).to_contain_text("No day is recorded on which the family had the draft")
    page.get_by_label("Why now").fill("The family asked for it at once.")
    press(page, "Submit the issued plan")
    expect(page.get_by_role("heading", name="Issued plan")).to_be_visible()
    walk.check(page, "issued plan")
