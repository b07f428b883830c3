"""A coordinator submits a draft; a DCO approves its health wording; the plan is issued and compared."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest
from qa.models import Comparison, Episode
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

PLAN = re.compile(r"/plans/(\d+)/")
DRAFT = {
    "E": "Isla will know what to do when she feels a seizure coming.",
    "C": "Isla has epilepsy.",
    "G": "Access to epilepsy services as required.",
    "B": "Isla finds it hard to follow long instructions.",
}
APPROVED_C = "Isla has epilepsy. Seizures make her tired, so she misses learning for up to an hour."
APPROVED_G = "A community children’s nurse reviews Isla’s epilepsy care plan with the school once every term."
ADVICE = """Isla has had epilepsy since she was four.
She has a seizure about once a month and is tired for an hour afterwards.
The community children’s nurse reviews her care plan with school every term."""


def arranged(walk: Walk) -> AssessmentRequest:
    """A child whose health advice has arrived."""
    with walk.arranging() as cast:
        child = make_child(cast, given_name="Isla", family_name="Quillfeather", on=today())
        assessment = AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=today(), source="1")
        assessment.decide_to_assess(by=cast["coordinator"], on=today())
        request = AdviceRequest.ask(
            by=cast["coordinator"], assessment=assessment, paragraph="c", asked_of=cast.team["paediatrics"]
        )
        request.give_answer(
            by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["paediatrics"]
        )
        request.return_advice(by=cast["spa"], advice_text=ADVICE)
    return assessment


def fill_sections(page: Page, texts: dict[str, str]) -> None:
    for letter, text in texts.items():
        page.locator(f"[name=section_{letter}]").evaluate("e => e.closest('details')?.setAttribute('open', '')")
        page.locator(f"[name=section_{letter}]").fill(text)


def write_section(page: Page, letter: str, approved: str, comment: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{letter} ")).click()
    page.get_by_label("ICB approved wording").fill(approved)
    page.get_by_label("Comment for the coordinator and the family").fill(comment)


def agree_in_part(page: Page, walk: Walk) -> None:
    """Part of Section G waits for somebody else's money."""
    page.get_by_role("button", name="Section G in part, or funded elsewhere").click()
    page.get_by_label("Agreed in part", exact=True).check()
    page.get_by_label("Reason, if it is agreed in part").fill("The training of staff waits for funding.")
    page.get_by_label("Part of it is outside core services").check()
    page.get_by_label("Which part?").fill("Training of the school’s staff by the epilepsy nurse")
    page.get_by_label("A decision is awaited").check()
    page.get_by_label("Who funds it?").fill("Continuing care")
    walk.check(page, "qa section g")
    page.get_by_role("button", name="Save the decision").click()


