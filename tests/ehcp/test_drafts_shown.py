"""Those whose advice was used see what the draft made of it, may say that it misreports them, and get the final."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from core.models import Message
from core.scope import Scope, opened
from core.workflow import Refused
from desk.worklist import Worklist
from ehcp.models import AdviceRequest, ClinicianLink, DraftShown, Plan, PlanSection
from people.models import AccessLog
from send_portal.demo.cast import Cast
from tests.ehcp.made import asked, days_ago, drafted, with_service

WORDING = {"E": "He walks to school.", "C": "He tires.", "G": "A nurse, monthly."}
WRONG = {"words_wrong": "“monthly”", "should_say": "each half term"}


def agreed_with(cast: Cast, *requests: AdviceRequest) -> Plan:
    plan = drafted(cast, requests[0].assessment)
    plan.agree_health_wording(by=cast["dco"], on=days_ago(1), wording=WORDING)
    return plan


@pytest.fixture
def advice(cast: Cast) -> AdviceRequest:
    request = with_service(cast)
    request.return_advice(by=cast["spa"], advice_text="A nurse, each half term.")
    return request


@pytest.fixture
def shown(cast: Cast, advice: AdviceRequest) -> DraftShown:
    agreed_with(cast, advice)
    return DraftShown.objects.get()


def issue(cast: Cast, plan: Plan) -> None:
    plan.assessment.refresh_from_db()
    if plan.assessment.status == "assessing":
        plan.assessment.decide_to_issue(by=cast["coordinator"], on=days_ago(0))
    sections = WORDING | {"G": "A nurse, each half term.", "A": "His views."}
    plan.issue(by=cast["coordinator"], sections=sections, reason="The family asked for it at once.")


def test_the_agreed_wording_is_shown_to_those_whose_advice_was_among_it_and_to_nobody_else(
    cast: Cast, advice: AdviceRequest
) -> None:
    asked(cast, "paediatrics", "c", assessment=advice.assessment)  # has not sent any
    plan = agreed_with(cast, advice)
    (shown,) = DraftShown.objects.filter(plan=plan)
    assert (shown.request, shown.owner) == (advice, advice.provider)
    assert [text for _, text in shown.wording] == list(WORDING.values())
    assert Message.objects.get(subject__startswith="A draft plan was written").to == advice.provider.mailbox
    for who, sees in {"spa": 1, "dco": 1, "coordinator": 1, "spa_2": 0, "stranger": 0}.items():
        with opened(cast[who].scope):
            assert DraftShown.objects.visible_to(cast[who]).count() == sees, who
    with opened(cast["spa"].scope):
        assert not PlanSection.objects.exists()  # the words as shown, never the plan


def test_silence_is_shown_as_silence(client: Client, cast: Cast, shown: DraftShown) -> None:
    client.force_login(cast["coordinator"])
    page = client.get(f"/ehcp/plans/{shown.plan_id}/").content.decode()
    assert "Not answered" in page
    issue(cast, Plan.objects.get())
    shown.refresh_from_db()
    assert shown.status == "unanswered"


def test_misreporting_becomes_the_dcos_to_answer_and_holds_the_final_plan(cast: Cast, shown: DraftShown) -> None:
    shown.say_it_misreports(by=cast["spa"], **WRONG)
    row = next(row for row in rows(cast["dco"]) if row.clock.rule == "misreporting_answer")
    assert row.button.verb is DraftShown.answer_it
    told = Message.objects.filter(subject__startswith="A clinician says").values_list("to", flat=True)
    assert set(told) == {shown.child.icb.mailbox, shown.child.local_authority.mailbox}
    plan = Plan.objects.get()
    with pytest.raises(ValidationError, match="Answer that first"):
        issue(cast, plan)
    shown.refresh_from_db()
    shown.answer_it(by=cast["coordinator"], answer="It will say each half term.")
    assert shown.answer_clock.met_on
    issue(cast, Plan.objects.get())
    shown.refresh_from_db()
    assert [text for _, text in shown.final_wording] == ["He tires.", "A nurse, each half term."]


def rows(user: Any) -> list[Any]:
    with opened(user.scope):
        worklist = Worklist(user)
        return [row for tab in worklist.counts for row in worklist.page(tab, 1)]


def test_who_was_never_shown_a_draft_still_gets_the_final(cast: Cast, advice: AdviceRequest) -> None:
    plan = drafted(cast, advice.assessment)
    plan.assessment.decide_to_issue(by=cast["coordinator"], on=days_ago(0))
    plan.issue(by=cast["coordinator"], sections=WORDING, reason="The family asked for it at once.")
    shown = DraftShown.objects.get()
    assert (shown.shown_on, shown.wording, len(shown.final_wording)) == (None, [], 2)


def test_only_those_who_gave_it_speak_for_the_advice(cast: Cast, shown: DraftShown) -> None:
    with pytest.raises(Refused, match="gave this advice"):
        shown.say_it_fits(by=cast["adviser"])
    with pytest.raises(PermissionDenied):
        shown.say_it_fits(by=cast["coordinator"])
    with pytest.raises(PermissionDenied):
        shown.answer_it(by=cast["spa"], answer="No.")


def test_a_clinician_by_link_sees_e_c_and_g_and_says_what_is_wrong(cast: Cast, shown: DraftShown) -> None:
    link = ClinicianLink.make_for_draft(
        by=cast["spa"], shown=shown, name="Dr Noor Ali", profession="Therapist", email="noor.ali@clinic.example"
    )
    client = Client()
    client.get(f"/ehcp/link/open/{link.token}/")
    assert client.post("/ehcp/link/code/", {"code": link.code_to_say}).headers["Location"] == "/ehcp/link/draft/"
    page = client.get("/ehcp/link/draft/").content.decode()
    assert all(text in page for text in WORDING.values())
    assert client.get("/ehcp/link/advice/").status_code == 404
    client.get(f"/ehcp/link/open/{link.token}/")
    client.post("/ehcp/link/code/", {"code": link.code_to_say})
    assert client.post("/ehcp/link/draft/", {"fits": "no"}).status_code == 422
    client.post("/ehcp/link/draft/", {"fits": "no", **WRONG})
    shown.refresh_from_db()
    assert (shown.status, shown.who_said) == ("misreports", str(link.actor))
    assert shown.answer_clock is not None
    assert "Answer sent" in client.get("/ehcp/link/draft/").content.decode()
    assert AccessLog.objects.of_child(shown.child_id).filter(person=str(link.actor)).exists()
    assert Client().get(f"/ehcp/link/open/{link.token}/").status_code == 404


def test_by_a_new_link_the_clinician_reads_the_final_c_and_g(cast: Cast, shown: DraftShown) -> None:
    issue(cast, Plan.objects.get())
    shown.refresh_from_db()
    link = ClinicianLink.make_for_draft(
        by=cast["spa"], shown=shown, name="Dr Noor Ali", profession="Therapist", email="noor.ali@clinic.example"
    )
    client = Client()
    client.get(f"/ehcp/link/open/{link.token}/")
    client.post("/ehcp/link/code/", {"code": link.code_to_say})
    page = client.get("/ehcp/link/draft/").content.decode()
    assert "A nurse, each half term." in page
    assert "He walks to school." not in page  # Section E is the draft's
    assert not re.search("Does this report", page)


def test_the_database_opens_to_that_link_what_was_shown_and_no_plan(cast: Cast, shown: DraftShown) -> None:
    link = ClinicianLink.make_for_draft(
        by=cast["spa"], shown=shown, name="Dr Noor Ali", profession="Therapist", email="noor.ali@clinic.example"
    )
    with opened(Scope(link=link.pk)):
        assert set(DraftShown.objects.all()) == {shown}
        assert not Plan.objects.exists()
        assert not PlanSection.objects.exists()


def test_the_providers_case_page_lists_what_was_shown(client: Client, cast: Cast, shown: DraftShown) -> None:
    client.force_login(cast["spa"])
    assert shown.get_absolute_url() in client.get(shown.child.get_absolute_url()).content.decode()
    page = client.get(shown.get_absolute_url()).content.decode()
    assert "A nurse, monthly." in page
    assert "It misreports the advice" in page
