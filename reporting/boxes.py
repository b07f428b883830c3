"""Which boxes has the report, and what stands in them?"""

from dataclasses import dataclass

TITLE = "Designated Clinical Officer Monthly Highlight Report"
NOT_IMPORTED = "Nothing is written here. The figures of this report were imported; its words were not."
NOT_WRITTEN = "Nothing is written here yet."


@dataclass(frozen=True)
class Box:
    """A box: its title, the fields that hold its points (one a column), the page it stands on."""

    title: str
    fields: tuple[str, ...]
    page: int


BOXES = (
    Box("Current issues and areas of focus", ("focus_first", "focus_second"), 1),
    Box("Risk management and assurance", ("risk",), 1),
    Box("Good practice, achievements, measures of success", ("achievements",), 1),
    Box("Looking ahead", ("ahead",), 2),
)
NARRATIVE = tuple(name for box in BOXES for name in box.fields)


def points_of(text: str) -> list[str]:
    """One point a line; the mark that a list was typed or pasted with is left away."""
    return [point for line in text.splitlines() if (point := line.strip().lstrip("•·*–-◦▪\t ").strip())]
