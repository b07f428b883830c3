"""Which pages write, publish and show the highlight report?"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView, View

from accounts.models import Area, Organisation
from accounts.roles import Permission
from core.views import ActionView, CreateView, OnlyFor, Scoped, ScopedDetail, ScopedList
from reporting import forms
from reporting.behind import Behind, Question
from reporting.board import boards_of
from reporting.boxes import BOXES, TITLE
from reporting.metrics import DEFINITIONS, Metric
from reporting.models import HighlightReport
from reporting.months import NotAMonth, key_of, parse_month
from reporting.printing import DoesNotFit, printed_report


class ForWriters(OnlyFor):
    """The list of reports is for those who write them; board members get the board's page and what is published."""

    needed = (Permission.WRITE_REPORT,)


def sheet(report: HighlightReport, user: Any) -> dict[str, Any]:
    """What the two pages show, on the screen."""
    opens = reverse_figure(report) if may_open(report, user) else None
    return {"table": report.table(), "boxes": BOXES, "title": TITLE, "opens": opens}


def may_open(report: HighlightReport, user: Any) -> bool:
    return user.may(Permission.SEE_CASE_FIGURES, report)


def reverse_figure(report: HighlightReport) -> Any:
    """The address of the rows behind a number of this report."""

    def address(metric: str, month: date, area: int | None) -> str:
        place = reverse("reporting:figure", args=[report.pk, str(metric), key_of(month)])
        return f"{place}?area={area}" if area else place

    return address


class ReportList(ForWriters, ScopedList):
    model = HighlightReport
    template_name = "reporting/report_list.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()


class ReportPage(ScopedDetail):
    """A draft is edited in place; a published report is read."""

    model = HighlightReport

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_template_names(self) -> list[str]:
        return ["reporting/report.html" if self.object.is_published else "reporting/editor.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, user = self.object, self.request.user
        if not user.may(Permission.WRITE_REPORT, report):
            raise PermissionDenied
        form = None if report.is_published else forms.WriteNarrativeForm(by=user, record=report)
        return super().get_context_data(form=form, **sheet(report, user), **kwargs)


class ReportAction(ActionView):
    """Writing is shown as the editor, publishing with what will be frozen."""

    model = HighlightReport

    def get_template_names(self) -> list[str]:
        return [f"reporting/{'editor' if self.verb.name == 'write_narrative' else 'publish'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = self.record.actions_for(self.request.user)
        return super().get_context_data(actions=actions, **sheet(self.record, self.request.user), **kwargs)


class DraftReport(CreateView):
    """Starts the report of a month that the portal did not draft by itself."""

    def get_within(self) -> Organisation:
        mine = {icb.pk: icb for icb in self.request.user.organisations_with(Permission.WRITE_REPORT)}
        if not mine:
            raise PermissionDenied
        asked = self.request.GET.get("icb") or str(next(iter(mine)))
        if not asked.isdigit() or int(asked) not in mine:
            raise Http404
        return mine[int(asked)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("reporting:highlightreport_list"), **kwargs)


class ReportPDF(Scoped, View):
    """The published pages, byte for byte; of a draft, how they will print."""

    model = HighlightReport

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = get_object_or_404(self.get_queryset().select_related("icb"), pk=pk)
        if report.is_published:
            return pdf_response(report, whole_pdf(report))
        try:
            return pdf_response(report, printed_report(report, report.table(), draft=True))
        except DoesNotFit as too_long:
            messages.warning(request, str(too_long))
            return HttpResponseRedirect(report.get_absolute_url())


def whole_pdf(report: HighlightReport) -> bytes:
    if not report.pdf.is_whole:
        raise RuntimeError("The published PDF is not as it was published: its checksum differs.")
    return bytes(report.pdf.content)


def pdf_response(report: HighlightReport, content: bytes) -> HttpResponse:
    draft = "" if report.is_published else "-draft"
    name = f"highlight-report-{report.icb.code.lower()}-{key_of(report.month)}{draft}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class FigureRows(Scoped, ListView):
    """The cases behind a figure, as they are now; of an imported figure, where it comes from."""

    template_name = "reporting/figure.html"
    shown_as = "cases behind a figure"
    model = HighlightReport
    paginate_by = 50

    def get_queryset(self) -> Any:
        reports = HighlightReport.objects.visible_to(self.request.user).select_related("icb")
        self.report = get_object_or_404(reports, pk=self.kwargs["pk"])
        if not may_open(self.report, self.request.user):
            raise PermissionDenied
        self.question = self.asked()
        return Behind(self.question, self.request.user)

    def asked(self) -> Question:
        try:
            month, metric = parse_month(self.kwargs["month"]), Metric(self.kwargs["metric"])
        except (NotAMonth, ValueError) as error:
            raise Http404 from error
        area = self.request.GET.get("area", "")
        areas = Area.objects.filter(icb=self.report.icb)
        found = get_object_or_404(areas, pk=int(area)) if area.isdigit() else None
        return Question(self.report.icb, metric, month, found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = self.question
        return super().get_context_data(
            report=self.report,
            question=question,
            definition=DEFINITIONS[question.metric],
            imported=question.imported(),
            **kwargs,
        )


class BoardView(OnlyFor, ScopedList):
    """The published figures in sentences, and the archive of PDFs. Nothing here names a child or leads to one."""

    model = HighlightReport
    template_name = "reporting/board.html"
    paginate_by = 24

    needed = (Permission.READ_REPORT,)

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().published().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(boards=boards_of(self.get_queryset()), **kwargs)
