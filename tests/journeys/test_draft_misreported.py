"""The clinician whose advice was used reads the draft and says that it misreports her; the coordinator answers; the
final plan goes to the family by post."""

import re

import pytest
from playwright.sync_api import expect

from ehcp.models import DraftShown, Plan
from people.models import Contact
from tests.ehcp.made import days_ago, drafted, with_service
from tests.journeys.conftest import Walk
from tests.journeys.test_clinician_with_a_link import address_sent_to, give, press
from tests.papers import pdf_bytes

pytestmark = pytest.mark.journey
WORDING = {"E": "He walks to school.", "C": "He tires.", "G": "A nurse, monthly."}


@pytest.fixture(scope="module")
def plan(walk: Walk) -> Plan:
    with walk.arranging() as cast:
        request = with_service(cast)
        request.return_advice(by=cast["spa"], advice_text="A nurse, each half term.")
        plan = drafted(cast, request.assessment)
        plan.agree_health_wording(by=cast["dco"], on=days_ago(1), wording=WORDING)
        Contact.add(by=cast["coordinator"], child=plan.child, name="Alex Marchbank", relationship="mother")
        return plan


def test_a_draft_that_misreports_a_clinician_is_answered_before_it_is_final(walk: Walk, plan: Plan) -> None:
    # Given the draft on the provider's page, when they send it to the clinician by a link
    spa = walk.sign_in("spa")
    spa.goto(plan.child.get_absolute_url())
    expect(spa.get_by_text("Not answered. Shown")).to_be_visible()
    walk.check(spa, "provider case with a draft shown")
    spa.get_by_role("link", name="Speech and language therapy, Larkmead").click()
    walk.check(spa, "draft shown")
    spa.get_by_role("button", name="Send it to a clinician who has no account").click()
    spa.get_by_label("Clinician’s full name").fill("Dr Noor Ali")
    spa.get_by_label("Profession").fill("Therapist")
    spa.get_by_label("Work email address").fill("noor.ali@clinic.example")
    press(spa, "Send the link")
    code = spa.locator("#code").inner_text()

    # Then she reads C, E and G on her phone, and says which words are wrong
    page = walk.stranger(phone=True)
    page.goto(address_sent_to("noor.ali@clinic.example"))
    give(page, code)
    expect(page.get_by_text("A nurse, monthly.")).to_be_visible()
    page.get_by_label("No, it misreports my advice").check()
    page.get_by_label("Which words are wrong").fill("“monthly”")
    page.get_by_label("What should it say instead").fill("each half term")
    walk.check(page, "clinician reads the draft")
    press(page, "Send my answer")
    expect(page.get_by_role("heading", name="Answer sent")).to_be_visible()
    walk.check(page, "clinician has answered")

    # Then it is the DCO's to do, and once answered it says so
    dco = walk.sign_in("dco")
    dco.goto("/")
    dco.get_by_role("link", name=re.compile("^Answer the clinician")).first.click()
    dco.get_by_label("What is changed, or why does the wording stay").fill("It will say each half term.")
    press(dco, "Send the answer")
    expect(dco.get_by_label("What is changed, or why does the wording stay")).to_have_count(0)
    with walk.arranging():
        shown = DraftShown.objects.get()
    dco.goto(shown.get_absolute_url())
    expect(dco.get_by_text("It will say each half term.")).to_be_visible()
    walk.check(dco, "misreporting answered")
    dco.goto(plan.get_absolute_url())
    expect(dco.get_by_text("What those who gave advice say of it")).to_be_visible()


def test_a_paper_goes_to_a_family_with_no_account_with_its_proof(walk: Walk, plan: Plan) -> None:
    page = walk.sign_in("coordinator")
    page.goto(f"/people/children/{plan.child.pk}/documents/add/")
    page.get_by_label("Plan", exact=True).check()
    page.get_by_label("Title").fill("Draft plan")
    file = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes(f"Plan of {plan.child.name}")}
    page.get_by_label("File", exact=True).set_input_files(files=[file])
    press(page, "Add this document")
    page.get_by_role("link", name="Details of Draft plan").first.click()
    page.get_by_role("link", name="Record that the family was sent it").click()
    page.get_by_label("To whom?").select_option(label="Alex Marchbank (mother)")
    page.get_by_label("By post, tracked").check()
    page.get_by_label("Address or place").fill("1 High Street, Trowbridge")
    page.get_by_label("Proof").fill("RM 1234 5678 9GB")
    walk.check(page, "record a sending")
    press(page, "Record it")
    expect(page.get_by_text("RM 1234 5678 9GB")).to_be_visible()
    walk.check(page, "document sent")
    page.goto(plan.child.get_absolute_url())
    expect(page.get_by_text("Sent to the family: Draft plan, to Alex Marchbank").first).to_be_visible()
