"""The pages of the Health Advisers: who gets them, and how much they ask of the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.case import Case
from ehcp.models import AdviceRequest
from has_team.models import Referral
from send_portal.demo.cast import Cast
from tests.has_team.conftest import NOW, PASSED, TEXTS, accept, pass_one

LISTS = ["/health-advisers/", "/health-advisers/referrals/in-progress/", "/health-advisers/week/"]


@pytest.mark.parametrize(
    "person", ["coordinator", "swindon_coordinator", "spa", "reviewer", "board_member", "stranger"]
)
def test_a_referral_is_not_there_for_others(client: Client, cast: Cast, referral: Referral, person: str) -> None:
    client.force_login(cast[person])
    for address in ("", "advice.pdf", "approve/", "recommend/"):
        assert client.get(f"{referral.get_absolute_url()}{address}").status_code == 404


@pytest.mark.parametrize("person", ["coordinator", "spa", "reviewer", "board_member"])
def test_lists_are_refused_to_who_is_not_of_the_team(client: Client, cast: Cast, person: str) -> None:
    client.force_login(cast[person])
    assert {client.get(address).status_code for address in LISTS} == {403}


def test_another_board_sees_none_of_our_rows(client: Client, cast: Cast, passed: AdviceRequest) -> None:
    client.force_login(cast["stranger"])
    for address in LISTS:
        page = client.get(address)
        assert page.status_code == 200
        assert passed.child.name not in page.content.decode()
    assert client.get(f"/health-advisers/requests/{passed.pk}/accept/").status_code == 404


def test_the_inbox_is_what_was_passed_on_and_not_yet_logged(client: Client, cast: Cast) -> None:
    late, soon = pass_one(cast), pass_one(cast)
    client.force_login(cast["adviser"])
    page = client.get("/health-advisers/").content.decode()
    assert "2 requests to accept" in page
    accept(cast, late)
    page = client.get("/health-advisers/").content.decode()
    assert "1 request to accept" in page
    assert soon.child.name in page


def test_the_page_of_a_request_offers_to_accept_it_first_and_a_link_to_a_clinician_last(
    client: Client, cast: Cast, passed: AdviceRequest
) -> None:
    client.force_login(cast["adviser"])
    turn = client.get(passed.get_absolute_url()).context_data["turn"]
    labels = [action.label for action in turn.actions]
    assert labels == ["Accept", "Does not meet the criteria", "Ask a clinician who has no account"]
    assert (turn.stands_out, turn.actions[0].url) == (True, f"/health-advisers/requests/{passed.pk}/accept/")
    referral = accept(cast, passed)
    page = client.get(passed.get_absolute_url())
    turn = page.context_data["turn"]
    assert f'href="{referral.get_absolute_url()}"' in page.content.decode()
    assert ([action.label for action in turn.actions], turn.stands_out) == (labels[2:], False)


def test_what_nobody_has_stands_first(client: Client, cast: Cast) -> None:
    accept(cast, pass_one(cast, family_name="Given"), adviser=cast["adviser"])
    accept(cast, pass_one(cast, family_name="Nobodys"))
    client.force_login(cast["dco"])
    page = client.get("/health-advisers/referrals/in-progress/").content.decode()
    assert page.index("Nobodys") < page.index("Given")


def test_the_answer_of_the_single_point_of_access_is_offered_as_the_criterion(
    client: Client, cast: Cast, passed: AdviceRequest
) -> None:
    client.force_login(cast["adviser"])
    page = client.get(f"/health-advisers/requests/{passed.pk}/accept/").content.decode()
    assert 'value="not_known" checked' in page


def test_accepting_twice_gives_the_second_person_the_reason(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast["adviser_2"])
    facts = {"criterion": "not_known", "responsibility_checked_on": "2026-07-17", "on": "2026-07-17"}
    page = client.post(f"/health-advisers/requests/{referral.advice_request_id}/accept/", facts)
    assert page.status_code == 422
    assert "already been logged" in page.content.decode()


def test_a_step_that_was_logged_is_told_as_done_and_not_as_an_order(
    client: Client, cast: Cast, referral: Referral
) -> None:
    referral.log_stage(by=cast["adviser"], stage="records_reviewed", on=PASSED)
    client.force_login(cast["adviser"])
    events = client.get(referral.get_absolute_url()).context_data["events"]
    assert events[0]["title"] == "Electronic records reviewed"
    titles = [event.title for event in Case(referral.child, cast["adviser"]).events]
    assert "Step done: electronic records reviewed" in titles


def test_the_next_step_is_the_first_that_is_open(client: Client, cast: Cast, referral: Referral) -> None:
    referral.contact_family(by=cast["adviser"], on=NOW)
    client.force_login(cast["adviser"])
    page = client.get(referral.get_absolute_url()).content.decode()
    assert page.index("Book the appointment") < page.index("Next") < page.index("Review the application")


def test_advice_that_is_complete_is_sent_to_the_dco_next(client: Client, cast: Cast, referral: Referral) -> None:
    def first() -> str:
        return client.get(referral.get_absolute_url()).context_data["actions"][0].label

    client.force_login(cast["adviser"])
    assert first() == "Write the advice"
    referral.save_advice(by=cast["adviser"], **TEXTS)
    assert first() == "Send to the DCO"


def test_sending_says_whether_it_was_in_time(client: Client, cast: Cast, approved: Referral) -> None:
    client.force_login(cast["adviser"])
    facts = {"on": NOW.isoformat(), "revision": approved.revision}
    page = client.post(f"{approved.get_absolute_url()}send/", facts, follow=True)
    assert "20 July 2026, in time." in page.content.decode()


def test_the_advice_is_a_pdf_before_and_after_it_is_sent(client: Client, cast: Cast, referral: Referral) -> None:
    referral.save_advice(by=cast["adviser"], **TEXTS)
    client.force_login(cast["adviser"])
    assert client.get(f"{referral.get_absolute_url()}advice.pdf").content.startswith(b"%PDF-")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_the_same_number_of_queries_for_two_rows_and_for_twelve(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])

    def add(number: int) -> None:
        for _ in range(number):
            pass_one(cast)
            accept(cast, pass_one(cast), adviser=cast["adviser"])

    add(2)
    for address in LISTS:
        queries(client, address)
    few = [queries(client, address) for address in LISTS]
    add(8)
    assert [queries(client, address) for address in LISTS] == few
