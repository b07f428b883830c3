"""A coordinator uploads a Word draft, corrects what was found, sends it, and gets the issued plan in likewise."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, Plan
from send_portal.demo.factories import make_child
from tests.ehcp import plans
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def assessment(walk: Walk) -> AssessmentRequest:
    with walk.arranging() as cast:
        by, received = cast["coordinator"], today() - timedelta(days=30)
        child = make_child(cast, given_name="Rowan", family_name="Ash", on=received)
        found = AssessmentRequest.register(by=by, child=child, received_on=received, source="1")
        found.decide_to_assess(by=by, on=today() - timedelta(days=10))
        AdviceRequest.ask(by=by, assessment=found, paragraph="f", asked_of=cast.team["slt"], sent_on=today())
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def upload(page: Page, content: bytes, name: str) -> None:
    page.get_by_label("Upload the plan").set_input_files({"name": name, "mimeType": WORD, "buffer": content})
    press(page, "Read this file")


def test_a_word_draft_is_read_corrected_and_sent_and_the_issued_plan_is_compared(
    walk: Walk, assessment: AssessmentRequest
) -> None:
    page = walk.sign_in("coordinator")

    # Given an assessment without a plan, she chooses a file that is none
    page.goto(f"/ehcp/assessments/{assessment.pk}/")
    press(page, "Submit a draft plan")
    upload(page, b"not a document", "notes.txt")
    expect(page.get_by_role("alert")).to_contain_text("We could not read")
    walk.check(page, "draft not read")

    # When she uploads the draft
    upload(page, plans.contents_instructions_and_furniture(), "Rowan draft plan.docx")
    expect(page.get_by_text("12 of 12 sections were found")).to_be_visible()
    expect(page.get_by_label("C: Health needs")).to_have_value(plans.WHOLE["C"])
    expect(page.get_by_text("under “Section G: Health provision”")).to_be_visible()
    walk.check(page, "draft read")

    # Then nothing is sent, and she moves what belongs to a section, and corrects one
    with walk.arranging():
        assert not Plan.objects.filter(assessment=assessment).exists()
    page.get_by_role("combobox", name="Where does it belong?").nth(2).select_option("A")
    press(page, "Move the text")
    expect(page.get_by_text("The text now stands at the end of Section A")).to_be_visible()
    expect(page.get_by_label("A: Views")).to_have_value(f"{plans.WHOLE['A']}\n{plans.INTRODUCTION}")
    page.get_by_label("E: Outcomes").fill("Rowan will tell an adult.")
    press(page, "Send the draft to the DCOs")
    expect(page.get_by_text("With the DCO")).to_be_visible()
    expect(page.get_by_text("Rowan will tell an adult.")).to_be_visible()
    walk.check(page, "draft sent")

    # When the wording is agreed and the plan issued, she pastes it whole
    with walk.arranging() as cast:
        plan = Plan.objects.get(assessment=assessment)
        wording = {"E": "Rowan will tell an adult.", "C": plans.WHOLE["C"], "G": plans.WHOLE["G"]}
        plan.agree_health_wording(by=cast["dco"], on=today(), wording=wording)
    page.reload()
    press(page, "Submit the issued plan")
    page.get_by_text("Paste the whole plan instead").click()
    whole = "\n".join(f"{x}. {plans.LONG[x]}\n{text}" for x, text in plans.WHOLE.items())
    page.get_by_label("Paste the whole plan").fill(whole)
    press(page, "Split it into its sections")
    expect(page.get_by_label("G: Health provision")).to_have_value(plans.WHOLE["G"])
    walk.check(page, "issued plan read")
    page.get_by_label("Why now").fill("The family asked for it at once.")
    press(page, "Submit the issued plan")
    expect(page.get_by_role("heading", name="Issued plan")).to_be_visible()

    # Then it was compared with what was agreed
    with walk.arranging():
        assert Plan.objects.get(assessment=assessment).comparison.outcome == "used"
