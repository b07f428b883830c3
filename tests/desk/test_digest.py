"""One letter a day says what is due: to who has something to do, once, and with nothing about a child in it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from celery.schedules import crontab
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clocks.models import Clock
from core.models import Message
from core.today import pretend
from desk import tasks
from desk.digest import LINES, send_digest
from desk.tasks import digest_people, send_digests
from desk.worklist import Worklist
from send_portal.celery import app
from send_portal.demo.cast import Cast
from tests.desk.conftest import DAY, asked, received

SIX_WEEKS = 42


def letter(cast: Cast, person: str) -> Message | None:
    send_digest(cast[person].pk)
    return Message.objects.filter(key=f"digest:{cast[person].pk}:{DAY.isoformat()}").first()


def test_it_says_what_the_worklist_says_overdue_first(cast: Cast) -> None:
    received(cast, days_ago=SIX_WEEKS - 3)
    late = received(cast, days_ago=SIX_WEEKS + 2)
    told = letter(cast, "coordinator")
    headline = Worklist(cast["coordinator"]).headline
    assert told.subject == f"What is due: {headline}"
    assert headline in told.body
    lines = [line for line in told.body.splitlines() if line.startswith("- ")]
    child = late.child
    assert lines[0] == (
        f"- {child.initials}, {child.reference}: decide whether to assess, Saturday 28 February 2026 (2 days late)"
    )
    assert "(in 3 days)" in lines[1]
    assert "/" in told.body


def test_no_more_than_twenty_lines_and_how_many_more(cast: Cast) -> None:
    for _ in range(LINES + 3):
        received(cast, days_ago=SIX_WEEKS)
    told = letter(cast, "coordinator")
    assert sum(line.startswith("- ") for line in told.body.splitlines()) == LINES
    assert "And 3 more on your worklist." in told.body


@pytest.mark.parametrize(("left", "written"), [(6, True), (7, False), (0, True), (-1, True)])
def test_it_comes_when_something_is_overdue_or_due_within_the_week(cast: Cast, left: int, written: bool) -> None:
    received(cast, days_ago=SIX_WEEKS - left)
    assert bool(letter(cast, "coordinator")) is written


def test_it_is_written_once_a_day(cast: Cast) -> None:
    received(cast, days_ago=SIX_WEEKS)
    ids = [cast["coordinator"].pk]
    assert [digest_people(ids), digest_people(ids)] == [1, 0]
    with pretend(DAY + timedelta(days=1)):
        assert digest_people(ids) == 1


def test_nobody_reads_of_what_they_do_not_see(cast: Cast) -> None:
    child = received(cast, days_ago=SIX_WEEKS).child
    for person in set(cast.people) - {"coordinator", "la_manager"}:
        told = letter(cast, person)
        assert told is None or child.reference not in told.body, person


@pytest.mark.parametrize("person", ["board_member", "administrator"])
def test_who_sees_no_child_gets_none(cast: Cast, monkeypatch: pytest.MonkeyPatch, person: str) -> None:
    sent: list[int] = []
    monkeypatch.setattr(digest_people, "delay", sent.extend)
    received(cast, days_ago=SIX_WEEKS)
    send_digests()
    assert cast["coordinator"].pk in sent
    assert cast[person].pk not in sent
    assert not send_digest(cast[person].pk)


def test_it_names_no_child_no_number_and_no_service(cast: Cast) -> None:
    child = asked(cast, days_ago=SIX_WEEKS, team="slt").child
    body = letter(cast, "spa").body
    assert child.initials in body
    for secret in (child.given_name, child.family_name, child.nhs_number, child.school, "Speech", "speech"):
        assert secret not in body


def test_whoever_stops_it_gets_none_until_they_start_it(cast: Cast, client: Client) -> None:
    received(cast, days_ago=SIX_WEEKS)
    client.force_login(cast["coordinator"])
    stop, start = (reverse("accounts:letters", args=[f"{verb}-digest"]) for verb in ("stop", "start"))
    assert "Daily letter of what is due" in client.get(reverse("accounts:home")).content.decode()
    assert client.get(stop).status_code == 200
    assert client.post(stop).status_code == 302
    page = client.get(reverse("accounts:home")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Stopped on 2 March 2026" in page
    assert letter(cast, "coordinator") is None
    assert client.post(stop).status_code == 422
    assert client.post(start).status_code == 302
    assert letter(cast, "coordinator") is not None


def test_nobody_stops_it_for_somebody_else(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"])
    address = reverse("accounts:user_do", args=[cast["coordinator"].pk, "stop-digest"])
    assert client.post(address).status_code == 403
    assert client.post(reverse("accounts:letters", args=["stop-digest"])).status_code == 403
    client.force_login(cast["coordinator"])
    assert client.get(reverse("accounts:letters", args=["change-details"])).status_code == 404
    assert not User.objects.filter(digest_stopped_on__isnull=False).exists()


@pytest.mark.parametrize(("on", "sent"), [(DAY, True), (date(2026, 3, 1), False), (date(2026, 4, 6), False)])
def test_it_comes_on_working_days_for_fifty_people_at_a_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, on: date, sent: bool
) -> None:
    some: list[list[int]] = []
    monkeypatch.setattr(digest_people, "delay", some.append)
    monkeypatch.setattr(tasks, "PEOPLE_A_TASK", 4)
    with pretend(on):
        number = send_digests()
    assert (number > 0) is sent
    assert sum(map(len, some)) == number
    assert all(len(ids) <= 4 for ids in some)


def test_it_asks_the_database_as_often_for_twenty_things_as_for_two(cast: Cast, queries: Callable) -> None:
    def count(number: int, on: date) -> int:
        for _ in range(number):
            received(cast, days_ago=SIX_WEEKS)
        with pretend(on):
            return queries(lambda: send_digest(cast["coordinator"].pk))

    assert count(2, DAY) == count(18, DAY + timedelta(days=1))
    assert Clock.objects.running().count() > 20


def test_it_is_written_at_a_quarter_past_seven() -> None:
    (entry,) = [e for e in app.conf.beat_schedule.values() if e["task"] == "desk.tasks.send_digests"]
    assert entry["schedule"] == crontab(hour=7, minute=15)
