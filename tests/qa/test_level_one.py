"""A provider's advice that fails the level-one checklist goes back to its service, and is read anew."""

from datetime import date

import pytest
from django.test import Client

from core.today import pretend
from ehcp.models import AdviceRequest
from people.models import Consent
from qa.advice_sample import draw_of
from qa.models import LevelOneCheck
from qa.models.level_one import Point
from send_portal.demo.cast import Cast
from tests.qa.story import SUBMITTED, with_advice_outstanding


@pytest.fixture
def advice(cast: Cast) -> AdviceRequest:
    _, request = with_advice_outstanding(cast)
    with pretend(SUBMITTED):
        request.return_advice(by=cast["spa"], advice_text="Needs therapy.", on=SUBMITTED)
    return AdviceRequest.objects.get(pk=request.pk)


def test_the_checklist_leads_to_returning_the_advice_with_its_words(
    cast: Cast, client: Client, advice: AdviceRequest
) -> None:
    client.force_login(cast["dco"])
    with pretend(SUBMITTED):
        page = client.get(f"/qa/advice-requests/{advice.pk}/check/").content.decode()
        assert "What is to be put right?" in page
        assert "(optional)" not in page, "it must be said where a point is not met"
        points = {point.value: "yes" for point in Point} | {
            "plain": "no",
            "words_plain": "Say what it means.",
        }
        read = client.post(f"/qa/advice-requests/{advice.pk}/check/", points)
        check = LevelOneCheck.objects.get()
        assert read["Location"] == f"/qa/advice-checks/{check.pk}/return/"
        form = client.get(read["Location"]).context_data["form"]
        assert form.initial["lacking"] == check.words_to_return
        assert "Say what it means." in form.initial["lacking"]
        assert read["Location"] in client.get(check.get_absolute_url()).text
        sent = {"lacking": form.initial["lacking"], "revision": advice.revision}
        assert client.post(read["Location"], sent).status_code == 302
        advice.refresh_from_db()
        assert (advice.status, "Say what it means." in advice.lacking) == ("improving", True)
        check.refresh_from_db()
        assert check.superseded_on == SUBMITTED
        assert client.get(read["Location"]).status_code == 404
        advice.return_advice(by=cast["spa"], advice_text="She needs help to speak.", on=SUBMITTED)
        assert advice in client.get("/qa/advice/").context_data["records"], "it is read anew"


def drawn(cast: Cast, who: str = "dco") -> list[int]:
    found = draw_of(cast.org["icb"], SUBMITTED, cast[who])
    return [request.pk for request, _ in found.rows]


def test_a_months_advice_is_drawn_by_a_seed_that_nobody_chooses_and_stays_as_it_was_drawn(
    cast: Cast, client: Client
) -> None:
    sent = [with_advice_outstanding(cast)[1] for _ in range(7)]
    with pretend(SUBMITTED):
        for request in sent:
            request.return_advice(by=cast["spa"], advice_text="Needs therapy.", on=SUBMITTED)
    first = drawn(cast)
    assert (len(first), first) == (5, drawn(cast))
    with pretend(date(2026, 4, 2)):
        late = with_advice_outstanding(cast)[1]
        late.return_advice(by=cast["spa"], advice_text="Sent earlier.", on=SUBMITTED)
        AdviceRequest.objects.get(pk=first[0]).return_for_quality(by=cast["dco"], lacking="Who gives it.")
        assert drawn(cast) == first, "neither what was entered later nor what went back changes it"
        family = AdviceRequest.objects.get(pk=first[1]).child
        mother = {"giver": "parent", "given_by": "Alex Moor", "responsibility": "mother", "how": "spoken"}
        Consent.record(by=cast["coordinator"], child=family, given_on=SUBMITTED, refused_for=["audit"], **mother)
        assert drawn(cast)[:4] == [number for number in first if number != first[1]]
        client.force_login(cast["dco"])
        page = client.get("/qa/advice/").content.decode()
    assert "5 of 6 that providers sent" in page
    assert "QOX-2026-03" in page
    assert "Returned for quality" in page
    assert drawn(cast, "stranger") == []
