"""What stands in one cell, one row and the whole of a report's table?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from accounts.models import Area, Organisation
from reporting.metrics import Metric
from reporting.models.published import Source, State
from reporting.months import financial_year, in_runs, key_of, year_to

NOT_COLLECTED = "X"


@dataclass(frozen=True)
class Cell:
    """A number, X where nothing was collected, or nothing. `was`: what an earlier report printed otherwise."""

    value: int | None = None
    state: State = State.BLANK
    imported_from: str = ""
    was: str = ""

    @classmethod
    def number(cls, value: int, **facts: Any) -> "Cell":
        return cls(value=value, state=State.NUMBER, **facts)

    @classmethod
    def from_import(cls, value: int | None, source: str) -> "Cell":
        return X if value is None else cls.number(value, imported_from=source)

    @property
    def is_number(self) -> bool:
        return self.state == State.NUMBER

    @property
    def shown(self) -> str:
        if self.is_number:
            return f"{self.value:,}"
        return NOT_COLLECTED if self.state == State.NOT_COLLECTED else ""

    @property
    def as_json(self) -> int | str | None:
        return self.value if self.is_number else (self.shown or None)

    def revised_from(self, earlier: str) -> "Cell":
        return replace(self, was=earlier) if earlier != self.shown else self


X = Cell(state=State.NOT_COLLECTED)
BLANK = Cell()


@dataclass
class Row:
    """One metric: the areas in the report's month, the whole ICB by month, year to date."""

    metric: Metric
    areas: dict[int, Cell]
    months: dict[date, Cell]
    year_to_date: Cell
    label: str = ""
    source: Source = Source.COMPUTED
    notes: list[str] = field(default_factory=list)
    is_revised: bool = False

    def __post_init__(self) -> None:
        self.label = self.label or str(self.metric.label)

    @property
    def cells(self) -> list[Cell]:
        return [*self.areas.values(), *self.months.values(), self.year_to_date]

    @property
    def is_mixed(self) -> bool:
        """Some of its numbers were imported and some counted."""
        imported = [bool(cell.imported_from) for cell in self.cells if cell.is_number]
        return any(imported) and not all(imported)

    @property
    def said(self) -> list[str]:
        """Its notes; and, where no mark can stand at a number, which months were imported."""
        imported = [month for month, cell in self.months.items() if cell.imported_from]
        if not (imported and self.is_mixed):
            return self.notes
        return [*self.notes, f"Imported: {in_runs(imported)}. The other months are counted from the cases."]


@dataclass(frozen=True)
class Column:
    """An area's column, as the report names it."""

    pk: int
    name: str


@dataclass
class ReportTable:
    """What a month's report prints: the same for the page, the PDF, the CSV and the JSON."""

    icb: Organisation
    month: date
    areas: list[Column]
    rows: list[Row]

    @property
    def months_back(self) -> list[date]:
        """The report's month, then back month by month to April: the order of the printed columns."""
        return list(reversed(year_to(self.month)))

    @property
    def sources(self) -> list[str]:
        """Where imported figures come from, each named once."""
        named = {cell.imported_from: None for row in self.rows for cell in row.cells if cell.imported_from}
        return list(named)

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What is worth saying: the row's name and the note."""
        return [(row.label, note) for row in self.rows for note in row.notes]

    @property
    def all_imported(self) -> bool:
        """Every number was imported: said once, and not at each."""
        found = [cell for row in self.rows for cell in row.cells if cell.is_number]
        return bool(found) and all(cell.imported_from for cell in found)

    @property
    def has_marks(self) -> bool:
        """Imported numbers stand beside counted ones, and carry a mark each."""
        return bool(self.sources) and not self.all_imported

    @property
    def has_revisions(self) -> bool:
        return any(cell.was for row in self.rows for cell in row.cells)

    @property
    def has_gaps(self) -> bool:
        return any(cell.state == State.NOT_COLLECTED for row in self.rows for cell in row.cells)

    def as_json(self, reporting_period: str) -> dict[str, Any]:
        return {
            "icb": self.icb.code,
            "month": key_of(self.month),
            "reporting_period": reporting_period,
            "rows": [self.row_as_json(row) for row in self.rows],
        }

    def row_as_json(self, row: Row) -> dict[str, Any]:
        return {
            "key": row.metric.value,
            "label": row.label,
            "areas": {area.name: row.areas[area.pk].as_json for area in self.areas},
            "total": row.months[self.month].as_json,
            "months": {key_of(m): row.months.get(m, BLANK).as_json for m in financial_year(self.month)},
            "year_to_date": row.year_to_date.as_json,
            "source": str(row.source),
            "notes": row.said,
        }


def columns_of(areas: Iterable[Area]) -> list[Column]:
    return [Column(area.pk, area.name) for area in areas]


def numbers(cells: Mapping[date, Cell]) -> dict[date, int]:
    """The months that have a number."""
    return {month: cell.value for month, cell in cells.items() if cell.value is not None}
