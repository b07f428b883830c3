"""What is worth saying about a figure: what does not follow from what, and what changed since it was published?"""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import Area
from reporting.cells import Cell, Row, numbers
from reporting.metrics import Metric
from reporting.months import add_months, name_of, period_in_words


def least_active(active: Mapping[date, int], logged: Mapping[date, int]) -> tuple[int, date, int]:
    """The fewest different cases that the months allow: those active in one month, and those logged later, which
    cannot have been among them. Of all months the one that proves most: (how many, the month, logged after it)."""
    proofs = []
    for month, open_then in active.items():
        later = sum(new for each, new in logged.items() if each > month)
        proofs.append((open_then + later, month, later))
    return max(proofs, key=lambda proof: (proof[0], -proof[1].toordinal()))


def active_in_words(active: Mapping[date, int], logged: Mapping[date, int]) -> str:
    """At least 29 different cases: 10 active in April 2023 and 19 logged from May 2023 to March 2024."""
    least, month, later = least_active(active, logged)
    proof = f"{active[month]:,} active in {name_of(month)}"
    if later:
        after = period_in_words(add_months(month, 1), max(each for each, new in logged.items() if new))
        cases = "case" if later == 1 else "cases"
        proof += f" and {later:,} new {cases} logged later ({after})"
    return f"at least {least:,} different cases: {proof}"


def about_year(row: Row, logged: Mapping[date, int]) -> list[str]:
    """Where a published year to date does not follow from the months, or cannot be known."""
    months = numbers(row.months)
    if not months:
        return []
    if row.metric is Metric.TRIBUNALS_ACTIVE:
        return about_active(row, months, logged)
    total = sum(months.values())
    if row.year_to_date.imported_from and row.year_to_date.value not in (None, total):
        return [f"Year to date was published as {row.year_to_date.shown}; the months add up to {total:,}. {KEPT}"]
    return []


KEPT = "The published figure is kept."
NOT_KNOWN = "Year to date is not known: the months were imported, and do not say which cases they share."


def about_active(row: Row, active: Mapping[date, int], logged: Mapping[date, int]) -> list[str]:
    year = row.year_to_date
    proof = active_in_words(active, logged)
    if year.value is None:
        return [f"{NOT_KNOWN} They imply {proof}."]
    if not year.imported_from:
        return []
    if year.value < least_active(active, logged)[0]:
        return [f"Year to date was published as {year.shown}, though the months imply {proof}. {KEPT}"]
    most = sum(active.values())
    if year.value > most:
        return [f"Year to date was published as {year.shown}, though the months allow at most {most:,}. {KEPT}"]
    return []


def about_areas(row: Row, month: date) -> list[str]:
    """Where the areas do not add up to the total."""
    total, cells = row.months[month], list(row.areas.values())
    if not cells or total.value is None or not all(cell.is_number for cell in cells):
        return []
    together = sum(cell.value or 0 for cell in cells)
    if together == total.value:
        return []
    if total.imported_from:
        return [f"The areas add up to {together:,}; the total was published as {total.shown}. {KEPT}"]
    if together < total.value:
        apart = total.value - together
        belong = "belongs" if apart == 1 else "belong"
        return [f"{apart:,} of {total.shown} in {name_of(month)} {belong} to no single area."]
    return [f"The areas add up to {together:,}, more than the total of {total.shown}."]


def about_revisions(
    now: Row, printed: Mapping[tuple[str, str, int | None, date], str], areas: Sequence[Area], *, same_year: bool
) -> list[str]:
    """What the last report printed otherwise: `now` is its row as the figures are today. Months of the last
    financial year are not in the table any more, and are stated all the same."""
    cells: list[tuple[str, str, Cell]] = []
    for month, cell in now.months.items():
        where = name_of(month) if same_year else f"{name_of(month)}, in the last financial year"
        cells.append((where, printed.get((now.metric, "month", None, month), ""), cell))
    last = max(now.months)
    for area in areas:
        was = printed.get((now.metric, "area", area.pk, last), "")
        cells.append((f"{area.name} in {name_of(last)}", was, now.areas[area.pk]))
    if now.metric is Metric.TRIBUNALS_ACTIVE:
        was = printed.get((now.metric, "year_to_date", None, last), "")
        cells.append((f"Year to date to {name_of(last)}", was, now.year_to_date))
    return [
        f"{where}: revised since published. Was {was}, is now {cell.shown}."
        for where, was, cell in cells
        if was and cell.shown and was != cell.shown
    ]
