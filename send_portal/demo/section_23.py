"""Which young children has health told the local authority about in the demo?"""

from datetime import timedelta
from typing import Any

from core.today import pretend, today
from ehcp.models import Section23Notification
from send_portal.demo.cast import Cast
from send_portal.demo.factories import nhs_number

# Given and family name, pronouns, age, local authority, days ago, how many of the steps are taken.
YOUNG = [
    ("Robyn", "Ollerton", "she", 1, "wiltshire", 38, 0),
    ("Kit", "Stonehouse", "he", 3, "swindon", 20, 2),
    ("Ada", "Tidewell", "she", 3, "wiltshire", 15, 3),
    ("Jonah", "Farsley", "he", 4, "banes", 60, 4),
]
CLINICIANS = {
    "spa": ("provider", "Dr Ines Ayers, community paediatrician"),
    "spa_2": ("provider_2", "Leah Wood, health visitor"),
}
ANSWERERS = {"wiltshire": "coordinator", "swindon": "swindon_coordinator", "banes": "banes_coordinator"}


def tell_of_young_children(cast: Cast) -> None:
    for number, (given, family, pronouns, age, la, days, steps) in enumerate(YOUNG):
        by = "spa_2" if la == "swindon" else "spa"
        began = today() - timedelta(days=days)
        born = (began - timedelta(days=40)).replace(day=15)
        child = {"given_name": given, "family_name": family, "pronouns": pronouns, "icb": cast.org["icb"]}
        child |= {"nhs_number": nhs_number(300_000 + number), "local_authority": cast.org[la]}
        child |= {"date_of_birth": born.replace(year=born.year - age)}
        with pretend(began):
            record = begin(cast, by, child)
        for step, after in zip((tell, discuss, notify, answer)[:steps], (4, 9, 10, 24), strict=False):
            with pretend(began + timedelta(days=after)):
                step(cast, by, ANSWERERS[la], record)


def begin(cast: Cast, by: str, child: dict[str, Any]) -> Section23Notification:
    body, clinician = CLINICIANS[by]
    return Section23Notification.identify_new_child(
        by=cast[by],
        body=cast.org[body],
        child=child,
        opinion="needs",
        grounds=f"{child['given_name']} says few words, does not point and plays alone; seen twice in clinic.",
        clinician=clinician,
        identified_on=today(),
    )


def tell(cast: Cast, by: str, _: str, record: Section23Notification) -> None:
    """One parent in two refuses: the local authority is told all the same."""
    record.tell_parent(
        by=cast[by],
        on=today(),
        told_whom=f"Dana {record.child.family_name}",
        leaflet_given=True,
        voluntary_organisation="The parent carer forum",
        agrees=record.child_id % 2 == 0,
        responsibility="mother",
    )


def discuss(cast: Cast, by: str, _: str, record: Section23Notification) -> None:
    officer = CLINICIANS[by][1]
    record.give_opportunity(by=cast[by], on=today(), officer=officer, discussed="yes")


def notify(cast: Cast, by: str, _: str, record: Section23Notification) -> None:
    record.notify_authority(by=cast[by])


def answer(cast: Cast, _: str, by: str, record: Section23Notification) -> None:
    note = "The early-years team visits the nursery next week."
    record.record_outcome(by=cast[by], on=today(), outcome="support", outcome_note=note)
