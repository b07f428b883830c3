"""Which referrals are unallocated, urgent, accepted in a month, sent in time?"""

from datetime import date
from typing import Any

from django.db.models import F

from accounts.roles import Permission
from people.models.involvement import ChildScopedQuerySet

IN_PROGRESS = ("working", "with_dco", "approved")


class OnTheTeamsFile(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """The team's own papers: the ICB's advisers and DCOs. The local authority gets the advice itself."""
        mine = {
            o.pk for p in (Permission.WORK_REFERRAL, Permission.APPROVE_ADVICE) for o in user.organisations_with(p)
        }
        return super().visible_to(user).filter(child__icb__in=mine)


class OnwardReferralQuerySet(OnTheTeamsFile):
    def for_list(self) -> Any:
        return self.select_related("child__local_authority", "referral")


class ReferralQuerySet(OnTheTeamsFile):
    def in_progress(self) -> Any:
        return self.filter(status__in=IN_PROGRESS)

    def unallocated_first(self) -> Any:
        """Nobody's first, then what is due soonest."""
        return self.order_by(F("adviser__name").asc(nulls_first=True), "advice_request__advice_clock__due_on", "pk")

    def most_urgent_first(self) -> Any:
        return self.order_by("advice_request__advice_clock__due_on", "pk")

    def accepted_between(self, first: date, last: date) -> Any:
        return self.filter(accepted_on__range=(first, last))

    def declined_between(self, first: date, last: date) -> Any:
        """The exceptions list: requests that did not meet the criteria, whatever became of them."""
        return self.filter(declined_on__range=(first, last))

    def completed_between(self, first: date, last: date) -> Any:
        return self.filter(sent_on__range=(first, last))

    def in_time(self) -> Any:
        """Sent on or before the day of the six weeks that began with the first NHS body (reg 8(1))."""
        return self.filter(sent_on__lte=F("advice_request__advice_clock__due_on"))

    def for_list(self) -> Any:
        return self.select_related(
            "child__local_authority",
            "adviser",
            "contact_clock",
            "advice_request__advice_clock",
            "advice_request__asked_of",
            "advice_request__provider",
        )
