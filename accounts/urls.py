"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import AccountView, OwnLetters

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", AccountView.as_view(), name="home"),
    path("account/letters/<slug:verb>/", OwnLetters.as_view(), name="letters"),
    path("administration/", include("accounts.administration.urls")),
]
