"""A person's own due dates in their own calendar: theirs alone, as of today, and nothing about a child."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config
from icalendar import Calendar

from accounts.models import CalendarFeed, Membership, User
from clocks.models import Clock
from core.history import recorded
from core.logs import without_secrets
from core.today import pretend, today
from core.workflow import Refused
from desk.calendar_feed import READS_AN_HOUR
from ehcp.models import PhaseTransfer
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.web_log import WebLog, without_search
from tests.desk.conftest import DAY, asked, received


@pytest.fixture
def feed(cast: Cast) -> CalendarFeed:
    return CalendarFeed.make(by=cast["coordinator"])


def address_of(feed: CalendarFeed) -> str:
    return reverse("desk:calendar_file", args=[feed.secret])


def events(feed: CalendarFeed) -> list[Any]:
    """As a calendar reads them, which cannot sign in."""
    answer = Client().get(address_of(feed))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_what_is_due_stands_on_its_day_with_its_rule_and_a_link(cast: Cast, feed: CalendarFeed) -> None:
    assessment = received(cast, days_ago=10)
    clock = Clock.objects.filter(child=assessment.child).owed_by(cast["coordinator"]).first()
    (event,) = [e for e in events(feed) if e["uid"].startswith(f"clock-{clock.pk}@")]
    assert event.decoded("dtstart") == clock.due_on
    assert type(event.decoded("dtstart")) is date  # a whole day
    assert event.decoded("dtend") == clock.due_on + timedelta(days=1)
    assert str(event["summary"]) == f"{clock.law.action}, {assessment.child.reference}"
    description = str(event["description"])
    assert clock.law.name in description
    assert clock.citation in description
    assert f"http://testserver/children/{assessment.child_id}/" in description


def test_the_same_clock_keeps_its_number(cast: Cast, feed: CalendarFeed) -> None:
    received(cast, days_ago=10)
    first = [str(event["uid"]) for event in events(feed)]
    assert first
    assert [str(event["uid"]) for event in events(feed)] == first
    assert len(set(first)) == len(first)


def test_nothing_in_it_tells_who_the_child_is_or_what_they_need(cast: Cast) -> None:
    request = asked(cast, days_ago=10, team="slt", given_name="Zebedee", family_name="Quillfeather")
    feed = CalendarFeed.make(by=cast["spa"])
    said = "".join(event.to_ical().decode() for event in events(feed))
    assert request.child.reference in said
    for hidden in ("Zebedee", "Quillfeather", "ZQ", request.child.nhs_number, "peech", request.child.school):
        assert hidden not in said


def test_overdue_says_so_and_what_is_done_leaves(cast: Cast, feed: CalendarFeed) -> None:
    assessment = received(cast, days_ago=60)
    overdue = [e for e in events(feed) if str(e["summary"]).startswith("Overdue: ")]
    assert overdue
    with recorded(verb="meet", by=cast["coordinator"]):
        for clock in Clock.objects.filter(child=assessment.child):
            clock.meet(on=DAY)
    assert events(feed) == []


def test_what_others_owe_and_what_lies_far_ahead_is_left_out(cast: Cast, feed: CalendarFeed) -> None:
    request = asked(cast, days_ago=3)
    others = request.advice_clock
    mine = [str(event["uid"]).partition("@")[0] for event in events(feed)]
    assert f"clock-{others.pk}" not in mine  # the provider owes it
    assert f"clock-{others.pk}" in [
        str(event["uid"]).partition("@")[0] for event in events(CalendarFeed.make(by=cast["spa"]))
    ]
    for years, shown in ((1, True), (3, False)):
        child, moves = make_child(cast), date(DAY.year + years, 9, 1)
        transfer = PhaseTransfer.register(by=cast["coordinator"], child=child, kind="primary", moves_on=moves)
        in_use = CalendarFeed.objects.filter(user=cast["coordinator"]).order_by("-pk")[0]
        theirs = events(in_use.replace(by=cast["coordinator"]))
        assert (f"clock-{transfer.plan_clock_id}" in [str(e["uid"]).partition("@")[0] for e in theirs]) is shown


def test_what_a_colleague_has_in_hand_is_not_in_mine(cast: Cast) -> None:
    clock = asked(cast, days_ago=3).advice_clock
    feed = CalendarFeed.make(by=cast["spa"])
    for person, shown in [(cast["spa_2"], 0), (cast["spa"], 1)]:
        with recorded(verb="set_up", by=cast["spa"]):
            clock.give_to(person)
        assert len(events(feed)) == shown


def test_a_strangers_calendar_holds_nothing_of_ours(cast: Cast) -> None:
    received(cast, days_ago=10)
    assert events(CalendarFeed.make(by=cast["other_coordinator"])) == []


def test_only_a_digest_is_kept(feed: CalendarFeed) -> None:
    row = CalendarFeed.objects.values().get(pk=feed.pk)
    assert len(feed.secret) >= 43
    assert feed.secret not in str(row)
    assert CalendarFeed.objects.get(pk=feed.pk).secret == ""


def test_an_address_that_ended_or_was_replaced_gives_nothing(cast: Cast, feed: CalendarFeed) -> None:
    newer = feed.replace(by=cast["coordinator"])
    assert Client().get(address_of(feed)).status_code == 404
    assert Client().get(address_of(newer)).status_code == 200
    newer.end(by=cast["coordinator"])
    assert Client().get(address_of(newer)).status_code == 404
    assert Client().get(reverse("desk:calendar_file", args=["guessed"])).status_code == 404


def test_for_their_last_days_a_leaver_makes_a_new_address(cast: Cast, feed: CalendarFeed) -> None:
    cast["coordinator"].memberships.get().end(by=cast["administrator"], ends_on=DAY)
    assert Client().get(address_of(feed)).status_code == 404
    anew = CalendarFeed.make(by=cast["coordinator"])
    assert Client().get(address_of(anew)).status_code == 200
    with pretend(DAY + timedelta(days=1)):
        assert Client().get(address_of(anew)).status_code == 404


def test_a_switched_off_account_has_no_calendar(cast: Cast, feed: CalendarFeed) -> None:
    cast["coordinator"].deactivate(by=cast["administrator"])
    assert Client().get(address_of(feed)).status_code == 404


def test_one_address_a_person_and_nobody_elses(cast: Cast, feed: CalendarFeed) -> None:
    with pytest.raises(Refused, match="already"):
        CalendarFeed.make(by=cast["coordinator"])
    with pytest.raises(Refused, match="somebody else"):
        feed.end(by=cast["dco"])
    with pytest.raises(PermissionDenied):
        CalendarFeed.make(by=cast["board_member"])


def test_a_calendar_that_reads_too_often_is_told_to_wait(feed: CalendarFeed) -> None:
    for _ in range(READS_AN_HOUR):
        assert Client().get(address_of(feed)).status_code == 200
    answer = Client().get(address_of(feed))
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_a_hundred_events_take_no_more_queries_than_one(cast: Cast, feed: CalendarFeed, queries: Any) -> None:
    received(cast, days_ago=10)
    events(feed)
    few = queries(lambda: events(feed))
    for days in range(10):
        received(cast, days_ago=days)
    assert queries(lambda: events(feed)) == few


def test_the_address_is_shown_once_and_read_when_it_was_read(cast: Cast, client: Client) -> None:
    client.force_login(cast["dco"])
    shown = client.post(reverse("accounts:calendarfeed_make"))
    feed = CalendarFeed.objects.get(user=cast["dco"])
    assert "/calendar/" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    page = client.get(reverse("accounts:calendar")).content.decode()
    assert "Not yet" in page
    assert ".ics" not in page
    assert client.post(reverse("accounts:calendarfeed_make")).status_code == 422
    again = client.post(reverse("accounts:calendarfeed_do", args=[feed.pk, "replace"]))
    secret = again.content.decode().partition("/calendar/")[2].partition(".ics")[0]
    assert Client().get(reverse("desk:calendar_file", args=[secret])).status_code == 200
    assert "Not yet" not in client.get(reverse("accounts:calendar")).content.decode()


def test_somebody_elses_address_is_not_found(cast: Cast, client: Client, feed: CalendarFeed) -> None:
    client.force_login(cast["dco"])
    assert client.post(reverse("accounts:calendarfeed_do", args=[feed.pk, "end"])).status_code == 404


@pytest.mark.parametrize("person", ["board_member", "administrator"])
def test_who_sees_no_child_has_no_calendar(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast[person])
    assert client.get(reverse("accounts:calendar")).status_code == 403
    assert client.post(reverse("accounts:calendarfeed_make")).status_code == 403
    assert "calendar" not in client.get(reverse("accounts:home")).content.decode()


@pytest.fixture
def written() -> Iterator[list[str]]:
    """What the portal's own log writes, as its handler is set up."""
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    (console,) = [
        h for h in logging.getLogger().handlers if any(type(f).__name__ == "WithoutSecrets" for f in h.filters)
    ]
    listener = Listener()
    for one in console.filters:
        listener.addFilter(one)
    logging.getLogger().addHandler(listener)
    yield lines
    logging.getLogger().removeHandler(listener)


