"""What does a DCO fill in to write and publish a report?"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import VerbForm
from core.today import today
from reporting.boxes import BOXES, NARRATIVE, points_of
from reporting.models import HighlightReport
from reporting.models.report import LONGEST_BOX
from reporting.months import NotAMonth, add_months, key_of, name_of, parse_month, previous_month


class MonthChoice(forms.TypedChoiceField):
    """One of these months."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=parse_month, **kwargs)

    def offer(self, months: list[date]) -> None:
        self.choices = [(key_of(month), name_of(month)) for month in months]

    def prepare_value(self, value: Any) -> Any:
        return key_of(value) if isinstance(value, date) else value


class MonthField(forms.CharField):
    """Any month that is over."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, widget=forms.TextInput(attrs={"type": "month"}), **kwargs)

    def clean(self, value: Any) -> date:
        try:
            return parse_month(super().clean(value))
        except NotAMonth as error:
            raise ValidationError(str(error)) from error


class DraftReportForm(VerbForm):
    verb = HighlightReport.draft
    button = "Start this report"
    done = "The report is drafted. Its figures are filled in; its boxes are for you to write."
    guidance = (
        "The portal drafts each month’s report by itself on the first working day after the month. "
        "Start one here for an earlier month."
    )

    month = MonthField(label="Which month is the report of?", help_text="The year and the month, like 2026-03")

    def prepare(self) -> None:
        self.fields["month"].initial = key_of(previous_month(today()))


class PointsField(forms.CharField):
    """Points, one a line, however they were pasted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_BOX, widget=forms.Textarea, **kwargs)

    def clean(self, value: Any) -> str:
        return "\n".join(points_of(super().clean(value)))


class WriteNarrativeForm(VerbForm):
    verb = HighlightReport.write_narrative
    button = "Save"
    done = "Saved. Nothing is published yet."

    period_from = MonthChoice(label="Reporting period from")
    period_to = MonthChoice(label="To")
    focus_first = PointsField(label=f"{BOXES[0].title}, left column")
    focus_second = PointsField(label=f"{BOXES[0].title}, right column")
    risk = PointsField(label=BOXES[1].title)
    achievements = PointsField(label=BOXES[2].title)
    ahead = PointsField(label=BOXES[3].title)
    looks = {name: {"optional": False, "rows": 10} for name in NARRATIVE}

    def prepare(self) -> None:
        month = self.record.month
        for name in ("period_from", "period_to"):
            self.fields[name].offer([add_months(month, -back) for back in range(12)])
        for name in self.base_fields:
            if name != "revision":
                self.fields[name].initial = getattr(self.record, name)


class PublishForm(VerbForm):
    verb = HighlightReport.publish
    button = "Publish the report"
    done = "The report is published. Board members can download it now."
