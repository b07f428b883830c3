"""What is typed into a long form is kept for the team until it is sent, and a colleague's text is never lost."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import models
from django.test import Client

from accounts.models import Membership, Team, User
from accounts.roles import System
from core.drafts import save_draft
from core.history import recorded
from core.models import Draft
from core.scope import opened
from core.today import pretend, today
from ehcp.models import AdviceRequest, Plan
from send_portal.demo.cast import Cast
from tests.conftest import SignedInClient
from tests.desk.conftest import asked, received
from tests.qa.story import taken


@pytest.fixture
def request_(cast: Cast) -> AdviceRequest:
    request = asked(cast, days_ago=3)
    request.give_answer(by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["slt"])
    return request


def page_of(request: AdviceRequest) -> str:
    return f"/ehcp/advice-requests/{request.pk}/return-advice/"


def signed_in(cast: Cast, person: str) -> Client:
    client = SignedInClient()
    client.force_login(cast[person])
    return client


def save(client: Client, address: str, version: str = "", **typed: Any) -> Any:
    return client.post(address, {"save_draft": "yes", "draft_version": version, **typed})


def test_what_is_typed_is_saved_and_is_there_when_the_form_opens_again(
    cast: Cast, client: Client, request_: AdviceRequest
) -> None:
    client.force_login(cast["spa"])
    address = page_of(request_)
    assert save(client, address, advice_text="Half a sentence", on_day="3", on_month="3").status_code == 302
    page = client.get(address).content.decode()
    assert "Half a sentence" in page
    assert "Draft saved by Sam Hartley" in page
    assert request_.advice_clock.is_running, "nothing was sent"


def test_half_a_form_can_be_saved_though_it_could_not_be_sent(
    cast: Cast, client: Client, request_: AdviceRequest
) -> None:
    client.force_login(cast["spa"])
    assert client.post(page_of(request_), {"advice_text": ""}).status_code == 422
    assert save(client, page_of(request_), advice_text="").status_code == 302


def test_a_draft_stands_on_the_row_and_the_list_is_where_one_goes_back_to(
    cast: Cast, client: Client, request_: AdviceRequest
) -> None:
    client.force_login(cast["spa"])
    answer = save(client, f"{page_of(request_)}?next=/%3Ftab%3Dlater", advice_text="Begun")
    assert answer["Location"] == "/?tab=later"
    assert "Draft saved by Sam Hartley" in client.get("/?tab=later").content.decode()


def test_sending_or_discarding_removes_it(cast: Cast, client: Client, request_: AdviceRequest) -> None:
    client.force_login(cast["spa"])
    address = page_of(request_)
    save(client, address, advice_text="Begun")
    client.post(address, {"discard_draft": "yes"})
    assert not Draft.objects.exists()
    save(client, address, advice_text="Begun")
    facts = {"on": today().isoformat(), "advice_text": "All of it.", "revision": request_.revision}
    assert client.post(address, facts).status_code == 302
    assert not Draft.objects.exists()


def test_a_colleague_opens_it_and_goes_on(cast: Cast) -> None:
    assessment = received(cast, days_ago=20)
    assessment.decide_to_assess(by=cast["coordinator"], on=today())
    address = f"/ehcp/assessments/{assessment.pk}/plan/submit/"
    save(signed_in(cast, "coordinator"), address, section_C="Epilepsy, half written")
    manager = signed_in(cast, "la_manager")
    page = manager.get(address).content.decode()
    assert "Epilepsy, half written" in page
    assert "Draft saved by Jo Bramley" in page
    facts = {"section_C": "Epilepsy.", "section_G": "A nurse.", "section_E": "x", "section_B": "y"}
    assert manager.post(address, facts).status_code == 302
    assert Plan.objects.filter(assessment=assessment).exists()
    assert not Draft.objects.exists()


def test_of_two_who_write_at_once_the_later_is_told_and_the_others_text_is_kept(cast: Cast) -> None:
    assessment = received(cast, days_ago=20)
    assessment.decide_to_assess(by=cast["coordinator"], on=today())
    address = f"/ehcp/assessments/{assessment.pk}/plan/submit/"
    jo, helen = signed_in(cast, "coordinator"), signed_in(cast, "la_manager")
    save(jo, address, section_C="What Jo wrote")
    answer = save(helen, address, section_C="What Helen wrote")
    page = helen.get(answer["Location"]).content.decode()
    assert "Jo Bramley had saved something else" in page
    assert "What Helen wrote" in page
    assert "What Jo wrote" in page


def test_who_opened_the_latest_replaces_it_without_a_word(cast: Cast, request_: AdviceRequest) -> None:
    client = signed_in(cast, "spa")
    save(client, page_of(request_), advice_text="One")
    save(client, page_of(request_), version=Draft.objects.get().version, advice_text="Two")
    draft = Draft.objects.get()
    assert (draft.data["advice_text"], draft.other) == (["Two"], None)


def test_saved_by_itself_it_answers_with_its_version_and_no_page(
    cast: Cast, client: Client, request_: AdviceRequest
) -> None:
    client.force_login(cast["spa"])
    answer = client.post(page_of(request_), {"save_draft": "auto", "advice_text": "By itself"})
    assert (answer.status_code, answer["Draft-Version"]) == (204, Draft.objects.get().version)
    assert unquote(answer["Draft-Said"]).startswith("Saved for your team at ")


def test_saved_by_itself_over_a_colleagues_text_says_whose_and_keeps_both(cast: Cast) -> None:
    assessment = received(cast, days_ago=20)
    assessment.decide_to_assess(by=cast["coordinator"], on=today())
    address = f"/ehcp/assessments/{assessment.pk}/plan/submit/"
    save(signed_in(cast, "coordinator"), address, section_C="What Jo wrote")
    later = {"save_draft": "auto", "section_C": "What Helen wrote"}
    answer = signed_in(cast, "la_manager").post(address, later)
    assert "Jo Bramley had saved something else" in unquote(answer["Draft-Said"])
    assert Draft.objects.get().other["data"]["section_C"] == ["What Jo wrote"]


@pytest.mark.parametrize("person", ["coordinator", "stranger", "spa_2", "dco"])
def test_nobody_else_saves_or_reads_it(cast: Cast, request_: AdviceRequest, person: str) -> None:
    save(signed_in(cast, "spa"), page_of(request_), advice_text="Ours")
    other = signed_in(cast, person)
    assert save(other, page_of(request_), advice_text="Theirs").status_code in (403, 404)
    assert not Draft.objects.visible_to(cast[person]).exists()
    assert Draft.objects.get().data["advice_text"] == ["Ours"]


def test_a_form_that_keeps_no_draft_takes_no_notice_of_the_button(cast: Cast, client: Client) -> None:
    request = received(cast, days_ago=3)
    client.force_login(cast["coordinator"])
    answer = save(client, f"/ehcp/assessments/{request.pk}/decide-to-assess/")
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_a_draft_of_an_earlier_day_says_the_day(cast: Cast, client: Client, request_: AdviceRequest) -> None:
    client.force_login(cast["spa"])
    save(client, page_of(request_), advice_text="Begun")
    with pretend(today() + timedelta(days=1)):
        page = client.get(page_of(request_)).content.decode().replace("\xa0", " ")
    assert f"Sam Hartley, {today():%-d %B %Y} at" in page


def test_of_two_first_savings_at_once_neither_is_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked for a draft and found none; the colleague's came first."""
    mine = {"form": "x.y", "record": received(cast, days_ago=3)}
    save_draft(cast["la_manager"], **mine, data={"advice_text": ["Theirs"]})
    get = models.QuerySet.get

    def finds_none(self: Any, **facts: Any) -> Any:
        monkeypatch.setattr(models.QuerySet, "get", get)
        raise self.model.DoesNotExist

    monkeypatch.setattr(models.QuerySet, "get", finds_none)
    draft = save_draft(cast["coordinator"], **mine, data={"advice_text": ["Ours"]})
    assert draft == Draft.objects.get()
    assert draft.data == {"advice_text": ["Ours"]}
    assert draft.other["data"] == {"advice_text": ["Theirs"]}


