"""How many time limits run in somebody's name?"""

from collections.abc import Iterable

from accounts.leaving import counts_for_leavers
from accounts.models import User
from clocks.models import Clock
from core.scope import Scope, opened


@counts_for_leavers
def running_clocks(user: User, organisations: Iterable[int]) -> str | None:
    """A number and nothing else: administrators see no child, so the scope is opened for the count alone."""
    ids = list(organisations)
    with opened(Scope.of(ids)):
        found = Clock.objects.running().filter(person=user, owing__in=ids).count()
    return f"{found} running time limit{'' if found == 1 else 's'}" if found else None
