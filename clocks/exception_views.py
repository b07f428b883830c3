"""Which pages propose, show and decide about exceptions to time limits?"""

from typing import Any

from django.db import models
from django.http import HttpRequest

from accounts.roles import Permission
from clocks.models import Clock, ClockException, read_exceptions
from core.jinja import long_date
from core.views import ActionView, CreateView, OnlyFor, ScopedDetail, ScopedList
from people.models import Document


class ProposeException(CreateView):
    """From a time limit. One that knows no exception says so instead of a form."""

    verb = ClockException.propose
    within_model = Clock

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = self.within
        context = {"back": clock.child.get_absolute_url()} | super().get_context_data(**kwargs)
        refusal = self.verb.refusal(clock, self.request.user)
        return context | {"refusal": refusal, "caption": f"{clock.child.name}. {clock}"}


class ExceptionsToDecide(OnlyFor, ScopedList):
    """Those proposed that wait for this person, the oldest first; and how the others stand."""

    model = ClockException
    template_name = "clocks/exception_list.html"

    needed = (Permission.DECIDE_EXCEPTION,)

    def get_queryset(self) -> models.QuerySet:
        self.all = "all" in self.request.GET
        visible = super().get_queryset()
        if self.all:
            return visible.for_list().order_by("-proposed_on", "-pk")
        return visible.waiting_for(self.request.user).for_list().order_by("proposed_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"text": "Waiting for you", "href": "?", "current": not self.all},
            {"text": "All", "href": "?all=1", "current": self.all},
        ]
        return super().get_context_data(tabs=tabs, all=self.all, **kwargs)


class ShowsException:
    """What both the record's page and the pages of its verbs say of it."""

    request: HttpRequest

    def facts_of(self, exception: ClockException) -> dict[str, Any]:
        clock, user = exception.clock, self.request.user
        read_exceptions([clock], user)
        papers = Document.objects.visible_to(user).filter(pk=exception.document_id) if exception.document_id else []
        return {"exception": exception, "facts": facts_of(exception), "clocks": [clock.line], "papers": papers}


class ExceptionPage(ShowsException, ScopedDetail):
    model = ClockException
    template_name = "clocks/exception.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list().select_related("declined_by", "revoked_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.facts_of(self.object), **kwargs)


class ExceptionActions(ShowsException, ActionView):
    """Whoever decides reads on the same page what they decide about."""

    model = ClockException
    template_name = "clocks/exception_do.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.record.child.name}. {self.record.clock}"
        return super().get_context_data(**self.facts_of(self.record), caption=caption, **kwargs)


def facts_of(exception: ClockException) -> list[tuple[str, Any]]:
    """In the order in which somebody would ask."""
    kind = exception.law_kind
    rows = [
        ("What happened", kind.words),
        ("The law", exception.citation),
        ("Day" if exception.first_day == exception.last_day else "From and to", exception.days),
        ("Advice asked on", long_date(exception.advice_asked_on)),
        ("Appointment made by", exception.get_appointment_by_display()),
        ("What happened to it", exception.get_appointment_display()),
        ("Ground", exception.get_ground_display()),
        ("Why the limit could not be kept", exception.reason),
        ("What shows it", exception.evidence),
        ("Proposed", said(exception.proposed_on, exception.proposed_by)),
        ("Accepted", said(exception.accepted_on, exception.accepted_by)),
        ("Declined", said(exception.declined_on, exception.declined_by, exception.reason_declined)),
        ("Withdrawn", long_date(exception.withdrawn_on)),
        ("Revoked", said(exception.revoked_on, exception.revoked_by, *why_revoked(exception))),
    ]
    return [(name, value) for name, value in rows if value]


def why_revoked(exception: ClockException) -> list[str]:
    return [f"{exception.get_revoked_why_display()}.", exception.reason_revoked]


def said(day: Any, person: Any, *words: str) -> str:
    """13 July 2026, by Ruth Okonjo. It is not so."""
    return " ".join([f"{long_date(day)}, by {person}.", *words]).rstrip() if day else ""
