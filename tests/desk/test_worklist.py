"""What stands on whose list, in which order, and what can be done about it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.roles import System
from clocks.models import PROTECTS_OTHERS, Clock
from core.history import recorded
from core.models import Message
from core.today import today
from desk.steps import keepers
from desk.worklist import Tab, Worklist
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.desk.conftest import asked, received

SIX_WEEKS = 42


def rows(cast: Cast, person: str, tab: Tab, **chosen: object) -> list:
    return list(Worklist(cast[person], chosen=chosen).page(tab, 1).object_list)


def due(cast: Cast, person: str, tab: Tab) -> list[str]:
    return [row.clock.rule for row in rows(cast, person, tab)]


def test_due_today_is_this_weeks_and_not_overdue(cast: Cast) -> None:
    received(cast, days_ago=SIX_WEEKS)
    assert due(cast, "coordinator", Tab.OVERDUE) == []
    (row,) = rows(cast, "coordinator", Tab.THIS_WEEK)
    assert (row.clock.rule, row.clock.days_left_in_words, row.clock.is_late) == (
        "decide_to_assess",
        "today",
        False,
    )


def test_due_yesterday_is_overdue_and_says_so(cast: Cast) -> None:
    received(cast, days_ago=SIX_WEEKS + 1)
    (row,) = rows(cast, "coordinator", Tab.OVERDUE)
    assert row.clock.days_left_in_words == "1 day late"


@pytest.mark.parametrize(("left", "tab"), [(-1, Tab.OVERDUE), (0, Tab.THIS_WEEK), (6, Tab.THIS_WEEK), (7, Tab.LATER)])
def test_a_week_is_today_and_the_six_days_after(cast: Cast, left: int, tab: Tab) -> None:
    received(cast, days_ago=SIX_WEEKS - left)
    assert "decide_to_assess" in due(cast, "coordinator", tab)


def test_the_heading_says_the_number_that_matters(cast: Cast) -> None:
    assert Worklist(cast["coordinator"]).headline == "Nothing is due this week"
    received(cast, days_ago=SIX_WEEKS)
    assert Worklist(cast["coordinator"]).headline == "1 thing is due this week"
    received(cast, days_ago=SIX_WEEKS + 3)
    assert Worklist(cast["coordinator"]).headline == "1 thing is due this week, 1 is overdue"
    received(cast, days_ago=SIX_WEEKS - 2)
    assert Worklist(cast["coordinator"]).headline == "2 things are due this week, 1 is overdue"


def test_rows_are_sorted_by_days_left(cast: Cast) -> None:
    for days in (10, 30, 20):
        received(cast, days_ago=days)
    found = [row.clock.due_on for row in rows(cast, "coordinator", Tab.LATER)]
    assert found == sorted(found)
    assert len(found) == 9


def test_every_tabs_number_is_the_number_of_its_rows(cast: Cast) -> None:
    for days in (1, 38, 45, 50):
        received(cast, days_ago=days)
    asked(cast, days_ago=10)
    received(cast, days_ago=3).withdraw(by=cast["coordinator"], on=today(), reason="The family moved away.")
    for person in ("coordinator", "la_manager", "dco", "spa", "adviser"):
        worklist = Worklist(cast[person])
        assert worklist.counts == {tab: len(worklist.page(tab, 1).object_list) for tab in Tab}
    assert all(Worklist(cast["coordinator"]).counts.values())


def test_each_body_has_its_own_and_waits_for_the_others(cast: Cast) -> None:
    asked(cast, days_ago=3)
    assert due(cast, "spa", Tab.LATER) == ["health_advice"]
    assert due(cast, "coordinator", Tab.WAITING) == ["health_advice"]
    assert "health_advice" not in due(cast, "coordinator", Tab.LATER)
    assert due(cast, "dco", Tab.LATER) == []
    assert set(due(cast, "dco", Tab.WAITING)) == {"health_advice", "refuse_to_issue", "issue_final_plan"}


def test_what_passed_to_the_advisers_is_on_their_list_and_on_nobody_elses(cast: Cast) -> None:
    request = asked(cast, days_ago=3, team="paediatrics", paragraph="c")
    request.give_answer(by=cast["spa"], answer="not_known")
    assert due(cast, "adviser", Tab.LATER) == ["health_advice"]
    assert due(cast, "spa", Tab.LATER) == []


@pytest.mark.parametrize("person", ["stranger", "other_coordinator", "other_spa", "swindon_coordinator", "spa_2"])
def test_strangers_have_none_of_it(cast: Cast, person: str) -> None:
    asked(cast, days_ago=60)
    assert not any(Worklist(cast[person]).counts.values())


def test_an_administrator_in_the_dcos_team_has_no_childs_work(cast: Cast) -> None:
    received(cast, days_ago=60)
    assert not Clock.objects.owed_by(cast["administrator"]).exists()


def test_a_window_is_nobodys_to_do_and_is_never_late(cast: Cast) -> None:
    assert PROTECTS_OTHERS == ("draft_representations", "lodge_appeal")
    child = make_child(cast)
    with recorded(verb="serve_draft", by=System("test")):
        Clock.start("draft_representations", child=child, on=date(2026, 1, 5), owing=cast.org["wiltshire"])
    assert due(cast, "coordinator", Tab.OVERDUE) == []
    (row,) = rows(cast, "coordinator", Tab.WAITING)
    assert (row.clock.is_late, row.clock.days_left_in_words) == (False, "ended 42 days ago")


def test_done_says_whether_it_was_in_time(cast: Cast) -> None:
    received(cast, days_ago=40).decide_to_assess(by=cast["coordinator"], on=today())
    received(cast, days_ago=44).decide_to_assess(by=cast["coordinator"], on=today())
    received(cast, days_ago=5).withdraw(by=cast["coordinator"], on=today(), reason="The family moved away.")
    told = {row.outcome for row in rows(cast, "coordinator", Tab.DONE)}
    assert told == {"In time", "2 days late", "Ended, not counted: the request was withdrawn"}


def test_what_was_done_long_ago_is_no_longer_listed(cast: Cast) -> None:
    received(cast, days_ago=60).decide_to_assess(by=cast["coordinator"], on=today() - timedelta(days=29))
    assert due(cast, "coordinator", Tab.DONE) == []


def test_the_map_from_rule_to_record_comes_from_the_verbs(cast: Cast) -> None:
    found = {rule: [(m._meta.model_name, field) for m, field in places] for rule, places in keepers().items()}
    assert found["issue_final_plan"] == [("assessmentrequest", "issue_clock")]
    assert found["health_advice"] == [("advicerequest", "advice_clock")]
    assert {"plan", "annualreview"} <= {name for name, _ in found["qa_turnaround"]}


def test_the_row_offers_the_next_verb_and_its_rule(cast: Cast) -> None:
    request = asked(cast, days_ago=3)
    (row,) = rows(cast, "spa", Tab.LATER)
    assert row.record == request
    assert row.button.label == "Say who knows the child"
    assert row.rule_in_short == "6 weeks, by law"
    request.give_answer(by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["slt"])
    (row,) = rows(cast, "spa", Tab.LATER)
    assert row.button.label == "Send advice"


def test_withdrawing_is_never_offered_as_the_next_step(cast: Cast) -> None:
    received(cast, days_ago=3)
    for row in rows(cast, "coordinator", Tab.LATER):
        offered = [button.verb.name for button in (row.button, *row.others) if button]
        assert "withdraw" not in offered


def test_the_final_plan_waits_first_for_a_draft(cast: Cast) -> None:
    received(cast, days_ago=20).decide_to_assess(by=cast["coordinator"], on=today())
    buttons = {row.clock.rule: row.button.label for row in rows(cast, "coordinator", Tab.LATER)}
    assert buttons == {"refuse_to_issue": "Decide not to issue a plan", "issue_final_plan": "Submit a draft plan"}


def test_the_button_of_a_late_notice_that_no_plan_is_issued_is_that_decision(cast: Cast) -> None:
    received(cast, days_ago=16 * 7 + 1).decide_to_assess(by=cast["coordinator"], on=today() - timedelta(days=80))
    (row,) = rows(cast, "coordinator", Tab.OVERDUE)
    assert (row.clock.action, row.button.label) == ("Notify a decision not to issue", "Decide not to issue a plan")
    assert [button.label for button in row.others][:1] == ["Decide to issue a plan"]


@pytest.mark.parametrize("words", ["Penhallow", "penh", "Wren P", "999 000", "REFERENCE"])
def test_one_box_finds_by_name_number_or_reference(cast: Cast, words: str) -> None:
    wanted = received(cast, days_ago=3, given_name="Wren", family_name="Penhallow", nhs_number="9990000018").child
    received(cast, days_ago=3, given_name="Otis", family_name="Farsley", nhs_number="")
    words = words.replace("REFERENCE", wanted.reference)
    assert {row.child for row in rows(cast, "coordinator", Tab.LATER, name=words)} == {wanted}


def test_the_page_makes_as_many_queries_for_twenty_rows_as_for_two(
    cast: Cast, client: Client, queries: Callable[..., int]
) -> None:
    def look() -> None:
        assert client.get("/?tab=later").status_code == 200

    client.force_login(cast["coordinator"])
    received(cast, days_ago=20).decide_to_assess(by=cast["coordinator"], on=today())
    look()
    few = queries(look)
    for days in range(1, 10):
        received(cast, days_ago=days)
        received(cast, days_ago=20 + days).decide_to_assess(by=cast["coordinator"], on=today())
    assert queries(look) == few


def test_filters_are_remembered_until_they_are_cleared(cast: Cast, client: Client) -> None:
    received(cast, days_ago=3, la="wiltshire", family_name="Ollerton")
    received(cast, days_ago=3, la="swindon", family_name="Tidewell")
    client.force_login(cast["dco"])
    swindon = cast.org["swindon"].pk
    assert b"Ollerton" in client.get("/?tab=waiting").content
    client.get("/", {"la": swindon, "rule": "", "name": "", "tab": "waiting"})
    again = client.get("/?tab=waiting").content.decode()
    assert "Tidewell" in again
    assert "Ollerton" not in again
    assert "This list is filtered" in again
    client.get("/?clear=1")
    assert b"Ollerton" in client.get("/?tab=waiting").content


def test_an_empty_list_says_what_comes_next(cast: Cast, client: Client) -> None:
    client.force_login(cast["coordinator"])
    assert "Nothing is due this week" in client.get("/").content.decode()
    received(cast, days_ago=30, given_name="Nell", family_name="Marchbank")
    page = client.get("/?tab=this-week").content.decode()
    assert "Next: Decide whether to assess, Nell Marchbank, on 14 March 2026" in page


def test_a_row_says_child_age_authority_verb_and_days_left(cast: Cast, client: Client) -> None:
    child = received(cast, days_ago=SIX_WEEKS - 3, given_name="Nell", family_name="Marchbank").child
    client.force_login(cast["coordinator"])
    page = client.get("/").content.decode()
    for words in (
        "Nell Marchbank",
        f"{child.age} years, Wiltshire",
        "Decide whether to assess",
        "In 3 days",
        "reg 4(1), 5(1)",
    ):
        assert words in page


def test_acting_on_a_row_leads_back_to_the_list(cast: Cast, client: Client) -> None:
    request = received(cast, days_ago=SIX_WEEKS)
    client.force_login(cast["coordinator"])
    (row,) = rows(cast, "coordinator", Tab.THIS_WEEK)
    address = f"{row.button.url}?next=/%3Ftab%3Dthis-week"
    fields = {"on": today().isoformat(), "revision": request.revision}
    answer = client.post(address, fields)
    assert (answer.status_code, answer["Location"]) == (302, "/?tab=this-week")


def test_in_place_the_form_comes_without_the_page_around_it(cast: Cast, client: Client) -> None:
    request = received(cast, days_ago=SIX_WEEKS)
    client.force_login(cast["coordinator"])
    (row,) = rows(cast, "coordinator", Tab.THIS_WEEK)
    address, htmx = f"{row.button.url}?next=/", {"HX-Request": "true"}
    part = client.get(address, headers=htmx).content.decode()
    assert "hx-post" in part
    assert "<html" not in part
    refused = client.post(address, {"on": "2026-13-01", "revision": request.revision}, headers=htmx)
    assert (refused.status_code, b"There is a problem" in refused.content) == (422, True)
    done = client.post(address, {"on": today().isoformat(), "revision": request.revision}, headers=htmx)
    assert (done.status_code, done["HX-Redirect"]) == (204, "/")


def test_a_form_never_leads_away_from_the_portal(cast: Cast, client: Client) -> None:
    request = received(cast, days_ago=SIX_WEEKS)
    client.force_login(cast["coordinator"])
    (row,) = rows(cast, "coordinator", Tab.THIS_WEEK)
    fields = {"on": today().isoformat(), "revision": request.revision}
    answer = client.post(f"{row.button.url}?next=//elsewhere.example/", fields)
    assert answer["Location"] == request.get_absolute_url()


def test_letters_that_did_not_arrive_stand_on_the_worklist_of_who_works_with_the_child(
    cast: Cast, client: Client
) -> None:
    request = asked(cast, days_ago=3)
    heading = "may not have arrived"
    Message.objects.filter(child_id=request.child_id).update(status="uncertain")
    for person, told in [("dco", True), ("coordinator", True), ("spa", False), ("stranger", False)]:
        client.force_login(cast[person])
        page = client.get("/").content.decode()
        assert (heading in page) is told, person
    client.force_login(cast["dco"])
    assert f"/children/{request.child_id}/" in client.get("/").content.decode().partition(heading)[2]
    Message.objects.get(child_id=request.child_id).give_up(by=cast["administrator"])
    assert heading not in client.get("/").content.decode()
