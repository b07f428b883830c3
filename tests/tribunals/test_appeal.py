"""An appeal: its days, its issues, its end."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.scope import opened
from core.today import pretend
from core.workflow import Refused
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.tribunals.conftest import ARRIVED, MADE, NOW, log
from tribunals.models import Appeal, Issue, Recommendation, Regulation6Response


@pytest.mark.parametrize(
    ("sent", "due"), [(date(2026, 7, 20), date(2026, 9, 29)), (date(2026, 12, 7), date(2027, 1, 26))]
)
def test_the_response_is_due_thirty_working_days_after_the_tribunal_sent_the_appeal(
    cast: Cast, sent: date, due: date
) -> None:
    with pretend(sent):
        appeal = log(cast, registered_on=sent, sent_to_la_on=sent, logged_on=sent)
    assert (appeal.response_clock.started_on, appeal.response_clock.due_on) == (sent, due)
    assert "HESC" in appeal.response_clock.citation


def test_the_response_stops_that_clock_on_its_day(cast: Cast, appeal: Appeal) -> None:
    appeal.record_response_sent(by=cast["dco"], on=date(2026, 4, 1))
    assert appeal.response_clock.met_on == date(2026, 4, 1)


def test_the_hearing_is_recorded_and_never_worked_out(cast: Cast, appeal: Appeal) -> None:
    assert appeal.hearing_on is None
    appeal.record_deadlines(by=cast["dco"], hearing_on=date(2026, 6, 30))
    appeal.record_hearing(by=cast["dco"], attended=True)
    assert (appeal.heard_on, appeal.attended_hearing) == (date(2026, 6, 30), True)


def test_only_a_dco_of_this_board_logs_an_appeal(cast: Cast) -> None:
    for person in ("coordinator", "adviser", "reviewer", "chief_nurse", "stranger", "dco"):
        child = make_child(cast, on=date(2026, 1, 5))
        facts = {
            "child": child, "kind": "education", "reference": "EH1", "registered_on": NOW, "sent_to_la_on": NOW,
            "wording_at_lodgement": "unclear",
        }  # fmt: skip
        if person == "dco":
            assert Appeal.log(by=cast[person], **facts).status == "active"
        else:
            with pytest.raises(PermissionDenied):
                Appeal.log(by=cast[person], **facts)


def test_days_of_an_appeal_do_not_run_backwards(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="before the Tribunal registered it"):
        log(cast, sent_to_la_on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="future"):
        log(cast, registered_on=date(2026, 7, 21), sent_to_la_on=date(2026, 7, 21), logged_on=NOW)
    with pytest.raises(ValidationError, match="before the Tribunal registered it"):
        log(cast, hearing_on=date(2026, 3, 1))


def test_an_issue_is_settled_once_and_keeps_what_was_agreed(cast: Cast, appeal: Appeal) -> None:
    issue = Issue.add(by=cast["dco"], appeal=appeal, section="G", sought="Weekly physiotherapy.")
    issue.change_position(by=cast["dco"], position="Not clinically indicated.", compromise="A block of six.")
    issue.settle(by=cast["dco"], how="A block of six, then a review.")
    assert (issue.settled_on, issue.settled_how) == (NOW, "A block of six, then a review.")
    with pytest.raises(Refused, match="settled"):
        issue.change_position(by=cast["dco"], position="Something else.")


def test_the_order_starts_five_weeks_that_begin_with_the_day_it_was_made(
    cast: Cast, response: Regulation6Response
) -> None:
    clock = response.response_clock
    assert (clock.started_on, clock.due_on) == (MADE, date(2026, 8, 16))
    assert clock.last_working_day == date(2026, 8, 14)
    assert "2017/1306" in clock.citation
    assert clock.team == cast.team["dcos"]
    assert response.appeal.order_arrived_on == ARRIVED
    assert "begin with the date of the recommendation" in response.appeal.governing_reason
    assert [str(r) for r in Recommendation.objects.all()] == ["Recommendation 1", "Recommendation 2"]
    assert response.answers.filter(decision="").count() == 2


def test_an_order_without_recommendations_asks_for_no_response(cast: Cast, appeal: Appeal) -> None:
    appeal.record_order(by=cast["dco"], made_on=MADE, arrived_on=ARRIVED)
    assert appeal.status == "ordered"
    assert not Regulation6Response.objects.exists()


def test_an_appeal_on_education_only_ends_without_recommendations_on_health(cast: Cast) -> None:
    appeal = log(cast, kind="education")
    with pytest.raises(ValidationError, match="extended appeal"):
        appeal.record_order(by=cast["dco"], made_on=MADE, arrived_on=ARRIVED, recommendations=["A nurse."])
    appeal = Appeal.objects.get(pk=appeal.pk)
    appeal.change_kind(by=cast["dco"], kind="extended")
    appeal.record_order(by=cast["dco"], made_on=MADE, arrived_on=ARRIVED, recommendations=["A nurse."])
    assert Regulation6Response.objects.count() == 1


def test_an_order_cannot_have_arrived_before_it_was_made(cast: Cast, appeal: Appeal) -> None:
    with pytest.raises(ValidationError, match="before the order was made"):
        appeal.record_order(by=cast["dco"], made_on=MADE, arrived_on=date(2026, 7, 12))


def test_an_appeal_is_not_closed_while_the_response_is_owed(cast: Cast, response: Regulation6Response) -> None:
    with pytest.raises(Refused, match="has not been sent"):
        response.appeal.close(by=cast["dco"], outcome="allowed")


def test_closing_ends_a_clock_that_nobody_owes_any_more(cast: Cast, appeal: Appeal) -> None:
    appeal.close(by=cast["dco"], outcome="withdrawn", on=date(2026, 4, 1), learning="Agree wording sooner.")
    assert appeal.status == "closed"
    assert appeal.response_clock.lapsed_why == "withdrawn"


def test_active_counts_each_case_that_was_open_on_any_day(cast: Cast) -> None:
    def case(number: int, logged: date, closed: date | None) -> Appeal:
        appeal = log(cast, reference=f"EH{number}", registered_on=logged, sent_to_la_on=logged, logged_on=logged)
        if closed:
            appeal.close(by=cast["dco"], outcome="withdrawn", on=closed)
        return appeal

    before = case(1, date(2026, 3, 3), date(2026, 3, 31))
    last_day = case(2, date(2026, 3, 3), date(2026, 4, 1))
    inside = case(3, date(2026, 4, 10), date(2026, 4, 20))
    still = case(4, date(2026, 4, 30), None)
    later = case(5, date(2026, 5, 1), None)
    april = (date(2026, 4, 1), date(2026, 4, 30))
    assert set(Appeal.objects.active_between(*april)) == {last_day, inside, still}
    assert set(Appeal.objects.logged_between(*april)) == {inside, still}
    assert before not in Appeal.objects.active_between(*april)
    assert later not in Appeal.objects.active_between(*april)


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("dco", True),
        ("dco_2", True),
        ("coordinator", False),
        ("adviser", False),
        ("reviewer", False),
        ("chief_nurse", False),
        ("board_member", False),
        ("stranger", False),
    ],
)
def test_an_appeal_is_the_dcos_alone(cast: Cast, appeal: Appeal, person: str, sees: bool) -> None:
    with opened(cast[person].scope):
        assert Appeal.objects.visible_to(cast[person]).filter(pk=appeal.pk).exists() is sees
