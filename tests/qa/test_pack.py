"""A panel's pack: its drafts go into the queue in one press, those that cannot say why."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.drafts import save_draft
from core.today import pretend
from ehcp.models import AdviceRequest, PanelCase, PanelMeeting, Plan
from qa.models import Episode
from qa.pack import pack_of
from send_portal.demo.cast import Cast
from tests.ehcp.panel_story import MET, meeting_of, on_agenda, panel_of

TEXT = {"section_C": ["Has epilepsy."], "section_G": ["A nurse reviews the care plan every term."]}
ASKED = date(2026, 2, 17)


def drafted(cast: Cast, meeting: PanelMeeting, *, by: str = "coordinator", **facts: Any) -> PanelCase:
    case = on_agenda(cast, meeting, stage="issue", **facts)
    save_draft(cast[by], form="ehcp.plan.submit", record=case.assessment, data=TEXT)
    return case


def asked(cast: Cast, case: PanelCase) -> AdviceRequest:
    with pretend(ASKED):
        request = AdviceRequest.ask(
            by=cast["coordinator"], assessment=case.assessment, paragraph="f", asked_of=cast.team["slt"]
        )
        request.give_answer(
            by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["slt"]
        )
    return request


@pytest.fixture
def meeting(cast: Cast) -> Any:
    with pretend(MET):
        yield meeting_of(panel_of(cast), cast)


def test_a_pack_goes_in_one_press_and_a_second_press_sends_nothing(
    cast: Cast, meeting: PanelMeeting, client: Client
) -> None:
    whole, early, empty = drafted(cast, meeting), drafted(cast, meeting), on_agenda(cast, meeting, stage="issue")
    asked(cast, early)
    client.force_login(cast["la_manager"])
    address, ticked = f"/qa/panels/{meeting.pk}/pack/", {"case": [whole.pk, early.pk]}
    page = client.get(address).content.decode()
    assert "Waits for advice" in page
    assert "No draft text is saved" in page
    answer = client.post(address, ticked, follow=True)
    assert "2 drafts went to the DCOs. 1 of them waits for health advice." in answer.content.decode()
    plans = {plan.assessment_id: plan for plan in Plan.objects.all()}
    assert plans[whole.assessment_id].status == "with_health"
    assert plans[whole.assessment_id].latest().text_of("C") == "Has epilepsy."
    assert plans[early.assessment_id].status == "waiting"
    assert plans[early.assessment_id].qa_clock.pauses.get().until_on == date(2026, 3, 31)
    assert empty.assessment_id not in plans
    again = client.post(address, ticked, follow=True)
    assert "with the DCOs already. Nothing was sent twice." in again.content.decode()
    assert Plan.objects.count() == 2
    assert {plan.versions.count() for plan in plans.values()} == {1}


def test_the_queue_says_which_panel_a_draft_came_from(cast: Cast, meeting: PanelMeeting, client: Client) -> None:
    case, early = drafted(cast, meeting), drafted(cast, meeting, given_name="Otis", family_name="Farsley")
    asked(cast, early)
    assert len(pack_of(meeting, cast["coordinator"]).send({case.pk, early.pk}, by=cast["coordinator"])) == 2
    client.force_login(cast["dco"])
    queue, waiting = (client.get(address).content.decode() for address in ("/qa/", "/qa/waiting/"))
    assert "from the EHC panel, 10 March 2026" in queue
    assert "Otis Farsley" not in queue
    assert "Otis Farsley" in waiting
    assert "1 draft waits" in waiting


def test_one_that_cannot_go_holds_none_back_and_says_why(cast: Cast, meeting: PanelMeeting, client: Client) -> None:
    """Its case was closed by a colleague between the page and the press."""
    gone, good = drafted(cast, meeting), drafted(cast, meeting)
    pack = pack_of(meeting, cast["coordinator"])
    gone.assessment.withdraw(by=cast["coordinator"], on=MET, reason="Moved away.")
    sent = pack.send({gone.pk, good.pk}, by=cast["coordinator"])
    assert [item.case.pk for item in sent] == [good.pk]
    [refused] = [item for item in pack.items if item.case.pk == gone.pk]
    assert "while the assessment is open" in refused.why_not
    assert not Plan.objects.filter(assessment=gone.assessment_id).exists()


def test_a_waiting_draft_comes_into_the_queue_when_the_last_advice_is_there(
    cast: Cast, meeting: PanelMeeting
) -> None:
    case = drafted(cast, meeting)
    request = asked(cast, case)
    pack_of(meeting, cast["coordinator"]).send({case.pk}, by=cast["coordinator"])
    with pretend(date(2026, 3, 12)):
        request.return_advice(by=cast["spa"], advice_text="Uses two-word sentences.")
    plan = Plan.objects.get(assessment=case.assessment_id)
    assert plan.status == "with_health"
    assert plan.qa_clock.pauses.get().until_on == date(2026, 3, 12)


def test_a_dco_may_take_a_waiting_draft_as_it_is(cast: Cast, meeting: PanelMeeting) -> None:
    case = drafted(cast, meeting)
    asked(cast, case)
    pack_of(meeting, cast["coordinator"]).send({case.pk}, by=cast["coordinator"])
    episode = Episode.take(by=cast["dco"], plan=Plan.objects.get(assessment=case.assessment_id))
    assert Plan.objects.get(pk=episode.plan_id).status == "with_health"
    episode.wait_for_advice(by=cast["dco"])
    assert Plan.objects.get(pk=episode.plan_id).status == "waiting"


def test_the_draft_stays_its_coordinators_whoever_sends_the_pack(cast: Cast, meeting: PanelMeeting) -> None:
    case = drafted(cast, meeting)
    pack_of(meeting, cast["la_manager"]).send({case.pk}, by=cast["la_manager"])
    assert Plan.objects.get(assessment=case.assessment_id).coordinator == cast["coordinator"]


def test_who_submits_no_plans_sends_no_pack(cast: Cast, meeting: PanelMeeting, client: Client) -> None:
    drafted(cast, meeting)
    for who, status in (("dco", 403), ("swindon_coordinator", 404), ("stranger", 404), ("spa", 404)):
        client.force_login(cast[who])
        assert client.post(f"/qa/panels/{meeting.pk}/pack/").status_code == status, who
