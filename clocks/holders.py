"""Who of a team has a time limit in hand? Where the clock does not say, the app that keeps the record does."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from clocks.models import Clock

Holders = Callable[[list[int]], Iterable[tuple[int, int]]]
"""Given clocks' ids: pairs of a clock and a person who has it."""

HOLDERS: dict[str, list[Holders]] = defaultdict(list)


def says_who_has(*rules: str) -> Callable[[Holders], Holders]:
    """Who has the clocks of these rules, in one query however many they are."""

    def note(holders: Holders) -> Holders:
        for rule in rules:
            HOLDERS[rule].append(holders)
        return holders

    return note


def who_has(clocks: Iterable[Clock]) -> dict[int, set[int]]:
    """By clock: the people who have it. The clock's own person goes before what its record says."""
    found: dict[int, set[int]] = {}
    asked: dict[Holders, list[int]] = defaultdict(list)
    for clock in clocks:
        found[clock.pk] = {clock.person_id} if clock.person_id else set()
        for holders in HOLDERS[clock.rule] if not clock.person_id else ():
            asked[holders].append(clock.pk)
    for holders, pks in asked.items():
        for clock_id, person_id in holders(pks):
            found[clock_id].add(person_id)
    return found
