"""What follows when advice goes back to the adviser?"""

from typing import Any

from accounts.roles import System
from core.workflow import Actor, follows
from has_team.conditions import check_of
from has_team.models import Referral


def supersede_check(referral: Referral, *, by: Actor, **facts: Any) -> None:
    """What is written anew is read anew."""
    check = check_of(referral)
    if check:
        check.supersede(by=System("the advice went back to the adviser"))


follows(Referral.return_to_adviser, supersede_check)
