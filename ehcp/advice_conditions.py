"""Why can this not be done to a request for advice now? None of these asks the database anything."""

from typing import Any

from accounts.roles import Permission
from core.workflow import Actor


class OfProvider:
    """Stands for what one provider has, where only its own people may act."""

    def __init__(self, provider_id: int) -> None:
        self.provider_id = provider_id

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.provider_id})


def is_not_routed(request: Any, by: Actor) -> str | None:
    """A request that a single point of access passed on is that one's to answer for."""
    if request.status == "to_route" or request.routed_on:
        return None
    return "The provider’s single point of access has this."


def are_not_held(request: Any, by: Actor) -> str | None:
    if request.papers_held_because or by.user is None:
        return None
    return "What the family sent in is not kept back from them."


def family_did_not_refuse(request: Any, by: Actor) -> str | None:
    """The portal itself heeds a refusal; a person decides about what it kept back."""
    if request.papers_held_because or request.papers_sent_because or by.user is None:
        return None
    return "The family did not refuse them: copies of what it sent in must go to them (regulation 6(3))."


def has_interim_already(request: Any, by: Actor) -> str | None:
    if request.interim_on:
        promised = f"{request.rest_promised_on:%-d %B %Y}"
        return f"Interim advice went on {request.interim_on:%-d %B %Y}; the rest is promised by {promised}."
    return None


def is_not_of_ones_own_provider(request: Any, by: Actor) -> str | None:
    if by.user is None or by.may(Permission.RETURN_ADVICE, OfProvider(request.provider_id)):
        return None
    return "The service that has it says so."


def is_written_by_the_advisers(request: Any, by: Actor) -> str | None:
    """Returned for quality, it is theirs to improve, not the provider's that was asked first."""
    if request.is_with_health_advisers:
        return "The Health Advisers for SEND write this advice, and send it from their own page."
    return None
