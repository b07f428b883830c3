"""Is an outcome something for the child, and is what Section C says a need of today?"""

import re
from collections.abc import Iterator

from qa.checks.finding import Found, Severity
from qa.checks.passage import Passage, Sentence, says_nothing
from qa.checks.rule import rule
from qa.checks.words import NUMBER, PROVIDER, listed, pattern

SERVICE = pattern(
    r"\b(?:will|to|should) (?:\w+ )?(?:be (?:known to (?:a|the|an) (?:\w+ )?(?:nurse|therapist|team|service|"
    r"consultant|camhs|dieti\w+|paediatric\w+)|seen|assessed|referred|offered|provided with|reviewed|diagnosed|"
    r"discharged|"
    r"given (?:a diagnosis|an appointment|access|support|therapy|medication)|monitored|under the care|allocated|on "
    r"the "
    r"(?:waiting|pathway)|supported by (?:a|the|an) (?:\w+ )?(?:nurse|therapist|team|service|consultant|camhs|"
    r"psycholog\w+|paediatric\w+)|treated)|(?:continue to |have |also )?(?:receive|access|attend|undergo|complete)"
    r"(?: [\w'’-]+){0,8}? (?:therapy|therapies|sessions?|appointments?|assessments?|diagnosis|medication|reviews?|"
    r"camhs|clinics?|input|support|service|services|treatment|intervention|nurse|provision|programme|counselling|"
    r"physiotherapy|hydrotherapy|checks?)|"
    r"(?:have|had|get)(?: had)?(?: (?!to\b|confidence\b|fewer\b|less\b|no\b|able\b|missed\b)[\w'’-]+){0,5}? "
    r"(?:assessments?|"
    r"appointments?|diagnosis|sessions?|therapy|reviews?|nurse|care plan|health ?care plan|input|clinic|service|"
    r"camhs|"
    r"equipment|referral|psychologist|therapist)\b|"
    r"have (?:been )?(?:received|completed|seen|assessed|diagnosed|referred|offered|discharged|started on)|be "
    r"started on|"
    r"have access to|(?:remain|stay|continue) (?:under|open to|on the (?:waiting|pathway)|with (?:camhs|the))|"
    r"know (?:\w+ ){0,5}?(?:whether|if) (?:she|he|they|\w+) (?:is|are|has|have)\b[\w ]{0,30}"
    r"(?:autis\w+|adhd|asd|diagnosis|dyslexi\w+|condition)|"
    r"(?:have|receive|get|obtain) (?:a|the|an|his|her|their) (?:\w+ ){0,4}diagnosis|"
    r"reach the top of)\b"
)
WAITING = pattern(
    r"\b(?:waiting[- ](?:list|times?)|wait(?:s|ing)? (?:less|no (?:longer|more)) than|top of the (?:list|waiting))\b"
)
SUBJECT = pattern(
    r"^\W*(?:by [\w ,]{3,40},? |within [\w ]{3,30},? |the |a |an )*(?:\w+ ){0,3}?(?:nurse|service|team|camhs|"
    r"therapist|"
    r"paediatrician|consultant|clinic|psychologist|gp|staff|therapy|physiotherapy|dietitian|audiology|assessment|"
    r"diagnosis|medication|appointments?|referral|equipment|reports?)\b(?: \w+){0,3}? (?:will|to|is to|should|are "
    r"to)\b"
)
FOR_THE_CHILD = pattern(
    r"\b(?:so that|in order (?:to|that)|which (?:will|means|helps)|and (?:will|can) (?:use|manage|tell)|enabl\w+)\b"
)
CLOSE_OF_ATTEND = pattern(r"\battend (?:school|lessons|college|class|assembly|registration|mainstream|all|every)\b")


