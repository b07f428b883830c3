"""Which annual reviews are open, and whose next step is due first?"""

from typing import Any

from django.db.models import Case, F, When
from django.db.models.functions import Least

from people.models.involvement import ChildScopedQuerySet

CLOCKS = ("review", "invite", "report", "decision", "amended", "copy", "qa")


class ReviewQuerySet(ChildScopedQuerySet):
    def open(self) -> Any:
        """Not yet decided by the local authority, nor closed without a decision."""
        return self.filter(decided_on__isnull=True, closed_on__isnull=True)

    def with_health(self) -> Any:
        return self.filter(status="with_health")

    def for_list(self) -> Any:
        return self.select_related("child", "child__local_authority", "qa_clock")

    def soonest_first(self) -> Any:
        """By whichever of the local authority's steps is due first."""
        theirs = [name for name in CLOCKS if name != "qa"]
        running = (
            Case(
                When(
                    **{f"{name}_clock__met_on__isnull": True, f"{name}_clock__lapsed_on__isnull": True},
                    then=F(f"{name}_clock__due_on"),
                )
            )
            for name in theirs
        )
        joined = self.select_related(*(f"{name}_clock" for name in theirs))
        return joined.annotate(next_due=Least(*running)).order_by(F("next_due").asc(nulls_last=True), "pk")

    def for_page(self) -> Any:
        return self.for_list().select_related("plan", "amended", *(f"{name}_clock" for name in CLOCKS))
