"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import AccountView

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", AccountView.as_view(), name="home"),
]
