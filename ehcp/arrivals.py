"""Which requests for advice are new to those who answer them?"""

from collections.abc import Iterable
from datetime import date

from core.calendar import add_working_days
from ehcp.models import AdviceRequest

DAYS = 2  # working days, besides today


def new_since(on: date) -> date:
    """The first day of what is new on this day."""
    return add_working_days(on, -DAYS)


def new_among(requests: Iterable[AdviceRequest], *, on: date) -> set[int]:
    """Those that nobody has answered and that came lately. What counts is the day on which it came into the portal: a
    letter may have been received long before it was entered."""
    open_ones = [one.pk for one in requests if one.status == AdviceRequest.Status.ASKED and not one.answer]
    came = AdviceRequest.history.filter(id__in=open_ones, verb="ask", history_date__date__gte=new_since(on))
    return set(came.values_list("id", flat=True)) if open_ones else set()
