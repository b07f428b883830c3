"""A DCO logs an appeal and its order; two clinicians agree with the answer; the Chief Nurse signs; it goes out."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk
from tribunals.models import Appeal, Regulation6Response

pytestmark = pytest.mark.journey
DAY = timedelta(days=1)
REASONS = "The clinic that the recommendation names closed in May, and no other service here may prescribe."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page: Page, legend: str, day: Any) -> None:
    group = page.get_by_role("group", name=legend)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box).fill(str(value))


def test_an_appeal_and_the_answer_to_its_recommendations(walk: Walk) -> None:
    with walk.arranging() as cast:
        child = make_child(cast, on=today() - 300 * DAY, family_name="Marchbank")
    dco = walk.sign_in("dco")
    log_an_appeal(walk, dco, child.pk)
    record_issue_and_order(walk, dco)
    with walk.arranging():
        response = Regulation6Response.objects.select_related("appeal").get()
    write_answers(walk, dco, response)
    send_to_reviewers(walk, dco)
    assert walk.status_of(walk.sign_in("chief_nurse"), response.get_absolute_url()) == 404
    for person in ("reviewer", "reviewer_2"):
        agree(walk, person)
    sign(walk, response)
    send(walk, dco, response)
    copy_to_the_secretary_of_state(walk, response)
    for person in ("swindon_coordinator", "stranger", "board_member", "adviser"):
        page = walk.sign_in(person)
        for record in (response, response.appeal):
            assert walk.status_of(page, record.get_absolute_url()) == 404


def log_an_appeal(walk: Walk, dco: Page, child: int) -> None:
    dco.goto(f"/tribunals/children/{child}/log/")
    dco.get_by_label("Extended appeal").check()
    dco.get_by_label("The Tribunal’s reference").fill("EH865/26/00017")
    fill_day(dco, "Registered by the Tribunal on", today() - 120 * DAY)
    fill_day(dco, "Sent to the local authority on", today() - 118 * DAY)
    dco.get_by_label("Unclear").check()
    fill_day(dco, "Hearing on", today() - 20 * DAY)
    walk.check(dco, "tribunal log")
    press(dco, "Log the appeal")
    walk.check(dco, "tribunal case new")
    dco.get_by_role("button", name="Record that the response was sent").click()
    fill_day(dco, "Sent to the Tribunal on", today() - 90 * DAY)
    press(dco, "Record that the response was sent")


def record_issue_and_order(walk: Walk, dco: Page) -> None:
    dco.get_by_role("link", name="Add a health issue").click()
    dco.get_by_label("Section G: health provision").check()
    dco.get_by_label("What is sought?").fill("A specialist nurse in school every week.")
    dco.get_by_label("Our position").fill("Training of staff by the nurse, and a review each term.")
    walk.check(dco, "tribunal issue")
    press(dco, "Add a health issue")
    dco.get_by_role("link", name="Add a paper").click()
    dco.get_by_label("Order and recommendations").check()
    dco.get_by_label("Title").fill("Final order")
    dco.set_input_files(
        "input[type=file]", {"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    )
    walk.check(dco, "tribunal paper")
    press(dco, "Add a paper")
    dco.get_by_role("button", name="Record the hearing").click()
    dco.get_by_label("Yes").check()
    press(dco, "Record the hearing")
    dco.get_by_role("button", name="Record the order").click()
    fill_day(dco, "Order made on", today() - 5 * DAY)
    fill_day(dco, "Order reached the board on", today() - 3 * DAY)
    dco.get_by_label("Recommendation 1").fill("A specialist nurse reviews the care plan with the school.")
    press(dco, "Add another recommendation")
    expect(dco.get_by_label("Recommendation 1")).to_have_value(
        "A specialist nurse reviews the care plan with the school."
    )
    expect(dco.get_by_label("Recommendation 3")).to_be_visible()
    dco.get_by_label("Recommendation 2").fill("Botulinum toxin is offered at the regional clinic.")
    walk.check(dco, "tribunal order")
    press(dco, "Record the order")
    walk.check(dco, "tribunal case with order")


def write_answers(walk: Walk, dco: Page, response: Regulation6Response) -> None:
    dco.goto(response.get_absolute_url())
    walk.check(dco, "response draft")
    dco.get_by_role("link", name="Write the answer to recommendation 1").click()
    dco.get_by_label("Agree", exact=True).check()
    press(dco, "Save the answer")
    expect(dco.get_by_role("alert")).to_contain_text("steps")
    walk.check(dco, "response answer refused")
    dco.get_by_label("Steps that will be taken").fill("The epilepsy nurse meets the school and signs the plan.")
    fill_day(dco, "By when?", today() + 60 * DAY)
    press(dco, "Save the answer")
    dco.get_by_role("link", name="Write the answer to recommendation 2").click()
    dco.get_by_label("Do not agree").check()
    dco.get_by_label("Reasons").fill(REASONS)
    press(dco, "Save the answer")


def send_to_reviewers(walk: Walk, dco: Page) -> None:
    dco.get_by_role("button", name="Send to the reviewers").click()
    dco.get_by_label("Dr Anil Sethi").check()
    press(dco, "Send to the reviewers")
    expect(dco.get_by_role("alert")).to_contain_text("at least 2")
    dco.get_by_label("Grace Pemberton").check()
    walk.check(dco, "response reviewers")
    press(dco, "Send to the reviewers")
    walk.check(dco, "response in review")


def agree(walk: Walk, person: str) -> None:
    reviewer = walk.sign_in(person, phone=person == "reviewer_2")
    reviewer.goto("/tribunals/responses/")
    expect(reviewer.get_by_text("Waiting for you")).to_be_visible()
    walk.check(reviewer, f"responses of {person}")
    reviewer.get_by_role("link", name="Marchbank").click()
    expect(reviewer.get_by_text("Training of staff by the nurse")).to_be_visible()
    walk.check(reviewer, f"response for {person}")
    reviewer.get_by_role("button", name="Agree with this response").click()
    walk.check(reviewer, f"review by {person}")
    press(reviewer, "I agree")


def sign(walk: Walk, response: Regulation6Response) -> None:
    chief_nurse = walk.sign_in("chief_nurse")
    chief_nurse.goto(response.get_absolute_url())
    walk.check(chief_nurse, "response to sign")
    chief_nurse.get_by_role("button", name="Sign the response").click()
    press(chief_nurse, "Sign")
    expect(chief_nurse.get_by_text("Caroline Adeyemi").first).to_be_visible()


def send(walk: Walk, dco: Page, response: Regulation6Response) -> None:
    dco.goto(response.get_absolute_url())
    dco.get_by_role("button", name="Record that it was sent").click()
    walk.check(dco, "response send")
    press(dco, "Record that it was sent")
    expect(dco.get_by_text("Done in time").first).to_be_visible()
    walk.check(dco, "response sent")
    assert walk.status_of(dco, f"{response.get_absolute_url()}letter.pdf") == 200
    dco.goto(response.appeal.get_absolute_url())
    walk.check(dco, "tribunal case answered")
    with walk.arranging():
        assert Regulation6Response.objects.get(pk=response.pk).response_clock.met_on == today()
    dco.get_by_role("button", name="Close the appeal").click()
    dco.get_by_label("Allowed in part").check()
    press(dco, "Close the appeal")
    dco.goto("/tribunals/?show=closed")
    walk.check(dco, "appeals closed")
    with walk.arranging():
        assert Appeal.objects.closed().count() == 1


def copy_to_the_secretary_of_state(walk: Walk, response: Regulation6Response) -> None:
    coordinator = walk.sign_in("coordinator")
    coordinator.goto(response.get_absolute_url())
    walk.check(coordinator, "response for the local authority")
    coordinator.get_by_role("button", name="Record the copy to the Secretary of State").click()
    press(coordinator, "Record the copy to the Secretary of State")
    expect(coordinator.get_by_text("Done in time").first).to_be_visible()
    assert walk.status_of(coordinator, response.appeal.get_absolute_url()) == 404
