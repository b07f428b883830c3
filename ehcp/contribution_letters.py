"""Who is told of a contribution to an annual review: that it is asked, due on another day, sent, not needed?"""

from typing import TYPE_CHECKING

from ehcp.notifications import whoever_asked
from people.letters import tell

if TYPE_CHECKING:
    from ehcp.models import ReviewContribution


def contribution_asked(contribution: "ReviewContribution") -> None:
    tell(
        contribution,
        to=contribution.provider.mailbox,
        step="A contribution to an annual review is asked for",
        to_do="Have it sent, or say that there is nothing to add",
        due=contribution.due_on,
    )


def meeting_moved(contribution: "ReviewContribution") -> None:
    tell(
        contribution,
        to=contribution.provider.mailbox,
        step="The date of a review meeting was set or moved",
        to_do="Have the contribution sent, or say that there is nothing to add",
        due=contribution.due_on,
    )


def contribution_withdrawn(contribution: "ReviewContribution") -> None:
    step = "A contribution to an annual review is not needed any more"
    tell(contribution, to=contribution.provider.mailbox, step=step, to_do="Stop work on it")


def contribution_sent(contribution: "ReviewContribution") -> None:
    tell_askers(contribution, step="A contribution to an annual review has arrived", to_do="Read it")


def nothing_to_add(contribution: "ReviewContribution") -> None:
    tell_askers(contribution, step="A service has nothing to add to an annual review", to_do="Read why")


def tell_askers(contribution: "ReviewContribution", *, step: str, to_do: str) -> None:
    """The local authority, which sends it with the invitations; the board too where a Designated Officer asked."""
    tell(contribution, to=whoever_asked(contribution), step=step, to_do=to_do)
    board = contribution.child.icb
    if any(m.organisation_id == board.pk for m in contribution.asked_by.current_memberships):
        tell(contribution, to=board.mailbox, step=step, to_do=to_do)
