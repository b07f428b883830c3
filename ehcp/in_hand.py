"""Which coordinator has the time limits of an assessment or a review in hand?"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from clocks.holders import says_who_has
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
