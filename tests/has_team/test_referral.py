"""The Health Advisers' referral, from the inbox to the local authority."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from core.models import Message
from core.scope import opened
from core.today import pretend
from core.workflow import Refused
from desk.worklist import Tab, Worklist
from ehcp.api import AdviceReading
from ehcp.models import AdviceRequest, AssessmentRequest
from has_team.forms import ReturnToAdviserForm
from has_team.models import OnwardReferral, Referral
from people.models import Child
from qa.models import LevelOneCheck
from qa.models.level_one import ALL_MET, counts_by_point
from send_portal.demo.cast import Cast
from tests.has_team.conftest import ASKED, DUE, NOW, PASSED, TEXTS, accept, pass_one, well_written


def test_accepting_starts_five_working_days_and_leaves_the_six_weeks_alone(cast: Cast, passed: AdviceRequest) -> None:
    referral = accept(cast, passed)
    assert referral.contact_clock.started_on == date(2026, 7, 17)
    assert referral.contact_clock.due_on == date(2026, 7, 24)
    assert (referral.advice_clock.started_on, referral.advice_clock.due_on) == (ASKED, DUE)


def test_contact_with_the_family_stops_that_clock_on_its_day(cast: Cast, referral: Referral) -> None:
    referral.contact_family(by=cast["adviser"], on=NOW)
    assert referral.contact_clock.met_on == NOW


def test_a_request_is_logged_once(cast: Cast, passed: AdviceRequest) -> None:
    accept(cast, passed)
    with pytest.raises(Refused, match="already been logged"):
        accept(cast, passed)


def test_a_request_that_is_with_a_service_is_not_for_the_advisers(cast: Cast) -> None:
    request = pass_one(cast)
    assessment = request.assessment
    other = AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessment, paragraph="f", asked_of=cast.team["slt"], sent_on=ASKED
    )
    with pytest.raises(Refused, match="not with the Health Advisers"):
        Referral.accept(
            by=cast["adviser"],
            advice_request=other,
            criterion="not_known",
            responsibility_checked_on=NOW,
            on=NOW,
        )


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 7, 21), "future"), (date(2026, 7, 15), "before the request came")]
)
def test_a_step_is_not_dated_in_the_future_or_before_the_request_came(
    cast: Cast, referral: Referral, day: date, why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        referral.log_stage(by=cast["adviser"], stage="records_reviewed", on=day)


def test_steps_are_logged_in_any_order(cast: Cast, referral: Referral) -> None:
    adviser = cast["adviser"]
    referral.log_stage(by=adviser, stage="assessed", on=NOW)
    referral.log_stage(by=adviser, stage="professionals_asked", on=PASSED)
    referral.book_appointment(by=adviser, mode="video", appointment_on=date(2026, 7, 30), on=NOW)
    referral.refresh_from_db()
    assert (referral.assessed_on, referral.professionals_asked_on) == (NOW, PASSED)
    assert referral.appointment_in_words == "Video, 30 July 2026"
    assert referral.contact_clock.is_running


def test_declining_keeps_the_request_open_with_its_clock_running_and_tells_everybody(
    cast: Cast, passed: AdviceRequest
) -> None:
    referral = Referral.decline(by=cast["adviser"], advice_request=passed, reason="Paediatrics saw her in March.")
    passed.refresh_from_db()
    assert passed.status == "with_has"
    assert passed.advice_clock.is_running
    assert passed.advice_clock.due_on == DUE
    assert passed.advice_clock.team == cast.team["dcos"]
    assert set(Referral.objects.declined_between(NOW, NOW)) == {referral}
    told = set(Message.objects.filter(key__startswith="referral:").values_list("to", flat=True))
    assert told == {cast["coordinator"].email, cast.org["icb"].mailbox}


def test_messages_hold_initials_and_reference_and_nothing_of_health(cast: Cast, passed: AdviceRequest) -> None:
    child = passed.child
    Referral.decline(by=cast["adviser"], advice_request=passed, reason="Paediatrics saw her in March.")
    for message in Message.objects.filter(key__startswith="referral:"):
        assert child.reference in message.body
        assert child.family_name not in message.body + message.subject
        assert "Paediatrics" not in message.body


def test_declined_work_can_be_accepted_after_all(cast: Cast, passed: AdviceRequest) -> None:
    referral = Referral.decline(by=cast["adviser"], advice_request=passed, reason="Thought to be known.")
    referral.accept_after_all(by=cast["adviser"], criterion="not_known", responsibility_checked_on=NOW, on=NOW)
    assert referral.status == "working"
    assert referral.advice_clock.team == cast.team["has"]
    assert referral.contact_clock.due_on == date(2026, 7, 27)
    assert set(Referral.objects.declined_between(NOW, NOW)) == {referral}, "it stays an exception"


def test_the_dco_gives_declined_work_to_a_service_which_has_until_the_same_day(
    cast: Cast, passed: AdviceRequest
) -> None:
    referral = Referral.decline(by=cast["adviser"], advice_request=passed, reason="Known to Three Rivers.")
    with pytest.raises(PermissionDenied):
        referral.give_back(by=cast["adviser"], service=cast.team["paediatrics_2"])
    referral.give_back(by=cast["dco"], service=cast.team["paediatrics_2"])
    passed.refresh_from_db()
    assert (passed.status, passed.provider, passed.service) == (
        "with_service", cast.org["provider_2"], cast.team["paediatrics_2"],
    )  # fmt: skip
    assert (passed.advice_clock.due_on, passed.advice_clock.team) == (DUE, cast.team["spa_2"])
    passed.return_advice(by=cast["spa_2"], advice_text="Seen in clinic.", on=NOW)
    assert passed.advice_clock.met_on == NOW


def test_a_referral_is_given_to_an_adviser_of_this_board_only(cast: Cast, referral: Referral) -> None:
    referral.allocate(by=cast["dco"], adviser=cast["adviser_2"])
    assert referral.advice_clock.person == cast["adviser_2"]
    with pytest.raises(ValidationError, match="not one of this board"):
        referral.allocate(by=cast["dco"], adviser=cast["spa"])


def test_advice_goes_to_the_dco_only_when_it_says_what_it_must(cast: Cast, referral: Referral) -> None:
    referral.save_advice(by=cast["adviser"], **(TEXTS | {"provided_by": "", "views": " "}))
    with pytest.raises(Refused, match="views of the child.*who provides it"):
        referral.submit_for_qa(by=cast["adviser"])


def test_advice_without_provision_can_go_to_the_dco(cast: Cast, referral: Referral) -> None:
    texts = TEXTS | {
        "support": "",
        "provided_by": "",
        "health_needs": "Diagnosis of autism; no health needs identified.",
    }
    referral.save_advice(by=cast["adviser"], **texts)
    referral.submit_for_qa(by=cast["adviser"])
    assert referral.status == "with_dco"
    assert referral.advice_clock.team == cast.team["dcos"]


def test_the_author_may_not_approve_even_as_a_dco(
    cast: Cast, referral: Referral, give_role: Callable[..., None]
) -> None:
    referral.save_advice(by=cast["adviser"], **TEXTS)
    referral.submit_for_qa(by=cast["adviser"])
    with pytest.raises(PermissionDenied):
        referral.approve(by=cast["adviser_2"])
    give_role("adviser", "dco", "dcos")
    with pytest.raises(Refused, match="You wrote this advice"):
        referral.approve(by=cast["adviser"])


def test_returned_advice_says_what_is_lacking_and_cannot_be_sent(cast: Cast, referral: Referral) -> None:
    referral.save_advice(by=cast["adviser"], **TEXTS)
    referral.submit_for_qa(by=cast["adviser"])
    referral.return_to_adviser(by=cast["dco"], lacking="Say how often the review is.")
    assert (referral.status, referral.lacking) == ("working", "Say how often the review is.")
    with pytest.raises(Refused):
        referral.send(by=cast["adviser"])


def test_sending_returns_the_advice_as_text_and_pdf_and_stops_the_six_weeks(cast: Cast, approved: Referral) -> None:
    with pretend(DUE):
        approved.send(by=cast["adviser"], on=DUE)
    request = AdviceRequest.objects.get(pk=approved.advice_request_id)
    assert (request.status, request.advice_clock.met_on) == ("returned", DUE)
    assert request.advice_clock.was_met_in_time
    assert "absence seizures" in request.advice_text
    assert request.document.content_type == "application/pdf"
    assert "in time" in approved.sent_in_words


def test_late_is_said_to_be_late(cast: Cast, approved: Referral) -> None:
    with pretend(date(2026, 8, 26)):
        approved.send(by=cast["adviser"])
    assert approved.sent_in_words.endswith("26 August 2026, 2 days late.")
    assert not Referral.objects.in_time().exists()


def test_a_referral_is_closed_after_the_family_had_the_advice(cast: Cast, approved: Referral) -> None:
    approved.send(by=cast["adviser"])
    with pytest.raises(Refused, match="family"):
        approved.close(by=cast["adviser"])
    approved.share_with_family(by=cast["adviser"], on=NOW)
    approved.close(by=cast["adviser"])
    assert approved.status == "closed"


def test_onward_referrals_stand_in_the_advice_until_they_are_taken_off(cast: Cast, referral: Referral) -> None:
    adviser = cast["adviser"]
    sleep = OnwardReferral.recommend(by=adviser, referral=referral, service="Sleep clinic", made_by="gp", on=NOW)
    OnwardReferral.recommend(by=adviser, referral=referral, service="Dietetics", made_by="adviser", on=NOW)
    sleep.withdraw(by=adviser)
    referral.save_advice(by=adviser, **TEXTS)
    referral.submit_for_qa(by=adviser)
    well_written(cast, referral)
    referral.approve(by=cast["dco"])
    referral.send(by=adviser)
    text = AdviceRequest.objects.get(pk=referral.advice_request_id).advice_text
    assert "Dietetics (made by the Health Adviser)" in text
    assert "Sleep clinic" not in text
    with pytest.raises(Refused, match="has left the adviser"):
        OnwardReferral.recommend(by=adviser, referral=referral, service="Audiology", made_by="gp")


def test_what_the_local_authority_withdraws_is_not_worked_on(cast: Cast, referral: Referral) -> None:
    with opened(cast["coordinator"].scope):
        referral.advice_request.withdraw(by=cast["coordinator"], reason="The family moved.")
    referral = Referral.objects.get(pk=referral.pk)
    assert referral.status == "stopped"
    assert referral.contact_clock.lapsed_why == "withdrawn"
    with pytest.raises(Refused):
        referral.contact_family(by=cast["adviser"])


def test_the_adviser_reaches_the_child_the_assessment_and_the_requests(cast: Cast, passed: AdviceRequest) -> None:
    adviser = cast["adviser"]
    with opened(adviser.scope):
        assert Child.objects.visible_to(adviser).filter(pk=passed.child_id).exists()
        assert AssessmentRequest.objects.visible_to(adviser).filter(pk=passed.assessment_id).exists()
        assert AdviceRequest.objects.visible_to(adviser).filter(pk=passed.pk).exists()


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("adviser", True),
        ("adviser_2", True),
        ("dco", True),
        ("coordinator", False),
        ("swindon_coordinator", False),
        ("spa", False),
        ("reviewer", False),
        ("chief_nurse", False),
        ("board_member", False),
        ("stranger", False),
    ],
)
def test_a_referral_is_the_teams_own_paper(cast: Cast, referral: Referral, person: str, sees: bool) -> None:
    with opened(cast[person].scope):
        assert Referral.objects.visible_to(cast[person]).filter(pk=referral.pk).exists() is sees


def test_the_whole_way_can_be_walked_inside_the_walls(cast: Cast, passed: AdviceRequest) -> None:
    """Each person with nothing but their own scope."""
    with opened(cast["adviser"].scope):
        referral = accept(cast, passed, adviser=cast["adviser"])
        referral.contact_family(by=cast["adviser"], on=NOW)
        referral.save_advice(by=cast["adviser"], **TEXTS)
        referral.submit_for_qa(by=cast["adviser"])
    with opened(cast["dco"].scope):
        well_written(cast, referral)
        Referral.objects.get(pk=referral.pk).approve(by=cast["dco"])
    with opened(cast["adviser"].scope):
        Referral.objects.get(pk=referral.pk).send(by=cast["adviser"])
    with opened(cast["coordinator"].scope):
        request = AdviceRequest.objects.visible_to(cast["coordinator"]).get(pk=passed.pk)
        assert request.document is not None


def test_advice_returned_for_quality_is_written_assured_shared_and_sent_anew_inside_the_walls(
    cast: Cast, approved: Referral
) -> None:
    adviser, text = cast["adviser"], "He misses parts of lessons: most of each reading lesson."
    approved.share_with_family(by=adviser)
    approved.send(by=adviser)
    approved.close(by=adviser)
    first = AdviceRequest.objects.get(pk=approved.advice_request_id)
    with opened(cast["coordinator"].scope):
        first.return_for_quality(by=cast["coordinator"], lacking="What it means for reading.")
    with opened(cast["spa"].scope):
        provider = {"request": SimpleNamespace(user=cast["spa"])}
        assert AdviceReading(context=provider).get_lacking(first) == "", "it was asked first, and did not write it"
    again = Referral.objects.get(pk=approved.pk)
    clock = again.advice_clock
    assert (clock.is_running, clock.due_on, clock.team, clock.person) == (True, DUE, cast.team["has"], adviser)
    assert (again.status, again.lacking, again.shared_on) == ("working", "What it means for reading.", None)
    assert Message.objects.filter(to=adviser.email, subject__startswith="Advice returned to you").exists()
    with opened(adviser.scope):
        (row,) = Worklist(adviser, chosen={"rule": "health_advice"}).page(Tab.LATER, 1)
        assert row.work == again
        again.save_advice(by=adviser, impact_on_education=text)
        again.submit_for_qa(by=adviser)
    with opened(cast["dco"].scope):
        with pytest.raises(Refused, match="Fill in the level-one checklist first"):
            again.approve(by=cast["dco"])
        well_written(cast, again)
        again.approve(by=cast["dco"])
    with opened(adviser.scope):
        with pytest.raises(Refused):
            again.close(by=adviser)
        again.send(by=adviser)
    better = AdviceRequest.objects.get(pk=first.pk)
    assert (better.status, better.advice_clock.met_on, text in better.advice_text) == ("returned", NOW, True)
    assert better.document_id != first.document_id, "what was sent first stays in the file"


def test_figures_for_the_report_count_by_the_day_of_the_step(cast: Cast, approved: Referral) -> None:
    approved.send(by=cast["adviser"])
    july = (date(2026, 7, 1), date(2026, 7, 31))
    assert Referral.objects.accepted_between(*july).count() == 1
    assert Referral.objects.completed_between(*july).in_time().count() == 1
    assert Referral.objects.completed_between(date(2026, 8, 1), date(2026, 8, 31)).count() == 0


def test_the_database_refuses_an_acceptance_without_its_criterion(cast: Cast, referral: Referral) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE has_team_referral SET criterion = '' WHERE id = %s", [referral.pk])


def test_advice_goes_out_only_when_every_point_of_the_checklist_is_met(cast: Cast, referral: Referral) -> None:
    referral.save_advice(by=cast["adviser"], **TEXTS)
    referral.submit_for_qa(by=cast["adviser"])
    with pytest.raises(Refused, match="Fill in the level-one checklist first"):
        referral.approve(by=cast["dco"])
    request, plain = referral.advice_request, ALL_MET | {"plain": ("no", "Say what absence seizures are.")}
    with pytest.raises(ValidationError, match="Say what to put right"):
        LevelOneCheck.read_advice(by=cast["dco"], advice_request=request, given=ALL_MET | {"plain": ("no", " ")})
    LevelOneCheck.read_advice(by=cast["dco"], advice_request=request, given=plain)
    with pytest.raises(Refused, match="points that are not met"):
        referral.approve(by=cast["dco"])
    form = ReturnToAdviserForm(by=cast["dco"], record=referral)
    assert form.fields["lacking"].initial == (
        "It is in plain words, and medical terms are explained: Say what absence seizures are."
    )
    referral.return_to_adviser(by=cast["dco"], lacking=form.fields["lacking"].initial)
    referral.submit_for_qa(by=cast["adviser"])
    with pytest.raises(Refused, match="Fill in the level-one checklist first"):
        referral.approve(by=cast["dco"])
    well_written(cast, referral)
    referral.approve(by=cast["dco"])
    assert [check.is_met for check in LevelOneCheck.objects.order_by("pk")] == [False, True]
    counts = counts_by_point(LevelOneCheck.objects.visible_to(cast["dco"]))
    assert counts["plain"] == {"yes": 1, "no": 1, "na": 0}
    with opened(cast["coordinator"].scope):
        assert not LevelOneCheck.objects.exists()
