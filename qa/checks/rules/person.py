"""Is the wording about this child: no other child's name, no wrong pronoun?"""

import re
from collections.abc import Iterator

from qa.checks.finding import Found
from qa.checks.finding import Severity as S
from qa.checks.first_names import ALSO_WORDS, NAMES, is_same_child
from qa.checks.passage import Passage, Sentence
from qa.checks.rule import rule
from qa.checks.words import listed, pattern

CAPITALISED = re.compile(r"(?<![\w'’&/.-])[A-Z][a-zà-öø-ÿ]+(?:-[A-Z][a-zà-öø-ÿ]+)?(?![\w-])")
TITLE = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Doctor|Nurse|Sister|St|Saint|Sir|Lady|Dame|Lord|Judge|Matron|Great|"
    r"Royal|Queen|King|Prince|Princess)\.?\s+(?:[A-Z]\w*\.?\s+)?$"
)
ROLE_BEFORE = pattern(
    r"\b(?:nurses?|paediatrician|consultant|therapist|psychologist|psychiatrist|dietitian|doctor|surgeon|gp|adviser|"
    r"worker|"
    r"practitioner|coordinator|co-ordinator|teacher|senco|headteacher|manager|physiotherapist|audiologist|visitor|"
    r"assistant|clinician|pharmacist|midwife|officer|by|from|contact)(?: is|:|,|,? called| named)? $"
)
PARENT_BEFORE = pattern(
    r"\b(?:mum|mother|dad|father|parents?|carers?|grandmother|grandfather|nan|guardian|aunt|uncle|step-?\w+|partner|"
    r"social worker|teacher|dog|cat|pony|parents \w+ and)(?: is|:|,|,? called| named)? (?:\w+ and )?$"
)
ROLES = (
    r"(?:nurse|paediatrician|consultant|therapist|psychologist|psychiatrist|dietitian|doctor|surgeon|adviser|worker|"
    r"practitioner|co-?ordinator|teacher|senco|manager|physiotherapist|audiologist|visitor|clinician|mother|mum|"
    r"father|"
    r"dad|foster carer|grandmother|officer|specialist)"
)
ROLE_AFTER = re.compile(
    r"(?:\s+[A-Z][\w'’-]+)?(?:,|\s\(|:|\s[-–]|\s(?i:is (?:an?|the|his|her|their)))\s?"
    rf"(?i:the\s|an?\s|his\s|her\s|their\s)?(?:[\w'’-]+\s){{0,3}}?(?i:{ROLES})\b|"
    r"\s(?i:hospital|school|academy|college|centre|house|ward|unit|trust|road|street|clinic|syndrome|disease|"
    r"sequence|"
    r"method|foundation|team|hospice|lodge|wing|class|room|base|suite|surgery|practice|pharmacy|park|lane|avenue|"
    r"building|service|infirmary|primary|special|community|children)\b"
)
SURNAME_AFTER = re.compile(r"\s+(?!(?:Will|Has|Is|And|The|In|On|He|She|They)\b)[A-Z][\w'’-]+")
OF_A_CHILD = pattern(
    r"'s (?:needs?|medic\w+|health|epilepsy|asthma|seizures?|autism|adhd|diagnosis|behaviour|school|parents?|mother|"
    r"mum|dad|father|family|sleep|condition|plan|teacher|class|skin|diet|hearing|vision|inhaler|care|weight|anxiety|"
    r"progress|views?|continence|feeding|speech|education|dose|nurse|paediatrician|gastrostomy|diabetes|eczema|pain|"
    r"staff|attendance|learning)\b|"
    r" (?:has|is|was|will|needs|takes|requires|can|cannot|finds|attends|lives|struggles|enjoys|likes|wears|uses|"
    r"sleeps|"
    r"feels|experiences|does|receives|should|would|becomes|gets|had|may|also|continues|remains|tires|eats|and "
    r"(?:his|her|"
    r"their))\b"
)
ONLY_A_PERSON = pattern(
    r" (?:attends|needs (?:help|an adult|support|to be)|takes (?:a |his |her |their |two |one |daily )|lives with|"
    r"struggles|enjoys|likes|wears|finds it|"
    r"sleeps (?:well|"
    r"poorly|badly|for)|feels|was born|has (?:a |been )?diagnos\w+|is (?:aged|able to|unable|non-verbal|anxious|"
    r"looked|"
    r"autistic|prescribed)|has (?:adhd|autism|epilepsy|asthma)|tires)\b"
)
OWNS = pattern(
    r"'s (?:needs?|health|epilepsy|asthma|seizures?|autism|adhd|diagnosis|behaviour|sleep|condition|skin|diet|"
    r"hearing|vision|inhaler|weight|anxiety|continence|feeding|speech|gastrostomy|diabetes|eczema|pain|attendance|learning|"
    r"medic\w+|school|class|teacher|parents?|mother|mum|dad|father|family)\b"
)
PLACES = (
    r"hospitals?|infirmary|school|academy|college|centre|house|ward|unit|trust|road|street|clinic|surgery|practice|"
    r"pharmacy|hospice|foundation|lodge|park|lane|avenue|nursery|infant|junior|primary|secondary|syndrome|disease|"
    r"disorder|malformation|sequence|palsy|method|scale|scales|test|index|assessment|programme|approach|team|service|"
    r"suite|room|wing|base|building|charity"
)
PLACE_WORDS = listed(PLACES.replace("|", " ").replace("hospitals?", "hospital"))
OF_A_PLACE = re.compile(rf"(?:['’]s)?(?:\s+(?:and|of|the|&|[A-Z][\w'’.-]*)){{0,6}}?\s+(?i:{PLACES})\b")
ADULT_BEFORE = pattern(
    r"\b(?:with|to|see|sees|saw|ask|contact|under|by|from|via|named|called|telephone|email|led by|lead|dear|signed|"
    r"author|of|and|or|cc|for the attention of)[:,]? $"
)
NEED_BEFORE = pattern(
    r"\b(?:needs?|health|epilepsy|asthma|seizures|diabetes|autism|diagnosis|condition|behaviour|sleep) of $"
)
ADULT_DOES = pattern(
    r"(?:'s (?:report|advice|letter|assessment|team|clinic|review|recommendations?|view|opinion|list|office)\b|"
    r" (?:will|would|should|can|to|is to|has agreed to|has|have|had) (?:also )?(?:review|see|monitor|prescribe|train|"
    r"advise|assess|visit|write|keep|check|provide|lead|co-?ordinate|support|contact|discuss|refer|oversee|"
    r"update|offer|be contacted|be the|agreed|advised|recommended|reviewed|assessed|seen|written|recorded|reported|"
    r"referred|met)\b|"
    r" (?:reviews|sees|saw|reviewed|assess\w+|advis\w+|recommend\w+|report\w*|prescrib\w+|leads|led|co-?ordinat\w+|"
    r"provid\w+|trains?|trained|visits|visited|wrote|writes|works|supports|monitors|oversees|met|referred|"
    r"can be|on \d|from the|of the|at the)\b|,|\s?\(|\s?:|\s?[-–]| and )"
)
NO_NAME_ENDS = ("ing", "tion", "ment", "ness", "ity", "ics")
OTHER_CHILD = pattern(
    r"\b(?:brother|sister|sibling|twin|cousin|friend|friends|classmate|peer)(?:,| called| named| is)? $"
)
NOT_NAMES = listed(
    "He She They It This That These Those Who Nobody Everyone Somebody Child Children Parent Parents Mum Dad Mother "
    "Father "
    "Mummy Daddy The A An His Her Their One Both Each Neither Family Carer Carers Staff School Nurse Paediatrician "
    "Treatment Medication Melatonin Feeding Sleep Epilepsy Asthma Autism Nobody Anyone Student Pupil Young Person "
    "Grandma "
    "Mrs Mr Ms Dr Health Care Section Year Currently Also There What When While If As At In On By For From Since "
    "Although "
    "Sometimes Often Usually Now Today Recently Brother Sister Which Someone And But Or So Adult Adults Boy Girl Not "
    "Otherwise Then Twin Friend Teacher Clinician Baby Toddler Patient"
)


