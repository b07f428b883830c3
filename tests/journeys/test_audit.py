"""A DCO scopes and draws an audit, two people mark it blind, and findings, an action and the report come of it."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.today import today
from qa.models import Audit, AuditCase
from send_portal.demo.story import Story
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey


def fill_day(page: Page, question: str, day: object) -> None:
    boxes = page.get_by_role("group", name=question, exact=True)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(box).fill(str(value))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer_all(page: Page, answer: str) -> None:
    for group in page.get_by_role("group", name=re.compile("^(Section|The whole plan)")).all():
        group.get_by_label(answer, exact=True).check()


def test_an_audit_from_its_scope_to_its_report(walk: Walk) -> None:
    # Given two issued plans of Wiltshire: one with the agreed wording, one with therapy put into Section G
    with walk.arranging() as cast:
        for faithfully in (True, False):
            story = Story(cast, today() - timedelta(days=200)).to_draft().quality_assure().decide_to_issue()
            story.issue(faithfully=faithfully)

    # When a DCO sets the scope and draws
    dco = walk.sign_in("dco_2")
    dco.goto("/qa/audits/")
    walk.check(dco, "audits empty")
    press(dco, "Begin an audit")
    dco.get_by_role("combobox", name="Local authority").select_option(label="Wiltshire")
    fill_day(dco, "From", today() - timedelta(days=199))
    fill_day(dco, "Until", today())
    dco.get_by_label("How many plans?").fill("2")
    dco.get_by_label("Which share do two people mark?").fill("100")
    walk.check(dco, "audit scope")
    press(dco, "Begin this audit")
    press(dco, "Draw the sample")
    press(dco, "Draw the sample")
    expect(dco.get_by_text("2 plans for you to mark")).to_be_visible()
    walk.check(dco, "audit drawn")

    # And marks both blind: one as used though the portal found it was not
    for number in range(2):
        press(dco, "Mark the next plan")
        walk.arrive(dco, re.compile("Mark plan"))
        expect(dco.get_by_text("own comparison")).to_have_count(0)
        dco.get_by_label("Used", exact=True).check()
        answer_all(dco, "Yes")
        dco.get_by_role("group", name="Did you see a name").get_by_label("No", exact=True).check()
        if not number:
            walk.check(dco, "audit mark")
        press(dco, "Save my marks")
        walk.arrive(dco, re.compile("Plan A"))
        if dco.get_by_text("It differs from this mark").count():
            walk.check(dco, "audit mark differs")
            press(dco, "Explain the difference")
            dco.get_by_label("Why do your mark").fill("I overlooked the last sentence of G.")
            press(dco, "Save")

    # And a Health Adviser marks the same plans
    adviser = walk.sign_in("adviser_2", phone=True)
    adviser.goto("/")
    adviser.get_by_role("link", name="2 plans to mark").click()
    walk.check(adviser, "audit of an adviser")
    for _ in range(2):
        press(adviser, "Mark the next plan")
        walk.arrive(adviser, re.compile("Mark plan"))
        therapy = adviser.get_by_text("weekly sessions").count()
        adviser.get_by_label("Not used" if therapy else "Used", exact=True).check()
        if therapy:
            adviser.get_by_label("Why does it count as not used?").select_option(label="Therapy was put in Section G")
        answer_all(adviser, "Yes")
        adviser.get_by_role("group", name="Did you see a name").get_by_label("No", exact=True).check()
        press(adviser, "Save my marks")

    # Then they talk, the marking ends, and kappa and the shares stand there
    with walk.arranging():
        differing = next(case for case in AuditCase.objects.for_list() if case.differences)
    dco.goto(differing.get_absolute_url())
    walk.check(dco, "audit two differ")
    press(dco, "Settle the difference")
    dco.get_by_label("The two markers talked").check()
    dco.get_by_label("Not used", exact=True).check()
    dco.get_by_label("Why does it count as not used?").select_option(label="Therapy was put in Section G")
    press(dco, "Save what was settled")
    dco.get_by_role("link", name="Back to the audit").click()
    press(dco, "End the marking")
    press(dco, "End the marking")
    expect(dco.get_by_text("used 1 (50%), QA not asked for 0 (0%), not used 1 (50%)").first).to_be_visible()
    expect(dco.get_by_text("1 of 2 alike. Kappa 0.00: slight.").first).to_be_visible()

    # And a finding becomes an action of the local authority
    press(dco, "Add a finding")
    dco.get_by_label("What was found?").fill("Therapy is put into Section G after it was agreed.")
    press(dco, "Add it")
    dco.get_by_role("link", name="Set an action").click()
    dco.get_by_label("What is to be done?").fill("Show coordinators what belongs in F")
    dco.get_by_label("Who owes it?").select_option(label="Wiltshire SEND team (Wiltshire)")
    fill_day(dco, "By when?", today() + timedelta(days=40))
    press(dco, "Set this action")
    walk.check(dco, "audit findings")
    dco.get_by_role("button", name="Publish", exact=True).click()
    dco.get_by_label("What does it come to?").fill("Half of the plans keep the agreed wording. Therapy goes into G.")
    press(dco, "Publish")
    walk.check(dco, "audit published")

    # And the report can be read, by the local authority too, which has the action on its worklist
    with walk.arranging():
        audit = Audit.objects.get()
    manager = walk.sign_in("la_manager")
    manager.goto("/")
    expect(manager.get_by_role("heading", name="From audits")).to_be_visible()
    walk.check(manager, "worklist from audits")
    manager.get_by_role("link", name="Show coordinators what belongs in F").click()
    walk.check(manager, "audit action")
    manager.goto(audit.get_absolute_url())
    expect(manager.get_by_role("link", name="report as PDF")).to_be_visible()
    report = manager.context.request.get(f"{walk.address}/qa/audits/{audit.pk}/report.pdf")
    assert report.body().startswith(b"%PDF")
    keep_picture(report.body())
    stranger = walk.sign_in("stranger")
    assert walk.status_of(stranger, audit.get_absolute_url()) == 404


def keep_picture(content: bytes) -> None:
    if folder := os.environ.get("JOURNEY_PICTURES"):
        Path(folder, "audit-report.pdf").write_bytes(content)
