"""Does the law excuse this missed limit, and if not, why not?

Pure functions of a rule and of what somebody says happened. Regulations 5(4), 8(2), 10(4), 27(3) and 44(3) of the
SEND Regulations 2014 and section 31 of the Children and Families Act 2014 (CFA) know no other excuse. None of them
moves a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import TextChoices

from clocks.dates import days_in_words
from clocks.rule import ExceptionKind, Kind, Rule

ONE_WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)

Problem = tuple[str, str]  # the fact that is wrong, and why


class MadeBy(TextChoices):
    """Who made the appointment that was missed."""

    BODY = "body", "The service that was asked for the advice"
    OTHER = "other", "Another service, a hospital or a GP"


class Happened(TextChoices):
    """What became of the appointment."""

    NOT_COME = "not_come", "The child or young person did not come"
    SERVICE_MOVED = "service_moved", "The service cancelled or moved it"
    FAMILY_MOVED = "family_moved", "The family asked beforehand for another day"


class Ground(TextChoices):
    """Why a body refuses to help (CFA 2014 s.31(2))."""

    DUTIES = "duties", "Helping is incompatible with its own duties"
    HARM = "harm", "Helping would harm the exercise of its functions"


@dataclass(frozen=True)
class NoExcuse:
    """A reason that is often given, and that the law does not know."""

    key: str
    words: str
    why: str


ONLY_THESE = "Regulation 8(2) knows three reasons only."
NOT_FOR_HEALTH = (
    NoExcuse(
        "closed",
        "The school or college was closed, or it was the holidays",
        "A closed school is no exception for health advice: it can be written in the holidays. Only the local "
        f"authority’s own limits know it (regulations 5(4), 10(4), 27(3) and 44(3)). {ONLY_THESE}",
    ),
    NoExcuse(
        "waiting_list",
        "There is a waiting list",
        f"A waiting list is no exception. {ONLY_THESE} Send advice from the records in time, and say by when a "
        "fuller assessment will follow.",
    ),
    NoExcuse(
        "service_cancelled",
        "The service cancelled or moved the appointment",
        "Only an appointment that the child or young person missed counts (regulation 8(2)(c)), not one that the "
        "service cancelled or moved.",
    ),
    NoExcuse(
        "no_staff",
        "Nobody was free to see the child or to write",
        f"Sickness, holidays and vacancies are no exception. {ONLY_THESE}",
    ),
)
ONLY_FOUR = "The law knows four reasons only (regulations 5(4), 10(4), 27(3) and 44(3))."
NOT_FOR_THE_AUTHORITY = (
    NoExcuse(
        "late_advice",
        "Advice came late",
        f"Advice that comes late does not excuse the local authority. {ONLY_FOUR}",
    ),
    NoExcuse(
        "no_staff", "Nobody was free to do it", f"Sickness, holidays and vacancies are no exception. {ONLY_FOUR}"
    ),
    NoExcuse(
        "family_agreed",
        "The family agreed to wait",
        f"A time limit in law cannot be put off by agreement. {ONLY_FOUR}",
    ),
)


def often_meant(law: Rule) -> tuple[NoExcuse, ...]:
    """What people give as a reason for lateness under this rule, and is none."""
    if not law.excuses:
        return ()
    return NOT_FOR_HEALTH if law.is_health else NOT_FOR_THE_AUTHORITY


def knows_none(law: Rule) -> str | None:
    """Why nothing excuses this limit, where the law or the standard has no exceptions."""
    if law.excuses:
        return None
    if law.is_local:
        return "This is a local standard, not a limit in law: it has no exceptions, and needs none."
    if law.kind is Kind.WINDOW:
        return "This time protects the family until it ends. Nobody can be late for it, so nothing excuses it."
    return f"The law knows no exception to this limit ({law.citation})."


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What somebody says happened."""

    kind: str
    first_day: date
    last_day: date
    reason: str
    advice_asked_on: date | None = None
    appointment_by: str = ""
    appointment: str = ""
    ground: str = ""

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def only_of(self, kind: ExceptionKind) -> "Claim":
        """Without what was answered for another kind, before the person changed their mind."""
        return replace(
            self,
            advice_asked_on=self.advice_asked_on if kind.is_closure else None,
            appointment_by=self.appointment_by if kind.is_appointment else "",
            appointment=self.appointment if kind.is_appointment else "",
            ground=self.ground if kind.is_refusal else "",
        )


