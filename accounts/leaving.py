"""What does somebody still have in hand who is about to leave? Apps that give people work say how to count it."""

from collections.abc import Callable, Iterable

from accounts.models import User

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
    return f"Still in {user.name}’s name: {work}. Have it given to a colleague, or it waits for the whole team."
