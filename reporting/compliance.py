"""How many time limits were kept, with and without what the law excuses?

Of a span of months and a rule are counted the limits **whose due day lies in the span** and that are either met, on
whatever day, or still running past their day. So a limit met early counts in the month in which it was due; one that
is due today, or later this month, and not yet met does not count yet. Each counted limit is exactly one of

- met in time: on or before its due day;
- met late;
- not met, and late.

Lapsed limits (withdrawn, moved, decided otherwise) stand outside, and are counted beside. "In time" is said twice: of
all counted limits; and of those without an accepted exception, which are then left out above and below the line,
whether or not they were met in time. Limits that protect the family or that only the family owes are nobody's to
keep, and are not here. Local standards stand in a table of their own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from accounts.models import Organisation
from clocks.models import PROTECTS_OTHERS, RUNNING, Clock, ClockQuerySet
from clocks.models.clock import has_exception
from clocks.rule import Owner, Rule
from clocks.rules import RULES, rule_in_force, rule_keys
from reporting.months import add_months, last_day

HEALTH_ADVICE = "health_advice"
FAMILYS = tuple(dict.fromkeys(rule.key for rule in RULES if rule.owner == (Owner.FAMILY,)))
NOT_COUNTED = (*PROTECTS_OTHERS, *FAMILYS)
NONE_DUE = "None fell due"
ALL_EXCUSED = "None without an exception"


class Which(StrEnum):
    """The cases behind a number."""

    DUE = "due"
    IN_TIME = "in-time"
    LATE = "late"
    OPEN = "open"
    EXCUSED = "with-exception"
    LAPSED = "not-counted"


WORDS = {
    Which.DUE: "Counted",
    Which.IN_TIME: "Met in time",
    Which.LATE: "Met late",
    Which.OPEN: "Not met, and late",
    Which.EXCUSED: "With an accepted exception",
    Which.LAPSED: "Ended, not counted",
}


@dataclass(frozen=True, kw_only=True)
class Span:
    """Whole months, as they stand on a day, in these organisations' care or in one local authority of theirs."""

    first: date
    last: date
    on: date
    organisations: frozenset[int]
    authority: Organisation | None = None

    @property
    def months(self) -> list[date]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(add_months(found[-1], 1))
        return found

    def clocks(self, user: Any) -> ClockQuerySet:
        """All that fell due in it and this person may see, lapsed ones too."""
        theirs = Q(icb__in=self.organisations) | Q(local_authority__in=self.organisations)
        days = (self.first, last_day(self.last))
        found = Clock.objects.visible_to(user).filter(theirs, due_on__range=days).exclude(rule__in=NOT_COUNTED)
        return found.filter(local_authority=self.authority) if self.authority else found


def conditions(on: date) -> dict[Which, Q]:
    """What each number counts, on this day."""
    # Feedback that was late already when the plan was issued without it was missed: that is no way out.
    missed = Q(lapsed_why=Clock.Lapsed.PLAN_ISSUED, lapsed_on__gt=F("due_on"))
    in_time, late = Q(met_on__lte=F("due_on")), Q(met_on__gt=F("due_on")) | missed
    still_open = RUNNING & Q(due_on__lt=on)
    due = Q(met_on__isnull=False) | still_open | missed
    return {
        Which.DUE: due,
        Which.IN_TIME: in_time,
        Which.LATE: late,
        Which.OPEN: still_open,
        Which.EXCUSED: due & has_exception("accepted"),
        Which.LAPSED: Q(lapsed_on__isnull=False) & ~missed,
    }


@dataclass(frozen=True)
class Counts:
    """The numbers of one rule."""

    in_time: int = 0
    late: int = 0
    open: int = 0
    excused: int = 0
    excused_in_time: int = 0
    lapsed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.open

    @property
    def share(self) -> str:
        return percent(self.in_time, self.due) or NONE_DUE

    @property
    def share_without_exceptions(self) -> str:
        found = percent(self.in_time - self.excused_in_time, self.due - self.excused)
        return found or (ALL_EXCUSED if self.due else NONE_DUE)

    def of(self, which: Which) -> int:
        return getattr(self, NAMES[which])


NAMES = {
    Which.DUE: "due",
    Which.IN_TIME: "in_time",
    Which.LATE: "late",
    Which.OPEN: "open",
    Which.EXCUSED: "excused",
    Which.LAPSED: "lapsed",
}


def percent(part: int, whole: int) -> str:
    """66.7%, or nothing where there is no whole."""
    return f"{100 * part / whole:.1f}%" if whole else ""


@dataclass(frozen=True)
class Line:
    """One rule of the table."""

    rule: Rule
    counts: Counts


@dataclass(frozen=True)
class Compliance:
    """A span's figures."""

    span: Span
    by_rule: dict[str, Counts]
    by_month: dict[date, Counts]  # of health advice

    @property
    def statutory(self) -> list[Line]:
        return [line for line in self.lines if not line.rule.is_local]

    @property
    def local(self) -> list[Line]:
        return [line for line in self.lines if line.rule.is_local]

    @property
    def lines(self) -> list[Line]:
        """A line for each rule of the book that somebody has to keep."""
        keys = (key for key in rule_keys() if key not in NOT_COUNTED)
        return [Line(rule_in_force(key, self.span.last), self.by_rule.get(key, Counts())) for key in keys]

    @property
    def months(self) -> list[tuple[date, Counts]]:
        """The six weeks of health advice, month by month."""
        return [(month, self.by_month.get(month, Counts())) for month in self.span.months]


def compliance(span: Span, user: Any) -> Compliance:
    """Everything in one query, whatever the number of rules and months."""
    by_rule: dict[str, Counts] = defaultdict(Counts)
    by_month: dict[date, Counts] = {}
    for row in grouped(span, user):
        month, rule = row.pop("month"), row.pop("rule")
        counts = Counts(**row)
        by_rule[rule] += counts
        if rule == HEALTH_ADVICE:
            by_month[month] = counts
    return Compliance(span, dict(by_rule), by_month)


def grouped(span: Span, user: Any) -> Iterable[dict[str, Any]]:
    which = conditions(span.on)
    counted = {NAMES[each]: Count("pk", filter=which[each]) for each in Which if each is not Which.DUE}
    excused_in_time = Count("pk", filter=which[Which.IN_TIME] & which[Which.EXCUSED])
    clocks = span.clocks(user).order_by().annotate(month=TruncMonth("due_on")).values("rule", "month")
    return clocks.annotate(**counted, excused_in_time=excused_in_time)


def cases(span: Span, user: Any, rule: str, which: Which) -> ClockQuerySet:
    """The limits behind one number, in the order of their days."""
    return span.clocks(user).filter(conditions(span.on)[which], rule=rule).for_list().soonest_first()
