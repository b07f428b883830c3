"""Whose names stood in a list is logged too: one row for an answer, apart from the views of a record."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.scope import opened
from people import forms
from people.models import AccessLog, Child, ListLog
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child, nhs_number
from tests.conftest import SignedInClient
from tests.people.test_pages import REGISTER, details

FIND = reverse("people:child_list")


@pytest.fixture
def child(cast: Cast) -> Child:
    return make_child(cast, given_name="Rowan", family_name="Marchbank")


@pytest.fixture
def dco(cast: Cast, client: Client) -> Client:
    client.force_login(cast["dco"])
    return client


def log_of(child: Child, *, show: str = "lists") -> str:
    return f"{reverse('people:access_log', args=[child.pk])}?show={show}"


def test_a_list_leaves_one_row_with_everybody_it_named(cast: Cast, dco: Client, child: Child) -> None:
    other = make_child(cast, la="swindon")
    assert child.name in dco.get(FIND).content.decode()
    (row,) = ListLog.objects.all()
    assert (row.user, row.organisation, row.path) == (cast["dco"], cast.org["icb"], FIND)
    assert row.what == "find a child"
    assert row.children == sorted([child.pk, other.pk])
    assert not AccessLog.objects.exists()


def test_a_search_logs_whom_it_found_and_not_the_words(cast: Cast, dco: Client, child: Child) -> None:
    make_child(cast, family_name="Tidewell")
    dco.get(FIND, {"find": "Marchbank"})
    (row,) = ListLog.objects.all()
    assert row.children == [child.pk]
    assert "Marchbank" not in row.path + row.what
    dco.get(FIND, {"find": "nobody of this name"})
    assert ListLog.objects.count() == 1


def test_the_api_is_a_list_too(cast: Cast, dco: Client, child: Child) -> None:
    assert child.family_name in dco.get("/api/v1/children/").content.decode()
    (row,) = ListLog.objects.all()
    assert row.children == [child.pk]
    assert "by the API" in row.what


def test_opening_a_record_is_a_view_and_no_list(cast: Cast, dco: Client, child: Child) -> None:
    dco.get(child.get_absolute_url())
    assert AccessLog.objects.of_child(child.pk).count() == 1
    assert not ListLog.objects.exists()


def test_the_childs_log_shows_lists_on_their_own_tab(cast: Cast, dco: Client, child: Child) -> None:
    elsewhere = make_child(cast, la="other_la")
    spa = SignedInClient()
    dco.get(FIND)
    opened_tab, lists_tab = dco.get(log_of(child, show="")), dco.get(log_of(child))
    assert opened_tab.content.decode().count("Find a child") == 1  # the header's link
    assert lists_tab.content.decode().count("Find a child") == 2
    assert cast["dco"].name in lists_tab.content.decode()
    spa.force_login(cast["spa"])
    assert spa.get(log_of(child)).status_code == 404
    assert dco.get(log_of(elsewhere)).status_code == 404


def test_the_log_of_lists_takes_no_more_queries_for_many_rows(cast: Cast, dco: Client, child: Child) -> None:
    dco.get(FIND)
    dco.get(log_of(child))
    with CaptureQueriesContext(connection) as few:
        dco.get(log_of(child))
    for _ in range(20):
        dco.get(FIND)
    with CaptureQueriesContext(connection) as many:
        assert dco.get(log_of(child)).content.decode().count("Find a child") == 22
    assert len(many) == len(few)


def test_the_log_of_lists_is_added_to_and_never_changed(cast: Cast, dco: Client, child: Child) -> None:
    dco.get(FIND)
    for change in ("UPDATE people_listlog SET what = 'nothing'", "DELETE FROM people_listlog"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_database_shows_a_row_to_those_involved_with_one_of_its_children(
    cast: Cast, dco: Client, child: Child
) -> None:
    dco.get(FIND)
    for person, sees in [("dco", 1), ("coordinator", 1), ("swindon_coordinator", 0), ("stranger", 0), ("spa", 0)]:
        with opened(cast[person].scope):
            assert ListLog.objects.count() == sees, person


def asked(client: Client, number: str) -> Any:
    return client.post(REGISTER, details(nhs_number=number))


def test_asking_whether_a_number_is_in_use_is_noted_with_the_child_who_has_it(
    cast: Cast, client: Client, dco: Client
) -> None:
    elsewhere = make_child(cast, la="swindon", nhs_number=nhs_number(7_777))
    hers = SignedInClient()
    hers.force_login(cast["coordinator"])
    assert asked(hers, elsewhere.nhs_number).status_code == 422
    (row,) = ListLog.objects.all()
    assert (row.user, row.children) == (cast["coordinator"], [elsewhere.pk])
    assert elsewhere.nhs_number not in row.what + row.path
    assert "Whether this NHS number is registered" in dco.get(log_of(elsewhere)).content.decode()
    assert asked(hers, nhs_number(8_888)).status_code == 302


def test_numbers_cannot_be_tried_one_after_another(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "NUMBERS_AN_HOUR", 3)
    taken = make_child(cast, la="swindon", nhs_number=nhs_number(7_777))
    client.force_login(cast["coordinator"])
    for _ in range(3):
        assert "belongs to a child" in asked(client, taken.nhs_number).content.decode()
    refused = asked(client, taken.nhs_number)
    assert refused.status_code == 422
    assert "belongs to a child" not in refused.content.decode()
    assert "tried many NHS numbers" in refused.content.decode()
    assert ListLog.objects.filter(children=[taken.pk]).count() == 3
    assert client.post(REGISTER, details()).status_code == 302  # without a number she goes on


def test_saving_other_details_asks_nothing_about_the_number(cast: Cast, client: Client) -> None:
    child = make_child(cast)
    client.force_login(cast["coordinator"])
    form = details(nhs_number=child.nhs_number, school="Kestrel Lane Academy", revision=child.revision)
    assert client.post(reverse("people:child_do", args=[child.pk, "change-details"]), form).status_code == 302
    assert not ListLog.objects.exists()
