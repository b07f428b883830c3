"""X, blank, year to date, and figures of which some were imported and some are counted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting.cells import ReportTable, Row
from reporting.exports import as_csv
from reporting.metrics import Metric
from reporting.models import ImportedFigure, MetricStart
from reporting.models.published import Source
from reporting.months import in_runs, key_of, period_in_words
from reporting.notes import least_active
from reporting.table import report_table
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.reporting import cases

MONTH = date(2026, 6, 1)


def table(cast: Cast, month: date = MONTH) -> ReportTable:
    return report_table(cast.org["icb"], month)


def row(cast: Cast, metric: Metric, month: date = MONTH) -> Row:
    return next(row for row in table(cast, month).rows if row.metric is metric)


def collected_from(cast: Cast, metric: Metric, month: date) -> None:
    cases.saved(MetricStart(icb=cast.org["icb"], metric=metric, collected_from=month))


def shown(found: Row) -> list[str]:
    return [cell.shown for _, cell in sorted(found.months.items())] + [found.year_to_date.shown]


def test_months_before_collection_print_x_and_the_year_starts_when_collection_started(cast: Cast) -> None:
    collected_from(cast, Metric.COMPLEX_CASES, date(2026, 5, 1))
    child = make_child(cast)
    for day in (date(2026, 4, 20), date(2026, 6, 3)):
        cases.complex_case(child, day)
    assert shown(row(cast, Metric.COMPLEX_CASES)) == ["X", "0", "1", "1"]


def test_active_cases_of_the_year_start_when_collection_started(cast: Cast) -> None:
    collected_from(cast, Metric.TRIBUNALS_ACTIVE, date(2026, 5, 1))
    child = make_child(cast)
    cases.appeal(child, date(2026, 4, 2), date(2026, 4, 9))
    cases.appeal(child, date(2026, 4, 2), date(2026, 5, 9))
    assert shown(row(cast, Metric.TRIBUNALS_ACTIVE)) == ["X", "1", "0", "1"]


def test_a_figure_that_is_not_collected_yet_is_x_throughout(cast: Cast) -> None:
    collected_from(cast, Metric.TRAINING, date(2026, 7, 1))
    cases.training(cast, date(2026, 6, 3))
    found = row(cast, Metric.TRAINING)
    assert shown(found) == ["X"] * 4
    assert {cell.shown for cell in found.areas.values()} == {"X"}


def test_before_the_portal_held_a_child_nothing_is_called_0(cast: Cast) -> None:
    make_child(cast, on=date(2026, 5, 6))
    assert shown(row(cast, Metric.DRAFTS)) == ["X", "0", "0", "0"]


def test_months_after_the_reports_are_blank_in_the_json(cast: Cast) -> None:
    make_child(cast, on=date(2026, 1, 6))
    made = table(cast).as_json("June 2026")["rows"][0]
    assert list(made["months"])[:4] == ["2026-04", "2026-05", "2026-06", "2026-07"]
    assert list(made["months"].values()) == [0, 0, 0] + [None] * 9


def imported(cast: Cast, metric: Metric, month: date, value: int | None, **facts: object) -> None:
    ImportedFigure.objects.create(
        icb=cast.org["icb"], metric=metric, month=month, value=value, source="A letter", file_name="x.csv", **facts
    )


def test_imported_months_stand_beside_counted_ones(cast: Cast) -> None:
    child = make_child(cast, on=date(2026, 5, 6))
    imported(cast, Metric.COMPLEX_CASES, date(2026, 4, 1), 7)
    cases.complex_case(child, date(2026, 5, 8))
    cases.complex_case(child, date(2026, 6, 8))
    found = row(cast, Metric.COMPLEX_CASES)
    assert shown(found) == ["7", "1", "1", "9"]
    assert found.source == Source.IMPORTED
    assert found.said == ["Imported: April 2026. The other months are counted from the cases."]
    assert table(cast).has_marks


def test_active_cases_are_not_added_up_where_some_months_were_imported(cast: Cast) -> None:
    child = make_child(cast, on=date(2026, 5, 6))
    imported(cast, Metric.TRIBUNALS_ACTIVE, date(2026, 4, 1), 4)
    cases.appeal(child, date(2026, 5, 8))
    found = row(cast, Metric.TRIBUNALS_ACTIVE)
    assert shown(found) == ["4", "1", "1", ""]
    assert "at least 5 different cases: 4 active in April 2026 and 1 new case logged later" in found.notes[0]


def test_an_imported_total_without_areas_leaves_the_areas_blank(cast: Cast) -> None:
    cases.complex_case(make_child(cast), MONTH)
    imported(cast, Metric.COMPLEX_CASES, MONTH, 7)
    assert {cell.shown for cell in row(cast, Metric.COMPLEX_CASES).areas.values()} == {""}


def test_what_belongs_to_no_area_is_said(cast: Cast) -> None:
    cases.training(cast, MONTH)
    cases.training(cast, MONTH, cases.area_of(cast, "Swindon"))
    assert row(cast, Metric.TRAINING).notes == ["1 of 2 in June 2026 belongs to no single area."]


def test_the_columns_are_the_areas_in_force_in_the_month_in_their_order(cast: Cast) -> None:
    wiltshire = cases.area_of(cast, "Wiltshire")
    type(wiltshire).objects.filter(pk=wiltshire.pk).update(in_force_until=date(2026, 5, 31))
    assert [area.name for area in table(cast).areas] == ["BaNES", "Swindon"]
    assert [area.name for area in table(cast, date(2026, 5, 1)).areas] == ["BaNES", "Swindon", "Wiltshire"]


def test_the_bound_for_active_cases_uses_the_month_that_proves_most() -> None:
    april, may, june = (date(2026, n, 1) for n in (4, 5, 6))
    assert least_active({april: 10, may: 9, june: 20}, {may: 1, june: 2}) == (20, june, 0)
    assert least_active({april: 10, may: 9}, {may: 1, june: 2}) == (13, april, 3)


def test_periods_and_runs_of_months_are_said_as_people_say_them() -> None:
    assert period_in_words(date(2024, 1, 1), date(2024, 3, 1)) == "January to March 2024"
    assert period_in_words(date(2023, 12, 1), date(2024, 1, 1)) == "December 2023 to January 2024"
    assert in_runs([date(2026, n, 1) for n in (4, 5, 6, 8)]) == "April to June 2026, August 2026"
    assert key_of(date(2026, 4, 1)) == "2026-04"


def test_when_a_figure_was_first_collected_is_set_by_a_command(cast: Cast, file_of: Callable[..., Path]) -> None:
    call_command("metric_start", Metric.TRAINING.value, "2026-05", icb="QOX")
    call_command("metric_start", Metric.TRAINING.value, "2026-06", icb="QOX")
    assert MetricStart.objects.get(icb=cast.org["icb"]).collected_from == date(2026, 6, 1)
    with pytest.raises(CommandError, match="not a figure we know"):
        call_command("metric_start", "plans", "2026-05", icb="QOX")


def test_a_text_that_a_spreadsheet_would_run_is_kept_as_text(cast: Cast) -> None:
    swindon = cases.area_of(cast, "Swindon")
    type(swindon).objects.filter(pk=swindon.pk).update(name="=HYPERLINK(1)")
    head = as_csv(table(cast), "June 2026").splitlines()[0]
    assert "'=HYPERLINK(1)" in head
    assert ",=HYPERLINK" not in head
