"""How many limits were kept: counted once more, slowly, and compared; and the pages that show it."""

import csv
import html
import random
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Permission
from clocks.models import Clock, ClockException
from clocks.models.clock import ABOUT_APPEALS
from clocks.rule import Kind, Owner
from clocks.rules import RULES, rule_in_force, rule_keys
from core.today import pretend
from reporting.compliance import ALL_EXCUSED, NONE_DUE, Counts, Span, Which, cases, compliance
from reporting.months import add_months, last_day
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.reporting.cases import saved

TODAY = date(2026, 6, 18)
LAS = ["wiltshire", "swindon", "banes", "other_la"]
PAGE = "/reports/compliance/"


@pytest.fixture(autouse=True)
def day() -> Any:
    with pretend(TODAY):
        yield TODAY


def clock_of(cast: Cast, child: Any, rule: str, due_on: date, **ended: Any) -> Clock:
    authority, law = child.local_authority, rule_in_force(rule, due_on)
    owing = authority if Owner.LOCAL_AUTHORITY in law.owner else child.icb
    return saved(
        Clock(
            child=child, local_authority=authority, icb=child.icb, owing=owing, first_owing=owing,
            rule=rule, action=law.action, started_on=due_on - timedelta(days=42),
            due_on=due_on, citation="a citation", **ended,
        )
    )  # fmt: skip


def excuse(cast: Cast, clock: Clock, status: str = "accepted") -> ClockException:
    day = clock.started_on
    facts = {"accepted_on": day, "accepted_by": cast["dco"]} if status == "accepted" else {}
    return saved(
        ClockException(
            child=clock.child, clock=clock, organisation=clock.owing, decider=clock.icb,
            kind="exceptional_circumstances", citation="SEND Regs reg 8(2)(a)", first_day=day, last_day=day,
            reason="A bereavement.", status=status, proposed_on=day, proposed_by=cast["dco"], **facts,
        )
    )  # fmt: skip


@pytest.fixture
def many(cast: Cast) -> list[Clock]:
    """Four authorities' clocks of every rule, met early, in time, late, running, lapsed, some excused."""
    chance = random.Random(1864)  # noqa: S311 the same cases each time
    children = {la: make_child(cast, la=la, on=date(2025, 1, 6)) for la in LAS}
    found = []
    for _ in range(260):
        rule = chance.choice(["health_advice"] * 9 + list(rule_keys()))
        due_on = TODAY - timedelta(days=chance.randint(-60, 420))
        met_on = due_on + timedelta(days=chance.randint(-41, 20))
        ways: list[dict[str, Any]] = [
            {"met_on": met_on}, {"met_on": met_on}, {"met_on": due_on}, {},
            {"lapsed_on": met_on, "lapsed_why": "moved"},
        ]  # fmt: skip
        clock = clock_of(cast, children[chance.choice(LAS)], rule, due_on, **chance.choice(ways))
        if chance.random() < 0.3:
            excuse(cast, clock, chance.choice(["accepted", "accepted", "proposed"]))
        found.append(clock)
    return found


def span(cast: Cast, first: date, last: date, *places: str, authority: str = "") -> Span:
    return Span(
        first=first,
        last=last,
        on=TODAY,
        organisations=frozenset(cast.org[place].pk for place in places or ("icb",)),
        authority=cast.org[authority] if authority else None,
    )


def counted_slowly(clocks: list[Clock], asked: Span) -> Counts:
    """As the words of the rule say it, one clock at a time."""
    total = Counts()
    for clock in clocks:
        excused = any(one.status == "accepted" for one in clock.exceptions.all())
        inside = asked.first <= clock.due_on <= last_day(asked.last)
        theirs = asked.organisations & {clock.icb_id, clock.local_authority_id}
        there = asked.authority is None or clock.local_authority_id == asked.authority.pk
        if not (inside and theirs and there):
            continue
        if clock.lapsed_on:
            total += Counts(lapsed=1)
        elif clock.met_on and clock.met_on <= clock.due_on:
            total += Counts(in_time=1, excused=excused, excused_in_time=excused)
        elif clock.met_on:
            total += Counts(late=1, excused=excused)
        elif clock.due_on < TODAY:
            total += Counts(open=1, excused=excused)
    return total


def may_see(person: Any, clock: Clock) -> bool:
    """What an appeal times is shown to those who see appeals, and to the local authority that owes it."""
    theirs = clock.owing_id == clock.local_authority_id
    return clock.rule not in ABOUT_APPEALS or theirs or person.holds(Permission.SEE_APPEALS)


SPANS = [
    (date(2025, 6, 1), date(2026, 6, 1)),
    (date(2026, 6, 1), date(2026, 6, 1)),
    (date(2026, 1, 1), date(2026, 3, 1)),
    (date(2026, 6, 1), date(2026, 8, 1)),
    (date(2020, 1, 1), date(2020, 2, 1)),
]


