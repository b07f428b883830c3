"""Which Designated Clinical Officer has a quality assurance in hand?"""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Coalesce

from clocks.holders import says_who_has
from qa.models import Episode


@says_who_has("qa_turnaround")
def takers(clocks: list[int]) -> Iterable[tuple[int, int]]:
    """Whoever took it; while nobody has, it is in the queue of all."""
    theirs = Q(plan__qa_clock__in=clocks) | Q(annual_review__qa_clock__in=clocks)
    taken = Episode.objects.open().filter(theirs)
    return taken.values_list(Coalesce("plan__qa_clock", "annual_review__qa_clock"), "taken_by")
