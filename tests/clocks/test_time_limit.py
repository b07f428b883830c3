"""Time limits that somebody logs, for what the portal keeps no process of."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from clocks.models import Clock, TimeLimit, by_hand
from clocks.rule import Kind
from clocks.rules import RULES
from core.today import pretend
from core.workflow import Refused
from desk.steps import keepers
from desk.worklist import Tab, Worklist
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

TODAY = date(2026, 7, 20)
MADE = date(2026, 7, 13)


@pytest.fixture(autouse=True)
def _in_july():
    with pretend(TODAY):
        yield


@pytest.fixture
def child(cast: Cast) -> Child:
    return make_child(cast, on=date(2026, 1, 5))


def log(cast: Cast, child: Child, rule: str, *, team: str = "send_wiltshire", **given: object) -> TimeLimit:
    facts = {"about": "July", "came_from": "The letter of 13 July.", "started_on": MADE} | given
    return TimeLimit.log(by=cast["dco"], child=child, rule=rule, team=cast.team[team], **facts)


def test_every_rule_of_the_book_can_stand_on_a_worklist() -> None:
    """Nothing that the law times is missing: a record starts its clock, or somebody logs it. A window is shown on
    the record that it protects."""
    kept = set(keepers()) | {rule.key for rule in RULES if rule.kind is Kind.WINDOW}
    assert {rule.key for rule in RULES} <= kept


def test_what_a_process_starts_is_not_logged_by_hand(cast: Cast, child: Child) -> None:
    assert "health_advice" not in by_hand()
    with pytest.raises(ValidationError, match="by itself"):
        log(cast, child, "health_advice")


@pytest.mark.parametrize(
    ("rule", "given", "due"),
    [
        ("order_amend", {}, date(2026, 8, 17)),
        ("mediation_tell_icb", {}, date(2026, 7, 16)),
        ("mediation_outcome", {"given_date": date(2026, 9, 1)}, date(2026, 9, 1)),
        ("complaint_remedy", {"given_weeks": 4}, date(2026, 8, 10)),
        ("tribunal_direction", {"given_date": date(2026, 7, 31)}, date(2026, 7, 31)),
    ],
)
def test_the_rule_says_when_it_is_due(
    cast: Cast, child: Child, rule: str, given: dict[str, object], due: date
) -> None:
    assert log(cast, child, rule, **given).limit_clock.due_on == due


def test_it_stands_on_the_list_of_whoever_owes_it_and_ends_when_it_is_done(cast: Cast, child: Child) -> None:
    limit = log(cast, child, "order_amend")
    (row,) = Worklist(cast["coordinator"]).page(Tab.LATER, 1).object_list
    assert (row.clock.action, row.button.label) == ("Send the amended plan: July", "Record that it was done")
    limit.finish_step(by=cast["coordinator"], on=TODAY, note="Sent to the family.")
    assert limit.limit_clock.was_met_in_time


def test_only_whoever_owes_it_says_that_it_is_done(cast: Cast, child: Child) -> None:
    limit = log(cast, child, "order_amend")
    with pytest.raises(Refused, match="owes this"):
        limit.finish_step(by=cast["dco"], on=TODAY)


def test_a_direction_without_its_date_and_a_rule_given_what_it_does_not_know_are_refused(
    cast: Cast, child: Child
) -> None:
    with pytest.raises(ValidationError):
        log(cast, child, "tribunal_direction")
    with pytest.raises(ValidationError, match="does not take"):
        log(cast, child, "order_amend", given_weeks=3)
    with pytest.raises(ValidationError, match="future"):
        log(cast, child, "order_amend", started_on=TODAY + timedelta(days=1))
    assert not Clock.objects.filter(child=child).exists()


def test_the_same_one_is_logged_once_and_an_ended_one_does_not_count(cast: Cast, child: Child) -> None:
    limit = log(cast, child, "order_amend")
    with pytest.raises(ValidationError, match="logged already"):
        log(cast, child, "order_amend")
    limit.refresh_from_db()
    limit.end(by=cast["dco"], why="direction", reason="The Tribunal stayed its order.")
    assert limit.limit_clock.lapsed_why == "direction"


def test_a_family_is_never_late_with_its_appeal(cast: Cast, child: Child) -> None:
    log(cast, child, "lodge_appeal", started_on=date(2026, 3, 2))
    for person in ("coordinator", "dco"):
        assert Worklist(cast[person]).counts[Tab.OVERDUE] == 0


def test_the_boards_own_part_of_an_appeal_is_not_shown_to_the_local_authority(cast: Cast, child: Child) -> None:
    log(cast, child, "tribunal_direction", team="dcos", given_date=date(2026, 7, 31))
    assert TimeLimit.objects.visible_to(cast["dco"]).count() == 1
    assert TimeLimit.objects.visible_to(cast["coordinator"]).count() == 0


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(cast: Cast, child: Child, client: Client) -> None:
    client.force_login(cast["dco"])
    address = f"/clocks/children/{child.pk}/time-limits/log/"
    facts = {
        "rule": "tribunal_direction", "about": "Evidence", "came_from": "Order of 13 July",
        "started_on": "2026-07-13", "team": cast.team["dcos"].pk,
    }  # fmt: skip
    refused = client.post(address, facts)
    assert refused.status_code == 422
    assert "Order of 13 July" in refused.content.decode()
    assert client.post(address, facts | {"given_date": "2026-07-31"}).status_code == 302
    assert TimeLimit.objects.get().limit_clock.due_on == date(2026, 7, 31)


def test_a_time_limit_is_not_logged_to_a_body_that_the_law_does_not_name(cast: Cast, child: Child) -> None:
    with pytest.raises(ValidationError, match="is owed by the local authority .*, not by") as refused:
        log(cast, child, "order_amend", team="dcos")
    assert list(refused.value.message_dict) == ["team"]
    with pytest.raises(ValidationError, match="is owed by the integrated care board"):
        log(cast, child, "mediation_tell_la")
    assert log(cast, child, "mediation_arrange", team="dcos").owing == child.icb
