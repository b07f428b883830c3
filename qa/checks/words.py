"""Which words name a provider, a type of support, an amount, a person in the family?"""

import re
from functools import cache


@cache
def pattern(source: str, *, case: bool = False) -> re.Pattern[str]:
    """A pattern in plain sight: a space stands for any white space, ' for both apostrophes, capitals are ignored."""
    plain = PIECE.sub(lambda found: spelled_out(found[0]), source)
    return re.compile(plain, 0 if case else re.IGNORECASE)


def listed(words: str) -> frozenset[str]:
    """Words written one after the other."""
    return frozenset(in_order(words))


def in_order(words: str) -> list[str]:
    return words.split()


PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]| [?*]?|'")


def spelled_out(piece: str) -> str:
    if piece[0] == "[":
        return piece.replace(" ", r"\s").replace("'", "'’")
    if piece[0] == " ":
        return r"\s+" if piece == " " else r"\s*"
    return "['’]" if piece == "'" else piece


# Who: somebody a family could telephone. "Health professionals" and "the relevant service" are nobody.
SPECIALTY = (
    r"paediatric\w*|neurolog\w+|cardiolog\w+|gastroenterolog\w+|urolog\w+|nephrolog\w+|endocrin\w+|dermatolog\w+|"
    r"rheumatolog\w+|haematolog\w+|oncolog\w+|immunolog\w+|allerg(?:y|ist)|respiratory|orthopaedic\w*|"
    r"ophthalmolog\w+|"
    r"orthopt\w+|optometr\w+|audiolog\w+|orthoti\w+|prosthet\w+|podiatr\w+|dieti[ct]i?\w+|dietet\w+|genetic\w*|"
    r"epilepsy|asthma|diabet\w+|continence|bladder|bowel|wheelchair\w*|feeding|nutrition\w*|palliative|hospice|"
    r"learning disabilit\w+|neurodevelopmental|neurodisability|mental health|adhd|sleep|eating disorders?|community|"
    r"children's|spinal|cleft|stoma|tracheostomy|ventilation|metabolic|renal|hearing|vision|eye|hospital|crisis|"
    r"outreach|dysphagia|postural|specialist|seating|tissue viability|complex care|continuing care|dental|therap\w+|"
    r"nurs\w+|autism|looked-after|children in care|children-in-care|in care|gender|pain|sickle cell|cystic fibrosis|"
    r"neuromuscular|muscular|transition|intensive|early intervention|botulinum|spasticity|hip|ent|key ?working|"
    r"clinical"
)
PROVIDER = pattern(
    r"\b(?:nurses?|nursing|paediatricians?|paediatrics|consultants?|doctors?|gps?|g\.p\.|general practi\w+|"
    r"surgeons?|camhs|"
    r"dietiti?ci?ans?|dieticians?|dietitians?|physiotherapists?|physiotherapy|occupational therap\w+|"
    r"speech (?:and|&) language therap\w+|speech therap\w+|salt|slt|sallt|ot|psychiatr\w+|psychologists?|psychology|"
    r"psychotherap\w+|pharmacists?|health visitors?|midwi\w+|dentists?|orthodont\w+|audiolog\w+|ophthalmolog\w+|"
    r"optometrists?|orthopti\w+|orthotists?|orthotics|prosthetists?|podiatr\w+|neurologists?|cardiologists?|"
    r"cardiology|neurology|urology|urologists?|gastroenterolog\w+|endocrin\w+|dermatolog\w+|rheumatolog\w+|"
    r"haematolog\w+|immunolog\w+|nephrolog\w+|dietetics?|geneticists?|hospice|hospital|therapists?|therapies team|"
    r"(?:NHS )?(?:foundation )?trust|infirmary|key ?workers?|mental health (?:practitioners?|workers?|support team)|"
    r"health (?:care )?assistants?|school staff|trained staff|teaching assistants?|anaesthetists?|mdt|"
    r"multi-?disciplinary team|radiolog\w+|"
    r"(?:dr|mr|mrs|ms|miss|professor|prof)\b\.? [a-z]+|orthopaedics|ccns?|clinical nurse specialists?|"
    rf"(?:(?:{SPECIALTY})(?: and \w+)?(?: (?:{SPECIALTY}))* (?:teams?|services?|clinics?|units?|departments?|"
    r"practitioners?|specialists?|workers?|wards?)))\b"
)
NOBODY = pattern(
    r"\b(?:(?:appropriate|relevant|suitable|suitably qualified|qualified|other|health ?care|medical|health|local|NHS|"
    r"various|a) (?:health )?(?:professionals?|clinicians?|services?|teams?|specialists?)|health professionals?)\b"
)
LABELLED_PROVIDER = pattern(r"\b(?:provider|provided by|delivered by|by whom|who)\s*: *\S")

