"""A request that has come to the Health Advisers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.today import pretend
from ehcp.models import AdviceRequest, AssessmentRequest
from has_team.models import Referral
from qa.models import LevelOneCheck
from qa.models.level_one import ALL_MET
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

RECEIVED, DECIDED, ASKED, PASSED = date(2026, 6, 1), date(2026, 7, 6), date(2026, 7, 13), date(2026, 7, 16)
DUE = date(2026, 8, 24)  # six weeks from 13 July, schools closed: it stays
NOW = date(2026, 7, 20)

TEXTS = {
    "health_needs": "Rowan has epilepsy with absence seizures.",
    "impact_on_education": "He misses parts of lessons and is tired afterwards.",
    "support": "Review of his medication every six months.",
    "provided_by": "Community paediatrics.",
    "outcomes": "Rowan can tell a member of staff when he feels a seizure coming.",
    "views": "Rowan wants to go swimming with his class.",
}


@pytest.fixture(autouse=True)
def _in_july() -> Any:
    with pretend(NOW):
        yield


@pytest.fixture
def passed(cast: Cast) -> AdviceRequest:
    """No community health service knows the child, so the request is with the Health Advisers."""
    return pass_one(cast)


def pass_one(cast: Cast, **facts: Any) -> AdviceRequest:
    child = make_child(cast, on=RECEIVED, **facts)
    coordinator = cast["coordinator"]
    assessment = AssessmentRequest.register(by=coordinator, child=child, received_on=RECEIVED, source="1")
    assessment.decide_to_assess(by=coordinator, on=DECIDED)
    paediatrics = cast.team["paediatrics"]
    request = AdviceRequest.ask(
        by=coordinator, assessment=assessment, paragraph="c", asked_of=paediatrics, sent_on=ASKED
    )
    request.give_answer(by=cast["spa"], answer="not_known", on=PASSED)
    request.refresh_from_db()
    return request


def accept(cast: Cast, request: AdviceRequest, **facts: Any) -> Referral:
    facts = {
        "criterion": "not_known",
        "responsibility_checked_on": date(2026, 7, 17),
        "on": date(2026, 7, 17),
    } | facts
    referral = Referral.accept(by=cast["adviser"], advice_request=request, **facts)
    return Referral.objects.get(pk=referral.pk)


@pytest.fixture
def referral(cast: Cast, passed: AdviceRequest) -> Referral:
    return accept(cast, passed, adviser=cast["adviser"])


@pytest.fixture
def approved(cast: Cast, referral: Referral) -> Referral:
    referral.save_advice(by=cast["adviser"], **TEXTS)
    referral.submit_for_qa(by=cast["adviser"])
    well_written(cast, referral)
    referral.approve(by=cast["dco"])
    return referral


def well_written(cast: Cast, referral: Referral) -> LevelOneCheck:
    """Every point of the checklist is met."""
    return LevelOneCheck.read_advice(by=cast["dco"], advice_request=referral.advice_request, given=ALL_MET)


@pytest.fixture
def give_role(cast: Cast) -> Callable[..., None]:
    """One more role for somebody, as a person may hold several."""
    from accounts.models import Membership
    from accounts.roles import System
    from core.history import recorded

    def give(person: str, role: str, team: str) -> None:
        user = cast[person]
        with recorded(verb="give_role", by=System("test")):
            Membership.objects.create(
                user=user, organisation=cast.team[team].organisation, team=cast.team[team], role=role,
                starts_on=date(2026, 1, 1),
            )  # fmt: skip
        for cached in ("current_memberships", "roles", "organisation", "scope"):
            user.__dict__.pop(cached, None)

    return give
