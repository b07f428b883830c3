"""The letter to the family and the local authority."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pypdf import PdfReader

from accounts.roles import System
from core.history import recorded
from core.saving import keep
from core.workflow import Refused
from send_portal.demo.cast import Cast
from tests.tribunals.conftest import NOW, REASONS, a_pdf, fresh
from tribunals.letter import letter_pdf
from tribunals.models import Paper, Regulation6Response


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


def test_the_letter_stays_as_it_was_sent(
    cast: Cast, client: Client, signed: Regulation6Response, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    document = Paper.objects.get(about="letter").document
    client.force_login(cast["dco"])
    for verb, form in (
        ("replace", {"file": a_pdf(), "reason": "Other", "hide_older": "on"}),
        ("withdraw", {"reason": "Gone"}),
    ):
        client.post(f"/people/documents/{document.pk}/{verb}/", form)
    with pytest.raises(Refused, match="it stays as it was sent"):
        document.replace(by=cast["dco"], file=a_pdf(), reason="Other")
    with pytest.raises(Refused, match="it stays as it was sent"):
        document.withdraw(by=cast["dco"], reason="Gone")
    document.refresh_from_db()
    assert (document.version, document.status, document.scan) == (1, "kept", "made_here")
    page = client.get(document.get_absolute_url()).content.decode()
    assert f"/people/documents/{document.pk}/replace/" not in page
    assert f"/people/documents/{document.pk}/withdraw/" not in page


def test_the_database_too_keeps_what_was_sent(
    cast: Cast, signed: Regulation6Response, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    document = Paper.objects.get(about="letter").document
    document.version = 2
    with recorded(verb="replace", by=System("test")), pytest.raises(ValidationError, match="stays_as_sent"):
        keep(document)
