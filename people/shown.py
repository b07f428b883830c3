"""Which children did this request read, so that the log can say whose names stood in its lists?"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

_read: ContextVar[set[int] | None] = ContextVar("children_read", default=None)


@contextmanager
def children_read() -> Iterator[set[int]]:
    """Collects every child that is read from the database until the block ends. What is not read is not shown, so no
    list has to remember to say whom it shows."""
    read: set[int] = set()
    token = _read.set(read)
    try:
        yield read
    finally:
        _read.reset(token)


def note_read(child_id: int) -> None:
    read = _read.get()
    if read is not None:
        read.add(child_id)


def name_of_list(request: HttpRequest) -> str:
    """In words: what the view calls itself, or what its records are called."""
    match: Any = request.resolver_match
    given = getattr(match.func, "view_initkwargs", {})
    view = getattr(match.func, "view_class", None) or getattr(match.func, "cls", None)
    model = given.get("model") or getattr(view, "model", None)
    plural = getattr(getattr(model, "_meta", None), "verbose_name_plural", "") or match.url_name.replace("_", " ")
    words = getattr(view, "shown_as", "") or str(plural)
    return f"{words} (by the API)" if match.namespace == "api" else words
