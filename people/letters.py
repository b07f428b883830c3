"""How is somebody told by mail that something waits for them? A step, initials and a reference, never why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.notifications import address_of
from core.outbox import queue_message
from core.workflow import Actor


@dataclass(frozen=True)
class Tells:
    """The verb tells somebody: part of its declaration, in its own transaction. Stands after the clocks, so
    that the letter can say by when."""

    letter: Callable[[Any], None]

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        self.letter(record)


def tell(record: Any, *, to: str, step: str, to_do: str, due: date | None = None) -> None:
    """Said once for each state of the record. Without an address the worklist alone says it."""
    if not to:
        return
    child = record.child
    by_when = f" by {due:%-d %B %Y}" if due else ""
    lines = [
        f"{step}: {child.initials}, case {child.reference}.",
        f"What to do: {to_do[0].lower()}{to_do[1:]}{by_when}.",
        f"Sign in to the portal and open {address_of(record.get_absolute_url())}",
        "This message says nothing more about the child, because email can be read on its way.",
    ]
    queue_message(
        key=f"{record._meta.model_name}:{record.pk}:{record.revision}:{record.status}",
        to=to,
        subject=f"{step} ({child.initials}, {child.reference})",
        body="\n\n".join(lines),
        child_id=child.pk,
    )
