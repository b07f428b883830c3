"""How quickly did feedback go back, how many drafts have health content, and was the approved wording used?

Three figures, each by month and local authority, of those in one's own board's or local authority's care:

- **turnaround**: feedback in the month in which it was returned. Days are working days after the one on which the
  draft or review came, without those on which its time was paused. Within target is on or before its due day.
  Feedback that was late already when the plan was issued without it counts in that month, as not within target.
- **content**: drafts whose feedback was returned, by its theme: health needs and provision (themes 6 to 8) or none. A
  breakdown by a characteristic of children: small numbers are not shown.
- **wording**: plans issued, and amended after a review, by what the portal found when it compared them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, TruncMonth

from clocks.models import Clock
from core.calendar import is_working_day
from qa.audit.small_numbers import FEW, HIDDEN, shown
from qa.models import Comparison, Episode
from qa.standard import WITH_NEEDS
from reporting.compliance import Span, percent
from reporting.months import last_day, month_of
from reporting.panel_measures import theirs

ONE_DAY = timedelta(days=1)
Key = tuple[date, int, str]  # the month, the local authority and its name


class Figure(StrEnum):
    TURNAROUND = "turnaround"
    CONTENT = "content"
    WORDING = "wording"


WITHIN = Q(met_on__isnull=False, met_on__lte=F("due_on"))
WITH = Q(theme__in=WITH_NEEDS)
NO_AGREEMENT = (Comparison.Outcome.BEFORE_ANSWER, Comparison.Outcome.NOT_AGREED)

# The columns of each figure, and the rows that each counts.
COLUMNS: dict[Figure, dict[str, tuple[str, Q]]] = {
    Figure.TURNAROUND: {
        "all": ("Feedback returned", Q()),
        "within": ("Within target", WITHIN),
        "late": ("Not within target", ~WITHIN),
    },
    Figure.CONTENT: {
        "with": ("With health content", WITH),
        "without": ("Without", ~WITH),
        "all": ("All drafts", Q()),
    },
    Figure.WORDING: {
        "used": ("Used", Q(outcome=Comparison.Outcome.USED)),
        "not_used": ("Not used", Q(outcome=Comparison.Outcome.NOT_USED)),
        "not_asked": ("QA not asked for", Q(outcome=Comparison.Outcome.NOT_ASKED)),
        "no_agreement": ("Not waited for, or not agreed", Q(outcome__in=NO_AGREEMENT)),
        "all": ("All plans", Q()),
    },
}
PART = {Figure.TURNAROUND: "within", Figure.CONTENT: "with", Figure.WORDING: "used"}  # of all: the share


@dataclass
class Row:
    """One month and local authority: its numbers by column, as they may be shown."""

    month: date
    authority: int
    where: str
    counts: dict[str, int]
    figure: Figure
    days: list[int] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        return self.words.get(column, str(self.counts[column]))

    @property
    def is_hidden(self) -> bool:
        return any(words in (FEW, HIDDEN) for words in self.words.values())

    @property
    def share(self) -> str:
        return "" if self.is_hidden else percent(self.counts[PART[self.figure]], self.counts["all"])

    @property
    def bar(self) -> float:
        """For the drawing, of 100."""
        whole = self.counts["all"]
        return 0 if self.is_hidden or not whole else round(100 * self.counts[PART[self.figure]] / whole, 1)

    @property
    def middle(self) -> str:
        return f"{median(self.days):g}" if self.days else ""


def rows_of(figure: Figure, span: Span, user: Any) -> Any:
    """All that a figure counts, each with its `month`."""
    return {Figure.TURNAROUND: feedback, Figure.CONTENT: drafts, Figure.WORDING: compared}[figure](span, user)


def feedback(span: Span, user: Any) -> Any:
    """Time limits for feedback that ended by its return, or were missed when the plan was issued."""
    missed = Q(lapsed_why=Clock.Lapsed.PLAN_ISSUED, lapsed_on__gt=F("due_on"))
    found = Clock.objects.visible_to(user).filter(
        of_clocks(span), Q(met_on__isnull=False) | missed, rule="qa_turnaround"
    )
    return in_months(found.annotate(day=Coalesce("met_on", "lapsed_on")), span)


def of_clocks(span: Span) -> Q:
    """As for children, by the clock's own columns: the local authority is the one that it was when it began."""
    ours = Q(icb__in=span.organisations) | Q(local_authority__in=span.organisations)
    return ours & Q(local_authority=span.authority) if span.authority else ours


