"""What follows for the Health Advisers when a request is withdrawn, or advice goes back to be written anew?"""

from typing import Any

from accounts.roles import System
from core.workflow import Actor, follows
from ehcp.models import AdviceRequest
from has_team.conditions import check_of
from has_team.models import Referral


def supersede_check(referral: Referral, *, by: Actor, **facts: Any) -> None:
    """What is written anew is read anew."""
    check = check_of(referral)
    if check:
        check.supersede(by=System("the advice went back to the adviser"))


def stop_work(request: AdviceRequest, *, by: Actor, **facts: Any) -> None:
    referral = Referral.objects.filter(advice_request=request, status__in=Referral.OPEN).first()
    if referral:
        referral.stop(by=System("request withdrawn"))


def write_anew(request: AdviceRequest, *, by: Actor, lacking: str, **facts: Any) -> None:
    """The local authority or a Designated Officer returned what the Health Advisers had sent."""
    referral = Referral.objects.filter(advice_request=request).first() if request.is_with_health_advisers else None
    if referral:
        referral.take_back(by=by, lacking=lacking)


follows(Referral.return_to_adviser, supersede_check)
follows(AdviceRequest.withdraw, stop_work)
follows(AdviceRequest.close_as_sufficient, stop_work)
follows(AdviceRequest.return_for_quality, write_anew)
