"""What day is it, for the portal?

Rules take the day as an argument; views, verbs and the history take it from here, so that the demo and the
tests can tell a year of history in order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone

_pretended: list[date] = []


def today() -> date:
    """The calendar day in England."""
    return _pretended[-1] if _pretended else timezone.localdate()


def now() -> datetime:
    """The moment, aware. On a pretended day it is noon."""
    if _pretended:
        return timezone.make_aware(datetime.combine(_pretended[-1], time(12)))
    return timezone.now()


@contextmanager
def pretend(day: date) -> Iterator[None]:
    """Make it `day` for the whole process until the block ends."""
    _pretended.append(day)
    try:
        yield
    finally:
        _pretended.pop()
