"""How does a letter leave the portal: once, even when a server is away or a process dies?

The row is written in the transaction of what it tells about. Whoever drains the outbox claims a row, commits
that claim, hands the letter over, and notes the outcome. Dying between the last two leaves the row claimed:
nobody can know whether the letter went, so it becomes uncertain and a person decides.
"""

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from email.utils import make_msgid

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction

from core.models import Message
from core.today import now

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)  # doubled each time: the last attempt comes two hours after the first
Status = Message.Status


def queue_message(*, key: str, to: str, subject: str, body: str, holds_secret: bool = False) -> bool:
    """Write the letter in the caller's transaction. False if the same thing (`key`) was said before."""
    message = Message(key=key, to=to, subject=" ".join(subject.split()), body=body, holds_secret=holds_secret)
    message.message_id = make_msgid(domain=settings.MAIL_DOMAIN)
    already = Message.objects.filter(key=key).exists()
    if not already:
        # Another transaction may say the same at this moment: this waits for it and then adds nothing.
        Message.objects.bulk_create([message], ignore_conflicts=True)
        already = not Message.objects.filter(message_id=message.message_id).exists()
    if not already:
        nudge_on_commit()
    return not already


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
    Message.objects.abandoned(now()).update(
        status=Status.UNCERTAIN, last_error="The portal stopped while handing this over."
    )
    for done in range(limit):
        message = claim()
        if message is None:
            return done
        deliver(message)
    return limit


def claim() -> Message | None:
    """Take the next due row, so that no other process will."""
    with transaction.atomic():
        message = Message.objects.due(now()).select_for_update(skip_locked=True).first()
        if message is not None:
            message.status, message.tried_at = Status.SENDING, now()
            message.attempts += 1
            message.save(update_fields=["status", "tried_at", "attempts"])
    return message


def deliver(message: Message) -> None:
    """Hand over, and note what the mail server said."""
    try:
        server = get_connection()
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return note_failure(message, error, lasting=False)
    try:
        server.send_messages([letter(message)])
    except smtplib.SMTPResponseException as error:
        return note_failure(message, error, lasting=error.smtp_code >= 500)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return note_failure(message, error, lasting=all(code >= 500 for code in codes))
    except (OSError, smtplib.SMTPException) as error:
        # The line broke while the letter was on it.
        return note(message, status=Status.UNCERTAIN, last_error=reason(error))
    finally:
        server.close()
    note(message, status=Status.SENT, sent_at=now(), last_error="")


def letter(message: Message) -> EmailMessage:
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)


def note_failure(message: Message, error: Exception, *, lasting: bool) -> None:
    """Not delivered, for certain: try again later, or leave it to a person."""
    if lasting or message.attempts >= MAX_ATTEMPTS:
        return note(message, status=Status.FAILED, last_error=reason(error))
    wait = FIRST_WAIT * 2 ** (message.attempts - 1)
    note(message, status=Status.QUEUED, next_attempt_at=now() + wait, last_error=reason(error))


def note(message: Message, **facts: object) -> None:
    if message.holds_secret and facts["status"] == Status.SENT and not settings.IS_DEMO:
        facts["body"] = "(This held a link to sign in with and was not kept.)"
    for name, value in facts.items():
        setattr(message, name, value)
    message.save(update_fields=list(facts))


def reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
