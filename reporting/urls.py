"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from reporting import views
from reporting.compliance_views import ComplianceCases, ComplianceCSV, CompliancePage
from reporting.models import HighlightReport

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.ReportList.as_view(), name="highlightreport_list"),
    path("board/", views.BoardView.as_view(), name="board"),
    path("compliance/", CompliancePage.as_view(), name="compliance"),
    path("compliance/cases/", ComplianceCases.as_view(), name="compliance_cases"),
    path("compliance/csv/", ComplianceCSV.as_view(), name="compliance_csv"),
    path("start/", views.DraftReport.as_view(verb=HighlightReport.draft), name="highlightreport_draft"),
    path("<int:pk>/", views.ReportPage.as_view(), name="highlightreport"),
    path("<int:pk>/pdf/", views.ReportPDF.as_view(), name="pdf"),
    path("<int:pk>/figures/<slug:metric>/<str:month>/", views.FigureRows.as_view(), name="figure"),
    path("<int:pk>/<slug:verb>/", views.ReportAction.as_view(), name="highlightreport_do"),
]
