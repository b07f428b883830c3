"""What does whoever listens to a PDF hear of its tables, and of what stands at the head and foot of each page?

WeasyPrint tags a document, and leaves three things that a validator does not see and a listener does: which headers
belong to a cell where a header spans several rows or columns or a row has several; whether a header is a column's or
a row's; and words in the margins, which are neither in the tree nor artefacts. `finish` is its hook for that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CSS_PIXEL = 0.75  # points


def finish(document: Any, pdf: Any) -> None:
    tree = Tree(pdf)
    for element in list(tree.elements()):
        if element["S"] == "/Table":
            name_headers(Table.of(tree, element))
        elif element["S"] == "/Figure":
            place(element, tree.at(element["Pg"]))
    for page in tree.pages():
        margins_become_artefacts(tree, page)


class Tree:
    """The document's tags, by reference."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.read: set[tuple[bytes, int]] = {
            (element["Pg"], kid) for element in self.elements() for kid in element["K"] if isinstance(kid, int)
        }

    def at(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def elements(self, under: Any = None) -> Iterator[Any]:
        """In the order in which they are read."""
        for kid in self.kids(self.root if under is None else under):
            yield kid
            yield from self.elements(kid)

    def kids(self, element: Any) -> Iterator[Any]:
        for kid in element["K"]:
            found = None if isinstance(kid, int) else self.at(kid)
            if found is not None and "S" in found:
                yield found

    def pages(self) -> Iterator[Any]:
        return (self.at(reference) for reference in self.pdf.page_references)

    def forget(self, page: Any, mark: int) -> None:
        """What is marked so is no part of the tree any more."""
        by_page = self.at(self.root["ParentTree"])["Nums"]
        by_page[2 * page["StructParents"] + 1][mark] = "null"


@dataclass
class Cell:
    element: Any
    row: int
    columns: range
    in_head: bool

    @property
    def is_header(self) -> bool:
        return bool(self.element["S"] == "/TH")

    @property
    def id(self) -> Any:
        return self.element["ID"]


@dataclass
class Table:
    """Its cells, with the columns in which they stand."""

    cells: list[Cell] = field(default_factory=list)

    @classmethod
    def of(cls, tree: Tree, element: Any) -> "Table":
        table, taken, number = cls(), set[tuple[int, int]](), 0
        for part in tree.kids(element):
            for row in [part] if part["S"] == "/TR" else tree.kids(part):
                table.add_row([cell for cell in tree.kids(row) if "A" in cell], number, taken, part["S"] == "/THead")
                number += 1
        return table

    def add_row(self, cells: list[Any], row: int, taken: set[tuple[int, int]], in_head: bool) -> None:
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            wide, high = cell["A"].get("ColSpan", 1), cell["A"].get("RowSpan", 1)
            columns = range(column, column + wide)
            taken.update((row + down, across) for down in range(high) for across in columns)
            self.cells.append(Cell(cell, row, columns, in_head))

    def headers_of(self, cell: Cell) -> list[Any]:
        """The nearest header before it in its row, and what heads its columns."""
        headers = [each for each in self.cells if each.is_header]
        before = [h for h in headers if not h.in_head and h.row == cell.row and h.columns.stop <= cell.columns.start]
        above = [h for h in headers if h.in_head and set(h.columns) & set(cell.columns)]
        return [header.id for header in before[-1:] + above]


def name_headers(table: Table) -> None:
    for cell in table.cells:
        if cell.is_header:
            cell.element["A"]["Scope"] = "/Column" if cell.in_head else "/Row"
        elif "Headers" in cell.element["A"]:
            cell.element["A"]["Headers"][:] = table.headers_of(cell)


def place(figure: Any, page: Any) -> None:
    """Where the picture stands: in points from the foot of the page, and not in pixels from its head."""
    left, top, right, bottom = figure["A"]["BBox"]
    height = page["MediaBox"][3]
    figure["A"]["BBox"][:] = (
        left * CSS_PIXEL, height - bottom * CSS_PIXEL, right * CSS_PIXEL, height - top * CSS_PIXEL,
    )  # fmt: skip


def margins_become_artefacts(tree: Tree, page: Any) -> None:
    """Marked words that nothing in the tree holds stand in the margins, on every page: a listener skips them."""
    content = tree.at(page["Contents"])
    reference, middle = page.reference, page["MediaBox"][3] / CSS_PIXEL / 2
    for place, part in enumerate(content.stream):
        if not isinstance(part, dict) or "MCID" not in part or (reference, part["MCID"]) in tree.read:
            continue
        tree.forget(page, part["MCID"])
        edge = ("Top", "Header") if height_of_text(content.stream[place:]) < middle else ("Bottom", "Footer")
        content.stream[place - 1] = "/Artifact"
        del part["MCID"]
        part.update({"Type": "/Pagination", "Attached": f"[/{edge[0]}]", "Subtype": f"/{edge[1]}"})


def height_of_text(stream: list[Any]) -> float:
    """How far from the head of the page the next words stand, in pixels."""
    matrix = next(part for part in stream if isinstance(part, bytes | str) and str(part).rstrip("'").endswith(" Tm"))
    return float((matrix.decode() if isinstance(matrix, bytes) else matrix).split()[5])
