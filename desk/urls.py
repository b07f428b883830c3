"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from desk.views import CaseView, WorklistView

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", WorklistView.as_view(), name="worklist"),
    path("children/<int:pk>/", CaseView.as_view(), name="case"),
]
