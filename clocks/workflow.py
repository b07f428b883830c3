"""What does a verb do to the clocks? Part of its declaration: `effects=[Starts(…), Stops(…)]`."""

from dataclasses import dataclass
from typing import Any

from core.today import today
from core.workflow import Actor


@dataclass(frozen=True)
class Owes:
    """Who must act on a clock, and what it is about, as the record says when the clock starts."""

    organisation: Any
    team: Any = None
    about: str = ""
    person: Any = None
    service: Any = None


@dataclass(frozen=True)
class Starts:
    """The verb starts this rule. The record keeps the clock in `field`, takes the first day from its own `on` (none
    while that is not known), and says who owes it in `owes(rule)`."""

    rule: str
    field: str
    on: str

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        self.start(self.rule, record)

    def start(self, rule: str, record: Any) -> None:
        if getattr(record, self.on) is None:
            return
        owes = record.owes(rule)
        given = record.given_for(rule) if hasattr(record, "given_for") else {}
        clock = record._meta.get_field(self.field).related_model.start(
            rule,
            child=record.child,
            on=getattr(record, self.on),
            owing=owes.organisation,
            team=owes.team,
            about=owes.about,
            person=owes.person,
            service=owes.service,
            **given,
        )
        setattr(record, self.field, clock)


@dataclass(frozen=True)
class StartsOwnRule(Starts):
    """The record itself says which rule: `record.rule`."""

    rule: str = ""
    field: str = ""
    on: str = ""

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        self.start(record.rule, record)


@dataclass(frozen=True)
class Stops:
    """The verb is what the clock waited for: met on the record's own `on`. A clock that has ended stays as it is."""

    field: str
    on: str

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        clock = getattr(record, self.field)
        if clock and clock.is_running:
            clock.meet(on=getattr(record, self.on))


@dataclass(frozen=True)
class Lapses:
    """The verb ends the clock without its being met, with the reason."""

    field: str
    why: str

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        clock = getattr(record, self.field)
        if clock and clock.is_running:
            clock.lapse(on=facts.get("on") or today(), why=self.why)


@dataclass(frozen=True)
class RunsOn:
    """The verb says that what the clock waited for was not done after all: it runs on, with the day that it had."""

    field: str

    def apply(self, record: Any, *, by: Actor, facts: dict[str, Any]) -> None:
        clock = getattr(record, self.field)
        if clock and clock.met_on:
            clock.run_on()
