"""A coordinator takes an annual review from its date to the amended plan; the DCO says that the plan has come."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from ehcp.models import AnnualReview
from people.models import Child
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def child(walk: Walk) -> Child:
    with walk.arranging() as cast:
        return make_child(cast, on=today() - timedelta(days=340), given_name="Wren", family_name="Penhallow")


def fill_date(page: Page, on: object) -> None:
    for box in ("Day", "Month", "Year"):
        page.get_by_label(box, exact=True).first.fill(str(getattr(on, box.lower())))


def act(page: Page, walk: Walk, button: str, submit: str, **choices: object) -> None:
    page.locator("a", has_text=button).first.click()
    walk.check(page, f"review {button}")
    if "on" in choices:
        fill_date(page, choices["on"])
    for answer in choices.get("answers", ()):
        page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name=submit).click()


def test_a_review_from_its_date_to_the_amended_plan(walk: Walk, child: Child) -> None:
    page = walk.sign_in("coordinator")
    page.goto(child.get_absolute_url())
    page.get_by_text("More you can do").click()
    act(page, walk, "Register a plan for its review", "Register this plan", on=today() - timedelta(days=330))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Annual review")
    walk.check(page, "review registered")
    page.locator("a", has_text="Ask a service to contribute").click()
    walk.check(page, "review ask a service")
    page.get_by_label("Which service knows the child?").select_option("Larkmead: Speech and language therapy")
    fill_date(page, today() + timedelta(days=9))
    page.get_by_role("button", name="Ask for this contribution").click()
    expect(page.get_by_text("Asked, not sent yet")).to_be_visible()
    act(page, walk, "Set the date of the meeting", "Save the date", on=today())
    act(page, walk, "Record the invitations", "Save", answers=["Yes"], on=today())
    expect(page.get_by_text("Health was invited less than two weeks before the meeting")).to_be_visible()
    act(page, walk, "Record that the meeting was held", "Save", answers=["Yes"], on=today())
    walk.check(page, "review held")
    act(page, walk, "Decide to amend the plan", "Record the decision", on=today())
    act(page, walk, "Record that the amended plan was sent", "Save", on=today())
    expect(page.get_by_text("Send the ICB its copy")).to_be_visible()
    walk.check(page, "review amended plan sent")
    page.goto("/ehcp/annual-reviews/")
    expect(page.locator("main").get_by_role("link", name="Wren Penhallow")).to_have_count(2)
    walk.check(page, "reviews list")


def test_the_service_sends_its_contribution_and_the_coordinator_reads_it(walk: Walk, child: Child) -> None:
    page = walk.sign_in("spa", phone=True)
    page.goto("/")
    page.locator("main").get_by_role("link", name="Wren Penhallow").first.click()
    walk.check(page, "review contribution asked")
    page.locator("a", has_text="Send the contribution").first.click()
    page.get_by_label("Contribution as text").fill(
        "Speaks in sentences of five words now. A therapist sees her monthly."
    )
    walk.check(page, "review contribution form")
    page.get_by_role("button", name="Send the contribution").click()
    expect(page.get_by_role("heading", name="What was sent")).to_be_visible()
    walk.check(page, "review contribution sent")
    with walk.arranging():
        review = AnnualReview.objects.get(child=child, decision="amend")
    page = walk.sign_in("coordinator")
    page.goto(review.get_absolute_url())
    expect(page.get_by_text("Speaks in sentences of five words now.")).to_be_visible()
    walk.check(page, "review with a contribution")


def test_the_dco_says_that_the_plan_has_come(walk: Walk, child: Child) -> None:
    with walk.arranging():
        review = AnnualReview.objects.get(child=child, decision="amend")
    page = walk.sign_in("dco", phone=True)
    page.goto(review.get_absolute_url())
    walk.check(page, "review of a dco")
    act(page, walk, "We have the amended plan", "Save", on=today())
    expect(page.get_by_text("It is recorded that we have the amended plan.")).to_be_visible()


def test_a_phase_transfer_is_registered(walk: Walk, child: Child) -> None:
    page = walk.sign_in("coordinator", phone=True)
    page.goto(child.get_absolute_url())
    page.get_by_text("More you can do").click()
    act(
        page, walk, "Register a phase transfer", "Register this transfer",
        answers=["Primary to middle or secondary school"], on=today() + timedelta(days=290),
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_contain_text("Primary to middle or secondary school")
    expect(page.get_by_text(re.compile("14.Feb")).first).to_be_visible()
    walk.check(page, "phase transfer")
    act(page, walk, "Record that the amended plan was sent", "Save", on=today())
    expect(page.get_by_role("link", name="Record that the amended plan was sent")).to_have_count(0)
    walk.check(page, "phase transfer ready")
