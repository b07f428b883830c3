"""What does a file of published figures say, and can all of it be believed? Either every line is kept or none.

Two shapes are read: `metric,month,value` (a year of totals) and `metric,<area>…,total,published_year_to_date` (one
month by area). `not collected` stands where nothing was counted.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts.models import Area, Organisation
from core.today import now, today
from reporting.metrics import Metric
from reporting.models.figures import ImportedFigure
from reporting.months import NotAMonth, key_of, name_of, parse_month

NOT_COLLECTED = "not collected"
LARGEST = 1_000_000
LARGEST_FILE = 5_000_000
YEAR = "published_year_to_date"
MONTHLY = ["metric", "month", "value"]
KINDS = ImportedFigure.Kind


class Unreadable(Exception):
    """The file cannot be taken. Each reason names its row and column."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True)
class Line:
    """One figure of the file, and where it stands there."""

    metric: Metric
    month: date
    value: int | None
    row: int
    column: str
    area: Area | None = None
    kind: str = KINDS.MONTH

    @property
    def key(self) -> tuple[str, int | None, date, str]:
        return (self.metric, self.area.pk if self.area else None, self.month, self.kind)

    @property
    def name(self) -> str:
        of = "year to date" if self.kind == KINDS.YEAR_TO_DATE else (self.area.name if self.area else "total")
        return f"{self.metric.value}, {of}, {name_of(self.month)}"


@dataclass
class Done:
    """What an import did."""

    added: int = 0
    unchanged: int = 0
    revised: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_file(
    path: Path, *, icb: Organisation, source: str, month: date | None = None, revise: bool = False
) -> Done:
    """Read the file whole, then keep it whole."""
    reader = Reader(icb, month)
    lines = reader.read(text_of(path))
    done = Done(warnings=list(about_totals(lines)))
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=icb.pk)  # one import at a time
        keep(lines, Figures(icb, source.strip(), path.name), done, revise=revise)
    return done


def text_of(path: Path) -> str:
    if not path.is_file():
        raise Unreadable([f"There is no file {path}."])
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable([f"{path.name} is too large for a table of figures. Is it the right file?"])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([f"{path.name} is not a text file. Save the table as CSV (UTF-8)."]) from None
    if "\0" in text or not text.strip():
        raise Unreadable([f"{path.name} {'is empty' if not text.strip() else 'is not a CSV file'}."])
    return text


class Reader:
    """Turns the text into lines, and collects every reason why it cannot."""

    def __init__(self, icb: Organisation, month: date | None) -> None:
        self.icb, self.month = icb, month
        self.reasons: list[str] = []

    def read(self, text: str) -> list[Line]:
        lines = list(self.lines(text))
        self.refuse_repeats(lines)
        if not lines and not self.reasons:
            self.reasons.append("The file has a heading and no figures.")
        if self.reasons:
            raise Unreadable(self.reasons)
        return lines

    def lines(self, text: str) -> Iterator[Line]:
        try:
            table = list(csv.reader(io.StringIO(text), strict=True))
        except csv.Error as error:
            raise Unreadable([f"The file is not a CSV file: {error}."]) from error
        head = [name.strip() for name in table[0]]
        columns = self.months_shape(head) if "month" in head else self.areas_shape(head)
        for number, cells in enumerate(table[1:], start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(head):
                self.reasons.append(f"Row {number}: {len(cells)} columns, where the heading has {len(head)}.")
                continue
            given = dict(zip(head, (cell.strip() for cell in cells), strict=True))
            metric = self.metric(number, given["metric"])
            month = self.month_of(number, given)
            if metric and month:
                yield from self.figures(number, metric, month, given, columns)

    def months_shape(self, head: list[str]) -> dict[str, Area | None]:
        self.refuse_head(head, MONTHLY)
        unknown = [name for name in head if name not in MONTHLY]
        if unknown:
            raise Unreadable(
                [f"Row 1, column {unknown[0]}: not a column of this shape, which is {', '.join(MONTHLY)}."]
            )
        return {"value": None}

    def areas_shape(self, head: list[str]) -> dict[str, Area | None]:
        areas = {area.name: area for area in Area.objects.filter(icb=self.icb)}
        needed = [area.name for area in areas.values() if self.month and is_in_force(area, self.month)]
        self.refuse_head(head, ["metric", *needed, "total", YEAR])
        if self.month is None:
            raise Unreadable(["This file has no month. Say which month it is of: --month 2024-03."])
        named = [name for name in head if name not in ("metric", "total", YEAR)]
        unknown = [name for name in named if name not in areas]
        if unknown:
            known = ", ".join(areas) or "none"
            raise Unreadable(
                [f"Row 1, column {name}: not an area of {self.icb}. Its areas: {known}." for name in unknown]
            )
        return {name: areas[name] for name in named} | {"total": None, YEAR: None}

    def refuse_head(self, head: list[str], needed: list[str]) -> None:
        reasons = [f"Row 1: the column {name} is missing." for name in needed if name not in head]
        reasons += [f"Row 1, column {name}: there twice." for name in sorted(set(head)) if head.count(name) > 1]
        if reasons:
            raise Unreadable(reasons)

    def metric(self, number: int, text: str) -> Metric | None:
        if text in Metric.values:
            return Metric(text)
        self.reasons.append(
            f"Row {number}, column metric: “{text}” is not a figure we know. Known: {', '.join(Metric.values)}."
        )
        return None

    def month_of(self, number: int, given: dict[str, str]) -> date | None:
        if "month" not in given:
            return self.month
        try:
            month = parse_month(given["month"])
        except NotAMonth as error:
            self.reasons.append(f"Row {number}, column month: {error}")
            return None
        if month > today():
            self.reasons.append(f"Row {number}, column month: {name_of(month)} is in the future.")
            return None
        return month

    def figures(
        self, number: int, metric: Metric, month: date, given: dict[str, str], columns: dict[str, Area | None]
    ) -> Iterator[Line]:
        for column, area in columns.items():
            try:
                value = value_of(given[column])
            except ValueError as error:
                self.reasons.append(f"Row {number}, column {column}: {error}")
                continue
            kind = KINDS.YEAR_TO_DATE if column == YEAR else KINDS.MONTH
            yield Line(metric, month, value, number, column, area, kind)

    def refuse_repeats(self, lines: list[Line]) -> None:
        first: dict[object, Line] = {}
        for line in lines:
            before = first.setdefault(line.key, line)
            if before is not line:
                self.reasons.append(
                    f"Row {line.row}, column {line.column}: {line.name} is in row {before.row} already."
                )


def is_in_force(area: Area, month: date) -> bool:
    return area.in_force_from <= month and (area.in_force_until is None or area.in_force_until >= month)


def value_of(text: str) -> int | None:
    """A whole number, or None where nothing was collected."""
    if text.lower() in (NOT_COLLECTED, "x"):
        return None
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"“{text}” is not a whole number. Write one, or “{NOT_COLLECTED}”.")
    if int(text) > LARGEST:
        raise ValueError(f"{text} is too large to be a month’s figure.")
    return int(text)


