"""An annual review from the day it is due by to the amended plan, and health's part in it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from clocks.models import Clock
from core.today import pretend
from core.workflow import Refused
from ehcp.models import AnnualReview, PhaseTransfer
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.qa.story import agreed, issued

TODAY = date(2026, 11, 16)  # a Monday
MADE = date(2026, 1, 12)


@pytest.fixture(autouse=True)
def _in_november():
    with pretend(TODAY):
        yield


@pytest.fixture
def child(cast: Cast) -> Child:
    return make_child(cast, on=MADE)


@pytest.fixture
def review(cast: Cast, child: Child) -> AnnualReview:
    return AnnualReview.register(by=cast["coordinator"], child=child, since_on=MADE)


def at_the_meeting(cast: Cast, review: AnnualReview, *, on: date = TODAY - timedelta(days=7)) -> AnnualReview:
    by = cast["coordinator"]
    with pretend(on - timedelta(days=20)):
        review.set_meeting(by=by, meeting_on=on)
        review.record_invitations(by=by, on=on - timedelta(days=20), health_invited=True)
    review.record_held(by=by, on=on, health_attended=True)
    return review


def running(child: Child) -> dict[str, date]:
    return {clock.rule: clock.due_on for clock in Clock.objects.running().filter(child=child)}


def test_the_year_begins_with_the_day_the_plan_was_made(review: AnnualReview) -> None:
    assert review.review_clock.due_on == date(2027, 1, 11)
    assert review.review_clock.owing == review.child.local_authority


def test_a_plan_is_registered_for_its_review_once(cast: Cast, review: AnnualReview) -> None:
    with pytest.raises(Refused, match="already"):
        AnnualReview.register(by=cast["coordinator"], child=review.child, since_on=MADE)


def test_invitations_go_two_weeks_before_and_anew_for_a_meeting_that_is_moved(
    cast: Cast, review: AnnualReview
) -> None:
    by = cast["coordinator"]
    review.set_meeting(by=by, meeting_on=date(2026, 12, 14))
    first = review.invite_clock
    assert first.due_on == date(2026, 11, 30)
    review.record_invitations(by=by, on=TODAY, health_invited=True)
    assert (review.invite_clock.met_on, review.told_health_in_good_time) == (TODAY, True)
    review.set_meeting(by=by, meeting_on=date(2026, 12, 7))
    first.refresh_from_db()
    assert first.met_on == TODAY, "what was done in time stays so"
    assert (review.invite_clock.due_on, review.invited_on) == (date(2026, 11, 23), None)
    review.set_meeting(by=by, meeting_on=date(2026, 12, 8))
    assert Clock.objects.filter(lapsed_why="meeting_moved", due_on=date(2026, 11, 23)).exists()


def test_health_told_less_than_two_weeks_before_is_noted(cast: Cast, review: AnnualReview) -> None:
    review.set_meeting(by=cast["coordinator"], meeting_on=TODAY + timedelta(days=13))
    review.record_invitations(by=cast["coordinator"], on=TODAY, health_invited=True)
    assert review.told_health_in_good_time is False


def test_a_meeting_is_not_held_before_anybody_was_invited(cast: Cast, review: AnnualReview) -> None:
    review.set_meeting(by=cast["coordinator"], meeting_on=TODAY)
    with pytest.raises(Refused, match="when the invitations went"):
        review.record_held(by=cast["coordinator"], on=TODAY, health_attended=False)


def test_the_report_and_the_decision_are_timed_from_the_meeting(cast: Cast, review: AnnualReview) -> None:
    held = date(2026, 11, 9)
    at_the_meeting(cast, review, on=held)
    assert running(review.child) == {
        "annual_review": date(2027, 1, 11),
        "review_report": date(2026, 11, 23),
        "review_decision": date(2026, 12, 7),
    }
    review.record_report(by=cast["coordinator"], on=TODAY)
    assert "review_report" not in running(review.child)


def test_a_decision_to_keep_the_plan_ends_the_review_and_the_next_year_begins(
    cast: Cast, review: AnnualReview
) -> None:
    at_the_meeting(cast, review).record_report(by=cast["coordinator"], on=TODAY)
    review.decide_to_keep(by=cast["coordinator"], on=TODAY)
    assert running(review.child) == {"annual_review": date(2027, 11, 15)}
    following = AnnualReview.objects.exclude(pk=review.pk).get()
    assert (following.since_on, following.plan, following.status) == (TODAY, None, "not_asked")
    assert review.review_clock.was_met_in_time


def test_an_amended_plan_is_due_in_eight_weeks_and_the_board_has_its_copy_in_one(
    cast: Cast, review: AnnualReview
) -> None:
    at_the_meeting(cast, review)
    review.decide_to_amend(by=cast["coordinator"], on=TODAY)
    assert running(review.child)["amended_plan"] == TODAY + timedelta(weeks=8)
    with pretend(date(2026, 12, 1)):
        review.record_amended_plan(by=cast["coordinator"], on=date(2026, 12, 1))
        assert running(review.child)["final_plan_copy"] == date(2026, 12, 8)
        with pytest.raises(PermissionDenied):
            review.receive_amended_plan(by=cast["coordinator"], on=date(2026, 12, 1))
        review.receive_amended_plan(by=cast["dco"], on=date(2026, 12, 1))
    assert "final_plan_copy" not in running(review.child)


def test_a_plan_that_is_not_amended_after_all_meets_the_eight_weeks_and_awaits_no_copy(
    cast: Cast, review: AnnualReview
) -> None:
    at_the_meeting(cast, review)
    with pytest.raises(Refused, match="Only after a decision to amend"):
        review.keep_after_all(by=cast["coordinator"], on=TODAY)
    review.decide_to_amend(by=cast["coordinator"], on=TODAY)
    review.keep_after_all(by=cast["coordinator"], on=TODAY)
    assert review.amended_clock.was_met_in_time
    assert not {"amended_plan", "final_plan_copy"} & set(running(review.child))
    with pytest.raises(Refused, match="it is not amended"):
        review.record_amended_plan(by=cast["coordinator"], on=TODAY)


def test_a_plan_that_ends_has_no_next_review(cast: Cast, review: AnnualReview) -> None:
    at_the_meeting(cast, review)
    review.decide_to_cease(by=cast["coordinator"], on=TODAY)
    assert AnnualReview.objects.count() == 1
    with pytest.raises(Refused, match="Only after a decision to amend"):
        review.record_amended_plan(by=cast["coordinator"], on=TODAY)


def test_nothing_is_decided_before_the_meeting(cast: Cast, review: AnnualReview) -> None:
    for verb in (review.decide_to_keep, review.decide_to_amend, review.decide_to_cease):
        with pytest.raises(Refused, match="meeting was held"):
            verb(by=cast["coordinator"], on=TODAY)


def test_a_decision_is_not_sent_before_the_meeting_nor_in_the_future(cast: Cast, review: AnnualReview) -> None:
    at_the_meeting(cast, review)
    for day in (review.held_on - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError):
            review.decide_to_keep(by=cast["coordinator"], on=day)


def test_a_closed_review_says_why_and_does_not_count(cast: Cast, review: AnnualReview) -> None:
    review.close(by=cast["coordinator"], on=TODAY, reason="The family moved to Scotland.")
    assert running(review.child) == {}
    assert Clock.objects.get().lapsed_why == "ended_otherwise"
    with pytest.raises(Refused, match="was closed"):
        review.set_meeting(by=cast["coordinator"], meeting_on=TODAY)


def test_health_is_asked_within_the_review_that_is_under_way(cast: Cast, review: AnnualReview) -> None:
    review.set_meeting(by=cast["coordinator"], meeting_on=TODAY + timedelta(days=30))
    asked = AnnualReview.log(
        by=cast["coordinator"], child=review.child, asked_on=TODAY, has_health_needs=True, section_c="A need."
    )
    assert asked.pk == review.pk
    assert (asked.status, asked.meeting_on) == ("with_health", TODAY + timedelta(days=30))
    assert asked.qa_clock.owing == review.child.icb
    assert AnnualReview.objects.count() == 1


def test_the_dco_is_not_asked_about_a_plan_that_is_not_issued_yet(cast: Cast, client: Client) -> None:
    plan = agreed(cast).plan
    client.force_login(cast["coordinator"])
    address, words = f"/ehcp/children/{plan.child_id}/annual-reviews/log/", "Ask the DCO to contribute"
    assert words not in client.get(plan.child.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="No plan of this child has been issued here"):
        AnnualReview.log(by=cast["coordinator"], child=plan.child, asked_on=TODAY, has_health_needs=True)
    issued(cast, plan)
    assert words in client.get(plan.child.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200


def test_an_issued_plan_has_its_first_review_on_the_list(cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan)
    review = AnnualReview.objects.get(plan=plan)
    assert review.since_on == plan.issued_on
    assert review.team == cast.team["send_wiltshire"]


def test_health_is_shown_the_wording_as_issued(cast: Cast, client: Client) -> None:
    plan = issued(cast, agreed(cast).plan)
    client.force_login(cast["coordinator"])
    page = client.get(f"/ehcp/children/{plan.child_id}/annual-reviews/log/").content.decode()
    assert plan.latest("issued").text_of("C") in page


def test_a_services_clerk_and_a_stranger_run_no_reviews(cast: Cast, review: AnnualReview, client: Client) -> None:
    for person, status in (("spa", 404), ("other_coordinator", 404), ("adviser", 404), ("dco", 403)):
        client.force_login(cast[person])
        assert client.get(f"{review.get_absolute_url()}set-meeting/").status_code == status, person


def test_the_pages_lead_from_one_step_to_the_next(cast: Cast, review: AnnualReview, client: Client) -> None:
    client.force_login(cast["coordinator"])
    address = review.get_absolute_url()
    assert "Set the date of the meeting" in client.get(address).content.decode()
    meeting = {"meeting_on": "2026-12-12"}  # a Saturday: kept, and pointed out
    answer = client.post(f"{address}set-meeting/", meeting | {"revision": review.revision}, follow=True)
    page = answer.content.decode()
    assert "12\u00a0December\u00a02026" in page
    assert "12 December 2026 is not a working day: it is a Saturday" in page
    assert "Record the invitations" in page
    assert "Decide to keep the plan" not in page
    assert review.child.name in client.get("/ehcp/annual-reviews/").content.decode()


@pytest.mark.parametrize(
    ("kind", "due"), [("primary", date(2027, 2, 14)), ("secondary", date(2027, 3, 30)), ("infant", date(2027, 2, 14))]
)
def test_a_phase_transfer_is_due_on_its_fixed_day(cast: Cast, child: Child, kind: str, due: date) -> None:
    transfer = PhaseTransfer.register(by=cast["coordinator"], child=child, kind=kind, moves_on=date(2027, 9, 1))
    assert transfer.plan_clock.due_on == due
    transfer.record_amended_plan(by=cast["coordinator"], on=TODAY)
    assert (transfer.status, transfer.plan_clock.was_met_in_time) == ("ready", True)


def test_a_move_between_post_16_institutions_is_due_five_months_before(cast: Cast, child: Child) -> None:
    transfer = PhaseTransfer.register_post16(by=cast["coordinator"], child=child, moves_on=date(2027, 9, 1))
    assert transfer.plan_clock.due_on == date(2027, 4, 1)
    with pytest.raises(ValidationError, match="already"):
        PhaseTransfer.register(by=cast["coordinator"], child=child, kind="primary", moves_on=date(2027, 9, 1))


def test_a_cancelled_transfer_does_not_count(cast: Cast, child: Child) -> None:
    transfer = PhaseTransfer.register(by=cast["coordinator"], child=child, kind="primary", moves_on=date(2027, 9, 1))
    transfer.cancel(by=cast["coordinator"], reason="The child stays at the all-through school.")
    assert transfer.plan_clock.lapsed_why == "ended_otherwise"


def test_the_page_of_a_transfer_shows_its_day(cast: Cast, child: Child, client: Client) -> None:
    client.force_login(cast["coordinator"])
    address = f"/ehcp/children/{child.pk}/phase-transfers/register/"
    assert client.post(address, {"kind": "post_16", "moves_on": "2027-09-01"}).status_code == 422
    page = client.post(address, {"kind": "secondary", "moves_on": "2027-09-01"}, follow=True).content.decode()
    assert "30\u00a0Mar\u00a02027" in page
    assert "Record that the amended plan was sent" in page
