"""Every figure by area and month: against a slow count of the same cases, and at the edges."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Area
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from qa.models import Episode
from reporting.measures import Span, count
from reporting.metrics import Metric
from reporting.months import april_of, financial_year, last_day, month_of, year_to
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.reporting import cases
from tests.reporting.cases import area_of
from tribunals.models import Appeal

MONTH = date(2026, 2, 1)
APRIL = date(2025, 4, 1)


def counted(cast: Cast, metric: Metric, month: date = MONTH) -> Any:
    areas = list(Area.objects.filter(icb=cast.org["icb"]))
    return count(metric, Span(cast.org["icb"], year_to(month)), areas)


def test_an_episode_counts_in_the_month_its_feedback_was_returned(cast: Cast) -> None:
    child = make_child(cast, la="swindon")
    cases.returned(cast, child, date(2026, 1, 31))
    cases.returned(cast, child, date(2026, 2, 1))
    cases.returned(cast, child, date(2026, 2, 28))
    cases.returned(cast, child, date(2026, 3, 1))
    found = counted(cast, Metric.DRAFTS)
    assert (found.months[date(2026, 1, 1)], found.months[MONTH], found.year) == (1, 2, 3)
    assert dict(found.areas) == {area_of(cast, "Swindon").pk: 2}


def test_one_that_is_not_returned_does_not_count(cast: Cast) -> None:
    child = make_child(cast)
    plan, version = cases.draft_of(cast, child, MONTH)
    facts = {"child": child, "kind": "draft_plan", "plan": plan, "version": version}
    cases.saved(Episode(taken_on=MONTH, taken_by=cast["dco"], **facts))
    assert counted(cast, Metric.DRAFTS).year == 0


def test_drafts_and_reviews_are_counted_apart(cast: Cast) -> None:
    child = make_child(cast)
    cases.returned(cast, child, MONTH)
    cases.returned(cast, child, MONTH, kind="annual_review")
    cases.returned(cast, child, MONTH, kind="tribunal")
    assert (counted(cast, Metric.DRAFTS).year, counted(cast, Metric.REVIEWS).year) == (1, 1)


def test_a_coproduced_quality_assurance_is_one_coproduction_episode_and_no_more(cast: Cast) -> None:
    child = make_child(cast, la="wiltshire")
    cases.returned(cast, child, MONTH, coproduced=True)
    cases.returned(cast, child, MONTH, kind="tribunal", coproduced=True)
    cases.coproduction(cast, MONTH, child=child)
    cases.coproduction(cast, MONTH, area=area_of(cast, "Swindon"))
    cases.coproduction(cast, MONTH)
    found = counted(cast, Metric.COPRODUCTION)
    assert found.year == 5
    assert dict(found.areas) == {area_of(cast, "Wiltshire").pk: 3, area_of(cast, "Swindon").pk: 1}


def test_a_session_for_the_whole_board_is_in_the_total_and_in_no_area(cast: Cast) -> None:
    cases.training(cast, MONTH)
    cases.training(cast, MONTH, area_of(cast, "BaNES"))
    found = counted(cast, Metric.TRAINING)
    assert (found.months[MONTH], dict(found.areas)) == (2, {area_of(cast, "BaNES").pk: 1})


def test_what_was_struck_out_is_not_counted(cast: Cast) -> None:
    cases.training(cast, MONTH).strike_out(by=cast["dco"], why="Logged twice")
    cases.complex_case(make_child(cast), MONTH).strike_out(by=cast["dco"], why="Logged twice")
    assert counted(cast, Metric.TRAINING).year == counted(cast, Metric.COMPLEX_CASES).year == 0


@pytest.mark.parametrize(
    ("logged", "closed", "months"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), [1]),
        (date(2026, 1, 31), date(2026, 2, 1), [1, 2]),
        (date(2025, 12, 1), None, [12, 1, 2]),
        (date(2026, 3, 1), None, []),
        (date(2024, 1, 1), date(2025, 3, 31), []),
        (date(2024, 1, 1), date(2025, 4, 1), [4]),
    ],
)
def test_an_appeal_is_active_in_every_month_in_which_it_was_open(
    cast: Cast, logged: date, closed: date | None, months: list[int]
) -> None:
    cases.appeal(make_child(cast), logged, closed)
    found = counted(cast, Metric.TRIBUNALS_ACTIVE)
    assert sorted(month.month for month, n in found.months.items() if n) == sorted(months)
    assert found.year == bool(months)


def test_active_in_the_year_are_different_cases_and_not_a_sum(cast: Cast) -> None:
    child = make_child(cast, la="swindon")
    cases.appeal(child, date(2025, 1, 10))
    cases.appeal(child, date(2025, 6, 1), date(2025, 7, 9))
    cases.appeal(child, date(2026, 2, 3))
    found = counted(cast, Metric.TRIBUNALS_ACTIVE)
    assert found.year == 3
    assert sum(found.months.values()) == 11 + 2 + 1
    assert dict(found.areas) == {area_of(cast, "Swindon").pk: 2}


def test_a_child_of_no_area_counts_in_the_total_only(cast: Cast) -> None:
    Area.objects.filter(pk=area_of(cast, "BaNES").pk).update(local_authority=None)
    cases.complex_case(make_child(cast, la="banes"), MONTH)
    cases.coproduction(cast, MONTH)
    assert (counted(cast, Metric.COMPLEX_CASES).year, dict(counted(cast, Metric.COMPLEX_CASES).areas)) == (1, {})


def test_another_boards_cases_are_not_counted(cast: Cast) -> None:
    child = make_child(cast, la="other_la")
    cases.complex_case(child, MONTH)
    cases.appeal(child, MONTH)
    cases.returned(cast, child, MONTH, kind="annual_review", coproduced=True)
    assert [counted(cast, metric).year for metric in Metric] == [0] * 7


# The slow way: every row read, and looked at one by one.

ORACLES: dict[Metric, Callable[[], list[tuple[date, Any]]]] = {
    Metric.DRAFTS: lambda: [(e.returned_on, e.child) for e in Episode.objects.all() if e.kind == "draft_plan"],
    Metric.REVIEWS: lambda: [(e.returned_on, e.child) for e in Episode.objects.all() if e.kind == "annual_review"],
    Metric.COPRODUCTION: lambda: (
        [(e.returned_on, e.child) for e in Episode.objects.all() if e.coproduced]
        + [(e.held_on, e.area or e.child) for e in CoproductionEpisode.objects.all()]
    ),
    Metric.COMPLEX_CASES: lambda: [(c.asked_on, c.child) for c in ComplexCase.objects.all()],
    Metric.TRAINING: lambda: [(s.held_on, s.area) for s in TrainingSession.objects.all()],
    Metric.TRIBUNALS_LOGGED: lambda: [(a.logged_on, a.child) for a in Appeal.objects.all()],
}


def authority(place: Any) -> int | None:
    return place.local_authority_id if place else None


@pytest.fixture
def a_year_of_cases(cast: Cast) -> Cast:
    chance = random.Random(20260301)
    places = ["banes", "swindon", "wiltshire"]
    children = [make_child(cast, la=chance.choice(places)) for _ in range(9)]
    areas = [None, *Area.objects.filter(icb=cast.org["icb"])]

    def day() -> date:
        return date(2025, 2, 1) + timedelta(days=chance.randrange(450))

    for _ in range(40):
        kind = chance.choice(["draft_plan", "annual_review"])
        cases.returned(cast, chance.choice(children), day(), kind=kind, coproduced=chance.random() < 0.3)
        cases.training(cast, day(), chance.choice(areas))
        cases.complex_case(chance.choice(children), day())
        if chance.random() < 0.5:
            cases.coproduction(cast, day(), child=chance.choice(children))
        opened = day()
        closed = opened + timedelta(days=chance.randrange(300)) if chance.random() < 0.7 else None
        cases.appeal(chance.choice(children), opened, closed)
    return cast


def test_the_figures_are_what_a_slow_count_finds(a_year_of_cases: Cast) -> None:
    cast = a_year_of_cases
    for metric, oracle in ORACLES.items():
        for month in financial_year(MONTH):
            found, rows = counted(cast, metric, month), oracle()
            in_year = [row for row in rows if april_of(month) <= row[0] <= last_day(month)]
            assert found.year == len(in_year), (metric, month)
            for each in year_to(month):
                assert found.months[each] == sum(month_of(day) == each for day, _ in rows), (metric, each)
            for area in Area.objects.filter(icb=cast.org["icb"]):
                slow = sum(month_of(day) == month and authority(p) == area.local_authority_id for day, p in rows)
                assert found.areas[area.pk] == slow, (metric, month, area)


def test_active_cases_are_what_a_slow_count_finds(a_year_of_cases: Cast) -> None:
    def open_in(appeal: Appeal, first: date, last: date) -> bool:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return any(appeal.logged_on <= d and (appeal.closed_on is None or d <= appeal.closed_on) for d in days)

    cast, appeals = a_year_of_cases, list(Appeal.objects.select_related("child"))
    found = counted(cast, Metric.TRIBUNALS_ACTIVE)
    assert found.year == sum(open_in(a, APRIL, last_day(MONTH)) for a in appeals)
    for month in year_to(MONTH):
        assert found.months[month] == sum(open_in(a, month, last_day(month)) for a in appeals), month
    for area in Area.objects.filter(icb=cast.org["icb"]):
        mine = [a for a in appeals if a.child.local_authority_id == area.local_authority_id]
        assert found.areas[area.pk] == sum(open_in(a, MONTH, last_day(MONTH)) for a in mine)


@pytest.mark.parametrize("metric", list(Metric))
def test_a_figure_is_one_query_or_two_however_many_cases(a_year_of_cases: Cast, metric: Metric) -> None:
    areas = list(Area.objects.filter(icb=a_year_of_cases.org["icb"]))
    with CaptureQueriesContext(connection) as queries:
        count(metric, Span(a_year_of_cases.org["icb"], year_to(MONTH)), areas)
    assert len(queries) == (2 if metric is Metric.COPRODUCTION else 1)
