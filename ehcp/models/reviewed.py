"""Which sections has the plan that is reviewed, and what do its health sections say?"""

from datetime import date
from typing import Any

from django.utils.functional import cached_property

from core.today import today
from ehcp.models.section_set import Section, SectionSet


def section_set_of(plan: Any, *, on: date) -> SectionSet:
    """That of the plan as it was issued; of a plan older than the portal the set of the day."""
    version = plan.latest("issued") if plan else None
    return version.section_set if version else SectionSet.objects.on(on)


class ReviewedWording:
    """What health was shown. The columns go by the Regulations' letters, whatever those of the plan are."""

    plan: Any
    asked_on: date | None

    @cached_property
    def section_set(self) -> SectionSet:
        return section_set_of(self.plan, on=self.asked_on or today())

    def text_for(self, section: Section) -> str:
        return getattr(self, f"section_{section.lower()}")
