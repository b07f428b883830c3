"""Publishing freezes figures, words and pages; what comes in late is stated in the next report."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from core.scope import opened
from core.today import pretend
from core.workflow import Refused
from reporting import printing
from reporting.metrics import Metric
from reporting.models import HighlightReport, PublishedFigure, PublishedPDF, PublishedRow
from reporting.models.published import Source
from reporting.printing import printed_report
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.narrative import NARRATIVE
from tests.reporting import cases

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
LATER = date(2026, 9, 3)


def written(cast: Cast, month: date, **boxes: str) -> HighlightReport:
    report = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=month)
    report.write_narrative(by=cast["dco"], period_from=month, period_to=month, **NARRATIVE | boxes)
    return report


def published(cast: Cast, month: date) -> HighlightReport:
    with pretend(LATER):
        report = written(cast, month)
        report.publish(by=cast["dco"])
    report.refresh_from_db()
    return report


def row(report: HighlightReport, metric: Metric = Metric.COMPLEX_CASES) -> Any:
    return next(row for row in report.table().rows if row.metric is metric)


def shown(found: Any) -> list[str]:
    return [cell.shown for _, cell in sorted(found.months.items())] + [found.year_to_date.shown]


@pytest.fixture
def may(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> HighlightReport:
    """The published report of May: one complex case in April, one in May. In one size of print: which size is the
    largest that fits is asked elsewhere."""
    monkeypatch.setattr(printing, "SIZES", (8.5,))
    child = make_child(cast, la="swindon", on=date(2026, 1, 5))
    for day in (date(2026, 4, 20), date(2026, 5, 4)):
        cases.complex_case(child, day)
    return published(cast, MAY)


def test_a_later_case_changes_neither_the_figures_nor_the_pages(cast: Cast, may: HighlightReport) -> None:
    before = bytes(may.pdf.content)
    with pretend(LATER):
        cases.complex_case(make_child(cast), date(2026, 5, 11))
    again = HighlightReport.objects.get(pk=may.pk)
    assert shown(row(again)) == ["1", "1", "2"]
    assert bytes(again.pdf.content) == before
    assert again.pdf.is_whole
    assert (again.published_on, again.published_by) == (LATER, cast["dco"])


def test_what_is_frozen_is_every_cell_as_it_printed(cast: Cast) -> None:
    child = make_child(cast, la="wiltshire", on=date(2026, 1, 5))
    cases.complex_case(child, date(2026, 5, 4))
    cases.training(cast, date(2026, 5, 4))
    report = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=MAY)
    before = report.table()
    with pretend(LATER):
        report.write_narrative(by=cast["dco"], period_from=MAY, period_to=MAY, **NARRATIVE)
        report.publish(by=cast["dco"])
    after = HighlightReport.objects.get(pk=report.pk).table()
    assert after.as_json("May 2026") == before.as_json("May 2026")
    assert [r.cells for r in after.rows] == [r.cells for r in before.rows]


@pytest.mark.parametrize(
    ("model", "change"),
    [(PublishedFigure, "value = 9"), (PublishedRow, "label = 'x'"), (PublishedPDF, "content = 'x'")],
)
def test_the_database_refuses_to_change_what_was_published(
    cast: Cast, may: HighlightReport, model: Any, change: str
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change}")


def test_the_database_refuses_to_change_or_take_back_a_published_report(cast: Cast, may: HighlightReport) -> None:
    for change in ({"risk": "Something else"}, {"status": "draft", "published_on": None, "published_by": None}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            HighlightReport.objects.filter(pk=may.pk).update(**change)


def test_a_published_report_is_not_written_or_published_again(cast: Cast, may: HighlightReport) -> None:
    with pytest.raises(Refused, match="published"):
        may.write_narrative(by=cast["dco"], period_from=MAY, period_to=MAY, **NARRATIVE)
    with pytest.raises(Refused, match="published"):
        may.publish(by=cast["dco"])


def test_late_data_is_stated_in_the_next_report(cast: Cast, may: HighlightReport) -> None:
    cases.complex_case(make_child(cast, la="swindon"), date(2026, 5, 11))
    with pretend(LATER):
        june = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=JUNE)
    found = row(june)
    assert shown(found) == ["1", "2", "0", "3"]
    assert found.source == Source.REVISED
    assert found.notes == [
        "May 2026: revised since published. Was 1, is now 2.",
        "Swindon in May 2026: revised since published. Was 1, is now 2.",
    ]
    assert found.months[MAY].was == "1"
    assert row(june, Metric.TRAINING).source == Source.COMPUTED


def test_a_revision_is_stated_once(cast: Cast, may: HighlightReport) -> None:
    cases.complex_case(make_child(cast, la="swindon"), date(2026, 5, 11))
    june = published(cast, JUNE)
    assert row(june).notes
    with pretend(LATER):
        july = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=JULY)
    assert row(july).notes == []
    assert row(july).source == Source.COMPUTED


def test_the_last_month_of_a_year_is_revised_in_the_first_report_of_the_next(cast: Cast) -> None:
    child = make_child(cast, la="swindon", on=date(2025, 4, 5))
    cases.appeal(child, date(2025, 12, 1))
    march = published(cast, date(2026, 3, 1))
    cases.appeal(child, date(2026, 3, 11))
    april = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=date(2026, 4, 1))
    notes = row(april, Metric.TRIBUNALS_ACTIVE).notes
    assert "March 2026, in the last financial year: revised since published. Was 1, is now 2." in notes
    assert "Year to date to March 2026: revised since published. Was 1, is now 2." in notes
    assert shown(row(april, Metric.TRIBUNALS_ACTIVE)) == ["2", "2"]
    assert shown(row(march, Metric.TRIBUNALS_ACTIVE))[-2:] == ["1", "1"]


def test_it_is_not_published_before_the_month_is_over(cast: Cast) -> None:
    with pretend(date(2026, 6, 30)), pytest.raises(ValidationError, match="June 2026 is not over"):
        HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=JUNE)


def test_every_box_is_written_before_it_is_published(cast: Cast) -> None:
    with pretend(LATER):
        report = written(cast, JUNE, risk="  \n", ahead="")
        with pytest.raises(Refused, match="Risk management and assurance, Looking ahead"):
            report.publish(by=cast["dco"])
    assert not PublishedRow.objects.exists()


def test_there_is_one_report_a_month(cast: Cast, may: HighlightReport) -> None:
    with pytest.raises(ValidationError, match="report of this month already"):
        HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=MAY)


def test_the_reporting_period_may_be_longer_than_the_month_and_not_end_after_it(cast: Cast) -> None:
    with pretend(LATER):
        report = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=JUNE)
        report.write_narrative(by=cast["dco"], period_from=date(2026, 4, 1), period_to=JUNE)
        assert report.period_in_words == "April to June 2026"
        with pytest.raises(ValidationError, match="ends after June 2026"):
            report.write_narrative(by=cast["dco"], period_from=JUNE, period_to=JULY)
        report.refresh_from_db()
        with pytest.raises(ValidationError, match="ends before it starts"):
            report.write_narrative(by=cast["dco"], period_from=JUNE, period_to=MAY)


@pytest.mark.parametrize("person", ["coordinator", "la_manager", "board_member", "chief_nurse", "stranger"])
def test_only_the_boards_own_dcos_write_and_publish(cast: Cast, person: str) -> None:
    report = written(cast, MAY)
    for act in (lambda: report.publish(by=cast[person]), lambda: written(cast_as(cast, person), JUNE)):
        with pytest.raises(PermissionDenied):
            act()


def cast_as(cast: Cast, person: str) -> Cast:
    """The cast with somebody else in the DCO's place."""
    return Cast(org=cast.org, team=cast.team, people={**cast.people, "dco": cast[person]})


