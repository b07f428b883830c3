"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from clocks.exception_views import ExceptionActions, ExceptionPage, ExceptionsToDecide, ProposeException
from clocks.views import (
    ActionActions,
    CalculatorView,
    ClockActions,
    LocalLengths,
    RuleBookView,
    SetAction,
    SetLength,
)

app_name = "clocks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calculator/", CalculatorView.as_view(), name="calculator"),
    path("rules/", RuleBookView.as_view(), name="rules"),
    path("<int:pk>/<slug:verb>/", ClockActions.as_view(), name="clock_do"),
    path("children/<int:pk>/actions/set/", SetAction.as_view(), name="action_set"),
    path("actions/<int:pk>/<slug:verb>/", ActionActions.as_view(), name="action_do"),
    path("local-standards/<int:pk>/", LocalLengths.as_view(), name="locallength_list"),
    path("local-standards/<int:pk>/set/", SetLength.as_view(), name="locallength_set_length"),
    path("<int:pk>/exceptions/propose/", ProposeException.as_view(), name="clockexception_propose"),
    path("exceptions/", ExceptionsToDecide.as_view(), name="clockexception_list"),
    path("exceptions/<int:pk>/", ExceptionPage.as_view(), name="clockexception"),
    path("exceptions/<int:pk>/<slug:verb>/", ExceptionActions.as_view(), name="clockexception_do"),
]
