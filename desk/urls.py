"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from desk.export import as_excel
from desk.hand_over_view import HandOverView
from desk.views import CaseView, ExportWorklist, SavedFilterActions, SavedFilters, SaveFilter, WorklistView

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", WorklistView.as_view(), name="worklist"),
    path("worklist.csv", ExportWorklist.as_view(), name="worklist_csv"),
    path("worklist.xlsx", ExportWorklist.as_view(make=as_excel, ending="xlsx", kind=EXCEL), name="worklist_excel"),
    path("worklist/filters/", SavedFilters.as_view(), name="savedfilter_list"),
    path("worklist/filters/save/", SaveFilter.as_view(), name="savedfilter_save_as"),
    path("worklist/filters/<int:pk>/<slug:verb>/", SavedFilterActions.as_view(), name="savedfilter_do"),
    path("worklist/hand-over/", HandOverView.as_view(), name="hand_over"),
    path("children/<int:pk>/", CaseView.as_view(), name="case"),
]
