"""How does a report's table leave the portal as CSV and as JSON?"""

import csv
import io
import json

from reporting.cells import BLANK, ReportTable, Row
from reporting.months import financial_year, key_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: ReportTable, period: str) -> str:
    """The printed table: areas, the month's total, then back to April, year to date."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    later = [month for month in financial_year(table.month) if month > table.month]
    areas = [safe(area.name) for area in table.areas]
    months = [key_of(month) for month in [*table.months_back, *later]]
    writer.writerow(["key", "label", *areas, *months, "year_to_date", "source", "reporting_period", "notes"])
    for row in table.rows:
        ends = [row.year_to_date.as_json, row.source.value, safe(period), safe(" ".join(row.said))]
        writer.writerow([row.metric.value, safe(row.label), *figures_of(row, table, len(later)), *ends])
    return out.getvalue()


def figures_of(row: Row, table: ReportTable, later: int) -> list[int | str | None]:
    cells = [row.areas[area.pk] for area in table.areas]
    cells += [row.months.get(month, BLANK) for month in table.months_back] + [BLANK] * later
    return [cell.as_json for cell in cells]


def safe(text: str) -> str:
    """A spreadsheet takes text that begins so for a formula; an apostrophe makes it text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(table: ReportTable, period: str) -> str:
    return json.dumps(table.as_json(period), indent=2, ensure_ascii=False) + "\n"
