"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from reporting import views
from reporting.compliance_views import ComplianceCases, ComplianceCSV, CompliancePage
from reporting.models import HighlightReport
from reporting.panel_views import (
    AgreedUnseenFile,
    AgreedUnseenPage,
    AttendancePage,
    SeenEarlyFile,
    SeenEarlyPage,
)
from reporting.qa_views import MeasuredCases, MeasuredPage

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.ReportList.as_view(), name="highlightreport_list"),
    path("board/", views.BoardView.as_view(), name="board"),
    path("compliance/", CompliancePage.as_view(), name="compliance"),
    path("compliance/cases/", ComplianceCases.as_view(), name="compliance_cases"),
    path("compliance/csv/", ComplianceCSV.as_view(), name="compliance_csv"),
    path("panels/attendance/", AttendancePage.as_view(), name="panel_attendance"),
    path("panels/agreed-without-health/", AgreedUnseenPage.as_view(), name="agreed_unseen"),
    path("panels/agreed-without-health.csv", AgreedUnseenFile.as_view(), name="agreed_unseen_csv"),
    path("panels/agreed-without-health.xlsx", AgreedUnseenFile.as_view(kind="xlsx"), name="agreed_unseen_excel"),
    path("panels/seen-before-qa/", SeenEarlyPage.as_view(), name="seen_early"),
    path("panels/seen-before-qa.csv", SeenEarlyFile.as_view(), name="seen_early_csv"),
    path("panels/seen-before-qa.xlsx", SeenEarlyFile.as_view(kind="xlsx"), name="seen_early_excel"),
    path("quality-assurance/", MeasuredPage.as_view(), name="measured"),
    path("quality-assurance/cases/", MeasuredCases.as_view(), name="measured_cases"),
    path("start/", views.DraftReport.as_view(verb=HighlightReport.draft), name="highlightreport_draft"),
    path("<int:pk>/", views.ReportPage.as_view(), name="highlightreport"),
    path("<int:pk>/pdf/", views.ReportPDF.as_view(), name="pdf"),
    path("<int:pk>/figures/<slug:metric>/<str:month>/", views.FigureRows.as_view(), name="figure"),
    path("<int:pk>/<slug:verb>/", views.ReportAction.as_view(), name="highlightreport_do"),
]
