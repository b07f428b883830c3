"""Which requests for advice are sent here, outstanding, to be routed, with the Health Advisers?"""

from typing import Any

from django.db.models import Q

from ehcp.models.advice_words import HAS_PAPERS, OPEN, Status
from people.models.involvement import ChildScopedQuerySet


class AdviceQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """The child's whole file, or the requests sent to one's own organisation."""
        sent_here = Q(provider__in=user.scope.child_organisations)
        return self.filter(sent_here | Q(self.reached_by(user)))

    def outstanding(self) -> Any:
        return self.filter(status__in=OPEN)

    def passed_to_has(self) -> Any:
        """The Health Advisers' inbox and everything they have taken from it."""
        return self.filter(passed_to_has_on__isnull=False)

    def open_papers(self) -> Any:
        """Those with which whoever was asked opens what the family sent in. The wall says the same."""
        passed_on = Q(passed_to_has_on__isnull=False, service__isnull=True)
        return self.filter(status__in=HAS_PAPERS, papers_held_because="").exclude(passed_on)

    def to_route(self) -> Any:
        return self.filter(status=Status.TO_ROUTE)

    def for_list(self) -> Any:
        """Without the assessment: a provider's rows would be gone, for it does not see that."""
        joined = self.select_related("child", "child__local_authority", "provider", "asked_of", "service")
        return joined.select_related("advice_clock__person", "promise_clock")

    def soonest_first(self) -> Any:
        return self.order_by("advice_clock__due_on", "pk")
