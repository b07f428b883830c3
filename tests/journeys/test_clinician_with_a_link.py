"""A clinician with only a link: the letter, the code, the advice, the receipt; and a link that cannot be used."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.models import Message
from core.today import pretend, today
from ehcp.models import AdviceRequest
from send_portal.demo.papers import pdf_bytes
from tests.ehcp.made import with_service
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def asked(walk: Walk) -> AdviceRequest:
    with walk.arranging() as cast:
        return with_service(cast)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def address_sent_to(email: str) -> str:
    """In the newest letter, which their mail program shows them."""
    letter = Message.objects.filter(to=email, holds_secret=True).latest("pk")
    return re.search(r"/ehcp/link/open/\S+", letter.body)[0]


def send_link(walk: Walk, asked: AdviceRequest) -> tuple[Page, str]:
    """The point of access sends it, and reads the code out."""
    page = walk.sign_in("spa")
    page.goto(asked.get_absolute_url())
    page.get_by_role("button", name="Ask a clinician who has no account").click()
    page.get_by_label("Clinician’s full name").fill("Dr Noor Ali")
    page.get_by_label("Profession").fill("Speech and language therapist")
    page.get_by_label("Work email address").fill("noor.ali@clinic.example")
    walk.check(page, "send a link")
    press(page, "Send the link")
    expect(page.get_by_role("heading", name="Read this code out by telephone")).to_be_visible()
    walk.check(page, "link made")
    code = page.locator("#code").inner_text()
    page.get_by_role("main").get_by_role("button", name="Back to the request").click()
    return page, code


def give(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    press(page, "Carry on")


def test_a_clinician_with_only_the_link(walk: Walk, asked: AdviceRequest, tmp_path: Path) -> None:
    child, report = asked.child, tmp_path / "advice.pdf"
    report.write_bytes(pdf_bytes(f"Advice about {child.name}"))
    spa, code = send_link(walk, asked)
    address = address_sent_to("noor.ali@clinic.example")

    # Given the letter on a phone: a wrong code tells nothing, the right one shows who it is about
    page = walk.stranger(phone=True)
    page.goto(address)
    expect(page).to_have_url(re.compile("/ehcp/link/code/$"))  # the secret is gone from the address
    give(page, "12 34 5")
    expect(page.get_by_role("alert")).to_contain_text("You can try 4 more times.")
    walk.check(page, "clinician gives the code")
    assert child.family_name not in page.content()
    give(page, code)
    expect(page.get_by_text(child.name).first).to_be_visible()
    walk.check(page, "clinician asked")

    # When they write half of it and go, it is kept; on their computer they need the code again
    page.get_by_label("What are the child’s health needs").fill("He understands three words in a row.")
    press(page, "Save for later")
    expect(page.get_by_text("It is not sent yet")).to_be_visible()
    desk = walk.stranger()
    desk.goto("/ehcp/link/advice/")
    expect(desk.get_by_role("heading", name="This link cannot be used")).to_be_visible()
    desk.goto(address)
    give(desk, code)
    expect(desk.get_by_label("What are the child’s health needs")).to_have_value(
        "He understands three words in a row."
    )
    desk.get_by_label("What support do they need").fill("A therapist, each half term.")
    desk.get_by_label("Your advice as a file").set_input_files(report)
    walk.check(desk, "clinician writes advice")
    press(desk, "Send advice")

    # Then there is a receipt, the request is answered, and the link is at its end
    expect(desk.get_by_role("heading", name="Advice sent")).to_be_visible()
    expect(desk.get_by_text(re.compile("^[0-9a-f]{64}$"))).to_be_visible()
    walk.check(desk, "clinician's receipt")
    desk.goto(address)
    expect(desk.get_by_role("heading", name="This link cannot be used")).to_be_visible()
    walk.check(desk, "link that cannot be used")
    spa.reload()
    expect(spa.get_by_text("Advice sent to the local authority").first).to_be_visible()
    expect(spa.get_by_text("1 of 5")).to_be_visible()
    walk.check(spa, "request answered by a link")
    reader = walk.sign_in("coordinator", phone=True)
    reader.goto(child.get_absolute_url())
    expect(
        reader.get_by_text(re.compile("Dr Noor Ali, Speech and language therapist, by a link")).first
    ).to_be_visible()


def test_a_link_that_ran_out_or_was_changed_reveals_nothing_and_is_sent_anew(walk: Walk) -> None:
    with walk.arranging() as cast:
        asked = with_service(cast)
    spa, _ = send_link(walk, asked)
    first = address_sent_to("noor.ali@clinic.example")
    page = walk.stranger(phone=True)
    page.goto(f"{first[:-3]}AA/")
    refused = page.get_by_role("main").inner_text()
    assert "This link cannot be used" in refused
    walk.check(page, "link that cannot be used")
    with pretend(today() + timedelta(days=15)):
        page.goto(first)
        assert page.get_by_role("main").inner_text() == refused

    # On the worklist stands who was asked; the point of access sends a new link, and the old one is dead
    spa.goto("/")
    expect(spa.get_by_text("Dr Noor Ali, by link: sent, not answered yet")).to_be_visible()
    spa.goto(asked.get_absolute_url())
    walk.check(spa, "request with a link")
    spa.get_by_role("link", name="Send a new link").click()
    press(spa, "Send the new link")
    code = spa.locator("#code").inner_text()
    page.goto(first)
    assert page.get_by_role("main").inner_text() == refused
    page.goto(address_sent_to("noor.ali@clinic.example"))
    give(page, code)
    expect(page.get_by_text(asked.child.name).first).to_be_visible()
