"""Do ages, birth dates and the dates of advice agree with the record and the day?"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from qa.checks.finding import Found, Severity
from qa.checks.passage import Passage, Sentence
from qa.checks.rule import rule
from qa.checks.words import in_order, pattern

NUMBERS = {
    word: number
    for number, word in enumerate(
        in_order(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five"
        )
    )
}
AGE = "(?P<{0}>" + "|".join([r"\d{{1,2}}", *sorted((w for w in NUMBERS if w != "zero"), key=len, reverse=True)]) + ")"
NOW_AGED = pattern(
    rf"\b(?:(?:is|who is|now|currently|presently) (?:now |currently )?(?:aged )?{AGE.format('a')}"
    rf"(?: years?(?: old| of age)?|[- ]years?[- ]old|(?=[.,;)]| and \w))"
    rf"|(?:is|now|,|\() ?an? {AGE.format('b')}[- ]years?[- ]old"
    rf"|(?:this |an? ){AGE.format('d')}[- ]years?[- ]old (?:boy|girl|child|young|pupil|student|man|woman|lad))"
    rf"|(?:^|, |\()age[d:]? {AGE.format('c')}(?: years?)?(?=[.,;)]|$)"
    rf"|^{AGE.format('e')}[- ]years?[- ]old (?:boy|girl|child|young|pupil|student|man|woman|lad)"
)
NOT_NOW = pattern(
    r"\b(?:at (?:the )?age|when|since|level of|equivalent|similar to|like an?|typical|expected|until|by the|from "
    r"the age|"
    r"was|were|at|sister|brother|sibling|between|over|under|nearly|almost|will be|turn\w*|than|cousin|mum|mother|"
    r"father|dad|developmental\w*)\b"
)


def number(words: str) -> int:
    return int(words) if words.isdigit() else NUMBERS[words.lower()]


@rule(
    "age_contradicts",
    "An age in the wording agrees with the date of birth in the record.",
    source="The child's record; UK GDPR art 5(1)(d); the ICB's framework",
    severity=Severity.WARNING,
    sections="ECGF",
)
def age_contradicts(passage: Passage) -> Iterator[Found]:
    age = passage.child.age_on(passage.on) if passage.on else None
    if age is None:
        return
    for sentence in passage.sentences:
        for found in NOW_AGED.finditer(sentence.text):
            said = number(next(one for one in found.groups() if one))
            if said != age and not NOT_NOW.search(sentence.text[max(0, found.start() - 40) : found.start()]):
                yield marked(
                    sentence,
                    found,
                    f"The record says that {passage.child.called} is {age}.",
                    "Correct the age, or leave it out: it will be wrong in a year.",
                )


def marked(sentence: Sentence, found: re.Match[str], message: str, suggestion: str) -> Found:
    return Found(sentence.start + found.start(), sentence.start + found.end(), message, suggestion)


MONTHS = in_order("january february march april may june july august september october november december")
MONTH = (
    "(?:"
    + "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "september" else "sept?(?:ember)?" for name in MONTHS)
    + ")"
)
DATE = (
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{MONTH})\.?,? (?P<y>\d{{4}})"
    rf"|(?P<m2>{MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})[/.](?P<m3>\d{{1,2}})[/.](?P<y3>\d{{4}}|\d{{2}})"
    rf"|(?P<y4>\d{{4}})-(?P<m4>\d{{2}})-(?P<d4>\d{{2}})"
    rf"|(?P<m5>{MONTH})\.?,? (?P<y5>(?:19|20)\d{{2}})"
    rf"|(?P<y6>(?:19|20)\d{{2}}))\b"
)


def days(found: re.Match[str]) -> tuple[date, date] | None:
    """The first and last day that the words can mean; None where there is no such day."""
    part = {key: value for key, value in found.groupdict().items() if value and key[0] in "dmy" and len(key) <= 2}
    kind = {key[0]: value for key, value in part.items()}
    year = int(kind["y"]) + (2000 if len(kind["y"]) == 2 else 0)
    if not 1900 <= year <= 2100:
        return None
    if "m" not in kind:
        return date(year, 1, 1), date(year, 12, 31)
    month = month_number(kind["m"])
    if not 1 <= month <= 12:
        return None
    if "d" not in kind:
        return date(year, month, 1), last_of(year, month)
    if not 1 <= int(kind["d"]) <= last_of(year, month).day:
        return None
    day = date(year, month, int(kind["d"]))
    return day, day


def month_number(words: str) -> int:
    if words.isdigit():
        return int(words)
    return next(place for place, name in enumerate(MONTHS, 1) if name[:3] == words[:3].lower())


def last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


BORN = pattern(rf"\b(?:(?:was )?born(?: on| in)?|date of birth|d\.?o\.?b\.?)(?: is| was)? ?[:,-]? ?(?:the )?{DATE}")
SIBLING = pattern(r"\b(?:sister|brother|sibling|twin|mother|father|mum|dad|cousin)\b[^.]*$")
HAPPENED = pattern(
    rf"\b(?:was|were|been|last|has been|had) (?:\w+ ){{0,3}}?(?:seen|assessed|reviewed|diagnosed|discharged|admitted|"
    rf"referred|fitted|started|prescribed)\b[^.;]{{0,60}}?\b(?:on|in|during) (?:the )?{DATE}"
)


@rule(
    "date_contradicts",
    "A birth date in the wording is the one in the record, and nothing happened before birth or after today.",
    source="The child's record; UK GDPR art 5(1)(d); the ICB's framework",
    severity=Severity.ERROR,
    sections="ECGF",
)
def date_contradicts(passage: Passage) -> Iterator[Found]:
    born = passage.child.date_of_birth
    for sentence in passage.sentences:
        for found in BORN.finditer(sentence.text):
            said = days(found)
            wrong = born and said and not said[0] <= born <= said[1]
            if wrong and not SIBLING.search(sentence.text[: found.start()]):
                yield marked(
                    sentence,
                    found,
                    f"The record says that {passage.child.called} was born on {born:%-d %B %Y}.",
                    "Correct the date, and look whether the rest is about another child.",
                )
        yield from impossible(passage, sentence)


def impossible(passage: Passage, sentence: Sentence) -> Iterator[Found]:
    born = passage.child.date_of_birth
    for found in HAPPENED.finditer(sentence.text):
        said = days(found)
        if said and passage.on and said[0] > passage.on:
            yield marked(sentence, found, "This is told as past, and its date has not come.", "Correct the date.")
        elif said and born and said[1] < born:
            yield marked(sentence, found, "This is before the child was born.", "Correct the date.")


ADVICE = (
    r"(?:advice|reports?|assessments?|letters?|reviews?|reviewed|seen|appointments?|clinic|assessed|examination|"
    r"observ(?:ed|ations?)|information|evaluation|paediatrician|consultation|summary|findings|plan|recommend\w+)"
)
OLD = pattern(
    rf"\b{ADVICE}\b(?P<between>[^.;]{{0,60}}?)\b(?:in|from|of|dated|on|since|dating from|written in|made in|as at)?"
    rf" ?\(?(?:on |the )?{DATE}"
)
YEAR_FIRST = pattern(r"\b(?P<y6>(?:19|20)\d{2}) (?:\w+ ){0,3}?(?:reports?|assessments?|advice|letters?|reviews?)\b")
AS_OF = pattern(rf"\b(?:as of|as at|according to (?:\w+ ){{0,4}}?of) {DATE}")
AGO = pattern(
    r"\b(?:advice|report|assessment|letter|review|reviewed|seen|assessed|appointment)\b[^.;]{0,40}?\b(?:(?:(?:over|"
    r"more than|"
    r"about|around|nearly|almost) )?(?P<n>\d{1,2}|an?|two|three|four|five|six|eighteen|fifteen|several|many) "
    r"(?P<unit>years?|months?) (?:ago|old|earlier))\b"
)
LAW = pattern(r"\b(?:act|regulations?|regs|code of practice|order|ukut|guidance|nice|framework)\b[^.;]{0,25}$")
HISTORY = pattern(
    r"\b(?:diagnos\w+|superseded|replaced|since been|no longer|updated in|at that time|discharged|operation|surgery|"
    r"resolved|history|by|until|before|starts?|next|first|will|due)\b"
)


@rule(
    "old_advice",
    "Wording rests on current advice: what is older than twelve months is not told as what is so today.",
    source="SEND Regs 2014 reg 6(4); SEND Code of Practice 2015, 9.47 and 9.51; the ICB's framework",
    severity=Severity.WARNING,
    sections="ECGF",
)
def old_advice(passage: Passage) -> Iterator[Found]:
    if passage.on is None:
        return
    for sentence in passage.sentences:
        found = old_date(sentence, passage.on) or long_ago(sentence)
        if found and not is_history(sentence, found):
            yield marked(
                sentence,
                found,
                "This advice is more than twelve months old.",
                "Ask for up-to-date advice, or say that it describes the past.",
            )


def old_date(sentence: Sentence, on: date) -> re.Match[str] | None:
    for one in (OLD, AS_OF, YEAR_FIRST):
        for found in one.finditer(sentence.text):
            said = days(found)
            if said and said[1] < year_before(on):
                return found
    return None


@cache
def year_before(on: date) -> date:
    return on.replace(year=on.year - 1) if (on.month, on.day) != (2, 29) else date(on.year - 1, 2, 28)


def long_ago(sentence: Sentence) -> re.Match[str] | None:
    for found in AGO.finditer(sentence.text):
        words = found["n"].lower()
        many = {"a": 1, "an": 1, "two": 2, "several": 3, "many": 3, "eighteen": 18, "fifteen": 15}.get(words)
        count = many or (int(words) if words.isdigit() else NUMBERS.get(words, 1))
        months = count * (12 if found["unit"].startswith("year") else 1)
        if months > 12 or (months == 12 and pattern(r"\b(?:over|more than)\b").search(found[0])):
            return found
    return None


def is_history(sentence: Sentence, found: re.Match[str]) -> bool:
    before = sentence.text[: found.end()]
    date_at = re.search(r"\S+$", before)
    return bool(HISTORY.search(sentence.text[: found.end() + 25])) or bool(
        LAW.search(before[: date_at.start()] if date_at else before)
    )
