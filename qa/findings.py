"""Which findings stand beside a section on the desk, which were dismissed, and where are their marks?"""

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.today import today
from ehcp.models.version import HEALTH_SECTIONS
from people.models import Contact
from qa.checks import Facts, Finding, Passage, check
from qa.comparison import normalised


@dataclass(frozen=True)
class Note:
    """One finding with the number that the text carries, and what its buttons send."""

    number: int
    finding: Finding

    @property
    def key(self) -> str:
        return f"{self.finding.rule}-{fingerprint(self.finding.text)}"


@dataclass(frozen=True)
class Stretch:
    """A run of the text; `numbers` of the notes that end with it."""

    words: str
    marked: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Checked:
    """A section with its notes."""

    notes: list[Note]
    stretches: list[Stretch]
    dismissed: int


def fingerprint(words: str) -> str:
    """The same for the same words, however they are spaced and quoted."""
    return hashlib.sha256(normalised(words).encode()).hexdigest()[:24]


def facts_of(episode: Any) -> Facts:
    child = episode.child
    around = Contact.objects.filter(child=child).values_list("name", flat=True)
    people = (episode.coordinator, episode.taken_by, *around)
    return Facts(
        given_name=child.given_name,
        family_name=child.family_name,
        pronouns=child.pronouns,
        date_of_birth=child.date_of_birth,
        looked_after=child.looked_after,
        known_names=frozenset(str(person) for person in people if person),
    )


def findings_of(episode: Any, letter: str) -> list[Finding]:
    """What the rules say of the approved wording of this section as it is saved, dismissed ones too."""
    texts = {section.value: episode.section(section).approved for section in HEALTH_SECTIONS}
    text = texts.pop(letter)
    return check(Passage(letter, text, facts_of(episode), texts, today())) if text.strip() else []


def checked(episode: Any, letter: str) -> Checked:
    found = findings_of(episode, letter)
    gone = {(one.rule, one.fingerprint) for one in episode.dismissals.all() if one.section == letter}
    left = [one for one in found if (one.rule, fingerprint(one.text)) not in gone]
    notes = [Note(number, one) for number, one in enumerate(left, 1)]
    text = episode.section(letter).approved
    return Checked(notes, stretches(text, notes), len(found) - len(left))


def open_notes(episode: Any) -> list[tuple[str, Note]]:
    """Errors and warnings that nobody dismissed, with the section of each: what to look at before agreeing."""
    found = ((letter.value, note) for letter in HEALTH_SECTIONS for note in checked(episode, letter).notes)
    return [(letter, note) for letter, note in found if not note.finding.is_hint]


def stretches(text: str, notes: list[Note]) -> list[Stretch]:
    """The text cut wherever a note begins or ends. A note on the whole text marks nothing, it only counts."""
    edges = sorted({0, len(text)} | {edge for note in notes for edge in (note.finding.start, note.finding.end)})
    found = []
    for start, end in pairwise(edges):
        marked = any(one.start <= start and end <= one.end and not is_whole(one, text) for one in spans(notes))
        numbers = tuple(note.number for note in notes if note.finding.end == end)
        found.append(Stretch(text[start:end], marked, numbers))
    return found


def spans(notes: list[Note]) -> list[Finding]:
    return [note.finding for note in notes]


def is_whole(finding: Finding, text: str) -> bool:
    return finding.text.strip() == text.strip()


def find(episode: Any, letter: str, key: str) -> Finding | None:
    """The finding that a button was about, if the words are still there."""
    return next((one for one in findings_of(episode, letter) if Note(0, one).key == key), None)
