"""How is a plan shown without saying whose it is, and what could not be blanked?

Blanked: the child's names and short forms of them, those of their family and their coordinator, any other first name,
anybody with a title; NHS numbers, the day of birth, schools, addresses, postcodes, telephone numbers and email
addresses, and the portal's reference. A name that is also a plain word is left where it may be either, and said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from qa.checks.first_names import ALSO_WORDS, NAMES, NICKNAMES

NAME, NUMBER, BIRTH, SCHOOL, PLACE, REACHED, CASE = (
    f"[{what}]"
    for what in ("name", "NHS number", "date of birth", "school", "address", "telephone or email", "reference")
)
PLAIN = frozenset(name.lower() for name in ALSO_WORDS)
FIRST_NAMES = frozenset(name.lower() for name in NAMES) - PLAIN
WORD = r"[^\W\d_]+"

NHS_NUMBER = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
TELEPHONE = re.compile(r"(?<!\d)(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?!\d)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
STREET = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[A-Z][\w'’]+ ){1,3}(?:Road|Street|Avenue|Lane|Close|Drive|Way|Crescent|Place|Gardens|"
    r"Court|Terrace|Grove|Hill|Row|Mews|Square)\b"
)
NAMED_SCHOOL = re.compile(
    r"\b(?:(?:[A-Z][\w'’]+|of|the|St\.?) ){1,5}(?:School|Academy|College|Nursery|Pre-school|Preschool|Playgroup)\b"
)
KIND_OF_SCHOOL = re.compile(
    r"(?:The |A |An |Her |His |Their )?(?:(?:Primary|Secondary|Special|Infant|Junior|Mainstream|Nursery) )?"
    r"(?:School|Academy|College|Nursery|Pre-school|Preschool|Playgroup)"
)
SOMEBODY = "\N{REPLACEMENT CHARACTER}"
TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Miss|Ms|Mx|Prof|Professor|Sister|Nurse)\.? (?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?")


@dataclass(frozen=True)
class Person:
    """What is known of whom the papers are about."""

    given_name: str
    family_name: str
    date_of_birth: date
    nhs_number: str = ""
    school: str = ""
    reference: str = ""
    others: tuple[str, ...] = ()  # family, and who wrote about them


@dataclass
class Blanked:
    """The text as it is shown; `left` are words that may be names and were left."""

    text: str
    left: list[str] = field(default_factory=list)


def blank(text: str, person: Person) -> Blanked:
    for pattern, mark in patterns_of(person):
        text = pattern.sub(mark, text)
    text = NAMED_SCHOOL.sub(lambda m: m[0] if KIND_OF_SCHOOL.fullmatch(m[0]) else SCHOOL, text)
    text = re.sub(WORD, lambda m: SOMEBODY if is_first_name(m[0]) else m[0], text)
    text = re.sub(rf"{SOMEBODY}(?: [A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?\b)?", NAME, text)  # and the surname after it
    text = re.sub(r"\[name\](?:[ -]\[name\])+", NAME, text)
    return Blanked(text, may_be_names(text))


def patterns_of(person: Person) -> list[tuple[re.Pattern[str], str]]:
    """Longest and surest first, so that a school named for a saint goes as a whole."""
    whole = [(person.school, SCHOOL), (person.reference, CASE)]
    known = [(re.compile(re.escape(words), re.IGNORECASE), mark) for words, mark in whole if words.strip()]
    fixed = [(NHS_NUMBER, NUMBER), (EMAIL, REACHED), (TELEPHONE, REACHED), (STREET, PLACE), (POSTCODE, PLACE)]
    born = [(birthday(person.date_of_birth), BIRTH)]
    return [*known, *fixed, *born, (TITLED, NAME), *names_of(person)]


def names_of(person: Person) -> list[tuple[re.Pattern[str], str]]:
    """Every part of every name. One that is also a plain word only where it begins with a capital."""
    full = [person.given_name, person.family_name, *person.others]
    parts = {part for name in full for part in re.findall(WORD, name) if len(part) > 1}
    parts |= {short for name in re.findall(WORD, person.given_name) for short in short_forms(name)}
    return [(word_pattern(part), NAME) for part in sorted(parts, key=lambda part: (-len(part), part))]


def short_forms(name: str) -> Iterable[str]:
    return (short.capitalize() for short in NICKNAMES.get(name.lower(), "").split())


def word_pattern(part: str) -> re.Pattern[str]:
    if part.lower() in PLAIN:
        return re.compile(rf"\b(?:{re.escape(part.capitalize())}|{re.escape(part.upper())})\b")
    return re.compile(rf"\b{re.escape(part)}\b", re.IGNORECASE)


def birthday(day: date) -> re.Pattern[str]:
    """4 May 2019, 4th May 2019, May 4, 2019, 04/05/2019, 4.5.19, 2019-05-04."""
    month, short = day.strftime("%B"), day.strftime("%b")
    named = rf"(?:{month}|{short}\.?)"
    year = rf"(?:{day.year}|{day.year % 100:02})"
    return re.compile(
        rf"\b0?{day.day}(?:st|nd|rd|th)?(?: of)? {named},? {day.year}\b"
        rf"|\b{named} 0?{day.day}(?:st|nd|rd|th)?,? {day.year}\b"
        rf"|\b0?{day.day}[/.-]0?{day.month}[/.-]{year}\b|\b{day.isoformat()}\b",
        re.IGNORECASE,
    )


def is_first_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() in FIRST_NAMES


def may_be_names(text: str) -> list[str]:
    """Capitalised in the middle of a sentence, and a name as well as a word: a person has to look."""
    found: dict[str, None] = {}
    words = list(re.finditer(rf"{WORD}|\d+|[.!?:\n]", text))
    for before, word in pairwise(words):
        inside = re.fullmatch(WORD, before[0]) is not None and before[0].lower() not in BEFORE_A_MONTH
        if inside and word[0][:1].isupper() and word[0].lower() in PLAIN:
            found[word[0]] = None
    return list(found)


BEFORE_A_MONTH = frozenset(("in", "since", "from", "until", "by", "of", "before", "after"))
