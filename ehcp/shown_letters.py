"""Who is told that a draft was shown, that it misreports somebody, and that the plan is final?"""

from typing import TYPE_CHECKING

from people.letters import tell

if TYPE_CHECKING:
    from ehcp.models import DraftShown


def draft_shown(shown: "DraftShown") -> None:
    tell(
        shown,
        to=shown.owner.mailbox,
        step="A draft plan was written with your advice",
        to_do="Have the clinician read its health wording, and say whether it reports the advice rightly",
    )


def misreported(shown: "DraftShown") -> None:
    """The DCOs, who agreed the wording; the local authority, whose plan it is."""
    for to in (shown.child.icb.mailbox, shown.child.local_authority.mailbox):
        tell(
            shown,
            to=to,
            step="A clinician says that a draft plan misreports their advice",
            to_do="Answer it. The plan cannot be issued before",
        )


def misreporting_answered(shown: "DraftShown") -> None:
    tell(
        shown,
        to=shown.owner.mailbox,
        step="What you said of a draft plan was answered",
        to_do="Read the answer, and tell the clinician",
    )


def final_sent(shown: "DraftShown") -> None:
    tell(
        shown,
        to=shown.owner.mailbox,
        step="A plan that was written with your advice is final",
        to_do="Read its sections C and G, and give them to the clinician",
    )
