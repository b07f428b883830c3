"""What do the figures say? One function per figure: the rows it counts, and how many by area and month.

Figures are counted from the cases of one Integrated Care Board (ICB), in one query each, or two where a figure has
two kinds of rows. A case counts in the area of its child's local authority; one that has no area counts in the
total only.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.models import Area, Organisation
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from qa.models import Episode
from reporting.metrics import Metric
from reporting.months import last_day
from tribunals.models import Appeal

LOCAL_AUTHORITY = "child__local_authority_id"


@dataclass(frozen=True)
class Span:
    """The months of one Integrated Care Board that are counted, without a gap, the report's own month last."""

    icb: Organisation
    months: Sequence[date]

    @property
    def first(self) -> date:
        return self.months[0]

    @property
    def last(self) -> date:
        return last_day(self.months[-1])


@dataclass(frozen=True)
class Rows:
    """One kind of rows that a figure counts: by which day, and whose area they are in."""

    queryset: QuerySet[Any]
    day: str
    local_authority: str = LOCAL_AUTHORITY
    area: str = ""

    def columns(self) -> dict[str, str]:
        return {"la": self.local_authority} | ({"area_id": self.area} if self.area else {})


@dataclass
class Counts:
    """How many, by month; by area in the report's own month; and in the year so far. An area's key is its id."""

    months: Counter[date] = field(default_factory=Counter)
    areas: Counter[int] = field(default_factory=Counter)
    year: int = 0


AreaOf = Callable[[Any], int | None]


def drafts_quality_assured(span: Span) -> list[Rows]:
    """Draft plans whose feedback was returned, in the month it was returned, once per returned episode."""
    return [Rows(episodes(span).draft_plans(), "returned_on")]


def annual_reviews_quality_assured(span: Span) -> list[Rows]:
    """Annual reviews whose feedback was returned, in the month it was returned."""
    return [Rows(episodes(span).annual_reviews(), "returned_on")]


def coproduction_episodes(span: Span) -> list[Rows]:
    """A quality assurance marked coproduced is one; what is logged besides is never one of those. Two queries."""
    logged = CoproductionEpisode.objects.counted().filter(icb=span.icb, held_on__range=(span.first, span.last))
    return [Rows(episodes(span).coproduced(), "returned_on"), Rows(logged, "held_on", area="area_id")]


def complex_cases_referred(span: Span) -> list[Rows]:
    """Complex cases, in the month in which advice was asked for."""
    asked = ComplexCase.objects.counted().filter(child__icb=span.icb, asked_on__range=(span.first, span.last))
    return [Rows(asked, "asked_on")]


def training_sessions(span: Span) -> list[Rows]:
    """Sessions held. One for the whole ICB is in the total and in no area."""
    held = TrainingSession.objects.counted().filter(icb=span.icb, held_on__range=(span.first, span.last))
    return [Rows(held, "held_on", local_authority="", area="area_id")]


def tribunals_logged(span: Span) -> list[Rows]:
    """New appeals, in the month in which they were logged."""
    return [Rows(appeals(span).logged_between(span.first, span.last), "logged_on")]


def tribunals_active(span: Span) -> list[Rows]:
    """Appeals open on any day of the span. Counted apart: one is active in many months, and once in the year."""
    return [Rows(appeals(span).active_between(span.first, span.last), "")]


MEASURES: dict[Metric, Callable[[Span], list[Rows]]] = {
    Metric.DRAFTS: drafts_quality_assured,
    Metric.REVIEWS: annual_reviews_quality_assured,
    Metric.COPRODUCTION: coproduction_episodes,
    Metric.COMPLEX_CASES: complex_cases_referred,
    Metric.TRAINING: training_sessions,
    Metric.TRIBUNALS_LOGGED: tribunals_logged,
    Metric.TRIBUNALS_ACTIVE: tribunals_active,
}


def episodes(span: Span) -> Any:
    return Episode.objects.returned_between(span.first, span.last).filter(child__icb=span.icb)


def appeals(span: Span) -> Any:
    return Appeal.objects.filter(child__icb=span.icb)


def count(metric: Metric, span: Span, areas: Iterable[Area]) -> Counts:
    """This figure for the span, by these areas."""
    area_of = area_finder(areas)
    if metric is Metric.TRIBUNALS_ACTIVE:
        return count_active(span, area_of)
    counts = Counts()
    for rows in MEASURES[metric](span):
        add_by_month(counts, rows, span, area_of)
    counts.year = sum(counts.months.values())
    return counts


def area_finder(areas: Iterable[Area]) -> AreaOf:
    """The area that a grouped row is in: the one it names, else that of its child's local authority."""
    of_authority = {area.local_authority_id: area.pk for area in areas if area.local_authority_id}

    def area_of(row: Any) -> int | None:
        return row.get("area_id") or of_authority.get(row.get("la"))

    return area_of


def add_by_month(counts: Counts, rows: Rows, span: Span, area_of: AreaOf) -> None:
    columns = {name: path for name, path in rows.columns().items() if path}
    grouped = rows.queryset.order_by().annotate(month=TruncMonth(rows.day)).values("month", *columns.values())
    for row in grouped.annotate(n=Count("pk")):
        counts.months[row["month"]] += row["n"]
        area = area_of({name: row[path] for name, path in columns.items()})
        if area and row["month"] == span.months[-1]:
            counts.areas[area] += row["n"]


def count_active(span: Span, area_of: AreaOf) -> Counts:
    """One query: an appeal counts in each month in which it was open, and once in the year."""
    [rows] = tribunals_active(span)
    in_month = {f"m{n}": Count("pk", filter=open_in(month)) for n, month in enumerate(span.months)}
    grouped = rows.queryset.order_by().values(LOCAL_AUTHORITY).annotate(year=Count("pk"), **in_month)
    counts = Counts()
    for row in grouped:
        counts.year += row["year"]
        for n, month in enumerate(span.months):
            counts.months[month] += row[f"m{n}"]
        if area := area_of({"la": row[LOCAL_AUTHORITY]}):
            counts.areas[area] += row[f"m{len(span.months) - 1}"]
    return counts


def open_in(month: date) -> Q:
    """Logged by the end of the month, and not closed before it began."""
    return Q(logged_on__lte=last_day(month)) & (Q(closed_on__isnull=True) | Q(closed_on__gte=month))


def rows_behind(metric: Metric, span: Span, area: Area | None) -> list[Rows]:
    """The rows that make a figure, for the pages that open it: the same as are counted."""
    found = []
    for rows in MEASURES[metric](span):
        queryset = rows.queryset.filter(of_area(rows, area)) if area else rows.queryset
        found.append(Rows(queryset, rows.day, rows.local_authority, rows.area))
    return found


def of_area(rows: Rows, area: Area) -> Q:
    """In this area by name, or, where the row names none, by the child's local authority."""
    named = Q(**{rows.area: area.pk}) if rows.area else Q(pk__in=[])
    if not (rows.local_authority and area.local_authority_id):
        return named
    unnamed = Q(**{f"{rows.area}__isnull": True}) if rows.area else Q()
    return named | (unnamed & Q(**{rows.local_authority: area.local_authority_id}))
