"""A letter leaves once, and whatever goes wrong is seen by somebody."""

import smtplib
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from core.drafts import discard_draft, load_draft, save_draft
from core.models import SECRET_NOT_KEPT, Draft, Message
from core.outbox import MAX_ATTEMPTS, drain, forget_expired_secrets, nudge, queue_message, queue_messages
from core.scope import opened
from core.workflow import Refused
from send_portal.demo.cast import Cast

Status = Message.Status


def queue(key: str = "clock:1:due", **facts: Any) -> bool:
    return queue_message(
        **{"key": key, "to": "jo@portal.example", "subject": "Advice is due", "body": "By Friday."} | facts
    )


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException | None], None]:
    """Have the mail server answer with this from now on; None takes letters again."""
    from django.core.mail.backends.locmem import EmailBackend

    takes = EmailBackend.send_messages

    def answer(error: BaseException | None) -> None:
        def send(self: EmailBackend, letters: list[Any]) -> int:
            if error:
                raise error
            return takes(self, letters)

        monkeypatch.setattr(EmailBackend, "send_messages", send)

    return answer


def test_a_letter_is_delivered_with_its_own_message_id(db: None) -> None:
    queue()
    assert drain() == 1
    message = Message.objects.get()
    assert (message.status, message.attempts) == (Status.SENT, 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == message.message_id
    assert mail.outbox[0].to == ["jo@portal.example"]


def test_the_same_thing_is_said_once(db: None) -> None:
    assert queue()
    assert not queue()
    drain()
    assert not queue()
    assert drain() == 0
    assert len(mail.outbox) == 1


def test_what_was_rolled_back_is_not_told(db: None) -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_the_outbox_is_nudged_once_a_transaction(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        queue("one")
        queue("two")
    assert callbacks == [nudge]


def many(*numbers: int) -> list[Message]:
    return [
        Message(key=f"many:{n}", to="jo@portal.example", subject="Due\nBcc: all", body="By Friday.") for n in numbers
    ]


def test_many_letters_are_said_once_each_in_as_many_queries_as_two(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert queue_messages(many(1, 2)) == 2
    with django_assert_num_queries(2):
        assert queue_messages(many(*range(1, 200))) == 197
    assert queue_messages(many(1, 2)) == queue_messages([]) == 0
    drain(2)
    assert {letter.subject for letter in mail.outbox} == {"Due Bcc: all"}
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 2


def test_a_letter_sent_again_keeps_its_message_id(cast: Cast) -> None:
    queue()
    drain()
    Message.objects.update(status=Status.UNCERTAIN, sent_at=None)
    Message.objects.get().send_again(by=cast["administrator"])
    drain()
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second


def test_a_line_break_in_a_subject_cannot_add_a_header(db: None) -> None:
    queue(subject="Due\nBcc: everybody@portal.example")
    drain()
    assert mail.outbox[0].subject == "Due Bcc: everybody@portal.example"


def test_a_mail_server_that_is_busy_is_tried_again_later(db: None, mail_server: Any) -> None:
    queue()
    mail_server(smtplib.SMTPDataError(451, b"try later"))
    drain()
    message = Message.objects.get()
    assert message.status == Status.QUEUED
    assert message.next_attempt_at > timezone.now()
    assert "451" in message.last_error
    assert drain() == 0
    mail_server(None)
    Message.objects.update(next_attempt_at=timezone.now())
    drain()
    assert Message.objects.get().status == Status.SENT


def test_the_wait_doubles_and_ends_with_a_person(db: None, mail_server: Any) -> None:
    queue()
    mail_server(smtplib.SMTPDataError(451, b"try later"))
    waits = []
    for _ in range(MAX_ATTEMPTS):
        Message.objects.update(next_attempt_at=timezone.now())
        drain()
        message = Message.objects.get()
        waits.append(round((message.next_attempt_at - timezone.now()) / timedelta(minutes=1)))
    assert waits[:-1] == [1, 2, 4, 8, 16, 32, 64]
    assert message.status == Status.FAILED


def test_an_address_that_does_not_exist_is_not_tried_again(db: None, mail_server: Any) -> None:
    queue()
    mail_server(smtplib.SMTPRecipientsRefused({"jo@portal.example": (550, b"no such person")}))
    drain()
    assert Message.objects.get().status == Status.FAILED


def test_a_line_that_broke_while_sending_leaves_it_uncertain(db: None, mail_server: Any) -> None:
    queue()
    mail_server(TimeoutError("no answer"))
    drain()
    assert Message.objects.get().status == Status.UNCERTAIN
    assert drain() == 0


def test_a_mail_server_that_is_away_is_tried_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: Any) -> None:
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
    queue()
    drain()
    assert Message.objects.get().status == Status.QUEUED


def test_dying_between_handing_over_and_noting_leaves_it_uncertain(db: None, mail_server: Any) -> None:
    queue()
    mail_server(SystemExit())
    with pytest.raises(SystemExit):
        drain()
    mail_server(None)
    assert drain() == 0  # whoever claimed it may still be at work
    assert Message.objects.get().status == Status.SENDING
    Message.objects.update(tried_at=timezone.now() - Message.HANDING_OVER - timedelta(seconds=1))
    assert drain() == 0
    assert Message.objects.get().status == Status.UNCERTAIN
    assert not mail.outbox


def test_a_link_to_sign_in_with_is_not_kept(db: None) -> None:
    queue(holds_secret=True, body="https://portal.example/secret")
    drain()
    assert "secret" in mail.outbox[0].body
    assert "https" not in Message.objects.get().body


@pytest.mark.parametrize("status", [Status.FAILED, Status.UNCERTAIN, Status.GIVEN_UP])
def test_a_link_that_did_not_leave_is_forgotten_when_it_lets_nobody_in_any_more(db: None, status: str) -> None:
    queue(holds_secret=True, body="https://portal.example/secret")
    queue("no secret")
    Message.objects.update(status=status)
    assert forget_expired_secrets() == 0
    Message.objects.update(queued_at=timezone.now() - timedelta(hours=1, seconds=1))
    assert forget_expired_secrets() == 1
    assert forget_expired_secrets() == 0
    assert [m.body for m in Message.objects.order_by("pk")] == [SECRET_NOT_KEPT, "By Friday."]


def test_a_link_that_is_given_up_is_forgotten_at_once(cast: Cast) -> None:
    queue(holds_secret=True, body="https://portal.example/secret")
    Message.objects.update(status=Status.FAILED)
    message = Message.objects.get()
    message.give_up(by=cast["administrator"])
    message.refresh_from_db()
    assert message.body == SECRET_NOT_KEPT


def test_a_letter_without_its_link_is_not_sent_again(cast: Cast) -> None:
    queue(holds_secret=True, body=SECRET_NOT_KEPT)
    Message.objects.update(status=Status.FAILED)
    with pytest.raises(Refused, match="link that has run out"):
        Message.objects.get().send_again(by=cast["administrator"])


def test_somebody_decides_about_an_uncertain_letter(cast: Cast) -> None:
    queue()
    Message.objects.update(status=Status.UNCERTAIN, attempts=3)
    message = Message.objects.get()
    message.send_again(by=cast["administrator"])
    drain()
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.SENT, 1)


def test_four_drainers_deliver_four_hundred_letters_once_each(committed: None) -> None:
    with transaction.atomic():
        for n in range(400):
            queue(f"letter:{n}", subject=f"Letter {n}")
    tried = []

    def work() -> None:
        tried.append(drain())
        connections.close_all()

    drainers = [threading.Thread(target=work) for _ in range(4)]
    for drainer in drainers:
        drainer.start()
    for drainer in drainers:
        drainer.join()
    assert Counter(letter.subject for letter in mail.outbox) == Counter(f"Letter {n}" for n in range(400))
    assert sum(tried) == 400
    assert sum(1 for count in tried if count) > 1  # they did work at once
    assert set(Message.objects.values_list("status", "attempts")) == {(Status.SENT, 1)}


def test_two_who_say_the_same_at_once_say_it_once(committed: None) -> None:
    both, said = threading.Barrier(2), []

    def work() -> None:
        with transaction.atomic():
            both.wait()
            said.append(queue())
        connections.close_all()

    speakers = [threading.Thread(target=work) for _ in range(2)]
    for speaker in speakers:
        speaker.start()
    for speaker in speakers:
        speaker.join()
    assert sorted(said) == [False, True]
    assert Message.objects.count() == 1


def test_a_draft_is_kept_for_the_team_and_shown_to_no_other_organisation(cast: Cast) -> None:
    about = {"form": "has.write_advice", "record": None}
    with opened(cast["dco"].scope):
        save_draft(cast["dco"], data={"text": ["first"]}, **about)
        save_draft(cast["dco_2"], data={"text": ["second"]}, **about)
        draft = load_draft(cast["dco"], **about)
        assert (draft.data, draft.saved_by) == ({"text": ["second"]}, cast["dco_2"])
    with opened(cast["stranger"].scope):
        assert not Draft.objects.exists()
    with opened(cast["dco"].scope):
        discard_draft(cast["dco"], **about)
        assert load_draft(cast["dco"], **about) is None
