"""Where on a bar from start to due do today, the due date and the end stand?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LENGTH = 200
STRIPE_EVERY = 5


@dataclass(frozen=True)
class Bar:
    """Distances from the left, of a bar that is LENGTH long. A late one is as long as the delay makes it."""

    filled: float
    due: float
    mark: float
    late: bool
    ended: bool
    spans: tuple[tuple[float, float], ...] = ()  # marked parts: where they begin, and how long they are

    @property
    def stripes(self) -> list[float]:
        """White lines across the part that is late, so that its colour is not all that tells it."""
        first = int(self.due) + STRIPE_EVERY
        return [float(x) for x in range(first, int(self.filled), STRIPE_EVERY)] if self.late else []


def bar_of(
    start: date, due: date, on: date, ended: date | None = None, marked: Iterable[tuple[date, date]] = ()
) -> Bar:
    """The bar of a clock that runs, or that ended. In `marked`, the first and the last day of each marked part."""
    until = ended or on
    whole = max((max(due, until) - start).days, 1)

    def at(day: date) -> float:
        return round(LENGTH * min(max((day - start).days, 0), whole) / whole, 1)

    ends = ((at(first), at(last + timedelta(days=1))) for first, last in marked)
    return Bar(
        filled=at(until),
        due=at(due),
        mark=min(at(on), LENGTH - 2),
        late=until > due,
        ended=ended is not None,
        spans=tuple((x, round(max(end - x, 1), 1)) for x, end in ends),
    )
