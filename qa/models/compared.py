"""What was agreed and what was issued, one section beside the other?"""

from typing import Any

from ehcp.models import Plan
from ehcp.models.section_set import Section
from qa.comparison import Pieces, redline

COMPARED = (Section.C, Section.G)  # what is health's in a plan: needs and provision


def agreed_in(episode: Any) -> dict[str, str]:
    """The wording that a review's quality assurance approved."""
    return episode.texts() if episode else {}


def agreed_for(plan: Plan) -> dict[str, str]:
    """The wording in force that was agreed for its draft."""
    rows = {row.section: row.text for row in plan.agreed_wording.in_force()}
    return plan.latest().section_set.by_law(rows) if rows else {}


class SectionCompared:
    """One section of a comparison, for its page."""

    def __init__(self, comparison: Any, section: Section, agreed: str, issued: str) -> None:
        self.comparison, self.section, self.agreed, self.issued = comparison, section, agreed, issued
        letter = section.lower()
        self.used = getattr(comparison, f"section_{letter}_used")
        self.reason = getattr(comparison, f"get_section_{letter}_reason_display")()

    @property
    def letter(self) -> str:
        """In the plan as it was issued."""
        return self.comparison.section_set.letters[self.section]

    @property
    def pieces(self) -> Pieces:
        """From the agreed wording to the issued, word by word."""
        return redline(self.agreed, self.issued)
