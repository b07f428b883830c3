"""How does a letter leave the portal: once, even when a server is away or a process dies?

The row is written in the transaction of what it tells about. Whoever drains the outbox claims a row, commits
that claim, hands the letter over, and notes the outcome. Dying between the last two leaves the row claimed:
nobody can know whether the letter went. GOV.UK Notify can be asked; a mail server cannot, so then a person decides.
"""

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta
from email.utils import make_msgid
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from notifications_python_client.errors import APIError

from core import notify
from core.models import SECRET_NOT_KEPT, Message
from core.today import now

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)  # doubled each time: the last attempt comes two hours after the first
Status, Carrier = Message.Status, Message.Carrier


def queue_message(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    holds_secret: bool = False,
    child: Any = None,
    reserved: str = "",
) -> bool:
    """Write the letter in the caller's transaction. False if the same thing (`key`) was said before. With the child
    that it is about, the child's pages say when it does not arrive, to those who hold the permission `reserved`, and
    the administrators of the child's board look after it, whoever's address it is."""
    message = Message(key=key, to=to, subject=" ".join(subject.split()), body=body, holds_secret=holds_secret)
    message.reserved = reserved
    about(message, child)
    message.message_id = make_msgid(domain=settings.MAIL_DOMAIN)
    already = Message.objects.filter(key=key).exists()
    if not already:
        # Another transaction may say the same at this moment: this waits for it and then adds nothing.
        Message.objects.bulk_create([message], ignore_conflicts=True)
        already = not Message.objects.filter(message_id=message.message_id).exists()
    if not already:
        nudge_on_commit()
    return not already


def about(message: Message, child: Any) -> Message:
    """Whom it is about, and which board looks after it therefore."""
    if child is not None:
        message.child_id, message.icb_id = child.pk, child.icb_id
    return message


def queue_text(*, key: str, to: str, body: str, subject: str, child: Any = None) -> bool:
    """A text message with a secret, through Notify alone; False where that is not set up. The subject is for those
    who look after messages: a text has none."""
    if not notify.can_text():
        return False
    message = Message(key=key, to=to, subject=subject, body=body, holds_secret=True, is_text=True)
    return bool(queue_messages([about(message, child)]))


def queue_messages(messages: Sequence[Message]) -> int:
    """Many letters at once, in as many queries for a thousand as for one. Gives how many were not said before."""
    for message in messages:
        message.subject = " ".join(message.subject.split())
        message.message_id = make_msgid(domain=settings.MAIL_DOMAIN)
    if not messages:
        return 0
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    kept = Message.objects.filter(key__in=[message.key for message in messages])
    ours = {message.message_id for message in messages} & set(kept.values_list("message_id", flat=True))
    if ours:
        nudge_on_commit()
    return len(ours)


