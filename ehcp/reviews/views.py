"""Which reviews are there, where is each, and what is done next?"""

from typing import Any

from django.contrib import messages
from django.db import models
from django.db.models import Q

from core.views import ActionView, CreateView, ScopedDetail
from ehcp.conditions import what_to_mind
from ehcp.in_turn import made_here, offers
from ehcp.intake.views import ReadsPlan
from ehcp.models import AmendedPlan, AnnualReview, PhaseTransfer, ReviewContribution
from ehcp.reviews import forms  # noqa: F401 each names its verb
from ehcp.views import FilteredList, NamesChild
from people.models import Child


class ReviewList(FilteredList):
    """Those not decided, soonest due first; those whose amended plan, or its words, are awaited among them."""

    model = AnnualReview
    template_name = "ehcp/annualreview_list.html"
    is_open = Q(decided_on__isnull=True, closed_on__isnull=True) | Q(decision="amend", amended__isnull=True)

    def in_order(self, records: Any) -> Any:
        return records.soonest_first()


class ReviewPage(ScopedDetail):
    """The local authority's steps with their time limits; what health was asked, and said."""

    model = AnnualReview
    template_name = "ehcp/annualreview.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.object
        sections = [(section, review.text_for(section.stands_for)) for section in review.section_set.of_health]
        context = super().get_context_data(
            sections=sections if review.asked_on else [],
            clocks=[clock.line for clock in review.clocks],
            amended=(amended := getattr(review, "amended", None)),
            as_amended=amended.wording if amended else [],
            contributions=list(review.contributions.for_list()),
            **kwargs,
        )
        actions = self.in_order([action for action in context["actions"] if not action.blocked])
        is_next = bool(actions) and actions[0].verb is not ReviewContribution.ask
        return context | {"actions": actions, "stands_out": is_next or not context["contributions"]}

    def in_order(self, possible: list[Any]) -> list[Any]:
        """What is done to the review itself goes before asking for contributions to it."""
        review, user = self.object, self.request.user
        asking: list[Any] = []
        if review.status == AnnualReview.Status.NOT_ASKED and not review.decided_on and not review.closed_on:
            asking += offers(AnnualReview.log, within=review.child, by=user)
        made = made_here(review, user)
        asking += [action for action in made if action.verb is ReviewContribution.ask]
        first = [action for action in made if action.verb is not ReviewContribution.ask]
        return [*first, *possible[:1], *asking, *possible[1:]]


class RegisterReview(NamesChild, CreateView):
    verb = AnnualReview.register
    within_model = Child


class LogReview(NamesChild, CreateView):
    verb = AnnualReview.log
    within_model = Child


class SubmitAmended(ReadsPlan, NamesChild, CreateView):
    """What the amended plan says, by the same reading as the issued plan."""

    verb = AmendedPlan.submit
    within_model = AnnualReview
    template_name = "ehcp/plan_form.html"


class ReviewActions(NamesChild, ActionView):
    model = AnnualReview

    def success_url(self, record: AnnualReview) -> str:
        """A day of the meeting that is too near, or on which nobody works, is kept and pointed out."""
        if self.verb is AnnualReview.set_meeting and (mind := what_to_mind(record.meeting_on)):
            messages.warning(self.request, mind)
        return super().success_url(record)


class TransferPage(ScopedDetail):
    model = PhaseTransfer
    template_name = "ehcp/phasetransfer.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = self.object.plan_clock
        return super().get_context_data(clocks=[clock.line] if clock else [], **kwargs)


class RegisterTransfer(NamesChild, CreateView):
    verb = PhaseTransfer.register
    within_model = Child


class RegisterPost16(NamesChild, CreateView):
    verb = PhaseTransfer.register_post16
    within_model = Child


class TransferActions(NamesChild, ActionView):
    model = PhaseTransfer
