"""Is every page drawn in one way, and does it load only what is ours?"""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template import engines
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries

from accounts import sign_in_urls
from core import pages
from core.bars import bar_of
from core.gallery import EveryFieldForm
from core.jinja import (
    clock_time,
    count,
    date_and_time,
    days_left,
    file_size,
    long_date,
    month_and_year,
    spaced_nhs_number,
    whole_dates,
)
from send_portal.demo.cast import Cast

SPACE = "\N{NO-BREAK SPACE}"
TEMPLATES = Path(settings.BASE_DIR, "templates")


class NoteForm(forms.Form):
    note = forms.CharField(widget=forms.Textarea)


def drawn(template: str, **context: Any) -> str:
    return engines["jinja"].get_template(template).render(context)


def words(template_text: str, **context: Any) -> str:
    return engines["jinja"].from_string(template_text).render(context)


def test_a_line_breaks_beside_a_written_date_and_not_inside_it() -> None:
    text = "Issued, as it may be, from 1 February 2026 to the end of April 2026 or May"
    assert whole_dates(text).split(" ")[-8:] == [
        "1\N{NO-BREAK SPACE}February\N{NO-BREAK SPACE}2026", "to", "the", "end", "of",
        "April\N{NO-BREAK SPACE}2026", "or", "May",
    ]  # fmt: skip


@pytest.fixture
def home(client: Client, cast: Cast) -> str:
    """The gallery, as a coordinator sees it."""
    client.force_login(cast["coordinator"])
    return client.get("/gallery/").content.decode()


# What values look like


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (long_date(date(2026, 7, 3)), "3 July 2026"),
        (long_date(datetime(2026, 7, 12, 23, 30, tzinfo=UTC)), "13 July 2026"),
        (long_date(None), ""),
        (month_and_year(date(2026, 7, 3)), "July 2026"),
        (clock_time(datetime(2026, 7, 13, 13, 30, tzinfo=UTC)), "2:30pm"),
        (clock_time(datetime(2026, 1, 13, 9, 0, tzinfo=UTC)), "9am"),
        (clock_time(datetime(2026, 1, 13, 12, 0, tzinfo=UTC)), "midday"),
        (clock_time(datetime(2026, 1, 13, 12, 5, tzinfo=UTC)), "12:05pm"),
        (clock_time(datetime(2026, 1, 13, 0, 0, tzinfo=UTC)), "midnight"),
        (date_and_time(datetime(2026, 7, 13, 13, 30, tzinfo=UTC)), "13 July 2026 at 2:30pm"),
        (spaced_nhs_number("9991234578"), "999 123 4578"),
        (spaced_nhs_number(""), ""),
        (count(1, "day"), "1 day"),
        (count(0, "person", "people"), "0 people"),
        (file_size(240_000), "240 KB"),
        (file_size(1_800_000), "1.8 MB"),
    ],
)
def test_a_value_is_written_as_the_nhs_writes_it(made: str, expected: str) -> None:
    assert made.replace(SPACE, " ") == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 7, 16), "in 3 days"),
        (date(2026, 7, 14), "tomorrow"),
        (date(2026, 7, 13), "today"),
        (date(2026, 7, 12), "1 day late"),
        (date(2026, 7, 11), "2 days late"),
    ],
)
def test_days_left_are_words_and_due_today_is_not_late(due: date, expected: str) -> None:
    assert days_left(due, date(2026, 7, 13)).replace(SPACE, " ") == expected
    shown = words(
        "{% from 'components/tag.html' import due_words %}{{ due_words(due, on) }}",
        due=due,
        on=date(2026, 7, 13),
    )
    assert ("portal-due--late" in shown) == ("late" in expected)


# Bars


def test_a_running_clock_is_filled_up_to_today() -> None:
    bar = bar_of(date(2026, 6, 1), date(2026, 6, 21), date(2026, 6, 11))
    assert (bar.filled, bar.due, bar.mark, bar.late, bar.ended) == (100, 200, 100, False, False)


def test_a_late_bar_ends_with_the_delay_and_is_striped_from_the_due_date() -> None:
    bar = bar_of(date(2026, 6, 1), date(2026, 6, 21), date(2026, 7, 11))
    assert (bar.filled, bar.due, bar.late) == (200, 100, True)
    assert bar.stripes
    assert min(bar.stripes) > bar.due


def test_a_clock_due_today_is_full_and_not_late() -> None:
    bar = bar_of(date(2026, 6, 1), date(2026, 6, 21), date(2026, 6, 21))
    assert (bar.filled, bar.late, bar.stripes) == (200, False, [])


