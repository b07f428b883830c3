"""A family takes back what it agreed to: what stops, what the law lets go on, and sharing without consent."""

import pytest
from playwright.sync_api import Page, expect

from ehcp.models import AssessmentRequest
from send_portal.demo.factories import make_child
from tests.ehcp.made import assessing, days_ago, nothing_from_the_family
from tests.journeys.conftest import DESKTOP, PHONE, Walk

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def assessment(walk: Walk) -> AssessmentRequest:
    with walk.arranging() as cast:
        child = make_child(cast, on=days_ago(60), given_name="Isla", family_name="Marchbank")
        assessment = nothing_from_the_family(cast, assessing(cast, child))
        assessment.child = child
        return assessment


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def choose(page: Page, group: str, answer: str) -> None:
    page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def ask_for_speech_therapy(page: Page) -> None:
    page.get_by_label("6(1)(f)").check()
    page.get_by_label("Service to ask").select_option(label="Larkmead: Speech and language therapy")
    press(page, "Ask for this advice")


def test_consent_is_withdrawn_and_the_page_says_what_stops(walk: Walk, assessment: AssessmentRequest) -> None:
    child = assessment.child

    # Given a mother who agrees to some things and refuses one
    page = walk.sign_in("coordinator")
    page.goto(child.get_absolute_url())
    page.get_by_text("More you can do").click()
    page.get_by_role("link", name="Record consent").click()
    page.get_by_label("Somebody with parental responsibility").check()
    page.get_by_label("Their name").fill("Alex Marchbank")
    page.get_by_label("How do they have parental responsibility?").select_option(label="Mother")
    choose(page, "Sharing information for an assessment", "Agrees")
    choose(page, "Use in an inspection", "Refuses")
    page.get_by_label("Spoken", exact=True).check()
    walk.check(page, "record consent")
    press(page, "Record this")
    expect(page.get_by_text("Consent refused: inspection")).to_be_visible()
    expect(page.get_by_text("name another case")).to_be_visible()

    # When she takes the rest back
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Agreed on").click()
    walk.check(page, "consent")
    press(page, "Record a withdrawal")
    page.get_by_label("Who withdrew it?").fill("Alex Marchbank")
    walk.check(page, "withdraw consent")
    press(page, "Record the withdrawal")
    page.goto(child.get_absolute_url())

    # Then the child's page says what stops and what goes on, and the service is not asked
    expect(page.get_by_text("Consent withdrawn: assessment")).to_be_visible()
    expect(page.get_by_text("No further service is asked for advice")).to_be_visible()
    expect(page.get_by_text("is asked for all the same")).to_be_visible()
    walk.check(page, "case with consent withdrawn")
    page.set_viewport_size(DESKTOP)
    walk.check(page, "case with consent withdrawn")
    page.goto(f"/ehcp/assessments/{assessment.pk}/advice-requests/ask/")
    ask_for_speech_therapy(page)
    expect(page.get_by_role("alert")).to_contain_text("record sharing without consent first")
    walk.check(page, "advice not asked without consent")

    # When the local authority records why it must be shared, then it is
    page.goto(child.get_absolute_url())
    page.get_by_text("More you can do").click()
    page.get_by_role("link", name="Record sharing without consent").click()
    page.get_by_label("A duty in law, or an order of a court").check()
    page.get_by_label("Which law or order?").fill("SEND Regulations 2014, regulation 6(1)(f)")
    page.get_by_label("With whom?").select_option(label="Larkmead")
    page.get_by_label("What was refused for it?").select_option(label="Sharing information for an assessment")
    page.get_by_label("What was shared?").fill("The request, and the school’s report.")
    page.get_by_label("Why could it not wait").fill("Nobody else can say what help with speech is needed.")
    page.get_by_label("Whom did you discuss it with?").fill("Dr Lane, Caldicott Guardian")
    page.get_by_label("If the family was not told, why?").fill("She does not answer. We write to her today.")
    walk.check(page, "record sharing without consent")
    press(page, "Record this")
    walk.check(page, "sharing without consent")
    page.goto(f"/ehcp/assessments/{assessment.pk}/advice-requests/ask/")
    ask_for_speech_therapy(page)
    expect(page.get_by_text("The request is with the provider’s single point of access")).to_be_visible()
