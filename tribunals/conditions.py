"""Why can this not be done to a Regulation 6 response now? Asked by the verb and by its button."""

from typing import Any

from accounts.roles import Role
from core.workflow import Actor


def answers_missing(response: Any, by: Actor) -> str | None:
    open_ones = [a.recommendation.number for a in response.answers_in_order() if not a.decision]
    if not open_ones:
        return None
    numbers = " and ".join(str(number) for number in open_ones)
    return f"Still to answer: recommendation {numbers}."


def not_a_draft(answer: Any, by: Actor) -> str | None:
    response = answer.response
    if response.status == response.Status.DRAFT:
        return None
    return f"The answers cannot change now: the response is “{response.get_status_display().lower()}”."


def reviews_outstanding(response: Any, by: Actor) -> str | None:
    if response.current_reviews.exclude(outcome="agrees").exists():
        return "Not every named reviewer agrees yet."
    return None


def is_a_dco(response: Any, by: Actor) -> str | None:
    if by.user is None or Role.DCO in by.user.roles:
        return "A Designated Clinical Officer never signs a Regulation 6 response."
    return None


def wrote_an_answer(response: Any, by: Actor) -> str | None:
    if by.user and response.was_written_by(by.user):
        return "You wrote part of this response, so you cannot sign it."
    return None


def reviewed_it(response: Any, by: Actor) -> str | None:
    if by.user and response.reviews.filter(reviewer=by.user).exists():
        return "You were a reviewer of this response, so you cannot sign it."
    return None


def not_asked_of_you(review: Any, by: Actor) -> str | None:
    if by.user is None or by.user.pk != review.reviewer_id:
        return f"This review was asked of {review.reviewer}."
    return None


def not_in_review(review: Any, by: Actor) -> str | None:
    response = review.response
    if review.decided_on:
        return "You have given your review."
    if response.status != response.Status.IN_REVIEW or review.round != response.round:
        return f"The response is not in review any more: {response.get_status_display().lower()}."
    return None
