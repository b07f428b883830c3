"""Is a clock paused on this day, until when, and why?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Halt:
    """A clock that does not run now."""

    until: date
    why: str

    def __str__(self) -> str:
        return f"Paused until {self.until:%-d %B %Y}: {self.why}"


def halted(pauses: Iterable[Any], on: date) -> Halt | None:
    """Of pauses that overlap or follow one another, until the last of them is over."""
    until, why = on, ""
    for pause in sorted(pauses, key=lambda pause: pause.span):
        if not pause.removed_on and pause.starts_on <= until < pause.until_on:
            until, why = pause.until_on, pause.why_in_words
    return Halt(until, why) if why else None
