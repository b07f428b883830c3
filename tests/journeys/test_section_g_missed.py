"""Section G is asked about at four weeks and missed: the DCO chases it, the provider and the coordinator answer."""

import re

import pytest
from playwright.sync_api import expect

from core.today import pretend
from tests.journeys.conftest import Walk
from tests.qa.story import DRAFT, RETURNED, issued, taken, with_advice_outstanding, write_all

pytestmark = pytest.mark.journey

G = (
    "A community children’s nurse reviews Isla’s Individual Health Care Plan with the school once every term. "
    "Her paediatrician prescribes her medicine and reviews it every six months."
)


def test_section_g_asked_at_four_weeks_and_missed(walk: Walk) -> None:
    # Given a draft that is ready to be agreed, of a child whom the provider knows
    with walk.arranging() as cast:
        plan, _ = with_advice_outstanding(cast, given_name="Isla", family_name="Quillfeather")
        episode = write_all(cast, taken(cast, plan), section_g_agreed=False)
        words = {"section": "G", "approved": G, "comments": "Names who gives it and how often."}
        episode.save_wording(by=cast["dco"], theme=8, **words)
        episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=True)
        with pretend(RETURNED):
            episode.return_agreed(by=cast["dco"], on=RETURNED)

    # When its DCO confirms the lines that were read from Section G, and says who is asked about the first
    dco = walk.sign_in("dco")
    dco.goto(f"/qa/section-g-agreements/{episode.agreement_id}/confirm-lines/")
    expect(dco.get_by_role("heading", level=1)).to_have_text(re.compile("Section G, line by line"))
    first = dco.get_by_role("group", name="Line 1", exact=True)
    expect(first.get_by_label("What is given")).to_have_value(re.compile("^A community children’s nurse"))
    first.get_by_label("Asked of").select_option(index=1)
    walk.check(dco, "section g lines")
    dco.get_by_role("button", name="Confirm the lines").click()

    # and the plan was issued more than four weeks ago, and nobody has said a word
    with walk.arranging() as cast:
        issued(cast, plan, **(DRAFT | {"G": G}))

    # Then both lines are missed, and she chases one
    dco.goto("/qa/")
    dco.get_by_role("link", name="Section G (2)").click()
    expect(dco.get_by_role("heading", level=1)).to_have_text("0 funding decisions awaited")
    walk.check(dco, "qa section g lists")
    dco.get_by_role("link", name="Not started (2)").click()
    expect(dco.get_by_role("heading", level=1)).to_have_text(re.compile("2 lines of Section G not started in time"))
    walk.check(dco, "section g missed")
    dco.get_by_role("link", name=re.compile("Chase it.*A community children’s nurse")).click()
    dco.get_by_role("button", name="Send the letter").click()
    expect(dco.get_by_text(re.compile("chased"))).to_be_visible()

    # and the provider's point of access, who sees its own line alone, says why it has not started
    spa = walk.sign_in("spa", phone=True)
    spa.goto("/ehcp/section-g/")
    expect(spa.get_by_text("Her paediatrician")).to_have_count(0)
    walk.check(spa, "section g provider")
    spa.get_by_role("link", name=re.compile("It has not started")).click()
    spa.get_by_label("Why has it not started?").fill("The nurse’s post is vacant until September.")
    spa.get_by_role("button", name="Save the reason").click()

    # and the coordinator that the other one has
    coordinator = walk.sign_in("coordinator")
    coordinator.goto("/ehcp/section-g/")
    coordinator.get_by_role("link", name=re.compile("It has started.*Her paediatrician")).click()
    day = coordinator.get_by_role("group", name="When did it start?")
    for box, value in (("Day", "1"), ("Month", "9"), ("Year", "2026")):
        day.get_by_label(box).fill(value)
    coordinator.get_by_role("button", name="It has started").click()

    # and the DCO sees one missed, with its reason, and the other as started late
    dco.goto("/ehcp/section-g/")
    expect(dco.get_by_role("heading", level=1)).to_have_text(re.compile("1 line of Section G not started in time"))
    expect(dco.get_by_text("The nurse’s post is vacant until September.")).to_be_visible()
    dco.get_by_label("State").select_option(label="Started late")
    dco.get_by_role("button", name="Show").click()
    expect(dco.get_by_text("on 1 September 2026, late")).to_be_visible()
    walk.check(dco, "section g late")
    dco.goto(plan.get_absolute_url())
    expect(dco.get_by_role("heading", name="Section G, line by line")).to_be_visible()
    walk.check(dco, "plan with its lines")

    # and the board next door nothing
    stranger = walk.sign_in("stranger")
    stranger.goto("/ehcp/section-g/")
    expect(stranger.get_by_text("Quillfeather")).to_have_count(0)
