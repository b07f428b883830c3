"""Which themes are there, and what wording does the portal offer for those without health needs?

It is offered by one press for themes 1 to 5, which are most plans, and never forced.
"""

from typing import Any

from django.db import models


class Theme(models.IntegerChoices):
    """The one primary theme that each quality assurance records."""

    NO_NEEDS = 1, "1. No health needs"
    PATHWAY = 2, "2. On the neurodevelopmental pathway, no diagnosis, no health needs"
    AUTISM = 3, "3. Autism diagnosis, no health needs"
    ADHD = 4, "4. ADHD, no health needs"
    LOOKED_AFTER = 5, "5. Child looked after, no health needs"
    ADHD_MEDICATION = 6, "6. ADHD on medication"
    MENTAL_HEALTH = 7, "7. Mental health condition needing CAMHS"
    MEDICAL = 8, "8. Medical condition with health needs"


WITH_NEEDS = (Theme.ADHD_MEDICATION, Theme.MENTAL_HEALTH, Theme.MEDICAL)
WITHOUT_NEEDS = tuple(theme for theme in Theme if theme not in WITH_NEEDS)

NO_NEEDS = "No health needs identified."
NO_PROVISION = "No health provision required."
NO_OUTCOMES = "No health outcomes."
REASON = "The health advice describes no health needs, so this section says so plainly."
REASON_LOOKED_AFTER = "Every looked-after child has statutory health assessments, so they are named here."

# A looked-after child's health is reviewed every 6 months under 5 and every 12 months from then on (Care
# Planning, Placement and Case Review (England) Regulations 2010, reg 7).
HEALTH_ASSESSMENTS = (
    "As a looked-after child, {name} has a statutory review health assessment by the children-in-care "
    "nursing service at least every {months} months."
)

NEEDS = {
    1: NO_NEEDS,
    2: "{name} is on the neurodevelopmental pathway and has no diagnosis. No health needs identified.",
    3: "{name} has a diagnosis of autism. No health needs identified.",
    4: "{name} has attention deficit hyperactivity disorder (ADHD). No health needs identified.",
    5: "{name} is looked after by the local authority. No health needs identified.",
}


def standard_wording(child: Any, theme: int) -> dict[str, str]:
    """Sections C and G for this theme, and E for a plan that has no outcomes yet."""
    months = 6 if child.age < 5 else 12
    provision = HEALTH_ASSESSMENTS if theme == Theme.LOOKED_AFTER or child.looked_after else NO_PROVISION
    texts = {"E": NO_OUTCOMES, "C": NEEDS[theme], "G": provision}
    return {section: text.format(name=child.given_name, months=months) for section, text in texts.items()}


def standard_reason(child: Any, theme: int, section: str) -> str:
    """Why the wording changes, in words for the family."""
    return REASON_LOOKED_AFTER if section == "G" and (theme == Theme.LOOKED_AFTER or child.looked_after) else REASON
