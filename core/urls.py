"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from core import gallery, pages

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("stay-signed-in/", pages.stay_signed_in, name="stay_signed_in"),
    path("timed-out/", pages.timed_out, name="timed_out"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/form/", gallery.form_page, name="gallery_form"),
]