def pages_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_points_of_a_real_length_fit_on_two_pages(cast: Cast) -> None:
    report = written(cast, MAY)
    assert [len(report.points(name)) for name in NARRATIVE] == [5, 5, 5, 6, 4]
    first, second = pages_of(printed_report(report, report.table()))
    assert "first time that anybody had asked" in first
    assert "Recruitment to the second Health Adviser post" in second


def test_much_longer_points_are_printed_smaller(cast: Cast) -> None:
    report = written(
        cast, MAY, **{name: f"{text}\n{text[:400]}" for name, text in NARRATIVE.items() if name != "ahead"}
    )
    assert len(pages_of(printed_report(report, report.table()))) == 2


@pytest.mark.parametrize(
    ("box", "title", "sheet"),
    [("risk", "Risk management and assurance", 1), ("ahead", "Looking ahead", 2)],
)
def test_what_cannot_fit_is_refused_by_the_name_of_its_box(cast: Cast, box: str, title: str, sheet: int) -> None:
    with pretend(LATER):
        report = written(
            cast, MAY, **{box: "\n".join(["A point that goes on for as long as the page is wide. " * 3] * 34)}
        )
        with pytest.raises(Refused, match=f"“{title}” is too long: page {sheet} of the report"):
            report.publish(by=cast["dco"])
    report.refresh_from_db()
    assert report.status == "draft"
    assert not PublishedPDF.objects.exists()


def test_the_database_shows_drafts_to_the_board_and_what_is_published_to_its_partners(
    cast: Cast, may: HighlightReport
) -> None:
    with pretend(LATER):
        HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=JUNE)
    for person, seen in [
        ("dco", 2),
        ("board_member", 2),
        ("la_manager", 1),
        ("stranger", 0),
        ("other_coordinator", 0),
    ]:
        with opened(cast[person].scope):
            assert HighlightReport.objects.count() == seen, person
            assert PublishedPDF.objects.exists() is bool(seen), person
            assert PublishedFigure.objects.exists() is bool(seen), person


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("dco", 2),
        ("dco_2", 2),
        ("board_member", 1),
        ("chief_nurse", 1),
        ("la_manager", 1),
        ("coordinator", 0),
        ("stranger", 0),
    ],
)
def test_who_reads_what(cast: Cast, may: HighlightReport, person: str, seen: int) -> None:
    with pretend(LATER):
        HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=JUNE)
    assert HighlightReport.objects.visible_to(cast[person]).count() == seen


def test_every_table_of_this_app_stands_behind_a_wall(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'reporting_%%' AND relkind = 'r' AND NOT relrowsecurity"
        )
        assert cursor.fetchall() == []


def test_history_says_who_did_what(cast: Cast, may: HighlightReport) -> None:
    lines = [(line.verb, line.history_user) for line in may.history.order_by("history_id")]
    assert lines == [(verb, cast["dco"]) for verb in ("draft", "write_narrative", "publish")]
