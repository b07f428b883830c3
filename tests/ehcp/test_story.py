"""From a request to the agreed wording, through the verbs alone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.today import pretend
from core.workflow import Refused, Stale
from ehcp.models import AdviceRequest, AssessmentRequest, Plan
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

RECEIVED, DECIDED, ASKED = date(2026, 1, 5), date(2026, 2, 2), date(2026, 2, 3)


def assessing(cast: Cast) -> AssessmentRequest:
    child = make_child(cast, on=RECEIVED)
    assessment = AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=RECEIVED, source="1")
    assessment.decide_to_assess(by=cast["coordinator"], on=DECIDED)
    return assessment


def asked(cast: Cast, team: str = "paediatrics", paragraph: str = "c") -> AdviceRequest:
    return AdviceRequest.ask(
        by=cast["coordinator"],
        assessment=assessing(cast),
        paragraph=paragraph,
        asked_of=cast.team[team],
        sent_on=ASKED,
    )


def test_registering_starts_the_six_sixteen_and_twenty_weeks(cast: Cast) -> None:
    child = make_child(cast, on=RECEIVED)
    assessment = AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=RECEIVED, source="1")
    days = [c.due_on for c in (assessment.decide_clock, assessment.refuse_clock, assessment.issue_clock)]
    assert days == [date(2026, 2, 16), date(2026, 4, 27), date(2026, 5, 25)]
    assert "reg 13(2)" in assessment.issue_clock.citation


def test_medical_advice_that_nobody_knows_passes_to_the_advisers_with_its_clock_unchanged(cast: Cast) -> None:
    request = asked(cast)
    before = (request.advice_clock.started_on, request.advice_clock.due_on)
    request.give_answer(by=cast["spa"], answer="not_known", on=date(2026, 2, 10))
    request.refresh_from_db()
    assert request.status == "with_has"
    assert (request.advice_clock.started_on, request.advice_clock.due_on) == before
    assert request.advice_clock.team == cast.team["has"]
    assert request.child in type(request.child).objects.visible_to(cast["adviser"])


def test_not_known_never_ends_a_therapy_request_by_itself(cast: Cast) -> None:
    request = asked(cast, "slt", "f")
    with pytest.raises(ValidationError, match="cannot end a request"):
        request.give_answer(by=cast["spa"], answer="not_known", on=date(2026, 2, 10))
    request.refresh_from_db()
    assert (request.status, request.answer) == ("asked", "")


def test_returned_advice_stops_the_clock_on_its_day(cast: Cast) -> None:
    request = asked(cast, "slt", "f")
    request.give_answer(
        by=cast["spa"],
        answer="known",
        last_contact_on=request.received_on,
        service=cast.team["slt"],
        on=date(2026, 2, 4),
    )
    request.return_advice(by=cast["spa"], on=date(2026, 3, 2), advice_text="Isla understands short sentences.")
    request.refresh_from_db()
    assert request.advice_clock.met_on == date(2026, 3, 2)
    assert [line.verb for line in request.history.order_by("history_id")] == [
        "ask",
        "give_answer",
        "return_advice",
    ]


def test_a_stranger_may_not_act_even_with_the_right_role(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(PermissionDenied):
        request.give_answer(by=cast["spa_2"], answer="not_known")


def test_advice_cannot_be_returned_before_the_service_is_known(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(Refused, match="with the single point of access"):
        request.return_advice(by=cast["spa"], advice_text="Too soon.")


def test_the_second_of_two_people_is_told_what_changed(cast: Cast) -> None:
    request = asked(cast, "slt", "f")
    seen = request.revision
    request.give_answer(
        by=cast["spa"],
        answer="known",
        last_contact_on=request.received_on,
        service=cast.team["slt"],
        on=date(2026, 2, 4),
    )
    with pytest.raises(Stale) as stale:
        request.withdraw(by=cast["coordinator"], reason="No longer needed", revision=seen)
    assert [line.verb for line in stale.value.changes] == ["give_answer"]


def test_wording_is_agreed_then_the_plan_is_issued_and_only_its_review_is_still_to_come(cast: Cast) -> None:
    assessment = assessing(cast)
    with pretend(date(2026, 5, 1)):
        plan = Plan.submit(
            by=cast["coordinator"],
            assessment=assessment,
            sections={"C": "A need.", "G": "A nurse."},
            on=date(2026, 3, 9),
        )
        plan.agree_health_wording(
            by=cast["dco"],
            on=date(2026, 3, 13),
            wording={"E": "An outcome.", "C": "A need.", "G": "A community nurse."},
        )
        plan.record_family_saw(by=cast["coordinator"], on=date(2026, 3, 16))
        plan.issue(by=cast["coordinator"], sections={"C": "A need.", "G": "A community nurse."}, on=date(2026, 4, 20))
    assessment.refresh_from_db()
    assert assessment.status == "issued"
    assert [clock.rule for clock in assessment.child.clocks.all() if clock.is_running] == ["annual_review"]
    assert plan.agreed_wording.in_force().get(section="G").text == "A community nurse."
