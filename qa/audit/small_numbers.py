"""Which counts of a table by a characteristic of children may be shown?

A count below 5 is shown as “<5”. Nor may it be found by taking the others away from a total, so wherever one number
alone of a row or a column would be hidden, or the hidden ones can only be what they are, another is hidden too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
FEW, HIDDEN = f"<{LEAST}", "not shown"

Place = tuple[int, int]
Line = list[Place]


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: its rows' names, its columns' names, and the words of each cell."""

    columns: list[str]
    rows: list[tuple[str, list[str]]]
    hides: bool


def shown(counts: Mapping[str, Sequence[int]], columns: Sequence[str]) -> Shown:
    """Rows by the characteristic, columns by the outcome; their totals by row are added as the last column. What each
    column comes to over all children is published beside the table, so it is known to whoever reads this."""
    table = [[*row, sum(row)] for row in counts.values()]
    few = {place for place, number in cells(table) if number < LEAST}
    hidden = set(few)
    while place := next_to_hide(table, few, hidden):
        hidden.add(place)
    rows = [
        (name, [words(table[r][c], (r, c), few, hidden) for c in range(len(columns) + 1)])
        for r, name in enumerate(counts)
    ]
    return Shown([*columns, "All"], rows, bool(hidden))


def cells(table: Sequence[Sequence[int]]) -> Iterator[tuple[Place, int]]:
    return (((r, c), number) for r, row in enumerate(table) for c, number in enumerate(row))


def words(number: int, place: Place, few: set[Place], hidden: set[Place]) -> str:
    return FEW if place in few else HIDDEN if place in hidden else str(number)


def next_to_hide(table: Sequence[Sequence[int]], few: set[Place], hidden: set[Place]) -> Place | None:
    """The smallest number that still shows in a line that gives a hidden one away."""
    for line in lines(table):
        secret, open_ones = [p for p in line if p in hidden], [p for p in line if p not in hidden]
        if secret and open_ones and gives_away(table, secret, few):
            return min(open_ones, key=lambda place: (table[place[0]][place[1]], place))
    return None


def gives_away(table: Sequence[Sequence[int]], secret: Line, few: set[Place]) -> bool:
    """One hidden number alone is what is missing from the total. Several small ones are known where they are all
    nothing, or all as large as a small one can be."""
    if len(secret) == 1:
        return True
    if any(place not in few for place in secret):
        return False
    whole = sum(table[r][c] for r, c in secret)
    return whole in (0, len(secret) * (LEAST - 1))


def lines(table: Sequence[Sequence[int]]) -> Iterator[Line]:
    """Each row with its total, and each column."""
    if table:
        width = len(table[0])
        yield from ([(r, c) for c in range(width)] for r in range(len(table)))
        yield from ([(r, c) for r in range(len(table))] for c in range(width))
