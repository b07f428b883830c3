"""How far do two markers agree, beyond what chance would give?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# Landis and Koch (Biometrics, 1977): the usual words.
WORDS = (
    (Fraction(0), "worse than chance"),
    (Fraction(1, 5), "slight"),
    (Fraction(2, 5), "fair"),
    (Fraction(3, 5), "moderate"),
    (Fraction(4, 5), "substantial"),
    (Fraction(1), "almost perfect"),
)
FEW = 30  # with fewer plans than this a kappa says little


@dataclass(frozen=True)
class Agreement:
    """Of `n` things that two people marked, how many alike; and Cohen's kappa, where there is one."""

    n: int
    alike: int
    kappa: Fraction | None

    @property
    def shown(self) -> str:
        return "" if self.kappa is None else f"{float(self.kappa):.2f}"

    @property
    def in_a_word(self) -> str:
        """How good that is."""
        if self.kappa is None:
            return ""
        if self.kappa < 0:
            return WORDS[0][1]
        return next(words for most, words in WORDS[1:] if self.kappa <= most)

    @property
    def in_words(self) -> str:
        if not self.n:
            return "Nothing was marked by two people."
        alike = f"{self.alike} of {self.n} alike."
        if self.kappa is None:
            return (
                f"{alike} Both gave the same answer every time, so there is no kappa: chance alone would do as well."
            )
        few = " So few plans say little." if self.n < FEW else ""
        return f"{alike} Kappa {self.shown}: {self.in_a_word}.{few}"


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Cohen (1960): (observed - expected) / (1 - expected). Without a value where expected agreement is whole."""
    both = list(pairs)
    n, alike = len(both), sum(one == other for one, other in both)
    if not n:
        return Agreement(0, 0, None)
    first, second = Counter(one for one, _ in both), Counter(other for _, other in both)
    by_chance = Fraction(sum(first[answer] * second[answer] for answer in first), n * n)
    if by_chance == 1:
        return Agreement(n, alike, None)
    return Agreement(n, alike, (Fraction(alike, n) - by_chance) / (1 - by_chance))
