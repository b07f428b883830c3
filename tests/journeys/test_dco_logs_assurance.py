"""A DCO logs a training session, a complex case and a coproduction episode, and finds them in the month's figures."""

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


def fill_today(page: Page, question: str) -> None:
    day = today()
    boxes = page.get_by_role("group", name=question)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(box).fill(str(value))


def test_a_dco_logs_what_was_done_around_the_cases(walk: Walk) -> None:
    # Given a child, and a DCO who keeps the assurance work
    with walk.arranging() as cast:
        child = make_child(cast, given_name="Nell", family_name="Penhallow", on=today())
    page = walk.sign_in("dco")

    # When she logs a training session, first forgetting whom it was for
    page.goto("/assurance/training/")
    walk.check(page, "training empty")
    page.get_by_role("button", name="Log a training session").click()
    fill_today(page, "When was it?")
    page.get_by_label("Which area was it for?").select_option(label="Swindon")
    page.get_by_label("What was it about?").fill("Writing Section G")
    page.get_by_role("button", name="Log this session").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    walk.check(page, "training refused")
    expect(page.get_by_label("What was it about?")).to_have_value("Writing Section G")
    page.get_by_label("Who was it for?").fill("School SENCOs")
    page.get_by_label("How many people attended?").fill("24")
    page.get_by_role("button", name="Log this session").click()
    expect(page.get_by_text("Training session logged")).to_be_visible()
    walk.check(page, "training logged")

    # And a complex case, which she starts from the child
    page.goto("/assurance/complex-cases/")
    page.get_by_label("Child’s name, NHS number or case reference").fill("penhallow")
    page.get_by_role("button", name="Find the child").click()
    walk.check(page, "complex case child found")
    page.get_by_role("link", name="Log a complex case for Nell Penhallow").click()
    walk.check(page, "complex case form")
    fill_today(page, "When was advice asked for?")
    page.get_by_label("Who asked?").fill("Head of SEND, Wiltshire Council")
    page.get_by_label("What for?").fill("Who trains the staff in gastrostomy care?")
    page.get_by_role("button", name="Log this case").click()
    expect(page.get_by_text("Complex case logged")).to_be_visible()
    page.get_by_role("button", name="Record the outcome").click()
    fill_today(page, "When was the advice given?")
    page.get_by_label("What came of it?").fill(
        "The community nursing team trains and signs off two members of staff."
    )
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.get_by_text("The community nursing team trains")).to_be_visible()
    walk.check(page, "complex case answered")

    # And a coproduction episode about that child
    page.goto("/assurance/coproduction/")
    page.get_by_role("button", name="Log a coproduction episode").click()
    fill_today(page, "When was it?")
    page.get_by_label("Which child was it about?").fill(child.reference)
    page.get_by_label("With whom?").fill("Nell and her mother")
    page.get_by_label("What changed because of it?").fill("The care plan now says what a good day looks like.")
    walk.check(page, "coproduction form")
    page.get_by_role("button", name="Log this episode").click()
    expect(page.get_by_text("Coproduction episode logged")).to_be_visible()

    # Then the lists hold them, on a phone too, and a stranger finds none
    phone = walk.sign_in("dco_2", phone=True)
    for place, words in [
        ("training", "Writing Section G"),
        ("complex-cases", "Nell Penhallow"),
        ("coproduction", "Nell and her mother"),
    ]:
        phone.goto(f"/assurance/{place}/")
        expect(phone.get_by_role("link", name=words)).to_be_visible()
        walk.check(phone, f"list of {place}")
    stranger = walk.sign_in("stranger")
    assert walk.status_of(stranger, page.url.removeprefix(walk.address)) == 404
