"""Which lines of a piece of advice say a need, a provision or an outcome, and so must be accounted for?

Pure functions of the text. A line classed in vain costs a Designated Clinical Officer a press; a missed one could
lose a child's need: so, in doubt, a line with a medical word in it is one to account for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from qa.checks.passage import Sentence, sentences
from qa.checks.rules.needs import CALLS, NEGATED, ONLY_NEEDS, WITHOUT
from qa.checks.topics import ALL
from qa.checks.words import PROVIDER, SUPPORT, pattern
from qa.comparison import normalised


class Kind(models.TextChoices):
    """What a line says. Of the last kind none need be accounted for; any may be."""

    NEED = "need", "Need"
    PROVISION = "provision", "Provision"
    OUTCOME = "outcome", "Outcome"
    OTHER = "other", "Other"


@dataclass(frozen=True)
class Line:
    """One sentence or list item of the advice, counted from 1."""

    number: int
    text: str
    kind: Kind

    @property
    def must_be_accounted_for(self) -> bool:
        return self.kind != Kind.OTHER

    @property
    def is_bare_diagnosis(self) -> bool:
        """The themes without health needs say as much themselves."""
        return self.kind == Kind.NEED and bool(BARE.search(self.text)) and not is_medical(self.text)


HEADINGS = {
    Kind.NEED: pattern(
        r"\b(?:health needs?|needs|diagnos[ei]s|medical (?:history and )?(?:conditions?|needs?)|current medication|"
        r"medication|impact|how (?:the|his|her|their) needs)\b"
    ),
    Kind.PROVISION: pattern(
        r"\b(?:health provision|provision|recommendations?|recommended|support|type of support|who provides|plan|"
        r"actions?|what is needed|advice)\b"
    ),
    Kind.OUTCOME: pattern(r"\b(?:outcomes?|aims?|goals?|targets?)\b"),
    Kind.OTHER: pattern(
        r"\b(?:views?|history|background|family|referrals?|summary of (?:contact|involvement)|sources?|consent|"
        r"contacts?|aspirations?|strengths|about|assessments? (?:used|carried out)|signed|name|date|author)\b"
    ),
}
LONGEST_HEADING = 14  # words
SAYS = pattern(  # a heading states nothing
    r"\b(?:is|are|has|have|had|was|were|will|should|needs|takes|can|cannot|requires|finds|uses|wears|does)\b"
)
THE_NEEDS = pattern(r"\b(?:health|medical|care|the|his|her|their) needs\b")  # the noun
BARE = pattern(
    r"\b(?:autis\w+|asd|asc|adhd|attention deficit|neurodevelopmental pathway|looked[- ]after|in care|waiting "
    r"(?:list|for)|awaiting)\b"
)
NOTHING = pattern(
    r"\b(?:no (?:\w+ ){0,4}(?:concerns?|needs?|provision|support|difficult\w+|problems?|input|referral|action|change|"
    r"follow[- ]?up|medication|medicines?|allerg\w+|seizures|services?|health condition\w*)\b|none\b|nil\b|n/a\b|not "
    r"applicable|not (?:required|needed|indicated|known to|under|taking|prescribed)|does not (?:need|require|take|"
    r"have)|(?:within|is|are|was|were) (?:the )?normal|has resolved|have resolved|grew out|no longer|unremarkable|"
    r"(?:is|are|was|were) (?:\w+ )?up[- ]to[- ]date|nothing (?:to|suggests)|sleeps well|eats well|"
    r"is (?:fit and )?well\b|in good health)"
)
MEDICAL = pattern(
    r"\b(?:diagnos\w+|condition|syndrome|disorder|disease|seizures?|pain\w*|fatigue\w*|tires|tired|breathless\w*|"
    r"vomit\w+|drows\w+|reflux|rash\w*|eczema|wheez\w+|infections?|melatonin|mg\b|tablets?|doses?|inhalers?|injections?|sedat\w+|"
    r"side[- ]effects?|weight|appetite|underweight|sleep|insomnia|wakes|anxiety|mood|self-?harm\w*|panic|hearing|"
    r"vision|sight|toilet\w*|soil\w*|constipat\w+|catheter\w*|gastrostomy|pump|splints?|wheelchair|hoist\w*|muscle\w*|joints?|"
    r"dislocat\w+|hypermobil\w+|tone|spasm\w*|faint\w*|headaches?|migraines?|bleed\w*|heart|kidney\w*|liver|lungs?|"
    r"blood|glucose|ketones?|shaky|dizz\w+|hypo\w*|urgent care|carbohydrates?|sugar levels|anaemia|"
    r"thyroid|hormone\w*|growth|surgery|operation)\b"
)
SCHOOL = pattern(
    r"\b(?:words?|sentences?|instructions?|vocabulary|language|spoken|speech sounds?|phonics|reading|writing|"
    r"handwriting|pencil|friends?|attention|visual timetable|change of activity|turn-?taking|lessons?|maths)\b"
)
DOES = pattern(
    r"\b(?:will|should|would|needs?|requires?|is to|are to|to be|must|recommend\w*|continue\w*|every|each|at least|"
    r"review(?:s|ed)?|monitors?|prescribes?|provides?|trains?|annual\w*|monthly|weekly|termly|yearly|once|twice)\b"
)
ACHIEVES = pattern(
    r"\b(?:will be able to|will (?:know|manage|use|take part|join|attend|recognise|tell|say|sleep|eat|walk|"
    r"have learnt|learn to|be confident|feel|show|do|dress|ask|carry|look after)\b|by the (?:end of|age of|time)|"
    r"so that (?:he|she|they) can)"
)
CHILD_WILL = re.compile(
    r"(?:He|She|They|[A-Z][a-z]+) will (?!be (?!able)|have\b|start\b|need|require|move\b|continue|remain|"
    r"attend (?:the |an |a )?(?:\w+ )?(?:clinic|appointment)|undergo|receive|see\b)"
)


@lru_cache(maxsize=64)
def lines_of(text: str) -> tuple[Line, ...]:
    """The text cut by sentence and list item, each classed. A line that is there twice is there once."""
    found: dict[str, Line] = {}
    for sentence, under in with_headings(sentences(headings_apart(text))):
        words = " ".join(sentence.text.split())
        key = normalised(words).lower()
        if key and key not in found and re.search(r"\w", key):
            found[key] = Line(len(found) + 1, words, kind_of(words, under))
    return tuple(found.values())


def headings_apart(text: str) -> str:
    """A heading ends where its line ends, however long that line is."""
    lines = (f"\n{line}\n" if heading_of(line) else line for line in text.splitlines())
    return "\n".join(lines)


def with_headings(parts: list[Sentence]) -> Iterator[tuple[Sentence, Kind | None]]:
    """Each line with what the heading above it promises; a heading itself is none."""
    under: Kind | None = None
    for sentence in parts:
        heading = heading_of(sentence.text)
        if heading:
            under = heading
        yield sentence, Kind.OTHER if heading else under


def heading_of(text: str) -> Kind | None:
    """“Health needs”, “Outcomes:”, but not “Needs a wheelchair.”"""
    stated = text.rstrip().endswith((".", ";", "!", "?")) or SAYS.search(THE_NEEDS.sub(" ", text)) or is_nothing(text)
    if stated or len(text.split()) > LONGEST_HEADING:
        return None
    if not text.rstrip().endswith(":") and is_medical(text) and not HEADINGS[Kind.NEED].search(text):
        return None
    return next((kind for kind, words in HEADINGS.items() if words.search(text)), None)


def kind_of(text: str, under: Kind | None) -> Kind:
    """By its own words first; the heading decides for what the words leave open."""
    if is_nothing(text):
        return kind_of_clauses(text, under)
    if heading_of(text):
        return Kind.OTHER
    if (ACHIEVES.search(text) or CHILD_WILL.match(text)) and not gives(text):
        return Kind.OUTCOME
    if gives(text) or TRAINED.search(text):
        return Kind.PROVISION
    said = ONWARD.sub(" ", text)
    if is_medical(said) or (BARE.search(text) and not SCHOOL.search(GLOSS.sub(" ", BARE.sub(" ", text)))):
        return Kind.NEED
    if said != text and under != Kind.PROVISION:
        return Kind.OTHER
    if under in (None, Kind.OTHER) or len(text.split()) < 3 or SCHOOL.search(text):
        return Kind.OTHER
    says_who_or_how = under != Kind.PROVISION or DOES.search(text) or PROVIDER.search(text)
    return under if says_who_or_how else Kind.OTHER


def kind_of_clauses(text: str, under: Kind | None) -> Kind:
    """“No concerns about hearing; she has epilepsy” denies one thing and says another: each clause is asked."""
    clauses = [f"{clause.rstrip(' .')}." for clause in text.split(";") if clause.strip()]  # stated: none is a heading
    kinds = {kind_of(clause, under) for clause in clauses} if len(clauses) > 1 else set()
    return next((kind for kind in Kind if kind in kinds), Kind.OTHER)


WHY = r"\b(?:for|because|due|after|as|since|following|who|which|and|with|where|but)\b"
ONWARD = pattern(  # to whom somebody is sent on is no need; what for may be one
    rf"\b(?:re-?)?referr(?:ed|als?)\b(?: \w+){{0,4}}? to (?:(?!{WHY})[^,;.:()])*|"
    rf"^(?:(?!{WHY})[^,;.:()])*\(made by the (?:health adviser|gp|school or setting|family)\)"
)
GLOSS = re.compile(r"\([^)]*\)")  # what a diagnosis is, in plain words
TRAINED = pattern(  # somebody learns to do what a nurse would do, and is checked
    r"\b(?:staff|adults?|carers?|team|those) .*\b(?:need|needs|require|requires|should|must|will|are to|to be)\b.*"
    r"\b(?:sign(?:ed|ing)? off|competenc\w+|(?:feed|medic|seizure|rescue|tube|suction|inject|epipen)\w* training|"
    r"(?:trained|training) (?:in|to|on|for) .*\b(?:feed|medic|seizure|rescue|tube|suction|inject|adrenaline)\w*)\b"
)


def gives(text: str) -> bool:
    """Somebody does something about it."""
    return bool(PROVIDER.search(text) and DOES.search(text) and (SUPPORT.search(text) or WORKS.search(text)))


WORKS = pattern(r"\b(?:work(?:s)? (?:with|on)|sees?|support|should|will|x-?rays?|offers?)\b")


def is_nothing(text: str) -> bool:
    """“No concerns about hearing” says that there is none; “no awareness during a seizure” says that there is one."""
    return bool(NOTHING.search(text) or NEGATED.search(text)) and not BUT.search(text)


BUT = pattern(r"\b(?:but|however|although|except|unless|apart from|other than)\b")


def is_medical(text: str) -> bool:
    """A medical word that is not denied."""
    if WITHOUT.search(text) and not BUT.search(text) and not MEDICINE.search(text):
        return False
    called = any(not ONLY_NEEDS.fullmatch(found[0]) for found in CALLS.finditer(text))
    if called or any(topic.need.search(text) for topic in ALL if topic.name != "ADHD"):
        return True
    bare = BARE.sub(" ", text)
    return bool(MEDICAL.search(DIAGNOSED.sub(" ", bare))) and not SCHOOL.search(text)


MEDICINE = pattern(r"\b(?:takes|mg|tablets?|inhalers?|injections?|prescribed)\b")
DIAGNOSED = pattern(r"\b(?:diagnos\w+|condition|disorder|hyperactivity|syndrome|assessment)\b")