def test_the_address_is_not_written_into_our_log(cast: Cast, feed: CalendarFeed, written: list[str]) -> None:
    feed.end(by=cast["coordinator"])
    Client().get(address_of(feed))
    assert "Not Found: /calendar/…" in written
    assert feed.secret not in "".join(written)


def line_of(path: str, query: str) -> dict[str, Any]:
    """What the web server would write of this request."""
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    asked_for = {"REQUEST_METHOD": "GET", "RAW_URI": f"{path}?{query}", "PATH_INFO": path, "QUERY_STRING": query}
    environ = asked_for | {"SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1"}
    return WebLog(Config()).atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))


def test_the_web_servers_line_holds_no_secret_and_no_search() -> None:
    line = "GET /people/children/?find=Quillfeather HTTP/1.1"
    assert without_search(line) == "GET /people/children/?… HTTP/1.1"
    atoms = line_of("/calendar/abc-_1.ics", "find=Quillfeather")
    assert (atoms["r"], atoms["U"], atoms["q"]) == ("GET /calendar/…?… HTTP/1.1", "/calendar/…", "")
    assert without_secrets("GET /calendar/abc-_1.ics HTTP/1.1") == "GET /calendar/… HTTP/1.1"
    assert without_secrets("/account/password/reset/key/9-c1x/") == "/account/password/reset/key/…"


@pytest.mark.parametrize("verb", ["deactivate", "reset_device"])
def test_the_address_ends_with_what_lets_its_person_in(cast: Cast, feed: CalendarFeed, verb: str) -> None:
    who = User.objects.get(pk=cast["coordinator"].pk)
    TOTP.activate(who, generate_totp_secret())
    getattr(who, verb)(by=cast["administrator"])
    if verb == "deactivate":
        who.reactivate(by=cast["administrator"])
    assert Client().get(address_of(feed)).status_code == 404


def test_the_address_ends_with_a_role(cast: Cast, feed: CalendarFeed) -> None:
    Membership.objects.get(user=cast["coordinator"]).end(by=cast["administrator"], ends_on=today())
    assert Client().get(address_of(feed)).status_code == 404
