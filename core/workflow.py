"""What can be done to a record, by whom, when, and what follows?

A verb is declared once, on the record it acts on. From that declaration come the permission check, the lock, the
refusal, the history line, the buttons, the state diagram and the tests of every verb × status × role.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.urls import reverse

from core.history import recorded
from core.saving import keep


class Actor(Protocol):
    """Who acts: a user, a person with a link, or the system by name."""

    @property
    def user(self) -> Any: ...

    def may(self, permission: str, record: Any) -> bool: ...


class Refused(ValidationError):
    """The verb cannot be carried out now; the message says why and what to do."""


class Stale(Refused):
    """The record changed after the form was opened. `changes` are the history lines since."""

    def __init__(self, changes: list[Any]) -> None:
        words = "Somebody else changed this while you were working. Nothing of yours was saved yet."
        super().__init__(words, "stale")
        self.changes = changes


Condition = Callable[[Any, Actor], str | None]
"""Given the record and the actor: the reason in words why not, or None."""


class Effect(Protocol):
    """What a verb does besides its body, from its declaration: clocks start and stop this way."""

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None: ...


@dataclass(frozen=True)
class Action:
    """A button: the verb, its words, and why it is blocked, if it is."""

    verb: "Verb"
    record: "Record"
    blocked: str | None

    @property
    def label(self) -> str:
        return self.verb.label

    @property
    def url(self) -> str:
        return self.verb.url_for(self.record)


@dataclass(eq=False)
class Verb:
    """One declared verb. As an attribute of a record it is called; as an attribute of the class it is read."""

    body: Callable[..., Any]
    permission: str
    source: tuple[str, ...] = ()
    target: str | tuple[str, ...] | None = None
    conditions: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    label: str = ""
    creates: bool = False
    within: str = ""
    internal: bool = False
    followers: list[Callable[..., None]] = field(default_factory=list)
    model: Any = None
    name: str = ""
    form: Any = None

    def __set_name__(self, owner: type, name: str) -> None:
        if self.name:
            return  # `verb = Child.register` in a form's class names a verb that its record already declared
        self.model, self.name = owner, name
        self.label = self.label or name.replace("_", " ").capitalize()
        VERBS.append(self)

    def __get__(self, record: Any, owner: type) -> Any:
        if not isinstance(record, Record):
            return self  # on the record's class, or on a form that names the verb
        return lambda **facts: self.act_on(record, **facts)

    def __call__(self, *, by: Actor, **facts: Any) -> Any:
        """Carry out a creating verb: `AdviceRequest.ask(by=…, child=…)`."""
        if not self.creates:
            raise TypeError(f"{self.name} acts on a record, not on {self.model.__name__}")
        if self.within and self.within not in facts:
            raise TypeError(f"{self.name} needs the record it is made in: {self.within}")
        around = facts[self.within] if self.within else None
        self.check_permission(around, by)
        with transaction.atomic(), recorded(verb=self.name, by=by):
            if isinstance(around, models.Model):
                for parent in getattr(around, "locked_through", list)():
                    lock(parent)
                lock(around)
            self.refuse_if(around, by)
            record = self.body(self.model, by=by, **facts)
            self.finish(record, by, facts)
        return record

    def act_on(self, record: "Record", *, by: Actor, revision: int | None = None, **facts: Any) -> Any:
        """Check, lock, re-read, refuse or carry out, validate, save, record: in one transaction."""
        self.check_permission(record, by)
        with transaction.atomic(), recorded(verb=self.name, by=by):
            for parent in record.locked_through():
                lock(parent)
            lock(record)
            if revision is not None and revision != record.revision:
                raise Stale(record.changes_since(revision))
            self.refuse_if(record, by)
            result = self.body(record, by=by, **facts)
            self.move(record, result)
            record.revision += 1
            self.finish(record, by, facts)
        return result

    def finish(self, record: "Record", by: Actor, facts: dict[str, Any]) -> None:
        for effect in self.effects:
            effect.apply(record, by=by, facts=facts)
        keep(record)
        for follower in self.followers:
            follower(record, by=by, **facts)

    def move(self, record: "Record", result: Any) -> None:
        """Set the status that the declaration names; of several, the one that the body returned."""
        if self.target is None:
            return
        if isinstance(self.target, str):
            record.status = self.target
        elif result in self.target:
            record.status = result
        else:
            raise ValueError(f"{self.name} must return one of {self.target}, not {result!r}")

    def check_permission(self, record: Any, by: Actor) -> None:
        if not by.may(self.permission, record):
            raise PermissionDenied(f"You do not have permission to: {self.label.lower()}.")

    def refuse_if(self, record: Any, by: Actor) -> None:
        reason = self.refusal(record, by)
        if reason:
            raise Refused(reason, "refused")

    def refusal(self, record: Any, by: Actor) -> str | None:
        """Why not now, in words, or None. The button and the verb ask the same question."""
        if self.source and record.status not in self.source:
            return f"This cannot be done now: it is “{record.get_status_display().lower()}”."
        return next((why for condition in self.conditions if (why := condition(record, by))), None)

    def is_offered(self, record: Any, by: Actor) -> bool:
        in_time = not self.source or record.status in self.source
        return not self.creates and self.form is not None and in_time and by.may(self.permission, record)

    def url_for(self, record: models.Model) -> str:
        """The page of its form; of a creating verb, inside the record that the new one is made in."""
        if self.creates:
            made = self.model._meta
            return reverse(f"{made.app_label}:{made.model_name}_{self.name}", args=[record.pk])
        meta = record._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_do", args=[record.pk, self.name.replace("_", "-")])

    @cached_property
    def around(self) -> Any:
        """The model of the record that a creating verb makes its own in."""
        named = (each for each in self.model._meta.get_fields() if self.within and each.name == self.within)
        return next((each.related_model for each in named), None)


VERBS: list[Verb] = []


def transition(
    *,
    permission: str,
    source: Iterable[str] = (),
    target: str | tuple[str, ...] | None = None,
    conditions: Iterable[Condition] = (),
    effects: Iterable[Effect] = (),
    label: str = "",
    internal: bool = False,
) -> Callable[[Callable[..., Any]], Verb]:
    """Declare a verb on a record. No `source` means from any status; no `target`, that the status stays.
    An `internal` one has no form: another verb calls it."""

    def declare(body: Callable[..., Any]) -> Verb:
        return Verb(
            body,
            permission=permission,
            source=tuple(source),
            target=target,
            conditions=tuple(conditions),
            effects=tuple(effects),
            label=label,
            internal=internal,
        )

    return declare


def creates(
    *,
    permission: str,
    within: str = "",
    conditions: Iterable[Condition] = (),
    effects: Iterable[Effect] = (),
    label: str = "",
    internal: bool = False,
) -> Callable[[Callable[..., Any]], Verb]:
    """Declare the verb that makes a record. `within` names the argument that holds the record it is made in,
    whose organisations decide the permission; conditions are asked of that record too. An `internal` one has no
    form: another verb calls it."""

    def declare(body: Callable[..., Any]) -> Verb:
        return Verb(
            body,
            permission=permission,
            conditions=tuple(conditions),
            effects=tuple(effects),
            label=label,
            creates=True,
            within=within,
            internal=internal,
        )

    return declare


def follows(verb: Verb, follower: Callable[..., None]) -> None:
    """After `verb`, in its transaction, also `follower(record, by=…, **facts)`. For what must happen upstairs
    because of something downstairs and cannot be a derived queryset."""
    if follower not in verb.followers:
        verb.followers.append(follower)


def lock(record: models.Model) -> None:
    """Lock the row and read it again, so that what is checked is what will be changed."""
    rows = type(record)._base_manager.select_for_update(no_key=True)
    record.refresh_from_db(from_queryset=rows)


class Record(models.Model):
    """A row that changes by verbs only. `revision` counts them; a form made from an older one is refused."""

    revision = models.PositiveIntegerField(default=0, editable=False)

    status: str
    history: Any
    within_path: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def locked_through(self) -> list[models.Model]:
        """Rows that must be locked before this one, outermost first (the child, then the case)."""
        return [getattr(self, name) for name in self.within_path]

    def changes_since(self, revision: int) -> list[Any]:
        return list(self.history.filter(revision__gt=revision).order_by("history_date", "history_id"))

    def actions_for(self, by: Actor) -> list[Action]:
        """The buttons this actor gets now; one that a condition blocks says why."""
        offered = (verb for verb in verbs_of(type(self)) if verb.is_offered(self, by))
        return [Action(verb, self, verb.refusal(self, by)) for verb in offered]


def verbs_of(model: type) -> list[Verb]:
    return [verb for verb in VERBS if verb.model is model]


def made_in(record: models.Model) -> list[Verb]:
    """The verbs that make something in a record of this kind, by whichever app."""
    return [verb for verb in VERBS if verb.creates and verb.around is type(record)]


def next_id(model: type[models.Model]) -> int:
    """The id that a record about to be made will have, for rows that must stand before it (foreign keys are
    checked at commit). Row security shows a new child only to those already involved with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]
