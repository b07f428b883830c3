"""Has this child a plan to review, and is its next review here already?"""

from typing import Any

from ehcp.models.assessment import AssessmentRequest
from ehcp.models.plan import Plan
from people.models import Child


def has_an_open_review(child: Child, reviews: Any) -> str | None:
    if reviews.filter(child=child, since_on__isnull=False).open().exists():
        return "The plan’s next review is in the portal already."
    return None


def nothing_to_review(child: Child, reviews: Any) -> str | None:
    """A child whose needs assessment came to no plan yet. Of one whose plan is older the portal may know nothing."""
    if not AssessmentRequest.objects.filter(child=child).exists() or reviews.filter(child=child).exists():
        return None
    if Plan.objects.filter(child=child, issued_on__isnull=False).exists():
        return None
    return "No plan of this child has been issued here. One that is older is registered for its review first."
