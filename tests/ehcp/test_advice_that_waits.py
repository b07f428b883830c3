"""A service's advice that names another child: it is not sent until a second person has looked at it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Membership
from core.today import today
from ehcp.models import AdviceRequest
from people.models import Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import with_service
from tests.papers import pdf_bytes, sent


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def request_(cast: Cast) -> AdviceRequest:
    return with_service(cast)


@pytest.fixture
def spa(cast: Cast, client: Client) -> Client:
    client.force_login(cast["spa"])
    return client


def send(client: Client, request: AdviceRequest, **facts: Any) -> Any:
    form = {"on": today().isoformat(), "revision": request.revision} | facts
    return client.post(f"/ehcp/advice-requests/{request.pk}/return-advice/", form)


def about_two(cast: Cast, request: AdviceRequest) -> bytes:
    other = make_child(cast, la="swindon", given_name="Wren", family_name="Stonehouse-Vale")
    return pdf_bytes(f"Advice on {request.child.name}, seen with {other.name}")


def hold(client: Client, cast: Cast, request: AdviceRequest) -> Document:
    answer = send(client, request, file=sent(about_two(cast, request)), hold="on")
    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    return document


def test_advice_that_names_another_child_is_refused_and_the_clock_runs_on(
    cast: Cast, spa: Client, request_: AdviceRequest
) -> None:
    answer = send(spa, request_, file=sent(about_two(cast, request_)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It has the name of another child" in page
    assert "have a colleague check it" in page
    request_.refresh_from_db()
    assert (request_.status, request_.advice_clock.is_running) == ("with_service", True)
    assert not Document.objects.exists()


def test_held_advice_is_sent_only_after_a_colleague_has_released_it(
    cast: Cast, spa: Client, request_: AdviceRequest
) -> None:
    document = hold(spa, cast, request_)
    request_.refresh_from_db()
    assert (request_.status, document.status, document.owner) == ("with_service", "held", request_.provider)
    assert document not in Document.objects.visible_to(cast["coordinator"])
    assert "Held for a second person" in spa.get(request_.get_absolute_url()).content.decode()
    assert (
        "that a colleague has checked"
        not in spa.get(f"/ehcp/advice-requests/{request_.pk}/return-advice/").content.decode()
    )

    document.release(by=second_person(cast, document), reason="Her sister")
    assert document.status == "checked"
    assert document not in Document.objects.visible_to(cast["coordinator"]), "not before it is sent"
    assert send(spa, request_, checked=document.pk).status_code == 302
    request_.refresh_from_db()
    document.refresh_from_db()
    assert (request_.status, request_.document, document.status) == ("returned", document, "kept")
    assert document in Document.objects.visible_to(cast["coordinator"])


def second_person(cast: Cast, document: Document) -> Any:
    """A colleague at the provider where there is one, else a DCO."""
    if document.checker == cast.org["icb"]:
        return cast["dco"]
    return Membership.objects.filter(organisation=document.checker).exclude(user=cast["spa"]).first().user


def test_a_file_in_another_childs_case_cannot_be_sent(cast: Cast, spa: Client, request_: AdviceRequest) -> None:
    document = hold(spa, cast, request_)
    document.release(by=second_person(cast, document), reason="Her sister")
    elsewhere = with_service(cast)
    assert send(spa, elsewhere, checked=document.pk).status_code == 422
    with pytest.raises(ValidationError, match="another child’s case"):
        elsewhere.return_advice(by=cast["spa"], checked=document)


def test_withdrawn_advice_is_not_offered_for_reading(cast: Cast, spa: Client, request_: AdviceRequest) -> None:
    send(spa, request_, file=sent(pdf_bytes(request_.child.name)))
    Document.objects.get().withdraw(by=cast["spa"], reason="Of another child")
    spa.force_login(cast["coordinator"])
    page = spa.get(request_.get_absolute_url()).content.decode()
    assert "The file was withdrawn" in page
    assert "/download/" not in spa.get(f"/ehcp/assessments/{request_.assessment_id}/").content.decode()
