"""What does quality assurance, an app above, have to say on a plan's own page?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Quality:
    """What was agreed, with the form that says it, and whether that is what was issued. Addresses are empty for what
    is not there, or not this person's to read."""

    in_part: bool = False
    feedback: str = ""
    differs: str = ""  # in a sentence
    comparison: str = ""


Finder = Callable[[Any, Any], Quality]
"""Given a plan and a person: what this person may read of it."""

FINDERS: list[Finder] = []


def says_quality(finder: Finder) -> Finder:
    FINDERS.append(finder)
    return finder


def quality_of(plan: Any, user: Any) -> Quality:
    return next((finder(plan, user) for finder in FINDERS), Quality())
