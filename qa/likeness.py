"""Is this line of advice in the wording: as it was, in other words, or not at all?

It only proposes; a Designated Clinical Officer decides. Text likeness cannot see what a line means, so a number or a
denial that differs is never called carried.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db import models
from rapidfuzz import fuzz

from qa.advice_lines import Kind, Line
from qa.checks.passage import sentences
from qa.checks.words import PROVIDER, in_order, listed, pattern
from qa.comparison import THERAPY, normalised


class Mark(models.TextChoices):
    """What became of a line."""

    CARRIED = "carried", "Carried"
    REWORDED = "reworded", "Reworded"
    LEFT_OUT = "left_out", "Left out"
    NOTHING = "nothing", "No health content"


class Why(models.TextChoices):
    """Why a line was left out."""

    SECTION_F = "section_f", "It educates or trains: it belongs in Sections B and F"
    PARENTS = "parents", "The family does it"
    UNIVERSAL = "universal", "Every child is offered it"
    RESOLVED = "resolved", "It has resolved: it stays in Section A or the appendices"
    TWICE = "twice", "Another line of the advice says it"
    NOT_CURRENT = "not_current", "Newer advice says otherwise"
    NOT_NEEDED = "not_needed", "It calls for no provision"
    OTHER = "other", "Another reason"


@dataclass(frozen=True)
class Proposal:
    """What the words suggest: where the line is, in which words; or left out, sometimes with its likely reason."""

    mark: Mark
    section: str = ""
    words: str = ""
    why: Why | None = None
    likeness: int = 0

    @property
    def is_found(self) -> bool:
        return self.mark in (Mark.CARRIED, Mark.REWORDED)

    @property
    def can_be_confirmed(self) -> bool:
        """In one press: a line that is left out first needs its reason."""
        return self.is_found or self.why is not None


@dataclass(frozen=True)
class Stated:
    """A sentence of the wording, made ready to be compared with many lines."""

    section: str
    words: str
    plain: str
    stems: frozenset[str]
    numbers: tuple[str, ...]


NEAREST = 12  # sentences that are looked at letter by letter
CARRIED = 93  # of 100: the same but for a comma or a word of no meaning
REWORDED = 0.5  # of what the line says, this share is in one sentence or in two that follow each other
HOME = {Kind.NEED: "C", Kind.PROVISION: "G", Kind.OUTCOME: "E"}
EMPTY_WORDS = listed(
    """
    a an and are as at be been by can could do does each for from had has have he her him his i if in into is it
    its may more most must need needs no not of on or other our out she should so some such than that the their
    them then there they this to up was we were what when where which while who will with would also about after
    before during very still currently continue continues remain remains require requires required support help
    """
)
NUMBER_WORDS = in_order("zero one two three four five six seven eight nine ten eleven twelve")
NUMBERS = {word: str(value) for value, word in enumerate(NUMBER_WORDS)}
OFTEN = {"once": "1", "twice": "2", "daily": "every day", "weekly": "every week", "monthly": "every month",
         "termly": "every term", "annually": "every year", "annual": "every year",
         "yearly": "every year"}  # fmt: skip
COUNTED = pattern(
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|daily|weekly|"
    r"monthly|termly|annual(?:ly)?|yearly|(?:every|each|a|per) (?:day|week|month|term|year))\b"
)
DENIES = pattern(r"\b(?:no|not|never|without|cannot|n't)\b")


@dataclass(frozen=True)
class Wording:
    """The sentences of the approved wording, in which of them each word's beginning stands, and in which section each
    kind of line belongs."""

    stated: list[Stated]
    places: Mapping[str, list[int]]
    homes: Mapping[Kind, str]

    def nearest(self, said: frozenset[str], home: str | None) -> list[Stated]:
        """Those that hold the most of what a line says; among equals first those of its own section."""
        shared = Counter(place for stem in said for place in self.places.get(stem, ()))
        enough = [(many, place) for place, many in shared.items() if many >= REWORDED * len(said)]
        enough.sort(key=lambda one: (-one[0], self.stated[one[1]].section != home, one[1]))
        return [self.stated[place] for _, place in enough[:NEAREST]]


def ready(wording: Mapping[str, str], homes: Mapping[Kind, str] = HOME) -> Wording:
    """Every sentence of the wording, and every two that follow each other."""
    found = []
    for section, text in wording.items():
        parts = [one.text for one in sentences(text)]
        pairs = [f"{first} {second}" for first, second in pairwise(parts)]
        found += [stated(section, words) for words in dict.fromkeys((*parts, *pairs))]
    places: dict[str, list[int]] = {}
    for place, one in enumerate(found):
        for stem in one.stems:
            places.setdefault(stem, []).append(place)
    return Wording(found, places, homes)


@lru_cache(maxsize=4096)
def stated(section: str, words: str) -> Stated:
    return Stated(section, words, plain(words), stems(words), numbers(words))


def plain(text: str) -> str:
    words = re.sub(r"[^\w\s%]", " ", normalised(text).lower()).split()
    return " ".join(NUMBERS.get(word, word) for word in words)


def stems(text: str) -> frozenset[str]:
    """What the line says, in the beginnings of its words: “epileptic” is as good as “epilepsy”."""
    words = re.findall(r"[a-zà-ÿ]+|\d+", plain(text))
    return frozenset(word[:5] for word in words if word not in EMPTY_WORDS and (len(word) > 2 or word.isdigit()))


def numbers(text: str) -> tuple[str, ...]:
    """Counted things, in digits, however they are written."""
    found = (" ".join(one[0].lower().split()) for one in COUNTED.finditer(text))
    digits = NUMBERS | OFTEN
    return tuple(sorted(digits.get(word, re.sub(r"^(?:each|a|per) ", "every ", word)) for word in found))


def propose(line: Line, wording: Wording, *, called: str = "") -> Proposal:
    """Where this line is, if it is anywhere; the section that its kind belongs in comes first."""
    mine, home = stated("", line.text), wording.homes.get(line.kind)
    said = mine.stems - stems(called)
    near = (compare(mine, one, said, home) for one in wording.nearest(said, home)) if said else ()
    found = [one for one in near if one is not None]
    if not found:
        return Proposal(Mark.LEFT_OUT, why=likely_why(line))
    return max(found, key=lambda one: (one.mark == Mark.CARRIED, one.likeness))


def compare(mine: Stated, one: Stated, said: frozenset[str], home: str | None) -> Proposal | None:
    """Carried where the very words stand there, or reworded; nothing where another service does it."""
    if of_others(mine.words, one.words):
        return None
    share = len(said & one.stems) / len(said)
    same = fuzz.partial_ratio(mine.plain, one.plain) if len(one.plain) >= len(mine.plain) else 0
    alike = max(fuzz.ratio(mine.plain, one.plain), same)
    bonus = 5 if one.section == home else 0
    shorter = 3 if len(one.plain) < 2 * len(mine.plain) + 40 else 0
    score = round((share * 100 + alike) / 2) + bonus + shorter
    is_same = alike >= CARRIED and share >= 0.9 and set(mine.numbers) <= set(one.numbers) and agree(mine, one)
    return Proposal(Mark.CARRIED if is_same else Mark.REWORDED, one.section, one.words, likeness=score)


def of_others(mine: str, theirs: str) -> bool:
    """Each names who does it, and it is not the same service: a dermatology nurse is no epilepsy nurse."""
    first, second = who(mine), who(theirs)
    return bool(first and second and not first & second)


@lru_cache(maxsize=4096)
def who(text: str) -> frozenset[str]:
    """The beginnings of the words that name a provider, without those that any may be called."""
    named = " ".join(found[0] for found in PROVIDER.finditer(text))
    return stems(named) - ANY_PROVIDER


ANY_PROVIDER = frozenset(word[:5] for word in in_order(
    "nurse nurses nursing team service clinic consultant specialist community children doctor hospital staff trust "
    "nhs practitioner trained school"
))  # fmt: skip


def agree(mine: Stated, one: Stated) -> bool:
    """Both say it, or both deny it."""
    return bool(DENIES.search(mine.words)) == bool(DENIES.search(one.words))


def likely_why(line: Line) -> Why | None:
    """A therapy that is delivered is for Section F (CFA 2014 s.21(5)): the one reason that words give."""
    if line.kind == Kind.PROVISION and THERAPY.search(line.text) and not SEES_TO.search(line.text):
        return Why.SECTION_F
    return None


SEES_TO = pattern(
    r"\b(?:review\w*|co-?ordinat\w+|equipment|swallow\w*|dysphagia|wheelchair\w*|splint\w*|seating|postur\w+|medic\w+|"
    r"nurse|paediatrician|hip|spasticity|respiratory|chest)\b"
)
