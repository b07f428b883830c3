"""A coordinator gets a draft in from a file or a paste: looked through before anything is sent."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.models import Draft
from core.today import pretend
from ehcp.intake.found import Found
from ehcp.models import AnnualReview, Plan
from people.models import Child, Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.conftest import SignedInClient
from tests.ehcp import plans
from tests.ehcp.made import agreed, asked, assessing, days_ago, drafted
from tests.papers import pdf_bytes, word_bytes


@pytest.fixture
def child(cast: Cast) -> Child:
    return make_child(cast, on=days_ago(60), given_name="Rowan", family_name="Ash")


@pytest.fixture
def address(cast: Cast, child: Child) -> str:
    return f"/ehcp/assessments/{assessing(cast, child).pk}/plan/submit/"


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


def upload(client: Client, address: str, content: bytes, name: str = "Draft plan.docx", **typed: str) -> Any:
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return client.post(address, {"read": "file", "plan_file": file, **typed})


def shown(client: Client, address: str) -> Any:
    """The form as the page shows it."""
    return client.get(address).context_data["form"]


def texts_in(form: Any) -> dict[str, str]:
    return {n.removeprefix("section_"): v for n, v in form.initial.items() if n.startswith("section_")}


def sent_back(form: Any, **changed: str) -> dict[str, Any]:
    """What a browser sends from this page."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | changed).items() if value not in (None, "", False)}


def test_a_word_file_fills_the_form_and_nothing_is_sent_before_the_coordinator_does(
    coordinator: Client, address: str
) -> None:
    read = upload(coordinator, address, plans.contents_instructions_and_furniture())
    assert (read.status_code, read["Location"]) == (302, address)
    assert not Plan.objects.exists()
    form = shown(coordinator, address)
    assert texts_in(form) == plans.WHOLE
    page = coordinator.get(address).text
    assert "Every section was found." in page
    assert "under “Section C: Health needs”" in page
    assert plans.INTRODUCTION in page
    assert coordinator.post(address, sent_back(form, section_A="Rowan likes maps.")).status_code == 302
    plan = Plan.objects.get()
    assert plan.latest().text_of("A") == "Rowan likes maps."
    assert plan.latest().text_of("G") == plans.WHOLE["G"]
    assert not Draft.objects.exists()


def test_a_pdf_is_read_and_its_pages_are_named(coordinator: Client, address: str) -> None:
    upload(coordinator, address, plans.pdf_with_tables(), "plan.pdf")
    form = shown(coordinator, address)
    assert texts_in(form) == plans.WHOLE
    assert form.found.origins["A"].startswith("Page 1, under “A: The views")


def test_text_of_no_section_is_shown_and_moved_where_the_coordinator_says(coordinator: Client, address: str) -> None:
    upload(coordinator, address, plans.headings_and_paragraphs())
    form = shown(coordinator, address)
    [(piece, question)] = form.pieces
    assert piece.text.endswith(plans.INTRODUCTION)
    moved = coordinator.post(address, sent_back(form, **{question.name: "K"}))  # pressed Send, with text to be moved
    assert moved["Location"] == address
    assert not Plan.objects.exists(), "what was moved is looked at first"
    form = shown(coordinator, address)
    assert texts_in(form)["K"] == f"{plans.WHOLE['K']}\n{piece.text}"
    assert form.pieces == []


def test_sections_that_were_not_found_are_named(coordinator: Client, address: str) -> None:
    coordinator.post(address, {"read": "pasted", "pasted": "Rowan Ash\nSection C: Health needs\nAsthma."})
    form = shown(coordinator, address)
    assert texts_in(form)["C"] == "Asthma."
    assert [section.letter for section in form.not_found] == ["A", "B", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]
    assert "Not found." in form.fields["section_G"].help_text


def test_what_was_typed_before_is_not_overwritten_unseen(coordinator: Client, address: str) -> None:
    typed = {"section_C": "My own words.", "section_J": "None yet."}
    coordinator.post(address, {"read": "pasted", "pasted": "Rowan Ash\nSection C\nAsthma.", **typed})
    form = shown(coordinator, address)
    assert (texts_in(form)["C"], texts_in(form)["J"]) == ("Asthma.", "None yet.")
    assert [piece.text for piece, _ in form.pieces] == ["My own words.", "Rowan Ash"]


