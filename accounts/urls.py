"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.calendar_address import CalendarActions, CalendarPage, MakeCalendar
from accounts.views import AccountView, OwnLetters

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", AccountView.as_view(), name="home"),
    path("account/calendar/", CalendarPage.as_view(), name="calendar"),
    path("account/calendar/make/", MakeCalendar.as_view(), name="calendarfeed_make"),
    path("account/calendar/<int:pk>/<slug:verb>/", CalendarActions.as_view(), name="calendarfeed_do"),
    path("account/letters/<slug:verb>/", OwnLetters.as_view(), name="letters"),
    path("administration/", include("accounts.administration.urls")),
]
