"""Whoever must decide about a failure hears of it: once a day, and never about that letter itself."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.tasks import tell_administrators
from core.models import FailedTask, Message
from core.outbox import drain, queue_message
from core.today import pretend, today
from send_portal.demo.cast import Cast

Status = Message.Status


@pytest.fixture
def failed(cast: Cast) -> Message:
    queue_message(key="k", to="jo@portal.example", subject="About I.Q.", body="Advice for I.Q. is due.")
    Message.objects.update(status=Status.FAILED, last_error="SMTPRecipientsRefused: no such person")
    return Message.objects.get()


def told() -> list[Message]:
    return list(Message.objects.filter(subject__contains="to decide about"))


def test_with_nothing_undecided_nobody_is_told(cast: Cast) -> None:
    assert tell_administrators() == 0
    assert not told()


def test_administrators_are_told_once_a_day(cast: Cast, failed: Message) -> None:
    FailedTask.objects.create(name="a.task", task_id="1", error="ValueError")
    assert tell_administrators() == 1
    assert tell_administrators() == 0
    drain()
    (letter,) = mail.outbox
    assert letter.to == [cast["administrator"].email]
    assert "1 letter not delivered" in letter.body
    assert "1 failed task" in letter.body
    assert "/operations/" in letter.body
    assert "I.Q." not in letter.subject + letter.body
    with pretend(today() + timedelta(days=1)):
        assert tell_administrators() == 1


def test_a_letter_about_failures_that_fails_brings_no_other(cast: Cast, failed: Message) -> None:
    tell_administrators()
    Message.objects.filter(pk=told()[0].pk).update(status=Status.FAILED)
    for days in (1, 2, 3):
        with pretend(today() + timedelta(days=days)):
            assert tell_administrators() == 0
    failed.give_up(by=cast["administrator"])
    told()[0].give_up(by=cast["administrator"])
    with pretend(today() + timedelta(days=4)):
        assert tell_administrators() == 0


def test_who_is_no_longer_administrator_is_not_told(cast: Cast, failed: Message) -> None:
    role = cast["administrator"].memberships.get()
    type(role).objects.filter(pk=role.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    assert tell_administrators() == 0


def test_the_header_counts_what_waits_for_administrators_alone(client: Client, cast: Cast, failed: Message) -> None:
    client.force_login(cast["administrator"])
    assert "Operations (1)" in client.get(reverse("core:operations")).content.decode()
    failed.give_up(by=cast["administrator"])
    assert "Operations (" not in client.get(reverse("core:operations")).content.decode()
