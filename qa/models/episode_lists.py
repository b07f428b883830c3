"""Which quality assurances are open, returned, agreed, and what do their pages read with them?"""

from datetime import date
from typing import Any

from people.models.involvement import ChildScopedQuerySet
from qa.standard import WITH_NEEDS


class EpisodeQuerySet(ChildScopedQuerySet):
    def open(self) -> Any:
        return self.filter(status__in=self.model.OPEN)

    def waiting(self) -> Any:
        return self.filter(status=self.model.Status.WAITING)

    def returned(self) -> Any:
        """Feedback went back: what the figures count, each once, in the month of `returned_on`."""
        return self.filter(returned_on__isnull=False)

    def returned_between(self, first: date, last: date) -> Any:
        """Both days included."""
        return self.filter(returned_on__range=(first, last))

    def agreed(self) -> Any:
        return self.filter(status=self.model.Status.AGREED)

    def draft_plans(self) -> Any:
        return self.filter(kind=self.model.Kind.DRAFT_PLAN)

    def annual_reviews(self) -> Any:
        return self.filter(kind=self.model.Kind.ANNUAL_REVIEW)

    def coproduced(self) -> Any:
        """Marked as coproduced with the family: each is a coproduction episode itself."""
        return self.filter(coproduced=True)

    def with_health_needs(self) -> Any:
        """Health needs and provision identified: themes 6 to 8."""
        return self.filter(theme__in=WITH_NEEDS)

    def for_list(self) -> Any:
        people = ("child__local_authority", "taken_by", "returned_by")
        return self.select_related(*people, "plan__qa_clock", "annual_review").prefetch_related(
            "plan__qa_clock__pauses"
        )

    def for_page(self) -> Any:
        people = ("taken_by", "returned_by", "plan__coordinator", "plan__assessment", "agreement__decided_by")
        clocks = ("plan__qa_clock", "annual_review__qa_clock")
        places = ("child__local_authority", "child__icb")
        joined = self.select_related(*people, *places, *clocks, "annual_review__plan")
        return joined.prefetch_related("sections", "dismissals", "version__section_set__sections")
