"""A real browser, a real server and a committed database for each file of journeys."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from core.scope import Scope, opened
from send_portal.demo.cast import Cast, find_cast
from tests.conftest import (
    SignedInClient,
    create_database,
    database_name,
    drop_database,
    migrated_database,
    use_database,
)

AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js").read_text()
# What passed is not asked for, and no style sheet is fetched anew: the same findings in less than half the time.
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
# What can be wrong only because the page is narrow.
AXE_ON_A_PHONE = AXE_RULES | {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
# Filters whose chosen answer is wider than what is drawn of it.
CLIPPED = """() => [...document.querySelectorAll(".portal-filters select")].filter(select => {
  const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(select);
  pen.font = style.font;
  const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(select.selectedOptions[0]?.text.trim() ?? "").width > room + 1;
}).map(select => select.name)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"  # in pixels
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]  # the lightest first
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(
    timeout=15_000
)  # two cores are shared with the server, the database and the other half of the tests
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps an event loop in this thread


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)))
    return {"executable_path": found, "headless": True, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(**browser_type_launch_args)
    yield chromium
    chromium.close()


@dataclass
class Walk:
    """One file's world: its address, its people, and browsers signed in as them."""

    address: str
    browser: Browser
    cast: Cast
    pages: list[Page] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def arranging(self) -> Iterator[Cast]:
        """Make records through the verbs, committed, with every organisation in scope."""
        with opened(Scope.of(o.pk for o in self.cast.org.values())):
            yield self.cast

    def stranger(self, *, phone: bool = False) -> Page:
        """A browser that is not signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=PHONE if phone else DESKTOP,
            locale="en-GB",
            timezone_id="Europe/London",
            accept_downloads=True,
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda m: self.complaints.append(m.text) if is_fault(m.type, m.text) else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.pages.append(page)
        return page

    def sign_in(self, person: str, *, phone: bool = False) -> Page:
        """A browser where this person has signed in (the form itself is walked in the sign-in journey)."""
        client = SignedInClient()
        client.force_login(self.cast[person])
        page = self.stranger(phone=phone)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": self.address}
        page.context.add_cookies([cookie])
        return page

    def check(self, page: Page, name: str = "") -> None:
        """No accessibility finding (WCAG 2.2 A and AA), nothing wider than the screen, no complaint of the browser's,
        and on a desk's screen nothing wider or too small to touch when the same page is as narrow as a phone.
        With JOURNEY_PICTURES set to a folder, also a picture of the whole page."""
        page.wait_for_load_state()
        try:
            look_at_widths(page, name)
        except PlaywrightError:  # the page gave way to the next one while it was looked at
            page.wait_for_load_state()
            look_at_widths(page, name)
        assert not self.complaints, f"{page.url}: {self.complaints}"

    def arrive(self, page: Page, heading: str | re.Pattern[str]) -> None:
        """Wait until the whole page with this heading is there: for what is read at once and not waited for."""
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        page.wait_for_load_state()

    def status_of(self, page: Page, address: str) -> int:
        """What this browser's person gets from an address, without showing it."""
        return page.context.request.get(f"{self.address}{address}", max_redirects=0).status


def look_at_widths(page: Page, name: str) -> None:
    page.evaluate(AXE)
    look_at(page, name, AXE_RULES)
    if page.viewport_size == DESKTOP:
        page.set_viewport_size(PHONE)
        look_at(page, name, AXE_ON_A_PHONE)
        page.set_viewport_size(DESKTOP)


def look_at(page: Page, name: str, rules: dict[str, Any]) -> None:
    """What is wrong with the page as wide as it is now?"""
    for _ in range(100):  # the header folds its links when its script gets round to it
        if page.evaluate(TOO_WIDE) <= 0:
            break
        page.wait_for_timeout(30)
    width = "phone" if page.viewport_size == PHONE else "desktop"
    if folder := os.environ.get("JOURNEY_PICTURES"):
        stem = re.sub(r"[^a-z0-9]+", "-", (name or page.title()).lower()).strip("-")[:60]
        page.screenshot(path=Path(folder, f"{stem}-{width}.png"), full_page=True)
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    told = [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes']][:3]}" for v in found]
    assert not told, f"{page.url} ({width}): {told}"
    clipped = page.evaluate(CLIPPED)
    assert not clipped, f"{page.url} ({width}): the answer of {clipped} is cut off"
    wider = page.evaluate(TOO_WIDE)
    assert wider <= 0, f"{page.url} ({width}) is {wider} pixels wider than the screen"


def is_fault(kind: str, text: str) -> bool:
    """A refused form answers 422 and a stranger 404; the browser notes both, and neither is a fault of the page."""
    return kind == "error" and not re.search(r"status of (404|403|422)", text)


@pytest.fixture(scope="module")
def walk(
    django_db_setup: None, django_db_blocker: Any, worker_id: str, browser: Browser, tmp_path_factory: Any
) -> Iterator[Walk]:
    """A server on a fresh copy of the migrated database, and the people in it."""
    name = f"{database_name('' if worker_id == 'master' else worker_id)}_{int(time.time() * 1000)}"
    before = {alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES}
    with django_db_blocker.unblock(), settings_for_a_server(tmp_path_factory):
        create_database(name, migrated_database())
        use_database(name)
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None, server.error
        world = Walk(f"http://127.0.0.1:{server.port}", browser, find_cast())
        yield world
        for page in world.pages:
            page.context.close()
        server.terminate()
        use_database(before["default"])
        drop_database(name)


@contextmanager
def settings_for_a_server(tmp_path_factory: Any) -> Iterator[None]:
    """Views are logged on a connection of their own, as in life; each request closes its connections."""
    names = ("ACCESS_LOG_ALIAS", "MEDIA_ROOT", "ALLOWED_HOSTS")
    before = {name: getattr(settings, name) for name in names}
    ages = {alias: settings.DATABASES[alias]["CONN_MAX_AGE"] for alias in settings.DATABASES}
    settings.ACCESS_LOG_ALIAS = "access_log"
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for alias in settings.DATABASES:
        connections[alias].settings_dict["CONN_MAX_AGE"] = 0
    yield
    for name, value in before.items():
        setattr(settings, name, value)
    for alias, age in ages.items():
        connections[alias].settings_dict["CONN_MAX_AGE"] = age


@pytest.fixture(autouse=True)
def _database_allowed(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def check(walk: Walk) -> Callable[..., None]:
    return walk.check
