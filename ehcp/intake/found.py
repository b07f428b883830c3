"""What was found in the file or the pasted text, for the coordinator to look at before anything is sent?"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.layout import Layout
from ehcp.intake.headings import Headings
from ehcp.intake.splitting import Part, split

SHOWN_OF_HEADING = 80  # characters


@dataclass(frozen=True)
class Unplaced:
    """Text that belongs to no section: `where` says why, and where it stood."""

    where: str
    text: str


@dataclass(frozen=True)
class Found:
    """`origins` says for each section where it was found. `warnings`: why a person must look whose plan this is."""

    name: str
    origins: dict[str, str]
    unplaced: list[Unplaced] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> "Found | None":
        """As the page or the saved draft held it. What is not one is nothing: it is only ever shown."""
        try:
            facts = json.loads(text or "null")
            unplaced = [Unplaced(str(each["where"]), str(each["text"])) for each in facts["unplaced"]]
            lists = {name: [str(words) for words in facts[name]] for name in ("problems", "warnings")}
            origins = {str(letter): str(words) for letter, words in facts["origins"].items()}
            return cls(str(facts["name"]), origins, unplaced, **lists)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def without(self, numbers: set[int]) -> "Found":
        """Once text was moved into a section."""
        rest = [each for i, each in enumerate(self.unplaced) if i not in numbers]
        return Found(self.name, self.origins, rest, self.problems, self.warnings)


def find(layout: Layout, section_set: Any, *, name: str, warnings: list[str]) -> tuple[Found, dict[str, str]]:
    """What was found, and the text of each section."""
    sections = split(layout, Headings.of(section_set))
    texts = {letter: part.text for letter, part in sections.parts.items()}
    origins = {letter: origin_of(part, layout.unit) for letter, part in sections.parts.items()}
    unplaced = [
        Unplaced(f"{piece.why}{f', {layout.unit} {piece.at}' if piece.at else ''}", piece.text)
        for piece in sections.unplaced
    ]
    return Found(name, origins, unplaced, layout.problems, warnings), texts


def origin_of(part: Part, unit: str) -> str:
    """“Page 3”, “Paragraphs 12 to 30, under “Section C: Health needs””."""
    where = f"{unit.capitalize()} {part.first}"
    if part.last > part.first:
        where = f"{unit.capitalize()}s {part.first} to {part.last}"
    under = part.headings[0] if part.headings else ""
    shown = f"{under[:SHOWN_OF_HEADING].rstrip()}…" if len(under) > SHOWN_OF_HEADING else under
    return f"{where}, under “{shown}”"


def put_in(before: Mapping[str, str], texts: Mapping[str, str], found: Found) -> tuple[dict[str, str], Found]:
    """The sections of the form with what was found in them. Other text that stood in one is not lost: it is shown
    among what was not placed."""
    kept = [
        Unplaced(f"What stood in Section {letter} before", before[letter])
        for letter, text in texts.items()
        if before.get(letter, "").strip() and text and before[letter].split() != text.split()
    ]
    filled = {letter: texts.get(letter) or text for letter, text in before.items()}
    return filled, Found(found.name, found.origins, [*kept, *found.unplaced], found.problems, found.warnings)
