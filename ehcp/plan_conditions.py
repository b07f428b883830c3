"""Why may something not be done to a plan yet, in words?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

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


def not_decided_to_issue(plan: Any, by: Actor) -> str | None:
    if plan.assessment.decided_to_issue_on is None:
        return "It has not been decided to issue a plan."
    return None


def no_copy_is_missing(plan: Any, by: Actor) -> str | None:
    if plan.final_sent_on is None:
        return "The local authority has not recorded that the family has the final plan."
    return "The ICB has its copy." if plan.copy_received_on else None


def not_due_yet(line: Any, by: Actor) -> str | None:
    clock = line.start_clock
    if clock and not clock.is_late:
        return f"It is not late: it is asked for by {clock.due_on:%-d %B %Y}."
    return None


def issued_early(plan: Any, on: date) -> str:
    """What must come before a plan is issued and has not: Section G agreed by the ICB (SEND Regs 2014 reg 12(2)), and
    the draft sent to the family, with 15 days to comment on it (reg 13(1)(a)). Empty when nothing is missing."""
    missing = []
    if plan.section_g_agreed_on is None:
        missing.append("The ICB has not agreed the health provision.")
    if plan.family_saw_on is None:
        missing.append("No day is recorded on which the family had the draft.")
    window = plan.representations_clock
    if window and window.is_running and on <= window.due_on:
        missing.append(f"The family may comment until {window.due_on:%-d %B %Y}.")
    return " ".join(missing)


def refuse_while_misreported(plan: Any) -> None:
    """What a clinician says of their own advice is answered before the plan is final."""
    said = plan.shown.misreporting().first()
    if said:
        raise ValidationError(f"{said.who_said} says that the draft misreports their advice. Answer that first.")
