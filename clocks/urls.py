"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from clocks.views import CalculatorView, RuleBookView

app_name = "clocks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calculator/", CalculatorView.as_view(), name="calculator"),
    path("rules/", RuleBookView.as_view(), name="rules"),
]
