"""How quality assurance did: counted once more, slowly, and compared; and the page that shows it."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from django.test import Client

from clocks.models import Pause
from core.calendar import is_working_day
from core.jinja import count
from core.today import pretend
from ehcp.models import AssessmentRequest, Plan
from qa.models import Comparison
from reporting.compliance import Span
from reporting.qa_measures import Figure, cases_behind, measured
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.reporting.cases import returned, saved
from tests.reporting.test_compliance import clock_of

TODAY, FIRST, LAST = date(2026, 6, 18), date(2026, 2, 1), date(2026, 5, 1)
LAS = ["wiltshire", "swindon", "other_la"]
PAGE = "/reports/quality-assurance/"


@pytest.fixture(autouse=True)
def day() -> Any:
    with pretend(TODAY):
        yield TODAY


def span(cast: Cast, *, of: str = "icb") -> Span:
    return Span(first=FIRST, last=LAST, on=TODAY, organisations=frozenset({cast.org[of].pk}))


def some_day(chance: random.Random) -> date:
    return date(2026, 1, 12) + timedelta(days=chance.randint(0, 150))


@pytest.fixture
def cases(cast: Cast) -> dict[str, list[Any]]:
    """Three authorities' feedback, drafts and issued plans; those of one are another board's."""
    chance = random.Random(42)  # noqa: S311 the same cases each time
    children = {la: make_child(cast, la=la, on=date(2025, 1, 6)) for la in LAS}
    found: dict[str, list[Any]] = {"clocks": [], "episodes": [], "comparisons": []}
    for _ in range(60):
        la = chance.choice(LAS)
        due = some_day(chance)
        ended = due + timedelta(days=chance.randint(-30, 15))
        how = chance.choice([{"met_on": ended}] * 4 + [{"lapsed_on": ended, "lapsed_why": "plan_issued"}, {}])
        clock = clock_of(cast, children[la], "qa_turnaround", due, **how)
        if chance.random() < 0.4:
            facts = {"why": "papers", "reason": "The school’s report."}
            since = clock.started_on + timedelta(days=3)
            saved(Pause(child=clock.child, clock=clock, starts_on=since, until_on=since + timedelta(days=9), **facts))
        found["clocks"].append(clock)
        # Of Wiltshire's drafts many have no health content: its counts are large enough to be shown.
        episode = returned(cast, children[la], some_day(chance))
        episode.theme = chance.choice([1, 3, 3, 5, 6, 8, None])
        found["episodes"].append(saved(episode))
        found["comparisons"].append(issued(cast, la, some_day(chance), chance))
    return found


def issued(cast: Cast, la: str, on: date, chance: random.Random) -> Comparison:
    child = make_child(cast, la=la, on=date(2025, 1, 6))
    of = {"child": child, "local_authority": child.local_authority}
    assessment = saved(AssessmentRequest(received_on=on, source="1", **of))
    plan = saved(
        Plan(child=child, assessment=assessment, status="issued", issued_on=on, not_asked_because="not_asked")
    )
    ways: list[dict[str, Any]] = [
        {"outcome": "used", "section_c_used": True, "section_g_used": True},
        {"outcome": "not_used", "section_c_used": True, "section_g_used": False, "section_g_reason": "other"},
        {"outcome": "not_asked", "not_asked_reason": "not_asked"}, {"outcome": "before_answer"},
    ]  # fmt: skip
    return saved(Comparison(child=child, plan=plan, issued_on=on, **chance.choice(ways)))


def inside(on: date | None) -> bool:
    return on is not None and FIRST <= on <= date(2026, 5, 31)


def slow_days(clock: Any) -> int:
    paused = {
        p.starts_on + timedelta(days=n) for p in clock.pauses.all() for n in range((p.until_on - p.starts_on).days)
    }
    taken, on = 0, clock.started_on
    while on < clock.met_on:
        on += timedelta(days=1)
        taken += is_working_day(on) and on not in paused
    return taken


def test_turnaround_is_what_a_slow_count_says(cast: Cast, cases: dict[str, list[Any]]) -> None:
    counts: dict[Any, Counter[str]] = defaultdict(Counter)
    days: dict[Any, list[int]] = defaultdict(list)
    for clock in cases["clocks"]:
        missed = clock.lapsed_on is not None and clock.lapsed_on > clock.due_on
        ended = clock.met_on or (clock.lapsed_on if missed else None)
        if clock.icb != cast.org["icb"] or not inside(ended):
            continue
        key = (ended.replace(day=1), clock.local_authority_id)
        counts[key]["within" if clock.met_on and clock.met_on <= clock.due_on else "late"] += 1
        days[key] += [slow_days(clock)] if clock.met_on else []
    rows = measured(Figure.TURNAROUND, span(cast), cast["dco"])
    assert {(r.month, r.authority): (r.counts["within"], r.counts["late"]) for r in rows} == {
        key: (many["within"], many["late"]) for key, many in counts.items()
    }
    assert {(r.month, r.authority): r.middle for r in rows} == {
        key: f"{median(days[key]):g}" if days[key] else "" for key in counts
    }
    assert any(days.values())


def test_wording_is_what_a_slow_count_says_and_opens_its_plans(cast: Cast, cases: dict[str, list[Any]]) -> None:
    counts: Counter[Any] = Counter()
    for one in cases["comparisons"]:
        if one.child.icb == cast.org["icb"] and inside(one.issued_on):
            outcome = "no_agreement" if one.outcome == "before_answer" else one.outcome
            counts[one.issued_on.replace(day=1), one.child.local_authority_id, outcome] += 1
    rows = measured(Figure.WORDING, span(cast), cast["dco"])
    assert {
        (r.month, r.authority, name): n for r in rows for name, n in r.counts.items() if n and name != "all"
    } == counts
    used = cases_behind(Figure.WORDING, "used", span(cast), cast["dco"])
    assert used.count() == sum(n for (_, _, outcome), n in counts.items() if outcome == "used")


def test_health_content_counts_by_theme_and_hides_small_numbers(cast: Cast, cases: dict[str, list[Any]]) -> None:
    counts: Counter[Any] = Counter()
    for episode in cases["episodes"]:
        if episode.child.icb == cast.org["icb"] and inside(episode.returned_on) and episode.theme:
            key = (episode.returned_on.replace(day=1), episode.child.local_authority_id)
            counts[*key, "with" if episode.theme >= 6 else "without"] += 1
    rows = measured(Figure.CONTENT, span(cast), cast["dco"])
    assert sum(n for n in counts.values()) > 20
    for row in rows:
        for name in ("with", "without"):
            number = counts[row.month, row.authority, name]
            assert row.counts[name] == number
            assert row.text(name) in ([str(number), "not shown"] if number >= 5 else ["<5"])
        assert row.share == "" or min(row.counts["with"], row.counts["without"]) >= 5


def test_the_page_is_for_who_answers_for_it_and_each_number_opens_its_cases(
    cast: Cast, client: Client, cases: dict[str, list[Any]]
) -> None:
    months = "?first=2026-02&last=2026-05"
    for who, status in (("dco", 200), ("la_manager", 200), ("coordinator", 403), ("board_member", 403)):
        client.force_login(cast[who])
        assert client.get(PAGE + months).status_code == status, who
    client.force_login(cast["la_manager"])
    page = client.get(PAGE + months)
    assert "Wiltshire" in page.text
    assert "Swindon" not in page.text
    in_short = page.context_data["in_short"]
    assert all(f'id="{one["href"].removeprefix("#")}"' in page.text for one in in_short), "each leads down the page"
    rows = [row for row, _ in page.context_data["tables"][2]["rows"]]
    used, every = (sum(row.counts[name] for row in rows) for name in ("used", "all"))
    assert in_short[-1]["note"] == f"{used} of {count(every, 'plan')}"
    small = page.context_data["tables"][1]
    is_hidden = any(row.is_hidden for row, _ in small["rows"])
    assert in_short[2]["value"] == ("Not shown" if is_hidden else small["whole"].share)
    assert page.text.index(">In short<") < page.text.index("By month and local authority")
    row, numbers = next(pair for pair in page.context_data["tables"][2]["rows"])
    opened = client.get(numbers[-1]["href"])
    assert len(opened.context_data["object_list"]) == row.counts["all"]
    assert client.get(f"{PAGE}cases/{months}&of=wording&which=nonsense").status_code == 404
