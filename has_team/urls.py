"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver

app_name = "has_team"
urlpatterns: list[URLPattern | URLResolver] = []
