"""The demo's story can be told to its end, on its own days."""

from datetime import date
from typing import Any

from ehcp.models import Panel, PanelCase
from people.models import Document
from qa.models import Comparison
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.panels import tell_the_panels
from send_portal.demo.papers import add_papers
from send_portal.demo.story import Story
from send_portal.demo.year import asked, drafted, registered, tell


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


def test_the_demos_panels_have_met_and_meet_again(cast: Cast) -> None:
    """The internal one agreed to a plan before health had seen it."""
    ways = [(10, registered), (45, asked), (90, drafted)]
    stories = [tell(cast, 0, began, way, la=la) for la in ("wiltshire", "swindon", "banes") for began, way in ways]
    tell_the_panels(cast, stories)
    for panel in Panel.objects.all():
        assert panel.meetings.with_health().filter(status="held").count() == 1, panel
        assert PanelCase.objects.filter(meeting__panel=panel).undecided().count() == 2, panel
        assert PanelCase.objects.filter(meeting__panel=panel).agreed_to_issue().count() == 1, panel
