"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from clocks.views import CalculatorView, LocalLengths, RuleBookView, SetLength

app_name = "clocks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calculator/", CalculatorView.as_view(), name="calculator"),
    path("rules/", RuleBookView.as_view(), name="rules"),
    path("local-standards/<int:pk>/", LocalLengths.as_view(), name="locallength_list"),
    path("local-standards/<int:pk>/set/", SetLength.as_view(), name="locallength_set_length"),
]
