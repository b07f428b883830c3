"""How does a list leave the portal, as CSV and as Excel?"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

MOST = 5_000  # rows of one file
WIDEST = 50  # characters
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Lines = Iterable[Sequence[Any]]


def csv_of(headings: Sequence[str], lines: Lines) -> bytes:
    """With the mark by which Excel knows the file for Unicode."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([in_csv(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def in_csv(value: Any) -> Any:
    """A spreadsheet takes text that begins so for a formula; an apostrophe makes it text. Numbers are ours."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def excel_of(title: str, headings: Sequence[str], lines: Lines) -> bytes:
    """Columns as wide as their words; the headings stay in sight, and filter. Text is marked as text, whatever it
    begins with."""
    lines = list(lines)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(headings))
    sheet.auto_filter.ref = f"A1:{last}{len(lines) + 1}"
    for place, heading in enumerate(headings):
        words = [heading, *(line[place] for line in lines if place < len(line))]
        sheet.column_dimensions[get_column_letter(place + 1)].width = width_of(words)
    sheet.append(list(headings))
    for line in lines:
        sheet.append([in_excel(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def width_of(values: Iterable[Any]) -> int:
    """In characters, with room for the button of the filter; a long text is cut to what still fits a screen."""
    return min(max(len(str(value)) for value in values if value is not None) + 4, WIDEST)


def in_excel(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))  # Excel takes no control characters
    cell.data_type = "s"
    return cell


def download(kind: str, *, name: str, title: str, headings: Sequence[str], lines: Lines) -> HttpResponse:
    """The answer to who asked for the file: `kind` is csv or xlsx."""
    is_csv = kind == "csv"
    body = csv_of(headings, lines) if is_csv else excel_of(title, headings, lines)
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8" if is_csv else EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
