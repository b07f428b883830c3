"""A single point of access answers its requests one after the other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.today import pretend
from ehcp.advice_forms import GiveAnswerForm
from ehcp.arrivals import new_since
from ehcp.models import AdviceRequest
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import asked, assessing, days_ago

QUEUE = "/ehcp/advice-requests/answer/"


@pytest.fixture
def spa(cast: Cast, client: Client) -> Client:
    client.force_login(cast["spa"])
    return client


def answer(client: Client, request: AdviceRequest, address: str = QUEUE, **facts: Any) -> Any:
    sep = "&" if "?" in address else "?"
    return client.post(f"{address}{sep}at={request.pk}", {"revision": request.revision} | facts)


def test_the_most_urgent_comes_first_and_each_answer_leads_to_the_next(cast: Cast, spa: Client) -> None:
    later, first, second = (asked(cast, sent_on=days_ago(days)) for days in (3, 19, 10))
    page = spa.get(QUEUE)
    assert page.context_data["record"] == first
    assert [line[0] for line in page.context_data["lines"]] == [first, second, later]
    done = answer(spa, first, answer="not_known")
    assert done["Location"] == f"{QUEUE}?at={second.pk}"
    page = spa.get(done["Location"])
    assert (page.context_data["record"], page.context_data["number"]) == (second, 2)
    assert (
        f"{first.child}: The answer is recorded, and the request is with the Health Advisers" in page.content.decode()
    )
    done = answer(spa, later, answer="not_known")  # the last of the row leads to what was skipped
    assert done["Location"] == f"{QUEUE}?at={second.pk}"
    assert answer(spa, second, answer="not_known")["Location"] == QUEUE
    assert "Every request is answered" in spa.get(QUEUE).content.decode()


def test_a_refusal_stays_with_the_request_and_says_which_answer_follows_from_the_day(cast: Cast, spa: Client) -> None:
    request = asked(cast)
    refused = answer(spa, request, last_contact_on=days_ago(40).isoformat())
    assert refused.status_code == 422
    assert "the child is known, and active" in refused.content.decode()
    assert refused.context_data["record"] == request
    refused = answer(spa, request, answer="known")
    assert "Enter the day of the last contact" in refused.content.decode()


def test_the_queue_is_narrowed_and_stays_so_after_an_answer(cast: Cast, spa: Client) -> None:
    name = {"given_name": "Wren", "family_name": "Zelenka"}
    mine = asked(cast, "slt", "f", assessment=assessing(cast, make_child(cast, on=days_ago(60), **name)))
    therapy = asked(cast, "slt", "f")
    asked(cast)
    mine.advice_clock.take(by=cast["spa"])

    def found(**chosen: Any) -> set[AdviceRequest]:
        return {line[0] for line in spa.get(QUEUE, chosen).context_data["lines"]}

    assert found(service=cast.team["slt"].pk) == {mine, therapy}
    assert found(find="Zelenka") == found(who="me") == {mine}
    assert mine not in found(who="nobody")
    done = answer(spa, mine, f"{QUEUE}?service={cast.team['slt'].pk}", answer="waiting", service=cast.team["slt"].pk)
    assert done["Location"] == f"{QUEUE}?service={cast.team['slt'].pk}&at={therapy.pk}"


def test_what_waits_for_the_local_authority_stands_aside(cast: Cast, spa: Client) -> None:
    request = asked(cast, "slt", "f")
    answer(spa, request, answer="not_known", ending="more_information", reason="Which school?")
    assert spa.get(QUEUE).context_data["number"] == 0
    assert spa.get(QUEUE, {"state": "asked"}).context_data["record"] == request
    request.refresh_from_db()
    assert answer(spa, request, answer="waiting", service=cast.team["slt"].pk).status_code == 302


def test_a_named_colleague_has_a_name_and_the_local_authority_is_told(cast: Cast, spa: Client) -> None:
    request = asked(cast, "slt", "f")
    facts = {
        "answer": "not_known",
        "ending": "named_colleague",
        "reason": "Seen privately.",
        "service": cast.team["slt"].pk,
    }
    refused = answer(spa, request, **facts)
    assert "Name the colleague who will answer" in refused.content.decode()
    assert answer(spa, request, colleague="Ann Lee", **facts).status_code == 302
    request.refresh_from_db()
    assert (request.colleague, request.answered_by, request.status) == ("Ann Lee", cast["spa"], "with_service")


def test_only_what_can_be_finished_is_offered(cast: Cast) -> None:
    def offered(request: AdviceRequest, name: str) -> list[str]:
        form = GiveAnswerForm(by=cast["spa"], record=request)
        return [key for key, _ in form.fields[name].choices] if name in form.fields else []

    assert "la_commissions" in offered(asked(cast, "slt", "f"), "ending")
    assert "la_commissions" not in offered(asked(cast, "slt", "g"), "ending")
    medical = asked(cast)
    assert offered(medical, "ending") == []
    assert "not_known" in offered(medical, "answer")
    cast.team["has"].memberships.all()
    for member in cast.team["has"].memberships.all():
        member.end(by=cast["administrator"], ends_on=days_ago(1))
    cast.team["has"].close(by=cast["administrator"], in_force_until=days_ago(1))
    assert offered(medical, "answer") == ["known", "waiting"], "with nobody to pass it to"


def test_who_answers_for_no_provider_finds_no_queue_and_nobody_anothers_requests(cast: Cast, client: Client) -> None:
    request = asked(cast)
    for person, status in (("coordinator", 403), ("dco", 403), ("board_member", 403), ("spa_2", 200)):
        client.force_login(cast[person])
        page = client.get(QUEUE, {"at": request.pk})
        assert page.status_code == status, person
        assert request.child.name not in page.content.decode()


def test_the_queue_makes_the_same_queries_for_2_and_for_20(
    cast: Cast, spa: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        asked(cast)
    spa.get(QUEUE)
    with django_assert_num_queries(100, exact=False) as few:
        spa.get(QUEUE)
    for _ in range(18):
        asked(cast)
    with django_assert_num_queries(len(few)):
        spa.get(QUEUE)


def test_what_came_lately_and_is_not_answered_is_marked_as_new_in_words(cast: Cast, spa: Client) -> None:
    """By the day on which it came into the portal, whatever day of receipt the local authority gave."""
    monday = date(2026, 7, 13)
    with pretend(monday - timedelta(days=5)):
        asked(cast)
    with pretend(monday - timedelta(days=4)):
        thursday = asked(cast, sent_on=monday - timedelta(days=9))
    with pretend(monday):
        today_s = asked(cast, sent_on=monday)
        assert new_since(monday) == date(2026, 7, 9)
        page = spa.get(QUEUE)
        assert page.context_data["new"] == {thursday.pk, today_s.pk}
        assert "New: it came in on or after" in page.content.decode()
        assert spa.get("/ehcp/advice-requests/").context_data["new"] == {thursday.pk, today_s.pk}
        answer(spa, today_s, answer="not_known", ending="")
        assert today_s.pk not in spa.get("/ehcp/advice-requests/", {"state": "all"}).context_data["new"]
        spa.force_login(cast["coordinator"])
        assert spa.get("/ehcp/advice-requests/").context_data["new"] == set()
