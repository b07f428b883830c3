"""Made-up records, made through the portal's own verbs. Names are invented; NHS numbers come from the 999 range."""

from datetime import date
from itertools import count
from typing import Any

from people.models import Child
from send_portal.demo.cast import Cast

_numbers = count(1)
GIVEN = [
    "Isla",
    "Rowan",
    "Maya",
    "Idris",
    "Nell",
    "Callum",
    "Zara",
    "Theo",
    "Wren",
    "Ayo",
    "Freya",
    "Otis",
    "Lena",
]
FAMILY = [
    "Quillfeather",
    "Marchbank",
    "Ollerton",
    "Penhallow",
    "Tidewell",
    "Brackenbury",
    "Farsley",
    "Stonehouse",
]
GIVEN_PRONOUNS = {"Isla": "she", "Maya": "she", "Nell": "she", "Zara": "she", "Freya": "she", "Lena": "she"}
SCHOOLS = [
    "Fernhollow Primary School",
    "Kestrel Lane Academy",
    "Saltersbrook School",
    "Millrace Community College",
]


def nhs_number(n: int) -> str:
    """The n-th valid number of the 999 range, which is never given to anybody; n is below 500,000: where a check
    digit cannot be written, the number 500,000 further on is taken."""
    while True:
        stem = f"999{n:06d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(stem)) % 11
        if check != 10:
            return stem + str(0 if check == 11 else check)
        n += 500_000


def make_child(cast: Cast, *, la: str = "wiltshire", by: Any = None, **facts: Any) -> Child:
    """A registered child of this local authority."""
    n = next(_numbers)
    given = facts.setdefault("given_name", GIVEN[n % len(GIVEN)])
    facts.setdefault("family_name", FAMILY[n % len(FAMILY)])
    facts.setdefault("pronouns", GIVEN_PRONOUNS.get(given, "he"))
    facts.setdefault("date_of_birth", date(2017, 3, 1 + n % 28))
    facts.setdefault("nhs_number", nhs_number(n))
    facts.setdefault("school", SCHOOLS[n % len(SCHOOLS)])
    icb = "other_icb" if la == "other_la" else "icb"
    coordinators = {
        "wiltshire": "coordinator",
        "swindon": "swindon_coordinator",
        "banes": "banes_coordinator",
    }
    by = by or cast[coordinators.get(la, "other_coordinator")]
    return Child.register(by=by, local_authority=cast.org[la], icb=cast.org[icb], **facts)