@rule(
    "outcome_is_service",
    "An outcome is what the child will be able to do or will enjoy: not a service, a diagnosis or a waiting time.",
    source="SEND Code of Practice 2015, 9.64 to 9.66; the ICB's framework",
    severity=Severity.WARNING,
    sections="E",
)
def outcome_is_service(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        found = WAITING.search(sentence.text) or SERVICE.search(sentence.text) or SUBJECT.search(sentence.text)
        if found and not CLOSE_OF_ATTEND.search(found[0]) and not HEADER.match(sentence.text):
            led = Severity.HINT if FOR_THE_CHILD.search(sentence.text) else None
            yield marked(
                sentence,
                found,
                "This is a service, a diagnosis or a waiting time, not what changes for the child.",
                f"Say what {passage.child.called} will do or be able to do, by when, and how one would see it.",
                led,
            )


HEADER = pattern(r"^[\w ]{2,40}:$")


def marked(
    sentence: Sentence, found: re.Match[str], message: str, suggestion: str, severity: Severity | None = None
) -> Found:
    return Found(sentence.start + found.start(), sentence.start + found.end(), message, suggestion, severity)


RESOLVED = pattern(
    r"\b(?:(?:has|have|had|is|was|were|are)? ?(?:now |since |fully |completely |all |all now |also )*resolved|"
    r"grew out of|grown out of|outgrew|(?:fully|completely) recovered|recovered (?:fully|completely|well)|"
    r"recovery was (?:full|complete)|made a (?:full|complete) recovery|used to (?:have|be|need|take|wear|suffer)|"
    r"discharged (?!home\b|on\b|from hospital with)\w+ |no (?:further |more )?(?:problems?|concerns?|difficult\w+|"
    r"symptoms?|"
    r"episodes?|issues?) since|no further (?:problems?|concerns?|difficult\w+|symptoms?|episodes?|issues?)|"
    r"no longer (?:has|have|needs?|requires?|takes?|uses?|experiences?|suffers?|wears?|under|known|a concern|"
    r"affected|"
    r"present|an issue|a problem|causes)|(?:was|were|been) discharged(?! home)|previously (?:had|has had|needed|took|"
    r"suffered|wore|was|under|diagnosed with)|in the past,? (?:\w+ )?(?:had|has had|needed|was)|"
    r"(?:is|are) now (?:clear|normal|well|better)\b|without (?:any )?(?:lasting|long-term|ongoing) "
    r"(?:effects?|problems?|difficult\w+|concerns?))"
)
BIRTH = pattern(
    rf"\b(?:was born (?:\w+ )?(?:at|by|prematurely|early|at term|weighing|following|via|after)|born (?:prematurely|"
    rf"at "
    rf"{NUMBER}|at term|by)|birth ?weight|pregnancy was|the pregnancy|normal delivery|caesarean|gestation|apgar)"
)
STILL = pattern(
    r"\b(?:but|however|still|although|though|continues?|remains?|ongoing|at risk|risk of|monitor\w*|now (?:has|needs|"
    r"takes|uses)|as a result|since then (?:has|she|he|they)|because of this|which means|and (?:has|needs|is|takes|"
    r"uses|"
    r"tires)|leaving|left (?:her|him|them)|chronic|need(?:s|ed)? (?:a|to|help)|affects?|led to|may (?:return|recur)|"
    r"in remission|while|so )\b"
)


WAS = pattern(r"\b(?:had|was|were|needed|broke|fractured|suffered|underwent)\b")
AS_A_BABY = pattern(
    r"\b(?:as an? (?:baby|infant|toddler|newborn|young child|small child)|in infancy|healed|has not had (?:any|one|"
    r"another)|"
    r"have not had any|when (?:she|he|they|\w+) (?:was|were) (?:a baby|a toddler|born|an infant))\b"
)
IS = pattern(
    r"\b(?:has(?! not had)|is|are|have(?! not had)|needs?|takes?|cannot|uses?|finds?|gets?|wears?|tires?|can|will)\b"
)


def long_past(text: str) -> re.Match[str] | None:
    """Something of early childhood, with nothing said of today."""
    return AS_A_BABY.search(text) if WAS.search(text) and not IS.search(text) else None


@rule(
    "resolved_history",
    "Section C holds needs of today. History that has resolved stays in Section A or in the appendices.",
    source="SEND Regs 2014 reg 12(1)(c); the ICB's framework",
    severity=Severity.WARNING,
    sections="CG",
)
def resolved_history(passage: Passage) -> Iterator[Found]:
    for sentence in passage.sentences:
        found = RESOLVED.search(sentence.text) or BIRTH.search(sentence.text) or long_past(sentence.text)
        if found and not STILL.search(sentence.text):
            yield Found(
                sentence.start,
                sentence.end,
                "This is over: it is history, not a need of today.",
                "Leave it out here. If it matters, it can stand in Section A or in the appendices.",
            )


CONDITION = pattern(
    r"\b(?:autis\w+|asd|asc|asperger\w*|adhd|attention deficit(?:[ /]hyperactivity)?(?: disorder)?|epilepsy|asthma|"
    r"diabetes|cerebral palsy|down'?s? syndrome|\w+ syndrome|dyspraxia|dyslexia|(?:global )?developmental delay|"
    r"learning (?:disabilit\w+|difficult\w+)|anxiety|depression|eczema|hypermobility|hearing loss|glue ear|scoliosis|"
    r"tourette\w*|\w+ (?:disorder|dystrophy|disease|palsy|deletion|duplication)|fetal alcohol\w*|coeliac|cystic "
    r"fibrosis|"
    r"microcephaly|hydrocephalus|spina bifida|spectrum condition|sickle cell(?: disease| anaemia)?|allerg(?:y|ies)|"
    r"constipation|visual impairment|dysphagia|hypotonia|hemiplegia|ocd|odd|pda|ptsd)\b"
)
BARE = listed(
    "a an the of and with also as well has have had is was been be diagnosis diagnoses diagnosed confirmed formal "
    "formally "
    "known condition conditions medical health needs need following list c section type 1 2 i ii spectrum disorder "
    "condition severe moderate mild combined presentation inattentive in on by at since aged age from dr consultant "
    "paediatrician paediatrics community hospital she he they her his their who which are also both old years year "
    "chronic congenital genetic lives living child young person current currently combined-type type including "
    "january february march april may june july august september october november december nhs camhs clinic team "
    "epileptic autistic diabetic asthmatic"
)
TOLD = pattern(r"\bdiagnos\w+|\b(?:has|is|have)\b")
NONE = pattern(r"\bno (?:\w+ ){0,3}(?:needs?|provision|impact)\b")
RELATIVE = pattern(r"\b(?:sister|brother|sibling|twin|mother|father|mum|dad|parents?|family|cousin)\b")
TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")


@rule(
    "diagnosis_only",
    "A bare diagnosis is not a need: children with the same diagnosis differ. “Diagnosis of autism; no health needs "
    "identified” says all there is to say.",
    source="SEND Code of Practice 2015, 9.61; the ICB's framework",
    severity=Severity.WARNING,
    sections="C",
)
def diagnosis_only(passage: Passage) -> Iterator[Found]:
    if says_nothing(passage.text) or NONE.search(passage.text):
        return
    told = [one for one in passage.sentences if CONDITION.search(one.text) or pattern(r"diagnos").search(one.text)]
    if told and all(is_bare(one, passage) for one in passage.sentences):
        yield Found(
            told[0].start,
            told[-1].end,
            "This names a diagnosis, but no need.",
            "Say how it affects this child and their access to education, or write “no health needs identified”.",
        )


def is_bare(sentence: Sentence, passage: Passage) -> bool:
    if RELATIVE.search(sentence.text):
        return False
    rest = CONDITION.sub(" ", sentence.text)
    names = {passage.child.given_name.lower(), passage.child.family_name.lower()}
    left = [word for word in TOKEN.findall(PROVIDER.sub(" ", rest)) if not is_filler(word, names)]
    return len(left) <= 1


def is_filler(word: str, names: set[str]) -> bool:
    plain = word.lower().removesuffix("'s").removesuffix("’s")
    return plain in BARE or plain in names or word[0].isupper() or word.isdigit()
