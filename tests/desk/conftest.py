"""Children with something due, for the worklist and the case page."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.today import pretend, today
from ehcp.models import AdviceRequest, AssessmentRequest
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

DAY = date(2026, 3, 2)  # a Monday


@pytest.fixture(autouse=True)
def day() -> date:
    with pretend(DAY):
        yield DAY


def received(cast: Cast, *, days_ago: int, la: str = "wiltshire", **facts: object) -> AssessmentRequest:
    """A request that came so many days ago and waits for its decision."""
    coordinators = {
        "wiltshire": "coordinator",
        "swindon": "swindon_coordinator",
        "banes": "banes_coordinator",
    }
    by = cast[coordinators.get(la, "other_coordinator")]
    on = today() - timedelta(days=days_ago)
    child = make_child(cast, la=la, on=on, **facts)
    return AssessmentRequest.register(by=by, child=child, received_on=on, source="1")


def asked(cast: Cast, *, days_ago: int, team: str = "slt", paragraph: str = "f", **facts: object) -> AdviceRequest:
    """A request for advice that reached the point of access so many days ago."""
    assessment = received(cast, days_ago=days_ago + 7, **facts)
    on = today() - timedelta(days=days_ago)
    assessment.decide_to_assess(by=cast["coordinator"], on=on)
    return AdviceRequest.ask(
        by=cast["coordinator"],
        assessment=assessment,
        paragraph=paragraph,
        asked_of=cast.team[team],
        sent_on=on,
    )


@pytest.fixture
def queries(django_assert_max_num_queries: object) -> Callable[[Callable[[], object]], int]:
    """How many queries something makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count
