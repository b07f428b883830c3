"""Which sections does a quality assurance have, and what do they say?"""

from typing import Any

from django.utils.functional import cached_property

from ehcp.models import SectionSet
from ehcp.models.section_set import Section
from qa.models.section import EpisodeSection


class EpisodeWording:
    """The health sections of the draft or the review that is read. Their letters are the plan’s own; what is asked of
    each goes by the section of the Regulations that it stands for."""

    sections: Any
    read: Any
    taken_on: Any

    @cached_property
    def section_set(self) -> SectionSet:
        return self.read.section_set if self.read else SectionSet.objects.on(self.taken_on)

    def section(self, letter: str) -> EpisodeSection:
        return next(row for row in self.sections.all() if row.section == letter)

    def standing_for(self, section: Section) -> EpisodeSection:
        return next(row for row in self.sections.all() if row.stands_for == section)

    def texts(self, of: str = "approved") -> dict[str, str]:
        """By the sections of the Regulations."""
        return {row.stands_for: getattr(row, of) for row in self.sections.all()}
