"""Is provision said in words that somebody could be held to, and about this child?"""

import re
from collections.abc import Iterator

from qa.checks.finding import Found, Severity
from qa.checks.passage import Passage, Sentence
from qa.checks.rule import rule
from qa.checks.words import AMOUNT, PROVIDER, SUPPORT, pattern

CONDITIONAL = pattern(
    r"\b(?:(?:as|when|if|where|whenever|as and when) (?:and when )?(?:it is |they are |this is )?(?:required|needed|"
    r"necessary|appropriate|applicable|possible|requested|available)|as and when|from time to time|on an? (?:as[- ]"
    r"(?:needed|required)|ad hoc) basis|ad hoc|at (?:suitable|appropriate|agreed) times|in due course|"
    r"where resources allow|subject to availability|according to need|dependent on need|depending on (?:need|"
    r"availability)|"
    r"as often as (?:needed|required|necessary))\b"
)
LOOSE = pattern(
    r"\b(?:(?:at )?regular(?:ly)?(?: (?:basis|intervals))?|on a regular basis|periodic(?:ally)?|frequent(?:ly)?|"
    r"ongoing|occasional(?:ly)?|timely|sufficient|adequate|(?:continued|continuing) (?:support|input|involvement|"
    r"review|monitoring|access|care from))\b"
)
ALWAYS_LOOSE = pattern(
    r"\b(?:(?:would|may|might|could|will) (?:also |continue to )?benefit from|(?:have |has |given |with )?(?:the )?"
    r"(?:opportunit(?:y|ies)) (?:for|to)|may (?:need|require|be offered|include)|might need|could be offered|"
    r"should be considered|consideration (?:should|will|to) be given|some (?:support|input|help)|"
    r"(?:as much|as many) \w+ as)\b"
)
ACCESS = pattern(r"\b(?:have |has |having |given |with |continued |continue to have )?access(?:es)? to\b")
ACCESS_TO_THINGS = pattern(
    r" (?:\w+ ){0,3}?(?:curriculum|education|learning|school|lessons?|class\w*|toilets?|water|inhalers?|medic(?:ine|"
    r"ation)\w*|drinks?|food|snacks?|playground|adrenaline|auto-?injectors?|rescue|communit\w+ activities|activities|"
    r"records?|buildings?|text|insulin|glucose|pens?|epipens?|premises|equipment|stairs|lift|airway|spacer|oxygen|"
    r"buccal|them|it|the same)\b"
)
BY_JUDGEMENT = pattern(
    r"\b(?:at (?:such )?intervals? (?:(?:deemed|considered|judged|thought|that (?:are|is)|which (?:are|is)|as|to be) "
    r"){1,3}(?:clinically |medically |professionally )?(?:appropriate|necessary|indicated|required|determined|agreed)"
    r"(?: by [\w ]{3,40})?|at (?:clinically|medically) (?:appropriate|indicated|determined) intervals|"
    r"as (?:clinically|medically) (?:indicated|appropriate|required|necessary|needed)|"
    r"(?:when|where|if) clinically (?:indicated|appropriate|required|necessary)|"
    r"(?:in line with|in accordance with|according to|based on|depending on|determined by) (?:\w+ )?clinical "
    r"(?:need|judge?ment|presentation|indication)|"
    r"(?:frequency|intervals?) (?:will be |to be |is |as )?(?:determined|decided|deemed|agreed) by (?:the )?\w+|"
    r"at (?:a )?(?:frequency|intervals) (?:determined|decided|set|agreed) by (?:the )?\w+)\b"
)
SOONER = pattern(
    r"\b(?:(?:or|and|but) (?:sooner|earlier|more often|more frequently|additional\w*|otherwise|also|in between)|"
    r"sooner|"
    r"more often|earlier|extra)\b[^.;]{0,40}$"
)
MEDICINE = pattern(
    r"\b(?:medic(?:ine|ation|al treatment)\w*|inhalers?|salbutamol|paracetamol|ibuprofen|midazolam|diazepam|"
    r"adrenaline|"
    r"rescue|insulin|oxygen|suction\w*|dos(?:e|es|ing|age)|pain relief|catheteris\w+|laxatives?|movicol|macrogol|"
    r"antihistamine|nebulis\w+|thickener|999|emollient\w*|cream)\b"
)
CHANGES = pattern(r"\b(?:adjust\w*|titrat\w*|amend\w*|chang\w+|updat\w*|refer\w*|escalat\w*|add\w*)\b[^.;]{0,40}$")
VISITS = pattern(r"\b(?:reviews?|reviewed|checks?|sees?|visits?|monitors?|supports?|advice|advises?|contact)\b")
SOURCE = (
    "SEND Code of Practice 2015, 9.69; SB v Herefordshire [2018] UKUT 141 (AAC); Redbridge v HO [2020] UKUT 323 (AAC)"
)


