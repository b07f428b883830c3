"""Do needs and provision answer each other, and does Section C say needs that are there today?"""

from collections.abc import Iterator

from qa.checks.finding import Found, Severity
from qa.checks.passage import Passage, Sentence, says_nothing
from qa.checks.rule import rule
from qa.checks.topics import ALL
from qa.checks.words import PROVIDER, SUPPORT, pattern

FRAMEWORK = "CFA 2014 s.37(2)(d); SEND Code of Practice 2015, 9.69; the ICB's framework"

WITHOUT = pattern(
    r"\b(?:no (?:\w+ ){0,3}(?:health )?(?:needs?|concerns?|difficult\w+|problems?|history|medication|medicines?|"
    r"seizures|known|diagnosis|evidence|allerg\w+|impact)|(?:does|do|did|is|are|has|have|was|were) not|n't|never|"
    r"denies|"
    r"without (?:any )?(?:medic\w+|concerns?|difficult\w+|problems?)|ruled out|resolved|grew out|no longer|not "
    r"(?:known|on|taking|prescribed)|normal|stopped|previously|"
    r"waiting (?:list|for)|awaiting|possible|query|family history|managed (?:well )?at home|self-manag\w+|"
    r"well[- ]controlled (?:with|by|on) (?:diet|emollient)\w*|mild|sections? b)\b"
)
CALLS = pattern(
    r"\b(?:takes?|taking|prescribed|medication|medicines?|needs?|requires?|injections?|tube|aids?|seizures?|"
    r"epilep\w+|"
    r"asthma|diabet\w+|insulin|inhalers?|gastrostomy|tracheostomy|catheter\w*|cerebral palsy|cystic fibrosis|"
    r"sickle|anaphyla\w+|self-?harm\w*|depress\w+|deaf\w*|hearing loss|incontinen\w+|constipat\w+|soils|"
    r"heart (?:condition|defect)|kidney|oxygen|eating disorder|muscular dystrophy|rheumat\w+|arthritis|scoliosis|"
    r"pain\w*|allerg(?:y|ic)|dysphagia|swallow\w+|choking|wheelchair|severe|faints?|reflux)\b"
)
ONLY_NEEDS = pattern(r"needs?|requires?|aids?|severe")
NOT_HEALTH = pattern(r"\b(?:adult|visual timetable|teacher|classroom|reminders?|warning|time to)\b")
GENERAL = pattern(
    r"\b(?:paediatrician\w*|paediatric(?:s| team| service| clinic)|children's (?:community )?nurs\w+|community "
    r"nurs\w+|"
    r"gp|doctor|consultant(?! \w*(?:olog|surgeon|anaesth))|special school nurs\w+|complex care|learning "
    r"disabilit\w+ (?:nurse|team|"
    r"service)\w*|multi-?disciplinary)\b"
)