def test_a_clock_that_ended_stays_where_it_ended() -> None:
    bar = bar_of(date(2026, 6, 1), date(2026, 6, 21), date(2027, 1, 1), date(2026, 6, 6))
    assert (bar.filled, bar.late, bar.ended) == (50, False, True)


@pytest.mark.parametrize(
    ("start", "due"), [(date(2026, 6, 1), date(2026, 6, 1)), (date(2026, 7, 1), date(2026, 7, 9))]
)
def test_a_bar_stays_on_the_page_whatever_the_dates(start: date, due: date) -> None:
    bar = bar_of(start, due, date(2026, 6, 1))
    assert 0 <= bar.filled <= 200
    assert 0 <= bar.mark <= 200


# The layout


def test_the_header_says_who_is_signed_in_for_whom_and_leads_out(home: str) -> None:
    assert "Jo Bramley, Wiltshire" in home
    assert 'href="/account/logout/"' in home
    assert settings.PORTAL_NAME in home


def test_somebody_who_is_not_signed_in_sees_no_links_and_no_warning(client: Client, db: None) -> None:
    shown = client.get("/accessibility/").content.decode()
    assert "nhsuk-header__account" not in shown
    assert "portal-idle" not in shown


def test_nothing_on_a_page_is_loaded_from_elsewhere_and_all_of_it_is_there(home: str) -> None:
    loaded = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', home)
    assert len(loaded) >= 6
    for address in loaded:
        assert address.startswith("/static/"), address
        assert finders.find(address.removeprefix("/static/")), address


def test_the_policy_forbids_what_the_page_did_not_mean(client: Client, db: None) -> None:
    response = client.get("/accessibility/")
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if " " in part.strip()
    )
    nonce = re.search(r"'nonce-([^']+)'", policy["script-src"])
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert nonce
    inline = re.findall(r"<script([^>]*)>[^<]", response.content.decode())
    assert [attributes.strip() for attributes in inline] == [f'nonce="{nonce[1]}"']


