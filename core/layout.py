"""What stands in this file, paragraph by paragraph and row by row, and what in it could not be read?"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from core.reading import LONGEST, NO_TEXT, GaveUp, told_by
from core.word_lines import read_word_lines

PDF_READER = Path(__file__).with_name("pdf_lines.py")
PAGE, PARAGRAPH, LINE = "page", "paragraph", "line"
AT_THE_EDGE = 3  # lines at the top and at the foot of a page that may be its header or footer
PAGE_NUMBER = re.compile(r"(page\s*)?#+(\s*(of|/)\s*#+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A paragraph (one cell, table 0) or a row of a table, and the page, paragraph or line that it begins at."""

    cells: tuple[str, ...]
    at: int
    table: int = 0
    goes_on: bool = False  # the row was begun on the page before

    @property
    def text(self) -> str:
        return "\n".join(cell for cell in self.cells if cell)


@dataclass(frozen=True)
class Layout:
    """`asides`: what stands around the text, with where. `problems`: what could not be read, in sentences."""

    unit: str
    blocks: list[Block] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join([*(block.text for block in self.blocks), *(words for _, words in self.asides)])


def layout_of_text(text: str) -> Layout:
    """Pasted text, line by line. A table that was copied has tabs between its cells."""
    lines = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    return Layout(LINE, [row_of(line, at) for at, line in lines if line.strip()])


def row_of(line: str, at: int) -> Block:
    cells = tuple(cell.strip() for cell in line.split("\t"))
    return Block(cells, at, table=1) if sum(map(bool, cells)) > 1 else Block((line.strip(),), at)


def layout_of_word(file: IO[bytes]) -> Layout:
    found = read_word_lines(file)
    blocks = [Block(tuple(row.cells), row.at, row.table) for row in found.rows]
    asides = [("In the header or footer", words) for words in found.around]
    asides += [("In a footnote", words) for words in found.notes]
    problems = [found.problem] if found.problem else []
    if found.pictures:
        many = "a picture" if found.pictures == 1 else f"{found.pictures} pictures"
        problems.append(f"It has {many}. Words in a picture cannot be read.")
    return Layout(PARAGRAPH, blocks, asides, problems)


def layout_of_pdf(file: IO[bytes]) -> Layout:
    try:
        return of_pages(told_by(PDF_READER, file.read(), longest=LONGEST))
    except GaveUp as why:
        return Layout(PAGE, problems=[str(why)])


def of_pages(found: dict[str, Any]) -> Layout:
    blocks = [Block(tuple(b["cells"]), b["at"], b["table"], b["goes_on"]) for b in found["blocks"]]
    blocks, furniture = without_furniture(blocks, pages=found["pages"])
    problems = [found["problem"]] if found["problem"] else []
    if not problems and not blocks:
        problems = [NO_TEXT]
    elif found["blank"]:
        problems += [without_text(found["blank"])]
    asides = [("At the top or foot of pages", words) for words in furniture]
    return Layout(PAGE, mended(blocks), asides, problems)


def without_text(pages: list[int]) -> str:
    some = ", ".join(map(str, pages[:8])) + (" and others" if len(pages) > 8 else "")
    which = f"Page {some}" if len(pages) == 1 else f"Pages {some}"
    return f"{which} could not be read: there is no text on it, so it may be a scan."


def without_furniture(blocks: list[Block], *, pages: int) -> tuple[list[Block], list[str]]:
    """Headers, footers and page numbers: what stands at the edge of half of the pages, but for its digits."""
    edges = [i for indices in by_page(blocks) for i in {*indices[:AT_THE_EDGE], *indices[-AT_THE_EDGE:]}]
    seen = Counter({(blocks[i].at, alike(blocks[i].text)) for i in edges})
    often = Counter(text for _, text in seen)
    enough = max(2, pages / 2)
    drop = {i for i in edges if often[text := alike(blocks[i].text)] >= enough or PAGE_NUMBER.fullmatch(text)}
    words = dict.fromkeys(blocks[i].text for i in sorted(drop))
    return [block for i, block in enumerate(blocks) if i not in drop], list(words)


def by_page(blocks: list[Block]) -> Iterable[list[int]]:
    pages: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        pages.setdefault(block.at, []).append(i)
    return pages.values()


def alike(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def mended(blocks: list[Block]) -> list[Block]:
    """Paragraphs and rows that the end of a page had cut are whole again."""
    done: list[Block] = []
    page = 0
    for block in blocks:
        if done and page != block.at and is_rest_of(done[-1], block):
            cells = tuple(run_on(*both) for both in zip(done[-1].cells, block.cells, strict=True))
            done[-1] = replace(done[-1], cells=cells)
        else:
            done.append(block)
        page = block.at
    return done


def is_rest_of(before: Block, after: Block) -> bool:
    if bool(before.table) != bool(after.table) or len(before.cells) != len(after.cells):
        return False
    return after.goes_on or (not after.table and is_cut(before.text, after.text))


def is_cut(before: str, after: str) -> bool:
    return before[-1:] not in ".!?:;" and after[:1].islower()


def run_on(before: str, after: str) -> str:
    if not before or not after:
        return before or after
    return f"{before} {after}" if is_cut(before, after) else f"{before}\n{after}"
