"""The letter to the family and the local authority."""

from io import BytesIO

from pypdf import PdfReader

from send_portal.demo.cast import Cast
from tests.tribunals.conftest import REASONS, fresh
from tribunals.letter import letter_pdf
from tribunals.models import Regulation6Response


def words_of(response: Regulation6Response) -> str:
    reader = PdfReader(BytesIO(letter_pdf(response)))
    assert reader.metadata.title.startswith("Regulation 6 response")
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_the_letter_says_for_each_recommendation_what_was_decided_and_who_signed(
    cast: Cast, signed: Regulation6Response
) -> None:
    words = words_of(signed)
    for said in (
        "SI 2017/1306",
        "EH865/26/00017",
        "We agree with this recommendation.",
        "A nurse reviews it with the school.",
        "By 30 September 2026",
        "We do not agree with this recommendation.",
        REASONS,
        "Caroline Adeyemi",
        "Chief Nurse",
        "20 July 2026",
        "Parliamentary and Health Service Ombudsman",
        "Wiltshire Council",
    ):
        assert said.replace("\xa0", " ") in words.replace("\xa0", " "), said
    assert "raft" not in words


def test_before_it_is_signed_the_letter_says_that_it_is_a_draft(cast: Cast, response: Regulation6Response) -> None:
    words = words_of(fresh(response.appeal))
    assert "Draft: not signed, not to be sent" in words
    assert "not answered yet" in words
