"""Which plans are drawn, so that anybody who has the seed and the list draws the same ones again?

Each plan's place in the draw is the digest of the seed and the plan's number. It depends on nothing else: not on the
order of the list, the day, the machine or the version of a random generator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from qa.audit.shares import largest_remainder

EVERYTHING = ""  # the one stratum of a simple sample


@dataclass(frozen=True)
class Drawn:
    """How the draw came out: by stratum, all of its plans in their order, and how many of them are in the sample."""

    order: dict[str, list[int]]
    sizes: dict[str, int]

    @property
    def sample(self) -> dict[str, list[int]]:
        """The first so many of each stratum; who comes after them is a reserve, in this order."""
        return {stratum: ids[: self.sizes[stratum]] for stratum, ids in self.order.items()}


def place(seed: str, what: str, number: int) -> str:
    return sha256(f"{seed}:{what}:{number}".encode()).hexdigest()


def in_order(numbers: Iterable[int], *, seed: str, what: str = "draw") -> list[int]:
    """An order that only the seed decides. `what` gives each purpose an order of its own."""
    return sorted(numbers, key=lambda number: (place(seed, what, number), number))


def draw(population: Mapping[int, str], *, size: int, seed: str) -> Drawn:
    """Of a population by its strata. Each stratum gives as many as its share of the population says."""
    strata = Counter(population.values())
    many = {stratum: strata[stratum] for stratum in sorted(strata)}
    sizes = largest_remainder(many, min(size, len(population)))
    members: dict[str, list[int]] = {stratum: [] for stratum in many}
    for number in in_order(population, seed=seed):
        members[population[number]].append(number)
    return Drawn(members, sizes)


def marked_twice(numbers: Iterable[int], *, seed: str, per_cent: int) -> frozenset[int]:
    """Which of the sample two people mark: this share of it, and part of a plan is a plan."""
    found = in_order(numbers, seed=seed, what="twice")
    return frozenset(found[: ceil(len(found) * per_cent / 100)])
