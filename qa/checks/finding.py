"""What does a check of wording say, about which words, and why should anybody believe it?"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How sure the rule is that the words must change. None of them blocks anything."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Found:
    """What a rule's function hands back: where, and what to do about it there.

    `severity` only where it is not the rule's own; `replacement` only where the words themselves can be given.
    """

    start: int
    end: int
    message: str
    suggestion: str
    severity: Severity | None = None
    replacement: str | None = None


@dataclass(frozen=True)
class Finding:
    """One finding; `text` is the section's text from `start` to `end`, exactly."""

    rule: str
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    source: str
    suggestion: str
    replacement: str | None = None

    @property
    def is_hint(self) -> bool:
        return self.severity == Severity.HINT

    def as_json(self) -> dict[str, Any]:
        shown = ("rule", "severity", "start", "end", "text", "message", "source", "suggestion")
        return {name: getattr(self, name) for name in shown}
