"""Is this line the heading of a section, and of which one?

A heading is known by its words, never by its looks: every local authority's form looks different. The letters and
titles come from the set of sections in force.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz

FUNCTION_WORDS = frozenset(
    [
        "a", "an", "and", "any", "are", "as", "at", "be", "by", "for", "from", "in", "including", "into", "is", "it",
        "its", "making", "of", "on", "or", "other", "over", "that", "the", "their", "them", "this", "to", "under",
        "which", "who", "will", "with",
    ]
)  # fmt: skip
# What may stand in any heading beside the words of its title.
ABOUT_ANYBODY = frozenset(
    [
        "s", "child", "children", "childs", "young", "person", "persons", "people", "parent", "parents", "family",
        "his", "her", "him", "she", "he", "they", "your", "my", "me", "name", "pupil", "student", "learner",
        "required", "reasonably", "related", "relating", "relate", "relates", "result", "results", "resulting",
        "sen", "send", "special", "educational", "disability", "disabilities", "difficulty", "difficulties",
        "learning", "section", "part", "continued", "cont", "plan", "made", "must", "having", "sought",
        "description", "identified",
    ]
)  # fmt: skip
NOT_A_TITLE = frozenset(
    [
        "no", "none", "not", "nil", "na", "has", "have", "had", "is", "was", "were", "does", "see", "above", "below",
        "please",
    ]
)  # fmt: skip
LONGEST_TITLE = 45  # words
SHORT = 4  # words: a title that says the same in fewer
ALIKE = 85  # of 100: a slip of the finger is forgiven
SAME = 92

SEPARATOR = r"[:.)\]\-–—|]"
CONTENTS_TAIL = re.compile(r"(\s*[.…·_]{2,}\s*|\s+)\d{1,3}$|\s*[.…·_]{3,}$")
# “Rowan’s health needs”, “the outcomes sought for Rowan Ash”: a name is no word of a title, and none against it.
NAME = re.compile(r"\b([A-Z][\w-]+(?: [A-Z][\w-]+)?)['’][sS]\b|(?i:(?<=\bof )|(?<=\bfor )|(?<=\bby ))([A-Z][\w-]+)")
CONTINUED = re.compile(r"[\s(\[–-]*\b(continued|cont'?d?)\b\.?[)\]]?$", re.IGNORECASE)


def words_in(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


@dataclass(frozen=True)
class Known:
    """A section as the reader knows it."""

    letter: str
    title: str
    other_titles: tuple[str, ...] = ()

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Of which a heading has at least one."""
        short = (title for title in self.other_titles if len(title.split()) <= SHORT)
        return frozenset(word for title in (self.title, *short) for word in words_in(title)) - FUNCTION_WORDS

    @cached_property
    def all_words(self) -> frozenset[str]:
        told = (words_in(title) for title in self.other_titles)
        return self.own_words.union(*told) | FUNCTION_WORDS | ABOUT_ANYBODY

    @cached_property
    def plain_titles(self) -> list[str]:
        return [plain(title) for title in (self.title, *self.other_titles)]

    def is_title(self, text: str) -> bool:
        """Whether these words are what such a section is called, in this or that order."""
        words = words_in(NAME.sub(self.without_name, text))
        if not words or len(words) > LONGEST_TITLE or text.rstrip().endswith((".", ",", ";")):
            return False
        if any(word in NOT_A_TITLE and word not in self.all_words for word in words) or "no" in words:
            return False
        known = sum(is_among(word, self.all_words) for word in words)
        return known >= 0.85 * len(words) and any(is_among(word, self.own_words) for word in words)

    def without_name(self, found: re.Match[str]) -> str:
        return found[0] if any(word in self.all_words for word in words_in(found[1] or found[2])) else ""

    def is_called(self, text: str) -> bool:
        """Stricter, for a heading without its letter: one of the titles, and nothing else."""
        words = plain(text)
        return bool(words) and any(fuzz.ratio(words, title) >= SAME for title in self.plain_titles)


def plain(title: str) -> str:
    return " ".join(word for word in words_in(title) if word not in FUNCTION_WORDS)


def is_among(word: str, words: Iterable[str]) -> bool:
    return word in words or (len(word) > 4 and any(len(w) > 4 and fuzz.ratio(word, w) >= ALIKE for w in words))


@dataclass(frozen=True)
class Heading:
    """`letters`: of which section; several over a table that pairs them; none when it is one we do not know.
    `words`: the heading itself; `rest`: what follows it in the same line."""

    letters: tuple[str, ...]
    words: str
    rest: str = ""

    @property
    def letter(self) -> str:
        return self.letters[0] if len(self.letters) == 1 else ""


