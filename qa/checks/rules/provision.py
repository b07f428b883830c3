"""Does Section G say who provides what, and is it for the NHS to provide?"""

import re
from collections.abc import Iterator

from qa.checks.finding import Found, Severity
from qa.checks.passage import Passage, Sentence, says_nothing
from qa.checks.rule import rule
from qa.checks.rules.quantity import BLANKET
from qa.checks.rules.therapy import ALWAYS, LANGUAGE_OR_OCCUPATIONAL
from qa.checks.words import (
    AMOUNT,
    FAMILY,
    LABELLED_PROVIDER,
    NOBODY,
    PROVIDER,
    SUPPORT,
    VAGUE_SUPPORT,
    listed,
    pattern,
)

SPECIFIC = "SEND Code of Practice 2015, 9.69; SB v Herefordshire [2018] UKUT 141 (AAC); the ICB's framework"

NEGATIVE = pattern(
    r"\b(?:no (?:\w+ ){0,4}(?:provision|needs?|services?|support|input|follow-up|medication|involvement)|"
    r"(?:is|are|does|do) not (?:\w+ ){0,3}(?:required?|needed|need|indicated|identified)|none\b|not applicable|"
    r"sections? [a-f]\b)"
)
IMPERSONAL = pattern(
    r"\b(?:will|to|should|must|shall|is|are|being|can|may) (?:also |then |continue to |need to |still )?be (?:\w+ "
    r"){0,2}?"
    r"(?:provided|reviewed|monitored|offered|arranged|delivered|prescribed|given|trained|assessed|checked|supported|"
    r"carried out|available|followed up|managed|seen|put in place|made|supplied|tested|measured|considered|"
    r"changed|updated|replaced|fitted|written|renewed|cleaned|weighed|recorded|completed|undertaken|organised|held|"
    r"treated|increased|adjusted|maintained|kept|administered)\b|"
    r"\b(?:is|are) (?:provided|reviewed|monitored|offered|arranged|delivered|prescribed|supported|available|"
    r"followed up|checked|supplied)\b|"
    r"\b(?:will|to|should|must|requires?|needs?) (?:continue to )?(?:receive|have|get|need|require|require)?\b"
    r"(?: [\w'’-]+){0,6}? (?:reviews?|monitoring|training|support|input|appointments?|checks?|follow-up|treatment)\b"
)
VERB = pattern(r"\b(?:will|is|are|has|have|was|were|should|must|can|may|does|do|needs?|requires?|to)\b")
LEANS = pattern(
    r"(?:this|these|that|those|they|it|he|she|at (?:this|these|each|the)|each|if|when|between|both|in addition|the "
    r"(?:reviews?|plan|appointments?|training|nurses?|team|service|clinic|dose|paediatrician|first|next|same|school|"
    r"care)|"
    r"during|any|results?|all|a (?:copy|written)|where|until|after|before|as part|for this|outside)\b"
)
LEANS_INSIDE = pattern(
    r"\b(?:at|during|after|before) (?:each|every|this|these|the same|that) (?:\w+ )?"
    r"(?:reviews?|visits?|appointments?|clinics?|checks?)\b"
)
WORDS = re.compile(r"[A-Za-z]{5,}")
PLAIN = listed("every least months years weeks twice health review reviewed needs child their which would there")


@rule(
    "no_provider",
    "Section G says who provides each piece of support: a profession, a team or a service that a family could "
    "telephone.",
    source=SPECIFIC,
    severity=Severity.WARNING,
    sections="G",
)
def no_provider(passage: Passage) -> Iterator[Found]:
    if says_nothing(passage.text):
        return
    for place, sentence in enumerate(passage.sentences):
        if is_provision_of_nobody(sentence) and not has_provider_nearby(passage, place):
            yield Found(
                sentence.start,
                sentence.end,
                "This does not say who provides it.",
                "Name the profession, team or service, for example “the children’s epilepsy nurse of …”.",
            )


def is_provision_of_nobody(sentence: Sentence) -> bool:
    text = sentence.text
    if PROVIDER.search(NOBODY.sub(" ", sentence.whole)) or LABELLED_PROVIDER.search(sentence.whole):
        return False
    if NEGATIVE.search(text) or text.endswith(":") or family_does(text) or ALWAYS.search(text):
        return False
    if UNIVERSAL.search(text) or BLANKET.search(text):
        return False
    if NOBODY.search(text) or IMPERSONAL.search(text):
        return bool(SUPPORT.search(text) or VAGUE_SUPPORT.search(text) or OF_HEALTH.search(text))
    return bool(SUPPORT.search(text) and not VERB.search(text) and not LABEL.match(text))


OF_HEALTH = pattern(r"\b(?:provision|services?|care)\b")
LABEL = pattern(r"[\w /-]{2,30}:")


