"""What is written to a clinician who has a link, and about one? Never a word about the child."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.notifications import address_of
from core.outbox import queue_message, queue_text
from people.letters import tell

if TYPE_CHECKING:
    from ehcp.models import ClinicianLink


def link_sent(link: "ClinicianLink") -> None:
    """The link by email, and its code by text where that is set up."""
    where = address_of(reverse("ehcp:link_open", args=[link.token]))
    until = timezone.localtime(link.expires_at)
    code = (
        f"The code comes by text message to the number that ends in {link.mobile[-3:]}."
        if link.code_by_text
        else f"{link.sent_by} reads the code out to you by telephone. It is never sent by email."
    )
    lines = [
        f"Dear {link.name},",
        f"{link.sent_by}, {link.provider.name}, {what_is_asked(link)}",
        f"Open this link, and give the code of six digits:\n{where}",
        code,
        f"The link works until {until:%-d %B %Y}, and once: when you have answered it ends.",
        "You can come back with the same link and code until then. Do not pass the link on.",
        "If you did not expect this letter, do not open the link, and tell us: "
        f"{link.provider.mailbox or link.sent_by.email}.",
        "This message says nothing about the child, because email can be read on its way.",
    ]
    queue_message(
        key=f"clinician-link:{link.pk}",
        to=link.email,
        subject=subject_of(link),
        body="\n\n".join(lines),
        holds_secret=True,
        child=link.child,
    )
    if link.code_by_text:
        queue_text(
            key=f"clinician-link:{link.pk}:code",
            to=link.mobile,
            subject="Code for a clinician’s link",
            body=f"{settings.PORTAL_NAME}: your code is {link.code_to_say}. It opens the link that {link.sent_by} "
            "sent you by email. We never ask you for it by telephone.",
            child=link.child,
        )


def what_is_asked(link: "ClinicianLink") -> str:
    if link.shown and link.shown.final_on:
        return (
            "sends you sections C and G of a final education, health and care plan that was written with your advice."
        )
    if link.shown:
        return (
            "asks you to read the health wording of a draft education, health and care plan that was written with "
            "your advice, and to say whether it reports you rightly."
        )
    return (
        "asks you for advice about a child or young person whom you know, for their education, health and care needs "
        f"assessment. It is due by {link.request.advice_clock.due_on:%-d %B %Y}. You can save what you have written."
    )


def subject_of(link: "ClinicianLink") -> str:
    if link.shown:
        return "A plan that was written with your advice"
    return "You are asked for advice for a needs assessment"


def link_locked(link: "ClinicianLink") -> None:
    """Somebody has the link and not the code, or the clinician has mistyped it: whoever sent it finds out which."""
    if link.status == link.Status.LOCKED:
        tell(
            link,
            to=link.provider.mailbox or link.sent_by.email,
            step="A clinician’s link is locked: a wrong code was given five times",
            to_do="Telephone the clinician. If it was them, send a new link; if not, report it as an incident",
        )


def link_answered(link: "ClinicianLink") -> None:
    """To whoever sent it; and a receipt to the clinician."""
    tell(
        link,
        to=link.provider.mailbox or link.sent_by.email,
        step="A clinician has answered by their link",
        to_do="Read what they sent",
    )
    at = timezone.localtime(link.answered_at)
    lines = [
        f"Dear {link.name},",
        f"Your advice arrived on {at:%-d %B %Y} at {at:%-I:%M}{at:%p}".replace("AM", "am").replace("PM", "pm") + ".",
        f"Reference: {link.reference}.",
        f"Checksum of your file (SHA-256): {link.checksum}."
        if link.checksum
        else "You sent it as text, with no file.",
        f"It went to {link.provider.name}"
        + (", for the Health Advisers’ advice." if link.told else " and the local authority."),
        "The link has ended. Keep this letter as your receipt: it says nothing about the child.",
    ]
    queue_message(
        key=f"clinician-link:{link.pk}:receipt",
        to=link.email,
        subject=f"Receipt for your advice, {link.reference}",
        body="\n\n".join(lines),
        child=link.child,
    )
