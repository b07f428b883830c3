"""Who did which verb to this record, and when?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.today import now


@dataclass(frozen=True)
class Act:
    """The verb being carried out and the actor who does it."""

    verb: str
    by: Any


_act: ContextVar[Act | None] = ContextVar("act", default=None)


class UnrecordedChange(RuntimeError):
    """A record with history was saved outside a verb: nobody could say later who changed it, or why."""


@contextmanager
def recorded(*, verb: str, by: Any) -> Iterator[None]:
    """Every historied row saved inside carries this verb and this actor."""
    token = _act.set(Act(verb=verb, by=by))
    try:
        yield
    finally:
        _act.reset(token)


Teller = Callable[[Any], str]
"""Given a line of history: what was done, in the past; empty for what another record tells."""

TELLERS: list[Teller] = []


def tells_the_past(teller: Teller) -> Teller:
    """Verbs are named for buttons. An app above that knows how each is told once it is done says so here."""
    TELLERS.append(teller)
    return teller


def in_the_past(line: Any) -> str:
    return next((words for teller in TELLERS if (words := teller(line))), "")


class HistoryLine(models.Model):
    """What each line of history holds beside the row itself."""

    verb = models.CharField(max_length=100)
    actor = models.CharField(max_length=200)

    class Meta:
        abstract = True

    @property
    def verb_in_words(self) -> str:
        return in_the_past(self) or self.verb.replace("_", " ").capitalize()


class History(HistoricalRecords):
    """django-simple-history, with the verb and the actor on every line, dated by the portal's day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(bases=[HistoryLine], **options)

    def get_history_user(self, instance: models.Model) -> Any:
        act = _act.get()
        return act.by.user if act else None

    def create_historical_record(self, instance: models.Model, history_type: str, using: str | None = None) -> None:
        act = _act.get()
        if act is None:
            raise UnrecordedChange(f"{instance._meta.label} was saved outside a verb")
        line = getattr(instance, self.manager_name).model(
            history_date=now(),
            history_type=history_type,
            history_user=act.by.user,
            verb=act.verb,
            actor=str(act.by),
            **{field.attname: getattr(instance, field.attname) for field in self.fields_included(instance)},
        )
        line.save(using=using if self.use_base_model_db else None)