# What: words that say which kind of support it is.
SUPPORT = pattern(
    r"\b(?:review\w*|monitor\w*|prescri\w+|train(?:s|ed|ing)?|advi[sc]\w+|assess\w*|check(?:s|ed|ing)?\b|"
    r"manag(?:e|es|ed|ing)|treat\w*|supply|supplies|supplied|fit(?:s|ted|ting)?|measur\w+|test(?:s|ed|ing)?|"
    r"updat\w+|co-?ordinat\w+|adjust\w*|titrat\w*|administer\w*|teach\w*|show|shows|writ(?:e|es|ten|ing)|"
    r"keep(?:s|ing)?|follow-? ?up|followed up|counsel\w*|examin\w*|scan\w*|inject\w*|dress(?:es|ings?)|catheteris\w+|"
    r"suction\w*|feeds?|feeding|dos(?:e|es|ing)|medication|medicines?|care plans?|health ?care plan|"
    r"individual health|equipment|appointments?|outpatient|therapy|sessions?|programmes?|blood|oversee\w*|oversight|"
    r"supervis\w+|repair\w*|replac\w+|sign(?:s|ed)? off|respite|overnight|admit\w*|discharge|diagnos\w+|observ\w+|"
    r"plan(?:s|ned|ning)?|calibrat\w+|change[sd]? (?:the|his|her|their)|provision of|explain\w*|clinics?|record\w*|"
    r"intervention|weigh\w*|vaccin\w+|immunis\w+|health checks?|surgery|operation|hearing aids?|splints?|pads|"
    r"deliver(?:y|s|ed)? of|physiotherapy|cbt|key ?work\w*|consultation|home visits?|telephone)\b"
)
VAGUE_SUPPORT = pattern(
    r"\b(?:support(?:ed|s)?|input|involve(?:d|ment)|under the care|under (?:the )?\w+ (?:team|service|clinic)|"
    r"known to|open to|remain(?:s)? under|contact with|help|available|care from|seen by|liaise with|"
    r"access to|access|engage(?:ment)? with|works? with|work with|be (?:there|offered)|continues? with|provision "
    r"from)\b"
)

# How often or how much: anything one could count.
NUMBER = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
AMOUNT = pattern(
    rf"\b(?:(?:every|each|per) (?:other |school |calendar |full |{NUMBER} (?:to {NUMBER} )?|half |working |academic "
    rf")*"
    r"(?:days?|weeks?|months?|terms?|years?|half-? ?terms?|nights?|mornings?|mealtimes?|lessons?|quarters?|"
    r"fortnights?|"
    r"hours?|autumn|spring|summer|september|january|visits?|appointments?)|"
    r"(?:once|twice|thrice)\b|daily|nightly|weekly|fortnightly|monthly|termly|half-termly|quarterly|yearly|"
    r"annual(?:ly)?|"
    rf"biannual(?:ly)?|bi-?(?:annual|weekly|monthly)\w*|{NUMBER}[- ](?:day|week|month|year|term)(?:ly)?|"
    rf"{NUMBER}[- ](?:weekly|monthly|yearly|hourly)|{NUMBER} (?:times|sessions?|visits?|appointments?|reviews?|"
    rf"hours?|"
    rf"minutes|days?|weeks?|months?|terms?|years?)|(?:a|an) (?:year|month|week|term|day|fortnight)\b|"
    r"at (?:each|every|the start|the end)|before (?:each|every|discharge|the)|by (?:january|february|march|april|may|"
    r"june|july|august|september|october|november|december))"
)

FAMILY = (
    r"(?:parents?|mums?|mother|mummy|dads?|father|daddy|step-?(?:mother|father|parents?)|grand(?:parents?|mother|"
    r"father|ma)|"
    r"family|foster (?:carers?|parents?|family)|guardians?|parent[- ]carers?|carers?)"
)
