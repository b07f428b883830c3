"""A provider's advice that fails the level-one checklist goes back to its service, and is read anew."""

import pytest
from django.test import Client

from core.today import pretend
from ehcp.models import AdviceRequest
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