@dataclass(frozen=True)
class Headings:
    """Knows the headings of one set of sections."""

    sections: tuple[Known, ...]
    by_title: bool = False  # the plan names its sections without their letters
    known: dict[str, Known] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {section.letter: section for section in self.sections})

    @classmethod
    def of(cls, section_set: Any, *, by_title: bool = False) -> "Headings":
        rows = section_set.in_order
        return cls(tuple(Known(row.letter, row.title, tuple(row.other_titles)) for row in rows), by_title)

    @cached_property
    def letters(self) -> str:
        """The letters as a pattern, H1 before H; “H 1” and “H(1)” too."""
        spelt = (r"[\s.(]?".join(letter) + r"\)?" * (len(letter) > 1) for letter in self.known)
        return "|".join(sorted(spelt, key=len, reverse=True))

    @cached_property
    def marked(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:section|part|sec\.?)\s*({self.letters})(?![\w’'])\s*({SEPARATOR}*)\s*(.*)", re.I | re.S
        )

    @cached_property
    def lettered(self) -> re.Pattern[str]:
        return re.compile(rf"({self.letters})(?![\w’'])\s*({SEPARATOR}*)\s*(.*)", re.S)

    @cached_property
    def ending(self) -> re.Pattern[str]:
        inside = rf"(?:section\s*|part\s*)?({self.letters})"
        return re.compile(
            rf"(.+?)\s*(?:[(\[]\s*{inside}\s*[)\]]|[–—:-]\s*(?:section|part)\s*({self.letters}))\s*:?", re.I
        )

    @cached_property
    def several(self) -> re.Pattern[str]:
        one = f"(?:{self.letters})"
        between = r"\s*(?:,|/|&|\+|→|->|–|-|\band\b)\s*(?:and\s+)?(?:section\s+)?"
        return re.compile(rf"(?:sections?|parts?)\s+({one}(?:{between}{one})+)(?![\w’'])(.*)", re.I)

    # A section of which we know no letter: H without a number, or one of another template.
    stranger = re.compile(r"(?:section|part)\s+([A-Z]\d?)(?![\w’'])\s*([:.)\]\-–—|]|$)(.*)", re.I)

    def read(self, line: str) -> Heading | None:
        """The heading that this line is, or begins with."""
        line = line.strip()
        if not line or len(line) > 1200:
            return None
        ways = (self.of_several, self.with_mark, self.with_letter, self.with_letter_last, self.of_stranger)
        found = next((heading for way in ways if (heading := way(line))), None)
        return found or (self.with_title(line) if self.by_title else None)

    def of_several(self, line: str) -> Heading | None:
        found = self.several.match(line)
        if not found or len(words_in(line)) > 25 or line.endswith("."):
            return None
        letters = re.findall(rf"(?<![\w])(?:{self.letters})(?![\w])", found[1], re.I)
        return Heading(tuple(dict.fromkeys(map(spelt, letters))), line)

    def with_mark(self, line: str) -> Heading | None:
        """“Section C: Health needs”, “PART C”, “Section C – No health needs.”"""
        found = self.marked.fullmatch(line)
        if not found:
            return None
        letter, rest = spelt(found[1]), found[3]
        if heading := self.titled(letter, line, rest):
            return heading
        if found[2] and rest:
            return Heading((letter,), line[: found.start(3)].strip(), rest)
        return None

    def with_letter(self, line: str) -> Heading | None:
        """“C. Health needs”, “C Health needs”; “A” and “I” are words, and need a mark after them."""
        found = self.lettered.fullmatch(line)
        if not found or not found[3] or (not found[2] and found[1] in ("A", "I")):
            return None
        return self.titled(spelt(found[1]), line, found[3])

    def titled(self, letter: str, line: str, rest: str) -> Heading | None:
        """With its title, or with none; what is written after the title in the same line is text."""
        title = CONTINUED.sub("", CONTENTS_TAIL.sub("", rest)).strip(" :–—-|.")
        section = self.known[letter]
        if not title or section.is_title(title):
            return Heading((letter,), line)
        for cut in re.finditer(r"\s*[:–—]\s+|\.\s+|\n", rest):
            before, after = rest[: cut.start()], rest[cut.end() :]
            if section.is_title(before) and after.strip():
                return Heading((letter,), line[: len(line) - len(after)].strip(), after.strip())
        return None

    def with_letter_last(self, line: str) -> Heading | None:
        """“Health needs (Section C)”, “Outcomes (E)”, “Health needs – Section C”."""
        found = self.ending.fullmatch(CONTENTS_TAIL.sub("", line))
        if not found:
            return None
        letter = spelt(found[2] or found[3])
        return Heading((letter,), line) if self.known[letter].is_title(found[1]) else None

    def of_stranger(self, line: str) -> Heading | None:
        found = self.stranger.fullmatch(line)
        if not found or spelt(found[1]) in self.known or len(words_in(line)) > 30:
            return None
        return Heading((), line)

    def with_title(self, line: str) -> Heading | None:
        """“Health needs”: its title alone, or with text after a colon."""
        title, colon, rest = line.partition(":")
        letter = self.called(CONTENTS_TAIL.sub("", title))
        if not letter or (rest.strip() and not colon):
            return None
        words = line[: len(line) - len(rest)].strip()
        return Heading((letter,), words, rest.strip())

    def called(self, title: str) -> str:
        """The one section that is called so."""
        found = [section.letter for section in self.sections if section.is_called(title)]
        return found[0] if len(found) == 1 else ""

    def is_title_of(self, letter: str, line: str) -> bool:
        return self.known[letter].is_title(line.strip(" :–—-"))

    def column_of(self, words: str, letters: Iterable[str]) -> str:
        """Under a heading of several sections, a column that says only “Need”, “Provision” or “Outcome”."""
        said = words_in(words)
        if len(said) > 10:
            return ""
        for stem in ("outcome", "provision", "need"):
            if any(word.startswith(stem) for word in said):
                fits = [letter for letter in letters if stem in self.known[letter].title.lower()]
                return fits[0] if len(fits) == 1 else ""
        return ""


def spelt(letter: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", letter.upper())