def nudge_on_commit() -> None:
    """Once a transaction."""
    if not any(callback[1] is nudge for callback in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Have the outbox drained now. Lost when the broker is away: the timetable drains it every minute."""
    current_app.send_task("core.tasks.deliver_messages")


def drain(limit: int = 500) -> int:
    """Deliver what is due, one by one; gives how many were tried. Any number may drain at once."""
    take_back()
    for done in range(limit):
        message = claim()
        if message is None:
            return done
        deliver(message)
    return limit


def take_back() -> None:
    """What was being handed over when a process died."""
    stopped = {"last_error": "The portal stopped while handing this over."}
    by_notify = Message.objects.abandoned(now()).filter(carrier=Carrier.NOTIFY, attempts__lt=MAX_ATTEMPTS)
    by_notify.update(status=Status.QUEUED, in_doubt=True, next_attempt_at=now(), **stopped)
    Message.objects.abandoned(now()).update(status=Status.UNCERTAIN, **stopped)


def claim() -> Message | None:
    """Take the next due row, so that no other process will."""
    with transaction.atomic():
        message = Message.objects.due(now()).select_for_update(skip_locked=True).first()
        if message is not None:
            message.status, message.tried_at = Status.SENDING, now()
            message.attempts += 1
            by_notify = message.is_text or notify.is_chosen()
            message.carrier = Carrier.NOTIFY if by_notify else Carrier.MAIL_SERVER
            message.save(update_fields=["status", "tried_at", "attempts", "carrier"])
    return message


def deliver(message: Message) -> None:
    """Hand over, and note what came of it."""
    if message.carrier == Carrier.NOTIFY:
        deliver_by_notify(message)
    else:
        deliver_by_mail_server(message)


def deliver_by_notify(message: Message) -> None:
    """After an attempt that nobody answered, Notify is asked first whether it has the letter already."""
    try:
        if not (message.in_doubt and notify.has(message)):
            notify.send(message)
    except APIError as error:
        message.in_doubt = message.in_doubt or notify.is_no_answer(error)
        lasting = not (notify.is_no_answer(error) or notify.is_busy(error))
        return note_failure(message, notify.in_words(error), lasting=lasting)
    note(message, status=Status.SENT, sent_at=now(), last_error="", in_doubt=False)


def deliver_by_mail_server(message: Message) -> None:
    try:
        server = get_connection()
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return note_failure(message, reason(error), lasting=False)
    try:
        server.send_messages([letter(message)])
    except smtplib.SMTPResponseException as error:
        return note_failure(message, reason(error), lasting=error.smtp_code >= 500)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return note_failure(message, reason(error), lasting=all(code >= 500 for code in codes))
    except (OSError, smtplib.SMTPException) as error:
        # The line broke while the letter was on it.
        return note(message, status=Status.UNCERTAIN, last_error=reason(error))
    finally:
        server.close()
    note(message, status=Status.SENT, sent_at=now(), last_error="")


def letter(message: Message) -> EmailMessage:
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)


def note_failure(message: Message, why: str, *, lasting: bool) -> None:
    """Not delivered, or Notify can be asked: try again later, or leave it to a person."""
    facts: dict[str, Any] = {"last_error": why[:300], "in_doubt": message.in_doubt}
    if lasting or message.attempts >= MAX_ATTEMPTS:
        return note(message, status=Status.UNCERTAIN if message.in_doubt else Status.FAILED, **facts)
    wait = FIRST_WAIT * 2 ** (message.attempts - 1)
    note(message, status=Status.QUEUED, next_attempt_at=now() + wait, **facts)


def note(message: Message, **facts: Any) -> None:
    if message.holds_secret and facts["status"] == Status.SENT and not settings.IS_DEMO:
        facts["body"] = SECRET_NOT_KEPT
    for name, value in facts.items():
        setattr(message, name, value)
    message.save(update_fields=list(facts))


def reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def note_receipts() -> int:
    """Ask Notify what became of the letters it took in the last days; gives how many it knew the end of. What it
    could not deliver is not delivered after all."""
    waiting = {message.message_id: message for message in Message.objects.awaiting_receipt(now())}
    if not waiting or not (notify.is_chosen() or notify.can_text()):
        return 0
    since = min(message.tried_at for message in waiting.values()) - FIRST_WAIT
    noted = 0
    try:
        for reference, status in notify.receipts(since):
            # The newest attempt comes first, and only it counts.
            message = waiting.pop(reference, None)
            noted += message is not None and note_receipt(message, status)
            if not waiting:
                break
    except APIError as error:
        logger.warning("The receipts are asked for again later. %s", notify.in_words(error))
    return noted


def note_receipt(message: Message, receipt: str) -> int:
    """1 if this was the end of it. Not for a letter that somebody decided about meanwhile."""
    facts: dict[str, Any] = {"receipt": receipt}
    if why := notify.NOT_DELIVERED.get(receipt):
        facts |= {"status": Status.FAILED, "sent_at": None, "last_error": f"{why} (Notify: {receipt})"}
    elif receipt != notify.DELIVERED:
        return 0
    return Message.objects.awaiting_receipt(now()).filter(pk=message.pk).update(**facts)


def forget_expired_secrets() -> int:
    """A link to sign in with is not kept longer than it lets anybody in."""
    return Message.objects.with_expired_secret(now()).update(body=SECRET_NOT_KEPT)


def undelivered_about(children: Any, user: Any) -> list[Message]:
    """For pages of these children (their numbers, or a query of them), which have asked already who may see them."""
    found = Message.objects.undelivered().filter(child_id__in=children)
    reserved = found.exclude(reserved="").values_list("reserved", flat=True).distinct().order_by()
    closed = [permission for permission in reserved if not user.holds(permission)]
    return list(found.exclude(reserved__in=closed))
