"""What does the portal write for the boards by itself?"""

from celery import shared_task
from django.db.models import Exists, OuterRef

from accounts.models import Area, Organisation
from accounts.roles import System
from core.calendar import first_working_day_on_or_after
from core.scope import Scope, opened
from core.today import today
from reporting.models import HighlightReport
from reporting.months import month_of, previous_month

CALENDAR = System("monthly report")


@shared_task
def draft_highlight_reports() -> int:
    """On the first working day of a month, or on the next day that this runs, each ICB's report of the month before
    is drafted. Run twice it drafts nothing twice."""
    day = today()
    if day < first_working_day_on_or_after(month_of(day)):
        return 0
    has_areas = Exists(Area.objects.in_force(day).filter(icb=OuterRef("pk")))
    boards = Organisation.objects.in_force(day).filter(has_areas, kind=Organisation.Kind.ICB)
    return sum(draft_one(icb) for icb in boards.order_by("pk").values_list("pk", flat=True))


def draft_one(icb_id: int) -> bool:
    """In the ICB's own scope and its own transaction. The row is locked first: the second of two workers waits here,
    and then finds the report that the first one made."""
    month = previous_month(today())
    with opened(Scope.of([icb_id])):
        icb = Organisation.objects.select_for_update(no_key=True).get(pk=icb_id)
        if HighlightReport.objects.filter(icb=icb, month=month).exists():
            return False
        HighlightReport.draft(by=CALENDAR, icb=icb, month=month)
        return True
