"""A Health Adviser accepts a request, logs the work, writes the advice; a DCO approves it; it goes out in time."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core.today import pretend, today
from ehcp.models import AdviceRequest, AssessmentRequest
from has_team.models import Referral
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import with_service
from tests.journeys.conftest import PHONE, Walk

pytestmark = pytest.mark.journey
DAY = timedelta(days=1)


def passed_to_advisers(cast: Cast, name: str) -> AdviceRequest:
    """Asked ten days ago; a week later the single point of access found that nobody knows the child."""
    child = make_child(cast, on=today() - 40 * DAY, family_name=name)
    coordinator = cast["coordinator"]
    assessment = AssessmentRequest.register(by=coordinator, child=child, received_on=today() - 40 * DAY, source="1")
    assessment.decide_to_assess(by=coordinator, on=today() - 12 * DAY)
    request = AdviceRequest.ask(
        by=coordinator,
        assessment=assessment,
        paragraph="c",
        asked_of=cast.team["paediatrics"],
        sent_on=today() - 10 * DAY,
    )
    request.give_answer(by=cast["spa"], answer="not_known", on=today() - 3 * DAY)
    return request


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page: Page, legend: str, day: object) -> None:
    group = page.get_by_role("group", name=legend)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box).fill(str(value))


def test_advice_goes_from_the_inbox_to_the_local_authority(walk: Walk) -> None:
    with walk.arranging() as cast:
        request = passed_to_advisers(cast, "Tidewell")
        child = request.child.name

    adviser = walk.sign_in("adviser")
    adviser.goto("/health-advisers/")
    expect(adviser.get_by_role("heading", level=1)).to_contain_text("1 request to accept")
    walk.check(adviser, "has inbox")
    adviser.get_by_role("link", name=f"Accept {child}").click()
    walk.check(adviser, "has accept")
    press(adviser, "Accept")
    expect(adviser.get_by_role("alert")).to_be_visible()  # the day of the check is missing, nothing was lost
    fill_day(adviser, "When did you check that this board is responsible for the child?", today())
    press(adviser, "Accept")
    expect(adviser.get_by_role("heading", level=1)).to_contain_text(child)
    walk.check(adviser, "has referral new")

    adviser.get_by_role("link", name="Contact the family").click()
    press(adviser, "Log contact")
    adviser.get_by_role("link", name="Book the appointment").click()
    adviser.get_by_label("Telephone").check()
    fill_day(adviser, "Day of the appointment", today())
    walk.check(adviser, "has appointment")
    press(adviser, "Book the appointment")
    for step in ("Review the electronic records", "Assess with the child and family"):
        adviser.get_by_role("link", name=step).click()
        expect(adviser.get_by_label(step)).to_be_checked()
        press(adviser, "Log this step")

    adviser.get_by_role("link", name="Add an onward referral").click()
    adviser.get_by_label("To which service?").fill("Sleep clinic")
    adviser.get_by_label("The GP").check()
    press(adviser, "Add")
    adviser.get_by_role("button", name="Write the advice").click()
    walk.check(adviser, "has write")
    adviser.get_by_label("Health needs").fill("Absence seizures several times a week.")
    adviser.get_by_label("How the needs affect access to education").fill("Parts of lessons are missed.")
    adviser.get_by_label("Health provision: type of support").fill("Review of medication every six months.")
    adviser.get_by_label("Health provision: who provides it").fill("Community paediatrics.")
    adviser.get_by_label("The views of the child").fill("Wants to go swimming with the class.")
    press(adviser, "Save")
    walk.check(adviser, "has referral written")
    press(adviser, "Send to the DCO")
    press(adviser, "Send to the DCO")

    with walk.arranging():
        referral = Referral.objects.select_related("child").get(advice_request=request)
    approve_as_dco(walk, referral)
    send_as_adviser(walk, adviser, referral)
    is_returned_for_quality(walk, adviser, referral)
    nobody_else_gets_in(walk, referral)


def approve_as_dco(walk: Walk, referral: Referral) -> None:
    dco = walk.sign_in("dco")
    dco.goto("/health-advisers/referrals/with-dco/")
    walk.check(dco, "has with dco")
    dco.get_by_role("link", name=referral.child.name, exact=True).click()
    dco.get_by_role("button", name="Fill in the level-one checklist").click()
    walk.arrive(dco, "Level-one checklist")
    for answer in dco.get_by_label("Yes", exact=True).all():
        answer.check()
    walk.check(dco, "has checklist")
    press(dco, "Save the checklist")
    walk.check(dco, "has approve")
    press(dco, "Approve the advice")
    expect(dco.get_by_text("Approved, not yet sent").first).to_be_visible()
    with walk.arranging() as cast, pretend(today().replace(day=1) - DAY):
        advice = with_service(cast)
        advice.return_advice(by=cast["spa"], advice_text="Needs therapy.")
    dco.goto("/qa/advice/")
    expect(dco.get_by_text("Read these: 1 of 1 that providers sent")).to_be_visible()
    walk.check(dco, "advice drawn")


def send_as_adviser(walk: Walk, adviser: Page, referral: Referral) -> None:
    adviser.goto(referral.get_absolute_url())
    adviser.get_by_role("button", name="Share with the family").click()
    press(adviser, "Record this")
    adviser.get_by_role("button", name="Send to the local authority").click()
    press(adviser, "Send advice")
    expect(adviser.get_by_text("in time.").first).to_be_visible()
    walk.check(adviser, "has referral sent")
    assert walk.status_of(adviser, f"{referral.get_absolute_url()}advice.pdf") == 200
    with walk.arranging():
        request = AdviceRequest.objects.get(pk=referral.advice_request_id)
        assert request.advice_clock.met_on == today()
        assert request.document is not None


def nobody_else_gets_in(walk: Walk, referral: Referral) -> None:
    for person in ("swindon_coordinator", "stranger", "board_member"):
        assert walk.status_of(walk.sign_in(person), referral.get_absolute_url()) == 404


def is_returned_for_quality(walk: Walk, adviser: Page, referral: Referral) -> None:
    """The local authority says what it lacks: it is the adviser's to write anew, in the same six weeks."""
    coordinator = walk.sign_in("coordinator")
    coordinator.goto(f"/ehcp/advice-requests/{referral.advice_request_id}/")
    coordinator.get_by_role("button", name="Return for quality").click()
    coordinator.get_by_label("What is lacking?").fill("What it means for reading.")
    walk.check(coordinator, "has return for quality")
    press(coordinator, "Return the advice")
    expect(coordinator.get_by_text("What it means for reading.").first).to_be_visible()
    walk.check(coordinator, "has advice returned")
    adviser.goto(referral.get_absolute_url())
    expect(adviser.get_by_text("Returned for quality after it was sent")).to_be_visible()
    expect(adviser.get_by_role("button", name="Write the advice")).to_be_visible()
    walk.check(adviser, "has referral returned")
    adviser.set_viewport_size(PHONE)
    walk.check(adviser, "has referral returned phone")


