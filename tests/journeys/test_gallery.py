"""Everybody: each component, at a desk and on a phone, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Walk

pytestmark = pytest.mark.journey


def test_every_component_can_be_used_by_everybody(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/gallery/")
    check(page, "gallery")


def test_a_form_with_mistakes_leads_to_each_of_them(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/gallery/form/")
    check(page, "form")
    page.get_by_label("Given name").fill("Ada")
    page.get_by_role("button", name="Send").click()
    check(page, "form with mistakes")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    expect(page.get_by_label("Given name")).to_have_value("Ada")
    page.get_by_role("link", name="Enter the date of birth").click()
    expect(page.get_by_label("Day")).to_be_focused()


def test_an_answer_reveals_its_question(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/gallery/form/")
    expect(page.get_by_label("What happened?")).to_be_hidden()
    page.get_by_label("Another reason").check()
    expect(page.get_by_label("What happened?")).to_be_visible()
    check(page, "form with an answer revealed")


def test_without_javascript_every_question_is_there_and_the_form_is_sent(walk: Walk) -> None:
    page = without_javascript(walk, walk.sign_in("coordinator"))
    page.goto("/gallery/form/")
    expect(page.get_by_label("What happened?")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def without_javascript(walk: Walk, signed_in: Page) -> Page:
    """The same person in a browser that runs no scripts."""
    context = walk.browser.new_context(base_url=walk.address, java_script_enabled=False, viewport=PHONE)
    context.add_cookies([{"url": walk.address, **_named(cookie)} for cookie in signed_in.context.cookies()])
    page = context.new_page()
    walk.pages.append(page)
    return page


def _named(cookie: dict[str, str]) -> dict[str, str]:
    return {"name": cookie["name"], "value": cookie["value"]}


def test_wording_is_copied_as_it_was_written(walk: Walk) -> None:
    page = walk.sign_in("coordinator")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/gallery/")
    page.get_by_role("button", name="Copy wording").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        "Direct speech and language therapy, 6 sessions of 45 minutes each school term,\n"
        "given by a speech and language therapist."
    )


def test_who_does_nothing_is_warned_before_being_signed_out_and_can_stay(
    walk: Walk, check: Callable[..., None]
) -> None:
    page = walk.sign_in("coordinator")
    page.clock.install()
    page.goto("/gallery/form/")
    warning = page.get_by_role("dialog", name="Are you still there?")
    page.clock.fast_forward("12:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("01:10")
    expect(warning).to_be_visible()
    check(page, "idle warning")
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward("12:00")
    expect(warning).to_be_hidden()


def test_who_writes_for_a_long_time_is_not_idle(walk: Walk) -> None:
    page = walk.sign_in("coordinator")
    page.clock.install()
    page.goto("/gallery/form/")
    page.clock.fast_forward("12:00")
    with page.expect_response("**/stay-signed-in/") as answer:
        page.get_by_label("Given name").press_sequentially("Ada")
    assert answer.value.status == 204
    page.clock.fast_forward("12:00")
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_hidden()


def test_who_stays_away_is_told_so_and_led_back(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("coordinator")
    page.clock.install()
    page.goto("/gallery/form/")
    page.context.clear_cookies()  # the session's fifteen minutes are over
    page.clock.fast_forward("16:00")
    expect(page.get_by_role("heading", name="We signed you out")).to_be_visible()
    check(page, "timed out")
    expect(page.get_by_role("button", name="Sign in")).to_have_attribute(
        "href", re.compile("next=%2Fgallery%2Fform%2F")
    )


def test_a_form_is_sent_once_however_often_the_button_is_pressed(walk: Walk) -> None:
    page = walk.sign_in("coordinator")
    page.goto("/gallery/form/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.route("**/gallery/form/", lambda route: None)  # an answer that never comes
    later = "button => [0, 1100, 2200].forEach((pause) => setTimeout(() => button.click(), pause))"
    page.get_by_role("button", name="Send").evaluate(later)  # past the second that the design system watches
    page.wait_for_timeout(3000)
    assert len(sent) == 1
