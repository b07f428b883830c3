"""What does a rule see: the section's words by sentence, the other sections, the child, and the day?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from qa.checks.glossary import GLOSSARY, Term
from qa.checks.words import listed, pattern

SECTIONS = ("E", "C", "G", "F")  # by SEND Regs 2014 reg 12(1)
SECTION = re.compile(r"\bSection ([A-K])\b")


@dataclass(frozen=True)
class Facts:
    """What the record says of the child; what is not known is left empty, and no rule guesses it."""

    given_name: str = ""
    family_name: str = ""
    pronouns: str = ""  # he, she or they
    date_of_birth: date | None = None
    looked_after: bool | None = None
    known_names: frozenset[str] = frozenset()  # other people whose names are right here

    @property
    def called(self) -> str:
        return self.given_name or "the child"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def age_on(self, day: date) -> int | None:
        born = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class Sentence:
    """A stretch of the text, where it begins, and what it hangs on: the line above its list, or its paragraph."""

    start: int
    text: str
    heading: str = ""
    paragraph: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def whole(self) -> str:
        return f"{self.heading} {self.text}" if self.heading else self.text


@dataclass(frozen=True)
class Passage:
    """One section to be checked, with all that a rule may ask."""

    section: str
    text: str
    child: Facts = Facts()
    others: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None
    glossary: Mapping[str, Term] = field(default_factory=lambda: GLOSSARY)
    letters: Mapping[str, str] = field(default_factory=dict)  # the plan's own, by those of the Regulations

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text)

    def in_its_letters(self, words: str) -> str:
        """A rule speaks of Section G; a plan of another template may have another letter for it."""
        return SECTION.sub(lambda found: f"Section {self.letters.get(found[1], found[1])}", words)

    def text_of(self, section: str) -> str | None:
        """This section's words or another's; None where they were not given."""
        return self.text if section == self.section else self.others.get(section)

    def of(self, section: str) -> list[Sentence]:
        return self.sentences if section == self.section else sentences(self.others.get(section, ""))


ABBREVIATIONS = listed(
    "dr mr mrs ms mx prof st rev sr jr e.g i.e eg ie approx c ca cf vs no nos incl inc esp min mins max hr hrs wk "
    "wks "
    "yr yrs mth mths para paras reg regs s ss sec fig ref tel ext dept vol p pp dob d.o.b viz"
)
BULLET = re.compile(r"[ \t]*(?:[-–—•*·▪◦o]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+")
STOP = re.compile(r"[.!?]+[\"'’”)\]]*(?=\s)")
LAST_WORD = re.compile(r"[^\s(\[\"“‘]+$")
SHORT_LINE = 50  # a line this short was ended by hand, not by the width of a page


def sentences(text: str) -> list[Sentence]:
    """The text cut into sentences and list items; a line that only wraps does not end one."""
    found: list[Sentence] = []
    heading, number = "", 0
    for start, end, is_item, after_blank in blocks(text):
        number += after_blank
        if not is_item:
            heading = ""
        pieces = [Sentence(a, text[a:b], heading, number) for a, b in cuts(text, start, end)]
        found += pieces
        if pieces and pieces[-1].text.endswith(":"):
            heading = pieces[-1].text
    return found


def blocks(text: str) -> list[tuple[int, int, bool, bool]]:
    """Runs of lines that belong together: start, end, whether it is a list item, whether a paragraph begins."""
    found: list[tuple[int, int, bool, bool]] = []
    place, blank = 0, True
    for line in text.splitlines(keepends=True):
        start, place = place, place + len(line)
        marker = BULLET.match(line)
        if not line.strip():
            blank = True
            continue
        begin = start + (marker.end() if marker else len(line) - len(line.lstrip()))
        if found and not blank and not marker and wraps(text, found[-1], line):
            found[-1] = (found[-1][0], start + len(line.rstrip()), *found[-1][2:])
        else:
            found.append((begin, start + len(line.rstrip()), bool(marker), blank))
        blank = False
    return found


def wraps(text: str, before: tuple[int, int, bool, bool], line: str) -> bool:
    """Whether this line goes on with what the line above began."""
    above = text[before[0] : before[1]]
    last = above.splitlines()[-1] if above else ""
    if last.rstrip().endswith((".", ":", ";", "!", "?")):
        return len(last) >= SHORT_LINE and not last.rstrip().endswith((":", ";"))
    return not line.lstrip()[:1].isupper() or len(last) >= SHORT_LINE


def cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for stop in STOP.finditer(text, start, end):
        if stop.end() < end and ends_here(text, start, stop, end):
            found.append((start, stop.end()))
            rest = text[stop.end() : end]
            start = stop.end() + len(rest) - len(rest.lstrip())
    return [*found, (start, end)] if text[start:end].strip() else found


def ends_here(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    following = text[stop.end() : end].lstrip()[:1]
    if following.islower():
        return False
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return True
    word = LAST_WORD.search(text, max(start, stop.start() - 20), stop.start())
    last = word[0].lower() if word else ""
    initial = len(last) == 1 and last.isalpha() and word is not None and word[0].isupper()
    numbered = last == "no" and not following.isdigit()  # "No." ends a sentence, "no. 3" does not
    return numbered or not (initial or last in ABBREVIATIONS)


NOTHING = pattern(
    r"\W*(?:(?:there (?:is|are|were) )?(?:currently |at present )?(?:no|not?ne)\b[\w ,/'-]{0,60}"
    r"|n/?a|nil|not applicable|[\w'’-]+ (?:has|have|does not have|requires|needs) (?:no|any)? ?(?:identified )?"
    r"health (?:needs?|provision)[\w ,]{0,40})\W*",
)


def says_nothing(text: str) -> bool:
    """Empty, or only a sentence that there is none."""
    return not text.strip() or bool(NOTHING.fullmatch(text.strip()))
