"""What does a month's report say, from what was imported and what the cases give?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Min, Q

from accounts.models import Area, Organisation
from people.models import Child
from reporting import notes
from reporting.cells import BLANK, Cell, ReportTable, Row, X, columns_of, numbers
from reporting.measures import Counts, Span, count
from reporting.metrics import Metric
from reporting.models.figures import ImportedFigure, MetricStart
from reporting.models.published import PublishedFigure, Source, State
from reporting.months import april_of, last_day, month_of, year_to

Printed = dict[tuple[str, str, int | None, date], str]
"""What an earlier report printed, by metric, kind of cell, area and month."""


def report_table(icb: Organisation, month: date) -> ReportTable:
    """The report of this month as it stands now, with what is worth saying about its figures."""
    rows = Year(icb, month, areas_of(icb, month)).rows()
    logged = numbers(rows[Metric.TRIBUNALS_LOGGED].months)
    revise(icb, month, rows)
    for row in rows.values():
        row.notes += notes.about_year(row, logged) + notes.about_areas(row, month)
        row.source = source_of(row)
    return ReportTable(icb, month, columns_of(areas_of(icb, month)), list(rows.values()))


def areas_of(icb: Organisation, month: date) -> list[Area]:
    """The columns: areas in force in the month, and any that has an imported figure of it."""
    imported = ImportedFigure.objects.current().filter(icb=icb, month=month, area__isnull=False)
    in_force = Area.objects.in_force(last_day(month)).filter(icb=icb)
    wanted = Q(pk__in=in_force.values("pk")) | Q(pk__in=imported.values("area"))
    return list(Area.objects.filter(wanted).order_by("position", "pk"))


def source_of(row: Row) -> Source:
    if row.is_revised:
        return Source.REVISED
    return Source.IMPORTED if any(cell.imported_from for cell in row.cells) else Source.COMPUTED


@dataclass
class Year:
    """The figures of one Integrated Care Board from April to a month: an imported figure stands, the others are
    counted from the cases."""

    icb: Organisation
    month: date
    areas: Sequence[Area]
    months: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self.months = year_to(self.month)

    def rows(self) -> dict[Metric, Row]:
        return {metric: self.row(metric) for metric in Metric}

    def row(self, metric: Metric) -> Row:
        counts = self.counts(metric)
        months = {month: self.cell(metric, month, counts) for month in self.months}
        areas = {area.pk: self.area_cell(metric, area, months[self.month], counts) for area in self.areas}
        return Row(metric, areas, months, self.year_to_date(metric, months, counts))

    @cached_property
    def imported(self) -> dict[tuple[str, str, int | None, date], ImportedFigure]:
        figures = ImportedFigure.objects.current().filter(icb=self.icb, month__in=self.months)
        return {(figure.metric, figure.kind, figure.area_id, figure.month): figure for figure in figures}

    @cached_property
    def starts(self) -> dict[str, date]:
        return dict(MetricStart.objects.filter(icb=self.icb).values_list("metric", "collected_from"))

    @cached_property
    def portal_since(self) -> date | None:
        """The month in which this ICB's first child was registered: before it, no case could be counted."""
        children = Child.objects.filter(icb=self.icb)
        if children.filter(registered_on__lt=self.months[0]).exists():
            return self.months[0]
        first = children.aggregate(first=Min("registered_on"))["first"]
        return month_of(first) if first else None

    def import_of(self, metric: Metric, month: date, area: int | None = None) -> ImportedFigure | None:
        return self.imported.get((metric, ImportedFigure.Kind.MONTH, area, month))

    def counts(self, metric: Metric) -> Counts:
        """From the cases, from the first month collected; nothing is asked where every month was imported."""
        collected = [month for month in self.months if not self.is_before_start(metric, month)]
        if all(self.import_of(metric, month) for month in collected):
            return Counts()
        return count(metric, Span(self.icb, collected), self.areas)

    def is_before_start(self, metric: Metric, month: date) -> bool:
        figure = self.import_of(metric, month)
        if figure:
            return figure.value is None
        return metric in self.starts and month < self.starts[metric]

    def cell(self, metric: Metric, month: date, counts: Counts) -> Cell:
        if figure := self.import_of(metric, month):
            return Cell.from_import(figure.value, figure.source)
        if self.is_before_start(metric, month):
            return X
        counted = counts.months[month]
        known = counted or metric in self.starts or (self.portal_since and month >= self.portal_since)
        return Cell.number(counted) if known else X

    def area_cell(self, metric: Metric, area: Area, total: Cell, counts: Counts) -> Cell:
        if figure := self.import_of(metric, self.month, area.pk):
            return Cell.from_import(figure.value, figure.source)
        if not total.is_number:
            return total
        return BLANK if total.imported_from else Cell.number(counts.areas[area.pk])

    def year_to_date(self, metric: Metric, months: dict[date, Cell], counts: Counts) -> Cell:
        """As published; else the sum of the months that were collected, or for active cases the different ones."""
        published = self.imported.get((metric, ImportedFigure.Kind.YEAR_TO_DATE, None, self.month))
        if published:
            return Cell.from_import(published.value, published.source)
        known = numbers(months)
        if not known:
            return X
        if metric is not Metric.TRIBUNALS_ACTIVE:
            return Cell.number(sum(known.values()))
        return BLANK if any(cell.imported_from for cell in months.values()) else Cell.number(counts.year)


def revise(icb: Organisation, month: date, rows: dict[Metric, Row]) -> None:
    """State what is not any more as the last report before this one printed it."""
    printed, before = printed_before(icb, month)
    if before is None:
        return
    former = Year(icb, before, areas_of(icb, before))
    for metric, was in former.rows().items():
        row = rows[metric]
        row.notes += notes.about_revisions(was, printed, former.areas, same_year=april_of(before) == april_of(month))
        for each, cell in row.months.items():
            earlier = printed.get((metric, PublishedFigure.Kind.MONTH, None, each))
            row.months[each] = cell.revised_from(earlier) if earlier else cell
        row.is_revised = bool(row.notes)


def printed_before(icb: Organisation, month: date) -> tuple[Printed, date | None]:
    """What the last published report before this month printed, and of which month it was."""
    published = PublishedFigure.objects.filter(row__report__icb=icb, row__report__month__lt=month)
    last = published.order_by("-row__report__month").values_list("row__report__month", flat=True).first()
    figures = published.filter(row__report__month=last).select_related("row") if last else []
    printed = {
        (figure.row.metric, figure.kind, figure.area_id, figure.month): Cell(figure.value, State(figure.state)).shown
        for figure in figures
    }
    return printed, last
