"""While a draft waits for health advice, when does the time for returning the feedback not run?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from clocks.models import Pause
from clocks.models.pause import USUAL
from core.today import today
from core.workflow import Actor


def pause(episode: Any, *, by: Actor, since: date, until: date | None) -> None:
    """From the day the draft waits until the day that the DCO gives."""
    owed = list(episode.advice().outstanding())
    owed_by = ", ".join(request.of_whom for request in owed)
    Pause.pause(
        by=by,
        clock=episode.plan.qa_clock,
        starts_on=since,
        until_on=until or proposed(owed),
        why=Pause.Why.ADVICE,
        reason=f"Health advice has not arrived: {owed_by}."[:1000],
    )


def proposed(owed: Iterable[Any]) -> date:
    """Until the last of the advice is due; where that day has come already, as long as is usual."""
    last = max((request.advice_clock.due_on for request in owed), default=today())
    return last if last > today() else today() + USUAL


def pause_untaken(plan: Any, *, by: Actor, owed: list[Any]) -> None:
    """A draft that came from a panel before its advice."""
    Pause.pause(
        by=by,
        clock=plan.qa_clock,
        starts_on=today(),
        until_on=proposed(owed),
        why=Pause.Why.ADVICE,
        reason=f"Health advice has not arrived: {', '.join(str(request.asked_of) for request in owed)}."[:1000],
    )


def run_again(episode: Any, *, by: Actor, on: date) -> None:
    """The advice is there, or will not come. A pause whose day came first is over already."""
    for waiting in episode.plan.qa_clock.pauses.for_advice(on):
        waiting.resume(by=by, on=on)


def run_untaken(plan: Any, *, by: Actor) -> None:
    """The same for a draft that nobody has taken."""
    for waiting in plan.qa_clock.pauses.for_advice(today()):
        waiting.resume(by=by, on=today())
