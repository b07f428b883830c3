"""What the made-up people write: advice, sections of plans and wording, in invented cases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """The words of one kind of case. `{name}` stands for the child's given name."""

    theme: int
    views: str
    special_needs: str
    health_needs: str
    outcome: str
    special_provision: str
    health_provision: str
    approved_needs: str
    approved_provision: str
    approved_outcome: str
    comment: str
    therapy_advice: str
    medical_advice: str
    standard: tuple[tuple[str, str], ...] = ()  # sections and keys of the ICB's standard wording that fit


EPILEPSY = Case(
    theme=8,
    views="{name} likes drawing trains and being outside. {name} wants to join the swimming club with the others.",
    special_needs="{name} follows instructions of up to three words and tires quickly in the afternoon.",
    health_needs="{name} has epilepsy and takes medication for it. Therapy is needed as required.",
    outcome="{name} will be seen by the epilepsy nurse within 12 weeks.",
    special_provision="A weekly session with a speech and language therapist, 30 minutes, and daily practice in class.",
    health_provision="{name} will have access to the epilepsy service at intervals deemed appropriate.",
    approved_needs=(
        "{name} has epilepsy, with seizures in which awareness is lost for up to two minutes, about twice a month. "
        "{name} is drowsy for an hour afterwards and misses what was taught. {name} takes a daily medicine for it."
    ),
    approved_provision=(
        "A children’s epilepsy specialist nurse from Larkmead Community Health Trust will review {name}’s seizures at "
        "least every six months, and sooner if they change; train the staff who give rescue medication once a year; "
        "and keep the Individual Health Care Plan up to date with the school. A consultant community paediatrician "
        "will prescribe and review the medicine at least yearly."
    ),
    approved_outcome="By the end of the school year {name} will tell an adult when a seizure may be coming, four times out of five.",
    comment=(
        "Says how the seizures affect learning, and names who reviews the medicine and how often. The therapy sessions "
        "educate or train, so they belong in Section F."
    ),
    therapy_advice=(
        "{name} understands sentences with three key words.\n"
        "{name} needs pictures beside spoken instructions.\n"
        "A speech and language therapist should work with {name} weekly for 30 minutes, and show staff how to go on."
    ),
    medical_advice=(
        "{name} has epilepsy and has had about two seizures a month since the spring.\n"
        "After a seizure {name} is drowsy for an hour and misses what was taught.\n"
        "An epilepsy specialist nurse should review every six months and train staff in rescue medication each year."
    ),
    standard=(("C", "epilepsy-needs"), ("G", "epilepsy-review")),
)

NO_HEALTH_NEEDS = Case(
    theme=3,
    views="{name} likes quiet places and knows a great deal about beetles.",
    special_needs="{name} is autistic and finds unplanned change very hard.",
    health_needs="Diagnosis of autism.",
    outcome="{name} will use a quiet space when it is needed, without being prompted, on four days out of five.",
    special_provision="A key adult who prepares {name} for change, with a visual timetable, every day.",
    health_provision="None.",
    approved_needs="Diagnosis of autism; no health needs identified.",
    approved_provision="No health provision is required.",
    approved_outcome="{name} will use a quiet space when it is needed, without being prompted, on four days out of five.",
    comment="The wording now says plainly that no health needs were found.",
    therapy_advice="{name} speaks in full sentences.\n{name} needs warning before a change of activity.",
    medical_advice="{name} was diagnosed as autistic at six.\nNo health need was found.\nNo health provision is needed.",
)

ADHD = Case(
    theme=6,
    views="{name} wants to be a chef and finds mornings hard.",
    special_needs="{name} works for about five minutes at a time without help.",
    health_needs="{name} has ADHD.",
    outcome="{name} will finish a task of 15 minutes with one reminder, in four lessons out of five.",
    special_provision="Movement breaks every 20 minutes and a quiet place to work.",
    health_provision="Medication reviews as required.",
    approved_needs=(
        "{name} has attention deficit hyperactivity disorder (ADHD: great difficulty in keeping attention and keeping "
        "still), which shortens the time {name} can work. {name} takes a daily medicine, which lowers the appetite at midday."
    ),
    approved_provision=(
        "A specialist nurse from the community paediatric service will review {name}’s medicine, weight and sleep every "
        "six months, and tell the school what to watch for."
    ),
    approved_outcome="{name} will finish a task of 15 minutes with one reminder, in four lessons out of five.",
    comment="“As required” is replaced by how often and by whom; how the need affects lessons is added.",
    therapy_advice="{name} interrupts before a question is finished.\n{name} needs short instructions, one at a time.",
    medical_advice=(
        "{name} takes medicine for ADHD once a day.\nAppetite is low at midday.\n"
        "A specialist nurse should review medicine, weight and sleep every six months."
    ),
    standard=(("G", "medicine-review"),),
)

