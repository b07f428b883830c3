"""Whom do we tell by mail that something waits for them? A step, initials and a reference, never why."""

from typing import TYPE_CHECKING

from people.letters import tell

if TYPE_CHECKING:
    from accounts.models import Organisation
    from ehcp.models import AdviceRequest, AssessmentRequest, FamilyPaper, Plan, ProvisionLine, Section23Notification


def advice_asked(request: "AdviceRequest") -> None:
    """The provider; where the area has no single point of access, first whoever chooses one."""
    if request.status == request.Status.TO_ROUTE:
        advice_to_route(request)
        return
    if request.status == request.Status.WITH_SERVICE:
        step, to_do = "A request for advice was routed to you", "Have the advice sent"
        tell(request, to=request.provider.mailbox, step=step, to_do=to_do, due=request.advice_clock.due_on)
        return
    tell(
        request,
        to=request.provider.mailbox,
        step="A request for advice",
        to_do="Say which of your services know the child, and have the advice sent",
        due=request.advice_clock.due_on,
    )


def more_of_the_family(request: "AdviceRequest", paper: "FamilyPaper") -> None:
    """Whoever has the request now. Several papers that were added at once are one letter."""
    tell(
        request,
        to=request.advice_clock.owing.mailbox,
        step="More papers of the family go with a request for advice",
        to_do="Read them before the advice is written",
        due=request.advice_clock.due_on,
        because=f":paper {paper.pk}",
    )


def family_papers_held(request: "AdviceRequest") -> None:
    tell(
        request,
        to=request.child.local_authority.mailbox,
        step="The family’s papers are kept back from a service that was asked",
        to_do="Decide whether they go all the same, and say why",
    )


def advice_to_route(request: "AdviceRequest") -> None:
    tell(
        request,
        to=request.child.icb.mailbox,
        step="A request for advice is to be routed",
        to_do="Choose who is asked",
        due=request.advice_clock.due_on,
    )


def assessment_considered(assessment: "AssessmentRequest") -> None:
    """The notice of regulation 4(2) to the board. Nothing is due from health."""
    tell(
        assessment,
        to=assessment.child.icb.mailbox,
        step="A needs assessment is being considered",
        to_do="Nothing yet: advice is asked for once it is decided to assess",
    )


def advice_answered(request: "AdviceRequest") -> None:
    """The Health Advisers when it passes to them; the local authority when nobody is sending advice yet."""
    if request.status == request.Status.WITH_HAS:
        tell(
            request,
            to=request.child.icb.mailbox,
            step="A request for medical advice was passed to the Health Advisers",
            to_do="Accept it and write the advice",
            due=request.advice_clock.due_on,
        )
    elif request.status == request.Status.ENDED:
        tell(
            request,
            to=whoever_asked(request),
            step="A request for advice was answered",
            to_do="Read the answer",
        )
    elif request.status == request.Status.WITH_SERVICE and request.ending:
        tell(
            request,
            to=whoever_asked(request),
            step="A request for advice was answered",
            to_do="Read who will send the advice",
            due=request.advice_clock.due_on,
        )
    elif request.status in (request.Status.ASKED, request.Status.TO_ROUTE):
        tell(
            request,
            to=whoever_asked(request),
            step="More information is needed for a request for advice",
            to_do="Read what is missing and send it",
            due=request.advice_clock.due_on,
        )


def advice_arrived(request: "AdviceRequest") -> None:
    tell(request, to=whoever_asked(request), step="Advice has arrived", to_do="Read the advice")


def interim_advice_arrived(request: "AdviceRequest") -> None:
    tell(
        request,
        to=whoever_asked(request),
        step="Interim advice has arrived",
        to_do="Read it, and when the rest is due",
    )


def advice_returned_for_quality(request: "AdviceRequest") -> None:
    tell(
        request,
        to=holder_of(request).mailbox,
        step="Advice was returned for quality",
        to_do="Read what is lacking and send the advice anew",
        due=request.advice_clock.due_on,
    )


def advice_withdrawn(request: "AdviceRequest") -> None:
    """Whoever was to send the advice need not go on."""
    tell(request, to=holder_of(request).mailbox, step="A request for advice was withdrawn", to_do="Stop work on it")


def holder_of(request: "AdviceRequest") -> "Organisation":
    """Who writes it, or wrote it: the board's Health Advisers, or the provider."""
    return request.child.icb if request.is_with_health_advisers else request.provider


def draft_submitted(plan: "Plan") -> None:
    tell(
        plan,
        to=plan.child.icb.mailbox,
        step="A draft plan was submitted",
        to_do="Quality-assure its health wording",
        due=plan.qa_clock.due_on,
    )


def section_23_made(notification: "Section23Notification") -> None:
    tell(
        notification,
        to=notification.child.local_authority.mailbox,
        step="A section 23 notification about a young child",
        to_do="Read it, acknowledge it, and record what comes of it",
    )


def section_23_answered(notification: "Section23Notification") -> None:
    tell(
        notification,
        to=notification.body.mailbox,
        step="The local authority answered a section 23 notification",
        to_do="Read the outcome",
    )


def whoever_asked(request: "AdviceRequest") -> str:
    """The coordinator while they work there; once they have left, their local authority."""
    asker, authority = request.asked_by, request.child.local_authority
    still_there = asker and any(m.organisation_id == authority.pk for m in asker.current_memberships)
    return asker.email if still_there else authority.mailbox


def provision_chased(line: "ProvisionLine") -> None:
    """The provider that was named; while none is, the coordinator, who may know."""
    tell(
        line,
        to=line.provider.mailbox if line.provider else line.child.local_authority.mailbox,
        step="Health provision of a plan has not started in time",
        to_do="Say when it started, or why it has not",
    )
