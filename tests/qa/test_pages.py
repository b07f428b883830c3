"""The queue, the desk, the feedback and the comparison, as their people see them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.scope import Scope, opened
from core.today import pretend
from ehcp.models import Plan
from people.models import AccessLog, Document
from qa.models import Comparison, Episode, FormWording, SectionGAgreement
from send_portal.demo.cast import Cast
from tests.papers import pdf_bytes, sent
from tests.qa.story import (
    APPROVED,
    DRAFT,
    ISSUED,
    RETURNED,
    SUBMITTED,
    agreed,
    assessing,
    issued,
    logged_review,
    submitted,
    taken,
    with_advice_outstanding,
    write_all,
)


def get(client: Client, user: Any, address: str) -> Any:
    client.force_login(user)
    return client.get(address)


def desk(episode: Episode) -> str:
    return f"/qa/episodes/{episode.pk}/save-wording/"


def typed(episode: Episode, **facts: Any) -> dict[str, Any]:
    """What the desk's form sends."""
    return {"revision": episode.revision, "section": "C", "approved": DRAFT["C"], "comments": ""} | facts


def test_the_queue_is_oldest_due_first_and_says_who_has_what(client: Client, cast: Cast) -> None:
    taken(cast, family_name="Taken")
    submitted(cast, family_name="Free")
    logged_review(cast, family_name="Review")
    page = get(client, cast["dco_2"], "/qa/").content.decode()
    assert "3 drafts and reviews to read" in page
    assert "Ruth Okonjo" in page
    assert page.count("Nobody yet") == 2 + 1  # two rows and the filter's answer


def test_a_draft_and_a_review_can_be_taken_where_they_are_read(client: Client, cast: Cast) -> None:
    plan, review = submitted(cast, family_name="Free"), logged_review(cast, family_name="Review")
    for record, take in ((plan, f"/qa/plans/{plan.pk}/take/"), (review, f"/qa/annual-reviews/{review.pk}/take/")):
        assert f'href="{take}"' in get(client, cast["dco"], record.get_absolute_url()).content.decode()
        assert take not in get(client, cast["coordinator"], record.get_absolute_url()).content.decode()
        client.force_login(cast["dco"])
        client.post(take)
        assert take not in client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=annual_review", ["Review"]),
        ("?kind=draft_plan&who=nobody", ["Free"]),
        ("?who=me", ["Taken"]),
        ("?local_authority={swindon}", []),
        ("?due=late&content=some", ["Taken", "Free", "Review"]),
        ("?due=week", []),
        ("?content=none", []),
    ],
)
def test_the_queue_is_filtered(client: Client, cast: Cast, query: str, found: list[str]) -> None:
    taken(cast, family_name="Taken")
    submitted(cast, family_name="Free")
    logged_review(cast, family_name="Review")
    address = f"/qa/{query.format(swindon=cast.org['swindon'].pk)}"
    page = get(client, cast["dco"], address).content.decode()
    assert [name for name in ("Taken", "Free", "Review") if f" {name}</a>" in page] == found


@pytest.mark.parametrize("address", ["/qa/", "/qa/waiting/", "/qa/changed/", "/qa/words/"])
def test_the_dcos_pages_are_the_dcos(client: Client, cast: Cast, address: str) -> None:
    assert get(client, cast["dco"], address).status_code == 200
    for who in ("coordinator", "spa", "board_member"):
        assert get(client, cast[who], address).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "other_coordinator", "swindon_coordinator", "board_member", "spa"])
def test_strangers_get_404_on_every_address_of_the_story(client: Client, cast: Cast, who: str) -> None:
    episode = agreed(cast)
    plan = issued(cast, episode.plan, G="Other.")
    open_plan = submitted(cast)
    open_one = taken(cast)
    addresses = [
        f"/qa/episodes/{episode.pk}/",
        f"/qa/episodes/{episode.pk}/feedback.pdf",
        f"/qa/episodes/{episode.pk}/feedback.docx",
        desk(open_one),
        f"/qa/episodes/{open_one.pk}/return-agreed/",
        f"/qa/plans/{open_plan.pk}/take/",
        f"/qa/comparisons/{plan.comparison.pk}/",
        f"/qa/comparisons/{plan.comparison.pk}/record-raised/",
    ]
    client.force_login(cast[who])
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_a_local_authority_cannot_quality_assure_what_it_sees(client: Client, cast: Cast) -> None:
    plan, episode = submitted(cast), taken(cast)
    client.force_login(cast["coordinator"])
    assert client.get(f"/qa/plans/{plan.pk}/take/").status_code == 403
    assert client.post(f"/qa/plans/{plan.pk}/take/").status_code == 403
    assert client.post(desk(episode), typed(episode)).status_code == 403
    assert client.get(f"/qa/episodes/{episode.pk}/return-agreed/").status_code == 403


