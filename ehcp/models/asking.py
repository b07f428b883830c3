"""Who may be asked for advice about this child, and who takes it from there?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Organisation, Relation, Team
from core.today import today
from ehcp.models.assessment import AssessmentRequest
from people.consented import why_not
from people.models import Document
from people.models.consent import Purpose


def not_assessing_yet(assessment: AssessmentRequest) -> str | None:
    """A letter that only says the LA is considering an assessment (reg 4(2)) starts no health clock."""
    if assessment.status == AssessmentRequest.Status.RECEIVED:
        return "Decide to assess first: advice is asked for after that decision (regulation 6(1))."
    if assessment.status not in AssessmentRequest.OPEN:
        return "This request is closed: no more advice can be asked for."
    return None


def refuse_to_ask(asked_of: Team, paragraph: str, assessment: AssessmentRequest) -> None:
    """Only a service of a provider of this ICB, and not one that already owes this advice."""
    served = Relation.objects.in_force(today()).filter(icb=assessment.child.icb_id)
    if asked_of.kind != Team.Kind.SERVICE or not served.filter(organisation=asked_of.organisation_id).exists():
        words = "Choose a service of a provider that works for this Integrated Care Board."
        raise ValidationError({"asked_of": words})
    if assessment.advice_requests.outstanding().filter(asked_of=asked_of, paragraph=paragraph).exists():
        words = "This service has already been asked for this advice, and has not sent it yet."
        raise ValidationError({"asked_of": words})
    refuse_without_consent(asked_of, paragraph, assessment)


def refuse_without_consent(asked_of: Team, paragraph: str, assessment: AssessmentRequest) -> None:
    """Medical advice must be sought whatever the family says (reg 6(1)(c)). Whom else to ask is the local authority’s
    choice (f) or the family’s wish (h): not a service that they refused."""
    refused = paragraph != "c" and why_not(assessment.child, Purpose.ASSESSMENT, to=asked_of.organisation)
    if refused:
        words = f"{refused} If it must be asked all the same, record sharing without consent first."
        raise ValidationError({"asked_of": words})


def refuse_to_send_without_consent(request: Any) -> None:
    """Advice under (c) and (f) must be given (CFA 2014 s.31, reg 8(1)). What the family itself asked for (h) they may
    take back."""
    to = request.child.local_authority
    refused = request.paragraph == "h" and why_not(request.child, Purpose.ADVICE, to=to)
    if refused:
        raise ValidationError(f"{refused} Ask the local authority to withdraw this request.")


def how_received(sent_on: date | None, received_on: date | None) -> str:
    """Why the six weeks began on that day."""
    if received_on:
        return "The day of receipt that the local authority gave"
    return "The day it was sent: no later receipt was recorded" if sent_on else "Delivered by the portal at once"


def inside_a_sentence(name: str) -> str:
    """'Community paediatrics' as it stands after a colon; 'CAMHS' keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def single_point_of_access(provider: Organisation) -> Team:
    team = provider.teams.in_force(today()).filter(kind=Team.Kind.SPA).first()
    if team is None:
        raise ValidationError({"asked_of": f"{provider} has no single point of access to send this to."})
    return team


def health_advisers(icb: Organisation) -> Team:
    team = icb.teams.in_force(today()).filter(kind=Team.Kind.HAS).first()
    if team is None:
        raise ValidationError(f"{icb} has no Health Advisers team to pass this to. Ask an administrator to add one.")
    return team


def sees_file(user: Any, request: Any) -> bool:
    """Whether this person may open the assessment that the request belongs to."""
    return AssessmentRequest.objects.visible_to(user).filter(pk=request.assessment_id).exists()


def sees_advice(user: Any, request: Any) -> bool:
    """A provider reads its own services’ advice, not what the Health Advisers wrote in their place."""
    return not request.is_with_health_advisers or sees_file(user, request)


def paper_of(request: Any, *, on: date) -> dict[str, Any]:
    """The advice as a paper of the child's."""
    title = f"Advice: {request.asked_of}"
    return {"child": request.child, "kind": Document.Kind.ADVICE, "title": title, "on": on}


def paper_to_send(request: Any, *, on: date) -> dict[str, Any]:
    """The same, of a service that sends it: unless the family took back what it asked for."""
    refuse_to_send_without_consent(request)
    return paper_of(request, on=on)
