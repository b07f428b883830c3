"""What do we tell people about the Health Advisers' work? Initials and reference only, never health data."""

from typing import Any

from core.outbox import queue_message
from ehcp.notifications import whoever_asked


def about(referral: Any) -> str:
    return f"{referral.child.initials}, {referral.child.reference}"


def key_of(referral: Any, step: str) -> str:
    return f"referral:{referral.advice_request_id}:{step}:{referral.revision}"


def tell(address: str | None, referral: Any, *, step: str, subject: str, body: str) -> None:
    if address:
        queue_message(
            key=f"{key_of(referral, step)}:{address}",
            to=address,
            subject=f"{subject}: {about(referral)}",
            body=body,
            child=referral.child,
        )


def tell_of_declined(referral: Any) -> None:
    """The local authority and the DCO hear that the request is still open, and who has it."""
    due = f"{referral.advice_clock.due_on:%-d %B %Y}"
    body = (
        f"The Health Advisers looked at the request for medical advice for {about(referral)} and it does "
        f"not meet their criteria. The request stays open and is still due by {due}. The Designated "
        "Clinical Officer now decides who writes the advice. The reason is in the portal."
    )
    subject = "Medical advice: who writes it is being decided"
    tell(whoever_asked(referral.advice_request), referral, step="declined", subject=subject, body=body)
    subject = "Not for the Health Advisers: please decide who writes the advice"
    tell(referral.child.icb.mailbox, referral, step="declined", subject=subject, body=body)


def tell_of_advice_to_assure(referral: Any) -> None:
    due = f"{referral.advice_clock.due_on:%-d %B %Y}"
    body = f"Medical advice for {about(referral)} is ready for level-one quality assurance. It is due by {due}."
    subject = "Advice to quality-assure"
    tell(referral.child.icb.mailbox, referral, step="to_assure", subject=subject, body=body)


def tell_of_quality_assurance(referral: Any) -> None:
    """The adviser hears whether the advice may go out."""
    returned = bool(referral.lacking)
    what = "has come back with what is still lacking" if returned else "was approved and can be sent"
    subject = "Advice returned to you" if returned else "Advice approved"
    person = referral.adviser or referral.submitted_by
    address = person.email if person else None
    tell(address, referral, step="assured", subject=subject, body=f"Your advice for {about(referral)} {what}.")


def tell_of_return(referral: Any) -> None:
    """The adviser hears that what was sent lacks something; the team's mailbox is told with the request."""
    due = f"{referral.advice_clock.due_on:%-d %B %Y}"
    body = (
        f"Your advice for {about(referral)} was returned for quality. What is lacking is in the portal. Its six "
        f"weeks run on from where they began: it is due by {due}."
    )
    person = referral.adviser
    tell(person.email if person else None, referral, step="sent_back", subject="Advice returned to you", body=body)


def tell_of_given_back(referral: Any) -> None:
    """The service's provider hears that it owes the advice, by the same day as before."""
    request = referral.advice_request
    due = f"{referral.advice_clock.due_on:%-d %B %Y}"
    body = (
        f"The Designated Clinical Officer found that one of your services knows {about(referral)}. Its "
        f"advice is due by {due}. The request is in the portal."
    )
    subject = "Advice is asked of one of your services"
    tell(request.provider.mailbox, referral, step="given_back", subject=subject, body=body)
