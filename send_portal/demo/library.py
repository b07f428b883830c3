"""Which standard wording does the demo's ICB keep, and which words did it add to the glossary?"""

from datetime import timedelta

from core.today import pretend, today
from ehcp.models import SectionSet
from qa.models import GlossaryTerm, LibraryEntry, LibraryVersion
from send_portal.demo.cast import Cast

WHY = "So that it says who does what, and how often."
# Key, section, topic, wording.
ENTRIES = (
    ("asthma-needs", "C", "Asthma", "{name} has asthma. Cold air and running make {them} wheeze, so {they} need{s} time to rest and {their} inhaler within reach to stay in lessons."),
    ("bowel-needs", "C", "Continence", "{name} has constipation that is treated with medicine every day. {They} need{s} to go to the toilet when {they} ask{s}, and tummy pain can keep {them} from learning."),
    ("epilepsy-needs", "C", "Epilepsy", "{name} has epilepsy. After a seizure {they} {are} tired and confused for up to an hour and cannot follow lessons."),
    ("sleep-needs", "C", "Sleep", "{name} wakes several times a night. {They} {are} tired by midday, which makes it hard for {them} to concentrate in class."),
    ("asthma-review", "G", "Asthma", "The practice nurse at {name}’s GP surgery reviews {their} asthma plan and inhaler technique every year, and after any stay in hospital."),
    ("bowel-review", "G", "Continence", "The children’s continence nurse reviews {name}’s medicine and toilet plan every six months and advises school staff once a year."),
    ("care-plan", "G", "Individual Health Care Plan", "The community children’s nurse writes {name}’s Individual Health Care Plan with {them}, {their} family and the school, and reviews it once every school year."),
    ("epilepsy-review", "G", "Epilepsy", "The children’s epilepsy nurse reviews {name}’s epilepsy care plan with the school once every term and trains the staff who look after {them} every year."),
    ("gastrostomy-training", "G", "Tube feeding", "The community children’s nurse trains the school staff who feed {name} through {their} feeding tube every year, and signs off each person before they do so alone."),
    ("medicine-review", "G", "Attention deficit hyperactivity disorder", "The community paediatrician prescribes {name}’s medication and reviews it every six months, with {their} height, weight and blood pressure."),
    ("epilepsy-outcome", "E", "Epilepsy", "By the end of the key stage, {name} will tell an adult {themselves} when {they} feel{s} a seizure coming."),
    ("independence-outcome", "E", "Looking after oneself", "By the end of the school year, {name} will use {their} inhaler {themselves} with an adult watching."),
)  # fmt: skip
NEWER = "The children’s epilepsy nurse reviews {name}’s epilepsy care plan and rescue medicine with the school once every term and trains the staff who look after {them} every year."
TERMS = (
    {"term": "enuresis", "plain": "wetting the bed or clothes", "explained_by": "wet*"},
    {"term": "scoliosis", "plain": "a curved spine", "switched_off": True, "why": "Families here know the word."},
)


def add_entry(cast: Cast, key: str, letter: str, topic: str, wording: str) -> LibraryEntry:
    """Proposed by one DCO and approved by the other."""
    section = next(one for one in SectionSet.objects.on(today()).of_health if one.letter == letter)
    said = {"key": key, "topic": topic, "wording": wording, "why": WHY}
    entry = LibraryEntry.propose(by=cast["dco"], icb=cast.org["icb"], section=section, **said)
    entry.versions.get().approve(by=cast["dco_2"])
    return entry


def fill_library(cast: Cast) -> None:
    """A dozen entries in force for a year, one with a new version that waits; two words on the glossary."""
    with pretend(today() - timedelta(days=365)):
        entries = {entry[0]: add_entry(cast, *entry) for entry in ENTRIES}
    with pretend(today() - timedelta(days=3)):
        entry = LibraryEntry.objects.for_list().get(pk=entries["epilepsy-review"].pk)
        LibraryVersion.propose(by=cast["dco_2"], entry=entry, wording=NEWER, why="Names the rescue medicine too.")
        for facts in TERMS:
            GlossaryTerm.add(by=cast["dco"], icb=cast.org["icb"], **facts)
