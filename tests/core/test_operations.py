"""An administrator sees what did not work, and nothing of children."""

from datetime import date

import pytest
from celery import shared_task
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from accounts.roles import System
from core import tasks  # noqa: F401  (keeps what fails)
from core.history import recorded
from core.models import FailedTask, Message
from core.outbox import queue_message
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

PAGES = [reverse(f"core:{name}") for name in ("operations", "failed_tasks", "mailbox")]


@pytest.fixture
def letter(cast: Cast) -> Message:
    queue_message(key="k", to="jo@portal.example", subject="About I.Q.", body="Advice for I.Q. is due.")
    Message.objects.update(status=Message.Status.UNCERTAIN, last_error="TimeoutError: no answer")
    return Message.objects.get()


@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_see_the_workings(client: Client, cast: Cast, page: str) -> None:
    for person, status in [("administrator", 200), ("dco", 403), ("board_member", 403), ("coordinator", 403)]:
        client.force_login(cast[person])
        assert client.get(page).status_code == status


def test_the_list_shows_who_and_why_and_not_what(client: Client, cast: Cast, letter: Message) -> None:
    client.force_login(cast["administrator"])
    page = client.get(PAGES[0]).content.decode()
    assert "jo@portal.example" in page
    assert "TimeoutError" in page
    assert "I.Q." not in page


def test_a_letter_is_seen_by_the_administrator_of_its_readers_board_alone(cast: Cast) -> None:
    """To a person, to a mailbox, to nobody's address; about a child, whoever's address it is."""
    other = User(email="admin@northmoor.example", name="Other Administrator")
    icb = cast.org["icb"]
    icb.mailbox = "send@bsw.example"
    with recorded(verb="arrange", by=System("test")):
        other.save()
        icb.save()
        facts = {"organisation": cast.org["other_icb"], "starts_on": date(2020, 1, 1)}
        Membership(user=other, role="administrator", **facts).save()
    letters = {"dco": cast["dco"].email, "mailbox": "send@bsw.example", "stranger": cast["stranger"].email}
    child = make_child(cast)
    for key, to in (letters | {"nobody": "x@y.example"}).items():
        queue_message(key=key, to=to, subject="About I.Q.", body="A step.")
    for key, to in {"clinician": "z@y.example", "across": cast["stranger"].email}.items():
        queue_message(key=key, to=to, subject="About I.Q.", body="A step.", child=child)
    Message.objects.update(status=Message.Status.FAILED)

    def seen(by: User) -> set[str]:
        return set(Message.objects.visible_to(by).undelivered().values_list("key", flat=True))

    assert seen(cast["administrator"]) == {"dco", "mailbox", "nobody", "clinician", "across"}
    assert seen(other) == {"stranger", "nobody"}


def test_a_letter_is_sent_again_or_given_up_by_its_buttons(client: Client, cast: Cast, letter: Message) -> None:
    client.force_login(cast["administrator"])
    again = reverse("core:message_do", args=[letter.pk, "send-again"])
    assert client.get(again).status_code == 200
    assert client.post(again)["Location"] == PAGES[0]
    letter.refresh_from_db()
    assert letter.status == Message.Status.QUEUED
    assert client.post(again).status_code == 422  # it is no longer undelivered


def test_others_do_not_find_a_letter(client: Client, cast: Cast, letter: Message) -> None:
    client.force_login(cast["dco"])
    assert client.post(reverse("core:message_do", args=[letter.pk, "give-up"])).status_code == 404


def test_the_mailbox_shows_the_demos_letters(client: Client, cast: Cast, letter: Message) -> None:
    client.force_login(cast["administrator"])
    assert "Advice for I.Q. is due." in client.get(PAGES[2]).content.decode()


def test_there_is_no_mailbox_in_production(client: Client, cast: Cast, settings: object) -> None:
    settings.IS_PRODUCTION = True
    client.force_login(cast["administrator"])
    assert client.get(PAGES[2]).status_code == 404
    assert "Mailbox" not in client.get(PAGES[0]).content.decode()


def test_a_failed_task_is_kept_without_names_or_values(client: Client, cast: Cast) -> None:
    @shared_task(name="tests.fails")
    def fails(child_id: int, *, name: str) -> None:
        raise ValueError('duplicate key\nDETAIL: Key (nhs_number)=(9990000018) exists, "Quillfeather"')

    fails.apply(args=[7], kwargs={"name": "Quillfeather"})
    failed = FailedTask.objects.get()
    assert (failed.name, failed.arguments) == ("tests.fails", "7, name=…")
    assert failed.error == "ValueError: duplicate key"
    assert "test_operations.py" in failed.where
    assert "Quillfeather" not in f"{failed.error}{failed.where}{failed.arguments}"

    client.force_login(cast["administrator"])
    assert "tests.fails" in client.get(PAGES[1]).content.decode()
    client.post(reverse("core:failedtask_do", args=[failed.pk, "resolve"]))
    assert "tests.fails" not in client.get(PAGES[1]).content.decode()


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_health_page_needs_no_sign_in_and_tells_no_secret(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 200
    assert set(response.json().values()) == {"ok"}
    assert set(response.json()) == {"status", "database", "owner", "migrations", "broker"}


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_health_page_says_what_is_unwell(client: Client, settings: object) -> None:
    settings.REDIS_URL = "redis://:a-password@127.0.0.1:1/0"
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["broker"] == "unwell"
    assert "a-password" not in response.content.decode()