@rule(
    "vague_quantity",
    "Quantity and frequency are said where they are clinically indicated: “at least yearly, or sooner if …”, not “as "
    "required” or “access to”. Leaving the interval to the clinician is only advised against where provider and "
    "type of "
    "support are named.",
    source=SOURCE,
    severity=Severity.WARNING,
    sections="GF",
)
def vague_quantity(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        judged = BY_JUDGEMENT.search(sentence.text)
        if judged:
            yield left_to_the_clinician(sentence, judged)
            continue
        for found in vague_words(sentence):
            yield marked(
                sentence,
                found,
                f"“{found[0]}” does not say how much or how often.",
                "Say how often or how much, for example “at least every six months, or sooner if …”.",
            )


def left_to_the_clinician(sentence: Sentence, found: re.Match[str]) -> Found:
    complete = PROVIDER.search(sentence.whole) and SUPPORT.search(PROVIDER.sub(" ", sentence.whole))
    if complete or AMOUNT.search(sentence.text):
        return marked(
            sentence,
            found,
            f"“{found[0]}” leaves the interval open.",
            "It may stand, as provider and type of support are named. Where the advice gives an interval, say it.",
            Severity.HINT,
        )
    return marked(
        sentence,
        found,
        f"“{found[0]}” leaves the interval open, and the provider or the type of support is missing too.",
        "Name the provider and the type of support, and say how often where the advice does.",
    )


def vague_words(sentence: Sentence) -> list[re.Match[str]]:
    text = sentence.text
    counted = bool(AMOUNT.search(text))
    found = list(ALWAYS_LOOSE.finditer(text))
    found += [one for one in ACCESS.finditer(text) if is_vague_access(text, one, counted)]
    if not counted:
        found += [one for one in LOOSE.finditer(text) if not MEDICINE.match(text[one.end() :].lstrip())]
        found += [one for one in CONDITIONAL.finditer(text) if not is_about_a_dose(text, one)]
    return found


def is_vague_access(text: str, found: re.Match[str], counted: bool) -> bool:
    return not counted and not ACCESS_TO_THINGS.match(text, found.end())


def is_about_a_dose(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()]
    if SOONER.search(before) or CHANGES.search(before):
        return True
    near = before[-70:]
    return bool(MEDICINE.search(near)) and not VISITS.search(near)


def marked(
    sentence: Sentence, found: re.Match[str], message: str, suggestion: str, severity: Severity | None = None
) -> Found:
    return Found(sentence.start + found.start(), sentence.start + found.end(), message, suggestion, severity)


BLANKET = pattern(
    r"\b(?:(?:all|most|many|every|any|each|other|some) (?:autistic |disabled |young |looked-after )?(?:child(?:ren)?|"
    r"young (?:people|person)|pupils?|people|individuals|boys|girls) (?:who (?:are|have)|with|on the|of (?:this|her|"
    r"his|"
    r"their) age)\b|(?:as|like) (?:with )?(?:all|most|many|other) (?:autistic )?(?:children|young people|pupils|"
    r"people)|"
    r"(?:children|young people|pupils|people|individuals|those) (?:with|who have|on the) [\w -]{2,50}? (?:often|"
    r"usually|"
    r"typically|generally|tend to|commonly|frequently|may|can|are (?:often|likely|known)|have difficult\w+|will|"
    r"should|"
    r"struggle|find|need)\b|(?:autistic|looked-after|disabled) (?:children|young people|people) (?:always |all |"
    r"never |do not |don't )?(?:often|always|all|usually|"
    r"typically|generally|tend to|commonly|frequently|may|can|are|have|find|struggle)\b|"
    r"(?:is|are) (?:common|typical|usual|often seen) (?:in|of|for|among) (?:\w+ )?(?:children|young people|people|"
    r"girls|"
    r"boys|autis\w+|adhd)|typical (?:of|for) (?:\w+ )?(?:children|autis\w+|adhd|a child|this condition))"
)
GROUPS = pattern(
    r"\b(?:team|service|clinic|group|nurse|unit|club|school|class|resource base|pathway|hospital|trust) (?:\w+ "
    r"){0,2}for $"
)


@rule(
    "blanket_statement",
    "The wording is about this child: children with the same diagnosis differ.",
    source="SEND Code of Practice 2015, 9.61 and 9.69; the ICB's framework",
    severity=Severity.WARNING,
    sections="ECGF",
)
def blanket_statement(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        found = BLANKET.search(sentence.text)
        if found and not GROUPS.search(sentence.text[: found.start()]):
            yield marked(
                sentence,
                found,
                "This is about children in general, not about this child.",
                f"Say what is so for {passage.child.called}, from the advice.",
            )
