"""Who may send a clinician a link, for what, and when may it not be used?"""

from typing import Any

from accounts.roles import Permission
from core.workflow import Actor

ONE_ALREADY = "A link to this request is open already. End it first, or send it anew."


def held_here(request: Any, by: Actor) -> str | None:
    """Whoever owes the advice decides who writes it: the provider, or the board while the Health Advisers have it."""
    owing = request.advice_clock.owing
    mine = by.user.organisations_with(Permission.MAKE_LINK) if by.user else []
    return None if owing.pk in {one.pk for one in mine} else f"{owing} has this request now."


def waits_for_a_clinician(request: Any, by: Actor) -> str | None:
    if request.status in (request.Status.ASKED, request.Status.TO_ROUTE):
        return "Say first which service knows the child."
    if request.status not in request.OPEN:
        return "This request is closed."
    return None


def of_ours(shown: Any, by: Actor) -> str | None:
    mine = by.user.organisations_with(Permission.MAKE_LINK) if by.user else []
    return None if shown.owner_id in {one.pk for one in mine} else f"{shown.owner} gave this advice."


def nothing_to_read(shown: Any, by: Actor) -> str | None:
    is_open = shown.request.links.filter(status="open").exists()
    if is_open:
        return ONE_ALREADY
    if shown.status != shown.Status.UNANSWERED and not shown.final_on:
        return "The clinician has answered. When the plan is final they can be sent its sections C and G."
    return None


def still_wanted(link: Any, by: Actor) -> str | None:
    """That somebody is asked once more."""
    return None if link.shown_id else waits_for_a_clinician(link.request, by)


def has_no_open_link(request: Any, by: Actor) -> str | None:
    return ONE_ALREADY if request.links.filter(status="open").exists() else None


def of_this_body(link: Any, by: Actor) -> str | None:
    mine = by.user.organisations_with(Permission.MAKE_LINK) if by.user else []
    return None if link.provider_id in {one.pk for one in mine} else f"{link.provider} made this link."


def ran_out(link: Any, by: Actor) -> str | None:
    return "This link has run out." if link.has_run_out else None
