"""Does Section G hold provision that educates or trains, and so belongs in Section F?"""

import re
from collections.abc import Iterator

from qa.checks.finding import Found, Severity
from qa.checks.passage import Passage, Sentence
from qa.checks.rule import rule
from qa.checks.words import pattern

LANGUAGE_OR_OCCUPATIONAL = pattern(
    r"\b(?:speech(?:,| and| &|/)? ?(?:language)?(?: and communication)? therap(?:y|ist|ists|ies)|speech therap\w+|"
    r"occupational therap(?:y|ist|ists|ies)|salt|slt|sallt|ot)(?:'s)?\b"
)
ALWAYS = pattern(
    r"\b(?:cbt|cognitive[- ]behaviou?ral(?:[- ]\w+){0,2}|(?:art|music|play|drama|lego|movement|aqua|equine) therapy|"
    r"sensory (?:integration(?: therapy| sessions?| programme)?|diet|circuits?)|social (?:skills|communication) "
    r"(?:groups?|training|sessions?|programmes?)|zones of regulation|emotional literacy (?:support|sessions?)|"
    r"elsa (?:support|sessions?)|language (?:groups?|programmes?)|handwriting programmes?|"
    r"therapy (?:sessions?|programmes?|exercises)|(?:speech|language|fine[- ]motor|attention)"
    r" (?:sessions?|exercises|programmes?))\b"
)
ASKS = pattern(
    r"\b(?:psychotherapy|counselling|emdr|dbt|family therapy|talking therap(?:y|ies)|(?:psychological|"
    r"trauma-focused) "
    r"therap(?:y|ies)|psycho-?education)\b"
)
PHYSIOTHERAPY = pattern(r"\bphysio(?:therap(?:y|ist|ists))?\b")

# What a therapist does that does not educate or train.
MEDICAL = pattern(
    r"\b(?:dysphagia|swallow\w*|eating and drinking|eating, drinking|feeding|thicken\w*|saliva|drool\w*|chok\w*|"
    r"aspiration|videofluoroscop\w*)\b"
)
EQUIPMENT = pattern(
    r"\b(?:equipment|splint\w*|seat\w*|wheelchair\w*|hoist\w*|slings?|bath\w*|toilet\w*|adaptation\w*|orthos\w+|"
    r"standing frame|postur\w+|specialist (?:bed|chair)|botulinum|hearing|airway|chest|secretions)\b"
)
REVIEWS = pattern(
    r"\b(?:review\w*|monitor\w*|co-?ordinat\w*|oversee\w*|assess\w*|liais\w*|re-?assess\w*|advis\w+|attend\w*)\b"
)
REVIEW_AS_THING = pattern(
    r"\b(?:provid\w+|offer\w*|giv\w+|carr(?:y|ies) out|have|has|receiv\w+|complet\w+|make|attend\w*)(?: "
    r"[\w-]+){0,4}? "
    r"(?:reviews?|assessments?|clinics?|meetings?|appointments?)\b"
)
DELIVERS = pattern(
    r"\b(?:provid\w+|deliver\w*|giv(?:e|es|en)|receiv\w+|ha(?:s|ve)|run|runs|offer\w*|carr(?:y|ied|ies) out|"
    r"work(?:s|ing)?(?: directly)? with|teach\w*|train\w*|practi[sc]\w+|sessions?|blocks?|exercises?|interventions?|"
    r"one-to-one|1:1|direct|group|strateg\w+|coach\w*|model\w*|help\w*|develop\w*|improv\w*|build\w*)\b"
)
ELSEWHERE = pattern(
    r"\b(?:sections? (?:b|f)\b|no longer|does not (?:need|require)|not (?:required|needed|indicated|provided)|"
    r"discharged|no (?:speech|occupational|current|further)|after (?:surgery|the operation)|not a health provision)"
)

SOURCE = "CFA 2014 s.21(5); SEND Code of Practice 2015, 9.73 to 9.76; audit of February 2024"
MOVE = "Move it to Section F, and the need to Section B, even if the NHS delivers it."


@rule(
    "therapy_in_g",
    "Provision that educates or trains is special educational provision: it stands in Section F, not in G. A "
    "therapist "
    "who reviews, co-ordinates or sees to equipment or safe swallowing may stand in G.",
    source=SOURCE,
    severity=Severity.ERROR,
    sections="G",
)
def therapy_in_g(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        if ELSEWHERE.search(sentence.text):
            continue
        yield from educates(sentence) or asks(sentence)


def educates(sentence: Sentence) -> list[Found]:
    found = ALWAYS.search(sentence.text)
    if found and only_reviews(sentence.whole) and not found[0].lower().startswith(("cbt", "cognitive")):
        found = None
    found = found or LANGUAGE_OR_OCCUPATIONAL.search(sentence.text)
    if not found or is_medical(sentence.whole, found[0]):
        return []
    if LANGUAGE_OR_OCCUPATIONAL.fullmatch(found[0]) and (only_reviews(sentence.whole) or is_person_only(sentence)):
        return []
    start = sentence.start + found.start()
    return [
        Found(start, start + len(found[0]), f"“{found[0]}” educates or trains, so it is not for Section G.", MOVE)
    ]


def only_reviews(text: str) -> bool:
    rest = REVIEW_AS_THING.sub(" reviews ", text)
    return bool(REVIEWS.search(rest)) and not DELIVERS.search(rest)


def is_medical(text: str, found: str) -> bool:
    if MEDICAL.search(text):
        return True
    taught = pattern(r"\b(?:sessions?|programmes?|exercises|sensory|skills|handwriting|regulation)\b")
    return bool(EQUIPMENT.search(text)) and not taught.search(text)


def is_person_only(sentence: Sentence) -> bool:
    """A therapist is named, and nothing is said that she delivers."""
    people = pattern(r"therapists?\b")
    named = people.search(sentence.text) and not pattern(r"\btherapy\b").search(sentence.text)
    delivers = pattern(r"\b(?:programmes?|weekly|termly|times|minutes|hours)\b")
    return bool(named) and not DELIVERS.search(sentence.whole) and not delivers.search(sentence.whole)


def asks(sentence: Sentence) -> list[Found]:
    physio = PHYSIOTHERAPY.search(sentence.text)
    if physio and not only_reviews(sentence.whole) and not EQUIPMENT.search(sentence.whole):
        message = "Physiotherapy can educate or train. Does it here?"
        return [hint(sentence, physio, message)]
    therapy = ASKS.search(sentence.text)
    if therapy:
        return [hint(sentence, therapy, f"“{therapy[0]}” may educate or train. Does it here?")]
    return []


def hint(sentence: Sentence, found: re.Match[str], message: str) -> Found:
    start, end = found.span()
    advice = (
        "If it teaches the child or helps them to learn, move it to Section F. If it treats a condition, keep it."
    )
    return Found(sentence.start + start, sentence.start + end, message, advice, Severity.HINT)
