"""What runs by itself for the portal as a whole, and what is kept of a task that failed?"""

import traceback
from types import TracebackType
from typing import Any

from celery import Task, shared_task
from celery.signals import task_failure
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from core.models import FailedTask
from core.outbox import drain, forget_expired_secrets, note_receipts

FRAMES_KEPT = 8


@shared_task
def deliver_messages() -> int:
    """Drain the outbox, and forget the links of those that did not leave in time."""
    forget_expired_secrets()
    return drain()


@shared_task
def ask_for_receipts() -> int:
    """What became of the letters that GOV.UK Notify took."""
    return note_receipts()


@shared_task
def clear_sessions() -> None:
    """Forget sessions that ran out."""
    SessionStore.clear_expired()


@task_failure.connect
def keep_failure(
    sender: Task,
    task_id: str,
    exception: Exception,
    args: list[Any],
    kwargs: dict[str, Any],
    traceback: TracebackType | None = None,
    **signal: Any,
) -> None:
    """For the administrator's page. Of the arguments only ids, of the error only its first line (a database
    names the row's values in the second), of the trace no values: none of it may tell about a child."""
    first_line = str(exception).partition("\n")[0]
    FailedTask.objects.create(
        name=sender.name[:200],
        task_id=task_id,
        arguments=ids_only(args, kwargs)[:300],
        error=f"{type(exception).__name__}: {first_line}"[:300],
        where=places(traceback),
    )


def ids_only(args: list[Any], kwargs: dict[str, Any]) -> str:
    shown = [str(value) if isinstance(value, int) else "…" for value in args or []]
    shown += [f"{name}={value if isinstance(value, int) else '…'}" for name, value in (kwargs or {}).items()]
    return ", ".join(shown)


def places(trace: TracebackType | None) -> str:
    """The innermost lines of the trace: file, line and function."""
    frames = traceback.extract_tb(trace)[-FRAMES_KEPT:]
    home = f"{settings.BASE_DIR}/"
    return "\n".join(f"{f.filename.removeprefix(home)}:{f.lineno} in {f.name}" for f in frames)
