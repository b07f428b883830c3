"""Who may be asked for advice about this child, and who takes it from there?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Organisation, Relation, Team
from core.today import today
from core.workflow import Actor
from ehcp.models.advice_words import Status
from ehcp.models.area import AreaService, is_routed_by_hand
from ehcp.models.assessment import AssessmentRequest
from people.consented import why_not
from people.models import Child, Document
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
    if not serves(asked_of, assessment.child.icb_id):
        words = "Choose a service of a provider that works for this Integrated Care Board."
        raise ValidationError({"asked_of": words})
    if assessment.advice_requests.outstanding().filter(asked_of=asked_of, paragraph=paragraph).exists():
        words = "This service has already been asked for this advice, and has not sent it yet."
        raise ValidationError({"asked_of": words})
    if assessment.earlier_advice.agreed().filter(service=asked_of, paragraph=paragraph).exists():
        words = "Earlier advice of this service is agreed as sufficient: it must not be sought again (reg 6(4))."
        raise ValidationError({"asked_of": words})
    refuse_without_consent(asked_of, paragraph, assessment)


def serves(team: Team, icb: int) -> bool:
    """A service of a provider that works for this board."""
    served = Relation.objects.in_force(today()).filter(icb=icb)
    return team.kind == Team.Kind.SERVICE and served.filter(organisation=team.organisation_id).exists()


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


def refuse_to_show_without_consent(shown: Any) -> None:
    """A draft goes to nobody whom the family left out; the final plan's C and G do: they must be arranged (CFA 2014
    s.42(3))."""
    inside = shown.owner.kind == Organisation.Kind.ICB
    refused = not inside and not shown.final_on and why_not(shown.child, Purpose.ASSESSMENT, to=shown.owner)
    if refused:
        raise ValidationError(f"{refused} The draft is not sent to anybody else.")


def asks_for_the_authority(by: Actor, child: Child) -> bool:
    return by.user is None or any(m.organisation_id == child.local_authority_id for m in by.user.current_memberships)


def refuse_without_a_reason(by: Actor, assessment: AssessmentRequest, about: str) -> None:
    """The local authority asks whom it must; a Designated Officer says why this child needs another service."""
    if not asks_for_the_authority(by, assessment.child) and not about.strip():
        raise ValidationError({"about": "Write why this child needs it. The service reads it."})


def who_takes(asked_of: Team | None, paragraph: str, assessment: AssessmentRequest, *, on: date) -> dict[str, Any]:
    """Which body has the request first, and which of its teams. Without a single point of access in the area that is
    the board itself, whose Designated Medical Officer says who is asked; but for the looked-after child's nurse."""
    child = assessment.child
    by_hand = is_routed_by_hand(child, on)
    if by_hand and not (asked_of and is_nurse_for(child, asked_of, on)):
        if asked_of:
            words = f"{child.local_authority} has no single point of access: the Designated Medical Officer chooses."
            raise ValidationError({"asked_of": words})
        return {"status": Status.TO_ROUTE, "provider": child.icb, "spa": router_of(child.icb)}
    if asked_of is None:
        raise ValidationError({"asked_of": "Choose the service to ask."})
    refuse_to_ask(asked_of, paragraph, assessment)
    team = taken_by(asked_of) if by_hand else single_point_of_access(asked_of.organisation)
    return {"status": Status.ASKED, "provider": asked_of.organisation, "spa": team}


def is_nurse_for(child: Child, service: Team, on: date) -> bool:
    """The nurse whom this area always asks about a looked-after child."""
    settings = AreaService.objects.of_child(child).in_force(on)
    return child.looked_after and settings.filter(asked=AreaService.Asked.LOOKED_AFTER, service=service).exists()


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


def taken_by(service: Team) -> Team:
    """Who takes a request for this service: its provider's single point of access, or the service itself."""
    teams = service.organisation.teams.in_force(today())
    return teams.filter(kind=Team.Kind.SPA).first() or service


def router_of(icb: Organisation) -> Team:
    """The team of the Designated Medical Officer."""
    team = icb.teams.in_force(today()).filter(kind=Team.Kind.DCO).first()
    if team is None:
        raise ValidationError(
            f"{icb} has no team of Designated Officers to route this. Ask an administrator to add one."
        )
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
    title = f"Advice: {request.of_whom}"
    return {"child": request.child, "kind": Document.Kind.ADVICE, "title": title, "on": on}


def paper_to_send(request: Any, *, on: date) -> dict[str, Any]:
    """The same, of a service that sends it: unless the family took back what it asked for."""
    refuse_to_send_without_consent(request)
    return paper_of(request, on=on)
