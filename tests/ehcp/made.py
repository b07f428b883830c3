"""Cases at the stages that the pages of this app are about."""

from datetime import date, timedelta
from typing import Any

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, FamilyPaper, Plan
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def assessing(cast: Cast, child: Child | None = None) -> AssessmentRequest:
    """Received 50 days ago, decided 20 days ago."""
    child = child or make_child(cast, on=days_ago(60))
    by = cast["coordinator"]
    assessment = AssessmentRequest.register(by=by, child=child, received_on=days_ago(50), source="1")
    assessment.decide_to_assess(by=by, on=days_ago(20))
    return assessment


def nothing_from_the_family(cast: Cast, assessment: AssessmentRequest) -> AssessmentRequest:
    FamilyPaper.say(by=cast["coordinator"], assessment=assessment, nothing_sent=True)
    return assessment


def asked(cast: Cast, team: str = "paediatrics", paragraph: str = "c", **facts: Any) -> AdviceRequest:
    """Asked 15 days ago."""
    assessment = facts.pop("assessment", None) or assessing(cast)
    facts.setdefault("sent_on", days_ago(15))
    return AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessment, paragraph=paragraph, asked_of=cast.team[team], **facts
    )


def with_service(cast: Cast, **facts: Any) -> AdviceRequest:
    request = asked(cast, "slt", "f", **facts)
    request.give_answer(
        by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["slt"], on=days_ago(14)
    )
    return request


def drafted(cast: Cast, assessment: AssessmentRequest | None = None, **sections: str) -> Plan:
    sections = {"C": "A health need.", "G": "Therapy."} | sections
    return Plan.submit(
        by=cast["coordinator"], assessment=assessment or assessing(cast), sections=sections, on=days_ago(8)
    )


def agreed(cast: Cast) -> Plan:
    plan = drafted(cast)
    wording = {"E": "An outcome.", "C": "A need.", "G": "A community nurse, weekly."}
    plan.agree_health_wording(by=cast["dco"], on=days_ago(4), wording=wording)
    return plan
