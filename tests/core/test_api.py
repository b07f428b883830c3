"""The API runs the same forms and the same verbs as the pages."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.throttling import UserRateThrottle

from core.api import Pages, RecordViews
from core.api_body import NOT_ASKED, form_data, values_of
from core.api_schema import body_of
from ehcp.advice_forms import AskAdviceForm, GiveAnswerForm
from ehcp.forms import RegisterAssessmentForm
from ehcp.models import AdviceRequest
from people.forms import ChangeDetailsForm
from people.models import AccessLog, Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child, nhs_number
from tests.conftest import SignedInClient
from tests.core.api_records import ASKED, asked, assessing

API = "/api/v1"
ANSWER = {"answer": "known", "on": "2026-02-04"}


def send(client: Client, address: str, body: Any = None, **more: Any) -> Any:
    return client.post(f"{API}{address}", body if body is not None else {}, content_type="application/json", **more)


@pytest.fixture
def request_(cast: Cast) -> AdviceRequest:
    return asked(cast, assessing(cast))


@pytest.fixture
def as_spa(client: Client, cast: Cast) -> Client:
    client.force_login(cast["spa"])
    return client


@pytest.fixture
def as_coordinator(client: Client, cast: Cast) -> Client:
    client.force_login(cast["coordinator"])
    return client


def test_a_list_gives_rows_and_the_record_its_clock_and_actions(as_spa: Client, request_: AdviceRequest) -> None:
    listed = as_spa.get(f"{API}/advice-requests/").json()
    assert [row["id"] for row in listed["results"]] == [request_.pk]
    assert "actions" not in listed["results"][0]
    record = as_spa.get(f"{API}/advice-requests/{request_.pk}/").json()
    assert record["advice_clock"]["due_on"] == "2026-03-17"
    assert record["status"] == "asked"
    assert [(a["verb"], a["url"]) for a in record["actions"]] == [
        ("give_answer", f"{API}/advice-requests/{request_.pk}/give-answer/")
    ]


def test_a_verb_moves_the_record_and_gives_it_back(as_spa: Client, cast: Cast, request_: AdviceRequest) -> None:
    body = {
        "answer": "known",
        "last_contact_on": "2026-01-09",
        "service": cast.team["slt"].pk,
        "revision": request_.revision,
    }
    response = send(as_spa, f"/advice-requests/{request_.pk}/give-answer/", body)
    assert response.status_code == 200, response.json()
    assert (response.json()["status"], response.json()["service"]["name"]) == ("with_service", cast.team["slt"].name)
    line = request_.history.latest("history_id")
    assert (line.verb, line.history_user) == ("give_answer", cast["spa"])


def test_what_is_wrong_stands_beside_its_field_in_the_words_of_the_page(
    as_spa: Client, request_: AdviceRequest
) -> None:
    response = send(
        as_spa, f"/advice-requests/{request_.pk}/give-answer/", {"answer": "perhaps", "reason": "x" * 5000}
    )
    page = as_spa.post(
        f"/ehcp/advice-requests/{request_.pk}/give-answer/", {"answer": "perhaps", "reason": "x" * 5000}
    )
    assert response.status_code == page.status_code == 422
    errors = response.json()["errors"]
    assert set(errors) == {"answer", "reason"}
    for words in [*errors["answer"], *errors["reason"]]:
        assert words in page.content.decode()


def test_a_refusal_of_the_verb_is_the_same_as_on_the_page(as_spa: Client, request_: AdviceRequest) -> None:
    response = send(as_spa, f"/advice-requests/{request_.pk}/return-advice/", {"advice_text": "Too soon."})
    assert response.status_code == 422
    assert response.json()["refused"] == ["This cannot be done now: it is “with the single point of access”."]


def test_who_comes_second_gets_what_changed(as_coordinator: Client, cast: Cast, request_: AdviceRequest) -> None:
    seen = request_.revision
    request_.give_answer(
        by=cast["spa"], answer="known", last_contact_on=request_.received_on, service=cast.team["slt"]
    )
    response = send(
        as_coordinator, f"/advice-requests/{request_.pk}/withdraw/", {"reason": "Not needed.", "revision": seen}
    )
    assert response.status_code == 409
    stale = response.json()
    assert [(c["verb"], c["by"]) for c in stale["changes"]] == [("Point of access answered", cast["spa"].name)]
    again = {"reason": "Not needed.", "revision": stale["revision"]}
    assert send(as_coordinator, f"/advice-requests/{request_.pk}/withdraw/", again).status_code == 200


def test_the_same_act_sent_twice_is_done_once(as_spa: Client, cast: Cast, request_: AdviceRequest) -> None:
    body = {
        "answer": "known",
        "last_contact_on": "2026-01-09",
        "service": cast.team["slt"].pk,
        "revision": request_.revision,
    }
    codes = [send(as_spa, f"/advice-requests/{request_.pk}/give-answer/", body).status_code for _ in range(2)]
    assert codes == [200, 409]
    assert request_.history.filter(verb="give_answer").count() == 1


def test_a_record_is_made_in_another_ones_list_and_only_once(as_coordinator: Client, cast: Cast) -> None:
    assessment = assessing(cast)
    body = {"paragraph": "f", "asked_of": cast.team["slt"].pk, "submission": str(uuid4())}
    made = send(as_coordinator, f"/assessment-requests/{assessment.pk}/advice-requests/", body)
    assert made.status_code == 201, made.json()
    assert made["Location"] == f"{API}/advice-requests/{made.json()['id']}/"
    again = send(as_coordinator, f"/assessment-requests/{assessment.pk}/advice-requests/", body)
    assert (again.status_code, again["Location"]) == (303, made["Location"])
    assert assessment.advice_requests.count() == 1


def test_a_token_of_somebody_else_is_refused(as_coordinator: Client, cast: Cast) -> None:
    assessment = assessing(cast)
    address = f"/assessment-requests/{assessment.pk}/advice-requests/"
    body = {"paragraph": "f", "asked_of": cast.team["slt"].pk, "submission": str(uuid4())}
    assert send(as_coordinator, address, body).status_code == 201
    other = SignedInClient()
    other.force_login(cast["la_manager"])
    assert send(other, address, body).status_code == 403
    assert send(other, address, body | {"submission": "mine"}).status_code == 400


def test_a_child_is_registered_in_ones_own_local_authority(as_coordinator: Client, cast: Cast) -> None:
    body = {
        "given_name": "Isla",
        "family_name": "Marchbank",
        "date_of_birth": "2018-04-02",
        "nhs_number": nhs_number(77),
        "pronouns": "she",
        "looked_after": True,
    }
    made = send(as_coordinator, "/children/", body)
    assert made.status_code == 201, made.json()
    child = Child.objects.get(pk=made.json()["id"])
    assert (child.local_authority, child.looked_after) == (cast.org["wiltshire"], True)
    assert made.json()["icb"]["code"] == "QOX"


def test_a_field_that_is_left_out_stays_and_null_empties_it(as_coordinator: Client, cast: Cast) -> None:
    child = make_child(cast, school="Saltersbrook School", looked_after=True, interpreter="Polish")
    response = send(as_coordinator, f"/children/{child.pk}/change-details/", {"interpreter": None})
    assert response.status_code == 200, response.json()
    child.refresh_from_db()
    assert (child.school, child.looked_after, child.interpreter) == ("Saltersbrook School", True, "")


def test_a_name_that_the_form_does_not_have_is_refused(as_coordinator: Client, cast: Cast) -> None:
    child = make_child(cast)
    response = send(as_coordinator, f"/children/{child.pk}/change-details/", {"schol": "A", "local_authority": 3})
    assert response.status_code == 422
    assert response.json()["errors"] == {"schol": [NOT_ASKED], "local_authority": [NOT_ASKED]}


def test_options_say_what_the_form_asks_of_this_record(as_coordinator: Client, cast: Cast) -> None:
    assessment = assessing(cast)
    asks = as_coordinator.options(f"{API}/assessment-requests/{assessment.pk}/advice-requests/").json()
    fields = {field["name"]: field for field in asks["fields"]}
    assert asks["blocked"] is None
    assert fields["paragraph"]["required"]
    services = {choice["value"] for choice in fields["asked_of"]["choices"]}
    assert str(cast.team["slt"].pk) in services
    assert str(cast.team["other_slt"].pk) not in services


def test_options_are_for_those_who_may_act(as_spa: Client, cast: Cast, request_: AdviceRequest) -> None:
    assert as_spa.options(f"{API}/advice-requests/{request_.pk}/withdraw/").status_code == 403
    assert as_spa.options(f"{API}/children/{request_.child_id}/assessment-requests/").status_code == 404


def test_a_file_is_sent_as_a_file(as_spa: Client, cast: Cast, request_: AdviceRequest) -> None:
    request_.give_answer(
        by=cast["spa"], answer="known", last_contact_on=request_.received_on, service=cast.team["slt"]
    )
    address = f"/advice-requests/{request_.pk}/return-advice/"
    as_text = send(as_spa, address, {"file": "advice.pdf", "advice_text": "Words."})
    assert "multipart" in as_text.json()["errors"]["file"][0]
    paper = SimpleUploadedFile("advice.pdf", b"%PDF-1.7 made up", content_type="text/html")
    sent = as_spa.post(f"{API}{address}", {"file": paper, "revision": request_.revision})
    assert sent.status_code == 200, sent.json()
    request_.refresh_from_db()
    assert (sent.json()["status"], sent.json()["document"]) == ("returned", request_.document_id)
    assert request_.document.content_type == "application/pdf"


def test_looking_at_a_record_is_logged_like_a_page(as_spa: Client, cast: Cast, request_: AdviceRequest) -> None:
    as_spa.get(f"{API}/advice-requests/{request_.pk}/")
    log = AccessLog.objects.of_child(request_.child_id).latest("pk")
    assert (log.user, log.outcome, log.path) == (cast["spa"], 200, f"{API}/advice-requests/{request_.pk}/")


def test_a_refused_look_is_logged_too(as_spa: Client, request_: AdviceRequest) -> None:
    send(as_spa, f"/advice-requests/{request_.pk}/withdraw/", {"reason": "x"})
    assert AccessLog.objects.of_child(request_.child_id).latest("pk").outcome == 403


def test_a_provider_sees_its_request_and_not_the_childs_record(as_spa: Client, request_: AdviceRequest) -> None:
    assert as_spa.get(f"{API}/children/").json()["count"] == 0
    assert as_spa.get(f"{API}/children/{request_.child_id}/").status_code == 404
    assert as_spa.get(f"{API}/assessment-requests/{request_.assessment_id}/").status_code == 404


def test_a_provider_does_not_read_what_the_health_advisers_wrote(as_spa: Client, cast: Cast) -> None:
    request = asked(cast, assessing(cast), "paediatrics", "c")
    request.give_answer(by=cast["spa"], answer="not_known")
    request.return_health_advisers_advice(by=cast["adviser"], on=ASKED.replace(month=3), advice_text="Needs a nurse.")
    assert as_spa.get(f"{API}/advice-requests/{request.pk}/").json()["advice_text"] == ""
    as_spa.force_login(cast["coordinator"])
    assert as_spa.get(f"{API}/advice-requests/{request.pk}/").json()["advice_text"] == "Needs a nurse."


def test_nothing_is_done_without_the_csrf_token(cast: Cast, request_: AdviceRequest) -> None:
    strict = SignedInClient(enforce_csrf_checks=True)
    strict.force_login(cast["spa"])
    refused = send(strict, f"/advice-requests/{request_.pk}/give-answer/", ANSWER)
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    assert not request_.history.filter(verb="give_answer").exists()


def test_the_one_time_code_is_asked_for_here_too(cast: Cast) -> None:
    password_only = Client()
    password_only.force_login(cast["dco"])
    response = password_only.get(f"{API}/children/")
    assert (response.status_code, response.json()["detail"]) == (401, "Give your one-time code first.")


def test_a_session_whose_role_ended_is_over(as_spa: Client, cast: Cast) -> None:
    assert as_spa.get(f"{API}/children/").status_code == 200
    session = as_spa.session
    session["memberships"] = [0]
    session.save()
    assert as_spa.get(f"{API}/children/").status_code == 401


def test_filters_narrow_and_unknown_ones_are_refused(as_coordinator: Client, cast: Cast) -> None:
    child = assessing(cast).child
    assessing(cast)
    address = f"{API}/assessment-requests/"
    assert as_coordinator.get(address, {"child": child.reference}).json()["count"] == 1
    assert as_coordinator.get(address, {"status": "assessing", "local_authority": "865"}).json()["count"] == 2
    assert as_coordinator.get(address, {"status": "issued"}).json()["count"] == 0
    for wrong in ({"statuss": "issued"}, {"status": "lost"}, {"child": "C\0"}, {"page_size": "1000"}):
        assert as_coordinator.get(address, wrong).status_code == 400


def test_there_is_json_and_nothing_else(as_coordinator: Client, cast: Cast) -> None:
    assert as_coordinator.get(f"{API}/children/", headers={"accept": "text/html"}).status_code == 406
    form = as_coordinator.post(f"{API}/children/", "given_name=A", content_type="application/x-www-form-urlencoded")
    assert form.status_code == 415


def test_too_many_requests_are_turned_away(as_coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/minute"})
    codes = [as_coordinator.get(f"{API}/children/").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_the_pages_follow_one_another_without_gap_or_double(
    as_coordinator: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pages, "page_size", 3)
    made = {make_child(cast, family_name="Penhallow", given_name="Nell").pk for _ in range(7)}
    pages = [as_coordinator.get(f"{API}/children/", {"page": n}).json()["results"] for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {row["id"] for page in pages for row in page} == made


# What was sent, as a form takes it


def test_a_date_a_number_and_yes_or_no_become_what_a_browser_sends(cast: Cast) -> None:
    form = ChangeDetailsForm(by=cast["coordinator"], record=make_child(cast))
    data, errors = form_data(values_of({"looked_after": False, "date_of_birth": "2017-03-02", "school": 7}), form)
    assert (data["looked_after"], data["date_of_birth"], data["school"]) == ("false", "2017-03-02", "7")
    assert not errors


@pytest.mark.parametrize("value", [{"a": 1}, ["a", "b"], [["a"]], "\ud800"])
def test_what_no_form_field_can_hold_is_refused_beside_it(cast: Cast, value: Any) -> None:
    form = ChangeDetailsForm(by=cast["coordinator"], record=make_child(cast))
    _, errors = form_data(values_of({"school": value}), form)
    assert list(errors) == ["school"]


def test_the_schema_says_what_a_form_needs() -> None:
    schema = body_of(AskAdviceForm)["application/json"]
    assert schema["required"] == ["paragraph", "asked_of"]
    assert schema["properties"]["paragraph"]["enum"] == list("cfhabdeg")
    assert schema["properties"]["received_on"]["format"] == "date"
    assert "revision" not in schema["properties"]
    assert "revision" in body_of(GiveAnswerForm)["application/json"]["properties"]
    assert body_of(RegisterAssessmentForm)["application/json"]["required"] == ["source"]


def test_every_kind_has_a_name_of_its_own() -> None:
    """The address and the schema are made from it."""
    names = [kind.listed_as for kind in RecordViews.__subclasses__()]
    assert len(names) == len(set(names))
