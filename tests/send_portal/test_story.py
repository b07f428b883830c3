"""The demo's story can be told to its end, on its own days."""

from datetime import date
from typing import Any

from django.test import Client

from core.scope import opened
from ehcp.models import Panel, PanelCase, PhaseTransfer
from people.models import Contact, Document
from qa.models import Comparison, LibraryUse, SectionGAgreement
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.library import fill_library
from send_portal.demo.panels import tell_the_panels
from send_portal.demo.papers import add_papers, send_family_letter
from send_portal.demo.story import Story
from send_portal.demo.year import (
    NEXT_DOOR,
    WAYS,
    agreed_in_part,
    amended,
    amended_otherwise,
    asked,
    asked_by_link,
    drafted,
    issued_from_library,
    registered,
    response_sent,
    response_to_sign,
    reviewed,
    tell,
    to_college,
    to_secondary,
    under_review,
)


def test_the_story_runs_to_its_end_and_leaves_only_what_lies_ahead_running(cast: Cast) -> None:
    story = Story(cast, began=date(2025, 1, 6)).to_the_end()
    story.assessment.refresh_from_db()
    assert story.assessment.status == "issued"
    ahead = {"regulation_6_copy", "annual_review", "phase_transfer"}
    assert {clock.rule for clock in story.child.clocks.all() if clock.is_running} == ahead
    assert not [clock for clock in story.child.clocks.all() if clock.met_on and not clock.was_met_in_time]
    assert {line.history_date.year for line in story.child.history.all()} == {2025}
    assert Comparison.objects.get(plan=story.plan).outcome == "used"


def test_a_story_next_door_needs_nobody_from_here(cast: Cast) -> None:
    story = Story(cast, began=date(2025, 1, 6), la="other_la").to_issued()
    assert story.child.icb == cast.org["other_icb"]


def test_the_demo_has_a_scanned_paper_and_one_that_waits_for_a_second_person(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    one, other = make_child(cast), make_child(cast, la="swindon")
    add_papers(cast, one, other)
    held, scanned = Document.objects.filter(child=one).order_by("status")
    assert (held.status, held.findings) == ("held", ["name"])
    assert (scanned.status, bool(scanned.unread)) == ("kept", True)


def test_a_letter_of_the_parents_goes_with_the_requests_of_one_child_in_the_demo(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    story = tell(cast, 0, 45, asked_by_link)
    send_family_letter(story)
    with opened(cast["spa"].scope):
        assert [paper.title for paper in Document.objects.all()] == ["Letter from the parents"]


def test_the_demos_children_are_of_all_ages_and_their_words_fit(cast: Cast) -> None:
    ages = [age for _, _, age in [*WAYS, *NEXT_DOOR]]
    assert min(ages) <= 1
    assert max(ages) >= 24
    assert max(ages.count(age) for age in ages) <= 8
    young, old = (tell(cast, 0, 20, registered, age=age).child for age in (3, 23))
    assert (young.age, old.age) == (3, 23)
    assert young.school != old.school
    responsible = Contact.objects.filter(parental_responsibility=True)
    assert [contact.child for contact in responsible] == [young]


def test_who_moves_is_of_the_age_to_move(cast: Cast) -> None:
    """Into Year 7 at 11, into Year 12 at 16, by the first of September."""
    for way, age in ((to_secondary, 11), (to_college, 16)):
        child = tell(cast, 0, 300, way).child
        assert child.age_on(PhaseTransfer.objects.get(child=child).moves_on) == age


def test_a_response_waits_for_the_chief_nurse_and_stands_before_those_that_were_sent(
    cast: Cast, client: Client
) -> None:
    sent = tell(cast, 0, 398, response_sent, age=9).response
    response = tell(cast, 0, 274, response_to_sign, age=9).response
    client.force_login(cast["chief_nurse"])
    assert list(client.get("/tribunals/responses/").context_data["records"]) == [response, sent]
    signing = [action for action in response.actions_for(cast["chief_nurse"]) if not action.blocked]
    assert signing[0].label == "Sign the response"


def test_standard_wording_was_inserted_and_stands_in_the_issued_plan(cast: Cast) -> None:
    fill_library(cast)
    story = tell(cast, 0, 220, issued_from_library, age=5)
    assert [(use.outcome, use.in_plan) for use in LibraryUse.objects.all()] == [("kept", True)] * 2
    assert Comparison.objects.get(plan=story.plan).outcome == "used"


def test_section_g_is_agreed_in_part_and_its_funding_awaited(cast: Cast) -> None:
    story = tell(cast, 0, 95, agreed_in_part, age=7)
    assert SectionGAgreement.objects.awaiting_funding().get().episode == story.episode


def test_amended_plans_came_in_and_were_compared_with_what_was_agreed_at_the_review(cast: Cast) -> None:
    for way, outcome in ((amended, "used"), (amended_otherwise, "not_used")):
        story = tell(cast, 0, 380, way, age=9)
        assert Comparison.objects.get(amended__annual_review=story.review).outcome == outcome


def test_a_service_is_asked_for_one_review_and_has_contributed_to_another(cast: Cast) -> None:
    for way, status in ((under_review, "asked"), (reviewed, "sent")):
        story = tell(cast, 0, 380, way, age=9)
        assert story.review.contributions.get().status == status


def test_the_demos_panels_have_met_and_meet_again(cast: Cast) -> None:
    """The internal one agreed to a plan before health had seen it."""
    ways = [(10, registered), (45, asked), (90, drafted)]
    stories = [tell(cast, 0, began, way, la=la) for la in ("wiltshire", "swindon", "banes") for began, way in ways]
    tell_the_panels(cast, stories)
    for panel in Panel.objects.all():
        assert panel.meetings.with_health().filter(status="held").count() == 1, panel
        assert PanelCase.objects.filter(meeting__panel=panel).undecided().count() == 2, panel
        assert PanelCase.objects.filter(meeting__panel=panel).agreed_to_issue().count() == 1, panel
