"""Does the running portal do what it is for? Comes to it from outside, as a person's browser would."""

from __future__ import annotations

import http.cookiejar
import json
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

from _bare import PYTHON, ROOT, Trouble, say

CODE_LIFE = 30  # seconds that a one-time code lasts; it can be used once


class FormReader(HTMLParser):
    """The fields of a page's forms, and where each form goes."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.heading = ""
        self.in_heading = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action") or "", "fields": {}})
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1]["fields"][given["name"]] = given.get("value") or ""
        self.in_heading = tag == "h1"

    def handle_data(self, data: str) -> None:
        if self.in_heading:
            self.heading += data.strip()

    def form_with(self, field: str) -> dict | None:
        return next((form for form in self.forms if field in form["fields"]), None)


class Visitor:
    """A browser without a window: keeps cookies, follows redirects, fills in forms."""

    def __init__(self, address: str) -> None:
        self.url = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self.page = FormReader()

    def open(self, path: str, data: dict[str, str] | None = None) -> None:
        target = urllib.parse.urljoin(self.url, path)
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(target, body, {"Referer": self.url})
        try:
            with self.opener.open(request, timeout=30) as answer:
                self.url, text = answer.url, answer.read().decode()
        except urllib.error.HTTPError as refused:
            raise Trouble(f"{refused.url} answered {refused.code} {refused.reason}.") from None
        self.page = FormReader()
        self.page.feed(text)

    def fill_in(self, **values: str) -> None:
        """Sends the page's form that has the first of these fields."""
        form = self.page.form_with(next(iter(values)))
        if form is None:
            raise Trouble(f"No form with {' and '.join(values)} at {self.url}: the page says “{self.page.heading}”.")
        self.open(form["action"], form["fields"] | values)


def is_healthy(address: str) -> bool:
    """Whether /health/ answers and says that all is well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/health/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def check_portal(address: str) -> None:
    """Health, sign-in, report: says each as it is done, stops at the first that fails."""
    if not is_healthy(address):
        raise Trouble(f"{address}/health/ does not say that all is well.")
    say("ok     the health page says that all is well")
    person = json.loads(manage("demo_people", "--json"))[0]
    heading = sign_in(address, person)
    say(f"ok     {person['email']} signs in and sees “{heading}”")
    size, rows = make_report()
    say(f"ok     the highlight report has {rows} rows and a PDF of {size // 1000} kB")


def sign_in(address: str, person: dict[str, str]) -> str:
    """Email, password and one-time code, through the same pages as everybody."""
    visitor = Visitor(address)
    visitor.open("/")
    visitor.fill_in(login=person["email"], password=person["password"])
    visitor.fill_in(code=manage("demo_code", person["email"]).split()[-1])
    if visitor.page.form_with("code"):
        time.sleep(CODE_LIFE - time.time() % CODE_LIFE + 1)  # used a moment ago: wait for the next one
        visitor.fill_in(code=manage("demo_code", person["email"]).split()[-1])
    if visitor.page.form_with("code") or visitor.page.form_with("login"):
        raise Trouble(f"{person['email']} could not sign in: the page says “{visitor.page.heading}”.")
    return visitor.page.heading


def make_report() -> tuple[int, int]:
    """The current month's report of the demo's ICB, as PDF and as data."""
    with tempfile.TemporaryDirectory() as folder:
        pdf, data = Path(folder, "report.pdf"), Path(folder, "report.json")
        wanted = ["--icb", "QOX", "--month", time.strftime("%Y-%m"), "--pdf", str(pdf), "--json", str(data)]
        manage("highlight_report", *wanted)
        rows = json.loads(data.read_text())["rows"]
        if not pdf.read_bytes().startswith(b"%PDF-") or not rows:
            raise Trouble("The highlight report came out empty.")
        return pdf.stat().st_size, len(rows)


def manage(*words: str) -> str:
    done = subprocess.run([PYTHON, "manage.py", *words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"`manage.py {words[0]}` failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