@dataclass(frozen=True)
class Window:
    """The clock's own days: from its start to its due day. `today` is the day of the asking."""

    start: date
    due: date
    today: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.due

    def __str__(self) -> str:
        return days_in_words(self.start, self.due)


def why_not(law: Rule, claim: Claim, window: Window) -> dict[str, str]:
    """By the name of the fact that is wrong: the reason in words, with the citation. Empty where the law excuses."""
    if none := knows_none(law):
        return {"kind": none}
    kind = law.exception(claim.kind)
    if kind is None:
        return {"kind": why_no_excuse(law, claim.kind)}
    found: dict[str, str] = {}
    for name, why in problems(kind, claim, window):
        found.setdefault(name, why)
    return found


def why_no_excuse(law: Rule, key: str) -> str:
    meant = next((wrong.why for wrong in often_meant(law) if wrong.key == key), "")
    return meant or f"This is no exception to this limit. It can be: {'; '.join(k.citation for k in law.excuses)}."


def problems(kind: ExceptionKind, claim: Claim, window: Window) -> Iterator[Problem]:
    if not claim.reason.strip():
        yield "reason", f"Say in writing what happened, and why the limit could not be kept ({kind.citation})."
    if claim.last_day < claim.first_day:
        yield "last_day", "The last day is before the first."
        return
    if claim.days < kind.least_days:
        yield (
            "last_day",
            f"It must last at least {kind.least_days} days running ({kind.citation}): this is {claim.days}.",
        )
    if kind.is_closure:
        yield from about_a_closure(kind, claim, window)
    else:
        yield from about_its_days(kind, claim, window)
    if kind.is_appointment:
        yield from about_an_appointment(kind, claim, window)
    if kind.is_refusal:
        yield from about_a_refusal(kind, claim, window)


def about_its_days(kind: ExceptionKind, claim: Claim, window: Window) -> Iterator[Problem]:
    for name, day in (("first_day", claim.first_day), ("last_day", claim.last_day)):
        if not window.holds(day):
            yield name, f"It counts only inside the time limit, {window} ({kind.citation}). Enter the part inside it."


def about_a_closure(kind: ExceptionKind, claim: Claim, window: Window) -> Iterator[Problem]:
    """From one week before it closes until one week before it opens again, the day after its last closed one."""
    asked = claim.advice_asked_on
    earliest, latest = claim.first_day - ONE_WEEK, claim.last_day + ONE_DAY - ONE_WEEK
    if asked is None:
        yield "advice_asked_on", f"Enter the day on which the advice was asked ({kind.citation})."
    elif not earliest <= asked <= latest:
        when = f"from one week before it closed until one week before it reopened: {days_in_words(earliest, latest)}"
        yield "advice_asked_on", f"The advice must have been asked {when} ({kind.citation})."
    elif not window.holds(asked):
        yield "advice_asked_on", f"The advice must have been asked inside the time limit, {window} ({kind.citation})."
    elif asked > window.today:
        yield "advice_asked_on", "The day on which the advice was asked must be today or in the past."


def about_an_appointment(kind: ExceptionKind, claim: Claim, window: Window) -> Iterator[Problem]:
    if claim.days != 1:
        yield "last_day", "An appointment is on one day. Propose an exception for each one that was missed."
    if claim.first_day > window.today:
        yield "first_day", "An appointment that is still to come has not been missed."
    if claim.appointment_by != MadeBy.BODY:
        why = "Only an appointment that the service asked for the advice made itself counts"
        yield "appointment_by", f"{why} ({kind.citation})."
    if claim.appointment != Happened.NOT_COME:
        why = f"Only an appointment to which the child or young person did not come counts ({kind.citation})"
        yield "appointment", f"{why}, not one that was cancelled or moved."


def about_a_refusal(kind: ExceptionKind, claim: Claim, window: Window) -> Iterator[Problem]:
    if claim.days != 1:
        yield "last_day", "Enter one day: the one on which the local authority was told in writing."
    if claim.first_day > window.today:
        yield "first_day", "The day on which the local authority was told must be today or in the past."
    if claim.ground not in Ground.values:
        yield "ground", f"Say on which of the two grounds the body refuses ({kind.citation})."
