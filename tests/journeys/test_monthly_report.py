"""The month's report: drafted by the portal, written and published by a DCO, read by a board member."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assurance.models import ComplexCase, TrainingSession
from core.scope import Scope, opened
from core.today import pretend, today
from reporting.models import HighlightReport
from reporting.months import month_of, name_of, previous_month
from reporting.tasks import draft_highlight_reports
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.narrative import NARRATIVE
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

LABELS = {
    "focus_first": "Current issues and areas of focus, left column",
    "focus_second": "Current issues and areas of focus, right column",
    "risk": "Risk management and assurance",
    "achievements": "Good practice, achievements, measures of success",
    "ahead": "Looking ahead",
}


def last_month() -> date:
    return previous_month(today())


def arrange_a_month(cast: Cast) -> ComplexCase:
    """A complex case and a training session of last month, and the report that the portal drafts of it."""
    day = last_month() + timedelta(days=9)
    child = make_child(cast, given_name="Otis", family_name="Farsley", on=day)
    facts = {"asked_by": "Head of SEND", "asked_for": "Who trains the staff?"}
    case = ComplexCase.log(by=cast["dco"], child=child, asked_on=day, **facts)
    TrainingSession.log(by=cast["dco"], icb=cast.org["icb"], held_on=day, title="Section G", audience="SENCOs")
    with pretend(month_of(today()) + timedelta(days=20)):  # whatever the day: the first working day is past
        draft_highlight_reports()
    return case


def write(page: Page) -> None:
    for name, text in NARRATIVE.items():
        page.get_by_label(LABELS[name], exact=True).fill(text)


def test_from_the_draft_to_the_boards_pdf(walk: Walk, tmp_path: Path) -> None:
    # Given last month's report, which the portal drafted by itself
    with walk.arranging() as cast:
        case = arrange_a_month(cast)
    month = name_of(last_month())
    dco = walk.sign_in("dco")
    dco.goto("/reports/")
    walk.check(dco, "reports")
    dco.get_by_role("link", name=month).click()

    # When the DCO opens a figure, she sees what it counts
    walk.check(dco, "editor empty")
    expect(dco.get_by_text("Publish: not yet. Nothing is written in")).to_be_visible()
    dco.get_by_role("row", name="Complex cases referred").get_by_role("link", name="1", exact=True).first.click()
    expect(dco.get_by_role("link", name="Otis Farsley")).to_be_visible()
    walk.check(dco, "behind a figure")
    dco.get_by_role("link", name="Back to the report").click()

    # And she writes the four boxes where they stand, and publishes
    write(dco)
    dco.get_by_role("button", name="Save").click()
    expect(dco.get_by_text("Saved. Nothing is published yet.")).to_be_visible()
    walk.check(dco, "editor written")
    dco.get_by_role("button", name="Publish…").click()
    expect(dco.get_by_text("Publishing freezes three things")).to_be_visible()
    walk.check(dco, "publish")
    dco.get_by_role("button", name="Publish the report").click()
    expect(dco.get_by_text("The report is published.")).to_be_visible()
    walk.check(dco, "published")

    # Then a board member sees figures without names, and downloads the two pages
    board = walk.sign_in("board_member")
    board.goto("/reports/board/")
    expect(board.get_by_text(f"1 complex case was referred for advice in {month}")).to_be_visible()
    expect(board.get_by_text("Farsley")).to_have_count(0)
    walk.check(board, "board")
    with board.expect_download() as download:
        board.get_by_role("link", name="Download the PDF").click()
    download.value.save_as(tmp_path / "report.pdf")
    pages = PdfReader(tmp_path / "report.pdf").pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [True, True]
    assert "Looking ahead" in pages[1].extract_text()

    # And reaches nothing else
    with opened(Scope.of([walk.cast.org["icb"].pk])):
        report = HighlightReport.objects.published().get()
    inside = [report.get_absolute_url(), "/reports/", "/reports/start/", f"/reports/{report.pk}/publish/"]
    inside += ["/assurance/training/", "/assurance/complex-cases/", case.get_absolute_url()]
    inside.append(f"/reports/{report.pk}/figures/training_sessions/{last_month():%Y-%m}/")
    assert {address: walk.status_of(board, address) in (403, 404) for address in inside} == dict.fromkeys(
        inside, True
    )
    stranger = walk.sign_in("stranger")
    assert walk.status_of(stranger, report.get_absolute_url()) == 404
    assert walk.status_of(stranger, f"/reports/{report.pk}/pdf/") == 404


def test_the_editor_and_the_boards_page_work_on_a_phone(walk: Walk) -> None:
    with walk.arranging() as cast, pretend(today()):
        earlier = previous_month(last_month())
        HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=earlier)
    dco = walk.sign_in("dco", phone=True)
    dco.goto("/reports/")
    dco.get_by_role("link", name=name_of(earlier)).click()
    walk.check(dco, "editor")
    board = walk.sign_in("board_member", phone=True)
    board.goto("/reports/board/")
    walk.check(board, "board")
