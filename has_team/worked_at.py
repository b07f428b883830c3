"""Where is the referral of a request for advice?"""

from typing import Any

from ehcp.worked_at import says_where
from has_team.models import Referral


@says_where
def referral_of(request: Any, user: Any) -> str:
    """Once it was accepted or declined, for those who see the team's papers."""
    if request.passed_to_has_on is None:
        return ""
    found = Referral.objects.visible_to(user).filter(advice_request=request).first()
    return found.get_absolute_url() if found else ""
