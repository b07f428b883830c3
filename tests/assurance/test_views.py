"""The pages on which a DCO logs the work around the cases."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from core.today import today
from people.models import AccessLog
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.assurance.test_models import area_of, complex_case, coproduction, training

LISTS = ["trainingsession_list", "complexcase_list", "coproductionepisode_list"]


def test_a_session_is_logged_by_form_and_listed(cast: Cast, client: Client) -> None:
    client.force_login(cast["dco"])
    facts = {
        "held_on": "2026-05-12",
        "area": area_of(cast).pk,
        "title": "Section G",
        "audience": "SENCOs",
        "attended": "12",
    }
    answer = client.post(reverse("assurance:trainingsession_log"), facts, follow=True)
    assert "Training session logged" in answer.text
    assert "12 May 2026" in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Section G" in client.get(reverse("assurance:trainingsession_list")).text


def test_a_day_to_come_is_refused_beside_its_field_and_nothing_typed_is_lost(cast: Cast, client: Client) -> None:
    client.force_login(cast["dco"])
    facts = {"held_on": (today() + timedelta(days=3)).isoformat(), "title": "Section G", "audience": "SENCOs"}
    answer = client.post(reverse("assurance:trainingsession_log"), facts)
    assert answer.status_code == 422
    assert "must be today or in the past" in answer.text
    assert "SENCOs" in answer.text
    assert not TrainingSession.objects.exists()


def test_a_complex_case_starts_from_the_child(cast: Cast, client: Client) -> None:
    child = make_child(cast, family_name="Quillfeather")
    client.force_login(cast["dco"])
    found = client.get(reverse("assurance:complexcase_list"), {"child": "quillf"}).text
    address = reverse("assurance:complexcase_log", args=[child.pk])
    assert address in found
    facts = {"asked_on": "2026-05-12", "asked_by": "Head of SEND", "asked_for": "Who trains the staff?"}
    assert "Complex case logged" in client.post(address, facts, follow=True).text
    assert ComplexCase.objects.get().child == child


def test_looking_at_a_complex_case_is_logged_against_the_child(cast: Cast, client: Client) -> None:
    case = complex_case(cast)
    client.force_login(cast["dco"])
    client.get(case.get_absolute_url())
    assert AccessLog.objects.filter(child_id=case.child_id, user=cast["dco"], what="complex case").exists()


def test_a_coproduction_episode_finds_the_child_by_reference_or_says_that_it_does_not(
    cast: Cast, client: Client
) -> None:
    child, theirs = make_child(cast), make_child(cast, la="other_la")
    client.force_login(cast["dco"])
    facts = {"held_on": "2026-05-12", "with_whom": "A family", "what_changed": "The appointment letter."}
    refused = client.post(reverse("assurance:coproductionepisode_log"), facts | {"child": theirs.reference})
    assert refused.status_code == 422
    assert "We know no child by this" in refused.text
    client.post(reverse("assurance:coproductionepisode_log"), facts | {"child": child.reference.lower()})
    assert CoproductionEpisode.objects.get().child == child


def test_a_correction_starts_from_what_was_logged(cast: Cast, client: Client) -> None:
    episode = coproduction(cast, child=make_child(cast))
    client.force_login(cast["dco"])
    address = reverse("assurance:coproductionepisode_do", args=[episode.pk, "correct"])
    page = client.get(address).text
    assert episode.child.reference in page
    assert "Parent carer forum" in page
    facts = {
        "held_on": "2026-05-13",
        "with_whom": "Youth forum",
        "what_changed": "More",
        "revision": episode.revision,
    }
    client.post(address, facts)
    episode.refresh_from_db()
    assert (episode.with_whom, episode.held_on, episode.child) == ("Youth forum", date(2026, 5, 13), None)


def test_lists_are_filtered_by_month_and_area(cast: Cast, client: Client) -> None:
    training(cast, title="In May", area=area_of(cast, "Swindon"))
    training(cast, title="In April", held_on=date(2026, 4, 30), area=area_of(cast, "Swindon"))
    training(cast, title="Elsewhere in May", area=area_of(cast, "BaNES"))
    client.force_login(cast["dco"])
    asked = {"month": "2026-05", "area": area_of(cast, "Swindon").pk}
    page = client.get(reverse("assurance:trainingsession_list"), asked).text
    assert [title in page for title in ("In May", "In April", "Elsewhere")] == [True, False, False]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("person", ["coordinator", "spa", "board_member", "administrator", "adviser"])
def test_lists_are_for_those_who_keep_them(cast: Cast, client: Client, name: str, person: str) -> None:
    client.force_login(cast[person])
    assert client.get(reverse(f"assurance:{name}")).status_code == 403


@pytest.mark.parametrize("person", ["stranger", "swindon_coordinator", "board_member"])
def test_a_strangers_record_is_not_there(cast: Cast, client: Client, person: str) -> None:
    addresses = []
    for record in [training(cast), complex_case(cast), coproduction(cast)]:
        addresses += [record.get_absolute_url(), f"{record.get_absolute_url()}correct/"]
    child = make_child(cast)
    client.force_login(cast[person])
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.get(reverse("assurance:complexcase_log", args=[child.pk])).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_lists_make_the_same_queries_for_two_rows_and_for_twenty(cast: Cast, client: Client, name: str) -> None:
    counts = []
    client.force_login(cast["dco"])
    for rows in (2, 18):
        for _ in range(rows):
            training(cast, area=area_of(cast))
            complex_case(cast)
            coproduction(cast, area=area_of(cast))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(f"assurance:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_double_click_logs_one_session(cast: Cast, client: Client) -> None:
    client.force_login(cast["dco"])
    facts = {"held_on": "2026-05-12", "title": "Section G", "audience": "SENCOs", "submission": "0" * 32}
    for _ in range(2):
        client.post(reverse("assurance:trainingsession_log"), facts)
    assert TrainingSession.objects.count() == 1
