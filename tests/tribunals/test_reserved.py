"""What a board does about an appeal is not told to everybody who opens the child's file."""

from datetime import date

import pytest
from django.test import Client

from accounts.roles import System
from clocks.models import TimeLimit
from core.history import recorded
from core.models import Message
from people.models import Involvement
from send_portal.demo.cast import Cast
from tests.tribunals.conftest import NOW
from tribunals.models import Appeal, Regulation6Response

LETTER = "Please review a Regulation 6 response"


def with_advisers(cast: Cast, child_id: int) -> None:
    with recorded(verb="test", by=System("test")):
        Involvement.begin(
            child_id=child_id, organisation=cast.org["icb"], team=cast.team["has"], why="health_advice", on=NOW
        )


def pages(client: Client, child_id: int) -> str:
    addresses = ("/", f"/children/{child_id}/", f"/children/{child_id}/chronology/")
    return "".join(client.get(address).content.decode() for address in addresses)


@pytest.mark.parametrize("person", ["coordinator", "adviser"])
def test_a_letter_about_a_response_that_did_not_arrive_is_told_to_those_who_see_appeals(
    client: Client, cast: Cast, in_review: Regulation6Response, person: str
) -> None:
    with_advisers(cast, in_review.child_id)
    Message.objects.filter(status="queued").update(status="failed", last_error="No such mailbox")
    client.force_login(cast[person])
    assert LETTER not in pages(client, in_review.child_id)
    client.force_login(cast["dco"])
    assert LETTER in client.get(f"/children/{in_review.child_id}/").content.decode()


@pytest.mark.parametrize("person", ["coordinator", "adviser"])
def test_who_reviews_a_response_is_not_told_before_it_is_sent(
    client: Client, cast: Cast, in_review: Regulation6Response, person: str
) -> None:
    with_advisers(cast, in_review.child_id)
    client.force_login(cast[person])
    assert "reviews or signs a Regulation 6 response" not in pages(client, in_review.child_id)
    client.force_login(cast["dco"])
    assert "reviews or signs a Regulation 6 response" in pages(client, in_review.child_id)


@pytest.mark.parametrize("person", ["coordinator", "adviser"])
def test_why_a_direction_to_the_board_ended_is_the_boards(
    client: Client, cast: Cast, appeal: Appeal, person: str
) -> None:
    child = appeal.child
    with_advisers(cast, child.pk)
    limit = TimeLimit.log(
        by=cast["dco"], child=child, rule="tribunal_direction", about="evidence", came_from="The order",
        started_on=date(2026, 7, 13), team=cast.team["dcos"], given_date=date(2026, 7, 31),
    )  # fmt: skip
    limit.end(by=cast["dco"], why="direction", reason="The board concedes on one issue.")
    client.force_login(cast[person])
    page = pages(client, child.pk)
    assert "The board concedes" not in page
    assert "Time limit logged" not in page
    client.force_login(cast["dco"])
    assert "The board concedes" in pages(client, child.pk)
