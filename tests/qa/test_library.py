"""Is standard wording proposed by one and approved by another, inserted for this child, and counted without names?"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.test import Client

from core.today import pretend, today
from core.workflow import Refused
from ehcp.models import SectionSet
from qa.checks import Facts, Passage, check
from qa.findings import checked
from qa.library.fields import filled, unknown
from qa.library.outcome import outcome_of
from qa.models import Episode, LibraryEntry, LibraryUse, LibraryVersion
from send_portal.demo.cast import Cast
from send_portal.demo.library import ENTRIES, NEWER, fill_library
from tests.qa.story import ISSUED, RETURNED, TAKEN, issued, taken, write_all

WORDING = "A community children’s nurse reviews {name}’s care plan every term, with {them} and {their} school."
# These ask whether Sections C and G answer each other: of one paragraph alone nobody can say.
OF_THE_WHOLE_PLAN = {"need_without_provision", "provision_without_need", "medication_without_review"}
BEFORE = date(2026, 3, 1)


def section(letter: str) -> Any:
    return next(one for one in SectionSet.objects.on(today()).of_health if one.letter == letter)


def proposed(cast: Cast, key: str = "care-plan", *, letter: str = "G", by: str = "dco", **facts: Any) -> LibraryEntry:
    icb = cast.org["other_icb"] if by == "stranger" else cast.org["icb"]
    said = {"topic": "Care plans", "wording": WORDING, "why": "Says who and how often."} | facts
    return LibraryEntry.propose(by=cast[by], icb=icb, key=key, section=section(letter), **said)


def approved(cast: Cast, key: str = "care-plan", **facts: Any) -> LibraryEntry:
    with pretend(BEFORE):
        entry = proposed(cast, key, **facts)
        entry.versions.get().approve(by=cast["dco_2"])
    return again(entry)


def again(record: Any) -> Any:
    return type(record).objects.for_list().get(pk=record.pk)


def desk_of(episode: Episode) -> Episode:
    return Episode.objects.for_page().get(pk=episode.pk)


def insert(cast: Cast, episode: Episode, entry: LibraryEntry, **facts: Any) -> LibraryUse:
    with pretend(TAKEN):
        return LibraryUse.insert(by=cast["dco"], episode=desk_of(episode), section="G", entry=entry, **facts)


@pytest.mark.parametrize(
    ("pronouns", "reads"),
    [
        ("she", "She is well; she needs it herself. It is hers."),
        ("he", "He is well; he needs it himself. It is his."),
        ("they", "They are well; they need it themselves. It is theirs."),
        ("", "They are well; they need it themselves. It is theirs."),
    ],
)
def test_fields_follow_the_pronouns_and_the_verb_agrees(pronouns: str, reads: str) -> None:
    words = "{They} {are} well; {they} need{s} it {themselves}. It is {theirs}."
    assert filled(words, name="Isla", pronouns=pronouns) == reads


def test_what_is_not_known_stays_and_strange_fields_are_named() -> None:
    assert filled("{name} {nmae}", name="", pronouns="") == "{name} {nmae}"
    assert unknown("{name} {They} {nmae} {a b} }") == ["{nmae}", "{a b}", "}"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Before. A nurse reviews her care plan with the school\nonce every term. After.", "kept"),
        ("A nurse reviews her care plan with the family once every year.", "changed"),
        ("Her paediatrician prescribes medication, and a nurse weighs her every term.", "removed"),
        ("", "removed"),
    ],
)
def test_what_became_of_it_is_worked_out_from_the_words(text: str, outcome: str) -> None:
    assert outcome_of("A nurse reviews her care plan with the school once every term.", text) == outcome


def test_another_dco_or_the_chief_nurse_approves_and_nobody_their_own(cast: Cast) -> None:
    version = proposed(cast).versions.get()
    with pytest.raises(Refused, match="You proposed it yourself"):
        version.approve(by=cast["dco"])
    with pytest.raises(PermissionDenied):
        version.approve(by=cast["coordinator"])
    version.approve(by=cast["chief_nurse"])
    assert again(version).status == "approved"


def test_a_decided_version_is_frozen_by_the_database(cast: Cast) -> None:
    version = approved(cast).versions.get()
    with pytest.raises(Error, match="does not change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE qa_libraryversion SET wording = 'Other' WHERE id = %s", [version.pk])


def test_a_new_version_replaces_from_its_day_and_waits_for_approval(cast: Cast) -> None:
    entry = approved(cast)
    newer = LibraryVersion.propose(
        by=cast["dco_2"], entry=again(entry), wording="A nurse reviews it.", why="Shorter."
    )
    with pytest.raises(ValidationError, match="waits for approval"):
        LibraryVersion.propose(by=cast["dco"], entry=again(entry), wording="x", why="y")
    assert again(entry).current.number == 1
    later = today() + timedelta(days=7)
    newer.approve(by=cast["dco"], in_force_from=later)
    offered = LibraryEntry.objects.offered
    assert [one.number for one in offered(entry.icb_id, "G", on=later - timedelta(days=1))] == [1]
    assert [one.number for one in offered(entry.icb_id, "G", on=later)] == [2]
    assert not offered(entry.icb_id, "C", on=later)


def test_withdrawn_wording_is_read_and_no_longer_inserted(client: Client, cast: Cast) -> None:
    entry, episode = approved(cast), taken(cast)
    entry.withdraw(by=cast["dco"], withdrawn_why="The service has changed.")
    with pytest.raises(ValidationError, match="not offered"):
        insert(cast, episode, entry)
    client.force_login(cast["dco"])
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "The service has changed." in page
    assert "Propose a new version" not in page


def test_an_unknown_field_is_refused_beside_the_wording(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    sent = {"key": "x", "section": section("C").pk, "topic": "t", "wording": "{nmae} is well.", "why": "w"}
    page = client.post("/qa/library/propose/", sent)
    assert page.status_code == 422
    assert "There is no field {nmae}" in page.content.decode()


def test_each_board_reads_its_own_library(client: Client, cast: Cast) -> None:
    mine, theirs = approved(cast), proposed(cast, by="stranger")
    client.force_login(cast["stranger"])
    assert client.get(mine.get_absolute_url()).status_code == 404
    assert list(LibraryEntry.objects.visible_to(cast["stranger"])) == [theirs]
    client.force_login(cast["coordinator"])
    assert client.get(mine.get_absolute_url()).status_code in (403, 404)
    with pytest.raises(ValidationError):
        LibraryEntry.propose(
            by=cast["stranger"], icb=cast.org["icb"], key="x", section=section("G"), topic="t", wording="w", why="w"
        )


def test_the_button_inserts_without_javascript_and_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    entry, episode = approved(cast), taken(cast, given_name="Isla", pronouns="she")
    client.force_login(cast["dco"])
    address = f"/qa/episodes/{episode.pk}/save-wording/"
    assert "care-plan: Care plans" in client.get(f"{address}?section=G").content.decode()
    typed = {"section": "G", "approved": "Typed just now.", "comments": "Because.", "go": "insert-library"}
    with pretend(TAKEN):
        client.post(address, typed | {"revision": desk_of(episode).revision, "library_entry": entry.pk})
    row = desk_of(episode).section("G")
    words = "A community children’s nurse reviews Isla’s care plan every term, with her and her school."
    assert row.approved == f"Typed just now.\n{words}"
    assert row.comments == "Because."
    with pretend(TAKEN):
        none = client.post(address, typed | {"revision": desk_of(episode).revision, "approved": "More."}, follow=True)
    assert "Choose the standard wording to insert." in none.content.decode()
    assert desk_of(episode).section("G").approved == "More."


def test_it_goes_where_the_typing_stood(cast: Cast) -> None:
    entry, episode = approved(cast, wording="A nurse visits."), taken(cast)
    episode.save_wording(by=cast["dco"], section="G", approved="One. Two.")
    insert(cast, episode, entry, at=5)
    assert desk_of(episode).section("G").approved == "One. A nurse visits. Two."


def test_a_field_that_is_left_in_is_an_error_of_the_checks(cast: Cast) -> None:
    episode = taken(cast)
    episode.save_wording(by=cast["dco"], section="G", approved="A nurse teaches {themselves} every term.")
    found = [note.finding for note in checked(desk_of(episode), "G").notes if note.finding.rule == "placeholder"]
    assert [(one.text, one.severity) for one in found] == [("{themselves}", "error")]


def test_use_is_settled_at_agreement_and_in_the_issued_plan(client: Client, cast: Cast) -> None:
    entry, other = approved(cast), approved(cast, "weighed", wording="A dietitian weighs {name} every month.")
    episode = taken(cast, given_name="Isla", pronouns="she")
    kept, gone = insert(cast, episode, entry), insert(cast, episode, other)
    text = f"{kept.words} The paediatrician prescribes it."
    write_all(cast, episode, section_g_agreed=False)
    episode.save_wording(
        by=cast["dco"], section="G", approved=text, comments="Clearer.", theme=8, section_g_agreed=True
    )
    with pretend(RETURNED):
        desk_of(episode).return_agreed(by=cast["dco"], on=RETURNED)
    assert (again(kept).outcome, again(gone).outcome) == ("kept", "removed")
    issued(cast, episode.plan, G=text)
    assert (again(kept).in_plan, again(gone).in_plan) == (True, False)
    client.force_login(cast["dco"])
    with pretend(ISSUED):
        page = client.get("/qa/library/use/").content.decode()
        short = client.get("/qa/library/use/", {"months": "1"}).content.decode()
    assert "care-plan" in page
    assert "1 of 1" in page
    assert "Isla" not in page
    assert "care-plan" not in short


@pytest.mark.parametrize("pronouns", ["she", "they"])
def test_the_demos_standard_wording_passes_every_check(pronouns: str) -> None:
    for key, letter, _, wording in (*ENTRIES, ("newer", "G", "", NEWER)):
        assert not unknown(wording), key
        child = Facts(given_name="Isla", family_name="Reed", pronouns=pronouns)
        text = filled(wording, name="Isla", pronouns=pronouns)
        others = (
            {"C": "Isla has asthma, epilepsy, constipation, a feeding tube and takes medication."}
            if letter == "G"
            else {}
        )
        found = [one for one in check(Passage(letter, text, child, others, TAKEN)) if not one.is_hint]
        assert not [one for one in found if one.rule not in OF_THE_WHOLE_PLAN], (key, found)


def test_the_demos_library_is_in_force_and_one_version_waits(cast: Cast) -> None:
    fill_library(cast)
    offered = [
        one for letter in "ECG" for one in LibraryEntry.objects.offered(cast.org["icb"].pk, letter, on=today())
    ]
    assert {one.entry.key for one in offered} == {entry[0] for entry in ENTRIES}
    waits = LibraryVersion.objects.visible_to(cast["dco"]).filter(status="proposed")
    assert [one.entry.key for one in waits] == ["epilepsy-review"]
