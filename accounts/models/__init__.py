"""Who are the organisations, teams and people, and who belongs where from when to when?"""

from accounts.models.calendar_feed import CalendarFeed
from accounts.models.membership import Membership, MembershipQuerySet
from accounts.models.organisation import (
    Area,
    InForceQuerySet,
    Organisation,
    Relation,
    ends_after_it_starts,
)
from accounts.models.person import User, UserManager
from accounts.models.team import Team

__all__ = [
    "Area",
    "CalendarFeed",
    "InForceQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "Relation",
    "Team",
    "User",
    "UserManager",
    "ends_after_it_starts",
]
