"""Which health need is a sentence about, and which provider is plainly for which need?"""

import re
from dataclasses import dataclass

from qa.checks.words import pattern

NEVER = "(?!)"

# need in C · words in G that answer it · what is for nothing else (empty where it may be for several needs)
TOPICS = {
    "epilepsy": (
        r"epilep\w+|seizures?|convulsion\w*",
        r"epilep\w+|seizures?|rescue medic\w+|midazolam|neurolog\w+",
        r"epilepsy (?:specialist )?(?:nurse|team|service|clinic)\w*|seizures?",
    ),
    "asthma": (
        r"asthma|wheez\w+",
        r"asthma|inhalers?|respiratory|chest|wheez\w+|breath\w+",
        r"asthma (?:specialist )?(?:nurse|team|service|clinic)\w*|asthma",
    ),
    "diabetes": (r"diabet\w+|insulin", r"diabet\w+|insulin|glucose|endocrin\w+", r"diabet\w+ (?:specialist )?\w+"),
    "ADHD": (
        r"adhd|attention deficit|methylphenidate|atomoxetine|lisdexamfetamine|guanfacine",
        r"adhd|attention deficit|neurodevelopmental|methylphenidate|atomoxetine|psychiatr\w+|camhs|medic(?:ine|"
        r"ation)\w*",
        r"adhd (?:specialist )?(?:nurse|team|service|clinic)\w*",
    ),
    "continence": (
        r"incontinen\w+|continence|constipat\w+|soil\w+|bed-?wetting|wets?|enuresis|catheter\w*|bladder|bowel|stoma",
        r"continence|bladder|bowel|constipat\w+|urolog\w+|catheter\w*|toilet\w*|stoma|laxative\w*|gastro\w+|pads",
        r"(?:bladder and bowel|continence|bowel|bladder) (?:specialist )?(?:nurse|team|service|clinic)\w*",
    ),
    "eating, drinking and feeding": (
        r"gastrostomy|tube[- ]fe\w+|feeding tube|dysphagia|swallow\w+|aspirat\w+|chok(?:es|ing)|underweight|"
        r"restricted diet|eating disorder|anorexia|arfid",
        r"gastrostomy|tube|feed\w*|dieti\w+|dietet\w+|swallow\w*|dysphagia|eating|nutrition\w*|weight|speech and "
        r"language",
        "",
    ),
    "hearing": (
        r"hearing (?:loss|aids?|impair\w+)|deaf\w*|glue ear|cochlear",
        r"hearing|audiolog\w+|ent|ear,? nose|cochlear|grommets?",
        r"audiolog\w+",
    ),
    "sight": (
        r"sight loss|visual(?:ly)? impair\w+|vision (?:loss|impair\w+)|squint|nystagmus|cataracts?|glaucoma",
        r"ophthalm\w+|orthopt\w+|optom\w+|eyes?|vision|sight|visual",
        r"ophthalmolog\w+|orthopt\w+",
    ),
    "allergy": (
        r"anaphyla\w+|allerg(?:y|ies|ic) (?:to|reaction)|(?:nut|milk|egg|peanut|food) allerg\w+",
        r"allerg\w+|anaphyla\w+|adrenaline|auto-?injector\w*|dieti\w+|immunolog\w+",
        "",
    ),
    "heart": (
        r"cardiac|heart (?:condition|defect|disease|problem)|hole in the heart",
        r"cardi\w+|heart",
        "",
    ),
    "mental health": (
        r"depressi\w+|self-?harm\w*|anxiety disorder|severe anxiety|psychosis|psychotic|obsessive|suicid\w+|"
        r"eating disorder|post-?traumatic|panic attacks?|low mood",
        r"camhs|mental health|psychiatr\w+|psycholog\w+|mood|anxiety|emotional|crisis|self-harm|eating disorder",
        r"camhs|child and adolescent mental health|psychiatr\w+",
    ),
    "breathing": (
        r"tracheostomy|ventilat\w+|oxygen|chronic lung|cystic fibrosis|sleep apnoea",
        r"tracheostomy|ventilat\w+|oxygen|respiratory|lung|breath\w+|airway|suction\w*|cystic fibrosis|sleep",
        "",
    ),
    "movement": (
        r"cerebral palsy|muscular dystrophy|scoliosis|spastic\w*|hemiplegia|hip dislocat\w+|wheelchair",
        r"physio\w*|orthop\w+|orthot\w+|movement|posture|postural|hips?|spin\w+|wheelchair\w*|botulinum|neuro\w+|"
        r"tone|"
        r"muscle\w*|therap\w+|splints?",
        "",
    ),
    "kidneys": (r"kidney|renal", r"kidney|renal|nephro\w+|urolog\w+", ""),
    "sickle cell": (r"sickle cell", r"sickle|haematolog\w+", ""),
    "sleep": (
        r"takes melatonin|severe(?:ly)? disturbed sleep",
        r"sleep|melatonin",
        "",
    ),
}


@dataclass(frozen=True)
class Topic:
    name: str
    need: re.Pattern[str]
    answer: re.Pattern[str]
    provider: re.Pattern[str]


ALL = [Topic(name, *(pattern(rf"\b(?:{words or NEVER})\b") for words in three)) for name, three in TOPICS.items()]
