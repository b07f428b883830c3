"""The demo's story can be told to its end, on its own days."""

from datetime import date

from send_portal.demo.cast import Cast
from send_portal.demo.story import Story


def test_the_story_runs_from_the_request_to_the_issued_plan(cast: Cast) -> None:
    story = Story(cast, began=date(2026, 1, 5)).to_issued()
    story.assessment.refresh_from_db()
    assert story.assessment.status == "issued"
    assert not [clock for clock in story.child.clocks.all() if clock.is_running]
    lines = story.child.history.all()
    assert {line.history_date.year for line in lines} == {2026}


def test_a_story_next_door_needs_nobody_from_here(cast: Cast) -> None:
    story = Story(cast, began=date(2026, 1, 5), la="other_la").to_issued()
    assert story.child.icb == cast.org["other_icb"]
