"""Asking for advice, the single point of access's answers and the advice itself, through the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clocks.dates import add_months
from core.today import today
from ehcp.models import AdviceRequest
from people.models import AccessLog, Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import asked, assessing, days_ago, nothing_from_the_family, with_service

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


@pytest.fixture
def spa(cast: Cast, client: Client) -> Client:
    client.force_login(cast["spa"])
    return client


def ask(client: Client, assessment_id: int, **facts: Any) -> Any:
    """Of a family that sent nothing in, which is said first."""
    client.post(f"/ehcp/assessments/{assessment_id}/family-papers/say/", {"nothing_sent": "on"})
    return client.post(f"/ehcp/assessments/{assessment_id}/advice-requests/ask/", facts)


def answer(client: Client, request: AdviceRequest, **facts: Any) -> Any:
    form = {"revision": request.revision} | facts
    return client.post(f"/ehcp/advice-requests/{request.pk}/give-answer/", form)


def test_services_are_offered_by_provider_and_only_those_that_work_for_the_icb(
    cast: Cast, coordinator: Client
) -> None:
    assessment = nothing_from_the_family(cast, assessing(cast))
    page = coordinator.get(f"/ehcp/assessments/{assessment.pk}/advice-requests/ask/").content.decode()
    assert "Larkmead: Community paediatrics" in page
    assert "Three Rivers: Children’s speech and language therapy" in page
    assert "Northmoor" not in page
    assert "single point of access</option>" not in page


def test_advice_that_is_asked_for_is_with_the_single_point_of_access_at_once(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    sent = ask(coordinator, assessment.pk, paragraph="c", asked_of=cast.team["paediatrics"].pk)
    request = AdviceRequest.objects.get()
    assert sent["Location"] == request.get_absolute_url()
    assert (request.sent_on, request.received_on, request.asked_by) == (today(), today(), cast["coordinator"])
    assert request.advice_clock.due_on == today() + timedelta(weeks=6)
    page = coordinator.get(sent["Location"]).content.decode()
    assert "reg 8(1)" in page
    assert "Delivered by the portal at once" in page


def test_a_day_of_receipt_starts_the_six_weeks(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    facts = {"sent_on": days_ago(5).isoformat(), "received_on": days_ago(3).isoformat()}
    ask(coordinator, assessment.pk, paragraph="c", asked_of=cast.team["paediatrics"].pk, **facts)
    assert AdviceRequest.objects.get().advice_clock.started_on == days_ago(3)


def wrong_ways_of_asking(cast: Cast) -> list[tuple[dict[str, Any], str]]:
    service = cast.team["paediatrics"].pk
    return [
        ({"asked_of": service}, "Choose an answer"),
        ({"paragraph": "c"}, "Choose the service to ask"),
        ({"paragraph": "c", "asked_of": cast.team["other_spa"].pk}, "Choose one of the answers"),
        ({"paragraph": "c", "asked_of": cast.team["spa"].pk}, "Choose one of the answers"),
        (
            {"paragraph": "c", "asked_of": service, "sent_on": days_ago(30).isoformat()},
            "before it was decided",
        ),
        (
            {
                "paragraph": "c",
                "asked_of": service,
                "sent_on": days_ago(2).isoformat(),
                "received_on": days_ago(3).isoformat(),
            },
            "before it was sent",
        ),
        ({"paragraph": "c", "asked_of": service, "sent_on_day": "3"}, "must include a month and a year"),
    ]


def test_what_cannot_be_asked_is_refused_beside_its_field(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    for facts, said in wrong_ways_of_asking(cast):
        refused = ask(coordinator, assessment.pk, **facts)
        assert refused.status_code == 422
        assert said in refused.content.decode(), facts
    assert not AdviceRequest.objects.exists()


def test_a_service_that_still_owes_the_advice_is_not_asked_again(cast: Cast, coordinator: Client) -> None:
    request = asked(cast)
    refused = ask(coordinator, request.assessment_id, paragraph="c", asked_of=request.asked_of_id)
    assert refused.status_code == 422
    assert "already been asked for this advice" in refused.content.decode()


def test_a_double_click_asks_once(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    facts = {
        "paragraph": "c",
        "asked_of": cast.team["ot"].pk,
        "submission": "0d1f1c7e-39d4-4a43-9a51-0d6a0d6b8a13",
    }
    assert (
        ask(coordinator, assessment.pk, **facts)["Location"] == ask(coordinator, assessment.pk, **facts)["Location"]
    )
    assert AdviceRequest.objects.count() == 1


# The single point of access


def test_the_queue_holds_the_providers_own_requests_most_urgent_first(cast: Cast, spa: Client) -> None:
    late = asked(cast, sent_on=days_ago(19))
    soon = asked(cast, "slt", "f", sent_on=days_ago(2))
    asked(cast, "slt_2", "f")  # another provider's
    assert list(spa.get("/ehcp/advice-requests/").context_data["records"]) == [late, soon]


def test_the_queue_filters_by_state_and_name(cast: Cast, spa: Client) -> None:
    waiting = asked(cast, assessment=assessing(cast, make_child(cast, family_name="Zelenka", on=days_ago(60))))
    going = with_service(cast)
    shown = spa.get("/ehcp/advice-requests/", {"state": "with_service"}).context_data["records"]
    assert list(shown) == [going]
    assert list(spa.get("/ehcp/advice-requests/", {"find": "Zelenka"}).context_data["records"]) == [waiting]
    assert len(spa.get("/ehcp/advice-requests/", {"state": "nonsense"}).context_data["records"]) == 2


def test_a_provider_sees_who_the_child_is_and_what_is_asked_and_no_more(cast: Cast, spa: Client) -> None:
    request = asked(cast)
    page = spa.get(request.get_absolute_url()).content.decode()
    assert request.child.name in page
    assert "Wiltshire" in page
    assert "reg 8(1)" in page
    assert "Say who knows the child" in page
    assert request.child.school not in page
    assert f"/ehcp/assessments/{request.assessment_id}/" not in page
    assert AccessLog.objects.filter(child_id=request.child_id, user=cast["spa"], what="advice request").exists()


def test_known_goes_to_the_service_and_its_advice_stops_the_clock(cast: Cast, spa: Client) -> None:
    request = asked(cast, "slt", "f")
    facts = {"answer": "known", "service": cast.team["slt"].pk, "last_contact_on": days_ago(30).isoformat()}
    assert answer(spa, request, **facts).status_code == 302
    request = AdviceRequest.objects.get()
    assert request.status == "with_service"
    file = SimpleUploadedFile("advice.pdf", PDF_BYTES)
    form = {"file": file, "on": today().isoformat(), "revision": request.revision}
    assert spa.post(f"/ehcp/advice-requests/{request.pk}/return-advice/", form).status_code == 302
    request = AdviceRequest.objects.get()
    assert (request.status, request.advice_clock.met_on) == ("returned", today())
    assert b"".join(spa.get(request.document.download_url).streaming_content) == PDF_BYTES
    spa.force_login(cast["coordinator"])
    assert "PDF" in spa.get(request.get_absolute_url()).content.decode()
    assert b"".join(spa.get(request.document.download_url).streaming_content) == PDF_BYTES


@pytest.mark.parametrize("said", ["open_list", "neurodevelopmental", "not_known"])
def test_medical_advice_that_nobody_can_give_passes_to_the_advisers_by_itself(
    cast: Cast, spa: Client, said: str
) -> None:
    request = asked(cast)
    before = (request.advice_clock.started_on, request.advice_clock.due_on)
    assert answer(spa, request, answer=said).status_code == 302
    request = AdviceRequest.objects.get()
    assert (request.status, request.passed_to_has_on) == ("with_has", today())
    assert (request.advice_clock.started_on, request.advice_clock.due_on) == before
    assert request.advice_clock.team == cast.team["has"]
    page = spa.get(request.get_absolute_url())  # still theirs to look at
    assert page.status_code == 200
    assert "The time limit is the same" in page.content.decode()
    spa.force_login(cast["adviser"])
    assert spa.get(request.get_absolute_url()).status_code == 200


def test_what_the_advisers_write_is_not_shown_to_the_provider(cast: Cast, spa: Client) -> None:
    request = asked(cast)
    request.give_answer(by=cast["spa"], answer="not_known")
    request.return_health_advisers_advice(by=cast["adviser"], on=today(), advice_text="Sleeps badly since May.")
    assert "Sleeps badly" not in spa.get(request.get_absolute_url()).content.decode()
    spa.force_login(cast["coordinator"])
    assert "Sleeps badly" in spa.get(request.get_absolute_url()).content.decode()


def test_the_assessments_list_says_who_answers_once_the_advisers_have_it(cast: Cast, client: Client) -> None:
    request = asked(cast)
    client.force_login(cast["coordinator"])
    through = "Health Advisers for SEND, through Larkmead"
    assert through not in client.get(request.assessment.get_absolute_url()).content.decode()
    request.give_answer(by=cast["spa"], answer="not_known")
    request.return_health_advisers_advice(by=cast["adviser"], on=today(), advice_text="Sleeps badly since May.")
    assert through in client.get(request.assessment.get_absolute_url()).content.decode()


def test_not_known_in_a_therapy_request_needs_an_ending_and_words_for_the_family(cast: Cast, spa: Client) -> None:
    request = asked(cast, "slt", "f")
    refused = answer(spa, request, answer="not_known")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "cannot end a request" in page
    assert "Write what the local authority and the family should know" in page
    assert AdviceRequest.objects.get().answer == ""


@pytest.mark.parametrize(
    ("ending", "status", "runs"),
    [
        ("referral_advised", "ended", False),
        ("nothing_suggested", "ended", False),
        ("la_commissions", "ended", False),
        ("named_colleague", "with_service", True),
        ("from_records", "with_service", True),
        ("more_information", "asked", True),
    ],
)
def test_each_coded_ending_ends_or_goes_on_with_the_clock_running(
    cast: Cast, spa: Client, ending: str, status: str, runs: bool
) -> None:
    request = asked(cast, "slt", "f")
    facts = {
        "ending": ending,
        "colleague": "Dr Example",
        "reason": "She saw her in May.",
        "service": cast.team["slt"].pk,
    }
    assert answer(spa, request, answer="not_known", **facts).status_code == 302
    request = AdviceRequest.objects.get()
    assert (request.status, request.advice_clock.is_running) == (status, runs)


def test_more_information_lets_the_single_point_of_access_answer_again(cast: Cast, spa: Client) -> None:
    request = asked(cast, "slt", "f")
    answer(spa, request, answer="not_known", ending="more_information", reason="Which school?")
    request = AdviceRequest.objects.get()
    facts = {"answer": "waiting", "service": cast.team["slt"].pk}
    assert answer(spa, request, **facts).status_code == 302
    assert AdviceRequest.objects.get().status == "with_service"


def edge_of(request: AdviceRequest) -> date:
    return add_months(request.received_on, -12)


@pytest.mark.parametrize(
    ("said", "days_after_the_edge", "accepted"),
    [
        ("known", 0, True),
        ("known", -1, False),
        ("not_known", -1, True),
        ("not_known", 0, False),
        ("open_list", -1, True),
        ("open_list", 30, False),
        ("waiting", 30, True),
        ("waiting", -400, True),
    ],
)
def test_contact_within_12_months_of_the_request_is_known_and_before_is_not(
    cast: Cast, spa: Client, said: str, days_after_the_edge: int, accepted: bool
) -> None:
    request = asked(cast)
    last = edge_of(request) + timedelta(days=days_after_the_edge)
    given = answer(spa, request, answer=said, last_contact_on=last.isoformat(), service=cast.team["paediatrics"].pk)
    assert given.status_code == (302 if accepted else 422)
    if not accepted:
        assert "12 months" in given.content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Choose an answer"),
        ({"answer": "waiting"}, "Choose the service that will send the advice"),
        ({"answer": "known"}, "Enter the day of the last contact"),
        ({"last_contact_on": "2019-05-03"}, "over 12 months before the request: this is not known"),
        ({"answer": "perhaps"}, "Choose one of the answers"),
        ({"answer": "known", "last_contact_on": "2090-01-01"}, "must be today or in the past"),
        ({"answer": "known", "last_contact_on": "2001-01-01"}, "before the child was born"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(
    cast: Cast, spa: Client, facts: dict[str, str], said: str
) -> None:
    request = asked(cast)
    refused = answer(spa, request, **facts)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert AdviceRequest.objects.get().status == "asked"


def test_a_service_of_another_provider_cannot_be_chosen(cast: Cast, spa: Client) -> None:
    refused = answer(spa, asked(cast), answer="known", service=cast.team["slt_2"].pk)
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Add the advice, as a file or as text"),
        ({"advice_text": "  "}, "Add the advice, as a file or as text"),
        ({"file": SimpleUploadedFile("advice.txt", b"Some words")}, "We could not read"),
        ({"file": SimpleUploadedFile("advice.pdf", b"")}, "empty"),
        ({"advice_text": "Advice.", "on": "2090-01-01"}, "must be today or in the past"),
    ],
)
def test_advice_that_is_none_is_refused_and_the_text_kept(
    cast: Cast, spa: Client, form: dict[str, Any], said: str
) -> None:
    request = with_service(cast)
    sent = {"on": today().isoformat(), "revision": request.revision} | form
    refused = spa.post(f"/ehcp/advice-requests/{request.pk}/return-advice/", sent)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert form.get("advice_text", "").strip() in refused.content.decode()
    assert AdviceRequest.objects.get().status == "with_service"
    assert not Document.objects.exists()


def test_advice_cannot_be_sent_before_the_request_came(cast: Cast, spa: Client) -> None:
    request = with_service(cast)
    form = {"on": days_ago(16).isoformat(), "advice_text": "Advice.", "revision": request.revision}
    refused = spa.post(f"/ehcp/advice-requests/{request.pk}/return-advice/", form)
    assert refused.status_code == 422
    assert "before the request was received" in refused.content.decode()


def test_a_coordinator_withdraws_with_a_reason(cast: Cast, coordinator: Client) -> None:
    request = asked(cast)
    address = f"/ehcp/advice-requests/{request.pk}/withdraw/"
    form = {"on": today().isoformat(), "revision": request.revision}
    assert coordinator.post(address, form).status_code == 422
    assert coordinator.post(address, form | {"reason": "Asked in error."}).status_code == 302
    request = AdviceRequest.objects.get()
    assert (request.status, request.advice_clock.lapsed_why) == ("withdrawn", "withdrawn")


def test_the_second_of_two_answers_is_told_of_the_first_and_keeps_its_text(cast: Cast, spa: Client) -> None:
    request = asked(cast, "slt", "f")
    seen = request.revision
    request.give_answer(by=cast["spa"], answer="waiting", service=cast.team["slt"])
    form = {"answer": "not_known", "ending": "nothing_suggested", "reason": "My words.", "revision": seen}
    refused = spa.post(f"/ehcp/advice-requests/{request.pk}/give-answer/", form)
    assert refused.status_code == 422
    assert "My words." in refused.content.decode()
    assert "Sam Hartley" in refused.content.decode()


@pytest.mark.parametrize(
    "person",
    ["stranger", "other_coordinator", "swindon_coordinator", "spa_2", "other_spa", "adviser", "board_member"],
)
def test_strangers_get_404_on_every_address_of_a_request(cast: Cast, client: Client, person: str) -> None:
    request = with_service(cast)
    client.force_login(cast[person])
    for path in ("", "give-answer/", "return-advice/", "withdraw/", "no-such-verb/"):
        assert client.get(f"/ehcp/advice-requests/{request.pk}/{path}").status_code == 404
        if path:
            assert client.post(f"/ehcp/advice-requests/{request.pk}/{path}", {}).status_code == 404


def test_what_is_not_ones_part_is_refused(cast: Cast, client: Client) -> None:
    request = asked(cast)
    client.force_login(cast["spa"])
    assert client.get(f"/ehcp/advice-requests/{request.pk}/withdraw/").status_code == 403
    client.force_login(cast["coordinator"])
    assert client.get(f"/ehcp/advice-requests/{request.pk}/give-answer/").status_code == 403
    client.force_login(cast["board_member"])
    assert client.get("/ehcp/advice-requests/").status_code == 403


def test_the_queue_makes_the_same_queries_for_2_rows_and_for_20(
    cast: Cast, spa: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        asked(cast)
    spa.get("/ehcp/advice-requests/")
    with django_assert_num_queries(100, exact=False) as few:
        spa.get("/ehcp/advice-requests/")
    for _ in range(18):
        asked(cast)
    with django_assert_num_queries(len(few)):
        spa.get("/ehcp/advice-requests/")