EARLY_YEARS = Case(
    theme=8,
    views="{name} loves water, music and the other children. The family hopes for days without alarms and hospitals.",
    special_needs="{name} shows what is wanted by looking and reaching, and is learning to sit without help.",
    health_needs="{name} is tube fed.",
    outcome="{name} will be known to the dietitian.",
    special_provision="An adult within reach all day, and a programme for sitting and reaching, three times a day.",
    health_provision="{name} will have regular input from community nursing.",
    approved_needs=(
        "{name} cannot swallow safely and is fed through a tube into the stomach five times a day. Each feed takes "
        "40 minutes, in which {name} must sit upright, and so cannot join what the other children do."
    ),
    approved_provision=(
        "A community children’s nurse from Larkmead Community Health Trust will train the staff who feed {name}, sign "
        "each of them off once a year, and keep the Individual Health Care Plan up to date with the nursery. A "
        "children’s dietitian will review {name}’s feeds and growth at least every three months."
    ),
    approved_outcome="By the end of the school year {name} will stay with the group during feeds, on four days out of five.",
    comment="Says what the feeds mean for the day, who trains and signs off the staff, and how often the feeds are reviewed.",
    therapy_advice="{name} turns to a familiar voice.\n{name} chooses between two objects by looking.",
    medical_advice=(
        "{name} cannot swallow safely and is fed through a tube into the stomach five times a day.\n"
        "Staff who feed {name} need training and signing off once a year.\n"
        "A dietitian should review feeds and growth every three months."
    ),
    standard=(("G", "gastrostomy-training"),),
)

POST_16 = Case(
    theme=7,
    views="{name} wants to work with animals and to travel to college alone. {name} does not want to start again with strangers.",
    special_needs="{name} learns well in short blocks, and leaves the room when it gets loud.",
    health_needs="{name} has anxiety.",
    outcome="{name} will be seen by adult mental health services.",
    special_provision="A named tutor, a quiet room, and travel training over two terms.",
    health_provision="Mental health support as required.",
    approved_needs=(
        "{name} has an anxiety disorder, with panic attacks about once a week, mostly on the way to college. After one "
        "{name} cannot take part for the rest of the morning. {name} takes a daily medicine for it."
    ),
    approved_provision=(
        "A nurse of the mental health team for young adults will review {name}’s medicine and safety plan every three "
        "months, or sooner after a crisis, and tell the college what has changed. The nurse and {name}’s GP will agree in "
        "writing who prescribes from the 18th birthday on."
    ),
    approved_outcome="By the end of the school year {name} will use the safety plan alone when panic starts, three times out of four.",
    comment="Says how panic keeps {name} from lessons, who reviews the medicine and how often, and who prescribes as an adult.",
    therapy_advice="{name} explains things well in writing.\n{name} needs the plan of the day the evening before.",
    medical_advice=(
        "{name} has panic attacks about once a week, mostly on the way to college.\n"
        "A nurse should review medicine and the safety plan every three months.\n"
        "Who prescribes from the 18th birthday on should be agreed in writing."
    ),
)

# What the Tribunal recommends, the steps that will be taken, and the reasons where it is agreed in part only.
RECOMMENDATIONS = (
    (
        "The epilepsy specialist nurse should train the staff who work with {name} before the start of term.",
        "The epilepsy specialist nurse will train the six members of staff who work with {name} in rescue medication, "
        "and sign each of them off.",
        "",
    ),
    (
        "A nurse should visit {name} in school each week.",
        "A community children’s nurse will visit {name} in school once a month for two terms, and then review with the "
        "family and the school how often visits are needed.",
        "Weekly visits are not clinically indicated: {name} has about two seizures a month, trained staff respond to each of "
        "them, and the nurse can be telephoned on every school day. A visit a month lets the nurse see the records and the staff.",
    ),
)

CASES = (EPILEPSY, NO_HEALTH_NEEDS, ADHD)


def case_for(age: int, number: int) -> Case:
    """Words that fit a child of this age."""
    if age < 5:
        return EARLY_YEARS
    if age >= 17:
        return POST_16
    if age < 7:
        return EPILEPSY
    return ((EPILEPSY, NO_HEALTH_NEEDS) if age < 10 else (NO_HEALTH_NEEDS, ADHD))[number % 2]


def told(text: str, name: str) -> str:
    """The words, about this child."""
    return text.replace("{name}", name)
