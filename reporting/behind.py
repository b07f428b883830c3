"""Which rows stand behind this figure?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Area, Organisation
from reporting.measures import Span, rows_behind
from reporting.metrics import Metric
from reporting.models import ImportedFigure
from reporting.months import name_of


@dataclass(frozen=True)
class Question:
    """One number of a report: a metric, a month, and an area or the whole ICB."""

    icb: Organisation
    metric: Metric
    month: date
    area: Area | None

    @property
    def where(self) -> str:
        return f"{self.area.name if self.area else self.icb.short_name}, {name_of(self.month)}"

    def imported(self) -> ImportedFigure | None:
        figures = ImportedFigure.objects.current().filter(icb=self.icb, metric=self.metric, month=self.month)
        return figures.filter(area=self.area, kind=ImportedFigure.Kind.MONTH).first()


@dataclass(frozen=True)
class Line:
    """One row behind a figure: what it is, where, and the day by which it counts."""

    text: str
    href: str
    place: str
    day: date | None


class Behind:
    """The rows behind a number that this person may see, as one list that can be cut into pages."""

    def __init__(self, question: Question, user: Any) -> None:
        span = Span(question.icb, [question.month])
        kinds = rows_behind(question.metric, span, question.area)
        self.kinds = [(rows.queryset.visible_to(user).for_list(), rows.day or "logged_on") for rows in kinds]

    def __len__(self) -> int:
        return sum(queryset.count() for queryset, _ in self.kinds)

    def __getitem__(self, wanted: slice) -> list[Line]:
        return list(self.lines(wanted.start or 0, wanted.stop))

    def lines(self, start: int, stop: int) -> Iterator[Line]:
        for queryset, day in self.kinds:
            for record in queryset.order_by(day, "pk")[max(start, 0) : max(stop, 0)]:
                yield line_of(record, day)
            length = queryset.count()
            start, stop = start - length, stop - length


def line_of(record: Any, day: str) -> Line:
    child = getattr(record, "child", None)
    place = child.local_authority.short_name if child else record.in_area
    return Line(child.name if child else str(record), record.get_absolute_url(), place, getattr(record, day))
