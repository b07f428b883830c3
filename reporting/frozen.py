"""How are a table's cells kept as they were published, and read again?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from reporting.cells import BLANK, Cell, Column, ReportTable, Row
from reporting.metrics import Metric
from reporting.models.published import PublishedFigure, PublishedRow, Source, State

Kind = PublishedFigure.Kind


def freeze(report_id: int, table: ReportTable) -> None:
    """Keep every cell as it prints."""
    for position, row in enumerate(table.rows):
        kept = PublishedRow.objects.create(
            report_id=report_id,
            metric=row.metric,
            label=row.label,
            position=position,
            source=row.source,
            notes="\n".join(row.notes),
        )
        PublishedFigure.objects.bulk_create(figures_of(kept, row, table))


def figures_of(kept: PublishedRow, row: Row, table: ReportTable) -> Iterator[PublishedFigure]:
    for area in table.areas:
        place = {"area_id": area.pk, "area_name": area.name}
        yield figure_of(kept, Kind.AREA, table.month, row.areas[area.pk], **place)
    for month, cell in row.months.items():
        yield figure_of(kept, Kind.MONTH, month, cell)
    yield figure_of(kept, Kind.YEAR_TO_DATE, table.month, row.year_to_date)


def figure_of(kept: PublishedRow, kind: str, month: date, cell: Cell, **place: Any) -> PublishedFigure:
    return PublishedFigure(
        row=kept,
        kind=kind,
        month=month,
        state=cell.state,
        value=cell.value,
        imported_from=cell.imported_from,
        was=cell.was,
        **place,
    )


def frozen_table(report: Any) -> ReportTable:
    """The table as it was published: nothing is counted."""
    columns: dict[int, Column] = {}
    rows = []
    for kept in report.rows.prefetch_related("figures"):
        row = Row(Metric(kept.metric), {}, {}, BLANK, kept.label, Source(kept.source), kept.notes.splitlines())
        for figure in kept.figures.all():
            place(row, figure, columns)
        rows.append(row)
    return ReportTable(report.icb, report.month, list(columns.values()), rows)


def place(row: Row, figure: PublishedFigure, columns: dict[int, Column]) -> None:
    cell = Cell(figure.value, State(figure.state), figure.imported_from, figure.was)
    if figure.area_id is not None:
        columns.setdefault(figure.area_id, Column(figure.area_id, figure.area_name))
        row.areas[figure.area_id] = cell
    elif figure.kind == Kind.MONTH:
        row.months[figure.month] = cell
    else:
        row.year_to_date = cell
