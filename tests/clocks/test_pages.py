"""The date calculator and the rule book as pages."""

import html

import pytest
from django.test import Client

from accounts.roles import System
from clocks.models import LocalLength
from clocks.rules import RULES
from core.history import recorded
from send_portal.demo.cast import Cast

PAGE = "/clocks/calculator/"


def ask(client: Client, **said: str) -> tuple[int, str]:
    answer = client.get(PAGE, said)
    return answer.status_code, html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


def test_the_page_asks_for_a_rule_and_a_day(signed_in: Client) -> None:
    status, page = ask(signed_in)
    assert status == 200
    assert "Work it out" in page
    assert "There is a problem" not in page


def test_the_answer_has_the_day_the_law_and_the_warnings(signed_in: Client) -> None:
    status, page = ask(signed_in, rule="issue_final_plan", start="2026-01-05")
    assert status == 200
    for words in ("Monday 25 May 2026", "SEND Regs 2014 reg 13(2)", "bank holiday", "Friday 22 May 2026"):
        assert words in page


def test_a_date_in_three_boxes_is_read_too(signed_in: Client) -> None:
    _, page = ask(signed_in, rule="decide_to_assess", start_day="5", start_month="1", start_year="2026")
    assert "Monday 16 February 2026" in page


def test_a_rule_that_needs_more_asks_for_it(signed_in: Client) -> None:
    status, page = ask(signed_in, rule="tribunal_direction", start="2026-07-13")
    assert status == 422
    assert "tribunal_direction needs the date directed or agreed" in page
    status, page = ask(signed_in, rule="tribunal_direction", start="2026-07-13", date="2026-09-01")
    assert (status, "Tuesday 1 September 2026" in page) == (200, True)


def test_a_transfer_takes_its_kind(signed_in: Client) -> None:
    _, page = ask(signed_in, rule="phase_transfer", start="2027-09-01", phase="secondary-to-post16")
    assert "Tuesday 30 March 2027" in page


def test_an_impossible_day_is_refused_beside_its_field(signed_in: Client) -> None:
    status, page = ask(signed_in, rule="decide_to_assess", start="2026-02-30")
    assert (status, "must be a real date" in page) == (422, True)


def test_a_local_standard_has_the_length_that_the_icb_has_set(cast: Cast, signed_in: Client) -> None:
    with recorded(verb="set_up", by=System("test")):
        LocalLength.objects.create(icb=cast.org["icb"], rule="qa_turnaround", length=5)
    _, page = ask(signed_in, rule="qa_turnaround", start="2026-07-13")
    assert "Monday 20 July 2026" in page
    assert "as this ICB has set it" in page


def test_the_rule_book_cites_every_rule(signed_in: Client) -> None:
    page = html.unescape(signed_in.get("/clocks/rules/").content.decode())
    for rule in RULES:
        assert rule.name in page
        assert rule.citation in page
