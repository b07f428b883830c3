"""Whom do we tell about an exception to a time limit? A step, initials and a reference, never why."""

from typing import TYPE_CHECKING

from people.letters import tell

if TYPE_CHECKING:
    from clocks.models.exception import ClockException


def exception_proposed(exception: "ClockException") -> None:
    """Whoever decides about it."""
    step = "An exception to a time limit was proposed"
    tell(exception, to=exception.decider.mailbox, step=step, to_do="Read the reason, and accept or decline it")


def exception_decided(exception: "ClockException") -> None:
    """Whoever proposed it, unless they decided about it themselves."""
    if exception.decided_by == exception.proposed_by:
        return
    step = f"An exception to a time limit was {exception.get_status_display().lower()}"
    tell(exception, to=whoever_proposed(exception), step=step, to_do="Read what was decided")


def whoever_proposed(exception: "ClockException") -> str:
    """The person while they work there; once they have left, their organisation."""
    person, places = exception.proposed_by, exception.belongs_to()
    still_there = any(m.organisation_id in places for m in person.current_memberships)
    return person.email if still_there else exception.organisation.mailbox
