"""How is somebody told by mail that something waits for them? A step, initials and a reference, never why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Membership
from accounts.notifications import address_of
from accounts.roles import Permission, roles_with
from core.outbox import queue_message
from core.today import today
from core.workflow import Actor


@dataclass(frozen=True)
class Tells:
    """The verb tells somebody: part of its declaration, in its own transaction. Stands after the clocks, so
    that the letter can say by when."""

    letter: Callable[[Any], None]

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        self.letter(record)


def file_held(document: Any) -> None:
    """Those who can look at it: nothing happens to it before that. By their organisation's mailbox, or each of them
    where it has none."""
    for to in [document.checker.mailbox] if document.checker.mailbox else lookers_at(document):
        tell(
            document,
            to=to,
            step="A file is held until a second person has looked at it",
            to_do="Open it, and release it or withdraw it. It may be about another child",
        )


def lookers_at(document: Any) -> list[str]:
    colleagues = Membership.objects.in_force(today()).with_role(roles_with(Permission.ADD_DOCUMENT))
    there = colleagues.filter(organisation=document.checker, user__is_active=True).exclude(user=document.uploader_id)
    return list(there.order_by("user__email").values_list("user__email", flat=True).distinct())


def tell(record: Any, *, to: str, step: str, to_do: str, due: date | None = None, because: str = "") -> None:
    """Said once for each state of the record, and for each cause that is named. Without an address the worklist alone
    says it."""
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
        key=f"{record._meta.model_name}:{record.pk}:{record.revision}:{record.status}:{to}{because}",
        to=to,
        subject=f"{step} ({child.initials}, {child.reference})",
        body="\n\n".join(lines),
        child=child,
    )