def drafts(span: Span, user: Any) -> Any:
    found = Episode.objects.visible_to(user).draft_plans().returned().filter(theirs(span), theme__isnull=False)
    return in_months(found.annotate(day=F("returned_on")), span)


def compared(span: Span, user: Any) -> Any:
    return in_months(Comparison.objects.visible_to(user).filter(theirs(span)).annotate(day=F("issued_on")), span)


def in_months(rows: Any, span: Span) -> Any:
    return rows.filter(day__range=(span.first, last_day(span.last))).annotate(month=TruncMonth("day"))


def where_of(figure: Figure) -> str:
    return "local_authority" if figure is Figure.TURNAROUND else "child__local_authority"


def measured(figure: Figure, span: Span, user: Any) -> list[Row]:
    """By month, the latest first, and local authority, in one query; the working days in another."""
    where = where_of(figure)
    counted = {
        f"n_{name}": Count("pk", filter=condition)
        for name, (_, condition) in COLUMNS[figure].items()
        if name != "all"
    }
    grouped = rows_of(figure, span, user).order_by().values("month", where, f"{where}__name")
    found = [
        Row(
            row["month"], row[where], row[f"{where}__name"], figure=figure,
            counts={name: row[f"n_{name}"] for name in COLUMNS[figure]},
        )
        for row in grouped.annotate(n_all=Count("pk"), **counted).order_by("-month", f"{where}__name")
    ]  # fmt: skip
    if figure is Figure.TURNAROUND:
        add_days(found, feedback(span, user))
    if figure is Figure.CONTENT:
        hide_small(found)
    return found


def add_days(rows: list[Row], clocks: Any) -> None:
    days = defaultdict(list)
    for clock in clocks.filter(met_on__isnull=False).prefetch_related("pauses"):
        days[month_of(clock.met_on), clock.local_authority_id].append(days_taken(clock))
    for row in rows:
        row.days = days[row.month, row.authority]


def days_taken(clock: Clock) -> int:
    """Working days after the first one, up to the one on which it was met, that were not paused."""
    paused = [pause.span for pause in clock.pauses.all() if pause.removed_on is None]
    days = (clock.started_on + n * ONE_DAY for n in range(1, (clock.met_on - clock.started_on).days + 1))
    return sum(is_working_day(day) and not any(since <= day < until for since, until in paused) for day in days)


def hide_small(rows: list[Row]) -> None:
    """Below 5, and what a small one could be worked out from."""
    columns = ["with", "without"]
    table = shown({str(n): [row.counts[name] for name in columns] for n, row in enumerate(rows)}, columns)
    for row, (_, words) in zip(rows, table.rows, strict=True):
        row.words = dict(zip([*columns, "all"], words, strict=True))


def by_month(rows: Iterable[Row]) -> list[Row]:
    """The months of all local authorities together, for the drawing; none where small numbers are hidden."""
    found: dict[date, Row] = {}
    for row in rows:
        if row.is_hidden:
            return []
        whole = found.setdefault(row.month, Row(row.month, 0, "All", dict.fromkeys(row.counts, 0), row.figure))
        whole.counts = {name: whole.counts[name] + number for name, number in row.counts.items()}
        whole.days = whole.days + row.days
    return list(found.values())


def altogether(months: list[Row]) -> Row | None:
    """The whole span in one row; none where nothing was counted, or small numbers are hidden."""
    if not months:
        return None
    counts = {name: sum(month.counts[name] for month in months) for name in months[0].counts}
    days = [day for month in months for day in month.days]
    return Row(months[0].month, 0, "All", counts, months[0].figure, days)


def cases_behind(figure: Figure, column: str, span: Span, user: Any) -> Any:
    """The rows of one number, the latest first."""
    rows = rows_of(figure, span, user).filter(COLUMNS[figure][column][1])
    return rows.select_related("child__local_authority").order_by("-day", "-pk")
