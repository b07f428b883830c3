"""Real workers send the reminders: two at once tell nobody twice, and one that is killed leaves nobody untold."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery.schedules import crontab
from django.conf import settings
from django.db import connections, transaction

from clocks import reminders, tasks
from clocks.models import Clock, Reminder
from clocks.tasks import remind_board, send_reminders
from core.models import Message
from core.scope import Scope, opened
from core.today import pretend, today
from send_portal.celery import app
from send_portal.demo.cast import Cast, find_cast
from send_portal.demo.factories import make_child
from tests.clocks.running import clock, day
from tests.conftest import create_database, database_name, drop_database, migrated_database, use_database
from tests.send_portal.test_celery import wait_until

Start = Callable[..., subprocess.Popen]

MANY = """
INSERT INTO clocks_clock (child_id, local_authority_id, icb_id, owing_id, first_owing_id, team_id, rule, action,
    started_on, due_on, citation, lapsed_why, revision)
SELECT {child}, {la}, {icb}, {provider}, {provider}, {spa}, 'health_advice', 'Send health advice', {due}::date - 42,
    {due}, 'SEND Regs 2014 reg 8(1)', '', 0
FROM generate_series(1, {number})
"""


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """A database of its own, committed, with the cast in it: workers are other processes."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES}
    name = f"{database_name()}_{int(time.time() * 1000)}"
    with django_db_blocker.unblock():
        create_database(name, migrated_database())
        use_database(name)
        yield find_cast()
        use_database(before["default"])
        drop_database(name)


def due_today(cast: Cast, number: int) -> None:
    """So many clocks of one child, which their provider's single point of access is told of today."""
    with opened(Scope.of(o.pk for o in cast.org.values())):
        child = make_child(cast)
    numbers = {
        "child": child.pk, "la": child.local_authority_id, "icb": child.icb_id, "number": number,
        "provider": cast.org["provider"].pk, "spa": cast.team["spa"].pk, "due": f"'{today().isoformat()}'",
    }  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute(MANY.format(**numbers))


def rows(cast: Cast) -> list[tuple[int, int]]:
    with opened(Scope.of([cast.org["icb"].pk])):
        return list(Reminder.objects.order_by("pk").values_list("pk", "clock"))


def waiting() -> int:
    """How many are kept waiting by the owner's open transaction."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM pg_locks WHERE NOT granted AND (transactionid = pg_current_xact_id()::xid
               OR (relation = 'clocks_reminder'::regclass
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))"""
        )
        return cursor.fetchone()[0]


def test_two_workers_at_once_tell_nobody_twice(world: Cast, start_worker: Start, broker: str, tmp_path: Path) -> None:
    """Both have read that nobody was told, and wait at the same door before either may say so."""
    (tmp_path / "mail").mkdir()
    due_today(world, 40)
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("LOCK TABLE clocks_reminder IN EXCLUSIVE MODE")  # lets everybody read
        start_worker()
        start_worker()
        for _ in range(2):
            remind_board.delay(world.org["icb"].pk)
        wait_until(lambda: waiting() == 2, "both workers are about to tell")
    wait_until(lambda: Message.objects.filter(status=Message.Status.SENT).count() == 40, "all letters are sent")
    with redis.Redis.from_url(broker) as server:
        wait_until(lambda: server.llen("celery") == 0 and server.hlen("unacked") == 0, "both tasks are done")
    assert len(rows(world)) == len({clock for _, clock in rows(world)}) == 40
    assert Message.objects.count() == 40
    assert sum(file.read_text().count("Subject: ") for file in (tmp_path / "mail").iterdir()) == 40


def test_the_reminders_of_a_killed_worker_are_finished_by_the_next(world: Cast, start_worker: Start) -> None:
    """The first worker has told of one chunk, and is killed while the database makes it wait in the second."""
    due_today(world, reminders.CHUNK + 200)
    with opened(Scope.of([world.org["icb"].pk])):
        last = Clock.objects.order_by("-pk").first()
    with transaction.atomic(using="owner"):
        Reminder.objects.using("owner").create(
            clock_id=last.pk, due_on=last.due_on, rung=0, person_id=world["spa"].pk, told_as="team"
        )  # not committed: whoever tells the same waits for it
        first = start_worker("dummymail://")
        remind_board.delay(world.org["icb"].pk)
        wait_until(lambda: waiting() == 1, "the worker is in its second chunk")
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        told = rows(world)
        assert len(told) == reminders.CHUNK
        transaction.set_rollback(True, using="owner")
    start_worker("dummymail://")
    wait_until(lambda: len(rows(world)) == reminders.CHUNK + 200, "the second worker has told of the rest")
    assert rows(world)[: reminders.CHUNK] == told
    assert len({clock for _, clock in rows(world)}) == reminders.CHUNK + 200
    assert Message.objects.count() == reminders.CHUNK + 200


def test_every_board_has_a_task_of_its_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, ...]] = []
    monkeypatch.setattr(remind_board, "delay", lambda *ids: sent.append(ids))
    assert send_reminders() == 2
    assert sent == sorted([(cast.org["icb"].pk,), (cast.org["other_icb"].pk,)])


def test_a_long_morning_is_handed_on_to_the_next_task(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_on: list[tuple[int, ...]] = []
    monkeypatch.setattr(remind_board, "delay", lambda *ids: handed_on.append(ids))
    monkeypatch.setattr(reminders, "CHUNK", 1)
    monkeypatch.setattr(tasks, "CHUNKS_A_TASK", 2)
    clocks = [clock(cast) for _ in range(3)]
    with pretend(day(1)):
        assert remind_board(cast.org["icb"].pk) == 2
        ((icb, after),) = handed_on
        assert (icb, after) == (cast.org["icb"].pk, clocks[1].pk)
        assert remind_board(icb, after) == 1


def test_they_go_out_at_seven() -> None:
    (entry,) = [e for e in app.conf.beat_schedule.values() if e["task"] == "clocks.tasks.send_reminders"]
    assert entry["schedule"] == crontab(hour=7, minute=0)
