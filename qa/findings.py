"""Which findings stand beside a section on the desk, which were dismissed, and where are their marks?"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.today import today
from people.models import Contact
from qa.checks import Facts, Finding, Passage, check
from qa.checks.glossary import Term
from qa.comparison import normalised
from qa.models.glossary import GlossaryTerm

NO_LONGER_THERE = "The wording has changed since, and this finding is no longer there."


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
    """A section with its notes: marked in the current wording, and in the approved one where that differs."""

    notes: list[Note]
    current: list[Stretch]
    approved: list[Stretch]
    put_right: int
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
    return findings_in(episode, letter, "approved", facts_of(episode), glossary_of(episode))


def glossary_of(episode: Any) -> dict[str, Term]:
    return GlossaryTerm.objects.of(episode.child.icb_id)


def findings_in(episode: Any, letter: str, of: str, facts: Facts, glossary: dict[str, Term]) -> list[Finding]:
    """The rules go by the Regulations' sections; what they say names the plan's own letters."""
    section, others = episode.section(letter).stands_for, episode.texts(of)
    text, letters = others.pop(section), episode.section_set.letters
    return check(Passage(section, text, facts, others, today(), glossary, letters)) if text.strip() else []


def checked(episode: Any, letter: str) -> Checked:
    """One note for each finding of the approved wording, however often its words stand there."""
    facts, glossary, row = facts_of(episode), glossary_of(episode), episode.section(letter)
    now = findings_in(episode, letter, "approved", facts, glossary)
    then = findings_in(episode, letter, "current", facts, glossary) if row.is_changed else now
    gone = {f"{one.rule}-{one.fingerprint}" for one in episode.dismissals.all() if one.section == letter}
    still = {key_of(one): one for one in reversed(now) if key_of(one) not in gone}
    order = [key for key in dict.fromkeys(key_of(one) for one in (*then, *now)) if key in still]
    numbers = {key: number for number, key in enumerate(order, 1)}
    return Checked(
        notes=[Note(number, still[key]) for key, number in numbers.items()],
        current=stretches(row.current, placed(then, numbers)),
        approved=stretches(row.approved, placed(now, numbers)) if row.is_changed else [],
        put_right=(by_rule(then) - by_rule(now)).total(),
        dismissed=len({key_of(one) for one in now} & gone),
    )


def by_rule(found: list[Finding]) -> Counter[str]:
    """Other words that a rule still finds fault with are nothing put right."""
    return Counter(rule for rule, _ in {(one.rule, key_of(one)) for one in found})


def key_of(finding: Finding) -> str:
    return Note(0, finding).key


def placed(found: list[Finding], numbers: dict[str, int]) -> list[Note]:
    """Each place in a text where a numbered finding stands."""
    return [Note(numbers[key_of(one)], one) for one in found if key_of(one) in numbers]


def open_notes(episode: Any) -> list[tuple[str, Note]]:
    """Errors and warnings that nobody dismissed, with the section of each: what to look at before agreeing."""
    letters = [row.section for row in episode.sections.all()]
    found = ((letter, note) for letter in letters for note in checked(episode, letter).notes)
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
    if letter not in {row.section for row in episode.sections.all()}:
        return None
    return next((one for one in findings_of(episode, letter) if key_of(one) == key), None)
