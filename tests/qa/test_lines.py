"""Which lines the text of Section G holds, and how a DCO puts them right."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from clocks.models import Clock
from core.today import pretend
from core.workflow import Refused
from ehcp.models import AnnualReview, Plan, ProvisionLine
from qa.lines import proposed
from qa.models import Episode
from qa.section_g_forms import named_in
from send_portal.demo.cast import Cast
from tests.qa.story import APPROVED, DRAFT, ISSUED, RETURNED, agreed, issued, logged_review, taken, write_all

TWO = (
    "A community children’s nurse reviews Isla’s Individual Health Care Plan with the school once every term. "
    "Dr. Marsh, her paediatrician, prescribes her medicine and reviews it every six months."
)
BULLETS = """The epilepsy nurse will:
• train the school’s staff every year;
• be told of each seizure.

A dietitian weighs Isla every month."""


def texts(of: str) -> list[str]:
    return [line.text for line in proposed(of)]


def test_each_sentence_is_a_line_with_who_what_how_often_and_its_care_plan() -> None:
    nurse, doctor = proposed(TWO)
    assert (nurse.support, nurse.care_plan) == ("review", "individual")
    assert (nurse.provider_words, nurse.quantity) == ("community children’s nurse", "once every term")
    assert doctor.text.startswith("Dr. Marsh, her paediatrician")
    assert (doctor.provider_words, doctor.support) == ("Dr. Marsh", "medicines")
    assert doctor.quantity == "every six months"


def test_a_consultant_is_named_with_what_of() -> None:
    (line,) = proposed("A consultant community paediatrician will review the medicine every year.")
    assert line.provider_words == "consultant community paediatrician"


def test_the_provider_that_a_line_names_is_the_one_to_ask() -> None:
    north, south = (SimpleNamespace(name=f"{name} Community Trust", short_name=name) for name in ("North", "South"))
    assert named_in("A nurse from South Community Trust reviews it.", [north, south]) is south
    assert named_in("A nurse reviews it.", [north, south]) is None


def test_each_bullet_is_a_line_with_the_words_that_lead_it() -> None:
    assert texts(BULLETS) == [
        "The epilepsy nurse will: train the school’s staff every year;",
        "The epilepsy nurse will: be told of each seizure.",
        "A dietitian weighs Isla every month.",
    ]


WRAPPED = """The children’s continence nurse, Mrs. Bell, reviews Isla’s toilet plan with the school
every six months. The practice nurse
reviews her inhaler once a year.
The community nurse will:
  1. train the staff who look after Isla at school and on trips, e.g. to the
     swimming pool, every September;
  2) write her Individual Health Care Plan."""


def test_a_line_that_only_wraps_ends_no_provision() -> None:
    nurse = "The community nurse will:"
    assert texts(WRAPPED) == [
        "The children’s continence nurse, Mrs. Bell, reviews Isla’s toilet plan with the school every six months.",
        "The practice nurse reviews her inhaler once a year.",
        f"{nurse} train the staff who look after Isla at school and on trips, e.g. to the swimming pool, every "
        "September;",
        f"{nurse} write her Individual Health Care Plan.",
    ]


@pytest.mark.parametrize(
    "text", ["", "No health provision required.", "None.", "N/A", "There is no health provision identified."]
)
def test_where_there_is_no_provision_there_is_no_line(text: str) -> None:
    assert texts(text) == []


def agreed_lines(cast: Cast) -> Episode:
    episode = write_all(cast, taken(cast), section_g_agreed=False)
    episode.save_wording(
        by=cast["dco"], section="G", approved=TWO, comments="Who and how often.", theme=8, section_g_agreed=False
    )
    episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=True)
    with pretend(RETURNED):
        episode.return_agreed(by=cast["dco"], on=RETURNED)
    return episode


def test_agreeing_draws_up_the_lines_and_the_dco_confirms_them_on_one_page(cast: Cast, client: Client) -> None:
    episode = agreed_lines(cast)
    client.force_login(cast["dco"])
    address = f"/qa/section-g-agreements/{episode.agreement_id}/confirm-lines/"
    assert TWO in client.get(address).content.decode().replace("&#39;", "'")
    line = {"support": "review", "provider_words": "", "quantity": "", "care_plan": "", "care_plan_which": ""}
    sent = {f"line_{place}_{name}": value for place in range(4) for name, value in line.items()}
    sent |= {"line_0_text": "A nurse reviews the care plan.", "line_0_quantity": "Every term"}
    sent |= {"line_1_text": "Not provision", "line_1_leave_out": "on", "line_2_text": "A dietitian weighs Isla."}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    kept = episode.plan.provision_lines.in_force()
    assert [(each.text, each.quantity) for each in kept] == [
        ("A nurse reviews the care plan.", "Every term"),
        ("A dietitian weighs Isla.", ""),
    ]
    episode.agreement.refresh_from_db()
    assert episode.agreement.lines_confirmed_by == cast["dco"]
    assert episode.agreement.wording == TWO, "the text stays what counts"


def test_after_agreeing_a_dco_is_led_to_the_lines(cast: Cast, client: Client) -> None:
    episode = write_all(cast, taken(cast))
    client.force_login(cast["dco"])
    answer = client.post(f"/qa/episodes/{episode.pk}/return-agreed/", {"revision": episode.revision})
    assert answer["Location"] == f"/qa/section-g-agreements/{episode.agreement_id}/confirm-lines/"


def test_every_line_is_asked_about_when_the_plan_is_issued_confirmed_or_not(cast: Cast) -> None:
    plan = agreed_lines(cast).plan
    issued(cast, plan, G=TWO)
    lines = plan.provision_lines.all()
    assert [(line.status, line.issued_on) for line in lines] == [("asked", ISSUED)] * 2
    assert len({line.start_clock_id for line in lines}) == 2


def test_a_new_draft_replaces_lines_that_nobody_was_asked_about(cast: Cast) -> None:
    plan = agreed_lines(cast).plan
    with pretend(ISSUED):
        plan = Plan.objects.get(pk=plan.pk)
        plan.resubmit(by=cast["coordinator"], sections=DRAFT | {"G": "A nurse visits weekly."}, on=ISSUED)
        plan.issue(by=cast["coordinator"], sections=DRAFT, on=ISSUED, reason="The family asked.")
    assert {line.status for line in plan.provision_lines.all()} == {"replaced"}
    assert not Clock.objects.filter(child=plan.child, rule="section_g_started").exists()


def test_lines_keep_their_days_when_an_amended_plan_brings_new_ones(cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan)
    (old,) = plan.provision_lines.all()
    with pretend(ISSUED):
        old.confirm_started(by=cast["dco"], on=ISSUED)
        review = AnnualReview.objects.get(plan=plan)
        texts = {f"section_{letter.lower()}": APPROVED[letter] for letter in "ECG"}
        review = AnnualReview.log(by=cast["dco"], child=plan.child, asked_on=ISSUED, has_health_needs=True, **texts)
        episode = Episode.take_review(by=cast["dco"], annual_review=review)
        episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=True)
        episode.return_agreed(by=cast["dco"])
        review = AnnualReview.objects.get(pk=review.pk)
        by = cast["coordinator"]
        review.set_meeting(by=by, meeting_on=ISSUED)
        review.record_invitations(by=by, on=ISSUED, health_invited=True)
        review.record_held(by=by, on=ISSUED, health_attended=True)
        review.decide_to_amend(by=by, on=ISSUED)
        (new,) = review.provision_lines.all()
        assert new.status == "agreed", "nobody is asked before the amended plan is sent"
        review.record_amended_plan(by=by, on=ISSUED)
    new = ProvisionLine.objects.get(pk=new.pk)
    assert (new.status, new.issued_on) == ("asked", ISSUED)
    old = ProvisionLine.objects.get(pk=old.pk)
    assert (old.status, old.started_on, old.start_clock.met_on) == ("started", ISSUED, ISSUED)


def test_a_review_that_is_not_amended_asks_nothing(cast: Cast) -> None:
    review = logged_review(cast)
    with pretend(RETURNED):
        episode = Episode.take_review(by=cast["dco"], annual_review=review)
        write_all(cast, episode)
        episode.return_agreed(by=cast["dco"])
    assert {line.status for line in review.provision_lines.all()} == {"agreed"}


def test_lines_are_confirmed_only_once_section_g_is_agreed_and_returned(cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    with pytest.raises(Refused, match="once the wording is agreed and returned"):
        episode.agreement.confirm_lines(by=cast["dco"], entries=[])


def test_at_least_one_line_keeps_its_words(cast: Cast) -> None:
    episode = agreed_lines(cast)
    line = episode.plan.provision_lines.first()
    with pytest.raises(ValidationError):
        line.correct(by=cast["dco"], text="")
