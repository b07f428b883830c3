"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from clocks.exception_views import ExceptionActions, ExceptionPage, ExceptionsToDecide, ProposeException
from clocks.ladder_views import LadderActions, Ladders, SetLadder
from clocks.views import (
    ActionActions,
    CalculatorView,
    ClockActions,
    LocalLengths,
    LogTimeLimit,
    PauseAction,
    PauseClock,
    Pauses,
    RuleBookView,
    SetAction,
    SetLength,
    TimeLimitActions,
)

app_name = "clocks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calculator/", CalculatorView.as_view(), name="calculator"),
    path("rules/", RuleBookView.as_view(), name="rules"),
    path("children/<int:pk>/actions/set/", SetAction.as_view(), name="action_set"),
    path("actions/<int:pk>/<slug:verb>/", ActionActions.as_view(), name="action_do"),
    path("children/<int:pk>/time-limits/log/", LogTimeLimit.as_view(), name="timelimit_log"),
    path("time-limits/<int:pk>/<slug:verb>/", TimeLimitActions.as_view(), name="timelimit_do"),
    path("local-standards/<int:pk>/", LocalLengths.as_view(), name="locallength_list"),
    path("local-standards/<int:pk>/set/", SetLength.as_view(), name="locallength_set_length"),
    path("<int:pk>/exceptions/propose/", ProposeException.as_view(), name="clockexception_propose"),
    path("exceptions/", ExceptionsToDecide.as_view(), name="clockexception_list"),
    path("exceptions/<int:pk>/", ExceptionPage.as_view(), name="clockexception"),
    path("exceptions/<int:pk>/<slug:verb>/", ExceptionActions.as_view(), name="clockexception_do"),
    path("reminders/<int:pk>/", Ladders.as_view(), name="ownladder_list"),
    path("reminders/<int:pk>/set/", SetLadder.as_view(), name="ownladder_set_ladder"),
    path("reminders/own/<int:pk>/<slug:verb>/", LadderActions.as_view(), name="ownladder_do"),
    path("<int:pk>/pauses/", Pauses.as_view(), name="pause_list"),
    path("<int:pk>/pauses/pause/", PauseClock.as_view(), name="pause_pause"),
    path("<int:pk>/<slug:verb>/", ClockActions.as_view(), name="clock_do"),
    path("pauses/<int:pk>/<slug:verb>/", PauseAction.as_view(), name="pause_do"),
]
