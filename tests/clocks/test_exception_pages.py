"""Proposing an exception, reading it, deciding about it: as pages."""

import html
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clocks.models import ClockException
from core.today import pretend
from ehcp.models import AdviceRequest
from people.models import AccessLog
from send_portal.demo.cast import Cast
from tests.clocks.test_exception import LATER, advice_of, propose

AWAY = {
    "kind": "away_from_area",
    "first_day": "2026-07-20",
    "last_day": "2026-08-20",
    "reason": "The family is abroad.",
}


@pytest.fixture(autouse=True)
def day() -> Any:
    with pretend(LATER):
        yield LATER


@pytest.fixture
def advice(cast: Cast) -> AdviceRequest:
    return advice_of(cast)


def form_of(advice: AdviceRequest) -> str:
    return f"/clocks/{advice.advice_clock_id}/exceptions/propose/"


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def as_person(client: Client, cast: Cast, who: str) -> Client:
    client.force_login(cast[who])
    return client


def test_the_form_offers_the_law_and_what_people_often_mean(
    cast: Cast, client: Client, advice: AdviceRequest
) -> None:
    page = text_of(as_person(client, cast, "spa").get(form_of(advice)))
    for words in (
        "SEND Regs reg 8(2)(a)",
        "reg 8(2)(b)",
        "reg 8(2)(c)",
        "CFA 2014 s.31(2)",
        "There is a waiting list",
    ):
        assert words in page
    assert "Who made the appointment?" in page
    assert "13 July to 24 August 2026" in page
    assert "when was the advice asked?" not in page


def test_the_local_authoritys_form_asks_about_closures(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    clock = advice.assessment.issue_clock
    page = text_of(as_person(client, cast, "coordinator").get(f"/clocks/{clock.pk}/exceptions/propose/"))
    assert "when was the advice asked?" in page
    assert "Who made the appointment?" not in page
    assert "reg 10(4)(d)" in page


def test_a_proposal_leads_to_its_page(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    answer = as_person(client, cast, "spa").post(form_of(advice), AWAY, follow=True)
    exception = ClockException.objects.get()
    assert answer.redirect_chain[0][0] == exception.get_absolute_url()
    page = text_of(answer)
    assert "Exception proposed. The time limit keeps its day." in page
    assert "The family is abroad." in page
    assert AccessLog.objects.of_child(advice.child_id).filter(user=cast["spa"]).exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "waiting_list"}, "A waiting list is no exception."),
        ({"kind": "closed"}, "A closed school is no exception for health advice"),
        ({"first_day": "2026-07-01"}, "It counts only inside the time limit, 13 July to 24 August 2026"),
        ({"last_day": ""}, "It must last at least 28 days running (SEND Regs reg 8(2)(b)): this is 1."),
        ({"reason": ""}, "There is a problem"),
        (
            {"kind": "missed_appointment", "last_day": "", "appointment_by": "body", "appointment": "service_moved"},
            "not one that was cancelled or moved",
        ),
    ],
)
def test_what_the_law_does_not_excuse_is_refused_with_the_reason(
    cast: Cast, client: Client, advice: AdviceRequest, facts: dict[str, str], words: str
) -> None:
    answer = as_person(client, cast, "spa").post(form_of(advice), AWAY | facts)
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert not ClockException.objects.exists()


def test_a_limit_without_exceptions_says_so(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    clock = advice.assessment.decide_clock  # met in time
    page = as_person(client, cast, "coordinator").get(f"/clocks/{clock.pk}/exceptions/propose/")
    assert "This time limit was met in time: it needs no exception." in text_of(page)


def test_the_time_limit_offers_it_and_shows_it(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    case = advice.child.get_absolute_url()
    assert form_of(advice) in text_of(as_person(client, cast, "dco").get(case))
    propose(cast, advice.advice_clock).accept(by=cast["dco"])
    words = "Exception accepted: away from the area, 20 July to 20 August 2026, reg 8(2)(b)"
    page = text_of(client.get(case))
    assert words in page
    assert "Exception to a time limit accepted: away from the area, 20 July to 20 August 2026" in page
    assert words in text_of(as_person(client, cast, "spa").get(case))


def test_the_worklist_says_that_there_is_one(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    page = text_of(as_person(client, cast, "spa").get("/?tab=overdue"))
    assert "Exception proposed" in page
    assert form_of(advice) in page
    exception.accept(by=cast["dco"])
    assert "Exception accepted" in text_of(client.get("/?tab=overdue"))


def test_what_was_late_with_an_exception_is_told_as_that(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    propose(cast, advice.advice_clock).accept(by=cast["dco"])
    advice.give_answer(
        by=cast["spa"],
        answer="known",
        last_contact_on=advice.received_on,
        service=cast.team["slt"],
        on=date(2026, 7, 20),
    )
    advice.return_advice(by=cast["spa"], advice_text="Advice.")
    page = text_of(as_person(client, cast, "spa").get("/?tab=done"))
    assert "21 days late, with an exception" in page
    case = text_of(client.get(advice.child.get_absolute_url()))
    assert "Done 21 days late, with an exception" in " ".join(case.replace("</span>", "").split())


@pytest.mark.parametrize(("who", "status"), [("dco", 200), ("la_manager", 200), ("spa", 403), ("coordinator", 403)])
def test_the_list_is_for_those_who_decide(cast: Cast, client: Client, who: str, status: int) -> None:
    assert as_person(client, cast, who).get("/clocks/exceptions/").status_code == status


def test_a_dco_finds_it_reads_it_and_accepts_it(cast: Cast, client: Client, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    listed = text_of(as_person(client, cast, "dco").get("/clocks/exceptions/"))
    assert exception.get_absolute_url() in listed
    act = f"{exception.get_absolute_url()}accept/"
    assert "The family is abroad" in text_of(client.get(act))
    client.post(act)
    exception.refresh_from_db()
    assert exception.is_accepted
    assert "No exception waits for your decision." in text_of(client.get("/clocks/exceptions/"))
    assert advice.child.name in text_of(client.get("/clocks/exceptions/?all=1"))


def test_a_manager_is_told_that_healths_limits_are_not_theirs(
    cast: Cast, client: Client, advice: AdviceRequest
) -> None:
    exception = propose(cast, advice.advice_clock)
    answer = as_person(client, cast, "la_manager").post(f"{exception.get_absolute_url()}accept/")
    assert (answer.status_code, "A Designated Clinical Officer decides" in text_of(answer)) == (422, True)


def test_a_list_of_exceptions_asks_the_database_as_often_for_many_as_for_few(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    as_person(client, cast, "dco")

    def asked() -> int:
        client.get("/clocks/exceptions/")
        with django_assert_max_num_queries(60) as queries:
            assert client.get("/clocks/exceptions/").status_code == 200
        return len(queries)

    for _ in range(2):
        propose(cast, advice_of(cast).advice_clock)
    few = asked()
    for _ in range(6):
        propose(cast, advice_of(cast).advice_clock)
    assert asked() == few
