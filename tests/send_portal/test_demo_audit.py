"""The demo's audit: the published one taken over, and its repetition part-way."""

from datetime import timedelta

from core.today import today
from send_portal.demo.audits import audit_part_way
from send_portal.demo.cast import Cast
from send_portal.demo.story import Story


def test_the_demo_repeats_the_published_audit_and_leaves_something_to_mark(cast: Cast) -> None:
    for _ in range(4):
        Story(cast, today() - timedelta(days=250), la="banes").to_issued()
    audit = audit_part_way(cast)
    assert (audit.status, audit.population, str(audit.previous)) == ("marking", 4, "BaNES, February 2024")
    states = [case.state for case in audit.cases.for_list()]
    assert states.count("Marked") == 3
    assert len(states) == 4
