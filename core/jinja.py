"""What can a template say? The environment of our own pages, its filters and its globals."""

import re
from calendar import month_name
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader

from core.bars import bar_of
from core.renderer import component_of, fields_of, summary_of
from core.today import today

NON_BREAKING = "\N{NO-BREAK SPACE}"


def environment(*, loader: FileSystemLoader, **options: Any) -> Environment:
    """Our templates, then the design system's macros. An unknown name draws as nothing: macros expect it."""
    options["undefined"] = ChainableUndefined
    loaders = ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")])
    made = Environment(  # noqa: S701 - Django's backend passes autoescape=True in the options
        loader=loaders, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do"], **options
    )
    made.filters.update(FILTERS)
    made.globals.update(GLOBALS)
    return made


def english_day(value: date | datetime) -> date:
    """The calendar day in England of a moment, or the day itself."""
    return timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value


def long_date(value: date | datetime | None) -> str:
    """13 July 2026"""
    if not value:
        return ""
    day = english_day(value)
    return f"{day.day}{NON_BREAKING}{day:%B}{NON_BREAKING}{day.year}"


def short_date(value: date | datetime | None) -> str:
    """13 Jul 2026, for tables that have no room."""
    if not value:
        return ""
    day = english_day(value)
    return f"{day.day}{NON_BREAKING}{day:%b}{NON_BREAKING}{day.year}"


def month_and_year(value: date | None) -> str:
    """July 2026"""
    return f"{value:%B}{NON_BREAKING}{value.year}" if value else ""


MONTHS = "|".join(month_name[1:])
WRITTEN_DATE = re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{MONTHS})\b(?: \d{{4}}\b)?")


def whole_dates(text: Any) -> str:
    """Words that somebody wrote, with no line broken inside a date."""
    return WRITTEN_DATE.sub(lambda found: found[0].replace(" ", NON_BREAKING), str(text))


def clock_time(value: datetime | None) -> str:
    """2:30pm, 9am, midday, midnight: the hour as the NHS style writes it, in English time."""
    if not value:
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def date_and_time(value: datetime | None) -> str:
    """13 July 2026 at 2:30pm"""
    return f"{long_date(value)} at {clock_time(value)}" if value else ""


def moment(value: datetime | None) -> str:
    """2:30pm, when it was today; otherwise the day too."""
    return clock_time(value) if value and timezone.localtime(value).date() == today() else date_and_time(value)


def days_left(due: date | None, on: date | None = None) -> str:
    """in 3 days, tomorrow, today, 2 days late"""
    if not due:
        return ""
    left = (due - (on or today())).days
    if left in (0, 1):
        return "tomorrow" if left else "today"
    if left > 0:
        return f"in {left}{NON_BREAKING}days"
    return f"{count(-left, 'day')} late".replace(" ", NON_BREAKING)


def spaced_nhs_number(value: str | None) -> str:
    """999 123 4578, as it is read aloud."""
    digits = "".join(str(value or "").split())
    return NON_BREAKING.join((digits[:3], digits[3:6], digits[6:])) if len(digits) == 10 else digits


def count(number: int, one: str, many: str = "") -> str:
    """1 day, 3 days, 2 people"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence_case(text: Any) -> str:
    """Capitalises the first letter only: 'LA decision' keeps its capitals."""
    words = str(text)
    return words[:1].upper() + words[1:]


def file_size(size: int | None) -> str:
    """12 KB, 3.4 MB"""
    if size is None:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NON_BREAKING}KB"
    return f"{size / 1_000_000:.1f}{NON_BREAKING}MB"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def query_with(request: HttpRequest, **changes: Any) -> str:
    """This page's query string with some values changed, for page numbers and filters; None drops one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@cache
def _navigation() -> Callable[[HttpRequest], list[dict[str, Any]]]:
    path = getattr(settings, "PORTAL_NAVIGATION", "")
    return import_string(path) if path else lambda request: []


def navigation(request: HttpRequest | None) -> list[dict[str, Any]]:
    """The header's links for this person: [{"text", "href", "current"}]. Nobody signed in has none."""
    if request is None or not getattr(getattr(request, "user", None), "is_authenticated", False):
        return []
    return _navigation()(request)


def request_messages(request: HttpRequest | None) -> list[Any]:
    """What the last page had to say. Read once, by the page's layout."""
    return list(getattr(request, "_messages", None) or [])


def nonce(request: HttpRequest | None) -> str:
    """The policy's nonce as text. django-csp's own object is false until it is first read."""
    return str(getattr(request, "csp_nonce", ""))


class Portal:
    """What the layout says about this portal: few settings, and none that is secret."""

    @property
    def name(self) -> str:
        return settings.PORTAL_NAME

    @property
    def owner(self) -> str:
        return settings.PORTAL_OWNER

    @property
    def idle_seconds(self) -> int:
        return settings.SESSION_COOKIE_AGE


FILTERS: dict[str, Callable[..., Any]] = {
    "long_date": long_date,
    "short_date": short_date,
    "month_and_year": month_and_year,
    "whole_dates": whole_dates,
    "clock_time": clock_time,
    "date_and_time": date_and_time,
    "moment": moment,
    "days_left": days_left,
    "nhs_number": spaced_nhs_number,
    "count": count,
    "sentence_case": sentence_case,
    "file_size": file_size,
}
GLOBALS: dict[str, Any] = {
    "url": url,
    "static": static,
    "today": today,
    "navigation": navigation,
    "request_messages": request_messages,
    "nonce": nonce,
    "query_with": query_with,
    "bar_of": bar_of,
    "component_of": component_of,
    "fields_of": fields_of,
    "summary_of": summary_of,
    "portal": Portal(),
}
