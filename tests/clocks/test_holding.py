"""A team owns a time limit; its people take it, give it and put it back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from clocks.models import Clock
from core.today import today
from core.workflow import Refused
from send_portal.demo.cast import Cast
from tests.desk.conftest import asked, received


@pytest.fixture
def clock(cast: Cast) -> Clock:
    return received(cast, days_ago=3).decide_clock


def test_taking_it_puts_ones_name_beside_the_team(cast: Cast, clock: Clock) -> None:
    clock.take(by=cast["coordinator"])
    clock.refresh_from_db()
    assert (clock.person, clock.team) == (cast["coordinator"], cast.team["send_wiltshire"])
    line = clock.history.order_by("-history_id").first()
    assert (line.verb, line.actor) == ("take", "Jo Bramley")


def test_nobody_takes_what_somebody_has(cast: Cast, clock: Clock) -> None:
    clock.take(by=cast["la_manager"])
    with pytest.raises(Refused, match="Helen Sturrock has it"):
        clock.take(by=cast["coordinator"])


def test_it_is_given_to_somebody_of_the_team_alone(cast: Cast, clock: Clock) -> None:
    clock.give(by=cast["la_manager"], person=cast["coordinator"])
    assert clock.person == cast["coordinator"]
    with pytest.raises(ValidationError, match="does not work in Wiltshire SEND team"):
        clock.give(by=cast["la_manager"], person=cast["swindon_coordinator"])


def test_put_back_it_is_the_teams(cast: Cast, clock: Clock) -> None:
    with pytest.raises(Refused, match="Nobody in the team"):
        clock.put_back(by=cast["coordinator"])
    clock.take(by=cast["coordinator"])
    clock.put_back(by=cast["la_manager"])
    assert clock.person is None


@pytest.mark.parametrize("person", ["dco", "spa", "swindon_coordinator", "reviewer"])
def test_those_who_do_not_owe_it_cannot_take_it(cast: Cast, clock: Clock, person: str) -> None:
    with pytest.raises((PermissionDenied, Refused)):
        clock.take(by=cast[person])


def test_what_has_ended_is_not_taken(cast: Cast) -> None:
    request = received(cast, days_ago=3)
    request.decide_to_assess(by=cast["coordinator"], on=today())
    with pytest.raises(Refused, match="has ended"):
        request.decide_clock.take(by=cast["coordinator"])


def test_a_referrals_clock_goes_with_the_referral(cast: Cast) -> None:
    request = asked(cast, days_ago=3, team="paediatrics", paragraph="c")
    request.give_answer(by=cast["spa"], answer="not_known")
    with pytest.raises(Refused, match="given to an adviser on its own page"):
        request.advice_clock.take(by=cast["adviser"])


def test_on_the_list_it_is_one_press(cast: Cast, client: Client, clock: Clock) -> None:
    client.force_login(cast["coordinator"])
    page = client.get("/?tab=later").content.decode()
    assert f'action="/clocks/{clock.pk}/take/?next=' in page
    answer = client.post(f"/clocks/{clock.pk}/take/?next=/%3Ftab%3Dlater", {"revision": clock.revision})
    assert (answer.status_code, answer["Location"]) == (302, "/?tab=later")
    page = client.get("/?tab=later").content.decode()
    assert f"/clocks/{clock.pk}/take/" not in page
    assert f"/clocks/{clock.pk}/put-back/" in page
    late = client.post(f"/clocks/{clock.pk}/put-back/", {"revision": 0})
    assert late.status_code == 422, "somebody did something to it since"


def test_who_works_elsewhere_is_nobodys_to_choose(cast: Cast, client: Client) -> None:
    clock = asked(cast, days_ago=3).advice_clock
    client.force_login(cast["coordinator"])
    assert cast["spa"].name not in client.get(f"/clocks/{clock.pk}/give/").content.decode()