def has_provider_nearby(passage: Passage, place: int) -> bool:
    """The provider may stand in an earlier sentence that this one leans on, or beside a label of the same "
    "paragraph."""
    sentence = passage.sentences[place]
    beside = [other for other in passage.sentences if other.paragraph == sentence.paragraph]
    if any(LABELLED_PROVIDER.search(other.text) for other in beside):
        return True
    earlier = [other for other in passage.sentences[:place] if other.paragraph == sentence.paragraph]
    earlier = [
        other for other in earlier or passage.sentences[:place][-1:] if PROVIDER.search(NOBODY.sub(" ", other.whole))
    ]
    if not earlier or NOBODY.search(sentence.text):
        return False
    leans = LEANS.match(sentence.text) or LEANS_INSIDE.search(sentence.text)
    return bool(leans) or any(stems(sentence.text) & stems(one.text) for one in earlier)


def stems(text: str) -> set[str]:
    return {word[:6].lower() for word in WORDS.findall(text) if word[0].islower() and word.lower() not in PLAIN}


@rule(
    "no_support_type",
    "Section G says which type of support it is: review, prescribing, training of staff, a care plan, equipment. "
    "“Support from” or “under the care of” somebody says nothing that could be arranged.",
    source=SPECIFIC,
    severity=Severity.WARNING,
    sections="G",
)
def no_support_type(passage: Passage) -> Iterator[Found]:
    for place, sentence in enumerate(passage.sentences):
        if not is_without_type(sentence):
            continue
        provider = PROVIDER.search(NOBODY.sub(blank, sentence.text))
        if not provider:
            continue
        following = passage.sentences[place + 1 : place + 2]
        if any(LEANS.match(one.text) and SUPPORT.search(unnamed(one.text)) for one in following):
            continue
        yield Found(
            sentence.start,
            sentence.end,
            "This says who, but not what they will do.",
            f"Say what type of support “{provider[0]}” gives, for example what is reviewed, and how often.",
        )


def is_without_type(sentence: Sentence) -> bool:
    rest = unnamed(sentence.text)
    if SUPPORT.search(rest) or NEGATIVE.search(sentence.text) or sentence.text.endswith(":") or sentence.heading:
        return False
    if LABEL.match(sentence.text) or LANGUAGE_OR_OCCUPATIONAL.search(sentence.text) or ALWAYS.search(sentence.text):
        return False
    if UNIVERSAL.search(sentence.text) or family_does(sentence.text):
        return False
    return bool(VAGUE_SUPPORT.search(rest)) or len(AMOUNT.sub("", rest).split()) <= 5


def unnamed(text: str) -> str:
    """The words without those that name who."""
    return PROVIDER.sub(" ", text)


def blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


BY_FAMILY = pattern(
    rf"(?<!\bof\s)(?<!\bwith\s)(?<!\bpaid\s)(?<!\btrained\s)(?<!\bshow\s)(?<!\bteach\s)(?<!\btrain\s)(?<!\bhelp\s)"
    rf"\b(?:(?:her|his|their|the|foster|\w+'s|birth|both|adoptive) )*{FAMILY}(?:,? (?:and|or) (?:\w+ )?(?!staff|"
    rf"school|the)\w+)? "
    r"(?:(?:will|should|must|shall|are to|is to|can|need to|needs to|are expected to|agree to|have agreed to)"
    r"(?: also| all| then)? (?:be (?:responsible for|in charge of)|"
    r"(?:continue (?:to|with) )?(?:giv(?:e|ing)|administer\w*|monitor\w*|provide|deliver|apply|carry out|manage|"
    r"support|supervise|ensure|do|perform|practi[sc]e|attend to|look after|change|check|use|feed|encourage|keep|help|"
    r"oversee|work on|follow|complete|record|take (?:her|him|them|\w+) to|bring|order|collect|clean|test|measure|"
    r"inject|stretch|massage|implement|remind|arrange|make sure|follow|put|wash|dress|"
    r"log|prepare|thicken|turn|settle|read|play|buy|calculate|count|maintain|bring))\b|"
    r"(?:gives?|administers?|provides?|delivers?|applies|apply|carr(?:y|ies) out|continues? to (?:give|provide|"
    r"do))\b|"
    r"(?:are|is|remains?) responsible for|(?:will|to|should) continue with (?:the|her|his|their|a)\b)"
    rf"|\b(?:provided|given|delivered|administered|carried out|managed|done|applied|supplied|supervised|monitored|"
    rf"performed)"
    rf" (?:at home |daily |each \w+ |every \w+ |twice daily )?by (?:(?:her|his|their|the|\w+'s) )*(?:foster "
    rf")?{FAMILY}\b"
)


TOLD_TO = pattern(
    rf"(?:(?:her|his|their|the|foster|\w+'s) )*{FAMILY} to (?!be\b|receive|have\b|contact|attend|discuss|request|"
    rf"agree|get\b|"
    r"meet|learn|know|see\b|hear|telephone|phone|call|ask|tell|share|consent|sign|join|report)\w+"
)
BY_PARENT = (
    r"\b(?:mr|mrs|ms|miss|mx)\.? {0} (?:will|to|should|gives|does) (?!be\b|receive|have\b|contact|attend|discuss|"
    r"request|"
    r"agree|get\b|meet|learn|know|see\b|hear|telephone|phone|call|ask|tell|share|review|assess|prescribe|train)\w+"
)


