"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from desk.calendar_feed import calendar_file
from desk.views import CaseView, ChronologyPDF, ChronologyView, WorklistView

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", WorklistView.as_view(), name="worklist"),
    path("calendar/<str:secret>.ics", calendar_file, name="calendar_file"),
    path("children/<int:pk>/", CaseView.as_view(), name="case"),
    path("children/<int:pk>/chronology/", ChronologyView.as_view(), name="chronology"),
    path("children/<int:pk>/chronology.pdf", ChronologyPDF.as_view(), name="chronology_pdf"),
]