@pytest.mark.parametrize(
    ("who", "place", "authority"),
    [("dco", "icb", ""), ("dco", "icb", "swindon"), ("la_manager", "wiltshire", ""), ("stranger", "other_icb", "")],
)
def test_the_figures_are_those_of_a_slow_count(
    cast: Cast, many: list[Clock], who: str, place: str, authority: str
) -> None:
    for first, last in SPANS:
        asked = span(cast, first, last, place, authority=authority)
        found = compliance(asked, cast[who])
        for line in found.lines:
            of_rule = [clock for clock in many if clock.rule == line.rule.key and may_see(cast[who], clock)]
            assert line.counts == counted_slowly(of_rule, asked), (line.rule.key, first)
        advice = [clock for clock in many if clock.rule == "health_advice"]
        for month, counts in found.months:
            assert counts == counted_slowly(advice, span(cast, month, month, place, authority=authority)), month


def test_every_number_opens_as_many_cases_as_it_says(cast: Cast, many: list[Clock]) -> None:
    asked = span(cast, date(2025, 6, 1), date(2026, 6, 1))
    for line in compliance(asked, cast["dco"]).lines:
        for which in Which:
            listed = cases(asked, cast["dco"], line.rule.key, which)
            assert listed.count() == line.counts.of(which), (line.rule.key, which)


def test_months_add_up_to_the_whole(cast: Cast, many: list[Clock]) -> None:
    found = compliance(span(cast, date(2025, 5, 1), date(2026, 8, 1)), cast["dco"])
    assert sum((counts for _, counts in found.months), Counts()) == found.by_rule["health_advice"]


def test_all_is_asked_in_one_query(cast: Cast, many: list[Clock], django_assert_num_queries: Any) -> None:
    dco = cast["dco"]
    asked = span(cast, date(2025, 6, 1), date(2026, 6, 1))
    assert dco.scope
    with django_assert_num_queries(1):
        found = compliance(asked, dco)
        assert len(found.statutory) > 20
        assert len(found.months) == 13


def test_a_line_stands_for_each_rule_that_somebody_must_keep(cast: Cast) -> None:
    found = compliance(span(cast, TODAY.replace(day=1), TODAY.replace(day=1)), cast["dco"])
    kept = [r for r in RULES if r.kind is not Kind.WINDOW and r.owner != (Owner.FAMILY,)]
    assert [line.rule.key for line in found.lines] == [rule.key for rule in kept]
    assert all(line.rule.is_local for line in found.local)
    assert {line.rule.key for line in found.local} >= {"qa_turnaround", "section_23"}


def test_due_today_does_not_count_until_it_is_met(cast: Cast) -> None:
    child = make_child(cast, on=date(2026, 1, 5))
    clock_of(cast, child, "health_advice", TODAY)
    asked = span(cast, date(2026, 6, 1), date(2026, 6, 1))
    assert compliance(asked, cast["dco"]).by_rule["health_advice"] == Counts()
    clock_of(cast, child, "health_advice", TODAY, met_on=TODAY)
    assert compliance(asked, cast["dco"]).by_rule["health_advice"] == Counts(in_time=1)
    clock_of(cast, child, "health_advice", TODAY - timedelta(days=1))
    assert compliance(asked, cast["dco"]).by_rule["health_advice"] == Counts(in_time=1, open=1)


def test_nothing_is_divided_by_nothing() -> None:
    assert (Counts().share, Counts().share_without_exceptions) == (NONE_DUE, NONE_DUE)
    assert Counts(lapsed=3).share == NONE_DUE
    everything_excused = Counts(late=2, excused=2)
    assert (everything_excused.share, everything_excused.share_without_exceptions) == ("0.0%", ALL_EXCUSED)


def test_an_exception_is_left_out_above_and_below_the_line() -> None:
    counts = Counts(in_time=6, late=3, open=1, excused=2, excused_in_time=1)
    assert counts.share == "60.0%"
    assert counts.share_without_exceptions == "62.5%"  # 5 of 8


