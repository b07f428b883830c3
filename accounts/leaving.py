"""What does somebody still have in hand who is about to leave? Apps that give people work say how to count it."""

from collections.abc import Callable, Iterable

from accounts.models import Membership, User
from accounts.roles import Permission, roles_with
from core.today import today

Count = Callable[[User, Iterable[int]], str | None]
"""Given the person and the organisations they leave: what is in their name there, in words, or None."""

COUNTS: list[Count] = []


def counts_for_leavers(count: Count) -> Count:
    COUNTS.append(count)
    return count


def in_hand(user: User, organisations: Iterable[int]) -> str:
    """One sentence for whoever ends a role, so that no case is lost with it."""
    ids = frozenset(organisations)
    said = [words for count in COUNTS if (words := count(user, ids))]
    if not said:
        return f"Nothing is in {user.name}’s name here."
    work = ", ".join(said)
    whom = who_hands_over(ids, but=user)
    ask = f" They can do it in one step: {whom}." if whom else ""
    return f"Still in {user.name}’s name: {work}. Have it given to a colleague, or it waits for the whole team.{ask}"


def who_hands_over(organisations: frozenset[int], *, but: User) -> str:
    """By name: administrators see no child, and hand nothing over themselves."""
    members = Membership.objects.in_force(today()).with_role(roles_with(Permission.HAND_OVER_WORK))
    here = members.filter(organisation__in=organisations).exclude(user=but).values("user")
    return ", ".join(User.objects.filter(is_active=True, pk__in=here).values_list("name", flat=True)[:5])
