"""Where each person starts, and what their header offers."""

import pytest
from django.test import Client, RequestFactory

from desk.navigation import LINKS, links_for, page
from send_portal.demo.cast import PEOPLE, Cast

WITH_CHILDREN = ["dco", "adviser", "coordinator", "la_manager", "spa", "reviewer", "chief_nurse"]


@pytest.mark.parametrize("person", WITH_CHILDREN)
def test_who_works_with_children_starts_at_the_worklist(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast[person])
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Nothing is due this week" in answer.content.decode()


@pytest.mark.parametrize("person", ["board_member", "administrator"])
def test_who_sees_no_child_starts_somewhere_else(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast[person])
    answer = client.get("/")
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("person", list(PEOPLE))
def test_the_header_offers_only_pages_that_open(cast: Cast, client: Client, person: str) -> None:
    request = RequestFactory().get("/")
    request.user = cast[person]
    client.force_login(cast[person])
    for link in links_for(request):
        assert client.get(link["href"]).status_code == 200, link


def test_one_link_is_marked_as_the_page_shown(cast: Cast) -> None:
    request = RequestFactory().get("/clocks/calculator/")
    request.user = cast["dco"]
    assert [link["text"] for link in links_for(request) if link["current"]] == ["Date calculator"]


@pytest.mark.parametrize(
    ("address", "text"),
    [("/reports/compliance/", "Compliance"), ("/reports/board/", "Board"), ("/reports/4/", "Reports")],
)
def test_of_a_page_and_the_one_it_lies_under_the_nearer_is_marked(cast: Cast, address: str, text: str) -> None:
    request = RequestFactory().get(address)
    request.user = cast["dco"]
    assert [link["text"] for link in links_for(request) if link["current"]] == [text]


@pytest.mark.parametrize("name", ["desk:worklist", "clocks:calculator"])
def test_the_pages_are_there(name: str) -> None:
    assert page(name) in {page(link.name) for link in LINKS}
    assert page(name)
