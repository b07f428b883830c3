"""How does a person make, replace and end the secret address that gives their calendar its due dates?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import CalendarFeed
from accounts.roles import Permission
from core.forms import VerbForm
from core.views import ActionView, CreateView, OnlyFor


class MakeCalendarForm(VerbForm):
    verb = CalendarFeed.make
    button = "Make the address"
    guidance = "It is shown once, on the next page. Have your calendar to hand."


class ReplaceCalendarForm(VerbForm):
    verb = CalendarFeed.replace
    button = "Replace it"
    guidance = "The old address gives nothing from now on. Your calendar needs the new one, shown on the next page."


class EndCalendarForm(VerbForm):
    verb = CalendarFeed.end
    button = "End it"
    guidance = "Your calendar gets no more due dates. What it has got already it may keep: remove it there too."
    done = "The address has ended."


class CalendarPage(OnlyFor, TemplateView):
    """Is there an address, and is it read?"""

    template_name = "accounts/calendar.html"

    needed = (Permission.KEEP_CALENDAR,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = CalendarFeed.objects.visible_to(self.request.user).first()
        actions = feed.actions_for(self.request.user) if feed else []
        return super().get_context_data(feed=feed, actions=actions, **kwargs)


class ShowsAddress:
    """The answer to the form itself shows the secret, as it is kept nowhere to be shown later."""

    request: HttpRequest

    def answer(self, record: CalendarFeed, *, said: str = "") -> HttpResponse:
        if not record.secret:
            return super().answer(record)  # type: ignore[misc]
        address = self.request.build_absolute_uri(reverse("desk:calendar_file", args=[record.secret]))
        return render(self.request, "accounts/calendar_address.html", {"address": address})


class MakeCalendar(ShowsAddress, CreateView):
    verb = CalendarFeed.make

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("accounts:calendar"), **kwargs)


class CalendarActions(ShowsAddress, ActionView):
    model = CalendarFeed
