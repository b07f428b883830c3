"""How does what a worklist shows leave the portal, as CSV and as Excel?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from clocks.models import Clock, read_exceptions
from core.spreadsheet import MOST, csv_of, excel_of
from desk.worklist import Tab, Worklist, holder_of, outcome_of

BATCH = 500
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
    return csv_of(HEADINGS, lines)


def as_excel(lines: list[list[Any]]) -> bytes:
    return excel_of("Worklist", HEADINGS, lines)
