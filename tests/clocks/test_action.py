"""An action that somebody promised: who may set it, on whose list it stands, how it ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from clocks.models import Action, Clock
from core.today import today
from core.workflow import Refused
from desk.worklist import Tab, Worklist
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.desk.conftest import asked

SOON = timedelta(days=10)


@pytest.fixture
def child(cast: Cast) -> Child:
    return asked(cast, days_ago=3).child


def promised(cast: Cast, child: Child, *, by: str = "dco", team: str = "dcos", **facts: object) -> Action:
    facts = {"what": "Book the hearing test", "why": "The review meeting", "due_on": today() + SOON} | facts
    return Action.set(by=cast[by], child=child, team=cast.team[team], **facts)


def on_list(cast: Cast, person: str) -> list[str]:
    worklist = Worklist(cast[person], chosen={"rule": "action"})
    return [row.clock.action for tab in (Tab.OVERDUE, Tab.THIS_WEEK, Tab.LATER) for row in worklist.page(tab, 1)]


@pytest.mark.parametrize(("team", "person"), [("dcos", "dco_2"), ("send_wiltshire", "coordinator"), ("spa", "spa")])
def test_it_stands_on_the_list_of_whoever_owes_it(cast: Cast, child: Child, team: str, person: str) -> None:
    promised(cast, child, team=team)
    assert on_list(cast, person) == ["Action: Book the hearing test"]
    assert sum(bool(on_list(cast, other)) for other in ("dco", "coordinator", "spa", "adviser")) == 1


def test_a_local_rule_times_it_and_the_day_is_the_one_that_was_agreed(cast: Cast, child: Child) -> None:
    clock = promised(cast, child).action_clock
    assert (clock.rule, clock.due_on, clock.law.is_local) == ("action", today() + SOON, True)


@pytest.mark.parametrize("team", ["send_swindon", "spa_2", "other_dcos", "core_group", "slt", "has"])
def test_only_a_team_that_sees_the_child_can_owe_it(cast: Cast, child: Child, team: str) -> None:
    with pytest.raises(ValidationError, match="not involved with this child"):
        promised(cast, child, team=team)


def test_somebody_of_the_team_may_be_named_and_it_can_pass_on(cast: Cast, child: Child) -> None:
    clock = promised(cast, child, person=cast["dco_2"]).action_clock
    assert clock.person == cast["dco_2"]
    clock.give(by=cast["dco"], person=cast["dco"])
    with pytest.raises(ValidationError, match="does not work in"):
        promised(cast, child, person=cast["coordinator"])


def test_done_with_a_note_it_stops_its_clock(cast: Cast, child: Child) -> None:
    action = promised(cast, child)
    action.finish_action(by=cast["dco"], note="Booked for May.")
    action.action_clock.refresh_from_db()
    assert (action.status, action.done_by, action.action_clock.met_on) == ("done", cast["dco"], today())


def test_only_who_owes_it_says_that_it_is_done(cast: Cast, child: Child) -> None:
    action = promised(cast, child, team="spa")
    with pytest.raises(Refused, match="Larkmead single point of access owes this"):
        action.finish_action(by=cast["dco"])
    action.finish_action(by=cast["spa"])
    assert action.status == "done"


def test_dropped_with_a_reason_nobody_is_late_for_it(cast: Cast, child: Child) -> None:
    action = promised(cast, child)
    with pytest.raises(ValidationError):
        action.drop(by=cast["dco"], reason="")
    action = Action.objects.get(pk=action.pk)
    action.drop(by=cast["dco"], reason="The school has done it.")
    assert action.action_clock.lapsed_why == Clock.Lapsed.DROPPED


@pytest.mark.parametrize("due_on", [date(2020, 1, 1), "yesterday"])
def test_it_is_not_due_before_it_is_set(cast: Cast, child: Child, due_on: object) -> None:
    day = today() - timedelta(days=1) if due_on == "yesterday" else due_on
    with pytest.raises(ValidationError, match="today or a later day"):
        promised(cast, child, due_on=day)


def test_strangers_and_other_providers_see_none_of_it(cast: Cast, child: Child) -> None:
    promised(cast, child)
    for person in ("stranger", "swindon_coordinator", "spa_2", "spa"):
        assert not Action.objects.visible_to(cast[person]).exists(), person
    promised(cast, child, team="spa")
    assert Action.objects.visible_to(cast["spa"]).count() == 1, "what was asked of it, and no more"
    with pytest.raises(PermissionDenied):
        promised(cast, child, by="spa")


def test_it_is_set_from_the_case_page_and_told_there(cast: Cast, client: Client, child: Child) -> None:
    client.force_login(cast["dco"])
    address = f"/clocks/children/{child.pk}/actions/set/"
    assert address in client.get(child.get_absolute_url()).content.decode()
    facts = {"what": "Ring the school", "why": "A call", "team": cast.team["dcos"].pk, "due_on": "2027-01-15"}
    assert client.post(address, facts).status_code == 302
    page = client.get(child.get_absolute_url()).content.decode()
    assert "Action set: Ring the school" in page
    row = client.get("/?tab=later").content.decode()
    assert "Record that it is done" in row


def test_a_case_without_an_assessment_can_have_one(cast: Cast) -> None:
    promised(cast, make_child(cast), by="coordinator", team="send_wiltshire")
    assert on_list(cast, "coordinator")
