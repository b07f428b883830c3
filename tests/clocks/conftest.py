"""Real workers on a real broker, as the portal's own tests of them start them."""

from tests.send_portal.test_celery import broker, start_worker

__all__ = ["broker", "start_worker"]
