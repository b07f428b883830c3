"""The advice as the local authority and the family get it."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from core.workflow import Refused
from has_team.advice_document import advice_as_text, advice_pdf
from has_team.models import OnwardReferral, Referral
from people.models import Document
from send_portal.demo.cast import Cast
from tests.has_team.conftest import NOW, TEXTS
from tests.papers import pdf_bytes, sent


def words_of(referral: Referral) -> str:
    pages = PdfReader(BytesIO(advice_pdf(referral))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\xa0", " ")


def test_the_advice_names_the_regulation_its_sections_and_who_assured_it(cast: Cast, approved: Referral) -> None:
    words = words_of(Referral.objects.get(pk=approved.pk))
    for said in (*TEXTS.values(), "regulation 6(1)(c)", "Tom Ashgrove", "Ruth Okonjo", "20 July 2026"):
        assert said in words, said
    assert "was not assessed" in words, "nobody logged an assessment, and the reader must know"


def test_unapproved_advice_says_that_it_is_a_draft(cast: Cast, referral: Referral) -> None:
    referral.save_advice(by=cast["adviser"], **TEXTS)
    OnwardReferral.recommend(by=cast["adviser"], referral=referral, service="Sleep clinic", made_by="gp", on=NOW)
    referral.log_stage(by=cast["adviser"], stage="assessed", on=NOW)
    words = words_of(Referral.objects.get(pk=referral.pk))
    assert "this is a draft" in words
    assert "Sleep clinic" in words
    assert "was not assessed" not in words


def test_empty_sections_are_left_out_of_the_text(cast: Cast, referral: Referral) -> None:
    referral.save_advice(by=cast["adviser"], **(TEXTS | {"outcomes": ""}))
    text = advice_as_text(referral)
    assert "Outcomes" not in text
    assert text.startswith("Health needs\nRowan has epilepsy")


def test_the_advice_stays_as_it_was_sent(cast: Cast, approved: Referral, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    approved.send(by=cast["adviser"])
    document = Document.objects.get(child=approved.child, scan="made_here")
    with pytest.raises(Refused, match="it stays as it was sent"):
        document.replace(
            by=cast["adviser"], file=sent(pdf_bytes(approved.child.name)), reason="Other", hide_older=True
        )
    with pytest.raises(Refused, match="it stays as it was sent"):
        document.withdraw(by=cast["dco"], reason="Gone")