def about_totals(lines: list[Line]) -> Iterator[str]:
    """Where the areas do not add up to their total: taken as published, and said."""
    by_row: dict[int, list[Line]] = {}
    for line in lines:
        if line.kind == KINDS.MONTH:
            by_row.setdefault(line.row, []).append(line)
    for number, row in by_row.items():
        totals = [line.value for line in row if line.area is None]
        areas = [line.value for line in row if line.area]
        together = sum(value or 0 for value in areas)
        if areas and None not in [*areas, *totals] and together != totals[0]:
            yield f"Row {number}, column total: {totals[0]}, though its areas give {together}. Kept as published."


@dataclass(frozen=True)
class Figures:
    """Where the figures of this file belong and come from."""

    icb: Organisation
    source: str
    file_name: str

    def made_of(self, line: Line) -> ImportedFigure:
        return ImportedFigure(
            icb=self.icb,
            metric=line.metric,
            area=line.area,
            month=line.month,
            kind=line.kind,
            value=line.value,
            source=self.source,
            file_name=self.file_name[:200],
        )


def keep(lines: list[Line], figures: Figures, done: Done, *, revise: bool) -> None:
    """Add what is new; what says the same again changes nothing; what differs is refused, or stated as a revision."""
    known = {
        (figure.metric, figure.area_id, figure.month, figure.kind): figure
        for figure in ImportedFigure.objects.current().filter(icb=figures.icb)
    }
    differing = [line for line in lines if line.key in known and known[line.key].value != line.value]
    if differing and not revise:
        raise Unreadable([why_refused(line, known[line.key]) for line in differing])
    replaced = [known[line.key].pk for line in differing]
    ImportedFigure.objects.filter(pk__in=replaced).update(replaced_at=now())
    new = [line for line in lines if line.key not in known]
    ImportedFigure.objects.bulk_create(figures.made_of(line) for line in [*new, *differing])
    done.added, done.unchanged = len(new), len(lines) - len(new) - len(differing)
    done.revised = [
        f"{line.name}: was {in_words(known[line.key].value)}, is now {in_words(line.value)}." for line in differing
    ]


def why_refused(line: Line, kept: ImportedFigure) -> str:
    return (
        f"Row {line.row}, column {line.column}: {line.name} ({key_of(line.month)}) was imported as "
        f"{in_words(kept.value)} from {kept.source}; this file says {in_words(line.value)}. "
        "To replace it, and say so in the next report, add --revise."
    )


def in_words(value: int | None) -> str:
    return NOT_COLLECTED if value is None else f"{value:,}"
