"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import AccountView

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", AccountView.as_view(), name="home"),
    path("administration/", include("accounts.administration.urls")),
]
