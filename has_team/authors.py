"""Whose words are the Health Advisers' advice in a plan?"""

from collections.abc import Iterable

from ehcp.models import Plan
from has_team.models import Referral
from qa.audit.drawing import WRITERS


def advisers_who_wrote(plan: Plan) -> Iterable[int]:
    """Whoever wrote it, sent it to the DCO, or approved it: none of them judges what came of it."""
    rows = Referral.objects.filter(advice_request__assessment=plan.assessment_id)
    people = rows.values_list("adviser", "submitted_by", "approved_by")
    return {person for row in people for person in row if person}


WRITERS.append(advisers_who_wrote)
