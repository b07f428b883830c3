"""Published figures come in whole, or not at all, with the row and the column of what is wrong."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from core.scope import opened
from reporting.models import ImportedFigure
from send_portal.demo.cast import Cast
from tests.reporting.conftest import PUBLISHED, SOURCE, import_published

BY_AREA = "metric,BaNES,Swindon,Wiltshire,total,published_year_to_date\n"
MONTHS = "metric,month,value\n"


def run(path: Path, **options: Any) -> str:
    out = io.StringIO()
    given = {"icb": "QOX", "source": SOURCE} | options
    call_command("import_measures", path, stdout=out, stderr=out, **given)
    return out.getvalue()


def made(tmp_path: Path, month: str, icb: str = "QOX") -> dict[str, Any]:
    out = tmp_path / "out.json"
    call_command("highlight_report", icb=icb, month=month, json=out, stdout=io.StringIO())
    return {row["key"]: row for row in json.loads(out.read_text())["rows"]}


@pytest.mark.parametrize(
    ("text", "month", "words"),
    [
        (MONTHS + "plans,2024-03,5\n", None, r"Row 2, column metric: “plans” is not a figure we know"),
        (MONTHS + "training_sessions,2024-13,5\n", None, r"Row 2, column month: “2024-13” is not a month"),
        (MONTHS + "training_sessions,2999-01,5\n", None, r"Row 2, column month: January 2999 is in the future"),
        (
            MONTHS + "training_sessions,2024-03,5\ntraining_sessions,2024-02,five\n",
            None,
            r"Row 3, column value: “five”",
        ),
        (MONTHS + "training_sessions,2024-03,-5\n", None, r"Row 2, column value: “-5” is not a whole number"),
        (MONTHS + "training_sessions,2024-03,1.5\n", None, r"Row 2, column value: “1.5”"),
        (MONTHS + "training_sessions,2024-03,\n", None, r"Row 2, column value: “”"),
        (MONTHS + "training_sessions,2024-03,9999999\n", None, r"Row 2, column value: 9999999 is too large"),
        (MONTHS + "training_sessions,2024-03\n", None, r"Row 2: 2 columns, where the heading has 3"),
        (
            MONTHS + "training_sessions,2024-03,5\ntraining_sessions,2024-03,5\n",
            None,
            r"Row 3, column value: .* in row 2 already",
        ),
        ("metric,month\ntraining_sessions,2024-03\n", None, r"Row 1: the column value is missing"),
        ("metric,month,value,value\ntraining_sessions,2024-03,1,1\n", None, r"Row 1, column value: there twice"),
        (MONTHS, None, "a heading and no figures"),
        ("", None, "is empty"),
        ("metric,month,value\0\n", None, "not a CSV file"),
        (BY_AREA + "training_sessions,1,1,0,2,54\n", None, "--month 2024-03"),
        (
            "metric,BaNES,Swindon,Wiltshire,total\ntraining_sessions,1,1,0,2\n",
            "2024-03",
            "published_year_to_date is missing",
        ),
        (
            "metric,BaNES,Swindon,total,published_year_to_date\ntraining_sessions,1,1,2,54\n",
            "2024-03",
            "Wiltshire is missing",
        ),
        (
            "metric,BaNES,Swindon,Wiltshire,Dorset,total,published_year_to_date\ntraining_sessions,1,1,0,0,2,54\n",
            "2024-03",
            r"Row 1, column Dorset: not an area of BSW ICB",
        ),
        (
            BY_AREA + "training_sessions,1,one,0,2,54\n",
            "2024-03",
            r"Row 2, column Swindon: “one” is not a whole number",
        ),
        (BY_AREA + "training_sessions,1,1,0,2,54\n" * 2, "2024-03", r"Row 3, column BaNES: .* in row 2 already"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    cast: Cast, file_of: Callable[..., Path], text: str, month: str | None, words: str
) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        run(file_of(text), month=month)
    assert "Nothing was imported" in str(refused.value)
    assert not ImportedFigure.objects.exists()


def test_every_mistake_is_named_at_once(cast: Cast, file_of: Callable[..., Path]) -> None:
    with pytest.raises(CommandError) as refused:
        run(file_of(MONTHS + "plans,2024-03,5\ntraining_sessions,2024-03,x y\n"))
    assert "Row 2, column metric" in str(refused.value)
    assert "Row 3, column value" in str(refused.value)


def test_a_file_that_is_not_text_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00\x9d")
    with pytest.raises(CommandError, match="is not a text file"):
        run(path)
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("option", "words"), [({"icb": "ABC"}, "no ICB with the code ABC"), ({"source": " "}, "--source")]
)
def test_where_figures_belong_and_come_from_must_be_said(cast: Cast, option: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(PUBLISHED / "highlight_2023_24.csv", **option)


def test_importing_the_same_file_again_changes_nothing(published: Cast) -> None:
    before = list(ImportedFigure.objects.order_by("pk").values())
    import_published()
    assert list(ImportedFigure.objects.order_by("pk").values()) == before


def test_a_different_figure_is_refused_unless_it_is_stated_as_a_revision(
    published: Cast, file_of: Callable[..., Path], tmp_path: Path
) -> None:
    path = file_of(MONTHS + "training_sessions,2024-03,3\ntraining_sessions,2023-04,1\n")
    with pytest.raises(CommandError, match=r"Row 2, column value: .* was imported as 2 .* this file says 3"):
        run(path)
    said = run(path, revise=True, source="A letter of May 2024")
    assert "was 2, is now 3" in said
    assert made(tmp_path, "2024-03")["training_sessions"]["total"] == 3
    kept = ImportedFigure.objects.filter(metric="training_sessions", month=date(2024, 3, 1), area=None, kind="month")
    assert sorted((f.value, bool(f.replaced_at)) for f in kept) == [(2, True), (3, False)]


def test_a_total_that_its_areas_do_not_give_is_kept_and_said(
    cast: Cast, file_of: Callable[..., Path], tmp_path: Path
) -> None:
    said = run(file_of(BY_AREA + "training_sessions,1,1,1,7,54\n"), month="2024-03")
    assert "Row 2, column total: 7, though its areas give 3" in said
    row = made(tmp_path, "2024-03")["training_sessions"]
    assert row["total"] == 7
    assert "The areas add up to 3; the total was published as 7. The published figure is kept." in row["notes"]


def test_the_figures_come_from_the_file_another_year_gives_another_report(
    cast: Cast, file_of: Callable[..., Path], tmp_path: Path
) -> None:
    months = ["2024-04", "2024-05", "2024-06"]
    values = {"drafts_quality_assured": [10, 20, 30], "tribunals_logged": [5, 1, 2], "tribunals_active": [5, 6, 4]}
    lines = [f"{metric},{m},{v}" for metric, each in values.items() for m, v in zip(months, each, strict=True)]
    lines += [
        "coproduction_episodes,2024-04,not collected",
        "coproduction_episodes,2024-05,3",
        "coproduction_episodes,2024-06,4",
    ]
    run(file_of(MONTHS + "\n".join(lines) + "\n"))
    area = [
        "drafts_quality_assured,7,11,12,30,61",
        "tribunals_logged,1,1,0,2,8",
        "tribunals_active,1,1,2,4,8",
        "coproduction_episodes,4,0,0,4,7",
    ]
    run(file_of(BY_AREA + "\n".join(area) + "\n", "area.csv"), month="2024-06")
    rows = made(tmp_path, "2024-06")
    drafts = rows["drafts_quality_assured"]
    assert (drafts["total"], drafts["year_to_date"], drafts["areas"]["Swindon"]) == (30, 61, 11)
    assert drafts["notes"] == [
        "Year to date was published as 61; the months add up to 60. The published figure is kept."
    ]
    assert rows["coproduction_episodes"]["months"]["2024-04"] == "X"
    assert rows["coproduction_episodes"]["year_to_date"] == 7
    assert rows["tribunals_active"]["notes"] == []
    assert rows["tribunals_active"]["year_to_date"] == 8
    assert rows["training_sessions"]["months"]["2024-05"] == "X"


def test_another_board_has_its_own_areas_and_figures(
    cast: Cast, file_of: Callable[..., Path], tmp_path: Path
) -> None:
    head = "metric,Northmoor,total,published_year_to_date\n"
    run(file_of(head + "training_sessions,4,4,9\n"), icb="ZZ9", month="2024-03")
    assert made(tmp_path, "2024-03", "ZZ9")["training_sessions"]["areas"] == {"Northmoor": 4}
    assert made(tmp_path, "2024-03")["training_sessions"]["total"] == "X"
    with opened(cast["dco"].scope):
        assert not ImportedFigure.objects.exists()


def test_an_imported_figure_is_never_altered(published: Cast) -> None:
    figure = ImportedFigure.objects.first()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ImportedFigure.objects.filter(pk=figure.pk).update(value=1)