@rule(
    "provided_by_parents",
    "What parents or carers do themselves is not provision: Section G holds what the ICB must arrange.",
    source="CFA 2014 s.21(3) and s.42(3); the ICB's framework",
    severity=Severity.ERROR,
    sections="G",
)
def provided_by_parents(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        found = by_family(passage, sentence.text)
        if found:
            yield Found(
                sentence.start + found.start(),
                sentence.start + found.end(),
                "The family would deliver this, and Section G is what the ICB must arrange.",
                "Leave it out, or say what the NHS does: who trains, prescribes or reviews. What the family does may "
                "stand in Section A.",
            )


MAY_BE_FAMILY = pattern(FAMILY)


def family_does(text: str) -> bool:
    return bool(MAY_BE_FAMILY.search(text) and BY_FAMILY.search(text))


def by_family(passage: Passage, text: str) -> re.Match[str] | None:
    name = passage.child.family_name
    if not MAY_BE_FAMILY.search(text) and (not name or name not in text):
        return None
    parent = name and pattern(BY_PARENT.format(re.escape(name))).search(text)
    return BY_FAMILY.search(text) or TOLD_TO.match(text) or parent or None


UNIVERSAL = pattern(
    r"\b(?:routine (?:hearing|vision|eye|sight|dental|developmental|health|gp|height|growth|school)[\w -]{0,20}"
    r"(?:tests?|checks?|screen(?:ing|s)?|appointments?|reviews?|care)|routine (?:immunisations?|vaccinations?|"
    r"screening|"
    r"childhood \w+)|routine (?:dentist|optician|gp|dental)\b[\w' ]{0,15}|(?:school[- ]nurs\w+|health visit\w+|"
    r"nurs\w+) "
    r"(?:service )?drop-?[ -]?ins?|drop-?[- ]?in (?:sessions?|clinics?|service)?(?: \w+){0,3} (?:school nurs\w+|"
    r"health "
    r"visit\w+)|vision screening|school[- ]entry (?:health|hearing|vision|screening)\w*|national child "
    r"measurement\w*|"
    r"(?:childhood|routine|school|scheduled|usual|standard|annual|flu|annual flu) (?:immunisations?|vaccinations?|"
    r"vaccination programme|"
    r"immunisation programme)|universal (?:\w+ ){0,3}(?:services?|provision|offer|support|checks?|care)|"
    r"universal(?:ly)?\b|"
    r"healthy child programme|national programme|(?:family|local|nhs|high street|own) (?:dentist|optician)|like "
    r"(?:any|"
    r"every) other (?:pupil|child|young person)|(?:weigh\w*|measur\w+)(?: \w+){0,4} (?:reception|year 6)|at school "
    r"entry|as (?:for|with) (?:all|every|other|any) (?:children|child|pupils)\b(?! "
    r"with)|"
    r"(?:available|open) to (?:all|every|any) (?:children|child|pupils?|young people|"
    r"families)|"
    r"(?:nhs )?111\b|chat ?health|(?:register\w*) with (?:a|the|her|his|their|\w+'s) (?:local )?(?:gp|dentist|"
    r"optician|"
    r"general practi\w+|dental \w+|nhs dentist)|regular dental checks?|(?:six|6)-monthly dental check-?ups?|"
    r"dental check-?ups?|(?:usual|regular|normal) (?:gp|dentist|optician|dental|sight tests?|eye tests?)|"
    r"(?:high[- ]street )?opticians?|two-year (?:health |developmental )?(?:review|check))"
)
TARGETED = pattern(
    r"\b(?:because (?:of|her|his|their|she|he|they)|due to|learning[- ]disabilit\w+|specialist|after (?:the|her|his|"
    r"surgery)|"
    r"for (?:her|his|their) (?:epilepsy|heart|cochlear)|beyond (?:the )?(?:universal|routine)|in addition to|"
    r"special care dent\w+|community dental|as (?:she|he|they) (?:has|have|is|are|cannot))\b"
)


@rule(
    "universal_provision",
    "What every child is offered needs no plan: routine tests, immunisations, the school nurse's drop-in. A check "
    "for "
    "this child's condition, such as the annual health check for a learning disability, is targeted and may stand.",
    source="CFA 2014 s.21(3); the ICB's framework; audit of February 2024",
    severity=Severity.WARNING,
    sections="G",
)
def universal_provision(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        found = UNIVERSAL.search(sentence.text)
        if found and not TARGETED.search(sentence.text):
            yield Found(
                sentence.start + found.start(),
                sentence.start + found.end(),
                "Every child is offered this, so it is not provision for this child’s needs.",
                "Leave it out. If this child needs more than others do, say what and because of which need.",
            )