def test_a_colleague_goes_on_with_what_was_read(cast: Cast, coordinator: Client, address: str) -> None:
    upload(coordinator, address, plans.headings_and_paragraphs())
    colleague = SignedInClient()
    colleague.force_login(cast["la_manager"])
    form = shown(colleague, address)
    assert texts_in(form) == plans.WHOLE
    assert form.found.name == "Draft plan.docx"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"plain text", "We could not read"),
        (pdf_bytes("", ""), "it may be a scan"),
        (pdf_bytes("Words")[:300] + b"/Font", "the file may be damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (word_bytes(document='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'), "may be damaged"),
        (word_bytes(document=""), "No words could be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    coordinator: Client, address: str, content: bytes, said: str
) -> None:
    refused = upload(coordinator, address, content, section_C="My own words.")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert said in page
    assert "My own words." in page


def test_a_file_made_to_unpack_to_very_much_is_given_up(coordinator: Client, address: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"<x>" + b" " * 60_000_000)
    assert "unpacks to far more than a document should" in upload(coordinator, address, packed.getvalue()).text


def test_no_file_and_no_paste_are_asked_for(coordinator: Client, address: str) -> None:
    assert "Choose the file of the plan first" in coordinator.post(address, {"read": "file"}).text
    assert "Paste the plan first" in coordinator.post(address, {"read": "pasted", "pasted": " "}).text


def test_another_childs_plan_is_not_read_in(cast: Cast, coordinator: Client, address: str) -> None:
    other = make_child(cast, on=days_ago(60), given_name="Wren", family_name="Holt")
    text = f"Section C: Health needs\nWren Holt, NHS number {other.nhs_number}, has asthma."
    refused = coordinator.post(address, {"read": "pasted", "pasted": text})
    assert refused.status_code == 422
    assert "It has the NHS number of another child" in refused.text
    assert not Draft.objects.exists()


def test_a_plan_that_does_not_name_the_child_is_sent_only_when_somebody_has_looked(
    coordinator: Client, address: str
) -> None:
    coordinator.post(address, {"read": "pasted", "pasted": "Section C: Health needs\nAsthma."})
    page = coordinator.get(address).text
    assert "It has neither the name nor the NHS number of this child" in page
    form = shown(coordinator, address)
    refused = coordinator.post(address, sent_back(form))
    assert (refused.status_code, Plan.objects.exists()) == (422, False)
    assert coordinator.post(address, sent_back(form, is_right="on")).status_code == 302
    assert Plan.objects.get().latest().text_of("C") == "Asthma."


def test_what_the_page_kept_of_the_reading_may_be_nonsense(coordinator: Client, address: str) -> None:
    for nonsense in ("[1]", "{", '{"name": 1, "origins": []}', "null"):
        assert Found.of_json(nonsense) is None
    assert coordinator.post(address, {"section_C": "Asthma.", "found": "{}"}).status_code == 302


def test_a_new_draft_and_the_issued_plan_come_in_the_same_way(cast: Cast, coordinator: Client, child: Child) -> None:
    plan = drafted(cast, assessing(cast, child))
    plan.return_to_la(by=cast["dco"], on=days_ago(6))
    again = f"/ehcp/plans/{plan.pk}/resubmit/"
    upload(coordinator, again, plans.a_table_for_each_section())
    assert coordinator.post(again, sent_back(shown(coordinator, again))).status_code == 302
    assert Plan.objects.get().latest().text_of("F") == plans.WHOLE["F"]


def test_the_issued_plan_is_compared_as_it_was_read(cast: Cast, coordinator: Client) -> None:
    plan = agreed(cast)
    address = f"/ehcp/plans/{plan.pk}/issue/"
    text = f"{plan.child.name}\nC. Health needs\nA need.\nG. Health provision\nA community nurse, weekly."
    coordinator.post(address, {"read": "pasted", "pasted": text})
    sent = sent_back(shown(coordinator, address), on=days_ago(0).isoformat(), reason="The family asked for it.")
    assert coordinator.post(address, sent).status_code == 302
    assert Plan.objects.get().comparison.outcome == "used"


def test_a_plan_that_health_never_saw_is_read_in_and_compared(cast: Cast, coordinator: Client, child: Child) -> None:
    address = f"/ehcp/assessments/{assessing(cast, child).pk}/issued-plan/"
    upload(coordinator, address, plans.headings_and_paragraphs())
    sent = sent_back(shown(coordinator, address), on=days_ago(0).isoformat(), not_asked_because="not_asked")
    assert coordinator.post(address, sent).status_code == 302
    plan = Plan.objects.get()
    assert plan.latest("issued").text_of("G") == plans.WHOLE["G"]
    assert plan.comparison.outcome == "not_asked"


def test_an_amended_plan_is_read_in_and_only_healths_sections_of_it_are_kept(
    cast: Cast, coordinator: Client, child: Child
) -> None:
    review = AnnualReview.register(by=cast["coordinator"], child=child, since_on=days_ago(59))
    with pretend(days_ago(0)):
        review.set_meeting(by=cast["coordinator"], meeting_on=days_ago(0))
        review.record_invitations(by=cast["coordinator"], on=days_ago(0), health_invited=True)
        review.record_held(by=cast["coordinator"], on=days_ago(0), health_attended=True)
        review.decide_to_amend(by=cast["coordinator"], on=days_ago(0))
        review.record_amended_plan(by=cast["coordinator"], on=days_ago(0))
    address = f"{review.get_absolute_url()}amended-plan/"
    assert address in coordinator.get(review.get_absolute_url()).text
    upload(coordinator, address, plans.headings_and_paragraphs())
    form = shown(coordinator, address)
    assert texts_in(form) == {letter: plans.WHOLE[letter] for letter in "ECG"}
    assert form.not_found == []
    assert coordinator.post(address, sent_back(form)).status_code == 302
    page = coordinator.get(review.get_absolute_url()).text
    assert "The amended plan, as it was sent on" in page
    assert address not in page, "once"
    following = coordinator.get(f"/ehcp/children/{child.pk}/annual-reviews/log/").context_data["form"]
    assert following.initial["section_c"] == plans.WHOLE["C"], "the plan as it was amended"


# Documents that come with it


def attach(client: Client, address: str, *files: SimpleUploadedFile, **typed: str) -> Any:
    return client.post(address, {"attach": "yes", "advice_files": list(files), **typed})


def pdf(name: str, words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(words), "application/pdf")


def test_advice_documents_go_with_the_draft_and_say_which_request_each_answers(
    cast: Cast, coordinator: Client, child: Child
) -> None:
    request = asked(cast, "slt", "f", assessment=assessing(cast, child))
    address = f"/ehcp/assessments/{request.assessment_id}/plan/submit/"
    files = [pdf("SALT report May.pdf", "Rowan Ash speaks."), pdf("School letter.pdf", "Rowan Ash reads.")]
    assert attach(coordinator, address, *files, section_C="Asthma.").status_code == 302
    form = shown(coordinator, address)
    therapy, letter = form.paper_fields()
    assert (therapy.label, therapy.value()) == ("SALT report May", str(request.pk))
    assert (letter.label, letter.value()) == ("School letter", "none")
    assert coordinator.post(address, sent_back(form, **{letter.name: ""})).status_code == 302
    plan = Plan.objects.get()
    [paper] = plan.latest().papers.all()
    assert (paper.document.title, paper.request) == ("SALT report May", request)
    request.refresh_from_db()
    assert request.status == "asked", "only who was asked sends advice"
    assert "SALT report May" in coordinator.get(plan.get_absolute_url()).text


def test_another_familys_document_is_stopped_and_the_others_are_kept(
    coordinator: Client, child: Child, address: str
) -> None:
    refused = attach(
        coordinator, address, pdf("Right.pdf", "Rowan Ash."), pdf("Wrong.pdf", "Somebody."), section_C="x"
    )
    assert refused.status_code == 422
    assert "Wrong.pdf: This file was not saved." in refused.text
    assert "where a colleague can check it" in refused.text
    assert list(Document.objects.filter(child=child).values_list("title", flat=True)) == ["Right"]


def test_files_chosen_and_not_added_are_added_before_anything_is_sent(coordinator: Client, address: str) -> None:
    answer = coordinator.post(address, {"section_C": "x", "advice_files": [pdf("Right.pdf", "Rowan Ash.")]})
    assert (answer.status_code, Plan.objects.exists()) == (302, False)
    assert [field.label for field in shown(coordinator, address).paper_fields()] == ["Right"]
