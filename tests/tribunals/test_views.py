"""The pages of appeals and responses: who gets them, and how much they ask of the database."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import AccessLog, Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.papers import pdf_bytes, sent
from tests.tribunals.conftest import NOW, add_paper, log, review_of
from tribunals.models import Appeal, Issue, Paper, Regulation6Response, Review


def status(client: Client, cast: Cast, person: str, address: str) -> int:
    client.force_login(cast[person])
    return client.get(address).status_code


STRANGERS = ["swindon_coordinator", "spa", "adviser", "board_member", "stranger"]


@pytest.mark.parametrize("person", [*STRANGERS, "coordinator", "reviewer", "chief_nurse"])
def test_the_appeals_page_is_not_there_for_others(
    client: Client, cast: Cast, in_review: Regulation6Response, person: str
) -> None:
    assert status(client, cast, person, in_review.appeal.get_absolute_url()) == 404
    assert status(client, cast, person, f"{in_review.appeal.get_absolute_url()}close/") == 404


@pytest.mark.parametrize("person", [*STRANGERS, "coordinator", "chief_nurse"])
def test_the_response_is_not_there_for_whom_it_is_not_with(
    client: Client, cast: Cast, in_review: Regulation6Response, person: str
) -> None:
    for address in (in_review.get_absolute_url(), f"{in_review.get_absolute_url()}letter.pdf"):
        assert status(client, cast, person, address) == 404


@pytest.mark.parametrize("person", STRANGERS)
def test_papers_answers_and_reviews_are_not_there_either(
    client: Client, cast: Cast, in_review: Regulation6Response, person: str
) -> None:
    paper = add_paper(cast, in_review.appeal)
    answer, review = in_review.answers.first(), in_review.reviews.first()
    for address in (
        f"/tribunals/papers/{paper.document_id}/",
        f"/tribunals/answers/{answer.pk}/write/",
        f"/tribunals/reviews/{review.pk}/agree/",
    ):
        assert status(client, cast, person, address) == 404


@pytest.mark.parametrize("person", ["board_member", "spa", "adviser"])
def test_lists_are_refused_to_who_has_no_part_in_them(client: Client, cast: Cast, person: str) -> None:
    assert status(client, cast, person, "/tribunals/") == 403
    assert status(client, cast, person, "/tribunals/responses/") == 403


def test_a_reviewer_reads_issues_position_answers_and_papers_and_nothing_else(
    client: Client, cast: Cast, in_review: Regulation6Response
) -> None:
    Issue.add(by=cast["dco"], appeal=in_review.appeal, section="G", sought="A nurse.", position="In part.")
    paper = add_paper(cast, in_review.appeal)
    client.force_login(cast["reviewer"])
    page = client.get(in_review.get_absolute_url()).content.decode()
    for words in ("A nurse.", "In part.", "Neurology report", "specialist nurse reviews", "Agree with this response"):
        assert words in page
    download = client.get(f"/tribunals/papers/{paper.document_id}/")
    assert b"".join(download.streaming_content).startswith(b"%PDF-")
    assert AccessLog.objects.filter(user=cast["reviewer"], child_id=in_review.child_id).count() >= 1


def test_the_local_authority_reads_the_answer_and_not_how_it_came_about(
    client: Client, cast: Cast, signed: Regulation6Response
) -> None:
    Issue.add(by=cast["dco"], appeal=signed.appeal, section="G", sought="A nurse.", position="Our inner position.")
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    client.force_login(cast["coordinator"])
    page = client.get(signed.get_absolute_url()).content.decode()
    assert "specialist nurse reviews" in page
    assert "Record the copy to the Secretary of State" in page
    for words in ("Our inner position", "Dr Anil Sethi", "Reviews"):
        assert words not in page


def test_another_box_for_a_recommendation_keeps_what_was_typed(client: Client, cast: Cast, appeal: Appeal) -> None:
    client.force_login(cast["dco"])
    address = f"{appeal.get_absolute_url()}record-order/"
    typed = {"rows": "2", "recommendation_1": "A specialist nurse.", "made_on_day": "13", "more": "1"}
    page = client.post(address, typed)
    assert page.status_code == 200
    assert "Recommendation 3" in page.content.decode()
    assert "A specialist nurse." in page.content.decode()
    assert "There is a problem" not in page.content.decode()
    assert not Regulation6Response.objects.exists()
    done = client.post(
        address,
        {
            "rows": "3", "made_on": "2026-07-13", "arrived_on": "2026-07-15", "governing_reason": "The earlier.",
            "recommendation_1": "A specialist nurse.", "recommendation_3": "A clinic.", "revision": appeal.revision,
        },
    )  # fmt: skip
    assert done.status_code == 302
    assert [r.text for r in appeal.recommendations.all()] == ["A specialist nurse.", "A clinic."]


def test_a_paper_is_uploaded_once_and_read_by_its_bytes(client: Client, cast: Cast, appeal: Appeal) -> None:
    client.force_login(cast["dco"])
    file = SimpleUploadedFile("bundle.pdf", b"just words", "application/pdf")
    facts = {"about": "bundle", "title": "Bundle", "file": file}
    answer = client.post(f"{appeal.get_absolute_url()}add-paper/", facts)
    assert answer.status_code == 422
    assert not Paper.objects.exists()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_the_same_number_of_queries_for_two_rows_and_for_twelve(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])

    def add(numbers: range) -> None:
        for number in numbers:
            case = log(cast, reference=f"EH{number}")
            case.record_order(by=cast["dco"], made_on=NOW, arrived_on=NOW, recommendations=["A nurse.", "A clinic."])

    add(range(2))
    queries(client, "/tribunals/")  # warms what is read once
    few = [queries(client, address) for address in ("/tribunals/", "/tribunals/responses/")]
    add(range(2, 12))
    many = [queries(client, address) for address in ("/tribunals/", "/tribunals/responses/")]
    assert few == many


def test_a_case_asks_the_same_number_of_queries_however_much_it_holds(
    client: Client, cast: Cast, in_review: Regulation6Response
) -> None:
    client.force_login(cast["dco"])
    appeal = in_review.appeal

    def both() -> list[int]:
        return [queries(client, appeal.get_absolute_url()), queries(client, in_review.get_absolute_url())]

    def fill() -> None:
        Issue.add(by=cast["dco"], appeal=appeal, section="G", sought="A nurse.")
        add_paper(cast, appeal)

    fill()
    both()
    few = both()
    for _ in range(5):
        fill()
    assert both() == few


def test_the_pages_of_each_step_open(client: Client, cast: Cast, agreed: Regulation6Response) -> None:
    client.force_login(cast["chief_nurse"])
    assert "Waiting for you" in client.get("/tribunals/responses/").content.decode()
    assert client.post(f"{agreed.get_absolute_url()}sign/", {"revision": agreed.revision}).status_code == 302
    client.force_login(cast["dco"])
    letter = client.get(f"{agreed.get_absolute_url()}letter.pdf")
    assert letter.content.startswith(b"%PDF-")
    assert Review.objects.filter(response=agreed).count() == 2
    assert review_of(agreed, cast["reviewer"]).outcome == "agrees"


def test_a_paper_that_names_another_child_waits_for_a_second_dco(
    client: Client, cast: Cast, appeal: Appeal, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = make_child(cast, la="swindon", given_name="Wren", family_name="Stonehouse-Vale")
    content = pdf_bytes(f"{appeal.child.name} and {other.name}")
    client.force_login(cast["dco"])
    address = f"{appeal.get_absolute_url()}add-paper/"
    facts = {"about": "report", "title": "Joint report"}
    assert client.post(address, facts | {"file": sent(content)}).status_code == 422
    assert client.post(address, facts | {"file": sent(content), "hold": "on"}).status_code == 302
    held = Document.objects.get(kind="tribunal")
    assert (held.status, Paper.objects.exists()) == ("held", False)
    held.release(by=cast["dco_2"], reason="They are twins")
    assert client.post(address, facts | {"checked": held.pk}).status_code == 302
    assert Paper.objects.get().document == held
    held.withdraw(by=cast["dco"], reason="Sent by mistake")
    client.force_login(cast["reviewer"])
    assert client.get(f"/tribunals/papers/{held.pk}/").status_code == 404
