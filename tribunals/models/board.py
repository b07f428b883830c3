"""Who sees what the board holds for an appeal?"""

from typing import Any

from accounts.roles import Permission
from people.models.involvement import ChildScopedQuerySet


def ids(user: Any, permission: Permission) -> list[int]:
    """The organisations in which this person has this permission."""
    return [organisation.pk for organisation in user.organisations_with(permission)]


class BoardQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Those who see their board's appeals. Reviewers and the executive lead see a response, not these."""
        return super().visible_to(user).filter(child__icb__in=ids(user, Permission.SEE_APPEALS))