def needs_in(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences of C that call for provision."""
    return [
        one
        for one in sentences
        if CALLS.search(one.text) and not WITHOUT.search(one.text) and not is_for_school(one.text)
    ]


def is_for_school(text: str) -> bool:
    """“Needs an adult” alone is for Section B; “has epilepsy and needs an adult” is for health as well."""
    medical = any(not ONLY_NEEDS.fullmatch(found[0]) for found in CALLS.finditer(text))
    return not medical and bool(NOT_HEALTH.search(text))


@rule(
    "need_without_provision",
    "Every need in Section C that calls for provision has some in Section G.",
    source=FRAMEWORK,
    severity=Severity.ERROR,
    sections="CG",
)
def need_without_provision(passage: Passage) -> Iterator[Found]:
    provision = passage.text_of("G")
    if provision is None or passage.text_of("C") is None:
        return
    needs = needs_in(passage.of("C"))
    if needs and (says_nothing(provision) or not SUPPORT_OR_WHO.search(provision)):
        yield unanswered(passage, needs[0], "a need that calls for provision")
    elif needs:
        yield from unanswered_topics(passage, needs, provision)


SUPPORT_OR_WHO = pattern(rf"(?:{SUPPORT.pattern}|{PROVIDER.pattern})")


def unanswered_topics(passage: Passage, needs: list[Sentence], provision: str) -> Iterator[Found]:
    if GENERAL.search(provision):
        return  # a paediatrician may see to all of it; whether she does is for a reader to say
    for topic in ALL:
        about = next((one for one in needs if topic.need.search(one.text)), None)
        if about and not topic.answer.search(provision):
            yield unanswered(passage, about, topic.name, Severity.WARNING)


def unanswered(passage: Passage, need: Sentence, what: str, severity: Severity | None = None) -> Found:
    place = need if passage.section == "C" else whole(passage)
    quoted = need.text if len(need.text) <= 90 else f"{need.text[:90].rsplit(' ', 1)[0]} …"
    return Found(
        place.start,
        place.end,
        f"Section C has {what} (“{quoted}”), and Section G has nothing for it.",
        "Say in Section G who does what about it and how often, or say in Section C that it needs no provision.",
        severity,
    )


def whole(passage: Passage) -> Sentence:
    """All of the section, for what is missing from it."""
    text = passage.text.strip()
    return Sentence(passage.text.find(text) if text else 0, text)


NO_NEEDS = pattern(r"\bno (?:\w+ ){0,2}(?:health|medical) (?:needs?|conditions?|difficult\w+|concerns?)\b|no needs\b")
WAITS = pattern(r"\b(?:pathway|waiting|awaiting|assessment for|referred)\b")
STATUTORY = pattern(r"\bhealth assessments?\b|\blearning[- ]disabilit\w+\b")


@rule(
    "provision_without_need",
    "Provision in Section G answers a need that Section C describes.",
    source=FRAMEWORK,
    severity=Severity.WARNING,
    sections="CG",
)
def provision_without_need(passage: Passage) -> Iterator[Found]:
    needs, provision = passage.text_of("C"), passage.text_of("G")
    if needs is None or provision is None or says_nothing(provision):
        return
    given = [one for one in passage.of("G") if is_provision(one)]
    if not given:
        return
    if (NO_NEEDS.search(needs) or says_nothing(needs)) and not WAITS.search(needs) and not needs_in(passage.of("C")):
        yield unneeded(passage, given[0], "Section C says that there are no health needs.")
        return
    for topic in ALL:
        about = next((one for one in given if topic.provider.search(one.text)), None)
        if about and not topic.need.search(needs) and not topic.answer.search(needs):
            yield unneeded(passage, about, f"Section C says nothing about {topic.name}.")


def is_provision(sentence: Sentence) -> bool:
    says = PROVIDER.search(sentence.text) and SUPPORT.search(sentence.text)
    return bool(says) and not STATUTORY.search(sentence.text) and not NEGATED.search(sentence.text)


NEGATED = pattern(
    r"\bno (?:\w+ ){0,4}(?:provision|needs?|support|services?|input)\b|\bnot (?:\w+ )?(?:required|needed)\b"
)


def unneeded(passage: Passage, provision: Sentence, why: str) -> Found:
    place = provision if passage.section == "G" else whole(passage)
    return Found(
        place.start,
        place.end,
        f"{why} Section G gives provision all the same: “{provision.text[:90]}”.",
        "Describe the need in Section C, with how it affects access to education, or leave the provision out.",
    )


MEDICATION = pattern(
    r"\b(?:takes? (?:\w+ ){0,4}(?:medic\w+|tablets?|mg)|medicat(?:ion|ed)|medicines?|\d+ ?(?:mg|mcg|micrograms|ml)\b|"
    r"prescribed|inhalers?|methylphenidate|lisdexamfetamine|atomoxetine|guanfacine|melatonin|levetiracetam|valproate|"
    r"lamotrigine|carbamazepine|clobazam|midazolam|insulin|salbutamol|fluoxetine|sertraline|risperidone|aripiprazole|"
    r"omeprazole|baclofen|macrogol|laxatives?|steroids?|antibiotics?|adrenaline|auto-?injectors?|hydrocortisone|"
    r"levothyroxine|concerta|ritalin|equasym|elvanse|tablets?)\b"
)
NO_MEDICATION = pattern(
    r"\b(?:no (?:\w+ ){0,3}(?:medic\w+|prescribed)|not (?:\w+ ){0,3}(?:medic\w+|prescribed|take|taking)|without "
    r"(?:\w+ )?medic\w+|stopped|discontinued|declined|no longer|previously|in the past|came off|finished|"
    r"used to|n't)\b"
)
REVIEW = pattern(r"\b(?:review\w*|monitor\w*|check\w*|adjust\w*|titrat\w*|oversee\w*)\b")
PRESCRIBE = pattern(r"\b(?:prescri\w+|shared care|repeat medic\w+)\b")
IN_G = pattern(
    MEDICATION.pattern.replace("|prescribed", "|prescri\\w+")
    + r"|\b(?:medication|medicines?|treatment|doses?|drugs?)\b"
)


@rule(
    "medication_without_review",
    "Medication in Section C has its prescribing and its review in Section G. Medication for attention deficit "
    "hyperactivity disorder is generally reviewed every six months.",
    source="CFA 2014 s.21(3); the ICB's framework",
    severity=Severity.ERROR,
    sections="CG",
)
def medication_without_review(passage: Passage) -> Iterator[Found]:
    provision = passage.text_of("G")
    if provision is None:
        return
    taken = [one for one in passage.of("C") if MEDICATION.search(one.text) and not NO_MEDICATION.search(one.text)]
    if taken and not is_reviewed(passage.of("G")):
        yield unreviewed(passage, taken[0], "Section G does not say who reviews it and how often.", None)
    elif taken and not PRESCRIBE.search(provision):
        yield unreviewed(
            passage, taken[0], "Section G says who reviews it, but not who prescribes it.", Severity.HINT
        )
    elif not taken and passage.section == "G" and not is_reviewed(passage.of("G")):
        yield from prescribed_only(passage)


def prescribed_only(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        found = PRESCRIBE.search(sentence.text)
        if found and IN_G.search(sentence.text) and not NO_MEDICATION.search(sentence.text):
            yield Found(
                sentence.start,
                sentence.end,
                "Medication is prescribed here, and nobody is said to review it.",
                "Say who reviews the medication and how often.",
                Severity.WARNING,
            )
            return


def is_reviewed(sentences: list[Sentence]) -> bool:
    """Some sentence, with the line its list hangs on or the sentence before it, reviews the medication."""
    for before, one in zip([Sentence(0, ""), *sentences], sentences, strict=False):
        if REVIEW.search(one.whole) and IN_G.search(f"{before.text} {one.whole}"):
            return True
    return False


def unreviewed(passage: Passage, taken: Sentence, message: str, severity: Severity | None) -> Found:
    place = taken if passage.section == "C" else whole(passage)
    return Found(
        place.start,
        place.end,
        f"{passage.child.called[0].upper()}{passage.child.called[1:]} takes medication. {message}",
        "Say in Section G who prescribes the medication, who reviews it and how often.",
        severity,
    )


ASSESSMENTS = pattern(r"\bhealth assessments?\b|\b(?:initial|review) health\b")
LOOKED_AFTER = pattern(r"\b(?:is|as) (?:a )?(?:currently )?(?:looked[- ]after|(?:child )?in care)\b")


@rule(
    "looked_after_without_assessments",
    "A looked-after child has statutory health assessments, at least every 6 months under 5 and every 12 months from "
    "then on; Section G names them.",
    source="Care Planning, Placement and Case Review (England) Regulations 2010, reg 7",
    severity=Severity.ERROR,
    sections="G",
)
def looked_after_without_assessments(passage: Passage) -> Iterator[Found]:
    if ASSESSMENTS.search(passage.text):
        return
    told = passage.child.looked_after is None and LOOKED_AFTER.search(f"{passage.text} {passage.others.get('C', '')}")
    if passage.child.looked_after or told:
        place = whole(passage)
        age = passage.child.age_on(passage.on) if passage.on else None
        months = 6 if age is not None and age < 5 else 12
        yield Found(
            place.start,
            place.end,
            "This child is looked after, and Section G does not name the statutory health assessments.",
            f"Add: “As a looked-after child, {passage.child.called} has a statutory review health assessment by the "
            f"children-in-care nursing service at least every {months} months.”",
        )
