"""What is a time limit made of?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    DEADLINE = "deadline"  # by a day
    WINDOW = "window"  # at least so long: nobody may act before it ends; whom it protects is never late
    COUNTS_BACK = "counts_back"  # from a meeting or a move
    FIXED = "fixed"  # a date in the year
    DIRECTED = "directed"  # a date that somebody ordered


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"  # calendar weeks, school holidays included
    MONTHS = "months"


class Authority(StrEnum):
    LAW = "law"  # statute, rule, or an order made under one: the length is code
    LOCAL = "local"  # the ICB's own standard: the length is that ICB's setting


class Owner(StrEnum):
    """Who may owe a step. Where a rule names several, the record says which of them does."""

    LOCAL_AUTHORITY = "local authority"
    ICB = "integrated care board"
    PROVIDER = "health provider"
    NHS_BODY = "NHS body"
    DCO = "designated clinical officer"
    HAS = "Health Advisers for SEND"
    SCHOOL = "school"
    FAMILY = "family"
    NAMED = "whoever is named"


class Option(StrEnum):
    """What a rule may need to be told besides its start."""

    CERTIFICATE = "certificate"  # the mediation certificate's date
    WEEKS = "weeks"  # as ordered
    MONTHS = "months"  # as ordered
    DATE = "date"  # as directed or agreed
    PHASE = "phase"  # which transfer


class Phase(StrEnum):
    """Transfers between phases of education that have different dates (SEND Regs reg 18(1))."""

    SECONDARY_TO_POST16 = "secondary-to-post16"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class ExceptionKind:
    """A reason for which the law excuses a missed limit. It never stops or moves the clock."""

    key: str
    words: str
    citation: str
    short: str = ""  # in a few words, beside a time limit
    least_days: int = 0  # an absence or a closure must last so long
    is_closure: bool = False  # what counts is the day on which advice was asked of the closed place
    is_appointment: bool = False  # one day, on which somebody did not come
    is_refusal: bool = False  # a body need not help at all, and says on a day why


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One time limit, as the law or a local standard states it."""

    key: str
    name: str
    action: str  # the verb on a worklist
    owner: tuple[Owner, ...]
    starts: str
    stops: str
    citation: str
    kind: Kind = Kind.DEADLINE
    length: int | None = None  # none where a date is fixed or directed
    unit: Unit = Unit.WEEKS
    starting_day_counts: bool = False
    exceptions: tuple[ExceptionKind, ...] = ()
    refusals: tuple[ExceptionKind, ...] = ()  # on which the body owing it may say no
    authority: Authority = Authority.LAW
    in_force_from: date | None = None  # none: since before the portal's first record
    in_force_until: date | None = None  # the last day on which a clock may still begin under it
    note: str = ""  # what a reader should know besides, shown as a warning
    assumed: bool = False  # a local length that nobody has yet confirmed
    pausable: bool = False  # local targets only: the law knows no pause
    tribunal_days: bool = False  # HESC rule 12
    certificate_months: int | None = None  # a second, later limit, from the mediation certificate
    fixed_dates: tuple[tuple[Phase, int, int], ...] = ()  # case, month, day
    needs_one_of: tuple[Option, ...] = ()
    takes: tuple[Option, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        return self.needs_one_of + self.takes

    @property
    def is_local(self) -> bool:
        return self.authority is Authority.LOCAL

    @property
    def has_own_length(self) -> bool:
        """A local standard whose length each ICB sets; an action has the day that was agreed."""
        return self.is_local and self.length is not None

    @property
    def owner_words(self) -> str:
        return " or ".join(self.owner)

    @property
    def length_words(self) -> str:
        return words_for_length(self.length, self.unit) if self.length is not None else ""

    @property
    def excuses(self) -> tuple[ExceptionKind, ...]:
        """All for which the law does not hold a body to this limit."""
        return self.exceptions + self.refusals

    @property
    def is_health(self) -> bool:
        """Owed by health alone: a Designated Clinical Officer answers for it, not the local authority."""
        return not set(self.owner) & {Owner.LOCAL_AUTHORITY, Owner.SCHOOL, Owner.FAMILY, Owner.NAMED}

    def exception(self, key: str) -> ExceptionKind | None:
        """The excuse of this name, if this rule knows it."""
        return next((kind for kind in self.excuses if kind.key == key), None)

    def is_in_force(self, on: date) -> bool:
        """May a clock begin under this rule on this day?"""
        return (self.in_force_from or date.min) <= on <= (self.in_force_until or date.max)


def words_for_length(length: int, unit: Unit) -> str:
    """ "1 week", "30 working days"."""
    return f"{length} {unit.value.removesuffix('s') if length == 1 else unit.value}"
