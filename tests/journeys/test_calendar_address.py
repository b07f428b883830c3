"""A coordinator's calendar: she makes the address, copies it, sees that it is read, and ends it."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AssessmentRequest
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


def ends(page: Page, check: Callable[..., None]) -> None:
    page.get_by_role("button", name="End the address").click()
    check(page, "end the calendar address")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("The address has ended")).to_be_visible()


def test_her_calendar_reads_what_is_due_until_she_ends_it(walk: Walk, check: Callable[..., None]) -> None:
    # Given something that she must decide
    with walk.arranging() as cast:
        child = make_child(cast, la="wiltshire", on=today())
        AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=today(), source="1")
    page = walk.sign_in("coordinator")
    page.goto("/account/")
    page.get_by_role("link", name="Your due dates in your calendar").click()
    check(page, "no calendar address")
    # When she makes an address
    page.get_by_role("button", name="Make a calendar address").click()
    check(page, "make a calendar address")
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_role("heading", name="Your calendar address")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    check(page, "calendar address")
    address = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{walk.address}/calendar/\S+\.ics", address)
    # Then her calendar reads it, and the page says when
    with urllib.request.urlopen(address) as answer:
        due = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert any(child.reference in event["summary"] for event in due)
    page.get_by_role("link", name="Back to your calendar address").click()
    expect(page.get_by_text("Not yet")).not_to_be_visible()
    check(page, "calendar address that is read")
    # When she replaces it, the old one gives nothing
    page.get_by_role("button", name="Replace the address").click()
    check(page, "replace the calendar address")
    page.get_by_role("button", name="Replace it").click()
    expect(page.get_by_role("heading", name="Your calendar address")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)
    # And when she ends it, she can make a new one
    page.get_by_role("link", name="Back to your calendar address").click()
    ends(page, check)
    expect(page.get_by_role("button", name="Make a calendar address")).to_be_visible()
