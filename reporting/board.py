"""What do the published figures say to a board, in sentences?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from reporting.cells import Cell, ReportTable, Row
from reporting.metrics import DEFINITIONS, IN_WORDS, Metric
from reporting.models import HighlightReport
from reporting.months import add_months, april_of, name_of


@dataclass(frozen=True)
class Sentence:
    """A figure, what it says, where, and what it counts."""

    value: str
    label: str
    says: list[str]
    definition: str


@dataclass(frozen=True)
class Board:
    """One ICB's last published report."""

    report: HighlightReport
    sentences: list[Sentence]


def boards_of(published: Any) -> list[Board]:
    """The last report of each ICB that this person may read. Nothing is counted: the figures are the frozen ones."""
    newest = published.filter(icb=OuterRef("icb")).order_by("-month").values("pk")[:1]
    latest = published.filter(pk=Subquery(newest)).order_by("icb__name")
    return [Board(report, sentences_of(report.table())) for report in latest]


def sentences_of(table: ReportTable) -> list[Sentence]:
    return [
        Sentence(
            row.months[table.month].shown or "Not known", row.label, said_of(row, table), DEFINITIONS[row.metric]
        )
        for row in table.rows
    ]


def said_of(row: Row, table: ReportTable) -> list[str]:
    now = row.months[table.month]
    if not now.is_number:
        return [f"It was not collected in {name_of(table.month)}."]
    says = [f"{counted(row.metric, now)} in {name_of(table.month)}{change(row, table.month)}."]
    if any(cell.is_number for cell in row.areas.values()):
        by_area = (f"{area.name} {row.areas[area.pk].shown or 'not known'}" for area in table.areas)
        says.append(f"By area: {', '.join(by_area)}.")
    if row.year_to_date.is_number:
        different = " different cases" if row.metric is Metric.TRIBUNALS_ACTIVE else ""
        says.append(f"Since April {april_of(table.month).year}: {row.year_to_date.shown}{different}.")
    return says + row.notes


def counted(metric: Metric, cell: Cell) -> str:
    one, many = IN_WORDS[metric]
    return f"{cell.shown} {one if cell.value == 1 else many}"


def change(row: Row, month: date) -> str:
    """Against the month before, where the report has it."""
    before = add_months(month, -1)
    then, now = row.months.get(before), row.months[month]
    if then is None or then.value is None or now.value is None:
        return ""
    difference = now.value - then.value
    if not difference:
        return f", as many as in {name_of(before)}"
    return f", {abs(difference):,} {'more' if difference > 0 else 'fewer'} than in {name_of(before)}"