def test_from_a_submitted_draft_to_the_issued_plan_compared(walk: Walk, tmp_path: Path) -> None:
    # Given a draft that a coordinator submits
    assessment = arranged(walk)
    coordinator = walk.sign_in("coordinator")
    coordinator.goto(f"/ehcp/assessments/{assessment.pk}/plan/submit/")
    fill_sections(coordinator, DRAFT)
    coordinator.get_by_role("button", name="Send the draft to the DCOs").click()

    # When a DCO takes it from the queue
    dco = walk.sign_in("dco")
    dco.goto("/qa/")
    expect(dco.get_by_role("heading", level=1)).to_have_text(re.compile("1 draft or review to read"))
    walk.check(dco, "qa queue")
    dco.get_by_role("button", name=re.compile("Take.*Isla Quillfeather")).click()
    expect(dco.get_by_role("heading", level=1)).to_contain_text("QA desk")
    expect(dco.get_by_text("tired for an hour afterwards")).to_be_visible()
    walk.check(dco, "qa desk fresh")
    expect(dco.get_by_text("3 lines to account for")).to_be_visible()

    # and sees what the checks say of Section G, says why one of them is wrong, and reads the rules
    dco.get_by_role("button", name=re.compile("^G ")).click()
    expect(dco.get_by_text("does not say how much or how often").first).to_be_visible()
    walk.check(dco, "qa desk findings")
    dco.get_by_role("button", name="Dismiss finding 1", exact=True).click()
    walk.check(dco, "qa dismiss")
    dco.get_by_label("Why is the wording right?").fill("The family asked for these words.")
    dco.get_by_role("button", name="Dismiss").click()
    expect(dco.get_by_text("1 finding dismissed.")).to_be_visible()
    expect(dco.locator("#finding-1")).to_be_focused()  # the next one stands there now
    dco.get_by_role("link", name="What the checks look for").click()
    walk.check(dco, "qa checks")
    dco.go_back()
    dco.get_by_role("button", name=re.compile("^E ")).click()

    # and agrees too early, she is told in words what is missing, and keeps what she typed
    dco.get_by_label("ICB approved wording").fill("")
    dco.get_by_role("button", name="Check and agree").click()
    expect(dco.get_by_role("alert")).to_contain_text("Section E has no approved wording.")
    dco.get_by_role("alert").get_by_role("link", name="Section E has no approved wording.").click()
    expect(dco.get_by_label("ICB approved wording")).to_be_focused()
    walk.check(dco, "qa desk blocked")
    dco.get_by_label("ICB approved wording").fill(DRAFT["E"])

    # and writes the approved wording, section by section, each kept when she goes to the next
    write_section(dco, "C", APPROVED_C, "Says how epilepsy affects learning, as the paediatrician describes it.")
    write_section(dco, "G", APPROVED_G, "Names who provides the care and how often.")
    dco.get_by_label("Theme").select_option(label="8. Medical condition with health needs")
    dco.get_by_label("Coproduced with the family").check()
    dco.get_by_label("Who took part, and how").fill("Isla’s mother, by telephone.")
    agree_in_part(dco, walk)
    dco.get_by_role("button", name="Save for a colleague").click()
    walk.check(dco, "qa desk written")
    colleague = walk.sign_in("dco_2", phone=True)
    colleague.goto(dco.url)
    expect(colleague.get_by_label("ICB approved wording")).to_have_value(APPROVED_G)
    walk.check(colleague, "qa desk")

    # and says what became of each line of the advice: one by key, one by hand, one that is left out
    dco.get_by_role("button", name="Check and agree").click()
    expect(dco.get_by_role("alert")).to_contain_text("Account for 3 lines of the advice of Community paediatrics.")
    dco.get_by_role("button", name=re.compile("^Yes, reworded.*line 3")).focus()
    dco.keyboard.press("c")
    expect(dco.get_by_text("2 lines to account for")).to_be_visible()
    dco.get_by_role("button", name=re.compile("line 2 of Community")).last.click()
    dco.get_by_label("Reworded").check()
    dco.get_by_label("In which section is it?").select_option("C")
    walk.check(dco, "qa line")
    dco.get_by_role("button", name="Save").click()
    expect(dco.locator(".qa-advice-line").nth(1)).to_be_focused()
    dco.get_by_role("button", name=re.compile("line 1 of Community")).last.click()
    dco.get_by_role("radio", name="Left out").check()
    dco.get_by_label("Why was it left out?").select_option(label="Another line of the advice says it")
    dco.get_by_role("button", name="Save").click()
    dco.set_viewport_size({"width": 1440, "height": 900})
    walk.check(dco, "qa desk accounted")
    dco.set_viewport_size({"width": 1280, "height": 1000})
    dco.get_by_role("link", name="Compare two versions").click()
    expect(dco.locator("ins").nth(1)).to_contain_text("Seizures")
    walk.check(dco, "qa redline")
    dco.go_back()
    dco.get_by_role("button", name="Check and agree").click()
    expect(dco.get_by_role("heading", level=1)).to_have_text(re.compile("Check before you agree"))
    expect(dco.get_by_text("The ICB agrees Section G in part.")).to_be_visible()
    expect(dco.get_by_text("a decision is awaited from Continuing care")).to_be_visible()
    walk.check(dco, "qa check before agreeing")
    dco.get_by_role("button", name="Agree Section G in part and return").click()
    expect(dco.get_by_role("heading", level=1)).to_have_text(re.compile("Section G, line by line"))
    dco.get_by_role("button", name="Confirm the lines").click()
    expect(dco.get_by_text("Agreed and returned").first).to_be_visible()

    # Then the coordinator downloads the form and copies the wording
    coordinator.goto("/qa/returned/")
    walk.check(coordinator, "qa returned")
    coordinator.get_by_role("link", name="Isla Quillfeather").click()
    walk.check(coordinator, "qa feedback")
    with coordinator.expect_download() as pdf:
        coordinator.get_by_role("button", name="Download as PDF").click()
    pdf.value.save_as(tmp_path / "form.pdf")
    text = " ".join(PdfReader(tmp_path / "form.pdf").pages[0].extract_text().split())
    assert "ICB approved wording" in text
    assert "once every term" in text
    with coordinator.expect_download() as word:
        coordinator.get_by_role("button", name="Download as Word").click()
    word.value.save_as(tmp_path / "form.docx")
    cells = Document(BytesIO((tmp_path / "form.docx").read_bytes())).tables[0].rows[2].cells
    assert cells[3].text == APPROVED_C
    coordinator.context.grant_permissions(["clipboard-read", "clipboard-write"])
    coordinator.get_by_role("button", name="Copy Section G").click()
    expect(coordinator.get_by_text("Copied", exact=True)).to_be_visible()
    assert coordinator.evaluate("navigator.clipboard.readText()") == APPROVED_G

    # and later submits the issued plan, with one word of Section G changed
    coordinator.get_by_role("link", name="Back to the draft plan").click()
    expect(coordinator).to_have_url(PLAN)
    plan = PLAN.search(coordinator.url)
    assert plan
    coordinator.goto(f"/ehcp/plans/{plan[1]}/issue/")
    changed = APPROVED_G.replace("every term", "every year")
    fill_sections(coordinator, {"C": APPROVED_C, "G": changed, "E": DRAFT["E"]})
    coordinator.get_by_label("Why now").fill("The family asked for it at once.")
    coordinator.get_by_role("button", name=re.compile("Submit|Send")).last.click()

    # Then the portal says exactly what was used and what was not
    coordinator.goto("/qa/issued/")
    walk.check(coordinator, "qa issued plans")
    coordinator.get_by_role("link", name="Isla Quillfeather").click()
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text(
        "The approved wording of the health provision was not used"
    )
    expect(coordinator.get_by_role("heading", name=re.compile("Section C: health needs"))).to_contain_text(
        "Used exactly"
    )
    walk.check(coordinator, "qa comparison")
    dco.goto("/qa/funding/")
    expect(dco.get_by_role("link", name="Record the decision for Isla Quillfeather")).to_be_visible()
    walk.check(dco, "qa funding awaited")
    dco.goto("/reports/quality-assurance/")
    expect(dco.get_by_role("heading", name="Feedback returned within target")).to_be_visible()
    walk.check(dco, "qa figures")
    dco.goto("/qa/changed/")
    expect(dco.get_by_role("link", name="Isla Quillfeather")).to_be_visible()
    walk.check(dco, "qa changed after agreement")
    dco.get_by_role("link", name="Isla Quillfeather").click()
    dco.get_by_role("button", name="Record that this was raised").click()
    dco.get_by_label("By telephone").check()
    dco.get_by_label("What was said?").fill("The manager will have the plan amended.")
    dco.get_by_role("button", name="Save").click()
    expect(dco.get_by_text("raised, no answer yet")).to_be_visible()
    walk.check(dco, "qa comparison raised")

    # and strangers reach none of it
    for person in ("stranger", "other_coordinator", "swindon_coordinator"):
        page = walk.sign_in(person)
        for address in addresses(walk):
            assert walk.status_of(page, address) == 404, (person, address)


def addresses(walk: Walk) -> list[str]:
    """Every record's address in this story."""
    with walk.arranging():
        episode, comparison = Episode.objects.get(), Comparison.objects.get()
    return [
        f"/qa/episodes/{episode.pk}/",
        f"/qa/episodes/{episode.pk}/save-wording/",
        f"/qa/episodes/{episode.pk}/feedback.pdf",
        f"/qa/episodes/{episode.pk}/feedback.docx",
        f"/qa/comparisons/{comparison.pk}/",
        f"/qa/comparisons/{comparison.pk}/record-raised/",
    ]
