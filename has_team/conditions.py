"""Why can this not be done to a referral now? Asked by the verb and by its button."""

from typing import Any

from core.workflow import Actor
from ehcp.models import AdviceRequest
from qa.models import LevelOneCheck


def not_for_the_advisers(request: AdviceRequest, by: Actor) -> str | None:
    if request.status != AdviceRequest.Status.WITH_HAS:
        return f"This request is not with the Health Advisers: it is “{request.get_status_display().lower()}”."
    if hasattr(request, "referral"):
        return "This request has already been logged."
    return None


def not_wanted_any_more(referral: Any, by: Actor) -> str | None:
    """What the local authority withdrew, or a service took over, is not worked on."""
    request = referral.advice_request
    if request.status not in (AdviceRequest.Status.WITH_HAS, AdviceRequest.Status.IMPROVING):
        now = request.get_status_display().lower()
        return f"The advice is not asked of the Health Advisers any more: {now}."
    return None


def not_ready_for_qa(referral: Any, by: Actor) -> str | None:
    missing = referral.missing_sections()
    return f"Still to write: {', '.join(missing)}." if missing else None


def wrote_it(referral: Any, by: Actor) -> str | None:
    """Level-one quality assurance is somebody else's reading."""
    if by.user and referral.was_written_by(by.user):
        return "You wrote this advice, so somebody else must quality-assure it."
    return None


def not_checked(referral: Any, by: Actor) -> str | None:
    """Every piece of the Health Advisers' advice is read by the level-one checklist before it goes out."""
    check = check_of(referral)
    if check is None:
        return "Fill in the level-one checklist first."
    return None if check.is_met else "The checklist has points that are not met: return it to the adviser."


def check_of(referral: Any) -> LevelOneCheck | None:
    """The reading of the words as they are now."""
    return LevelOneCheck.objects.filter(advice_request=referral.advice_request_id).in_force().first()


def shared_already(referral: Any, by: Actor) -> str | None:
    return f"The family had it on {referral.shared_on:%-d %B %Y}." if referral.shared_on else None


def not_shared(referral: Any, by: Actor) -> str | None:
    return None if referral.shared_on else "Record the day on which the family had the advice first."
