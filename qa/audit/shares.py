"""How is a whole divided into whole parts that still add up?"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def largest_remainder(parts: Mapping[Any, int], whole: int) -> dict[Any, int]:
    """`whole` things divided as the parts are to each other, in whole numbers that add up to it: everybody gets what
    is certain, and what is left goes where the remainder is largest. Of equal ones the larger part comes first, then
    the one named first, so that the same counts always give the same answer."""
    total = sum(parts.values())
    if total <= 0:
        return dict.fromkeys(parts, 0)
    exact = {key: Fraction(number * whole, total) for key, number in parts.items()}
    given = {key: int(share) for key, share in exact.items()}
    order = {key: place for place, key in enumerate(parts)}
    first = sorted(parts, key=lambda key: (given[key] - exact[key], -parts[key], order[key]))
    for key in first[: whole - sum(given.values())]:
        given[key] += 1
    return given


def percentages(counts: Mapping[Any, int]) -> dict[Any, int]:
    """Whole per cents that add up to 100; of nothing there are none."""
    return largest_remainder(counts, 100)
