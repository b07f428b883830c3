"""Why can this step of a review not be taken now?"""

from datetime import date, timedelta
from typing import Any

from core.calendar import bank_holiday_name, is_working_day
from core.today import today
from core.workflow import Actor


def what_to_mind(meeting_on: date) -> str:
    """About the day of a meeting, which may be so agreed all the same; empty when there is nothing."""
    found = []
    if today() <= meeting_on < today() + timedelta(weeks=2):
        found.append("The meeting is less than two weeks off: invitations are late for it (regulation 20).")
    if not is_working_day(meeting_on):
        why = bank_holiday_name(meeting_on) or f"a {meeting_on:%A}"
        found.append(f"{meeting_on:%-d %B %Y} is not a working day: it is {why}.")
    return f"{' '.join(found)} Please check the day." if found else ""


def is_over(review: Any, by: Actor) -> str | None:
    if review.closed_on:
        return f"This review was closed on {review.closed_on:%-d %B %Y}."
    if review.decided_on:
        return f"The decision was sent on {review.decided_on:%-d %B %Y}."
    return None


def was_held(review: Any, by: Actor) -> str | None:
    return f"The meeting was held on {review.held_on:%-d %B %Y}." if review.held_on else None


def no_meeting_yet(review: Any, by: Actor) -> str | None:
    return None if review.meeting_on else "Record the date of the meeting first."


def not_held_yet(review: Any, by: Actor) -> str | None:
    return None if review.held_on else "Record first that the meeting was held."


def not_invited_yet(review: Any, by: Actor) -> str | None:
    return None if review.invited_on else "Record first when the invitations went, also if that was late."


def invited_already(review: Any, by: Actor) -> str | None:
    return f"The invitations went on {review.invited_on:%-d %B %Y}." if review.invited_on else None


def report_is_sent(review: Any, by: Actor) -> str | None:
    return f"The report was sent on {review.report_sent_on:%-d %B %Y}." if review.report_sent_on else None


def nothing_to_amend(review: Any, by: Actor) -> str | None:
    if review.decision != "amend":
        return "Only after a decision to amend the plan."
    if kept := review.kept_on:
        return f"The family was told on {kept:%-d %B %Y} that it is not amended."
    sent = review.amended_plan_sent_on
    return f"The amended plan was sent on {sent:%-d %B %Y}." if sent else None


def no_copy_awaited(review: Any, by: Actor) -> str | None:
    if not review.amended_plan_sent_on:
        return "The amended plan has not been sent."
    had = review.amended_plan_received_on
    return f"We have had the amended plan since {had:%-d %B %Y}." if had else None


def cannot_give_amended(review: Any) -> str | None:
    """Its words are asked for once it was sent, and kept as they were."""
    if not review.amended_plan_sent_on:
        return "Record first that the amended plan was sent to the family."
    return "The amended plan is here already." if hasattr(review, "amended") else None
