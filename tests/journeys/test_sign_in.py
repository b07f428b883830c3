"""Signing in as a person would: address, password, one-time code; and out again."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from accounts.roles import System
from core.history import recorded
from send_portal.demo.cast import PASSWORD, email_of
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True, scope="module")
def _passwords(walk: Walk) -> None:
    with walk.arranging() as cast, recorded(verb="test", by=System("test")):
        for person in ("coordinator", "board_member"):
            cast[person].set_password(PASSWORD)
            cast[person].save()


def code_for(secret: str, *, steps_on: int = 0) -> str:
    """What an authenticator app would show now, or in a later half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_on))


def give_password(page: Page, person: str, password: str) -> None:
    page.get_by_label("Email").fill(email_of(person))
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_coordinator_sets_up_codes_signs_in_with_one_and_out_again(walk: Walk) -> None:
    page = walk.stranger()
    page.goto("/account/login/")
    walk.check(page, "sign in")
    give_password(page, "coordinator", "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    walk.check(page, "sign in refused")

    give_password(page, "coordinator", PASSWORD)
    walk.check(page, "set up codes")
    secret = re.sub(r"\s", "", page.locator("#authenticator-secret").inner_text())
    page.get_by_label(re.compile("code", re.I)).fill(code_for(secret))
    page.get_by_role("button").last.click()
    walk.check(page, "recovery codes")

    page.goto("/account/")
    walk.check(page, "my account")
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/")
    expect(page).to_have_url(re.compile("/account/login/"))

    give_password(page, "coordinator", PASSWORD)
    walk.check(page, "give code")
    page.get_by_label(re.compile("code", re.I)).fill(code_for(secret, steps_on=1))
    page.get_by_role("button", name="Continue").click()
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_board_member_sees_no_child_and_needs_no_code(walk: Walk) -> None:
    page = walk.stranger(phone=True)
    page.goto("/account/login/")
    give_password(page, "board_member", PASSWORD)
    page.goto("/account/")
    expect(page.get_by_text("Peter Lomas").first).to_be_visible()
    walk.check(page, "my account of a board member")
