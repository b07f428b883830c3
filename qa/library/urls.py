"""Addresses of the library's and the glossary's pages, under the quality assurance's."""

from django.urls import URLPattern, path

from core.views import ActionView
from qa.library import forms, glossary_forms, glossary_views, views  # noqa: F401 the forms of verbs
from qa.models import Episode, GlossaryTerm, LibraryEntry, LibraryUse, LibraryVersion

urlpatterns: list[URLPattern] = [
    path("library/", views.LibraryList.as_view(), name="libraryentry_list"),
    path("library/propose/", views.ProposeEntry.as_view(), name="libraryentry_propose"),
    path("library/use/", views.UsePage.as_view(), name="libraryuse_list"),
    path("library/<int:pk>/", views.EntryPage.as_view(), name="libraryentry"),
    path(
        "library/<int:pk>/new-version/",
        views.CreateView.as_view(verb=LibraryVersion.propose, within_model=LibraryEntry),
        name="libraryversion_propose",
    ),
    path("library/<int:pk>/<slug:verb>/", ActionView.as_view(model=LibraryEntry), name="libraryentry_do"),
    path("library/versions/<int:pk>/<slug:verb>/", views.VersionAction.as_view(), name="libraryversion_do"),
    path(
        "episodes/<int:pk>/insert-wording/",
        views.InsertView.as_view(verb=LibraryUse.insert, within_model=Episode),
        name="libraryuse_insert",
    ),
    path("glossary/", glossary_views.GlossaryList.as_view(), name="glossaryterm_list"),
    path("glossary/add/", glossary_views.AddTerm.as_view(), name="glossaryterm_add"),
    path("glossary/<int:pk>/<slug:verb>/", ActionView.as_view(model=GlossaryTerm), name="glossaryterm_do"),
]
