"""Through GOV.UK Notify a letter leaves once, and its end is known: over real HTTP, to a small Notify here."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import notify
from core.models import Message
from core.outbox import MAX_ATTEMPTS, drain, note_receipts, queue_message, queue_text
from send_portal.demo.cast import Cast
from tests.core.fake_notify import FakeNotify, running

Status = Message.Status
KEY = "portal-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
BAD_ADDRESS = (400, {"error": "ValidationError", "message": "email_address Not a valid email address"})
TEAM_ONLY = (400, {"error": "BadRequestError", "message": "Can’t send to this recipient using a team-only API key"})
TOO_MANY = (429, {"error": "RateLimitError", "message": "Exceeded rate limit for key type LIVE"})
BROKEN = (500, {"error": "Exception", "message": "Internal server error"})


@pytest.fixture
def server(db: None, settings: Any) -> Iterator[FakeNotify]:
    with running() as server:
        settings.NOTIFY_API_KEY = KEY
        settings.NOTIFY_TEMPLATE_ID = "f33517ff-2a88-4f6e-b855-c550268ce08a"
        settings.NOTIFY_URL, settings.NOTIFY_TIMEOUT = server.url, 0.2
        yield server


def letter(**facts: Any) -> Message:
    queue_message(**{"key": "k", "to": "jo@portal.example", "subject": "Advice is due", "body": "By Friday."} | facts)
    drain()
    return Message.objects.get()


def later() -> Message:
    Message.objects.filter(status=Status.QUEUED).update(next_attempt_at=timezone.now())
    drain()
    return Message.objects.get()


def test_a_letter_goes_to_notify_once_with_our_reference(server: FakeNotify) -> None:
    message = letter()
    assert (message.status, message.carrier, message.attempts) == (Status.SENT, "notify", 1)
    (taken,) = server.letters
    assert taken["reference"] == message.message_id
    assert taken["email_address"] == "jo@portal.example"
    assert taken["personalisation"] == {"subject": "Advice is due", "body": "By Friday."}
    assert later().attempts == 1
    assert len(server.letters) == 1
    assert not server.asked  # nothing was in doubt
    assert not mail.outbox


def test_without_the_template_the_mail_server_sends_it(server: FakeNotify, settings: Any) -> None:
    settings.NOTIFY_TEMPLATE_ID = ""
    assert letter().carrier == "smtp"
    assert len(mail.outbox) == 1
    assert not server.letters


def test_a_time_out_that_had_arrived_is_found_and_not_sent_again(server: FakeNotify) -> None:
    server.answers = ["silence"]
    message = letter()
    assert (message.status, message.in_doubt) == (Status.QUEUED, True)
    assert message.next_attempt_at > timezone.now()
    message = later()
    assert (message.status, message.in_doubt) == (Status.SENT, False)
    assert len(server.letters) == 1
    assert len(server.asked) == 1


def test_a_time_out_that_had_not_arrived_is_sent_again(server: FakeNotify) -> None:
    server.answers = ["deaf"]
    assert letter().in_doubt
    assert not server.letters
    assert later().status == Status.SENT
    assert len(server.letters) == 1


def test_a_fault_at_notify_is_asked_about_before_it_is_tried_again(server: FakeNotify) -> None:
    server.answers = [BROKEN]
    assert letter().status == Status.QUEUED
    assert later().status == Status.SENT
    assert len(server.asked) == 1


def test_while_notify_cannot_even_be_asked_nothing_is_sent_again(server: FakeNotify) -> None:
    server.answers = ["silence"]
    server.reads_fail = True
    letter()
    for _ in range(MAX_ATTEMPTS):
        message = later()
    assert message.status == Status.UNCERTAIN  # a person decides
    assert len(server.letters) == 1
    server.reads_fail = False
    message.status = Status.QUEUED  # as “Send again” does
    message.save()
    assert later().status == Status.SENT
    assert len(server.letters) == 1


def test_notify_being_away_costs_no_letter(server: FakeNotify, settings: Any) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:1"
    assert letter().status == Status.QUEUED
    settings.NOTIFY_URL = server.url
    assert later().status == Status.SENT
    assert len(server.letters) == 1


def test_a_process_that_died_while_handing_over_leaves_it_to_notifys_memory(server: FakeNotify) -> None:
    message = letter()
    long_ago = timezone.now() - Message.HANDING_OVER - timedelta(seconds=1)
    Message.objects.update(status=Status.SENDING, tried_at=long_ago, sent_at=None)
    drain()
    message.refresh_from_db()
    assert message.status == Status.SENT
    assert len(server.letters) == 1


@pytest.mark.parametrize("answer", [BAD_ADDRESS, TEAM_ONLY])
def test_a_refusal_is_not_tried_again(server: FakeNotify, answer: Any) -> None:
    server.answers = [answer]
    message = letter()
    assert (message.status, message.attempts) == (Status.FAILED, 1)
    assert answer[1]["message"] in message.last_error
    assert not later().in_doubt
    assert not server.letters


def test_too_many_at_once_are_sent_later(server: FakeNotify) -> None:
    server.answers = [TOO_MANY]
    message = letter()
    assert (message.status, message.in_doubt) == (Status.QUEUED, False)
    assert "429" in message.last_error
    assert later().status == Status.SENT
    assert not server.asked


@pytest.mark.parametrize("receipt", sorted(notify.NOT_DELIVERED))
def test_a_letter_that_notify_could_not_deliver_is_not_delivered(
    client: Client, cast: Cast, server: FakeNotify, receipt: str
) -> None:
    letter()
    assert note_receipts() == 0  # still on its way
    server.letters[0]["status"] = receipt
    assert note_receipts() == 1
    message = Message.objects.get()
    assert (message.status, message.receipt, message.sent_at) == (Status.FAILED, receipt, None)
    client.force_login(cast["administrator"])
    page = client.get(reverse("core:operations")).content.decode()
    assert "jo@portal.example" in page
    assert receipt in page


def test_a_letter_that_came_back_can_be_sent_again(cast: Cast, server: FakeNotify) -> None:
    letter()
    server.letters[0]["status"] = "permanent-failure"
    note_receipts()
    Message.objects.get().send_again(by=cast["administrator"])
    assert later().status == Status.SENT
    assert len(server.letters) == 2
    server.letters[0]["status"] = "delivered"
    assert note_receipts() == 1  # the newer one counts, not the one that came back
    assert Message.objects.get().status == Status.SENT


def test_receipts_are_asked_for_in_pages_until_all_are_known(server: FakeNotify) -> None:
    for n in range(5):
        queue_message(key=f"letter {n}", to="jo@portal.example", subject="Due", body="By Friday.")
    drain()
    for taken in server.letters:
        taken["status"] = "delivered"
    assert note_receipts() == 5
    assert len(server.asked) == 3
    assert set(Message.objects.values_list("receipt", flat=True)) == {"delivered"}
    assert note_receipts() == 0
    assert len(server.asked) == 3  # what is known is not asked again


def test_the_pages_end_where_our_letters_begin(server: FakeNotify) -> None:
    for n in range(6):
        server.take({"reference": f"another portal’s {n}", "email_address": "x", "personalisation": {}})
    for taken in server.letters:
        taken["created_at"] = "2026-01-01T00:00:00.000000Z"
    letter()
    note_receipts()
    assert len(server.asked) == 1


def test_receipts_wait_while_notify_is_away(server: FakeNotify) -> None:
    letter()
    server.reads_fail = True
    assert note_receipts() == 0
    assert Message.objects.get().status == Status.SENT


def test_a_letter_with_a_link_that_came_back_is_not_sent_again(cast: Cast, server: FakeNotify) -> None:
    message = letter(holds_secret=True, body="https://portal.example/secret")
    assert server.letters[0]["personalisation"]["body"].endswith("/secret")
    assert "https" not in message.body
    server.letters[0]["status"] = "permanent-failure"
    note_receipts()
    (again, give_up) = Message.objects.get().actions_for(cast["administrator"])
    assert "link" in again.blocked
    assert give_up.blocked is None


def test_a_text_goes_to_notify_with_its_own_template_and_is_not_kept(server: FakeNotify, settings: Any) -> None:
    settings.NOTIFY_TEXT_TEMPLATE_ID = "0f1f9b1c-2d0c-4d6f-9a43-2f6b3f0e9d11"
    said = {"key": "t", "to": "07700900982", "subject": "Code", "body": "Your code is 123456."}
    assert queue_text(**said)
    drain()
    (taken,) = server.letters
    assert (taken["phone_number"], taken["personalisation"]) == ("07700900982", {"body": "Your code is 123456."})
    message = Message.objects.get()
    assert (message.status, message.carrier) == (Status.SENT, "notify")
    assert "123456" not in message.body
    taken["status"] = "permanent-failure"
    assert note_receipts() == 1
    assert Message.objects.get().status == Status.FAILED


def test_without_a_template_no_text_is_queued(server: FakeNotify, settings: Any) -> None:
    settings.NOTIFY_TEXT_TEMPLATE_ID = ""
    assert not queue_text(key="t", to="07700900982", subject="Code", body="Your code is 123456.")
    assert not Message.objects.exists()
