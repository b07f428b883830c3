"""Who writes advice for this board?"""

from django.db import models

from accounts.models import Organisation, User
from accounts.roles import Role
from core.today import today
from ehcp.models.asking import health_advisers


def advisers_of(icb: Organisation) -> models.QuerySet[User]:
    """The Health Advisers of its team today."""
    members = health_advisers(icb).memberships.in_force(today()).with_role([Role.HAS_ADVISER])
    return User.objects.filter(is_active=True, pk__in=members.values("user"))
