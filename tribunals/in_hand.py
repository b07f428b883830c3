"""In whose hands is the answer to the Tribunal's recommendations?"""

from collections.abc import Iterable

from django.db.models import F

from clocks.holders import says_who_has
from tribunals.models import Regulation6Response
from tribunals.models.review import Review

Status = Regulation6Response.Status


@says_who_has("regulation_6_response")
def reviewers(clocks: list[int]) -> Iterable[tuple[int, int]]:
    """The clinicians who were named and have not decided, and nobody else of the core group."""
    open_ones = Review.objects.filter(
        response__response_clock__in=clocks,
        response__status=Status.IN_REVIEW,
        round=F("response__round"),
        decided_on__isnull=True,
    )
    return open_ones.values_list("response__response_clock", "reviewer")


@says_who_has("regulation_6_response")
def authors(clocks: list[int]) -> Iterable[tuple[int, int]]:
    """The DCO who writes it; once it is signed, who sees that it is sent."""
    written = Regulation6Response.objects.filter(
        response_clock__in=clocks, author__isnull=False, status__in=[Status.DRAFT, Status.SIGNED]
    )
    return written.values_list("response_clock", "author")