@rule(
    "other_name",
    "No other child's name stands in this child's plan: it is left over from another plan, and it is a breach of "
    "privacy.",
    source="UK GDPR art 5(1)(d) and (f); the ICB's framework",
    severity=S.ERROR,
    sections="ECGF",
)
def other_name(passage: Passage) -> Iterator[Found]:
    if not passage.child.given_name:
        return
    for sentence in passage.sentences:
        told_to = 0
        for found in CAPITALISED.finditer(sentence.text):
            if found.start() >= told_to and is_another_child(passage, sentence, found):
                told_to = end_of_name(sentence.text, found)
                name = sentence.text[found.start() : told_to]
                yield Found(
                    sentence.start + found.start(),
                    sentence.start + told_to,
                    f"“{name}” is not {passage.child.name}. Is this from another child's plan?",
                    f"Look whether the sentence is about {passage.child.given_name}. If it is about somebody "
                    "else, take all of it out.",
                )


def end_of_name(text: str, found: re.Match[str]) -> int:
    """A surname belongs to the name; its ending does not."""
    surname = SURNAME_AFTER.match(text, found.end())
    if surname is None:
        return found.end()
    return found.end() + len(surname[0].removesuffix("'s").removesuffix("’s"))


def is_another_child(passage: Passage, sentence: Sentence, found: re.Match[str]) -> bool:
    word, text = found[0], sentence.text
    before, after = text[: found.start()], text[found.end() :]
    if is_known(passage, word):
        return has_another_surname(passage, word, before, after)
    if OTHER_CHILD.search(before):
        return word in NAMES or word in ALSO_WORDS
    if is_titled(before, after):
        return False
    surname = SURNAME_AFTER.match(after)
    if surname:
        return is_full_name_of_a_child(passage, word, surname[0].strip(), before, after[surname.end() :])
    return reads_as_a_child(word, before, after)