def text_of(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def get(client: Client, cast: Cast, who: str, address: str = PAGE, **asked: str) -> Any:
    client.force_login(cast[who])
    return client.get(address, asked)


@pytest.mark.parametrize("who", ["board_member", "spa", "adviser", "coordinator", "chief_nurse", "administrator"])
@pytest.mark.parametrize("page", ["", "cases/?rule=health_advice&which=due", "csv/"])
def test_only_those_who_answer_for_the_limits_see_the_figures(
    cast: Cast, client: Client, who: str, page: str
) -> None:
    assert not cast[who].holds(Permission.SEE_COMPLIANCE)
    assert get(client, cast, who, PAGE + page).status_code == 403


def test_the_page_shows_both_figures_side_by_side(cast: Cast, client: Client) -> None:
    child = make_child(cast, on=date(2026, 1, 5))
    due = date(2026, 5, 4)
    clock_of(cast, child, "health_advice", due, met_on=due)
    late = clock_of(cast, child, "health_advice", due, met_on=due + timedelta(days=3))
    excuse(cast, late)
    page = text_of(get(client, cast, "dco"))
    assert "June 2025 to June 2026" in page
    assert "50.0%" in page
    assert "100.0%" in page
    assert NONE_DUE in page  # the months in which none did
    listed = get(client, cast, "dco", f"{PAGE}cases/", rule="health_advice", which="late")
    assert "1 time limit" in text_of(listed)
    assert "Exception accepted: exceptional circumstances" in text_of(listed)
    assert "3 days late" in text_of(listed)


def test_one_authority_and_a_span_can_be_chosen(cast: Cast, client: Client) -> None:
    for la, day in (("wiltshire", 4), ("swindon", 5), ("swindon", 6)):
        child = make_child(cast, la=la, on=date(2026, 1, 5))
        clock_of(cast, child, "health_advice", date(2026, 5, day), met_on=date(2026, 5, day))
    chosen = {"first": "2026-05", "last": "2026-05", "la": str(cast.org["swindon"].pk)}
    page = get(client, cast, "dco", **chosen)
    assert page.context_data["found"].by_rule["health_advice"] == Counts(in_time=2)
    address = page.context_data["tables"][0][1][0]["numbers"][0]["href"]
    assert len(client.get(address).context_data["object_list"]) == 2


def test_a_manager_sees_only_their_own_authority(cast: Cast, client: Client, many: list[Clock]) -> None:
    page = get(client, cast, "la_manager")
    assert "la" not in page.context_data["form"].fields
    for which in Which:
        listed = get(client, cast, "la_manager", f"{PAGE}cases/", rule="health_advice", which=which)
        assert {c.local_authority_id for c in listed.context_data["object_list"]} <= {cast.org["wiltshire"].pk}


@pytest.mark.parametrize(
    "asked",
    [{"rule": "nonsense", "which": "due"}, {"rule": "health_advice", "which": "x"}, {"rule": "health_advice"},
     {"rule": "health_advice", "which": "due", "first": "2026-13"}],
)  # fmt: skip
def test_a_number_that_is_none_is_not_found(cast: Cast, client: Client, asked: dict[str, str]) -> None:
    assert get(client, cast, "dco", f"{PAGE}cases/", **asked).status_code == 404


def test_months_the_wrong_way_round_are_refused(cast: Cast, client: Client) -> None:
    page = get(client, cast, "dco", first="2026-05", last="2026-04")
    assert page.status_code == 422
    assert "The last month is before the first." in text_of(page)


def test_the_file_says_what_the_page_says_and_runs_nothing(cast: Cast, client: Client) -> None:
    child = make_child(cast, on=date(2026, 1, 5))
    clock_of(cast, child, "health_advice", date(2026, 5, 4), met_on=date(2026, 5, 4))
    with_formula = cast.org["wiltshire"]
    with_formula.name = "=HYPERLINK(1)"
    saved(with_formula)
    answer = get(client, cast, "dco", f"{PAGE}csv/", la=str(with_formula.pk))
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    advice = next(row for row in rows if row["key"] == "health_advice")
    assert (advice["table"], advice["counted"], advice["in_time_all"]) == ("law", "1", "100.0%")
    assert advice["local_authority"] == "'=HYPERLINK(1)"
    assert next(row for row in rows if row["key"] == "order_amend")["in_time_all"] == NONE_DUE


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    child = make_child(cast, on=date(2026, 1, 5))
    addresses = [(PAGE, {}), (f"{PAGE}cases/", {"rule": "health_advice", "which": "late"})]

    def asked() -> list[int]:
        numbers = []
        for address, said in addresses:
            get(client, cast, "dco", address, **said)
            with django_assert_max_num_queries(60) as queries:
                client.get(address, said)
            numbers.append(len(queries))
        return numbers

    def late(day: int, rule: str) -> None:
        excuse(cast, clock_of(cast, child, rule, date(2026, 4, day), met_on=date(2026, 5, 20)))

    late(1, "health_advice")
    late(2, "health_advice")
    few = asked()
    for day in range(3, 23):
        late(day, "health_advice")
        late(day, "issue_final_plan")
    assert asked() == few


def test_twelve_full_months_and_this_one_are_shown_first(cast: Cast, client: Client) -> None:
    found = get(client, cast, "dco").context_data["found"]
    assert (found.span.first, found.span.last) == (add_months(TODAY.replace(day=1), -12), date(2026, 6, 1))
