"""How do the drafts of one panel go into the queue in one press, and which cannot go?

Each draft goes by its own verb, in its own transaction: one that cannot go holds none of the others back.
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from ehcp.models import PanelCase, PanelMeeting
from ehcp.panels.agenda import Line, agenda_of

NO_DRAFT = "No draft text is saved. Write it on the page of the draft plan, and choose Save for later."


@dataclass
class Item:
    """One draft of the pack."""

    line: Line
    why_not: str = ""

    @property
    def case(self) -> PanelCase:
        return self.line.case

    @property
    def has_gone(self) -> bool:
        """It is, or was, in the DCOs’ hands: there is nothing more to send."""
        return bool(self.case.sent_to_qa_on) or (self.line.plan is not None and self.line.draft is None)

    @property
    def can_go(self) -> bool:
        return not self.has_gone and not self.why_not

    @property
    def waits_for(self) -> list[str]:
        """The advice that has not come: the draft goes, and waits for it."""
        return [str(request.asked_of) for request in self.line.owed]


@dataclass
class Pack:
    """What a panel has for the DCOs."""

    meeting: PanelMeeting
    items: list[Item]

    @property
    def ready(self) -> list[Item]:
        return [item for item in self.items if item.can_go]

    def send(self, keys: set[int], *, by: User) -> list[Item]:
        """Those that were ticked and have not gone yet, each by its verb. Pressed twice, nothing goes twice."""
        chosen = [item for item in self.items if item.case.pk in keys and not item.has_gone]
        for item in chosen:
            item.why_not = send_one(item.case, by=by)
        return [item for item in chosen if not item.why_not]


def pack_of(meeting: PanelMeeting, user: Any) -> Pack:
    lines = [line for line in agenda_of(meeting, user) if line.case.stage == PanelCase.Stage.ISSUE]
    return Pack(meeting, [Item(line, why_not(line, user)) for line in lines])


def why_not(line: Line, user: Any) -> str:
    """What is known before anybody presses: the verb has the last word."""
    verb = PanelCase.send_to_qa
    return verb.refusal(line.case, user) or ("" if line.draft else NO_DRAFT)


def send_one(case: PanelCase, *, by: User) -> str:
    """Send it; or why it did not go, in words."""
    form = PanelCase.send_to_qa.form({}, by=by, record=case)
    if form.is_valid() and form.act() is not None:
        return ""
    return " ".join(str(message) for errors in form.errors.values() for message in errors)