def is_known(passage: Passage, word: str) -> bool:
    child = passage.child
    known = {part.lower() for name in child.known_names for part in name.split()}
    family = set(child.family_name.lower().replace("-", " ").split()) | {child.family_name.lower()}
    if word in NOT_NAMES or word.lower() in known | family:
        return True
    return any(is_same_child(part, word) for part in [child.given_name, *child.given_name.split()])


def is_full_name_of_a_child(passage: Passage, word: str, surname: str, before: str, after: str) -> bool:
    """“Tom Reed has epilepsy” is a child, and so is “Seizures make Tom Reed tired”; “Tom Reed will review”, “see Tom
    Reed” and the Tom Reed Hospital are not."""
    if is_part_of_a_name(surname, after) or surname.removesuffix("'s").removesuffix("’s") in NOT_NAMES:
        return False
    if ONLY_A_PERSON.match(after) or is_owner_of_a_need(surname, after):
        return not word.endswith(NO_NAME_ENDS)
    if is_an_adult(before, after) or word in ALSO_WORDS or not is_first_name(word):
        return False
    return is_known(passage, surname) is False


def has_another_surname(passage: Passage, word: str, before: str, after: str) -> bool:
    """This child's first name with a surname that is nobody's here, where a child is plainly meant."""
    child, surname = passage.child, SURNAME_AFTER.match(after)
    if surname is None or not child.family_name or word in NOT_NAMES or not is_same_child(child.given_name, word):
        return False
    bare = surname[0].strip().removesuffix("'s").removesuffix("’s")
    rest = after[surname.end() :]
    if is_known(passage, bare) or is_titled(before, after) or is_part_of_a_name(bare, rest) or bare in NAMES:
        return False
    return bool(ONLY_A_PERSON.match(rest) or is_owner_of_a_need(surname[0], rest))


def is_titled(before: str, after: str) -> bool:
    """A professional or one of the family, by what stands beside the name."""
    near = TITLE.search(before) or ROLE_BEFORE.search(before) or PARENT_BEFORE.search(before)
    return bool(near or ROLE_AFTER.match(after))


def is_owner_of_a_need(surname: str, after: str) -> bool:
    """“Tom Reed's epilepsy”: the surname's own ending stands in it or after it."""
    end = surname[-2:] if surname.endswith(("'s", "’s")) else ""
    return bool(OWNS.match(f"{end}{after}"))


def is_part_of_a_name(surname: str, after: str) -> bool:
    """Of a hospital, a school, a syndrome, a method: more capitals, and the word that says what it is."""
    return bool(OF_A_PLACE.match(after)) or surname.lower() in PLACE_WORDS


def is_an_adult(before: str, after: str) -> bool:
    is_named_as_one = ADULT_BEFORE.search(before) and not NEED_BEFORE.search(before)
    return bool(is_named_as_one or ADULT_DOES.match(after))


def is_first_name(word: str) -> bool:
    return word in NAMES or all(part in NAMES for part in word.split("-"))


def reads_as_a_child(word: str, before: str, after: str) -> bool:
    if word in ALSO_WORDS:
        at_start = not before.strip()
        return bool(OF_A_CHILD.match(after)) and (not at_start or word not in ("Will", "May", "Said", "Hope", "Mark"))
    if is_first_name(word):
        return True
    return bool(ONLY_A_PERSON.match(after)) and not word.endswith(NO_NAME_ENDS)


