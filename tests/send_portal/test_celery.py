"""A real worker on a real broker: a task is done once, and again when its worker was killed."""

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from celery.schedules import crontab
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from core.models import Message
from core.outbox import drain, queue_message
from send_portal.celery import app

LONGEST_WAIT = 40


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.1)


@contextmanager
def publishing_to(address: str) -> Iterator[None]:
    """Connections to the broker are pooled: forget them when it changes."""
    before, app.conf.broker_url = app.conf.broker_url, address
    app._after_fork()
    yield
    app.conf.broker_url = before
    app._after_fork()


@pytest.fixture
def broker(worker_id: str) -> Iterator[str]:
    """A database of the broker for this test worker alone, emptied."""
    number = 1 + int(re.sub(r"\D", "", worker_id) or 0)
    address = re.sub(r"/\d+$", f"/{number}", settings.REDIS_URL)
    with redis.Redis.from_url(address) as server:
        server.flushdb()
        with publishing_to(address):
            yield address
        server.flushdb()


@pytest.fixture
def start_worker(broker: str, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a worker process on this test's database and broker; all are gone at the end."""
    workers: list[subprocess.Popen] = []

    def start(mail_server: str = "filemail:///" + str(tmp_path / "mail")) -> subprocess.Popen:
        name = connections["default"].settings_dict["NAME"]
        environment = os.environ | {
            "DATABASE_URL": re.sub(r"/[^/]*$", f"/{name}", os.environ["DATABASE_URL"]),
            "REDIS_URL": broker,
            "EMAIL_URL": mail_server,
            "TASK_VISIBILITY_SECONDS": "3",
            "PYTHONWARNINGS": "default",
        }
        command = [sys.executable, "-m", "celery", "-A", "send_portal", "worker", "--concurrency", "1"]
        command += ["--without-gossip", "--without-mingle"]
        where = {"env": environment, "cwd": settings.BASE_DIR, "start_new_session": True}
        with (tmp_path / f"worker{len(workers)}.log").open("w") as log:
            workers.append(subprocess.Popen(command, stdout=log, stderr=log, **where))
        return workers[-1]

    yield start
    for worker in workers:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def letters(folder: Path) -> list[str]:
    return [file.read_text() for file in folder.glob("mail/*")]


def status() -> str:
    return Message.objects.values_list("status", flat=True).get()


def test_a_committed_letter_is_delivered_by_the_worker(
    committed: None, start_worker: Callable[..., subprocess.Popen], tmp_path: Path
) -> None:
    (tmp_path / "mail").mkdir()
    start_worker()
    with transaction.atomic():
        queue_message(key="real", to="jo@portal.example", subject="Advice is due", body="By Friday.")
    wait_until(lambda: status() == Message.Status.SENT, "the letter is sent")
    assert len(letters(tmp_path)) == 1
    assert Message.objects.get().message_id in letters(tmp_path)[0]


def test_the_task_of_a_killed_worker_is_done_by_the_next(
    committed: None, start_worker: Callable[..., subprocess.Popen], broker: str, tmp_path: Path
) -> None:
    """The first worker takes the task and is killed while the database makes it wait."""
    (tmp_path / "mail").mkdir()
    queue_message(key="real", to="jo@portal.example", subject="Advice is due", body="By Friday.")
    with redis.Redis.from_url(broker) as server, transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("LOCK TABLE core_message IN ACCESS EXCLUSIVE MODE")
        first = start_worker()
        wait_until(lambda: server.llen("celery") == 0 and server.hlen("unacked") > 0, "the worker has the task")
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        assert server.hlen("unacked") > 0  # given back, not lost
    start_worker()
    wait_until(lambda: status() == Message.Status.SENT, "the second worker has sent it")
    assert len(letters(tmp_path)) == 1


class SilentMailServer(socketserver.StreamRequestHandler):
    """Takes a letter to its last line, and never says whether it has it."""

    taken = threading.Event()

    def handle(self) -> None:
        answers = {b"EHLO": b"250 hello", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"DATA": b"354 go on"}
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            if line == b".\r\n":
                self.taken.set()
            elif line[:4].upper() in answers:
                self.wfile.write(answers[line[:4].upper()] + b"\r\n")


@pytest.fixture
def silent_mail_server() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), SilentMailServer) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_worker_killed_between_handing_over_and_noting_leaves_the_letter_to_a_person(
    committed: None, start_worker: Callable[..., subprocess.Popen], silent_mail_server: str
) -> None:
    worker = start_worker(silent_mail_server)
    queue_message(key="real", to="jo@portal.example", subject="Advice is due", body="By Friday.")
    assert SilentMailServer.taken.wait(LONGEST_WAIT)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert drain() == 0  # nobody sends it a second time
    assert status() == Message.Status.SENDING
    Message.objects.update(tried_at=timezone.now() - Message.HANDING_OVER - timedelta(seconds=1))
    drain()
    assert status() == Message.Status.UNCERTAIN


def test_with_the_broker_away_the_letter_is_kept_and_the_page_goes_on(committed: None) -> None:
    began = time.monotonic()
    with publishing_to("redis://127.0.0.1:1/0"), transaction.atomic():
        queue_message(key="kept", to="jo@portal.example", subject="Advice is due", body="By Friday.")
    assert time.monotonic() - began < 5
    assert status() == Message.Status.QUEUED


def test_the_timetable_names_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    entries = app.conf.beat_schedule.values()
    assert {entry["task"] for entry in entries} <= set(app.tasks)
    assert [e["schedule"] for e in entries if "highlight" in e["task"]] == [crontab(hour=6, minute=30)]
    assert app.conf.timezone == "Europe/London"


def test_a_task_is_given_back_when_its_worker_dies() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
