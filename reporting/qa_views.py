"""Which pages show how quality assurance did: its turnaround, health content, and the wording that was used?"""

from dataclasses import replace
from typing import Any

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import Organisation
from core.jinja import count
from reporting.compliance import Span, percent
from reporting.compliance_views import asked_of
from reporting.panel_measures import drafts_the_family_saw, shares
from reporting.panel_views import FiguresList, PanelFigures
from reporting.qa_measures import COLUMNS, PART, Figure, Row, altogether, by_month, cases_behind, measured

TITLES = {
    Figure.TURNAROUND: "Feedback returned within target",
    Figure.CONTENT: "Drafts with health content",
    Figure.WORDING: "Approved wording used",
}
SEEN = "Quality-assured before the family saw the draft"
COUNTED = {
    Figure.TURNAROUND: ("piece of feedback", "pieces of feedback"),
    Figure.CONTENT: ("draft",),
    Figure.WORDING: ("plan",),
}


class MeasuredPage(PanelFigures, TemplateView):
    """Each figure by month and local authority, drawn and as a table; each number opens its cases."""

    template_name = "reporting/measured.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**(self.around() | kwargs))
        if self.span is None:
            return context
        tables, seen = [self.table(figure) for figure in Figure], self.seen_before()
        return context | {"tables": tables, "seen": seen, "in_short": [seen_in_short(seen), *map(in_short, tables)]}

    def table(self, figure: Figure) -> dict[str, Any]:
        rows = measured(figure, self.span, self.request.user)  # type: ignore[arg-type]
        months = by_month(rows)
        return {
            "figure": figure,
            "title": TITLES[figure],
            "heads": [title for title, _ in COLUMNS[figure].values()],
            "rows": [(row, self.numbers(row)) for row in rows],
            "months": months,
            "whole": altogether(months),
        }

    def numbers(self, row: Row) -> list[dict[str, str]]:
        """Each opens its list, unless it is nought; a small number that is hidden may be nought."""
        there = Organisation(pk=row.authority)
        alone: Span = replace(self.span, first=row.month, last=row.month, authority=there)  # type: ignore[type-var]
        address = reverse("reporting:measured_cases")
        return [
            {
                "text": row.text(column),
                "href": f"{address}?{asked_of(alone, of=row.figure, which=column)}"
                if row.counts[column] or row.words
                else "",
            }
            for column in row.counts
        ]

    def seen_before(self) -> dict[str, str]:
        """The share of drafts that were quality-assured before the family saw them, which has its own page."""
        found = shares(drafts_the_family_saw(self.span, self.request.user))  # type: ignore[arg-type]
        return {
            "share": percent(found[-1].in_time, found[-1].seen) if found else "",
            "seen": str(found[-1].seen) if found else "0",
            "href": f"{reverse('reporting:seen_early')}?{asked_of(self.span)}",  # type: ignore[arg-type]
        }


def seen_in_short(seen: dict[str, str]) -> dict[str, str]:
    note = (
        f"of {count(int(seen['seen']), 'draft')} sent to families"
        if seen["share"]
        else "No draft was sent to a family"
    )
    return {"value": seen["share"] or "None", "label": SEEN, "note": note, "href": "#of-seen"}


def in_short(table: dict[str, Any]) -> dict[str, str]:
    """A figure for the whole span, which leads to its part of the page."""
    figure, whole = table["figure"], table["whole"]
    said = {"value": "None", "note": "None in these months"}
    if table["rows"]:
        said = {"value": "Not shown", "note": "Small numbers are hidden"}
    if whole:
        said["value"] = whole.share
        said["note"] = f"{whole.counts[PART[figure]]} of {count(whole.counts['all'], *COUNTED[figure])}"
        said["note"] += f", median {whole.middle} working days" if whole.middle else ""
    return said | {"label": table["title"], "href": f"#of-{figure}"}


class MeasuredCases(FiguresList):
    """The feedback, drafts or plans behind one number."""

    template_name = "reporting/measured_cases.html"

    def get_queryset(self) -> models.QuerySet:
        self.about = self.around()
        asked = self.request.GET
        if self.span is None or asked.get("of") not in list(Figure):
            raise Http404
        self.figure, self.column = Figure(asked["of"]), asked.get("which", "")
        if self.column not in COLUMNS[self.figure]:
            raise Http404
        return cases_behind(self.figure, self.column, self.span, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "title": TITLES[self.figure],
            "figure": self.figure,
            "which": COLUMNS[self.figure][self.column][0],
            "where": self.span.authority,
            "back": reverse("reporting:measured"),
        }
