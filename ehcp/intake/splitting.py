"""Which of a file's words belong to which section?

No word is lost: each is in a section, in a heading, or among what was not placed, with where it stood.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.layout import Block, Layout
from ehcp.intake.headings import Heading, Headings

FEWEST_IN_CONTENTS = 4  # headings one after the other with nothing between them
INSTRUCTION = re.compile(
    r"[(\[“\"*]*\s*(please\b|guidance\b|note (to|for)\b|notes? for\b|this section (should|must|is for|sets out|"
    r"records|describes|needs to)|use this section|instructions?\b|describe (here )?(the|any|how)\b|in this section "
    r"(describe|set out|write)|complete this|delete as)",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"[\s\d.)(]*")


@dataclass
class Piece:
    """Text that belongs to no section, where it stood, and why."""

    why: str
    at: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Part:
    """What was found of one section."""

    lines: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Unit:
    """A heading, or text: of one cell, or of the cells of a row."""

    at: int
    heading: Heading | None = None
    columns: dict[int, str] | None = None  # a row that heads the columns of those under it
    cells: tuple[str, ...] = ()


BEFORE = "Before the first section"
CONTENTS = "In a list of contents"
INSTRUCTIONS = "Instructions of the form"
NO_COLUMN = "In a column that no section heads"
AFTER_TABLE = "After a table of several sections"
NUMBERED = "Numbers of rows"


def split(layout: Layout, headings: Headings) -> "Sections":
    """By the letters of the sections; where a plan has none, by their titles."""
    units = with_titles(list(units_of(layout.blocks, headings)), headings)
    if len({unit.heading.letter for unit in units if unit.heading} - {""}) < 2:
        by_title = Headings(headings.sections, by_title=True)
        named = list(units_of(layout.blocks, by_title))
        units = named if many_headings(named) > many_headings(units) else units
    done = Sections({})
    is_contents = contents_in(units)
    for number, unit in enumerate(units):
        done.take(unit, is_contents=number in is_contents)
    for why, words in layout.asides:
        done.set_aside(why, 0, words)
    return done


def many_headings(units: list[Unit]) -> int:
    return sum(bool(unit.heading) for unit in units)


def units_of(blocks: list[Block], headings: Headings) -> Iterator[Unit]:
    bare = tables_with_bare_letters(blocks, headings)
    group: tuple[str, ...] = ()
    for block in blocks:
        full = [cell for cell in block.cells if cell]
        units = (
            list(units_of_lines(full[0], block, headings))
            if len(full) == 1
            else list(units_of_row(block, headings, group, has_letters=block.table in bare))
        )
        group = next((u.heading.letters for u in reversed(units) if u.heading), group)
        yield from units


def with_titles(units: list[Unit], headings: Headings) -> list[Unit]:
    """A title that stands alone under its letter is part of the heading."""
    done: list[Unit] = []
    for unit in units:
        above = done[-1].heading if done else None
        text = "\n".join(filter(None, unit.cells))
        if above and not unit.heading and awaits_title(above) and headings.is_title_of(above.letter, text):
            done[-1] = replace(done[-1], heading=Heading(above.letters, f"{above.words}\n{text}"))
        else:
            done.append(unit)
    return done


def tables_with_bare_letters(blocks: list[Block], headings: Headings) -> set[int]:
    """Tables whose first column holds just letters of sections."""
    letters: dict[int, set[str]] = {}
    for block in blocks:
        if len(block.cells) > 1 and block.cells[0].strip(" .:") in headings.known:
            letters.setdefault(block.table, set()).add(block.cells[0])
    return {table for table, found in letters.items() if len(found) > 2}


def units_of_lines(cell: str, block: Block, headings: Headings) -> Iterator[Unit]:
    """A paragraph, or a cell of its own: its headings, and the text between. In a row of several columns the text
    keeps its column."""
    place = next(i for i, each in enumerate(block.cells) if each)
    for line in cell.split("\n"):
        heading = headings.read(line)
        if heading:
            yield Unit(block.at, heading=Heading(heading.letters, heading.words))
        text = heading.rest if heading else line
        if text:
            cells = ("",) * place + (text,) + ("",) * (len(block.cells) - place - 1)
            yield Unit(block.at, cells=cells)


def awaits_title(heading: Heading) -> bool:
    """It is the letter alone: its title may stand in the next line, or in the next cell."""
    return bool(heading.letter and not heading.rest) and len(heading.words.strip(" :.-–—")) <= len("section H1")


def units_of_row(block: Block, headings: Headings, group: tuple[str, ...], *, has_letters: bool) -> Iterator[Unit]:
    cells = list(block.cells)
    found = {i: heading for i, cell in enumerate(cells) if cell and (heading := heading_of_cell(cell, headings))}
    first = next(i for i, cell in enumerate(cells) if cell)
    if has_letters and first not in found and cells[first].strip(" .:") in headings.known:
        found = {first: Heading((cells[first].strip(" .:"),), cells[first])}
    if not found and (columns := columns_by_name(cells, headings, group)):
        yield Unit(block.at, heading=Heading((), "\n".join(filter(None, cells))), columns=columns)
    elif len({heading.letters for heading in found.values()}) > 1:
        yield from heads_of_columns(block, cells, found)
    elif found and min(found) == first:
        yield from units_of_labelled_row(block, cells, first, found[first], headings)
    else:
        yield Unit(block.at, cells=tuple(cells))


def heading_of_cell(cell: str, headings: Headings) -> Heading | None:
    """The cell’s first line, with the lines after it as what follows; a title may stand under its letter."""
    first, _, rest = cell.partition("\n")
    heading = headings.read(first)
    if heading is None:
        whole = headings.read(" ".join(cell.split("\n"))) if len(cell) < 400 else None
        return whole if whole and not whole.rest else None
    second, _, after = rest.partition("\n")
    if awaits_title(heading) and second and headings.is_title_of(heading.letter, second):
        return Heading(heading.letters, f"{first}\n{second}", after)
    return Heading(heading.letters, heading.words, "\n".join(filter(None, (heading.rest, rest))))


def columns_by_name(cells: list[str], headings: Headings, group: tuple[str, ...]) -> dict[int, str]:
    """A row of titles without letters: “Health needs | Health provision | Outcomes”, or under a heading of several
    sections “Need | Provision | Outcome”."""
    lines = [" ".join(cell.split()) for cell in cells]
    named = {i: letter for i, words in enumerate(lines) if words and (letter := headings.called(words))}
    if len(set(named.values())) > 1:
        return named
    if len(group) < 2:
        return {}
    found = {i: letter for i, words in enumerate(lines) if words and (letter := headings.column_of(words, group))}
    return found if len(set(found.values())) > 1 else {}


def heads_of_columns(block: Block, cells: list[str], found: dict[int, Heading]) -> Iterator[Unit]:
    """Two headings or more in one row: each heads its column, and what follows it in its cell stands under it."""
    words = "\n".join(found[i].words if i in found else cell for i, cell in enumerate(cells) if cell)
    columns = {i: heading.letter for i, heading in found.items()}
    yield Unit(block.at, heading=Heading((), words), columns=columns)
    rest = tuple(found[i].rest if i in found else "" for i in range(len(cells)))
    if any(rest):
        yield Unit(block.at, cells=rest)


def units_of_labelled_row(
    block: Block, cells: list[str], first: int, heading: Heading, headings: Headings
) -> Iterator[Unit]:
    """Its heading in the first cell, its text in the others: “C | Health needs | Has asthma.”"""
    words, others = heading.words, [cell for cell in cells[first + 1 :] if cell]
    if awaits_title(heading) and others and headings.is_title_of(heading.letter, " ".join(others[0].split())):
        words = f"{words} {others.pop(0)}"
    if others and all(NUMBERS.fullmatch(cell) for cell in others) and not heading.rest:
        words = " ".join([words, *others])  # a line of a list of contents, with its page
        others = []
    yield Unit(block.at, heading=Heading(heading.letters, words))
    for text in (heading.rest, *others):
        if text:
            yield Unit(block.at, cells=(text,))


def contents_in(units: list[Unit]) -> set[int]:
    """The numbers of the units that are a list of contents: headings in a row, with nothing between them, each of
    which comes again further on."""
    found: set[int] = set()
    run: list[int] = []
    for number, unit in enumerate([*units, Unit(0, cells=("end",))]):
        if unit.heading and unit.columns is None:
            run.append(number)
            continue
        if len(run) >= FEWEST_IN_CONTENTS:
            found |= contents_of(run, units)
        run = []
    return found


def contents_of(run: list[int], units: list[Unit]) -> set[int]:
    """As many of the run’s first as come again, of which the last may already be the plan’s own first heading."""
    later = [unit.heading.letters for unit in units[run[-1] + 1 :] if unit.heading]
    later += [(letter,) for unit in units[run[-1] + 1 :] for letter in (unit.columns or {}).values()]
    letters = [units[number].heading.letters for number in run]  # type: ignore[union-attr]
    again = [number for i, number in enumerate(run) if letters[i] in later or letters[i] in letters[i + 1 :]]
    if len(again) < FEWEST_IN_CONTENTS or len(again) < len(run) * 0.6:
        return set()
    return {number for number in run if number <= again[-1]}


@dataclass
class Sections:
    """What was found so far, and under which heading or columns the next text stands."""

    parts: dict[str, Part]
    unplaced: list[Piece] = field(default_factory=list)
    all_headings: list[str] = field(default_factory=list)
    here: str = ""
    columns: dict[int, str] = field(default_factory=dict)
    why_nowhere: str = BEFORE
    is_fresh: bool = False  # nothing but instructions has come since the heading

    def take(self, unit: Unit, *, is_contents: bool) -> None:
        if is_contents and unit.heading:
            self.here, self.columns, self.why_nowhere = "", {}, BEFORE
            self.set_aside(CONTENTS, unit.at, unit.heading.words)
        elif unit.heading:
            self.begin(unit, unit.heading)
        elif self.columns:
            self.fill_columns(unit)
        else:
            self.add("\n".join(cell for cell in unit.cells if cell), unit.at)

    def begin(self, unit: Unit, heading: Heading) -> None:
        self.here, self.columns, self.is_fresh = heading.letter, unit.columns or {}, True
        self.all_headings.append(heading.words)
        words = " ".join(heading.words.split())
        for letter in [heading.letter, *dict.fromkeys(self.columns.values())]:
            if letter:
                self.part(letter, unit.at).headings.append(words)
        if not self.here and not self.columns:
            self.why_nowhere = f"Under “{words[:80]}”"

    def part(self, letter: str, at: int) -> Part:
        part = self.parts.setdefault(letter, Part(first=at))
        part.last = max(part.last, at)
        return part

    def add(self, text: str, at: int) -> None:
        if not self.here:
            self.set_aside(self.why_nowhere, at, text)
        elif self.is_fresh and INSTRUCTION.match(text):
            self.set_aside(INSTRUCTIONS, at, text)
        else:
            self.is_fresh = False
            self.part(self.here, at).lines.append(text)

    def fill_columns(self, unit: Unit) -> None:
        """Each cell to the section that heads its column. A column that none heads belongs to the one on its left:
        who provides it, how often. Text outside the table stands under no column."""
        if len(unit.cells) <= max(self.columns):
            self.columns, self.why_nowhere = {}, AFTER_TABLE
            return self.add("\n".join(cell for cell in unit.cells if cell), unit.at)
        for i, text in enumerate(unit.cells):
            if not text:
                continue
            headed = [place for place in self.columns if place <= i]
            letter = self.columns[max(headed)] if headed else ""
            if letter:
                self.part(letter, unit.at).lines.append(text)
            else:
                self.set_aside(NUMBERED if NUMBERS.fullmatch(text) else NO_COLUMN, unit.at, text)
        return None

    def set_aside(self, why: str, at: int, text: str) -> None:
        """What follows on in the same place is one piece."""
        piece = next((piece for piece in reversed(self.unplaced) if piece.why == why), None)
        if piece is None or (why not in (NUMBERED, CONTENTS) and piece is not self.unplaced[-1]):
            piece = Piece(why, at)
            self.unplaced.append(piece)
        piece.lines.append(text)
