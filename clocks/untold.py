"""Whose running time limits reach nobody who has them, and who is told instead?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from clocks.holders import who_has
from clocks.models import PROTECTS_OTHERS, Clock
from clocks.recipients import People, Recipient
from clocks.reminders import OWED_TO_NOBODY
from core.scope import Scope, opened
from core.today import today

GROUP = ("owing_id", "team_id", "local_authority_id", "rule")


@dataclass(frozen=True)
class Untold:
    """So many time limits of one team, or of an organisation, and who gets their letters instead; perhaps nobody."""

    organisation: str
    team: str
    number: int
    instead: tuple[str, ...]


def untold(icb_id: int) -> list[Untold]:
    """Numbers and nothing else: administrators see no child, so the scope is opened for the count alone. Those of
    which nobody is told come first."""
    with opened(Scope.of([icb_id])):
        running = Clock.objects.running().filter(icb=icb_id).exclude(rule__in=[*PROTECTS_OTHERS, *OWED_TO_NOBODY])
        groups = running.order_by(*GROUP).distinct(*GROUP).select_related("owing", "team", "icb")
        samples = list(groups)
        people = People({at for clock in samples for at in (clock.owing_id, clock.icb_id)}, on=today())
        found: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
        for sample in samples:
            if not people.team_of(sample):
                said = people.instead(sample)
                same = running.filter(**{name: getattr(sample, name) for name in GROUP})
                number = sum(1 for _ in in_nobodys_hands(people, list(same)))
                found[str(sample.owing), str(sample.team or ""), names(said)] += number
    rows = [Untold(*who, number=number, instead=told) for (*who, told), number in found.items() if number]
    # A mailbox is where letters belong that no team has.
    return sorted(
        (row for row in rows if row.team or not row.instead or "mailbox" not in row.instead[0]),
        key=lambda row: (bool(row.instead), row.organisation, row.team),
    )


def in_nobodys_hands(people: People, clocks: list[Clock]) -> Iterator[Clock]:
    holders = who_has(clocks)
    return (clock for clock in clocks if not people.who_have(clock, holders[clock.pk]))


def names(told: list[Recipient]) -> tuple[str, ...]:
    return tuple(str(each.person or f"The mailbox of {each.organisation}") for each in told)
