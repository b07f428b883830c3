"""What does this person's calendar say is due? By case reference and rule, never by whom it is about."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from accounts.models import CalendarFeed
from clocks.models import Clock, ClockQuerySet
from core.scope import opened
from core.throttle import is_too_often
from core.today import now, today
from desk.worklist import RUNNING, clocks_for, theirs

AHEAD = timedelta(days=365)
MOST = 1000  # of a whole local authority's; the soonest first
READ_AGAIN = timedelta(hours=4)
HOUR = 60 * 60
READS_AN_HOUR = 60
A_DAY = timedelta(days=1)

Link = Callable[[str], str]
"""Makes a page's whole address."""


def due_for(person: Any, on: date) -> ClockQuerySet:
    """What stands on their worklist as theirs: overdue, or due in the next year. Not what a colleague has in hand."""
    in_hand = Q(person__isnull=True) | Q(person=person)
    found = clocks_for(person).filter(RUNNING, theirs(person), in_hand, due_on__lte=on + AHEAD)
    return found.select_related("child").soonest_first()[:MOST]


def calendar_of(person: Any, *, at: datetime, on: date, link: Link) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{settings.PORTAL_NAME}: due dates")
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for clock in due_for(person, on):
        calendar.add_component(event_of(clock, at=at, on=on, link=link))
    return calendar.to_ical()


def event_of(clock: Clock, *, at: datetime, on: date, link: Link) -> Event:
    """A whole day. The action is the rule's: a clock's own may name the service that was asked, and so the need."""
    law, reference = clock.law, clock.child.reference
    late = "Overdue: " if clock.due_on < on else ""
    event = Event()
    event.add("uid", f"clock-{clock.pk}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", at)
    event.add("dtstart", clock.due_on)
    event.add("dtend", clock.due_on + A_DAY)
    event.add("summary", f"{late}{law.action}, {reference}")
    where = link(clock.child.get_absolute_url())
    event.add("description", f"{law.name}\n{clock.citation}\n{where}")
    event.add("url", where)
    event.add("transp", "TRANSPARENT")  # a due day takes no time of the day
    event.add("class", "PRIVATE")
    return event


@login_not_required
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """For the person's calendar, which cannot sign in: the address is the key. What they may see is asked anew."""
    feed = CalendarFeed.objects.with_secret(secret)
    if feed is None:
        raise Http404
    if is_too_often(f"calendar:{feed.pk}", most=READS_AN_HOUR, seconds=HOUR):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    with opened(feed.user.scope):
        body = calendar_of(feed.user, at=now(), on=today(), link=request.build_absolute_uri)
    feed.note_read(now())
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="due-dates.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
