"""How far has this child's assessment come, from the request to the review of the plan?"""

from datetime import date
from typing import Any

from clocks.models import Clock
from ehcp.models import AdviceRequest, AssessmentRequest, Plan

STOPPED: dict[str, str] = {
    AssessmentRequest.Status.NOT_ASSESSING: "Decided not to assess",
    AssessmentRequest.Status.NOT_ISSUING: "Decided not to issue a plan",
    AssessmentRequest.Status.WITHDRAWN: "Request withdrawn",
}


def stages_of(
    assessment: AssessmentRequest | None, advice: list[AdviceRequest], plan: Plan | None, clocks: list[Clock]
) -> list[dict[str, Any]]:
    """What the stage strip draws (templates/components/stages.html)."""
    if assessment is None:
        return []
    plan = plan if plan and plan.assessment_id == assessment.pk else None
    decided = assessment.decided_on if assessment.status != AssessmentRequest.Status.NOT_ASSESSING else None
    days = [
        ("Requested", assessment.received_on, ""),
        ("Assessing", decided, advice_in(advice) if decided else ""),
        ("Draft", plan.submitted_on if plan else None, ""),
        ("Quality assurance", plan.section_g_agreed_on if plan else None, quality_of(plan)),
        ("Issued", assessment.issued_on, ""),
        ("Review", None, next_review(clocks)),
    ]
    if assessment.status in STOPPED:
        return stopped(days, assessment)
    return marked(days)


def advice_in(advice: list[AdviceRequest]) -> str:
    asked = [request for request in advice if request.status != AdviceRequest.Status.WITHDRAWN]
    done = [request for request in asked if request.status not in AdviceRequest.OPEN]
    requests = "request" if len(asked) == 1 else "requests"
    return f"{len(done)} of {len(asked)} {requests} for advice answered" if asked else ""


def quality_of(plan: Plan | None) -> str:
    if plan is None or plan.section_g_agreed_on:
        return ""
    return plan.get_status_display()


def next_review(clocks: list[Clock]) -> str:
    due: list[date] = [clock.due_on for clock in clocks if clock.rule == "annual_review" and clock.is_running]
    return f"by {due[0]:%-d %b %Y}" if due else ""


def marked(days: list[tuple[str, date | None, str]]) -> list[dict[str, Any]]:
    """Which stage it is at. A submitted draft is being quality-assured; an agreed one is to be issued."""
    _, assessing, draft, agreed, issued, _ = (on for _, on, _ in days)
    present = 4 if issued or agreed else 3 if draft else 1 if assessing else 0
    states = ["done" if index < present else "now" if index == present else "later" for index in range(len(days))]
    return [
        {"name": name, "on": on, "note": note, "state": state}
        for (name, on, note), state in zip(days, states, strict=True)
    ]


def stopped(days: list[tuple[str, date | None, str]], assessment: AssessmentRequest) -> list[dict[str, Any]]:
    """The stages that were reached, and how it ended."""
    done = [{"name": name, "on": on, "note": note, "state": "done"} for name, on, note in days if on]
    ended = assessment.withdrawn_on or assessment.refused_to_issue_on or assessment.decided_on
    return [*done, {"name": STOPPED[assessment.status], "on": ended, "state": "now"}]