def test_each_answer_has_a_nonce_of_its_own(client: Client, db: None) -> None:
    first, second = (client.get("/privacy/")["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_no_template_has_a_style_or_a_script_that_the_policy_would_refuse() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        if path.name == "pdf.html" or "pdf" in path.parent.name:
            continue
        assert not re.search(r"""\sstyle=["']|\son(click|load|submit|change)=|<style|javascript:""", text), path
        assert all("nonce=" in tag or "src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path


def test_htmx_may_neither_write_styles_nor_evaluate_text(home: str) -> None:
    assert '"includeIndicatorStyles": false' in home
    assert '"allowEval": false' in home


def test_every_component_is_in_the_gallery() -> None:
    gallery = (TEMPLATES / "core" / "gallery.html").read_text()
    layouts = "".join(
        path.read_text() for folder in ("layout", "forms") for path in (TEMPLATES / folder).glob("*.html")
    )
    for path in (TEMPLATES / "components").glob("*.html"):
        assert f"components/{path.name}" in gallery + layouts, f"{path.name} is not shown in the gallery"


def test_a_page_with_mistakes_says_so_in_its_title_and_above_its_heading(client: Client, cast: Cast) -> None:
    client.force_login(cast["coordinator"])
    response = client.post("/gallery/form/", {"given_name": "Ada"})
    shown = response.content.decode()
    assert response.status_code == 422
    assert re.search(r"<title>Error: Every kind of field", shown)
    assert shown.index("There is a problem") < shown.index("<h1")
    assert shown.count("There is a problem") == 1


def test_a_form_under_another_name_draws_its_own_summary() -> None:
    form = NoteForm({"note": ""})
    assert words("{{ other }}", other=form).count("There is a problem") == 1


def test_who_was_slower_reads_what_changed_and_keeps_their_words() -> None:
    form: Any = NoteForm({"note": "Half a page that I wrote."})
    form.changes = ["Advice returned: Sam Sample, 13 July 2026 at 2:30pm"]
    form.add_error(None, "Somebody else changed this while you were working.")
    shown = drawn("core/form.html", form=form, heading="Return advice", csrf_input="")
    assert "Advice returned: Sam Sample" in shown
    assert "Half a page that I wrote." in shown


def test_a_form_page_takes_files_only_where_it_has_a_file_to_ask_for() -> None:
    assert "multipart" in drawn("core/form.html", form=EveryFieldForm(), heading="x")
    assert "multipart" not in drawn("core/form.html", form=NoteForm(), heading="x")


def test_a_message_is_shown_as_words() -> None:
    done = Message(constants.SUCCESS, "Advice sent for <Ada>.")
    shown = words("{% from 'components/messages.html' import message_banners %}{{ message_banners(m) }}", m=[done])
    assert "&lt;Ada&gt;" in shown
    assert "Done" in shown
    assert "Success" not in shown


def test_wording_is_shown_letter_for_letter() -> None:
    text = "Line one.\n  Line two, indented."
    shown = words("{% from 'components/wording.html' import wording %}{{ wording(t, id='g') }}", t=text)
    assert f'id="g">{text}</div>' in shown


# Errors


@pytest.mark.parametrize(
    ("view", "error", "status", "said"),
    [
        (pages.page_not_found, Http404(), 404, "Page not found"),
        (pages.permission_denied, PermissionDenied(), 403, "You cannot do this"),
        (pages.bad_request, ValueError(), 400, "We could not read that request"),
    ],
)
def test_an_error_is_a_page_of_ours(rf: RequestFactory, view: Any, error: Exception, status: int, said: str) -> None:
    response = view(rf.get("/nowhere/"), error)
    assert response.status_code == status
    assert "<h1" in response.content.decode()
    assert said in response.content.decode()


def test_the_page_for_a_fault_asks_the_database_nothing(
    rf: RequestFactory, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/boom/")
    request.user = cast["coordinator"]
    with django_assert_num_queries(0):
        response = pages.server_error(request)
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_a_form_from_another_sign_in_is_refused_in_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/account/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert "This form is too old to send" in response.content.decode()


def test_django_answers_errors_with_our_pages() -> None:
    resolver = get_resolver()
    assert [resolver.resolve_error_handler(code) for code in (400, 403, 404, 500)] == [
        pages.bad_request,
        pages.permission_denied,
        pages.page_not_found,
        pages.server_error,
    ]


# Staying signed in


def test_staying_signed_in_moves_the_session_on(client: Client, cast: Cast) -> None:
    client.force_login(cast["coordinator"])
    response = client.post("/stay-signed-in/")
    assert response.status_code == 204
    assert settings.SESSION_COOKIE_NAME in response.cookies


def test_somebody_signed_out_cannot_stay(client: Client, db: None) -> None:
    assert client.post("/stay-signed-in/").status_code == 403
    assert client.get("/stay-signed-in/").status_code == 405


def test_a_page_that_timed_out_leads_back_to_itself(client: Client, db: None) -> None:
    shown = client.get("/timed-out/", {"next": "/people/?page=2"}).content.decode()
    assert "/account/login/?next=%2Fpeople%2F%3Fpage%3D2" in shown


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_page_that_timed_out_leads_nowhere_else(client: Client, db: None, address: str) -> None:
    assert "example.org" not in (shown := client.get("/timed-out/", {"next": address}).content.decode())
    assert "javascript" not in shown


def test_who_is_still_signed_in_goes_straight_back(client: Client, cast: Cast) -> None:
    client.force_login(cast["coordinator"])
    assert client.get("/timed-out/", {"next": "/gallery/"})["Location"] == "/gallery/"


# Signing in


def sign_in_templates() -> list[str]:
    views = [pattern.callback for pattern in sign_in_urls.urlpatterns]
    classes = [getattr(view, "view_class", None) for view in views]
    names = {getattr(kind, "template_name", None) for kind in classes}
    return sorted(name for name in names if name and name.endswith(".html"))


def test_every_page_of_signing_in_is_one_of_ours() -> None:
    names = sign_in_templates()
    assert {"account/login.html", "mfa/authenticate.html", "mfa/totp/activate_form.html"} <= set(names)
    ours = {name: get_template(name).backend.name for name in names}
    assert [name for name, engine in ours.items() if engine != "jinja"] == []


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/", "/account/password/reset/done/"])
def test_signing_in_looks_like_the_rest(client: Client, db: None, address: str) -> None:
    """One layout: the same header and the same footer, letter for letter."""
    parts = [_frame(client.get(page).content.decode()) for page in (address, "/privacy/")]
    assert parts[0] == parts[1]


def _frame(page: str) -> list[str]:
    found = [re.search(rf"<{tag}\b.*</{tag}>", page, re.S) for tag in ("header", "footer")]
    assert all(found)
    return [match[0] for match in found if match]
