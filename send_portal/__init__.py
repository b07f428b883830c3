"""Settings, addresses, the timetable of tasks, and the demo data."""

from send_portal.celery import app as celery_app

__all__ = ["celery_app"]
