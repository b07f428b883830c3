"""Do the desk's findings stand beside their words, take a suggestion, and stay away once they are dismissed?"""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.workflow import Refused
from qa.checks import Facts, Passage, check
from qa.findings import Note, checked, find, findings_of, stretches
from qa.models import Dismissal, Episode
from send_portal.demo.cast import Cast
from tests.qa.story import DRAFT, agreed, taken, write_all

WRONG_NAME = "Oscar has epilepsy. Seizures make Oscar tired after lunch."


def again(episode: Episode) -> Episode:
    return Episode.objects.for_page().get(pk=episode.pk)


def notes(episode: Episode, letter: str) -> list[Note]:
    return checked(again(episode), letter).notes


def rules(episode: Episode, letter: str) -> set[str]:
    return {note.finding.rule for note in notes(episode, letter)}


def key_of(episode: Episode, letter: str, rule: str) -> str:
    return next(note.key for note in notes(episode, letter) if note.finding.rule == rule)


def dismiss(cast: Cast, episode: Episode, letter: str, rule: str) -> Dismissal:
    key = key_of(episode, letter, rule)
    return Dismissal.dismiss(by=cast["dco"], episode=again(episode), section=letter, finding=key, reason="Agreed.")


def desk(episode: Episode) -> str:
    return f"/qa/episodes/{episode.pk}/save-wording/"


def press(client: Client, cast: Cast, episode: Episode, letter: str, approved: str, go: str) -> Any:
    client.force_login(cast["dco"])
    sent = {"revision": again(episode).revision, "section": letter, "approved": approved, "comments": "", "go": go}
    return client.post(desk(episode), sent)


def test_the_desk_shows_each_finding_with_its_number_and_source(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])
    page = client.get(f"{desk(episode)}?section=G").content.decode()
    assert {"vague_quantity", "no_support_type"} <= rules(episode, "G")
    assert "<mark>Access to</mark>" in page
    assert "SB v Herefordshire" in page
    assert 'href="#finding-1"' in page
    assert 'id="finding-1"' in page


def test_good_wording_is_said_to_be_good(client: Client, cast: Cast) -> None:
    episode = taken(cast, given_name="Isla", pronouns="she")
    write_all(cast, episode)
    client.force_login(cast["dco"])
    assert "found nothing to look at" in client.get(f"{desk(episode)}?section=G").content.decode()


def test_a_dismissed_finding_stays_away_until_its_words_change(cast: Cast) -> None:
    episode = taken(cast)
    dismiss(cast, episode, "G", "no_support_type")
    assert "no_support_type" not in rules(episode, "G")
    assert "vague_quantity" in rules(episode, "G")
    assert checked(again(episode), "G").dismissed == 1
    spaced = DRAFT["G"].replace(" ", "\n ")
    episode.save_wording(by=cast["dco"], section="G", approved=spaced)
    assert "no_support_type" not in rules(episode, "G")
    episode.save_wording(by=cast["dco"], section="G", approved="Access to asthma services as required.")
    assert "no_support_type" in rules(episode, "G")


