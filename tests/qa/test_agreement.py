"""What the ICB decides about Section G, for exactly which words, and who funds it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from core.today import pretend
from core.workflow import Refused
from qa.feedback import feedback_of, feedback_pdf
from qa.models import Episode, SectionGAgreement
from send_portal.demo.cast import Cast
from tests.qa.story import APPROVED, DRAFT, RETURNED, agreed, taken, write_all
from tests.qa.test_feedback import fresh, text_of

WAITS = {"outside_core": "A night carer", "funding": "awaited", "funder": "continuing care"}


def in_part(cast: Cast, episode: Episode) -> SectionGAgreement:
    reason = "The night carer waits for funding."
    return SectionGAgreement.decide(by=cast["dco"], episode=episode, decision="in_part", reason=reason, **WAITS)


def test_the_tick_is_a_decision_about_the_very_words_of_this_draft(cast: Cast) -> None:
    episode = agreed(cast)
    found = episode.agreement
    assert (found.decision, found.wording, found.decided_by) == ("agreed", APPROVED["G"], cast["dco"])
    assert (found.version, found.funding) == (episode.version, "core")


def test_changed_words_were_not_agreed_and_are_asked_for_again(cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    whole = {"theme": 8, "section_g_agreed": True}
    episode.save_wording(by=cast["dco"], section="G", approved="A nurse visits.", comments="Why", **whole)
    (asks,) = episode.still_missing
    assert "That does not stand for the new words" in asks
    with pytest.raises(Refused, match="does not stand for the new words"):
        episode.return_agreed(by=cast["dco"])
    episode.save_wording(by=cast["dco"], **whole)  # ticked once more
    assert episode.still_missing == []
    assert episode.agreement.wording == "A nurse visits."
    assert episode.agreements.count() == 2, "the first decision stays"


def test_white_space_and_quotation_marks_are_no_other_words(cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    shaped = {"approved": APPROVED["G"].replace("’", "'") + "\n", "comments": "Why"}
    episode.save_wording(by=cast["dco"], section="G", theme=8, section_g_agreed=True, **shaped)
    assert episode.still_missing == []


def test_the_tick_does_not_turn_agreed_in_part_into_agreed(cast: Cast) -> None:
    episode = write_all(cast, taken(cast), section_g_agreed=False)
    in_part(cast, episode)
    for _ in range(2):
        words = {"section": "G", "approved": "A nurse visits.", "comments": "Why"}
        episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=True, **words)
    assert episode.agreements.count() == 1
    assert "does not stand for the new words" in " ".join(episode.still_missing)


def test_agreed_in_part_and_who_funds_it_stand_on_the_feedback_form(client: Client, cast: Cast) -> None:
    episode = write_all(cast, taken(cast), section_g_agreed=False)
    in_part(cast, episode)
    client.force_login(cast["dco"])
    asked = client.get(f"/qa/episodes/{episode.pk}/return-agreed/").content.decode()
    assert "Agree Section G in part and return" in asked
    episode.return_agreed(by=cast["dco"])
    text = text_of(feedback_pdf(feedback_of(fresh(episode))))
    assert "Agreed with changes" in text
    assert "The ICB agrees Section G in part. The night carer waits for funding." in text
    assert "a decision is awaited from continuing care. It is for: A night carer." in text


def test_not_all_is_agreed_while_its_funding_is_awaited(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Not all of Section G is funded"), transaction.atomic():
        SectionGAgreement.decide(by=cast["dco"], episode=taken(cast), decision="agreed", **WAITS)


def test_in_part_gives_its_reason(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Give the reason"), transaction.atomic():
        SectionGAgreement.decide(by=cast["dco"], episode=taken(cast), decision="in_part")


def test_the_funding_decision_comes_later_and_once(cast: Cast) -> None:
    episode = write_all(cast, taken(cast), section_g_agreed=False)
    found = in_part(cast, episode)
    made = {"funder": "Continuing care", "funding_decided_by_whom": "The funding panel"}
    with pretend(RETURNED):
        facts = made | {"funding": "funded", "funding_decided_on": RETURNED, "funding_reference": "FP 12"}
        found.record_funding(by=cast["dco"], **facts)
    assert "Continuing care, agreed by The funding panel on 13 March 2026, reference FP 12" in found.funding_in_words
    with pytest.raises(Refused, match="No funding decision is awaited"):
        found.record_funding(by=cast["dco"], **facts)


def test_returning_it_is_a_decision_about_the_words_of_the_draft(cast: Cast) -> None:
    episode = taken(cast)
    episode.return_to_la(by=cast["dco"], missing="The paediatrician’s letter.")
    found = episode.agreement
    assert (found.decision, found.reason, found.wording) == ("not_agreed", episode.missing, DRAFT["G"])
    assert episode.get_decision_display() == "Returned, not agreed"


def test_the_database_lets_no_plan_pass_without_it(cast: Cast) -> None:
    episode = agreed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=episode.pk).update(agreement=None)


def test_a_local_authority_does_not_decide_for_the_icb(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        SectionGAgreement.decide(by=cast["coordinator"], episode=taken(cast), decision="agreed")


def test_awaited_funding_is_listed_until_it_is_decided_or_the_words_are_decided_anew(
    cast: Cast, client: Client
) -> None:
    def waits() -> SectionGAgreement:
        return in_part(cast, write_all(cast, taken(cast), section_g_agreed=False))

    with pretend(RETURNED):
        one, decided, anew = waits(), waits(), waits()
        decided.record_funding(
            by=cast["dco"],
            funding="refused",
            funder="",
            funding_decided_by_whom="The panel",
            funding_decided_on=RETURNED,
        )
        again = in_part(cast, anew.episode)
    assert list(SectionGAgreement.objects.awaiting_funding()) == [one, again]
    client.force_login(cast["dco"])
    with pretend(RETURNED + timedelta(days=12)):
        page = client.get("/qa/funding/")
    assert "2 funding decisions awaited" in page.text
    assert "12 days" in page.text
    assert f"/qa/section-g-agreements/{one.pk}/record-funding/?next=/qa/funding/" in page.text
    [section_g] = [group for group in page.context_data["tabs"] if group["text"] == "Section G"]
    assert (section_g["current"], section_g["count"]) == (True, 2)
    client.force_login(cast["coordinator"])
    assert client.get("/qa/funding/").status_code == 403
