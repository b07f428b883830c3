"""Where does this person's work stand in a row, and how much of it?"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.roles import Permission
from core.today import today
from ehcp.models import AdviceRequest
from has_team.views import not_yet_logged
from people.models import Consent

P = Permission


@dataclass(frozen=True)
class Door:
    """A page on which one thing after the other can be done; `many` wait there."""

    text: str
    one: str
    several: str
    many: int
    href: str


def doors_for(user: Any) -> list[Door]:
    """Those behind which anything waits: one count for each that the person may open."""
    found = []
    if user.holds(P.ANSWER_ADVICE):
        here = user.organisations_with(P.ANSWER_ADVICE)
        many = waiting(user).filter(provider__in=here, status=AdviceRequest.Status.ASKED).count()
        found.append(
            Door("To be answered", "request for advice", "requests for advice", many, reverse("ehcp:triage"))
        )
    if user.holds(P.ROUTE_ADVICE):
        many = waiting(user).to_route().count()
        href = reverse("ehcp:to_route")
        found.append(Door("To be sent to a service", "request for advice", "requests for advice", many, href))
    if user.holds(P.WORK_REFERRAL):
        many = not_yet_logged(user).count()
        found.append(Door("To be accepted", "request", "requests", many, reverse("has_team:referral_list")))
    if user.holds(P.RECORD_CONSENT):
        many = Consent.objects.visible_to(user).to_ask_again(today()).count()
        what = ("answer of a parent, for somebody who is 16 now", "answers of a parent, for somebody who is 16 now")
        found.append(Door("Consent to be asked again", *what, many, reverse("people:consent_list")))
    return [door for door in found if door.many]


def waiting(user: Any) -> Any:
    return AdviceRequest.objects.visible_to(user)
