"""A DCO inserts standard wording by a few keys, proposes a new version of it, and another approves that."""

import re

import pytest
from playwright.sync_api import expect

from core.today import today
from ehcp.models import AnnualReview
from qa.models import Episode
from send_portal.demo.factories import make_child
from send_portal.demo.library import add_entry
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

WORDING = "A community children’s nurse reviews {name}’s care plan every term."


def test_a_dco_inserts_standard_wording_by_keys_and_another_approves_a_new_version(walk: Walk) -> None:
    # Given two entries for Section G, and a review on a DCO's desk
    with walk.arranging() as cast:
        entry = add_entry(cast, "care-plan", "G", "Care plans", WORDING)
        add_entry(cast, "weighing", "G", "Diet", "A dietitian weighs {name} every month.")
        child = make_child(cast, given_name="Isla", pronouns="she", on=today())
        review = AnnualReview.log(by=cast["dco"], child=child, asked_on=today(), has_health_needs=True)
        episode = Episode.take_review(by=cast["dco"], annual_review=review)
    dco = walk.sign_in("dco")
    dco.goto(f"/qa/episodes/{episode.pk}/save-wording/?section=G")

    # When she types a slash and the first letters of the key in the middle of what she writes
    editor = dco.get_by_label("ICB approved wording")
    editor.fill("Before.  After.")
    editor.focus()
    for _ in range(len(" After.")):
        editor.press("ArrowLeft")
    editor.press("/")
    search = dco.get_by_role("combobox", name="Insert standard wording")
    expect(search).to_be_focused()
    dco.keyboard.type("car")
    expect(dco.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    expect(dco.get_by_role("listbox").get_by_role("option")).to_contain_text("reviews Isla’s care plan")
    walk.check(dco, "library on the desk")
    search.press("Enter")

    # Then it stands there, and she types on behind it
    inserted = "A community children’s nurse reviews Isla’s care plan every term."
    expect(editor).to_have_value(f"Before. {inserted} After.")
    expect(editor).to_be_focused()
    dco.keyboard.type(" Twice.")
    expect(editor).to_have_value(f"Before. {inserted} Twice. After.")
    editor.press("/")
    expect(editor).to_have_value(f"Before. {inserted} Twice./ After.")

    # When she proposes a new version, she cannot approve it herself
    dco.goto("/qa/library/")
    walk.check(dco, "library")
    dco.get_by_role("link", name="care-plan").click()
    dco.get_by_role("button", name="Propose a new version").click()
    expect(dco.get_by_label("Wording")).to_have_value(WORDING)
    dco.get_by_label("Wording").fill(WORDING.replace("every term", "with the school every term"))
    dco.get_by_label("What is new, and why?").fill("Says with whom.")
    walk.check(dco, "library propose")
    dco.get_by_role("button", name="Propose it").click()
    expect(dco.get_by_text("You proposed it yourself.")).to_be_visible()
    walk.check(dco, "library entry")

    # Then her colleague sees what is new, and approves it
    colleague = walk.sign_in("dco_2")
    colleague.goto("/qa/library/")
    colleague.get_by_role("link", name="1 version waits for approval").click()
    colleague.get_by_role("link", name="care-plan").click()
    colleague.get_by_role("button", name="Approve this version").click()
    expect(colleague.get_by_text("with the school").first).to_be_visible()
    walk.check(colleague, "library approve")
    colleague.get_by_role("button", name="Approve it").click()
    expect(colleague.get_by_role("heading", name=re.compile("Version 2"))).to_contain_text("In force")

    # and the next use is counted for the version that was in force then
    dco.goto("/qa/library/use/")
    expect(dco.get_by_role("row", name=re.compile("care-plan"))).to_contain_text("Not agreed yet 1")
    walk.check(dco, "library use")
    dco.goto("/qa/glossary/")
    walk.check(dco, "glossary")
    dco.get_by_text(re.compile("that nobody dismissed")).first.click()
    dco.get_by_role("link", name="Switch off “syncope”").click()
    walk.check(dco, "glossary add")
    assert walk.status_of(walk.sign_in("stranger"), f"/qa/library/{entry.pk}/") == 404
