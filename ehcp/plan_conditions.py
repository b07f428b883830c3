"""Why may something not be done to a plan yet, in words?"""

from typing import Any

from core.workflow import Actor


def cannot_draft(assessment: Any, by: Actor) -> str | None:
    status = assessment.Status
    if assessment.status not in (status.ASSESSING, status.ISSUING):
        return "A plan is drafted while the assessment is open. Decide to assess first."
    if hasattr(assessment, "plan"):
        return "This assessment already has a draft plan."
    return None


def sent_already(plan: Any, by: Actor) -> str | None:
    return f"Recorded already: {plan.final_sent_on:%-d %B %Y}." if plan.final_sent_on else None


def no_copy_is_missing(plan: Any, by: Actor) -> str | None:
    if plan.final_sent_on is None:
        return "The local authority has not recorded that the family has the final plan."
    return "The ICB has its copy." if plan.copy_received_on else None
