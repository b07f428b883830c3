"""After the plan: does the ICB have its copy, and has Section G started?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from core.models import Message
from core.today import pretend, today
from core.workflow import Refused
from desk.worklist import Tab, Worklist
from ehcp.models import AdviceRequest, Plan, ProvisionLine
from qa.models import Episode
from send_portal.demo.cast import Cast
from tests.desk.conftest import received

APPROVED = {"E": "Will know what to do.", "C": "Epilepsy.", "G": "A nurse reviews the care plan every term."}


def drafted(cast: Cast) -> Plan:
    assessment = received(cast, days_ago=60)
    assessment.decide_to_assess(by=cast["coordinator"], on=today() - timedelta(days=30))
    AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessment, paragraph="f", asked_of=cast.team["slt"],
        sent_on=today() - timedelta(days=29),
    )  # fmt: skip
    return Plan.submit(
        by=cast["coordinator"], assessment=assessment, sections=APPROVED, on=today() - timedelta(days=9)
    )


def agreed(cast: Cast, *, theme: int) -> Plan:
    plan = drafted(cast)
    episode = Episode.take(by=cast["dco"], plan=plan)
    if theme <= 5:
        episode.use_standard_wording(by=cast["dco"], theme=theme)
    for letter, text in APPROVED.items():
        if theme > 5:
            episode.save_wording(
                by=cast["dco"], section=letter, approved=text, comments="As the advice says.", theme=theme,
                section_g_agreed=letter == "G",
            )  # fmt: skip
    Episode.objects.get(pk=episode.pk).return_agreed(by=cast["dco"])
    plan = Plan.objects.get(pk=plan.pk)
    plan.assessment.decide_to_issue(by=cast["coordinator"], on=today())
    return plan


def issued(cast: Cast, *, theme: int = 8) -> ProvisionLine | None:
    plan = agreed(cast, theme=theme)
    plan.issue(by=cast["coordinator"], sections=APPROVED, on=today(), reason="The family asked.")
    return ProvisionLine.objects.filter(plan=plan).first()


def on_list(cast: Cast, person: str, rule: str) -> list[Any]:
    worklist = Worklist(cast[person], chosen={"rule": rule})
    return [row for tab in (Tab.OVERDUE, Tab.THIS_WEEK, Tab.LATER) for row in worklist.page(tab, 1)]


# Section G


def test_four_weeks_after_a_plan_with_provision_the_dcos_are_asked(cast: Cast) -> None:
    start = issued(cast)
    assert start.start_clock.due_on == today() + timedelta(weeks=4)
    (row,) = on_list(cast, "dco", "section_g_started")
    assert row.record == start
    assert {b.label for b in (row.button, *row.others)} == {
        "Name who provides it",
        "It has started",
        "It has not started",
        "It is no longer needed",
    }
    assert row.rule_in_short == "Local standard"


def test_a_plan_without_health_provision_is_not_asked_about(cast: Cast) -> None:
    assert issued(cast, theme=1) is None
    assert on_list(cast, "dco", "section_g_started") == []


def test_a_plan_whose_section_g_was_never_agreed_is_not_asked_about(cast: Cast) -> None:
    plan = drafted(cast)
    plan.issue(by=cast["coordinator"], sections=APPROVED, on=today(), reason="The family asked.")
    assert not ProvisionLine.objects.filter(plan=plan).exists()


def test_named_as_provider_it_answers_in_place_of_the_dcos(cast: Cast) -> None:
    start = issued(cast)
    due = start.start_clock.due_on
    start.name_provider(by=cast["dco"], provider=cast.org["provider"])
    assert on_list(cast, "dco", "section_g_started") == []
    (row,) = on_list(cast, "spa", "section_g_started")
    assert (row.clock.due_on, row.clock.team) == (due, cast.team["spa"])
    ProvisionLine.objects.visible_to(cast["spa"]).get().confirm_started(by=cast["spa"], on=today())
    assert on_list(cast, "spa", "section_g_started") == []


def test_only_a_provider_that_was_asked_about_the_child_can_be_named(cast: Cast) -> None:
    start = issued(cast)
    with pytest.raises(ValidationError, match="has not been asked"):
        start.name_provider(by=cast["dco"], provider=cast.org["provider_2"])
    assert not ProvisionLine.objects.visible_to(cast["spa_2"]).exists()


def test_not_started_needs_a_reason_and_stays_owed(cast: Cast) -> None:
    start = issued(cast)
    with pytest.raises(ValidationError):
        start.say_not_started(by=cast["dco"], reason="")
    start = ProvisionLine.objects.get(pk=start.pk)
    start.say_not_started(by=cast["dco"], reason="No nurse until June.", expected_on=today() + timedelta(days=60))
    assert (start.status, start.start_clock.is_running) == ("not_started", True)
    start.confirm_started(by=cast["dco"], on=today())
    assert (start.reason, start.start_clock.met_on) == ("", today())


def test_provision_that_ran_before_the_plan_answers_on_the_day_of_issue(cast: Cast) -> None:
    start = issued(cast)
    start.confirm_started(by=cast["dco"], on=today() - timedelta(days=90))
    assert (start.started_on, start.start_clock.met_on) == (today() - timedelta(days=90), today())


def test_the_coordinator_may_know_it_and_say_so(cast: Cast) -> None:
    start = issued(cast)
    start.confirm_started(by=cast["coordinator"], on=today())
    assert start.answered_by == cast["coordinator"]


def test_what_is_no_longer_needed_says_why_and_is_owed_no_more(cast: Cast) -> None:
    start = issued(cast)
    start.say_not_needed(by=cast["dco"], reason="Isla was discharged.")
    clock = ProvisionLine.objects.get(pk=start.pk).start_clock
    assert (clock.is_running, clock.get_lapsed_why_display()) == (False, "The provision is no longer needed")


def test_a_miss_is_listed_counted_chased_and_answered_later(cast: Cast) -> None:
    start = issued(cast)
    start.name_provider(by=cast["dco"], provider=cast.org["provider"])
    with pytest.raises(Refused, match="It is not late"):
        start.chase(by=cast["dco"])
    late = today() + timedelta(weeks=4, days=1)
    with pretend(late):
        assert list(ProvisionLine.objects.missed(late)) == [start]
        start.say_not_started(by=cast["spa"], reason="No nurse until June.")
        assert ProvisionLine.objects.missed(late).count() == 1, "a reason is no start"
        start.chase(by=cast["dco"])
        assert Message.objects.filter(
            to=cast.org["provider"].mailbox, subject__contains="not started in time"
        ).exists()
        start.confirm_started(by=cast["spa"], on=late)
        assert not ProvisionLine.objects.missed(late).exists()
        assert list(ProvisionLine.objects.started_late()) == [start]


def test_the_list_is_narrowed_by_authority_provider_and_state(cast: Cast, client: Client) -> None:
    start = issued(cast)
    start.name_provider(by=cast["dco"], provider=cast.org["provider"])
    client.force_login(cast["dco"])
    with pretend(today() + timedelta(weeks=5)):
        found = {
            query: start.text in client.get(f"/ehcp/section-g/?{query}").content.decode()
            for query in (
                "", "state=to_come", "state=said_not", f"provider={start.provider_id}",
                f"local_authority={start.child.local_authority_id}",
            )
        }  # fmt: skip
    assert list(found.values()) == [True, False, False, True, True]


def test_the_question_is_answered_on_its_page(cast: Cast, client: Client) -> None:
    start = issued(cast)
    client.force_login(cast["dco"])
    address = f"/ehcp/section-g/{start.pk}/confirm-started/"
    assert client.post(address, {"on": today().isoformat(), "revision": start.revision}).status_code == 302
    page = client.get(start.child.get_absolute_url()).content.decode()
    assert "Provision has started" in page


# The copy


def test_sent_to_the_family_alone_the_icb_waits_one_week_for_its_copy(cast: Cast) -> None:
    plan = agreed(cast, theme=8)
    plan.record_final_sent(by=cast["coordinator"], on=today())
    (row,) = on_list(cast, "coordinator", "final_plan_copy")
    assert (row.clock.due_on, row.button.label) == (today() + timedelta(days=7), "Submit the issued plan")
    assert plan.assessment.issue_clock.is_running, "the plan itself is sent when the ICB has it too"
    with pytest.raises(Refused, match="Recorded already"):
        plan.record_final_sent(by=cast["coordinator"], on=today())


def test_the_family_has_no_final_plan_before_it_was_decided_to_issue_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="not been decided to issue"):
        drafted(cast).record_final_sent(by=cast["coordinator"], on=today())


def test_the_icb_confirms_a_copy_that_came_another_way(cast: Cast) -> None:
    plan = agreed(cast, theme=8)
    with pytest.raises(Refused, match="has not recorded"):
        plan.confirm_copy(by=cast["dco"], on=today())
    plan.record_final_sent(by=cast["coordinator"], on=today())
    plan.confirm_copy(by=cast["dco"], on=today())
    assert (plan.copy_received_by, plan.copy_clock.met_on) == (cast["dco"], today())
    with pytest.raises(Refused, match="has its copy"):
        plan.confirm_copy(by=cast["dco"], on=today())


def test_submitting_the_issued_plan_is_the_copy_on_the_day_it_comes(cast: Cast) -> None:
    plan = agreed(cast, theme=8)
    sent = today()
    plan.record_final_sent(by=cast["coordinator"], on=sent)
    with pretend(sent + timedelta(days=9)):
        plan.issue(by=cast["coordinator"], sections=APPROVED, on=sent, reason="The family asked.")
    assert (plan.issued_on, plan.copy_clock.met_on) == (sent, sent + timedelta(days=9))
    assert not plan.copy_clock.was_met_in_time
    assert plan.assessment.issue_clock.met_on == sent


def test_the_pages_offer_what_can_be_done_and_no_more(cast: Cast, client: Client) -> None:
    plan = agreed(cast, theme=8)
    client.force_login(cast["dco"])
    assert "Confirm that the ICB has" not in client.get(plan.get_absolute_url()).content.decode()
    plan.record_final_sent(by=cast["coordinator"], on=today())
    assert "Confirm that the ICB has" in client.get(plan.get_absolute_url()).content.decode()
    assert client.get(f"/ehcp/plans/{plan.pk}/confirm-copy/").status_code == 200
