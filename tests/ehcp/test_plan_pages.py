"""Drafts, agreed wording and the issued plan, through the pages."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.today import today
from ehcp.models import AnnualReview, Plan
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import agreed, assessing, days_ago, drafted, with_service


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


def test_a_draft_is_submitted_with_its_sections_and_the_advice_that_has_come(cast: Cast, coordinator: Client) -> None:
    request = with_service(cast)
    request.return_advice(by=cast["spa"], on=days_ago(5), advice_text="Advice.")
    address = f"/ehcp/assessments/{request.assessment_id}/plan/submit/"
    assert "Speech and language therapy" in coordinator.get(address).content.decode()
    sections = {
        "section_A": "Likes trains.",
        "section_C": "Asthma.\nWell controlled.",
        "section_G": "A nurse.",
    }
    sent = coordinator.post(address, sections | {"family_saw_on": days_ago(2).isoformat()})
    plan = Plan.objects.get()
    assert sent["Location"] == plan.get_absolute_url()
    assert (plan.status, plan.family_saw_on) == ("with_health", days_ago(2))
    assert plan.latest().text_of("C") == "Asthma.\nWell controlled."
    page = coordinator.get(sent["Location"]).content.decode()
    assert "Likes trains." in page
    assert "arrived" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Write at least one section"),
        ({"section_C": "   "}, "Write at least one section"),
        ({"section_C": "x", "family_saw_on": "2090-01-01"}, "must be today or in the past"),
        ({"section_C": "x", "family_saw_on": "2001-01-01"}, "before it was decided to assess"),
        ({"section_C": "x" * 100_001}, "100,000 characters or fewer"),
    ],
)
def test_a_draft_that_is_none_is_refused(cast: Cast, coordinator: Client, form: dict[str, str], said: str) -> None:
    refused = coordinator.post(f"/ehcp/assessments/{assessing(cast).pk}/plan/submit/", form)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not Plan.objects.exists()


def test_a_double_click_submits_one_draft(cast: Cast, coordinator: Client) -> None:
    address = f"/ehcp/assessments/{assessing(cast).pk}/plan/submit/"
    form = {"section_C": "x", "submission": "0d1f1c7e-39d4-4a43-9a51-0d6a0d6b8a14"}
    assert coordinator.post(address, form)["Location"] == coordinator.post(address, form)["Location"]
    assert Plan.objects.count() == 1


def test_a_second_draft_for_the_same_assessment_is_refused(cast: Cast, coordinator: Client) -> None:
    plan = drafted(cast)
    refused = coordinator.post(f"/ehcp/assessments/{plan.assessment_id}/plan/submit/", {"section_C": "x"})
    assert refused.status_code == 422
    assert "already has a draft plan" in refused.content.decode()


def test_a_new_draft_starts_from_the_last_and_supersedes_what_was_agreed(cast: Cast, coordinator: Client) -> None:
    plan = agreed(cast)
    address = f"/ehcp/plans/{plan.pk}/resubmit/"
    assert "A health need." in coordinator.get(address).content.decode()
    form = {"section_C": "Another need.", "section_G": "Therapy.", "revision": plan.revision}
    assert coordinator.post(address, form).status_code == 302
    plan = Plan.objects.get()
    assert (plan.status, plan.section_g_agreed_on, plan.latest().number) == ("with_health", None, 2)
    assert not plan.agreed_wording.in_force().exists()
    earlier = coordinator.get(f"/ehcp/plans/{plan.pk}/versions/1/").content.decode()
    assert "This is an earlier version" in earlier
    assert "A health need." in earlier
    assert coordinator.get(f"/ehcp/plans/{plan.pk}/versions/3/").status_code == 404


def test_the_day_the_family_has_the_draft_is_recorded(cast: Cast, coordinator: Client) -> None:
    plan = drafted(cast)
    address = f"/ehcp/plans/{plan.pk}/record-family-saw/"
    refused = coordinator.post(address, {"on": "2001-01-01", "revision": plan.revision})
    assert refused.status_code == 422
    assert coordinator.post(address, {"on": today().isoformat(), "revision": plan.revision}).status_code == 302
    assert Plan.objects.get().family_saw_on == today()


def test_the_agreed_wording_stands_on_the_page_to_be_copied(cast: Cast, coordinator: Client) -> None:
    page = coordinator.get(agreed(cast).get_absolute_url()).content.decode()
    for section in ("E", "C", "G"):
        assert f'id="agreed-{section}"' in page
        assert f'data-copy="agreed-{section}"' in page
    assert "A community nurse, weekly." in page
    assert "ICB approved wording" in page


def test_the_form_of_the_issued_plan_is_empty_so_that_the_comparison_is_real(cast: Cast, coordinator: Client) -> None:
    plan = agreed(cast)
    page = coordinator.get(f"/ehcp/plans/{plan.pk}/issue/").content.decode()
    assert "A community nurse" not in page
    assert "Therapy." not in page
    assert "Paste Section G as you issued it" in page


def test_the_issued_plan_is_kept_as_it_was_issued_and_ends_the_clocks(cast: Cast, coordinator: Client) -> None:
    plan = agreed(cast)
    address = f"/ehcp/plans/{plan.pk}/issue/"
    form = {"on": today().isoformat(), "section_C": "A need.", "revision": plan.revision}
    refused = coordinator.post(address, form)
    assert refused.status_code == 422
    assert "A need." in refused.content.decode()
    early = coordinator.post(address, form | {"section_G": "A nurse.", "on": days_ago(30).isoformat()})
    assert "before the draft was submitted" in early.content.decode()
    form |= {"section_G": "A nurse.", "reason": "The family asked for it."}
    assert coordinator.post(address, form).status_code == 302
    plan = Plan.objects.get()
    assert (plan.status, plan.latest("issued").text_of("G")) == ("issued", "A nurse.")
    assert plan.assessment.status == "issued"
    assert [clock.rule for clock in plan.child.clocks.all() if clock.is_running] == ["annual_review"]


def test_a_plan_issued_before_it_was_looked_at_ends_the_turnaround_uncounted(cast: Cast) -> None:
    plan = drafted(cast)
    plan.issue(by=cast["coordinator"], sections={"C": "x", "G": "y"}, on=today(), reason="In haste.")
    assert plan.qa_clock.lapsed_why == "plan_issued"


def test_the_second_of_two_people_is_told_and_keeps_what_they_pasted(cast: Cast, coordinator: Client) -> None:
    plan = agreed(cast)
    seen = plan.revision
    plan.record_family_saw(by=cast["la_manager"], on=today())
    form: dict[str, Any] = {
        "on": today().isoformat(),
        "section_C": "Mine",
        "section_G": "Also mine",
        "revision": seen,
    }
    refused = coordinator.post(f"/ehcp/plans/{plan.pk}/issue/", form)
    assert refused.status_code == 422
    assert "Also mine" in refused.content.decode()
    assert "Helen Sturrock" in refused.content.decode()
    assert Plan.objects.get().status == "agreed"


@pytest.mark.parametrize(
    "person",
    ["stranger", "other_coordinator", "swindon_coordinator", "spa", "spa_2", "adviser", "board_member"],
)
def test_strangers_get_404_on_every_address_of_a_plan(cast: Cast, client: Client, person: str) -> None:
    plan = drafted(cast, with_service(cast).assessment)
    client.force_login(cast[person])
    for path in ("", "versions/1/", "resubmit/", "issue/", "record-family-saw/"):
        assert client.get(f"/ehcp/plans/{plan.pk}/{path}").status_code == 404


def test_the_dco_reads_the_plan_and_does_not_issue_it(cast: Cast, client: Client) -> None:
    plan = drafted(cast)
    client.force_login(cast["dco"])
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert client.get(f"/ehcp/plans/{plan.pk}/issue/").status_code == 403


def test_the_page_makes_the_same_queries_for_2_versions_and_for_10(
    cast: Cast, coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = agreed(cast)

    def resubmit() -> None:
        plan.resubmit(by=cast["coordinator"], sections={"C": "x"}, on=days_ago(4))
        plan.agree_health_wording(by=cast["dco"], on=days_ago(4), wording={"C": "x", "E": "y", "G": "z"})

    resubmit()
    coordinator.get(plan.get_absolute_url())
    with django_assert_num_queries(100, exact=False) as few:
        coordinator.get(plan.get_absolute_url())
    for _ in range(8):
        resubmit()
    with django_assert_num_queries(len(few)):
        coordinator.get(plan.get_absolute_url())


# Reviews


def test_the_dco_logs_an_annual_review_with_its_turnaround(cast: Cast, client: Client) -> None:
    child = make_child(cast)
    client.force_login(cast["dco"])
    address = f"/ehcp/children/{child.pk}/annual-reviews/log/"
    assert client.post(address, {"asked_on": "2090-01-01"}).status_code == 422
    form = {"asked_on": today().isoformat(), "has_health_needs": "yes", "section_c": "Epilepsy."}
    sent = client.post(address, form)
    review = AnnualReview.objects.get()
    assert sent["Location"] == review.get_absolute_url()
    assert review.has_health_needs is True
    page = client.get(sent["Location"]).content.decode()
    assert "Epilepsy." in page
    client.force_login(cast["stranger"])
    assert client.get(sent["Location"]).status_code == 404
    client.force_login(cast["adviser"])
    assert client.get(address).status_code == 404
