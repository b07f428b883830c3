"""The month's report is drafted by itself, once."""

import threading
from datetime import date

import pytest
from django.db import connection

from accounts.models import Organisation
from core.scope import Scope, opened
from core.today import pretend
from reporting.models import HighlightReport
from reporting.tasks import draft_highlight_reports, draft_one
from send_portal.demo.cast import Cast


def test_it_drafts_last_months_report_on_the_first_working_day(cast: Cast) -> None:
    with pretend(date(2026, 7, 1)):  # a Wednesday
        assert draft_highlight_reports() == 2
    report = HighlightReport.objects.get(icb=cast.org["icb"])
    assert (report.month, report.status, report.drafted_on) == (date(2026, 6, 1), "draft", date(2026, 7, 1))
    assert report.history.get().actor == "The portal (monthly report)"


@pytest.mark.parametrize(
    ("day", "drafted"),
    [
        (date(2026, 8, 1), 0),  # a Saturday
        (date(2026, 8, 2), 0),
        (date(2026, 8, 3), 2),
        (date(2027, 1, 1), 0),  # a bank holiday, then a weekend
        (date(2027, 1, 4), 2),
        (date(2026, 7, 20), 2),  # nothing ran for weeks
    ],
)
def test_it_waits_for_a_working_day_and_makes_good_a_day_that_was_missed(cast: Cast, day: date, drafted: int) -> None:
    with pretend(day):
        assert draft_highlight_reports() == drafted


def test_run_again_it_drafts_nothing_again(cast: Cast) -> None:
    with pretend(date(2026, 7, 1)):
        draft_highlight_reports()
        HighlightReport.objects.get(icb=cast.org["icb"]).write_narrative(
            by=cast["dco"], period_from=date(2026, 6, 1), period_to=date(2026, 6, 1), risk="Kept"
        )
        assert draft_highlight_reports() == 0
    assert HighlightReport.objects.get(icb=cast.org["icb"]).risk == "Kept"


def test_a_board_that_is_not_in_force_any_more_gets_none(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.org["other_icb"].pk).update(in_force_until=date(2026, 6, 30))
    with pretend(date(2026, 7, 1)):
        assert draft_highlight_reports() == 1


def test_of_two_workers_at_once_one_drafts(committed_cast: Cast) -> None:
    icb = committed_cast.org["icb"].pk
    together, drafted = threading.Barrier(2), []

    def work() -> None:
        together.wait()
        drafted.append(draft_one(icb))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(drafted) == [False, True]
    with opened(Scope.of([icb])):
        assert HighlightReport.objects.count() == 1
