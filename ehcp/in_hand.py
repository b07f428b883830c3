"""Which coordinator has the time limits of an assessment or a review in hand, and how many assessments?"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from accounts.leaving import counts_for_leavers
from accounts.models import User
from clocks.holders import says_who_has
from core.scope import Scope, opened
from ehcp.models import AnnualReview, AssessmentRequest

OF_ASSESSMENT = ("decide_clock", "refuse_clock", "issue_clock")
OF_REVIEW = ("review_clock", "invite_clock", "report_clock", "decision_clock", "amended_clock", "copy_clock")


@says_who_has("decide_to_assess", "refuse_to_issue", "issue_final_plan")
def of_the_assessment(clocks: list[int]) -> Iterable[tuple[int, int]]:
    return held(AssessmentRequest, OF_ASSESSMENT, by="coordinator", clocks=clocks)


@says_who_has(
    "annual_review", "review_invitations", "review_report", "review_decision", "amended_plan", "final_plan_copy"
)
def of_the_plan(clocks: list[int]) -> Iterable[tuple[int, int]]:
    """Whoever coordinates a plan sees to its reviews."""
    return held(AnnualReview, OF_REVIEW, by="plan__coordinator", clocks=clocks)


def held(model: Any, fields: tuple[str, ...], *, by: str, clocks: list[int]) -> Iterator[tuple[int, int]]:
    one_of_them = reduce(or_, (Q(**{f"{field}__in": clocks}) for field in fields))
    rows = model.objects.filter(one_of_them, **{f"{by}__isnull": False}).values_list(by, *fields)
    asked = set(clocks)
    for coordinator, *theirs in rows:
        yield from ((clock, coordinator) for clock in theirs if clock in asked)


@counts_for_leavers
def open_assessments(user: User, organisations: Iterable[int]) -> str | None:
    """A number and nothing else: administrators see no child, so the scope is opened for the count alone."""
    ids = list(organisations)
    with opened(Scope.of(ids)):
        found = AssessmentRequest.objects.open().filter(coordinator=user, local_authority__in=ids).count()
    return f"{found} open needs assessment{'' if found == 1 else 's'}" if found else None