def test_a_coordinator_sees_no_wording_before_it_is_returned(client: Client, cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    page = get(client, cast["coordinator"], f"/qa/episodes/{episode.pk}/").content.decode()
    assert "Ruth Okonjo took this on" in page
    assert "once every term" not in page
    assert client.get(f"/qa/episodes/{episode.pk}/feedback.pdf").status_code == 404


def test_a_coordinator_reads_downloads_and_each_view_is_logged(client: Client, cast: Cast) -> None:
    episode = agreed(cast)
    page = get(client, cast["coordinator"], f"/qa/episodes/{episode.pk}/").content.decode()
    assert f'id="approved-G">{APPROVED["G"]}<' in page
    pdf = client.get(f"/qa/episodes/{episode.pk}/feedback.pdf")
    assert pdf.content.startswith(b"%PDF")
    word = client.get(f"/qa/episodes/{episode.pk}/feedback.docx")
    assert word.content.startswith(b"PK")
    assert episode.child.reference.lower() in pdf["Content-Disposition"]
    assert AccessLog.objects.filter(child_id=episode.child_id, user=cast["coordinator"]).count() == 3


def test_taking_goes_to_the_desk_and_a_second_press_too(client: Client, cast: Cast) -> None:
    plan = submitted(cast)
    client.force_login(cast["dco"])
    answer = client.post(f"/qa/plans/{plan.pk}/take/")
    assert answer["Location"] == desk(plan.episodes.get())
    again = client.post(f"/qa/plans/{plan.pk}/take/")
    assert again.status_code == 422
    assert "took this on" in again.content.decode()


def test_going_to_another_section_saves_this_one(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])
    sent = typed(episode, approved="Line one.\r\nLine two.", comments="Clearer.", go="G")
    answer = client.post(desk(episode), sent)
    assert answer["Location"] == f"{desk(episode)}?section=G"
    row = episode.sections.get(section="C")
    assert (row.approved, row.comments) == ("Line one.\nLine two.", "Clearer.")
    assert DRAFT["G"] in client.get(answer["Location"]).content.decode()


def test_going_to_another_section_without_a_change_writes_no_history(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])
    client.post(desk(episode), typed(episode, go="G"))
    assert episode.history.count() == 1


