"""Whom an area asks as a matter of course, trials of not asking, and areas without a single point of access."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from core.today import pretend, today
from core.workflow import Refused
from desk.worklist import Tab, Worklist
from ehcp.models import AdviceRequest, AssessmentRequest
from ehcp.models.area import asked_as_a_matter_of_course, assessments_without
from ehcp.usual import ask_usual, proposed
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.areas import service, usual, without_access
from tests.ehcp.made import asked, assessing, days_ago, nothing_from_the_family


def named(settings: Any) -> list[str]:
    return [str(setting.service) for setting in settings]


def test_a_trial_holds_for_its_months_and_what_held_before_holds_again(cast: Cast) -> None:
    child = make_child(cast, on=days_ago(300))
    usual(cast, cast.team["ot"], since=days_ago(200))
    trial = usual(cast, cast.team["ot"], "not_asked", since=days_ago(10), months=1)
    assert named(asked_as_a_matter_of_course(child, days_ago(11))) == ["Occupational therapy"]
    assert asked_as_a_matter_of_course(child, today()) == []
    after = trial.in_force_until + timedelta(days=1)
    assert named(asked_as_a_matter_of_course(child, after)) == ["Occupational therapy"]
    assert asked_as_a_matter_of_course(make_child(cast, la="swindon"), after) == [], "another area has its own"


def test_a_trial_says_how_long_and_how_it_is_watched(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        usual(cast, cast.team["ot"], "not_asked", months=None, minutes=None, monitoring=" ", impact_assessment="")
    assert set(refused.value.message_dict) == {"months", "minutes", "monitoring", "impact_assessment"}


def test_a_looked_after_childs_nurse_is_asked_whatever_is_set_about_others(cast: Cast) -> None:
    nurse = service(cast, "Children in care nursing")
    named_nurse = usual(cast, nurse, "looked_after", paragraph="c", since=days_ago(100))
    usual(cast, nurse, "not_asked", since=days_ago(50))
    child = make_child(cast, on=days_ago(60), looked_after=True)
    request = asked(cast, "slt", "f", assessment=assessing(cast, child))
    also = AdviceRequest.objects.get(asked_of=nurse)
    assert (also.assessment, also.paragraph, also.sent_on) == (request.assessment, "c", request.sent_on)
    asked(cast, "ot", "f", assessment=request.assessment)
    assert AdviceRequest.objects.filter(asked_of=nurse).count() == 1
    asked(cast, "slt", "f")
    assert AdviceRequest.objects.filter(asked_of=nurse).count() == 1, "not of a child who is not looked after"
    with pytest.raises(Refused, match="always asked"):
        named_nurse.end(by=cast["dco"], on=today(), reason="A trial.")


def test_the_hours_that_a_trial_frees_are_counted_from_real_assessments(cast: Cast, client: Client) -> None:
    trial = usual(cast, cast.team["ot"], "not_asked", since=days_ago(18), minutes=90)
    for _ in range(2):
        asked(cast, "slt", "f")  # 15 days ago, without occupational therapy
    both = asked(cast, "slt", "f")
    asked(cast, "ot", "f", assessment=both.assessment)  # case by case
    asked(cast, "slt", "f", assessment=assessing(cast), sent_on=days_ago(19))  # before the trial
    assessing(cast)  # nobody asked yet
    assert assessments_without(trial, user=cast["dco"], on=today()) == 2
    client.force_login(cast["dco"])
    page = client.get("/ehcp/areas/").content.decode()
    assert "3.0 hours freed so far" in page
    assert "EQIA 12/26" in page
    client.force_login(cast["coordinator"])
    page = client.get("/ehcp/areas/").content.decode()
    assert "EQIA 12/26" in page, "the local authority reads what is set for its area"
    assert "Set whether a service is asked" not in page
    client.force_login(cast["swindon_coordinator"])
    assert "EQIA 12/26" not in client.get("/ehcp/areas/").content.decode()


def test_only_the_boards_designated_officers_set_it_through_its_page(cast: Cast, client: Client) -> None:
    address = f"/ehcp/areas/{cast.org['wiltshire'].pk}/services/set/"
    form = {
        "service": cast.team["ot"].pk, "paragraph": "f", "asked": "always", "in_force_from": today().isoformat(),
        "reason": "Agreed.",
    }  # fmt: skip
    for person, status in (("coordinator", 403), ("spa", 404), ("stranger", 404), ("dco", 302)):
        client.force_login(cast[person])
        assert client.post(address, form).status_code == status, person
    with pytest.raises(PermissionDenied):
        without_access_by(cast, "coordinator")


def without_access_by(cast: Cast, person: str) -> None:
    from ehcp.models import AreaWithoutAccess

    AreaWithoutAccess.declare(
        by=cast[person], local_authority=cast.org["wiltshire"], in_force_from=today(), reason="Ours."
    )


def test_what_the_area_usually_asks_is_proposed_and_asked_at_one_press(cast: Cast, client: Client) -> None:
    usual(cast, cast.team["paediatrics"], paragraph="c")
    skipped = usual(cast, cast.team["ot"])
    nurse = usual(cast, service(cast, "Children in care nursing"), "looked_after")
    assessment = assessing(cast, make_child(cast, on=days_ago(60), looked_after=True))
    nothing_from_the_family(cast, assessment)
    client.force_login(cast["coordinator"])
    address = f"/ehcp/assessments/{assessment.pk}/advice-requests/"
    page = client.get(f"{address}ask/").content.decode()
    assert "Asked as a matter of course in Wiltshire" in page
    assert "Always asked about a looked-after child" in page
    ticked = [one.pk for one in proposed(assessment) if one.pk not in (skipped.pk, nurse.pk)]
    assert client.post(f"{address}ask-usual/", {"services": ticked})["Location"] == assessment.get_absolute_url()
    made = AdviceRequest.objects.filter(assessment=assessment)
    assert {str(one.asked_of) for one in made} == {"Community paediatrics", "Children in care nursing"}
    assert named(proposed(assessment)) == ["Occupational therapy"]
    client.force_login(cast["swindon_coordinator"])
    assert client.post(f"{address}ask-usual/", {"services": ticked}).status_code == 404


def test_a_designated_officer_asks_case_by_case_and_says_why(cast: Cast) -> None:
    usual(cast, cast.team["ot"], "not_asked")
    assessment = assessing(cast)
    facts = {"assessment": assessment, "paragraph": "f", "asked_of": cast.team["ot"]}
    with pytest.raises(ValidationError, match="why this child needs it"):
        AdviceRequest.ask(by=cast["dco"], **facts)
    request = AdviceRequest.ask(by=cast["dco"], about="She falls often.", **facts)
    assert (request.status, request.asked_by) == ("asked", cast["dco"])
    with pytest.raises(PermissionDenied):
        request.withdraw(by=cast["dco"], reason="It is the local authority’s to withdraw.")


# An area without a single point of access


def routed_to(cast: Cast, **facts: Any) -> AdviceRequest:
    without_access(cast)
    assessment = facts.pop("assessment", None) or assessing(cast)
    return AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessment, paragraph=facts.pop("paragraph", "c"), **facts
    )


def test_a_request_goes_to_the_medical_officer_who_chooses_and_the_clock_runs_from_the_boards_receipt(
    cast: Cast,
) -> None:
    with pretend(days_ago(4)):
        request = routed_to(cast, about="Sees a paediatrician in Bath.")
    clock = request.advice_clock
    before = (clock.started_on, clock.due_on)
    assert (request.status, request.provider, request.asked_of) == ("to_route", cast.org["icb"], None)
    assert (clock.owing, clock.team) == (cast.org["icb"], cast.team["dcos"])
    officer = cast["dmo"]
    rows = [row for tab in (Tab.THIS_WEEK, Tab.LATER) for row in Worklist(officer).page(tab, 1)]
    assert [row.button.label for row in rows if row.record == request] == ["Choose who is asked"]
    assert request not in AdviceRequest.objects.visible_to(cast["spa"])
    request.route(
        by=officer, service=cast.team["paediatrics"], chosen_at="panel", professional="Dr Lindqvist, paediatrician"
    )
    request.refresh_from_db()
    clock.refresh_from_db()
    assert (request.status, request.provider, request.routed_by) == ("with_service", cast.org["provider"], officer)
    assert (clock.started_on, clock.due_on, clock.owing) == (*before, cast.org["provider"])
    assert request in AdviceRequest.objects.visible_to(cast["spa"])
    request.return_advice(by=cast["spa"], advice_text="Has epilepsy; a nurse trains the staff.")
    assert request.advice_clock.met_on == today()


def test_what_is_not_theirs_goes_back_to_be_chosen_anew_and_never_ends_as_not_known(cast: Cast) -> None:
    request = routed_to(cast)
    request.route(by=cast["dco"], service=cast.team["ot"], chosen_at="after")
    request.give_back_to_router(by=cast["spa"], reason="Discharged two years ago.")
    assert (request.status, request.provider, request.asked_of) == ("to_route", cast.org["icb"], None)
    assert (request.advice_clock.is_running, request.advice_clock.team) == (True, cast.team["dcos"])
    request.answer_for_area(by=cast["dco"], answer="not_known")
    assert (request.status, request.answered_by) == ("with_has", cast["dco"])
    assert request.advice_clock.team == cast.team["has"]


def test_therapy_that_nobody_knows_ends_only_in_a_coded_way_by_somebody(cast: Cast) -> None:
    request = routed_to(cast, paragraph="f")
    with pytest.raises(ValidationError, match="cannot end a request"):
        request.answer_for_area(by=cast["dco"], answer="not_known")
    with pytest.raises(ValidationError, match="Choose the service"):
        request.answer_for_area(by=cast["dco"], answer="not_known", ending="from_records", reason="Old notes.")
    ended = {"ending": "la_commissions", "reason": "A private therapist."}
    request.answer_for_area(by=cast["dco"], answer="not_known", **ended)
    assert (request.status, request.ended_by) == ("ended", cast["dco"])


def test_who_is_asked_there_is_not_the_coordinators_to_choose(cast: Cast, client: Client) -> None:
    assessment = nothing_from_the_family(cast, assessing(cast))
    with pytest.raises(ValidationError, match="no single point of access"):
        routed_to(cast, assessment=assessment, asked_of=cast.team["ot"])
    client.force_login(cast["coordinator"])
    address = f"/ehcp/assessments/{assessment.pk}/advice-requests/ask/"
    page = client.get(address).content.decode()
    assert "Designated Medical Officer chooses" in page
    assert "Service to ask" not in page
    assert client.post(address, {"paragraph": "c", "about": "Epilepsy."}).status_code == 302
    request = AdviceRequest.objects.get()
    client.force_login(cast["dco"])
    queue = client.get("/ehcp/advice-requests/to-route/").content.decode()
    assert request.child.name in queue
    assert "Epilepsy." in queue
    client.force_login(cast["coordinator"])
    assert client.get("/ehcp/advice-requests/to-route/").status_code == 403
    assert client.get(f"/ehcp/advice-requests/{request.pk}/route/").status_code == 403


def test_what_was_asked_before_stays_with_the_single_point_of_access(cast: Cast) -> None:
    request = asked(cast)
    without_access(cast)
    request.refresh_from_db()
    assert request.status == "asked"
    assert ask_usual(request.assessment, by=cast["coordinator"], chosen=[]) == []
    assert AssessmentRequest.objects.count() == 1
