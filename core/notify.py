"""What do we ask of GOV.UK Notify: take this letter, do you have it, what became of it?"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

if TYPE_CHECKING:
    from core.models import Message

DELIVERED = "delivered"
NOT_DELIVERED = {
    "permanent-failure": "The address does not exist, or refuses letters for good.",
    "temporary-failure": "The mailbox took no letter for three days: it may be full or away.",
    "technical-failure": "Notify could not send it. Nothing is wrong with the address.",
}
MOST_PAGES = 20  # of 250 letters each: what one look at the receipts may ask for
TOO_MANY_REQUESTS = 429
_KEY = re.compile(
    r"[\w.-]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I
)


def is_chosen() -> bool:
    """Letters go through Notify where both are set, and through the mail server otherwise."""
    return bool(settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID)


def can_text() -> bool:
    """Text messages go through Notify or not at all."""
    return bool(settings.NOTIFY_API_KEY and settings.NOTIFY_TEXT_TEMPLATE_ID)


def looks_like_a_key(text: str) -> bool:
    """A name, the service's id and the secret."""
    return bool(_KEY.fullmatch(text))


def client() -> NotificationsAPIClient:
    """One for each use: it is not made for several threads."""
    return NotificationsAPIClient(
        settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.NOTIFY_TIMEOUT
    )


def send(message: "Message") -> None:
    if message.is_text:
        return send_text(message)
    client().send_email_notification(
        message.to,
        settings.NOTIFY_TEMPLATE_ID,
        personalisation={"subject": message.subject, "body": message.body},
        reference=message.message_id,
    )


def send_text(message: "Message") -> None:
    client().send_sms_notification(
        message.to,
        settings.NOTIFY_TEXT_TEMPLATE_ID,
        personalisation={"body": message.body},
        reference=message.message_id,
    )


def has(message: "Message") -> bool:
    """Whether it reached Notify, and was not given back since. The newest of several attempts counts."""
    found = client().get_all_notifications(reference=message.message_id)["notifications"]
    return bool(found) and found[0]["status"] not in NOT_DELIVERED


def receipts(since: datetime) -> Iterator[tuple[str, str]]:
    """Reference and status of what Notify was given since then, letters and texts, newest first, a page at a time."""
    asked, older_than = client(), None
    for _ in range(MOST_PAGES):
        page = asked.get_all_notifications(older_than=older_than)["notifications"]
        yield from ((letter["reference"], letter["status"]) for letter in page)
        if not page or datetime.fromisoformat(page[-1]["created_at"]) < since:
            return
        older_than = page[-1]["id"]


def is_no_answer(error: APIError) -> bool:
    """Notify may have taken the letter: the line broke, it failed while at it, or it said what nobody understands.
    The library gives a time-out the number of a server that is away, so we look for the answer itself."""
    refused_by_us = 400 <= error.status_code < 500
    return error.response is None or not refused_by_us


def is_busy(error: APIError) -> bool:
    return error.response is not None and error.status_code == TOO_MANY_REQUESTS


def in_words(error: APIError) -> str:
    """What Notify said. It names what is wrong with a letter, never what the letter says."""
    if error.response is None:
        return f"Notify did not answer: {type(error.__cause__).__name__}"
    said: Any = error.message
    if isinstance(said, list):
        said = "; ".join(str(one.get("message", one)) for one in said)
    return f"Notify answered {error.status_code}: {said}"