def test_agreeing_too_early_says_what_is_missing_keeps_the_text_and_can_go_on(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])
    answer = client.post(desk(episode), typed(episode, approved="Changed.", go="agree"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the theme." in page
    assert "Say in the comments why Section C was changed" in page
    assert ">Changed.</textarea>" in page
    episode.refresh_from_db()
    assert f'name="revision" value="{episode.revision}"' in page


def test_each_reason_not_to_agree_leads_to_what_it_is_about(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])
    page = client.post(desk(episode), typed(episode, section="E", approved="", go="agree")).text
    client.post(desk(episode), typed(Episode.objects.get(pk=episode.pk), approved="Isla has asthma."))
    later = client.post(
        desk(episode), typed(Episode.objects.get(pk=episode.pk), section="E", approved="", go="agree")
    )
    for link in ("#id_approved", "#id_theme", "#id_section_g_agreed"):
        assert f'<a href="{link}">' in page
    assert '<a href="?section=C#section-C-comments">' in later.text
    assert 'id="section-C-comments"' in client.get(f"{desk(episode)}?section=C").text


def test_two_dcos_at_once_the_second_keeps_their_text(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    before = typed(episode, approved="Second person’s text.")
    episode.save_wording(by=cast["dco"], section="C", approved="First.", comments="Why")
    client.force_login(cast["dco_2"])
    answer = client.post(desk(episode), before)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this while you were working" in page
    assert "Ruth Okonjo" in page
    assert "Second person’s text." in page
    assert episode.sections.get(section="C").approved == "First."


def test_one_press_for_no_health_needs_goes_to_the_last_look(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])
    answer = client.post(desk(episode), typed(episode, comments="My own words.", go="standard-3"))
    assert answer["Location"] == f"/qa/episodes/{episode.pk}/return-agreed/"
    page = client.get(answer["Location"]).content.decode()
    assert "has a diagnosis of autism. No health needs identified." in page.replace("\n", " ") or "autism" in page
    assert episode.sections.get(section="C").comments == "My own words."
    episode.refresh_from_db()
    done = client.post(answer["Location"], {"revision": episode.revision})
    assert done["Location"] == f"/qa/episodes/{episode.pk}/"
    episode.refresh_from_db()
    assert episode.is_agreed


def test_the_desk_of_a_returned_form_goes_to_the_form(client: Client, cast: Cast) -> None:
    episode = agreed(cast)
    assert get(client, cast["dco"], desk(episode))["Location"] == f"/qa/episodes/{episode.pk}/"


def test_the_desk_shows_advice_with_numbered_lines_and_what_is_outstanding(client: Client, cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    assert "Not arrived yet" in get(client, cast["dco"], desk(episode)).content.decode()
    request.refresh_from_db()
    request.return_advice(by=cast["spa"], advice_text="First line.\n\nSecond line.", on=date(2026, 3, 12))
    page = get(client, cast["dco"], desk(episode)).content.decode()
    assert page.count('class="qa-advice-line__text"') == 2
    assert "Not arrived yet" not in page


def test_the_documents_that_came_with_a_draft_stand_beside_the_advice_with_their_scan(
    client: Client, cast: Cast
) -> None:
    assessment, by = assessing(cast), cast["coordinator"]
    facts = {"owner": cast.org["wiltshire"], "kind": "advice", "title": "Letter from the clinic"}
    paper = Document.add(by=by, child=assessment.child, file=sent(pdf_bytes(assessment.child.name)), **facts)
    with pretend(SUBMITTED):
        plan = Plan.submit(by=by, assessment=assessment, sections=DRAFT, papers=[(paper, None)], on=SUBMITTED)
    page = get(client, cast["dco"], desk(taken(cast, plan))).text
    assert f'<a href="{paper.download_url}">Letter from the clinic</a>' in page
    assert "Not scanned for viruses." in page


def test_text_that_looks_like_markup_stays_text(client: Client, cast: Cast) -> None:
    episode = taken(cast, submitted(cast, sections=DRAFT | {"C": "<script>alert(1)</script> & more"}))
    episode.save_wording(by=cast["dco"], section="C", approved="<b>bold</b>", comments="x")
    page = get(client, cast["dco"], f"{desk(episode)}?section=C").content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page


def test_an_issued_plan_that_health_never_saw_is_recorded_on_its_page(client: Client, cast: Cast) -> None:
    assessment = assessing(cast)
    client.force_login(cast["coordinator"])
    address = f"/ehcp/assessments/{assessment.pk}/issued-plan/"
    assert address in client.get(assessment.get_absolute_url()).content.decode()
    sent = {"section_C": "Epilepsy.", "section_G": "A nurse.", "on": "2026-04-20", "not_asked_because": "no_advice"}
    assert client.post(address, sent).status_code == 302
    page = get(client, cast["dco"], "/qa/issued/?outcome=not_asked").content.decode()
    assert "Health advice was not available" in page


def test_what_was_changed_is_listed_by_authority_and_state_with_its_redline(client: Client, cast: Cast) -> None:
    issued(cast, agreed(cast).plan, G="Other.")
    client.force_login(cast["dco"])
    assert "<ins>" in client.get("/qa/changed/?state=to_raise").content.decode()
    for query in ("state=closed", f"local_authority={cast.org['swindon'].pk}"):
        assert "<ins>" not in client.get(f"/qa/changed/?{query}").content.decode()


def test_the_last_look_lists_what_is_still_open_with_links_back(client: Client, cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    words = {"section": "G", "approved": "XXXX visits as required.", "comments": "Why"}
    episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=False, **words)
    page = get(client, cast["dco"], f"/qa/episodes/{episode.pk}/return-agreed/").content.decode()
    assert f'href="{desk(episode)}?section=G#finding-1"' in page


def test_section_g_is_decided_in_part_on_its_own_page(client: Client, cast: Cast) -> None:
    episode = write_all(cast, taken(cast), section_g_agreed=False)
    address = f"/qa/episodes/{episode.pk}/section-g/"
    client.force_login(cast["dco"])
    sent = {"decision": "agreed", "outside": "on", "outside_core": "A night carer.", "funding": "awaited"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "choose agreed in part" in refused.content.decode()
    done = client.post(address, sent | {"decision": "in_part", "reason": "The night carer waits for funding."})
    assert done["Location"] == f"{desk(episode)}?section=G"
    episode.refresh_from_db()
    assert episode.still_missing == []
    assert "Agreed in part by" in client.get(address).content.decode()


def test_what_was_agreed_in_part_says_so_with_its_form_on_the_plan_and_beside_what_was_issued(
    client: Client, cast: Cast
) -> None:
    episode = write_all(cast, taken(cast), section_g_agreed=False)
    SectionGAgreement.decide(by=cast["dco"], episode=episode, decision="in_part", reason="The carer waits.")
    with pretend(RETURNED):
        Episode.objects.get(pk=episode.pk).return_agreed(by=cast["dco"], on=RETURNED)
    form = f'href="{episode.get_absolute_url()}"'
    page = get(client, cast["coordinator"], episode.plan.get_absolute_url()).content.decode()
    assert "Section G agreed in part" in page
    assert form in page
    assert "if a plan is issued" in page
    plan = issued(cast, Plan.objects.get(pk=episode.plan_id))
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "if a plan is issued" not in page
    assert "to the plan that was issued" in page
    page = client.get(plan.comparison.get_absolute_url()).content.decode()
    assert "Health provision agreed in part" in page
    assert form in page


def test_whoever_issues_a_plan_in_other_words_is_told_on_the_page_that_follows(client: Client, cast: Cast) -> None:
    plan = agreed(cast).plan
    client.force_login(cast["coordinator"])
    sent = {"section_C": "Other needs.", "section_G": APPROVED["G"], "reason": "The family asked."}
    address = f"/ehcp/plans/{plan.pk}/issue/?next=/"
    with pretend(ISSUED):
        page = client.post(address, sent | {"on": ISSUED.isoformat(), "revision": plan.revision}, follow=True)
    text = page.content.decode()
    assert page.request["PATH_INFO"] == plan.get_absolute_url(), "not the list that it was opened from"
    assert "The approved wording of the health needs was not used." in text
    assert f'href="{Plan.objects.get().comparison.get_absolute_url()}">See what differs' in text


def test_an_icb_changes_its_own_words_only(client: Client, cast: Cast) -> None:
    client.force_login(cast["stranger"])
    client.post("/qa/words/", {"opening": "Northmoor says {name}.", "footer": "Ask {mailbox}."})
    with opened(Scope.of(o.pk for o in cast.org.values())):
        assert FormWording.objects.get().icb == cast.org["other_icb"]


def test_another_boards_transaction_finds_nothing(cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan)
    with opened(Scope.of([cast.org["other_icb"].pk])):
        assert not Episode.objects.exists()
        assert not Comparison.objects.filter(plan=plan.pk).exists()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", ["/qa/", "/qa/waiting/", "/qa/returned/", "/qa/issued/", "/qa/changed/"])
def test_lists_make_the_same_number_of_queries_for_two_rows_and_for_six(
    client: Client, cast: Cast, address: str
) -> None:
    def three_of_everything(n: int) -> None:
        for _ in range(n):
            submitted(cast)
            taken(cast)
            logged_review(cast)
            issued(cast, agreed(cast).plan, G="Other.")
            waiting = taken(cast, with_advice_outstanding(cast)[0])
            waiting.wait_for_advice(by=cast["dco"])

    client.force_login(cast["dco"])
    three_of_everything(2)
    client.get(address)
    few = queries(client, address)
    three_of_everything(2)
    assert queries(client, address) == few
