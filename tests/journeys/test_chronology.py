"""A DCO explains a date: from the case page to the chronology, narrowed, printed and kept as a PDF."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from clocks.models import Clock, Pause
from core.today import today
from send_portal.demo.story import Story
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


def printed(page: Page, to: Path, name: str) -> str:
    """What comes out of the printer; kept as a PDF beside the pictures."""
    body = page.pdf(format="A4", print_background=True)
    to.write_bytes(body)
    if folder := os.environ.get("JOURNEY_PICTURES"):
        Path(folder, f"printed-{name}.pdf").write_bytes(body)
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(to).pages).split())


def test_a_date_is_explained_on_the_page_on_paper_and_in_the_pdf(walk: Walk, tmp_path: Path) -> None:
    # Given a child whose medical advice was passed on to the Health Advisers, and whose draft has come
    with walk.arranging() as cast:
        story = Story(cast, began=today() - timedelta(days=90)).to_draft()
    dco = walk.sign_in("dco")

    # When the DCO prints the case page, nothing that belongs to the screen is on the paper
    dco.goto(story.child.get_absolute_url())
    walk.check(dco, "case with chronology link")
    paper = printed(dco, tmp_path / "case.pdf", "case")
    assert "What happened" in paper
    assert "Sign out" not in paper
    assert "Everything" not in paper

    # and follows the link to the chronology
    dco.get_by_role("link", name="Chronology to print, with the reason for each date").click()
    expect(dco.get_by_role("heading", level=1)).to_contain_text(f"Chronology: {story.child}")
    expect(dco.get_by_text("The clock did not restart").first).to_be_visible()
    walk.check(dco, "chronology")
    phone = walk.sign_in("dco", phone=True)
    phone.goto(dco.url)
    walk.check(phone, "chronology")

    # and narrows it to the advice
    dco.get_by_text("Choose what it holds").click()
    dco.get_by_label("Advice", exact=True).check()
    walk.check(dco, "chronology choosing")
    dco.get_by_role("button", name="Show these").click()
    expect(dco.get_by_text("Draft plan submitted to the DCOs")).to_have_count(0)
    paper = printed(dco, tmp_path / "page.pdf", "chronology")
    assert "Choose what it holds" not in paper
    assert "The clock did not restart" in paper
    assert "by Ruth Okonjo" in paper

    # Then the PDF holds the same
    with dco.expect_download() as pdf:
        dco.get_by_role("button", name="Download as PDF").click()
    pdf.value.save_as(tmp_path / "chronology.pdf")
    words = " ".join(" ".join(p.extract_text() for p in PdfReader(tmp_path / "chronology.pdf").pages).split())
    assert "Advice, from the beginning" in words
    assert "The clock did not restart" in words

    # and a provider that was asked for advice does not find it
    spa = walk.sign_in("spa")
    assert walk.status_of(spa, f"/children/{story.child.pk}/chronology/") == 404
    assert walk.status_of(spa, f"/children/{story.child.pk}/chronology.pdf") == 404


def test_a_dco_pauses_the_turnaround_and_lets_it_run_again(walk: Walk) -> None:
    # Given a draft whose school report is missing
    with walk.arranging() as cast:
        story = Story(cast, began=today() - timedelta(days=88)).to_draft()
        clock = story.plan.qa_clock
    dco = walk.sign_in("dco")
    dco.goto(story.child.get_absolute_url())
    dco.get_by_role("link", name=re.compile("^Pauses of Return the feedback")).click()
    expect(dco.get_by_text("has not been paused")).to_be_visible()
    walk.check(dco, "pauses none yet")

    # When the DCO pauses it
    dco.get_by_role("button", name="Pause this time limit").click()
    dco.get_by_label("Waiting for papers").check()
    dco.get_by_label("Reason", exact=True).fill("The school’s report, asked for on Monday.")
    walk.check(dco, "pause form")
    dco.get_by_role("button", name="Pause it").click()

    # Then the page, the queue and the worklist say so
    until = f"{today() + timedelta(weeks=2):%-d %B %Y}"
    words = f"Paused until {until}: waiting for papers"
    expect(dco.get_by_text(words).first).to_be_visible()
    walk.check(dco, "pauses")
    with walk.arranging():
        assert Clock.objects.get(pk=clock.pk).due_on > clock.due_on
    dco.goto("/qa/")
    expect(dco.get_by_text(words)).to_be_visible()
    walk.check(dco, "qa queue with a pause")
    phone = walk.sign_in("dco", phone=True)
    phone.goto(f"/clocks/{clock.pk}/pauses/")
    walk.check(phone, "pauses")

    # and when the papers come, it runs again
    dco.goto(f"/clocks/{clock.pk}/pauses/")
    dco.get_by_role("link", name=re.compile("^Let it run again")).click()
    walk.check(dco, "pause resume")
    dco.get_by_role("button", name="Let it run again").click()
    expect(dco.get_by_text(words)).to_have_count(0)
    with walk.arranging():
        assert Pause.objects.get(clock=clock).until_on == today()
        assert Clock.objects.get(pk=clock.pk).due_on == clock.due_on
