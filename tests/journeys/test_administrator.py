"""Her board's administrator: a newcomer gets an account and comes in; a leaver's role ends; a team is added."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.models import Message
from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest
from send_portal.demo.factories import make_child
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey
PASSWORD = "a long enough pass phrase"


def choose_place(page: Page, place: str) -> None:
    expect(page.get_by_role("heading", name="Where will they work?")).to_be_visible()
    page.get_by_role("link", name=place).click()


def test_a_newcomer_is_invited_and_comes_in_by_the_letters_link(walk: Walk, check: Callable[..., None]) -> None:
    # Given the administrator's list of people
    email = "ada.finch@portal.example"
    page = walk.sign_in("administrator")
    page.goto("/administration/people/")
    check(page, "people")
    # When she invites a coordinator for Wiltshire
    page.get_by_role("button", name="Invite a person").click()
    check(page, "where will they work")
    choose_place(page, "Wiltshire Council")
    check(page, "invite")
    page.get_by_role("button", name="Send the invitation").click()
    check(page, "invite with mistakes")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Full name").fill("Ada Finch")
    page.get_by_label("EHCP coordinator").check()
    page.get_by_label("Team").select_option("Wiltshire SEND team")
    page.get_by_role("button", name="Send the invitation").click()
    # Then the person is there, waiting for a password
    expect(page.get_by_role("heading", name="Ada Finch")).to_be_visible()
    expect(page.get_by_text("Invited, has not set a password")).to_be_visible()
    check(page, "person")
    # And the letter's link lets them set it
    link = re.search(r"http\S+/password/reset/key/\S+", Message.objects.get(to=email).body)[0]
    theirs = walk.stranger()
    theirs.goto(link)
    theirs.locator("[name=password1]").fill(PASSWORD)
    theirs.locator("[name=password2]").fill(PASSWORD)
    theirs.get_by_role("button", name="Change password").click()
    expect(theirs.get_by_role("heading", name="Your password is changed")).to_be_visible()
    theirs.goto("/account/login/")
    theirs.get_by_label("Email").fill(email)
    theirs.get_by_role("textbox", name="Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Sign in").click()
    expect(theirs).to_have_url(re.compile("/account/codes/activate/"))


def test_a_leavers_role_ends_on_a_day(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("administrator")
    leaver = "Kit Marlow"
    page.goto("/administration/people/")
    page.get_by_label("Name, email or job title").fill(leaver.split()[1])
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=leaver).click()
    page.get_by_role("link", name=re.compile("^End EHCP coordinator")).click()
    expect(page.get_by_text(f"Nothing is in {leaver}’s name here.")).to_be_visible()
    check(page, "end a role")
    day = today()
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(box, exact=True).fill(str(value))
    page.get_by_role("button", name="End this role").click()
    expect(page.get_by_role("link", name=re.compile("^Change the last day"))).to_be_visible()
    check(page, "person whose role ends")


def test_an_organisation_shows_its_teams_and_gets_one_more(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("administrator")
    page.goto("/administration/organisations/")
    check(page, "organisations")
    page.get_by_role("link", name="Larkmead Community Health Trust").click()
    check(page, "organisation")
    page.get_by_role("button", name="Add a team").click()
    name = "Physiotherapy"
    page.get_by_label("Name").fill(name)
    page.get_by_label("Service").check()
    check(page, "add a team")
    page.get_by_role("button", name="Add this team").click()
    expect(page.get_by_role("rowheader", name=name)).to_be_visible()


def test_the_board_has_areas_and_its_own_standards(walk: Walk, check: Callable[..., None]) -> None:
    page = walk.sign_in("administrator")
    page.goto("/administration/organisations/")
    page.get_by_role("link", name="Bath and North East Somerset, Swindon and Wiltshire ICB").click()
    check(page, "board")
    page.get_by_role("link", name=re.compile("^How long this board")).click()
    check(page, "local standards")
    page.get_by_role("link", name="Change Quality assurance of health wording").click()
    page.get_by_label("Length").fill("15")
    check(page, "set a length")
    page.get_by_role("button", name="Save this length").click()
    expect(page.get_by_text("15 working days")).to_be_visible()


def test_a_letter_that_did_not_arrive_is_her_task_and_known_to_whose_work_it_is(
    walk: Walk, check: Callable[..., None]
) -> None:
    # Given a request for advice whose letter the provider's mailbox refused
    with walk.arranging() as cast:
        assessment = AssessmentRequest.register(
            by=cast["coordinator"], child=make_child(cast), received_on=today(), source="1"
        )
        assessment.decide_to_assess(by=cast["coordinator"], on=today())
        request = AdviceRequest.ask(
            by=cast["coordinator"], assessment=assessment, paragraph="f", asked_of=cast.team["slt"], sent_on=today()
        )
    refused = {"status": "failed", "last_error": "The address does not exist. (Notify: permanent-failure)"}
    assert Message.objects.filter(child_id=request.child_id).update(attempts=1, **refused) == 1
    # Then the coordinator sees it on her worklist, and on the child's page
    coordinator = walk.sign_in("coordinator")
    coordinator.goto("/")
    expect(coordinator.get_by_role("heading", name=re.compile("may not have arrived"))).to_be_visible()
    check(coordinator, "worklist with a letter that did not arrive")
    coordinator.get_by_role("link", name=re.compile(request.child.reference)).first.click()
    expect(coordinator.get_by_role("heading", name=re.compile("may not have arrived"))).to_be_visible()
    check(coordinator, "case with a letter that did not arrive")
    # And the administrator's header counts it
    page = walk.sign_in("administrator")
    page.goto("/")
    expect(page.get_by_role("heading", name="1 letter not delivered")).to_be_visible()
    check(page, "letters not delivered")
    # When she gives it up
    page.get_by_role("button", name="Give up").click()
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("Every letter was delivered")).to_be_visible()
    # Then nobody is told any more
    coordinator.reload()
    expect(coordinator.get_by_role("heading", name=re.compile("may not have arrived"))).to_have_count(0)
