"""How many open assessments does somebody coordinate?"""

from collections.abc import Iterable

from accounts.leaving import counts_for_leavers
from accounts.models import User
from core.scope import Scope, opened
from ehcp.models import AssessmentRequest


@counts_for_leavers
def open_assessments(user: User, organisations: Iterable[int]) -> str | None:
    """A number and nothing else: administrators see no child, so the scope is opened for the count alone."""
    ids = list(organisations)
    with opened(Scope.of(ids)):
        found = AssessmentRequest.objects.open().filter(coordinator=user, local_authority__in=ids).count()
    return f"{found} open needs assessment{'' if found == 1 else 's'}" if found else None
