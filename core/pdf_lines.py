"""What stands on each page of this PDF, line by line and row by row? Run by itself, in a process that may take so
much time and memory and no more.

`python core/pdf_lines.py SECONDS MEGABYTES CHARACTERS < file.pdf` prints one object of JSON. A table is where ruled
lines make cells; what stands in one cell stays together. Lines that were broken because they were full are joined.
"""

import ctypes
import json
import resource
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

LOCKED = "It is locked with a password."
DAMAGED = "It could not be read: the file may be damaged."
TOO_LONG = "It is too long to be read to its end."
FAULTS = (pypdfium2.PdfiumError, ValueError, KeyError, TypeError, IndexError, OverflowError, MemoryError, OSError)

NEAR = 3.0  # points: edges that are this close are one
THIN = 2.5  # a filled rectangle that is no thicker is a ruled line
MOST_EDGES = 20_000  # of a page: a drawing has more, and is no table
SLACK = 1.5  # points by which a line may end early and still be full


class Word(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Edge(NamedTuple):
    """A ruled line: at `at`, from `start` to `end` on the other axis."""

    at: float
    start: float
    end: float


class Cell(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    is_open_above: bool  # no line over it: it goes on from the cell above

    def holds(self, word: Word) -> bool:
        x, y = word.middle
        return self.left <= x <= self.right and self.bottom <= y <= self.top


# Words

SPACE = (" ", 0.0, 0.0, 0.0, 0.0)
UNSEEN = frozenset("\ufffe\u00ad\ufeff\u200b")


def characters(page: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Each character with its loose box, in the order in which it was written."""
    text = page.get_textpage()
    box = raw.FS_RECTF()
    place, handle = ctypes.byref(box), text.raw
    for number in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, number)
        if code <= 0x20 or code == 0xA0 or code >= 0x110000:
            yield SPACE
        else:
            raw.FPDFText_GetLooseCharBox(handle, number, place)
            yield chr(code), box.left, box.bottom, box.right, box.top


def words_of(page: Any) -> list[Word]:
    words: list[Word] = []
    run: list[tuple[str, float, float, float, float]] = []
    for each in characters(page):
        if each is SPACE or (run and is_apart(run[-1], each)):
            words += as_word(run)
            run = []
        if each is not SPACE and each[0] not in UNSEEN:
            run.append(each)
    return words + as_word(run)


def is_apart(before: tuple[str, float, float, float, float], after: tuple[str, float, float, float, float]) -> bool:
    height = max(before[4] - before[2], 1.0)
    return abs(after[2] - before[2]) > height / 2 or not -height / 2 < after[1] - before[3] < height / 3


def as_word(run: list[tuple[str, float, float, float, float]]) -> list[Word]:
    if not run:
        return []
    text, lefts, bottoms, rights, tops = zip(*run, strict=True)
    return [Word("".join(text), lefts[0], min(bottoms), rights[-1], max(tops))]


# Ruled lines and cells


def edges_of(page: Any) -> tuple[list[Edge], list[Edge]]:
    """The horizontal and the vertical ruled lines: drawn as lines, or as thin or framed boxes."""
    across: list[Edge] = []
    down: list[Edge] = []
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        for (x0, y0), (x1, y1) in sides_of(drawn):
            if abs(y1 - y0) <= THIN < abs(x1 - x0):
                across.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= THIN < abs(y1 - y0):
                down.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(across) + len(down) > MOST_EDGES:
            return [], []
    return across, down


def sides_of(drawn: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path. A filled shape is one only when it is thin or framed: a shaded background makes
    no table."""
    left, bottom, right, top = drawn.get_bounds()
    if min(right - left, top - bottom) <= THIN:
        middle = ((left + right) / 2, (bottom + top) / 2)
        is_flat = top - bottom <= THIN
        yield ((left, middle[1]), (right, middle[1])) if is_flat else ((middle[0], bottom), (middle[0], top))
        return
    stroked, fill = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, ctypes.byref(fill), ctypes.byref(stroked))
    if stroked.value:
        yield from pairwise_points(drawn)


def pairwise_points(drawn: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = drawn.get_matrix()
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPath_CountSegments(drawn), MOST_EDGES)):
        piece = raw.FPDFPath_GetPathSegment(drawn, number)
        raw.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(piece) == raw.FPDF_SEGMENT_MOVETO:
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if len(points) > 1:
            yield points[-2], points[-1]
        if raw.FPDFPathSegment_GetClose(piece) and len(points) > 2:
            yield points[-1], points[0]


def joined(edges: list[Edge]) -> list[Edge]:
    """Pieces that lie on one line and touch are one edge."""
    rows: list[list[Edge]] = []
    for edge in sorted(edges):
        if rows and edge.at - rows[-1][0].at <= NEAR:
            rows[-1].append(edge)
        else:
            rows.append([edge])
    return [whole for row in rows for whole in joined_in_line(row)]


def joined_in_line(row: list[Edge]) -> list[Edge]:
    at = sum(edge.at for edge in row) / len(row)
    done: list[Edge] = []
    for edge in sorted(row, key=lambda edge: edge.start):
        if done and edge.start - done[-1].end <= NEAR:
            done[-1] = Edge(at, done[-1].start, max(done[-1].end, edge.end))
        else:
            done.append(Edge(at, edge.start, edge.end))
    return done


def tables_of(page: Any) -> list[list[list[Cell]]]:
    """Tables, each as rows of cells from the top."""
    across, down = (joined(edges) for edges in edges_of(page))
    tables = []
    for rules, posts in grids(across, down):
        levels = levels_of(rules, posts)
        rows = [row_between(top, bottom, rules, posts) for top, bottom in pairwise(levels)]
        if found := [row for row in rows if row]:
            tables.append(found)
    return tables


def levels_of(rules: list[Edge], posts: list[Edge]) -> list[float]:
    """Where rows begin and end, from the top: at the ruled lines, and where a row is cut by the end of its page."""
    levels = {rule.at for rule in rules}
    ends = (max(post.end for post in posts), min(post.start for post in posts))
    levels |= {end for end in ends if all(abs(end - level) > NEAR for level in levels)}
    return sorted(levels, reverse=True)


def grids(across: list[Edge], down: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Ruled lines that meet, group by group, from the top of the page."""
    groups: list[tuple[list[Edge], list[Edge]]] = []
    for rule in across:
        posts = [post for post in down if meet(rule, post)]
        touched = [group for group in groups if any(post in group[1] for post in posts)]
        rules = [rule, *(each for group in touched for each in group[0])]
        all_posts = list(dict.fromkeys([*posts, *(each for group in touched for each in group[1])]))
        groups = [group for group in groups if group not in touched]
        if all_posts:
            groups.append((rules, all_posts))
    tables = [group for group in groups if len(group[0]) > 1 and len(group[1]) > 1]
    return sorted(tables, key=lambda group: -max(rule.at for rule in group[0]))


def meet(rule: Edge, post: Edge) -> bool:
    return rule.start - NEAR <= post.at <= rule.end + NEAR and post.start - NEAR <= rule.at <= post.end + NEAR


def row_between(top: float, bottom: float, rules: list[Edge], posts: list[Edge]) -> list[Cell]:
    middle = (top + bottom) / 2
    places = sorted(post.at for post in posts if post.start < middle < post.end)
    return [
        Cell(left, bottom, right, top, not is_ruled(top, (left + right) / 2, rules))
        for left, right in pairwise(places)
        if right - left > NEAR
    ]


def is_ruled(level: float, place: float, rules: list[Edge]) -> bool:
    return any(abs(rule.at - level) < 0.01 and rule.start <= place <= rule.end for rule in rules)


# Lines and paragraphs


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words that stand at one height, left to right, from the top."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.middle[1], word.left)):
        if lines and abs(lines[-1][0].middle[1] - word.middle[1]) < min(lines[-1][0].height, word.height) / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def paragraphs_of(words: list[Word], edge: float) -> list[tuple[str, float]]:
    """Each with the height at which it begins. A line goes on from the one above when that one was full: the first
    word would not have fitted, and the gap is no larger than between lines."""
    lines = lines_of(words)
    found: list[tuple[str, float]] = []
    before: list[Word] = []
    for line in lines:
        text = " ".join(word.text for word in line)
        if before and goes_on(before, line, edge):
            found[-1] = (f"{found[-1][0]} {text}", found[-1][1])
        else:
            found.append((text, line[0].top))
        before = line
    return found


def goes_on(before: list[Word], line: list[Word], edge: float) -> bool:
    height = max(word.height for word in before)
    is_close = before[0].bottom - line[0].top < height * 0.55
    is_alike = abs(line[0].height - before[0].height) < height * 0.15
    space = height * 0.2
    return is_close and is_alike and before[-1].right + space + (line[0].right - line[0].left) > edge - SLACK


def rows_of(page: Any, number: int, tables_before: int) -> Iterator[dict[str, Any]]:
    """The page from the top: paragraphs, and the rows of its tables where they stand."""
    rest, tables = words_of(page), tables_of(page)
    placed: list[tuple[float, int, list[str], bool]] = []
    for index, table in enumerate(tables, start=1):
        frame = frame_of(table)
        inside, rest = parted(rest, frame)
        placed += [
            (row[0].top, tables_before + index, cells, row[0].is_open_above) for row, cells in filled(table, inside)
        ]
    loose = [(top, 0, [text], False) for text, top in paragraphs_of(rest, where_full(rest, page.get_width()))]
    for _, mark, cells, is_open in sorted([*placed, *loose], key=lambda each: -each[0]):
        yield {"cells": cells, "at": number, "table": mark, "goes_on": is_open}


def where_full(words: list[Word], width: float) -> float:
    """Where lines of the page itself are full: at its longest. A page of short lines tells nothing; of such a one
    it is as far from the right as they begin from the left."""
    longest = max((word.right for word in words), default=0.0)
    return longest if longest > width * 0.6 else width - min((word.left for word in words), default=0.0)


def frame_of(table: list[list[Cell]]) -> Cell:
    cells = [cell for row in table for cell in row]
    return Cell(
        min(cell.left for cell in cells),
        min(cell.bottom for cell in cells),
        max(cell.right for cell in cells),
        max(cell.top for cell in cells),
        False,
    )


def parted(words: list[Word], frame: Cell) -> tuple[list[Word], list[Word]]:
    """Those inside the frame, and the others."""
    inside, outside = [], []
    for word in words:
        (inside if frame.holds(word) else outside).append(word)
    return inside, outside


def filled(table: list[list[Cell]], words: list[Word]) -> list[tuple[list[Cell], list[str]]]:
    """Each row with the text of its cells. A cell without a line over it belongs to the one above."""
    rows: list[tuple[list[Cell], list[str]]] = []
    for row in table:
        texts = ["\n".join(text for text, _ in paragraphs_of(*inside(cell, words))) for cell in row]
        if rows and all(cell.is_open_above for cell in row) and len(row) == len(rows[-1][0]):
            rows[-1] = (rows[-1][0], ["\n".join(filter(None, both)) for both in zip(rows[-1][1], texts, strict=True)])
        else:
            rows.append((row, texts))
    return [(row, texts) for row, texts in rows if any(texts)]


def inside(cell: Cell, words: list[Word]) -> tuple[list[Word], float]:
    """Its words, and where its lines are full: as far from the right as they begin from the left."""
    found = [word for word in words if cell.holds(word)]
    padding = min((word.left for word in found), default=cell.left) - cell.left
    return found, max([cell.right - padding, *(word.right for word in found)])


# The file


def read(content: bytes, *, longest: int) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    blank: list[int] = []
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        is_locked = getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(fault)
        return told(blocks, blank, 0, LOCKED if is_locked else DAMAGED)
    try:
        for number, page in enumerate(document, start=1):
            found = list(rows_of(page, number, max((block["table"] for block in blocks), default=0)))
            blocks += found
            blank += [] if found else [number]
            if sum(len(cell) for block in blocks for cell in block["cells"]) > longest:
                return told(blocks, blank, len(document), TOO_LONG)
        return told(blocks, blank, len(document), "")
    except FAULTS:
        return told(blocks, blank, 0, DAMAGED)


def told(blocks: list[dict[str, Any]], blank: list[int], pages: int, problem: str) -> dict[str, Any]:
    return {"blocks": blocks, "blank": blank, "pages": pages, "problem": problem}


def main(seconds: str, megabytes: str, longest: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 1024 * 1024,) * 2)
    json.dump(read(sys.stdin.buffer.read(), longest=int(longest)), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