def test_other_words_with_the_same_fault_are_nothing_put_right(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    many = len(notes(episode, "G"))
    episode.save_wording(by=cast["dco"], section="G", approved="Access to asthma services as required.")
    assert {"vague_quantity", "no_support_type"} <= rules(episode, "G")
    assert checked(again(episode), "G").put_right == many - len(rules(episode, "G"))
    client.force_login(cast["dco"])
    page = client.get(f"{desk(episode)}?section=G").content.decode()
    assert page.index('name="go" value="save"') < page.index('name="go" value="E"')  # what Enter in a field presses


def test_another_quality_assurance_is_checked_anew(cast: Cast) -> None:
    first, second = taken(cast), taken(cast, family_name="Other")
    dismiss(cast, first, "G", "no_support_type")
    assert "no_support_type" in rules(second, "G")


def test_pressing_dismiss_keeps_what_was_typed_and_asks_why(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    key = key_of(episode, "G", "vague_quantity")
    asked = press(client, cast, episode, "G", f"{DRAFT['G']} More.", f"dismiss-{key}")
    assert again(episode).section("G").approved.endswith("More.")
    page = client.get(asked.url).content.decode()
    assert "Why is the wording right?" in page
    assert "Access to" in page
    answer = client.post(asked.url, {"section": "G", "finding": key, "reason": ""})
    assert answer.status_code == 422
    answer = client.post(asked.url, {"section": "G", "finding": key, "reason": "The family asked for these words."})
    assert answer["Location"] == f"{desk(episode)}?section=G#finding-1"  # the next one stands there now
    kept = Dismissal.objects.get()
    assert (kept.rule, kept.words, kept.dismissed_by) == ("vague_quantity", "Access to", cast["dco"])


def test_accepting_puts_the_suggestion_into_the_approved_wording(client: Client, cast: Cast) -> None:
    text = "Isla has asthma. He misses games when it is cold."
    episode = taken(cast, given_name="Isla", pronouns="she")
    episode.save_wording(by=cast["dco"], section="C", approved=text)
    key = key_of(episode, "C", "wrong_pronoun")
    answer = press(client, cast, episode, "C", text, f"accept-{key}")
    assert answer["Location"] == f"{desk(episode)}?section=C#desk-checks"  # it was the last
    assert again(episode).section("C").approved == text.replace("He", "She")


def test_another_childs_name_is_taken_out_by_a_person_and_never_renamed(cast: Cast) -> None:
    episode = taken(cast)
    episode.save_wording(by=cast["dco"], section="C", approved=WRONG_NAME)
    found = [f for f in findings_of(again(episode), "C") if f.rule == "other_name"]
    assert found
    assert not any(f.replacement for f in found)


def test_a_finding_whose_words_are_gone_is_neither_accepted_nor_dismissed(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    episode.save_wording(by=cast["dco"], section="C", approved=WRONG_NAME)
    key = key_of(episode, "C", "other_name")
    press(client, cast, episode, "C", "Rewritten.", f"accept-{key}")
    assert again(episode).section("C").approved == "Rewritten."
    with pytest.raises(ValidationError, match="no longer there"):
        Dismissal.dismiss(by=cast["dco"], episode=again(episode), section="C", finding=key, reason="It was right.")
    asked = press(client, cast, episode, "C", "Rewritten again.", f"edit-{key}")
    assert asked["Location"] == f"{desk(episode)}?section=C#desk-checks"  # no page that asks about nothing


def test_nothing_is_dismissed_after_it_went_back(cast: Cast) -> None:
    episode = agreed(cast)
    with pytest.raises(Refused, match="went back already"):
        Dismissal.dismiss(by=cast["dco"], episode=again(episode), section="G", finding="x", reason="Late.")


def test_a_finding_is_dismissed_once(cast: Cast) -> None:
    episode = taken(cast)
    key = key_of(episode, "G", "no_support_type")
    dismiss(cast, episode, "G", "no_support_type")
    with pytest.raises(ValidationError, match="dismissed already"):
        Dismissal.dismiss(by=cast["dco"], episode=again(episode), section="G", finding=key, reason="Again.")


def test_the_rules_page_counts_what_each_rule_was_dismissed_for(client: Client, cast: Cast) -> None:
    dismiss(cast, taken(cast), "G", "no_support_type")
    dismiss(cast, taken(cast, family_name="Other"), "G", "no_support_type")
    assert list(Dismissal.objects.visible_to(cast["dco"]).by_rule().values_list("rule", "many")) == [
        ("no_support_type", 2)
    ]
    client.force_login(cast["dco"])
    page = client.get("/qa/checks/").content.decode()
    assert ">2<" in re.sub(r"\s", "", page)
    assert page.index("“Support from”") < page.index("educates or trains")
    client.force_login(cast["stranger"])
    assert ">2<" not in re.sub(r"\s", "", client.get("/qa/checks/").content.decode())


def test_the_rules_page_is_the_dcos(client: Client, cast: Cast) -> None:
    for who in ("coordinator", "spa", "board_member"):
        client.force_login(cast[who])
        assert client.get("/qa/checks/").status_code == 403


@pytest.mark.parametrize("who", ["stranger", "other_coordinator", "coordinator"])
def test_only_a_dco_of_the_child_may_dismiss(client: Client, cast: Cast, who: str) -> None:
    client.force_login(cast[who])
    assert client.get(f"/qa/episodes/{taken(cast).pk}/dismiss-finding/").status_code in (403, 404)


def test_the_desk_asks_the_database_no_more_for_many_findings_than_for_none(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    client.force_login(cast["dco"])

    def asked(approved: str) -> int:
        episode.save_wording(by=cast["dco"], section="G", approved=approved)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{desk(episode)}?section=G").status_code == 200
        return len(queries)

    few, many = asked("No health provision required."), asked("Access to epilepsy services as required. " * 20)
    assert many <= few + 1


def test_marks_lose_no_letter_of_the_text_and_number_each_note_once() -> None:
    text = "Access to CAMHS as required. Regular input from the SALT team.\n\nXXXX"
    found = check(Passage("G", text, Facts(), {}, None))
    pieces = stretches(text, [Note(number, one) for number, one in enumerate(found, 1)])
    assert "".join(piece.words for piece in pieces) == text
    assert sorted(number for piece in pieces for number in piece.numbers) == list(range(1, len(found) + 1))
    assert "as required" in [piece.words for piece in pieces if piece.marked]


def test_an_empty_section_has_no_finding_and_no_mark(cast: Cast) -> None:
    episode = taken(cast)
    episode.save_wording(by=cast["dco"], section="G", approved="")
    assert findings_of(again(episode), "G") == []
    assert find(again(episode), "G", "x") is None
    assert checked(again(episode), "G").approved == []


def test_why_a_finding_was_dismissed_is_not_told_in_the_childs_story(cast: Cast, client: Client) -> None:
    episode = taken(cast)
    key = key_of(episode, "G", "vague_quantity")
    Dismissal.dismiss(by=cast["dco"], episode=again(episode), section="G", finding=key, reason="Agreed on the phone.")
    client.force_login(cast["coordinator"])
    for page in ("", "chronology/"):
        assert "Agreed on the phone" not in client.get(f"/children/{episode.child_id}/{page}").content.decode()
