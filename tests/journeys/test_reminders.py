"""A board sets when people are reminded; who was told stands on the child's page; somebody stops the daily letter."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from send_portal.demo.cast import Cast
from tests.clocks.running import clock, leave, morning
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def reminded(walk: Walk) -> Cast:
    """Health advice is a day late; another provider's single point of access has lost its only person."""
    with walk.arranging() as cast:
        yesterday = today() - timedelta(days=1)
        late = {"due_on": yesterday, "started_on": yesterday - timedelta(days=42)}
        clock(cast, **late)
        clock(cast, owing="provider_2", team=cast.team["spa_2"], **late)
        leave(cast, "spa_2")
        morning(cast, today())
    return walk.cast


def test_an_administrator_sets_when_people_are_reminded(
    walk: Walk, check: Callable[..., None], reminded: Cast
) -> None:
    # Given the board's page
    page = walk.sign_in("administrator")
    page.goto(f"/administration/organisations/{reminded.org['icb'].pk}/")
    # When she opens its reminders, she sees the days that apply, and whom nobody can tell
    page.get_by_role("link", name=re.compile("^On which days people are reminded")).click()
    expect(page.get_by_role("heading", name=re.compile("Reminders$"), level=1)).to_be_visible()
    expect(page.get_by_role("rowheader", name=re.compile("Three Rivers"))).to_be_visible()
    check(page, "reminders of a board")
    # And sets those of one time limit
    page.get_by_role("button", name="Set the reminders of one time limit").click()
    key, name = "decide_to_assess", "Decision whether to assess"
    page.get_by_label("Which time limit?").select_option(key)
    check(page, "set reminders")
    page.wait_for_load_state()
    whoever = page.get_by_role("group", name="Whoever has it")
    for box in whoever.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Save these reminders").click()
    expect(page.get_by_text("Choose at least one day before the due day").first).to_be_visible()
    check(page, "set reminders with a mistake")
    whoever.get_by_label("28 days before").check()
    page.get_by_role("button", name="Save these reminders").click()
    # Then they stand on the list, and in the rule book
    expect(page.get_by_role("rowheader", name=re.compile(name))).to_be_visible()
    check(page, "reminders set here")
    # And can be taken back
    page.get_by_role("link", name=f"Go back to the portal’s for {name}").click()
    check(page, "go back to the portals reminders")
    page.get_by_role("button", name="Go back to the portal’s").click()
    expect(page.get_by_text("The portal’s own reminders apply again.")).to_be_visible()


def test_the_rule_book_and_the_childs_page_say_who_is_told(
    walk: Walk, check: Callable[..., None], reminded: Cast
) -> None:
    page: Page = walk.sign_in("dco")
    page.goto("/clocks/rules/")
    check(page, "rule book with reminders")
    page.goto("/?tab=waiting")
    page.get_by_role("link", name="Idris Quillfeather").first.click()
    page.get_by_text(re.compile("^Who was told: ")).click()
    expect(page.get_by_role("rowheader", name=re.compile("Ruth Okonjo"))).to_be_visible()
    check(page, "who was told")


def test_somebody_stops_the_daily_letter_and_starts_it_again(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/account/")
    check(page, "account with letters")
    page.get_by_role("link", name="Stop the daily letter of what is due").click()
    check(page, "stop the daily letter")
    page.get_by_role("button", name="Stop the daily letter").click()
    page.get_by_role("link", name="Start the daily letter of what is due").click()
    page.get_by_role("button", name="Get the daily letter").click()
    expect(page.get_by_role("link", name="Stop the daily letter of what is due")).to_be_visible()