def test_the_team_gives_out_work_and_what_is_not_for_it_stays_in_sight(walk: Walk) -> None:
    with walk.arranging() as cast:
        mine = passed_to_advisers(cast, "Farsley")
        other = passed_to_advisers(cast, "Stonehouse")
        Referral.accept(
            by=cast["adviser"],
            advice_request=mine,
            criterion="not_known",
            responsibility_checked_on=today(),
            on=today(),
        )
    adviser = walk.sign_in("adviser", phone=True)
    adviser.goto("/health-advisers/referrals/in-progress/")
    walk.check(adviser, "has in progress")
    adviser.get_by_role("link", name=f"Give to an adviser : {mine.child.name}").click()
    adviser.get_by_label("Who will write the advice?").select_option("Farida Nasser")
    press(adviser, "Give to this adviser")
    expect(adviser.get_by_text("Farida Nasser").first).to_be_visible()
    adviser.goto("/health-advisers/week/")
    walk.check(adviser, "has week")

    adviser.goto("/health-advisers/")
    walk.check(adviser, "has inbox phone")
    adviser.get_by_role("link", name=f"Does not meet the criteria {other.child.name}").click()
    adviser.get_by_label("Why does the child not meet").fill("Community paediatrics saw her in March.")
    walk.check(adviser, "has decline")
    press(adviser, "Pass to the DCO")
    walk.check(adviser, "has referral declined")

    dco = walk.sign_in("dco")
    dco.goto("/health-advisers/week/")
    walk.check(dco, "has week wide")
    dco.goto("/health-advisers/referrals/exceptions/")
    expect(dco.get_by_text("Community paediatrics saw her in March.")).to_be_visible()
    walk.check(dco, "has exceptions")
    dco.get_by_role("link", name=other.child.name, exact=True).click()
    dco.get_by_role("button", name="Give to a service that knows the child").click()
    dco.get_by_label("Which service knows the child?").select_option(label="Larkmead: Community paediatrics")
    walk.check(dco, "has give back")
    press(dco, "Give to this service")
    with walk.arranging():
        request = AdviceRequest.objects.get(pk=other.pk)
        assert (request.status, request.advice_clock.is_running) == ("with_service", True)
