"""Where is a service asked for its contribution to a review, and where does it answer?"""

from typing import Any

from core.views import ActionView, CreateView, ScopedDetail
from ehcp.models import AnnualReview, ReviewContribution
from ehcp.reviews import contribution_forms  # noqa: F401 each names its verb
from ehcp.views import NamesChild
from people.models import Document


class AskContribution(NamesChild, CreateView):
    verb = ReviewContribution.ask
    within_model = AnnualReview

    def success_url(self, record: ReviewContribution) -> str:
        return record.annual_review.get_absolute_url()


class ContributionPage(ScopedDetail):
    """What one service was asked, and sent. Whoever was asked sees this and not the review."""

    model = ReviewContribution
    template_name = "ehcp/reviewcontribution.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, user = self.object, self.request.user
        reviews = AnnualReview.objects.visible_to(user).filter(pk=asked.annual_review_id)
        waiting = Document.objects.visible_to(user).waiting(asked.child, Document.Kind.ADVICE)
        return super().get_context_data(
            review=reviews.first(),
            clocks=[asked.contribution_clock.line],
            waiting=list(waiting.filter(owner=asked.provider_id)),
            **kwargs,
        )


class ContributionActions(NamesChild, ActionView):
    model = ReviewContribution
