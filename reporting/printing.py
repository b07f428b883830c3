"""How does a report become exactly two landscape pages that everybody can read?"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Organisation
from core.pdf import LaidOut, lay_out
from reporting.boxes import BOXES, NOT_WRITTEN, TITLE, Box
from reporting.cells import ReportTable
from reporting.months import name_of

TEMPLATE = "reporting/pdf/report.html"
PAGES = 2
SIZES = (10.5, 10, 9.5, 9, 8.5, 8, 7.5)  # points: the largest print that fits is taken
CHARACTERS_A_LINE = 75


class DoesNotFit(Exception):
    """The report has more words than two pages hold. The message names the box."""


@dataclass(frozen=True)
class Pages:
    """What the two pages say."""

    icb: Organisation
    month: date
    period: str
    narrative: dict[str, list[str]]
    table: ReportTable
    nothing_written: str = NOT_WRITTEN
    draft: bool = False

    @property
    def title(self) -> str:
        return f"{TITLE}, {name_of(self.month)}"

    def context(self, size: float, only_page: int = 0) -> dict[str, Any]:
        return {
            "pages": self,
            "heading": TITLE,
            "boxes": {number: [box for box in BOXES if box.page == number] for number in (1, 2)},
            "table": self.table,
            "size": size,
            "only_page": only_page,
        }

    def points(self, box: Box) -> list[list[str]]:
        """The box's columns of points."""
        return [self.narrative.get(name, []) for name in box.fields]

    def is_empty(self, box: Box) -> bool:
        return not any(self.points(box))


def printed(pages: Pages) -> bytes:
    """The PDF, in the largest print that fits on two pages."""
    drawn: dict[float, LaidOut] = {}

    def fits(size: float) -> bool:
        drawn[size] = laid_out(pages, size)
        return drawn[size].pages <= PAGES

    found = bisect_left(SIZES, True, key=fits)
    if found == len(SIZES):
        raise DoesNotFit(why_not(pages))
    return drawn[SIZES[found]].pdf()


def laid_out(pages: Pages, size: float, only_page: int = 0) -> LaidOut:
    return lay_out(TEMPLATE, pages.context(size, only_page), title=pages.title)


def printed_report(report: Any, table: ReportTable, *, draft: bool = False) -> bytes:
    return printed(Pages(report.icb, report.month, report.period_in_words, report.narrative(), table, draft=draft))


def why_not(pages: Pages) -> str:
    """Names the box with most words on the page that runs over, in the smallest print."""
    over = [n for n in (1, 2) if laid_out(pages, SIZES[-1], n).pages > 1]
    page = over[0] if over else 1
    longest = max((box for box in BOXES if box.page == page), key=lambda box: lines_of(pages.points(box)))
    return (
        f"“{longest.title}” is too long: page {page} of the report runs over even in the smallest print "
        f"({SIZES[-1]} point). Shorten it, or join points that say the same."
    )


def lines_of(columns: Iterable[Iterable[str]]) -> int:
    """About how many lines the longest column takes."""
    return max(sum(1 + len(point) // CHARACTERS_A_LINE for point in column) for column in columns)
