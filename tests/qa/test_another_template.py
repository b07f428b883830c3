"""A plan of a template that is still to come, whose letters mean something else: only its set of sections is new."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from core.today import pretend
from ehcp.models import AnnualReview, Plan, SectionSet
from qa.accounting import accounting_of
from qa.feedback import feedback_of, feedback_pdf
from qa.models import AccountedLine, Comparison, Episode
from qa.queue import waiting_clocks
from qa.word import feedback_word
from send_portal.demo.cast import Cast
from tests.qa.story import ASKED, ISSUED, RETURNED, SUBMITTED, TAKEN, submitted, with_advice_outstanding
from tests.qa.test_feedback import text_of

SECTIONS: list[tuple[str, str, str, int | None]] = [
    ("G", "Goals", "E", 2),
    ("N", "Health and wellbeing", "C", 1),
    ("C", "Care at home", "D", None),
    ("T", "Teaching", "F", None),
    ("M1", "Care by the NHS", "G", 3),
]
DRAFT = {
    "G": "Isla will know what to do when she feels a seizure coming.",
    "N": "Isla has epilepsy.",
    "C": "Her grandmother helps.",
    "T": "Daily practice of short instructions with a teaching assistant.",
    "M1": "Access to epilepsy services as required.",
}
APPROVED = DRAFT | {
    "N": "Isla has epilepsy. Seizures make her tired, so she misses learning for up to an hour.",
    "M1": "A community children’s nurse reviews Isla’s epilepsy care plan with the school once every term.",
}
ADVICE = f"Isla has epilepsy.\n{APPROVED['M1']}"


@pytest.fixture
def episode(cast: Cast) -> Episode:
    """A draft by that template, taken by a DCO; the health advice for it has arrived."""
    starts, facts = date(2026, 3, 1), ("letter", "title", "stands_for", "health_place")
    with pretend(ASKED):
        rows = [dict(zip(facts, row, strict=True)) for row in SECTIONS]
        SectionSet.add(by=cast["administrator"], name="Another template", in_force_from=starts, sections=rows)
    plan, request = with_advice_outstanding(cast, sections=DRAFT, given_name="Isla", pronouns="she")
    with pretend(SUBMITTED):
        request.return_advice(by=cast["spa"], advice_text=ADVICE, on=SUBMITTED)
    with pretend(TAKEN):
        return again(Episode.take(by=cast["dco"], plan=Plan.objects.get(pk=plan.pk), on=TAKEN))


def again(episode: Episode) -> Episode:
    return Episode.objects.for_page().get(pk=episode.pk)


def write(cast: Cast, episode: Episode) -> Episode:
    for letter in ("N", "G", "M1"):
        facts = {"section": letter, "approved": APPROVED[letter], "comments": "Says who and how often."}
        episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=letter == "M1", **facts)
    for part in accounting_of(again(episode)).open_parts:
        mark = {"mark": part.proposal.mark, "section": part.proposal.section}
        AccountedLine.account(by=cast["dco"], episode=again(episode), line=part.key, **mark)
    return again(episode)


def agreed(cast: Cast, episode: Episode) -> Episode:
    with pretend(RETURNED):
        write(cast, episode).return_agreed(by=cast["dco"], on=RETURNED)
    return again(episode)


def test_the_desk_has_its_sections_in_its_order_and_checks_each_for_what_it_is(
    client: Client, cast: Cast, episode: Episode
) -> None:
    client.force_login(cast["dco"])
    address = f"/qa/episodes/{episode.pk}/save-wording/"
    page = client.get(f"{address}?section=M1")
    tabs = [tab["name"] for tab in page.context_data["sections"]]
    assert tabs == ["N Health and wellbeing", "G Goals", "M1 Care by the NHS", "Other sections"]
    rules = {note.finding.rule for note in page.context_data["checked"].notes}
    assert {"vague_quantity", "no_support_type"} <= rules
    assert "Her grandmother helps." in client.get(f"{address}?section=other").text
    said = {"section": "M1", "approved": "Speech and language therapy weekly.", "comments": "x"}
    therapy = client.post(address, said | {"revision": episode.revision, "go": "agree"})
    assert "move it to section t" in therapy.text.lower()
    for words in (
        "Say in the comments why",
        "Tick that the ICB agrees Section M1.",
        "agrees Section M1 and will",
    ):
        assert (words in therapy.text) is (words != "Say in the comments why")
    assert {"Section G", "Section C", "Section E"}.isdisjoint(therapy.text.split("qa-desk")[1].split("<footer")[0])


def test_lines_of_advice_are_found_in_the_sections_where_they_belong(cast: Cast, episode: Episode) -> None:
    accounted = write(cast, episode).accounted.all()
    assert {(one.kind, one.section) for one in accounted} == {("need", "N"), ("provision", "M1")}


def test_it_is_agreed_and_the_forms_name_its_sections(cast: Cast, episode: Episode) -> None:
    returned = agreed(cast, episode)
    assert returned.agreement.wording == APPROVED["M1"]
    assert [line.text for line in returned.plan.provision_lines.all()] == [APPROVED["M1"]]
    feedback = feedback_of(returned)
    rows = [row.cells[0].text for row in Document(BytesIO(feedback_word(feedback))).tables[0].rows[1:]]
    assert rows == ["Section N: health and wellbeing", "Section G: goals", "Section M1: care by the NHS"]
    assert "Section M1 Agreed, 13 March 2026" in text_of(feedback_pdf(feedback))
    [shown] = returned.plan.shown.all()
    assert dict(shown.wording)["Health provision"] == APPROVED["M1"]


def test_the_issued_plan_is_compared_section_for_section(client: Client, cast: Cast, episode: Episode) -> None:
    client.force_login(cast["dco"])
    write(cast, episode)
    for verb, words in (
        ("return-agreed", "Agree Section M1 and return"),
        ("return-to-la", "Section M1 is not agreed."),
    ):
        assert words in client.get(f"/qa/episodes/{episode.pk}/{verb}/").text
    plan = agreed(cast, episode).plan
    assert "Section M1, line by line" in client.get(plan.get_absolute_url()).text
    client.force_login(cast["coordinator"])
    with pretend(ISSUED):
        form = client.get(f"/ehcp/plans/{plan.pk}/issue/").context_data["form"]
        assert [name for name, field in form.fields.items() if field.required and name != "on"] == [
            "section_N",
            "section_M1",
        ]
        therapy = APPROVED | {"M1": f"{APPROVED['M1']} Speech and language therapy weekly."}
        plan.issue(by=cast["coordinator"], sections=therapy, on=ISSUED, reason="The family asked.")
    found = Comparison.objects.get()
    assert (found.section_c_used, found.section_g_used, found.section_g_reason) == (True, False, "therapy_added")
    page = client.get(found.get_absolute_url()).text
    assert "Section M1: health provision" in page
    assert "Section N: health needs" in page


def test_one_press_for_no_health_needs_writes_them_where_they_belong(cast: Cast, episode: Episode) -> None:
    episode.use_standard_wording(by=cast["dco"], theme=3)
    texts = {row.section: row.approved for row in again(episode).sections.all()}
    assert (texts["N"], texts["M1"]) == (
        "Isla has a diagnosis of autism. No health needs identified.",
        "No health provision required.",
    )
    assert texts["G"] == DRAFT["G"]


def test_the_queue_sees_health_content_in_its_sections(cast: Cast, episode: Episode) -> None:
    nothing = submitted(cast, sections=DRAFT | {"N": "None.", "M1": "None.", "G": "Isla has asthma."})
    found = {content: waiting_clocks(cast["dco"], content=content).get() for content in ("some", "none")}
    assert found == {"some": episode.plan.qa_clock, "none": nothing.qa_clock}


def test_a_review_of_it_is_read_by_its_sections(client: Client, cast: Cast, episode: Episode) -> None:
    plan = agreed(cast, episode).plan
    with pretend(ISSUED):
        plan.issue(by=cast["coordinator"], sections=APPROVED, on=ISSUED, reason="The family asked.")
        client.force_login(cast["dco"])
        form: Any = client.get(f"/ehcp/children/{plan.child_id}/annual-reviews/log/").context_data["form"]
        labels = {name: form[name].label for name in ("section_e", "section_c", "section_g")}
        assert labels["section_g"] == "Section M1 as it stands"
        assert form.initial["section_g"] == APPROVED["M1"]
        facts = {name: form.initial[name] for name in labels}
        review = AnnualReview.log(
            by=cast["dco"], child=plan.child, asked_on=ISSUED, has_health_needs=True, plan=plan, **facts
        )
        taken = Episode.take_review(by=cast["dco"], annual_review=review, on=ISSUED)
    assert [(row.section, row.title) for row in taken.sections.all()][2] == ("M1", "Care by the NHS")
    assert "Section M1: Care by the NHS" in client.get(review.get_absolute_url()).text
