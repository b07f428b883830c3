"""A young child is identified by a provider: the parent is told and refuses, and the local authority is told."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import Section23Notification
from tests.journeys.conftest import DESKTOP, PHONE, Walk

pytestmark = pytest.mark.journey


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def write_date(page: Page, legend: str, day: date) -> None:
    group = page.get_by_role("group", name=legend)
    for box, value in zip(("Day", "Month", "Year"), (day.day, day.month, day.year), strict=True):
        group.get_by_label(box, exact=True).fill(str(value))


def begin(page: Page, *, years: int) -> None:
    born = today() - timedelta(days=365 * years + 40)
    page.get_by_label("Given name").fill("Nell")
    page.get_by_label("Family name").fill("Farsley")
    write_date(page, "Date of birth", born)
    page.get_by_label("Local authority where the child lives").select_option(label="Wiltshire")
    page.get_by_label("she/her").check()
    page.get_by_label("Has, or probably has, special educational needs").check()
    page.get_by_label("What makes them think so?").fill("Does not speak yet, and does not point.")
    page.get_by_label("Which clinician?").fill("Dr Ines Ayers, community paediatrician")
    write_date(page, "When was the opinion formed?", today())
    press(page, "Begin")


def test_a_provider_tells_the_local_authority_of_a_young_child(walk: Walk) -> None:
    # Given a point of access that begins a notification, of a child who is too old and then of one who is not
    page = walk.sign_in("spa")
    page.goto("/ehcp/section-23/")
    walk.check(page, "section 23 nothing yet")
    press(page, "Tell us about a young child")
    begin(page, years=6)
    expect(page.get_by_role("alert")).to_contain_text("of compulsory school age since")
    walk.check(page, "section 23 too old")
    write_date(page, "Date of birth", today() - timedelta(days=365 * 2 + 40))
    press(page, "Begin")
    expect(page.get_by_role("heading", name="The steps of the Act")).to_be_visible()
    with walk.arranging():
        record = Section23Notification.objects.get()
        case = record.child.get_absolute_url()

    # Then the local authority finds nothing, and the next step is the parent
    coordinator = walk.sign_in("coordinator")
    assert walk.status_of(coordinator, record.get_absolute_url()) == 404
    assert walk.status_of(coordinator, case) == 404
    page.set_viewport_size(PHONE)
    walk.check(page, "section 23 begun")
    press(page, "Record that the parent was told")
    page.get_by_label("Who was told?").fill("Sam Farsley")
    page.get_by_role("group", name="Was the leaflet given?").get_by_label("Yes").check()
    page.get_by_label("Which voluntary organisation").fill("The parent carer forum")
    page.get_by_label("No, they refuse").check()
    page.get_by_label("How do they have parental responsibility?").select_option(label="Mother")
    walk.check(page, "section 23 parent told")
    press(page, "Save")
    expect(page.get_by_text("The local authority is told all the same")).to_be_visible()
    page.set_viewport_size(DESKTOP)
    press(page, "Record the chance to discuss it")
    page.get_by_label("With whom?").fill("Dr Ines Ayers")
    page.get_by_label("They did not want to").check()
    press(page, "Save")

    # When the local authority is told
    press(page, "Tell the local authority")
    walk.check(page, "section 23 tell the authority")
    press(page, "Tell the local authority")
    expect(page.get_by_text("The local authority is told. It sees")).to_be_visible()
    walk.check(page, "section 23 told")

    # Then it finds it in its list, acknowledges it and says what comes of it
    coordinator.goto("/ehcp/section-23/")
    walk.check(coordinator, "section 23 list")
    coordinator.get_by_role("link", name="Nell Farsley").click()
    press(coordinator, "Acknowledge it")
    press(coordinator, "Acknowledge it")
    press(coordinator, "Record the outcome")
    coordinator.get_by_label("Support in the early-years setting").check()
    press(coordinator, "Record the outcome")
    expect(coordinator.get_by_text("Support in the early-years setting or at home, without a plan")).to_be_visible()
    walk.check(coordinator, "section 23 answered")
    coordinator.get_by_role("link", name="Back to the case").click()
    expect(coordinator.get_by_text("Section 23: local authority told")).to_be_visible()
    walk.check(coordinator, "case with section 23")
