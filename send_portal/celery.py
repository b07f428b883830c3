"""What runs by itself, and when? The whole timetable, in England's time."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

from send_portal.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "send_portal.settings")

app = Celery("send_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "deliver what waits in the outbox": {
        "task": "core.tasks.deliver_messages",
        "schedule": 60.0,
        "options": {"expires": 55},  # a worker that was away need not drain once for each minute missed
    },
    "ask what became of letters": {
        "task": "core.tasks.ask_for_receipts",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 9 * 60},
    },
    # Every morning: the task itself asks whether the month's first working day has come, so that a morning on
    # which nothing ran is made good on the next.
    "draft the month's highlight report": {
        "task": "reporting.tasks.draft_highlight_reports",
        "schedule": crontab(hour=6, minute=30),
    },
    "tell administrators what waits for them": {
        "task": "accounts.tasks.tell_administrators",
        "schedule": crontab(hour=7, minute=0),
    },
    "remind whoever must be told": {
        "task": "clocks.tasks.send_reminders",
        "schedule": crontab(hour=7, minute=0),
    },
    "say what is due": {
        "task": "desk.tasks.send_digests",
        "schedule": crontab(hour=7, minute=15),
    },
    "forget sessions that ran out": {
        "task": "core.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=15),
    },
}


@worker_init.connect
@beat_init.connect
def refuse(**signal: Any) -> None:
    """Celery logs what a receiver raises and goes on; only an exit stops it."""
    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as unsafe:
        raise SystemExit(str(unsafe)) from None
