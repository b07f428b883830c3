"""Can an audit that was published before the portal be taken over, as it was published?"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accounts.models import Organisation
from accounts.roles import System
from qa.audit.outcomes import Outcome
from qa.models import Audit, Mark

HEADINGS = ["plan", "outcome"]
MOST = 500


class Unreadable(Exception):
    """The file is not one of these, or says something that cannot be. `reasons` are for the person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Row:
    plan: int
    outcome: str


def read(path: Path) -> list[Row]:
    """All lines, or every reason why not."""
    try:
        lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from error
    if not lines or list(lines[0]) != HEADINGS:
        raise Unreadable(f"The first line must be: {','.join(HEADINGS)}, and at least one plan must follow.")
    if len(lines) > MOST:
        raise Unreadable(f"More than {MOST} plans are no sample.")
    wrong = [reason for number, line in enumerate(lines, start=2) if (reason := what_is_wrong(line, number))]
    numbers = [line["plan"] for line in lines]
    wrong += [f"Plan {number} stands there twice." for number in sorted(set(numbers)) if numbers.count(number) > 1]
    if wrong:
        raise Unreadable(*wrong)
    return [Row(int(line["plan"]), line["outcome"]) for line in lines]


def what_is_wrong(line: dict[str, str], number: int) -> str:
    if not (line["plan"] or "").isdecimal():
        return f"Line {number}: “{line['plan']}” is no number of a plan."
    if line["outcome"] not in Outcome.values:
        return f"Line {number}: “{line['outcome']}” is none of {', '.join(Outcome.values)}."
    return ""


def take_over(path: Path, *, icb: Organisation, local_authority: Organisation, month: date, source: str) -> Audit:
    """Its plans with their outcomes, and no more than was published."""
    rows, by = read(path), System("an audit published before the portal")
    title = f"{local_authority}, {month:%B %Y}"
    if Audit.objects.filter(icb=icb, kind=Audit.Kind.BEFORE, title=title).exists():
        raise Unreadable(f"“{title}” is in the portal already.")
    audit = Audit.take_over(by=by, icb=icb, title=title, body=source, held_on=month, local_authority=local_authority)
    for row in rows:
        Mark.take_over(by=by, audit=audit, number=row.plan, outcome=row.outcome)
    return audit
