"""Whom does this area ask about this child today who has not been asked yet, and how are they asked at once?"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.roles import System
from core.today import today
from core.workflow import Actor, follows
from ehcp.models import AdviceRequest, AreaService, AssessmentRequest
from ehcp.models.area import asked_as_a_matter_of_course, is_routed_by_hand
from ehcp.models.asking import refuse_without_consent

NURSE = AreaService.Asked.LOOKED_AFTER


def proposed(assessment: AssessmentRequest) -> list[AreaService]:
    """Those of the area's usual services that nobody has asked in this assessment, and whose earlier advice was not
    agreed as sufficient. Where the Designated Medical Officer routes, only the looked-after child's nurse."""
    child, day = assessment.child, today()
    asked = set(assessment.advice_requests.exclude(status="withdrawn").values_list("asked_of", flat=True))
    enough = set(assessment.earlier_advice.agreed().values_list("service", flat=True))
    by_hand = is_routed_by_hand(child, day)
    return [
        setting
        for setting in asked_as_a_matter_of_course(child, day)
        if setting.service_id not in asked | enough and not (by_hand and setting.asked != NURSE)
    ]


@transaction.atomic
def ask_usual(assessment: AssessmentRequest, *, by: Actor, chosen: Iterable[int]) -> list[AdviceRequest]:
    """One request for each that was chosen. The looked-after child's nurse is among them, chosen or not."""
    wanted = set(chosen)
    settings = [one for one in proposed(assessment) if one.pk in wanted or one.asked == NURSE]
    nurses = [one for one in settings if one.asked == NURSE]
    others = [one for one in settings if one.asked != NURSE]
    return [ask_one(assessment, setting, by=by) for setting in nurses + others]


def ask_one(assessment: AssessmentRequest, setting: AreaService, *, by: Actor, **facts: Any) -> AdviceRequest:
    return AdviceRequest.ask(
        by=by, assessment=assessment, paragraph=setting.paragraph, asked_of=setting.service, **facts
    )


def ask_the_nurse_too(request: AdviceRequest, *, by: Actor, assessment: AssessmentRequest, **facts: Any) -> None:
    """A looked-after child's nurse is always asked, whatever the setting of the area says about others."""
    if not assessment.child.looked_after:
        return
    for setting in proposed(assessment):
        if setting.asked == NURSE and not is_refused(assessment, setting):
            days = {name: facts[name] for name in ("sent_on", "received_on") if facts.get(name)}
            ask_one(assessment, setting, by=System("a looked-after child’s nurse is always asked"), **days)
            return


def is_refused(assessment: AssessmentRequest, setting: AreaService) -> bool:
    """The family does not agree to it. The page of the assessment goes on saying that the nurse was not asked."""
    try:
        refuse_without_consent(setting.service, setting.paragraph, assessment)
    except ValidationError:
        return True
    return False


follows(AdviceRequest.ask, ask_the_nurse_too)
