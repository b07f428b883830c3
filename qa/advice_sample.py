"""Which of the providers' advice of a month is drawn to be read, so that anybody draws the same ones again?

The draw of the audits (qa/audit/sampling.py). The seed is the board's code and the month: nobody chooses it. The
population is what the history says was sent in that month, whatever became of it since.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Organisation
from clocks.dates import add_months
from ehcp.models import AdviceRequest
from people.consented import who_said_no
from people.models.consent import Purpose
from qa.audit.sampling import EVERYTHING, draw
from qa.models.level_one import LevelOneCheck

SIZE = 5  # pieces of advice a month; the Health Advisers' own is all read


@dataclass(frozen=True)
class MonthsDraw:
    """One month's sample of one board."""

    seed: str
    month: date
    population: int
    rows: list[tuple[AdviceRequest, LevelOneCheck | None]]


def draw_of(icb: Organisation, month: date, user: Any) -> MonthsDraw:
    """Those drawn, each with its latest reading. `month` is any day of it."""
    seed = f"{icb.code}-{month:%Y-%m}"
    sent = sent_in(icb, month)
    against = who_said_no(Purpose.AUDIT, set(sent.values()))
    asked = {number: EVERYTHING for number, child in sent.items() if child not in against}
    order = draw(asked, size=SIZE, seed=seed).sample.get(EVERYTHING, [])
    requests = AdviceRequest.objects.visible_to(user).for_list().in_bulk(order)
    checks = LevelOneCheck.objects.visible_to(user).filter(advice_request__in=order).order_by("pk")
    latest = {check.advice_request_id: check for check in checks}
    rows = [(requests[number], latest.get(number)) for number in order if number in requests]
    return MonthsDraw(seed, month, len(asked), rows)


def sent_in(icb: Organisation, month: date) -> dict[int, int]:
    """By the request, its child: what providers sent in this month. By when it was recorded, so that what is entered
    later with an earlier day does not change a month that is over."""
    first = month.replace(day=1)
    lines = AdviceRequest.history.filter(verb=AdviceRequest.return_advice.name, child__icb=icb)
    in_month = lines.filter(history_date__date__gte=first, history_date__date__lt=add_months(first, 1))
    return dict(in_month.order_by("id").values_list("id", "child_id"))
