"""Which pages show whether health was at the panels, and which plans were agreed, or drafts seen, without it?"""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.views.generic import ListView, TemplateView, View

from core.spreadsheet import MOST, download
from core.views import viewed
from ehcp.models import AssessmentRequest, Plan
from reporting.compliance_views import OfCompliance, asked_of
from reporting.months import key_of, period_in_words
from reporting.panel_measures import (
    agreed_unseen,
    attendance,
    drafts_the_family_saw,
    for_unseen_list,
    meetings_held,
    shares,
    where_agreed,
)


class PanelFigures(OfCompliance):
    """For the DCO and the local authority's manager: months and a local authority in the address."""

    request: HttpRequest

    def around(self) -> dict[str, Any]:
        """What every page says of the months it is about; a wrong choice is shown again with its reason."""
        form = self.form()
        valid = form.is_valid()
        self.span = self.span_of(form) if valid else None
        period = period_in_words(self.span.first, self.span.last) if self.span else ""
        return {"form": form, "period": period, "asked": asked_of(self.span) if self.span else ""}


class AttendancePage(PanelFigures, TemplateView):
    """By month and local authority: how many meetings, and at how many health was."""

    template_name = "reporting/panel_attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**(self.around() | kwargs))
        found = attendance(meetings_held(self.span, self.request.user)) if self.span else []
        return context | {"rows": found}


class FiguresList(PanelFigures, ListView):
    """The cases behind a figure, a page at a time."""

    paginate_by = 25

    def get_queryset(self) -> models.QuerySet:
        self.about = self.around()
        return self.rows() if self.span else self.model.objects.visible_to(self.request.user).none()  # type: ignore

    def rows(self) -> models.QuerySet:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.about | kwargs))


class AgreedUnseenPage(FiguresList):
    """Plans that were agreed outside health's sight."""

    model = AssessmentRequest
    template_name = "reporting/agreed_unseen.html"

    def rows(self) -> models.QuerySet:
        return for_unseen_list(agreed_unseen(self.span, self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"lines": [(one, where_agreed(one)) for one in context["object_list"]]}


class SeenEarlyPage(FiguresList):
    """The share of drafts that health had seen before the family did, and those that it had not."""

    model = Plan
    template_name = "reporting/seen_early.html"

    def rows(self) -> models.QuerySet:
        self.all = drafts_the_family_saw(self.span, self.request.user)
        return missed(self.all)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shares=shares(self.all) if self.span else [], **kwargs)


def missed(rows: Any) -> models.QuerySet:
    """The latest first."""
    early = rows.queryset.filter(in_time=False).select_related("child__local_authority", "coordinator")
    return early.order_by("-family_saw_on", "history_id")


class FiguresFile(PanelFigures, View):
    """The same list, all pages, up to a bound, as CSV or Excel."""

    kind = "csv"
    title = ""
    headings: tuple[str, ...] = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        self.span = self.asked_span()
        records = list(self.records()[:MOST])
        for record in records:
            viewed(request, record.child_id, what=f"{self.title}, exported")
        name = f"{self.title.lower().replace(' ', '-')}-{key_of(self.span.first)}-to-{key_of(self.span.last)}"
        lines = [self.line(record) for record in records]
        return download(self.kind, name=name, title=self.title, headings=self.headings, lines=lines)

    def records(self) -> models.QuerySet:
        raise NotImplementedError

    def line(self, record: Any) -> list[Any]:
        raise NotImplementedError


class AgreedUnseenFile(FiguresFile):
    title = "Agreed without health"
    headings = (
        "Child", "Reference", "Local authority", "Agreed to issue", "Plan issued", "Where", "Feedback returned",
        "Coordinator",
    )  # fmt: skip

    def records(self) -> models.QuerySet:
        return for_unseen_list(agreed_unseen(self.span, self.request.user))

    def line(self, record: AssessmentRequest) -> list[Any]:
        days = [record.decided_to_issue_on, record.issued_on, where_agreed(record), record.feedback_on]
        return [*about(record), *days, str(record.coordinator or "")]


class SeenEarlyFile(FiguresFile):
    title = "Seen before QA"
    headings = (
        "Child", "Reference", "Local authority", "Draft sent to the family", "Draft submitted", "Feedback returned",
        "Coordinator",
    )  # fmt: skip

    def records(self) -> models.QuerySet:
        return missed(drafts_the_family_saw(self.span, self.request.user))

    def line(self, record: Any) -> list[Any]:
        days = [record.family_saw_on, record.submitted_on, record.feedback_on]
        return [*about(record), *days, str(record.coordinator or "")]


def about(record: Any) -> list[str]:
    return [record.child.name, record.child.reference, record.child.local_authority.short_name]
