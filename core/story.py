"""What was done to a record, by whom and when, in words?"""

from collections.abc import Iterable
from typing import Any

from core.history import in_the_past
from core.workflow import verbs_of


def told(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """Lines of history for the timeline component. A change that came along with a verb on another record is told
    there."""
    titled = ((line, what_was_done(line)) for line in lines)
    return [{"on": line.history_date, "title": title, "by": line.actor} for line, title in titled if title]


def what_was_done(line: Any) -> str:
    """How the verb is told, else what its form says when it is done."""
    verb = next((verb for verb in verbs_of(line.instance_type) if verb.name == line.verb), None)
    return (in_the_past(line) or getattr(verb.form, "done", "").rstrip(".") or verb.label) if verb else ""
