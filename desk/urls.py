"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from desk.calendar_feed import calendar_file
from desk.export import as_excel
from desk.hand_over_view import HandOverView
from desk.views import (
    CaseView,
    ChronologyPDF,
    ChronologyView,
    ExportWorklist,
    SavedFilterActions,
    SavedFilters,
    SaveFilter,
    WorklistView,
)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", WorklistView.as_view(), name="worklist"),
    path("calendar/<str:secret>.ics", calendar_file, name="calendar_file"),
    path("worklist.csv", ExportWorklist.as_view(), name="worklist_csv"),
    path("worklist.xlsx", ExportWorklist.as_view(make=as_excel, ending="xlsx", kind=EXCEL), name="worklist_excel"),
    path("worklist/filters/", SavedFilters.as_view(), name="savedfilter_list"),
    path("worklist/filters/save/", SaveFilter.as_view(), name="savedfilter_save_as"),
    path("worklist/filters/<int:pk>/<slug:verb>/", SavedFilterActions.as_view(), name="savedfilter_do"),
    path("worklist/hand-over/", HandOverView.as_view(), name="hand_over"),
    path("children/<int:pk>/", CaseView.as_view(), name="case"),
    path("children/<int:pk>/chronology/", ChronologyView.as_view(), name="chronology"),
    path("children/<int:pk>/chronology.pdf", ChronologyPDF.as_view(), name="chronology_pdf"),
]
