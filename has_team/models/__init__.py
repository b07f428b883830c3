"""Who is getting this child's medical advice written?"""

from has_team.models.onward import OnwardReferral
from has_team.models.referral import Referral

__all__ = ["OnwardReferral", "Referral"]