@pytest.mark.parametrize("person", ["administrator", "board_member", "stranger", "coordinator"])
def test_the_database_shows_a_draft_only_where_children_are_seen(cast: Cast, person: str) -> None:
    review = taken(cast)
    save_draft(cast["dco"], form="x.y", record=review, data={"approved": ["Nell has epilepsy"]})
    with opened(cast["dco"].scope):
        assert Draft.objects.count() == Draft.objects.visible_to(cast["dco"]).count() == 1
    with opened(cast[person].scope):
        assert not Draft.objects.exists()


def test_an_administrator_who_stands_in_the_team_sees_no_draft(cast: Cast) -> None:
    review = taken(cast)
    draft = save_draft(cast["dco"], form="x.y", record=review, data={"approved": ["Nell has epilepsy"]})
    person, team = cast["administrator"], Team.objects.get(pk=draft.team_id)
    with recorded(verb="give_role", by=System("test")):
        Membership.objects.create(
            user=person, organisation=team.organisation, team=team, role="administrator", starts_on=date(2026, 1, 1)
        )
    person = User.objects.get(pk=person.pk)
    assert draft.organisation_id in person.scope.organisations
    assert not Draft.objects.visible_to(person).exists()
    with opened(person.scope):
        assert not Draft.objects.exists()