HE = re.compile(r"(?<![\w/(])(?:he|him|his|himself)(?!\w)|\bs?he/s?he\b", re.IGNORECASE)
SHE = re.compile(r"(?<![\w/(])(?:she|her|hers|herself)(?!\w)", re.IGNORECASE)
BOTH = re.compile(
    r"(?<!\w)(?:s/he|\(s\)he|he/she|she/he|his/her|her/his|him/her|her/him|he or she|she or he|his or her|her or his|"
    r"himself/herself)(?!\w)",
    re.IGNORECASE,
)
MEN = pattern(
    r"\b(?:dad|father|daddy|brother|grandfather|grandad|grandpa|uncle|stepfather|stepdad|son|nephew|mr|headmaster|"
    r"husband|"
    r"boyfriend|boy|man|god-?father)\b"
)
WOMEN = pattern(
    r"\b(?:mum|mother|mummy|sister|grandmother|grandma|nan|nana|gran|aunt|auntie|stepmother|stepmum|daughter|niece|"
    r"mrs|ms|miss|"
    r"headmistress|wife|girlfriend|girl|woman|god-?mother)\b"
)
ANYBODY = pattern(
    r"\b(?:parents?|carers?|guardian|sibling|twin|cousin|friend|peer|partner|social worker|dr|professor|prof|"
    r"teacher|therapist named)\b\.?"
)
PROFESSIONAL = pattern(
    r"\b(?:nurses?|consultant|paediatrician|doctor|gp|therapist|psychologist|psychiatrist|dietitian|adviser|"
    r"practitioner|"
    r"worker|surgeon|clinician|assistant|teacher|co-?ordinator|visitor|specialist|physiotherapist|audiologist)\b"
)
AS_SUBJECT = pattern(
    r"(?:he|she) (?:will|also|can|then|has agreed|is (?:available|based)|would|and the|works|sees|visits|reviews)\b"
)
WRITES = {"he": {"she": "he", "her": "his", "hers": "his", "herself": "himself"},
          "she": {"he": "she", "him": "her", "his": "her", "himself": "herself"}}  # fmt: skip
WRITES["they"] = {"he": "they", "she": "they", "him": "them", "his": "their", "her": "their", "hers": "theirs"}


@rule(
    "wrong_pronoun",
    "The child is spoken of with the pronoun in the record.",
    source="The child's record; UK GDPR art 5(1)(d); the ICB's framework",
    severity=S.ERROR,
    sections="ECGF",
)
def wrong_pronoun(passage: Passage) -> Iterator[Found]:
    pronouns = passage.child.pronouns
    if pronouns not in WRITES:
        return
    wrong = {"he": [(SHE, WOMEN)], "she": [(HE, MEN)], "they": [(SHE, WOMEN), (HE, MEN)]}[pronouns]
    before = Sentence(0, "")
    for sentence in passage.sentences:
        either = [found.span() for found in BOTH.finditer(sentence.text)]
        for span in either:
            yield told(passage, sentence, *span)
        for words, people in wrong:
            yield from wrong_ones(passage, before, sentence, words, people, either)
        before = sentence


def wrong_ones(
    passage: Passage,
    before: Sentence,
    sentence: Sentence,
    words: re.Pattern[str],
    people: re.Pattern[str],
    either: list[tuple[int, int]],
) -> Iterator[Found]:
    """A pronoun is wrong where nobody else stands near whom it could mean."""
    for found in words.finditer(sentence.text):
        if any(start <= found.start() < end for start, end in either):
            continue
        near = f"{before.text} {sentence.text[: found.start()]}"
        if people.search(near) or ANYBODY.search(near) or names_somebody(passage, near):
            continue
        if PROFESSIONAL.search(near) and AS_SUBJECT.match(sentence.text, found.start()):
            continue
        yield told(passage, sentence, *found.span())


def names_somebody(passage: Passage, near: str) -> bool:
    """Another person is named, and not as if they were the child."""
    for found in CAPITALISED.finditer(near):
        if found[0] in NAMES and not is_same_child(passage.child.given_name, found[0]):
            sentence = Sentence(0, near)
            if not is_another_child(passage, sentence, found) or OTHER_CHILD.search(near[: found.start()]):
                return True
    return False


def told(passage: Passage, sentence: Sentence, start: int, end: int) -> Found:
    words, child = sentence.text[start:end], passage.child
    right = WRITES[child.pronouns].get(words.lower())
    if right and words[0].isupper():
        right = right.capitalize()
    return Found(
        sentence.start + start,
        sentence.start + end,
        f"“{words}” does not fit: the record says “{child.pronouns}” for {child.called}.",
        "Correct it, and look whether the rest is about another child.",
        replacement=None if words.lower() == "her" else right,
    )
