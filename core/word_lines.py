"""What stands in this Word document, paragraph by paragraph and row by row?

Content controls, text boxes, nested tables and tracked additions are read; tracked deletions and field codes are not.
It is read as it streams by: words are all that is kept of it, up to a length and until a deadline.
"""

import re
import time
from typing import IO, ClassVar, NamedTuple

from core.reading import LONGEST, NO_TEXT, SECONDS, PartParser, read_parts

AROUND = re.compile(r"word/(header|footer)\d*\.xml")
NOTES = re.compile(r"word/(footnotes|endnotes)\.xml")
BODY, PICTURES = "word/document.xml", "word/media/"
MOST_COLUMNS = 63  # of a table in Word
# What is in the file and not on the page: deleted, moved away, or the same once more for an older Word.
NOT_SHOWN = frozenset(["del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "tcPrChange"])
MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Row(NamedTuple):
    """A row of a table; a paragraph outside all tables is a row of one cell in table 0."""

    table: int
    cells: list[str]
    at: int  # the number of its first paragraph


Item = str | Row
"""What a cell holds: paragraphs, and the rows of a table inside it."""


class Table:
    """A table that is being read: its number, the cells of its open row, and which of them is open."""

    def __init__(self, number: int) -> None:
        self.number, self.at = number, 0
        self.cells: list[list[Item]] = []
        self.here: list[Item] | None = None


class LineParser(PartParser):
    """Follows paragraphs, tables, rows and cells. A table inside one of several cells is that cell's text; one inside
    a cell that fills its row alone is read as a table of its own, as many plans stand in a frame."""

    def __init__(self, *, deadline: float, longest: int = LONGEST) -> None:
        super().__init__(longest=longest, deadline=deadline)
        self.rows: list[Row] = []
        self.paragraphs = self.tables = self.hidden = 0
        self.in_text = False
        self.open_paragraphs: list[list[str]] = []
        self.open_tables: list[Table] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if self.hidden or tag in NOT_SHOWN:
            self.hidden += 1
            return
        self.in_text = tag == "t"
        if tag in MARKS:
            self.add(MARKS[tag])
        elif begin := self.BEGIN.get(tag):
            begin(self, attributes)

    def end(self, name: str) -> None:
        self.in_text = False
        if self.hidden:
            self.hidden -= 1
        elif finish := self.FINISH.get(name.rpartition(" ")[2]):
            finish(self)

    def characters(self, words: str) -> None:
        if self.in_text and not self.hidden:
            self.add(words)
            self.length += len(words)

    def add(self, words: str) -> None:
        if self.open_paragraphs:
            self.open_paragraphs[-1].append(words)

    def begin_paragraph(self, attributes: dict[str, str]) -> None:
        self.open_paragraphs.append([])

    def finish_paragraph(self) -> None:
        if words := tidy("".join(self.open_paragraphs.pop())):
            self.paragraphs += 1
            self.place(words)

    def begin_table(self, attributes: dict[str, str]) -> None:
        self.tables += 1
        self.open_tables.append(Table(self.tables))

    def finish_table(self) -> None:
        self.open_tables.pop()

    def begin_row(self, attributes: dict[str, str]) -> None:
        if self.open_tables:
            table = self.open_tables[-1]
            table.cells, table.here, table.at = [], None, self.paragraphs + 1

    def begin_cell(self, attributes: dict[str, str]) -> None:
        if self.open_tables:
            table = self.open_tables[-1]
            table.here = []
            table.cells.append(table.here)

    def spread_cell(self, attributes: dict[str, str]) -> None:
        """A cell over several columns: those that it covers stand empty after it."""
        value = next((v for k, v in attributes.items() if k.endswith("val")), "")
        if self.open_tables and value.isdigit():
            self.open_tables[-1].cells.extend([] for _ in range(min(int(value), MOST_COLUMNS) - 1))

    def finish_row(self) -> None:
        if not self.open_tables:
            return
        table = self.open_tables[-1]
        table.here = None
        full = [cell for cell in table.cells if cell]
        if len(full) == 1 and any(isinstance(item, Row) for item in full[0]):
            rows = [item if isinstance(item, Row) else Row(table.number, [item], table.at) for item in full[0]]
        else:
            rows = [Row(table.number, [as_text(cell) for cell in table.cells], table.at)] if full else []
        for row in rows:
            self.place(row, above=1)

    def place(self, item: Item, *, above: int = 0) -> None:
        """Into the cell that is open; outside of all tables it is a line of its own."""
        around = self.open_tables[: len(self.open_tables) - above]
        if around and around[-1].here is not None:
            around[-1].here.append(item)
        else:
            self.rows.append(item if isinstance(item, Row) else Row(0, [item], self.paragraphs))

    BEGIN: ClassVar = {"p": begin_paragraph, "tbl": begin_table, "tr": begin_row, "tc": begin_cell,
                       "gridSpan": spread_cell}  # fmt: skip
    FINISH: ClassVar = {"p": finish_paragraph, "tbl": finish_table, "tr": finish_row}


def tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def as_text(cell: list[Item]) -> str:
    lines = (item.cells if isinstance(item, Row) else [item] for item in cell)
    return "\n".join(words for line in lines for words in line if words)


class WordLines(NamedTuple):
    """`rows` of the body; headers and footers; foot- and endnotes; how many pictures; what stopped the reading."""

    rows: list[Row]
    around: list[str]
    notes: list[str]
    pictures: int
    problem: str


def read_word_lines(file: IO[bytes]) -> WordLines:
    deadline = time.monotonic() + SECONDS
    body, around, notes = (LineParser(deadline=deadline) for _ in range(3))
    names: list[str] = []

    def parser_for(name: str) -> LineParser | None:
        names.append(name)
        if name == BODY:
            return body
        return around if AROUND.fullmatch(name) else notes if NOTES.fullmatch(name) else None

    problem = read_parts(file, parser_for) or ("" if body.rows else NO_TEXT)
    pictures = sum(name.startswith(PICTURES) for name in names)
    return WordLines(body.rows, lines_of(around), lines_of(notes), pictures, problem)


def lines_of(parser: LineParser) -> list[str]:
    """Once each: the same header stands in several parts."""
    return list(dict.fromkeys(words for row in parser.rows for words in row.cells if words))
