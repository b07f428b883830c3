"""While a draft waits for health advice, when does the time for returning the feedback not run?"""

from datetime import date
from typing import Any

from clocks.models import Pause
from clocks.models.pause import USUAL
from core.today import today
from core.workflow import Actor


def pause(episode: Any, *, by: Actor, since: date, until: date | None) -> None:
    """From the day the draft waits until the day that the DCO gives."""
    owed_by = ", ".join(str(request.asked_of) for request in episode.advice().outstanding())
    Pause.pause(
        by=by,
        clock=episode.plan.qa_clock,
        starts_on=since,
        until_on=until or today() + USUAL,
        why=Pause.Why.ADVICE,
        reason=f"Health advice has not arrived: {owed_by}."[:1000],
    )


def run_again(episode: Any, *, by: Actor, on: date) -> None:
    """The advice is there, or will not come. A pause whose day came first is over already."""
    for waiting in episode.plan.qa_clock.pauses.for_advice(on):
        waiting.resume(by=by, on=on)
