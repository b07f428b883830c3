"""The report that was really published, cell by cell, from what was imported."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from send_portal.demo.cast import Cast
from tests.reporting.conftest import PUBLISHED

LANDSCAPE_A4 = (842, 595)


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open() as file:
        return list(csv.DictReader(file))


def shown(text: str) -> int | str:
    return "X" if text == "not collected" else int(text)


@pytest.fixture
def report(published: Cast, tmp_path: Path) -> dict[str, Any]:
    names = {kind: tmp_path / f"out.{kind}" for kind in ("pdf", "csv", "json")}
    call_command("highlight_report", icb="QOX", month="2024-03", period_from="2024-01", **names)
    return {"json": json.loads(names["json"].read_text()), "csv": names["csv"].read_text(), "pdf": names["pdf"]}


def row(report: dict[str, Any], key: str) -> dict[str, Any]:
    return next(row for row in report["json"]["rows"] if row["key"] == key)


def test_every_month_is_as_published(report: dict[str, Any]) -> None:
    lines = rows_of("highlight_2023_24.csv")
    assert len(lines) == 84
    for line in lines:
        assert row(report, line["metric"])["months"][line["month"]] == shown(line["value"]), line


def test_every_area_total_and_year_to_date_is_as_published(report: dict[str, Any]) -> None:
    for line in rows_of("highlight_2024_03_by_area.csv"):
        found = row(report, line["metric"])
        assert found["areas"] == {area: shown(line[area]) for area in ("BaNES", "Swindon", "Wiltshire")}
        assert list(found["areas"]) == ["BaNES", "Swindon", "Wiltshire"]
        assert found["total"] == shown(line["total"])
        assert found["year_to_date"] == shown(line["published_year_to_date"])


def test_the_report_has_the_agreed_shape(report: dict[str, Any]) -> None:
    made = report["json"]
    assert list(made) == ["icb", "month", "reporting_period", "rows"]
    assert (made["icb"], made["month"], made["reporting_period"]) == ("QOX", "2024-03", "January to March 2024")
    assert [r["key"] for r in made["rows"]] == [r["metric"] for r in rows_of("highlight_2024_03_by_area.csv")]
    for each in made["rows"]:
        assert list(each) == ["key", "label", "areas", "total", "months", "year_to_date", "source", "notes"]
        assert list(each["months"]) == [f"2023-{n:02}" for n in range(4, 13)] + ["2024-01", "2024-02", "2024-03"]
        assert each["source"] == "imported"


def test_the_published_23_is_kept_with_its_reconciliation_note(report: dict[str, Any]) -> None:
    active = row(report, "tribunals_active")
    assert active["year_to_date"] == 23
    [note] = active["notes"]
    assert "published as 23" in note
    assert "at least 29 different cases: 10 active in April 2023 and 19 new cases logged later" in note
    assert [r["key"] for r in report["json"]["rows"] if r["notes"]] == ["tribunals_active"]


def test_the_csv_says_the_same(report: dict[str, Any]) -> None:
    lines = list(csv.DictReader(io.StringIO(report["csv"])))
    for line in lines:
        made = row(report, line["key"])
        assert [line[area] for area in made["areas"]] == [str(n) for n in made["areas"].values()]
        assert {m: line[m] for m in made["months"]} == {m: str(n) for m, n in made["months"].items()}
        assert line["year_to_date"] == str(made["year_to_date"])


def test_the_pdf_is_two_landscape_pages_that_say_it_all(report: dict[str, Any]) -> None:
    pages = PdfReader(report["pdf"]).pages
    assert [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages] == [LANDSCAPE_A4] * 2
    first, second = (" ".join(page.extract_text().split()) for page in pages)
    for words in [
        "Bath and North East Somerset, Swindon and Wiltshire ICB",
        "Designated Clinical Officer Monthly Highlight Report",
        "March 2024",
        "Reporting period: January to March 2024",
        "Current issues and areas of focus",
        "its words were not",
    ]:
        assert words in first, words
    assert "29 45 71 145 133 153 88 188 182 125 184 125 133 162 154 1,772" in second
    assert "15 5 13 33 28 14 X X X X X X X X X 75" in second
    assert "1 4 14 19 17 13 14 17 15 14 15 16 16 10 10 23" in second
    assert "at least 29 different cases" in second


def test_the_pdf_is_tagged_with_header_cells(report: dict[str, Any]) -> None:
    content = PdfReader(report["pdf"])
    assert content.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert content.metadata.title == "Designated Clinical Officer Monthly Highlight Report, March 2024"


def test_another_month_of_the_same_year_prints_later_months_blank(published: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    call_command("highlight_report", icb="QOX", month="2023-06", json=out)
    drafts = next(r for r in json.loads(out.read_text())["rows"] if r["key"] == "drafts_quality_assured")
    assert [drafts["months"][m] for m in ("2023-04", "2023-05", "2023-06", "2023-07", "2024-03")] == [
        154,
        162,
        133,
        None,
        None,
    ]
    assert (drafts["total"], drafts["year_to_date"]) == (133, 154 + 162 + 133)
    assert set(drafts["areas"].values()) == {None}


def test_without_a_published_year_to_date_active_cases_are_not_summed(published: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    call_command("highlight_report", icb="QOX", month="2024-02", json=out)
    active = next(r for r in json.loads(out.read_text())["rows"] if r["key"] == "tribunals_active")
    assert active["year_to_date"] is None
    assert "at least 27 different cases" in active["notes"][0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"icb": "ZZZ", "month": "2024-03"}, "no ICB with the code ZZZ"),
        ({"icb": "QOX", "month": "March"}, "“March” is not a month"),
        ({"icb": "QOX", "month": "2999-01"}, "in the future"),
        ({"icb": "QOX", "month": "2024-03", "period_from": "2024-04"}, "starts after"),
    ],
)
def test_what_cannot_be_answered_says_why(
    published: Cast, tmp_path: Path, options: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("highlight_report", json=tmp_path / "out.json", **options)
    assert not (tmp_path / "out.json").exists()


def test_a_file_that_cannot_be_written_says_why(published: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("highlight_report", icb="QOX", month="2024-03", json=tmp_path / "missing" / "out.json")
