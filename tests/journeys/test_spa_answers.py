"""A provider's single point of access says who knows the child, and sends a service's advice."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, FamilyPaper
from people.models import Document
from send_portal.demo.factories import make_child
from send_portal.demo.papers import pdf_file
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey
PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def asked(walk: Walk) -> dict[str, int]:
    """One child for whom medical advice and speech and language advice were asked."""
    with walk.arranging() as cast:
        by, received = cast["coordinator"], today() - timedelta(days=30)
        child = make_child(cast, given_name="Rowan", family_name="Marchbank", on=received)
        assessment = AssessmentRequest.register(by=by, child=child, received_on=received, source="1")
        assessment.decide_to_assess(by=by, on=today() - timedelta(days=10))
        facts = {"by": by, "assessment": assessment, "sent_on": today() - timedelta(days=9)}
        letter = Document.add(
            by=by, child=child, owner=cast.org["wiltshire"], kind="family", title="Letter from Alex",
            file=pdf_file("letter.pdf", "Rowan Marchbank at home"),
        )  # fmt: skip
        FamilyPaper.say(by=by, assessment=assessment, papers=[letter])
        medical = AdviceRequest.ask(paragraph="c", asked_of=cast.team["paediatrics"], **facts)
        therapy = AdviceRequest.ask(paragraph="f", asked_of=cast.team["slt"], **facts)
        return {"medical": medical.pk, "therapy": therapy.pk, "assessment": assessment.pk, "child": child.pk}


def due_of(number: int) -> date:
    return AdviceRequest.objects.get(pk=number).advice_clock.due_on


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_the_queue_shows_what_is_due_first_on_a_screen_and_on_a_phone(walk: Walk, asked: dict[str, int]) -> None:
    for phone in (False, True):
        page = walk.sign_in("spa", phone=phone)
        page.goto("/ehcp/advice-requests/")
        expect(page.get_by_text("Rowan Marchbank").first).to_be_visible()
        walk.check(page, "queue of the single point of access")
        page.goto(f"/ehcp/advice-requests/{asked['therapy']}/give-answer/")
        walk.check(page, "say who knows the child")


def test_a_known_child_goes_to_the_service_which_sends_its_advice(
    walk: Walk, asked: dict[str, int], tmp_path: Path
) -> None:
    page = walk.sign_in("spa")
    page.goto("/ehcp/advice-requests/")
    page.get_by_role("link", name="Speech and language therapy").click()
    with page.expect_download() as letter:
        page.get_by_role("link", name=re.compile("^Letter from Alex")).click()
    assert Path(letter.value.path()).read_bytes().startswith(b"%PDF")
    walk.check(page, "advice request of the provider")

    # When nothing is chosen, the question says so; each answer brings the questions that belong to it
    press(page, "Say who knows the child")
    service = page.get_by_label("Service that will send the advice")
    expect(service).to_be_hidden()
    press(page, "Send this answer")
    expect(page.get_by_role("alert")).to_contain_text("Does a service know the child?")
    page.get_by_label("Not known: never seen, or discharged over 12 months ago").check()
    expect(service).to_be_hidden()
    page.get_by_label("Already under a named colleague").check()
    expect(service).to_be_visible()
    walk.check(page, "say not known to a therapy")
    page.get_by_label("Known, and active with a service").check()
    expect(page.get_by_role("group", name="What happens instead?")).to_be_hidden()
    service.select_option(label="Speech and language therapy")
    walk.check(page, "say known")
    press(page, "Send this answer")
    expect(page.get_by_role("alert")).to_contain_text("Enter the day of the last contact")
    contact = today() - timedelta(days=60)
    group = page.get_by_role("group", name="Date of the last contact")
    for box, number in (("Day", contact.day), ("Month", contact.month), ("Year", contact.year)):
        group.get_by_label(box).fill(str(number))
    press(page, "Send this answer")
    expect(page.get_by_text("With the service").first).to_be_visible()

    # And the advice is sent, as a document; a covering note without it is refused
    press(page, "Send advice")
    press(page, "Send advice")
    expect(page.get_by_role("alert")).to_contain_text("Add the advice, as a file or as text")
    walk.check(page, "send advice refused")
    advice = tmp_path / "advice.pdf"
    advice.write_bytes(PDF_BYTES)
    page.get_by_label("Advice as a file").set_input_files(advice)
    press(page, "Send advice")

    # Then the clock has stopped, and both sides can open the document
    expect(page.get_by_text("Done in time")).to_be_visible()
    walk.check(page, "advice sent")
    reader = walk.sign_in("coordinator", phone=True)
    reader.goto(f"/ehcp/advice-requests/{asked['therapy']}/")
    walk.check(reader, "advice that arrived")
    with reader.expect_download() as download:
        reader.get_by_role("link", name=re.compile("^Advice: ")).click()
    assert Path(download.value.path()).read_bytes() == PDF_BYTES


def test_medical_advice_that_no_service_can_give_passes_to_the_advisers_by_itself(
    walk: Walk, asked: dict[str, int]
) -> None:
    with walk.arranging():
        due = due_of(asked["medical"])
    page = walk.sign_in("spa")
    page.goto(f"/ehcp/advice-requests/{asked['medical']}/give-answer/")
    expect(page.get_by_text("passes to the Health Advisers by itself")).to_be_visible()
    expect(page.get_by_label("Service that will send the advice")).to_be_hidden()
    page.get_by_label("Not known: never seen, or discharged over 12 months ago").check()
    walk.check(page, "say not known")
    press(page, "Send this answer")
    expect(page.get_by_text("With the Health Advisers for SEND").first).to_be_visible()
    walk.check(page, "passed to the advisers")
    with walk.arranging():
        assert due_of(asked["medical"]) == due


def test_without_javascript_every_question_of_the_answer_is_there(walk: Walk, asked: dict[str, int]) -> None:
    signed_in = walk.sign_in("spa")
    cookies = signed_in.context.cookies()
    context = walk.browser.new_context(base_url=walk.address, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    with walk.arranging() as cast:
        therapy = AdviceRequest.objects.get(pk=asked["therapy"])
        more = AdviceRequest.ask(
            by=cast["coordinator"], assessment=therapy.assessment, paragraph="f", asked_of=cast.team["ot"]
        )
    page.goto(f"/ehcp/advice-requests/{more.pk}/give-answer/")
    for question in ("What happens instead?", "Date of the last contact"):
        expect(page.get_by_role("group", name=question)).to_be_visible()
    page.get_by_label("Not known: never seen, or discharged over 12 months ago").check()
    page.get_by_label("Written notice that nothing suggests this service’s input").check()
    page.get_by_label("What should the local authority and the family know?").fill("Nothing points to this service.")
    press(page, "Send this answer")
    expect(page.get_by_text("Ended with a written reason").first).to_be_visible()
    context.close()


def test_a_provider_reaches_its_requests_and_nothing_else(walk: Walk, asked: dict[str, int]) -> None:
    page = walk.sign_in("spa")
    assert walk.status_of(page, f"/ehcp/assessments/{asked['assessment']}/") == 404
    assert walk.status_of(page, f"/people/children/{asked['child']}/access-log/") == 404
    other = walk.sign_in("spa_2")
    assert walk.status_of(other, f"/ehcp/advice-requests/{asked['medical']}/") == 404
    board = walk.sign_in("board_member")
    assert walk.status_of(board, f"/ehcp/advice-requests/{asked['medical']}/") in (403, 404)
