"""Is anything left in from a template, or written in words that a family would have to look up?"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from qa.checks.finding import Found, Severity
from qa.checks.glossary import Term, key_of
from qa.checks.passage import Passage
from qa.checks.rule import rule
from qa.checks.words import listed, pattern

TEMPLATE = (
    r"(?:insert|name|child|young person|cyp|date|dob|service|provider|school|area|number|x+|frequency|delete|"
    r"condition|"
    r"pronoun|he|she|they|his|her|trust|team|add|enter|amount|details|tbc|setting|professional|hospital|clinician|"
    r"age|"
    r"nurse|diagnosis|text|medication|need|type|n|how often|who|please|first|la|icb|initials|role)"
)
PLACEHOLDER = re.compile(
    r"(?<![\w,])[Xx]{4,}\w*|(?<![\w,])XXX(?!\w)(?! syndrome)|(?<![\w,])xxx(?!\w)|(?<!\w)XX(?!\w)(?![/.]\d)|"
    r"\b[Xx]{2}/[Xx]{2}(?:/[Xx]{2,4})?|\b[Dd]{2}/[Mm]{2}/[Yy]{2,4}\b|"
    rf"[\[<{{«]+\s*(?i:{TEMPLATE})\b[^\]>}}»\n]{{0,60}}[\]>}}»]+|\[\s*(?:\.{{2,}}|…|_+|\?+)?\s*\](?!\()|"
    r"\{[A-Za-z]+\}|"
    r"\?{3,}|_{3,}|\.{5,}|…{2,}|\b(?:T\.?B\.?[CAD]\.?)(?!\w)|(?i:\b(?:lorem ipsum|delete as (?:appropriate|"
    r"applicable)|"
    r"to be (?:confirmed|completed|inserted|added)|(?:please )?insert (?:child|name|details|here|text|date|frequency|"
    r"provider|dob|service|needs?|outcome|relevant|appropriate|wording|as)|click (?:or tap )?here to enter|"
    r"(?:child|young person|cyp)(?:'s|’s)? name\b(?= (?:has|is|will|needs|takes|can)\b)))|"
    r"(?<!\w)(?:s/he|\(s\)he|he/she|she/he|his/her|her/his|him/her|her/him|himself/herself)(?!\w)"
)
PRONOUNS = re.compile(r"s/he|\(s\)he|h\w+/s?h\w+|she/he")


@rule(
    "placeholder",
    "Nothing is left in from a template: no XXXX, [name], TBC or “insert”.",
    source="SEND Code of Practice 2015, 9.61; the ICB's framework",
    severity=Severity.ERROR,
    sections="ECGF",
)
def placeholder(passage: Passage) -> Iterator[Found]:
    for found in PLACEHOLDER.finditer(passage.text):
        if passage.child.pronouns and PRONOUNS.fullmatch(found[0]):
            continue  # told as a wrong pronoun
        yield Found(
            found.start(), found.end(), f"“{found[0]}” was left in from a template.", "Write what belongs here."
        )


# Abbreviations and codes that need no explaining.
KNOWN = listed(
    "GP GPS NHS UK USA EHC A&E TV ID OK AM PM II III IV VI DNA BBC IT PE PDF HIV AIDS UKUT AAC ITV DVD LED ICT MP3 "
    "USB "
    "GCSE BTEC NVQ RE MS NICE PSHE FM ABC AND THE NO NOT ALL MUST WILL IS ARE HAS DO ONLY NAME DATE YES IN OF TO FOR "
    "OR ON AT BY BE IF SECTION HEALTH NEEDS"
)
CAPITALS = re.compile(r"(?<![\w&/.-])(?!X+\b|TB[CA]\b)[A-Z]{2,5}s?(?![\w&-]|/[A-Z])")
EXPLAINS_AFTER = re.compile(
    r"['’]?s?[\"”’]?(?:\s+[\w-]+){0,2}\s*\(|['’]?s?[\"”’]?\s*(?::|–|—|, (?:which|that is|or|a|an|meaning|also)\b|"
    r"[,;]? ?(?:means|i\.e\.))"
)
CALLED = re.compile(r"(?:called|known as|named|or)\s+[\"“‘']?$")


@lru_cache(maxsize=8)
def finder(terms: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for the whole glossary: abbreviations by their capitals, words in any case, longest first."""
    ordered = sorted(terms, key=len, reverse=True)
    words = "|".join(part(term) for term in ordered)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def part(term: str) -> str:
    inside = r"\s+".join(re.escape(word) for word in term.split())
    return inside if any(letter.isupper() for letter in term) else f"(?i:{inside})"


@rule(
    "jargon",
    "The form is read by families: a medical word or an abbreviation is explained where it first stands.",
    source="SEND Code of Practice 2015, 9.61; the ICB's framework",
    severity=Severity.WARNING,
    sections="ECGF",
)
def jargon(passage: Passage) -> Iterator[Found]:
    if not passage.glossary:
        return
    seen: set[str] = set()
    by_key = {key_of(term): value for term, value in passage.glossary.items()}
    for found in finder(tuple(passage.glossary)).finditer(passage.text):
        key = key_of(found[0])
        term = by_key[key]
        if key not in seen and term.is_asked_in(passage.section) and not is_explained(passage, found, term):
            yield unexplained(found, term)
        seen.add(key)
    yield from unknown_capitals(passage, seen, by_key)


def is_explained(passage: Passage, found: re.Match[str], known: Term | None = None) -> bool:
    """Here, earlier in the brackets of its explanation, or in another section of the same plan; or by the words that
    the glossary says explain it."""
    if known and known.is_explained_in(passage.text):
        return True
    text, term = passage.text, found[0]
    before = text[: found.start()].rstrip()
    in_brackets = before.endswith(("(", "(also ", "–", "—")) and len(before) > 3
    if in_brackets or CALLED.search(text[max(0, found.start() - 20) : found.start()]):
        return True
    if EXPLAINS_AFTER.match(text, found.end()):
        return True
    return any(f"({term})" in other or f"{term} (" in other for other in passage.others.values())


def unexplained(found: re.Match[str], term: Term) -> Found:
    return Found(
        found.start(),
        found.end(),
        f"A family may not know what “{found[0]}” means.",
        f"Say it in plain words: “{term.plain}”.",
        Severity.HINT if term.familiar else None,
        f"{term.plain} ({found[0]})",
    )


def unknown_capitals(passage: Passage, seen: set[str], terms: Mapping[str, Term]) -> Iterator[Found]:
    for found in CAPITALS.finditer(passage.text):
        word = found[0].rstrip("s")
        if word in seen or found[0] in terms or word in KNOWN or is_shouted(passage.text, found):
            continue
        seen.add(word)
        if not is_explained(passage, found):
            yield Found(
                found.start(),
                found.end(),
                f"“{found[0]}” may be an abbreviation that a family does not know.",
                "Write it out where it first stands.",
                Severity.HINT,
            )


SHOUT = pattern(r"[A-Z]{4,}", case=True)


def is_shouted(text: str, found: re.Match[str]) -> bool:
    """Words in capitals beside others in capitals are a heading."""
    around = text[max(0, found.start() - 15) : found.start()] + text[found.end() : found.end() + 15]
    return bool(SHOUT.search(around))
