"""How does what a worklist shows leave the portal, as CSV and as Excel?"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from clocks.models import Clock, read_exceptions
from desk.worklist import Tab, Worklist, holder_of, outcome_of

MOST = 5_000  # rows of one file: the soonest due come first
BATCH = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = (
    "Child", "Reference", "Local authority", "What is due", "Rule", "Citation", "Started", "Due", "Days left",
    "Who has it", "Exception", "Ended", "Outcome",
)  # fmt: skip


def clocks_of(worklist: Worklist, tab: Tab) -> Iterator[Clock]:
    """All that the tab holds, every page, up to the bound: as scoped as the page itself."""
    pks = list(worklist.found(tab).values_list("pk", flat=True)[:MOST])
    for some in in_batches(pks):
        whole = Clock.objects.visible_to(worklist.user).for_list().in_bulk(some)
        clocks = [whole[pk] for pk in some]
        read_exceptions(clocks, worklist.user)
        yield from clocks


def in_batches(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def line_of(clock: Clock, on: date) -> list[Any]:
    left = (clock.due_on - on).days if clock.is_running else None
    ended = [clock.ended_on, "" if clock.is_running else outcome_of(clock)]
    about = [clock.child.name, clock.child.reference, clock.local_authority.short_name, clock.action]
    days = [clock.started_on, clock.due_on, left]
    return [*about, clock.law.name, clock.citation, *days, holder_of(clock), exception_of(clock), *ended]


def exception_of(clock: Clock) -> str:
    """What is said about an excuse in law, where anything is."""
    return ", ".join(one.get_status_display() for one in clock.shown_exceptions)


def as_csv(lines: list[list[Any]]) -> bytes:
    """With the mark by which Excel knows the file for Unicode."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([in_csv(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def in_csv(value: Any) -> Any:
    """A spreadsheet takes text that begins so for a formula; an apostrophe makes it text. Numbers are ours."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_excel(lines: list[list[Any]]) -> bytes:
    """Written row by row. Text is marked as text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Worklist")
    sheet.freeze_panes = "A2"
    sheet.append(list(HEADINGS))
    for line in lines:
        sheet.append([in_excel(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_excel(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))  # Excel takes no control characters
    cell.data_type = "s"
    return cell
