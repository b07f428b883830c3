"""What do we tell people about a Regulation 6 response? Initials and reference only, never what it says."""

from typing import Any

from accounts.models import Team, User
from accounts.notifications import address_of
from accounts.roles import Permission
from core.outbox import queue_message
from tribunals.groups import signatories


def about(response: Any) -> str:
    return f"{response.child.initials}, {response.child.reference}"


def tell(response: Any, *, to: str | None, step: str, subject: str, what: str) -> None:
    """Said once for each state of the response and each person."""
    if not to:
        return
    due = f"{response.response_clock.due_on:%-d %B %Y}"
    lines = [
        f"{what} Case: {about(response)}.",
        f"The response is due to the family and the local authority by {due}.",
        f"Sign in to the portal and open {address_of(response.get_absolute_url())}",
        "This message says nothing more about the child, because email can be read on its way.",
    ]
    queue_message(
        key=f"regulation6response:{response.pk}:{step}:{response.round}:{response.revision}:{to}",
        to=to,
        subject=f"{subject} ({about(response)})",
        body="\n\n".join(lines),
        child=response.child,
        reserved=Permission.SEE_APPEALS,
    )


def ask_to_review(response: Any, reviewer: User) -> None:
    what = "You are asked to review a draft response to the Tribunal’s recommendations."
    tell(response, to=reviewer.email, step="review", subject="Please review a Regulation 6 response", what=what)


def tell_of_change(response: Any) -> None:
    """To the author."""
    author = response.author.email if response.author else None
    what = "A reviewer asks for a change in your draft response. The reasons are in the portal."
    tell(response, to=author, step="change", subject="A change is asked for", what=what)


def ask_to_sign(response: Any, team: Team) -> None:
    what = "The reviewing clinicians agree with a response to the Tribunal’s recommendations. Please sign it."
    for person in signatories(team):
        tell(response, to=person.email, step="sign", subject="Please sign a Regulation 6 response", what=what)


def tell_of_signature(response: Any) -> None:
    what = "The response is signed. Send it to the family and to the local authority now."
    author = response.author.email if response.author else None
    tell(response, to=author, step="signed", subject="Signed: send the Regulation 6 response", what=what)


def tell_local_authority(response: Any) -> None:
    what = (
        "The board has answered the Tribunal’s recommendations. You owe the Secretary of State a copy "
        "within a week of receiving it."
    )
    mailbox = response.child.local_authority.mailbox
    tell(response, to=mailbox, step="sent", subject="Regulation 6 response sent to you", what=what)
