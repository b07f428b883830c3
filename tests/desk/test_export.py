"""What leaves the portal when a worklist is exported, and who is told of it."""

import csv
import html
import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from desk import export, views
from desk.export import HEADINGS, as_csv, as_excel
from people.models import AccessLog
from send_portal.demo.cast import Cast
from tests.desk.conftest import asked, received


def lines_of(answer: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_says_what_the_page_says_and_more(cast: Cast, client: Client) -> None:
    child = received(cast, days_ago=45, given_name="Otis", family_name="Farsley").child
    client.force_login(cast["coordinator"])
    answer = client.get("/worklist.csv?tab=overdue")
    head, line = lines_of(answer)
    assert tuple(head) == HEADINGS
    assert line == [
        "Otis Farsley", child.reference, "Wiltshire", "Decide whether to assess", "Decision whether to assess",
        "SEND Regs 2014 reg 4(1), 5(1)", "2026-01-16", "2026-02-27", "-3", "Wiltshire SEND team", "", "", "",
    ]  # fmt: skip
    assert answer["Content-Disposition"] == 'attachment; filename="worklist-overdue-2026-03-02.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_it_holds_every_page_of_the_tab_under_the_filter_that_is_shown(cast: Cast, client: Client) -> None:
    for number in range(30):
        received(cast, days_ago=3, family_name=f"Child{number}")
    client.force_login(cast["coordinator"])
    page = client.get("/", {"rule": "decide_to_assess", "tab": "later"}).text
    asked = re.search(r'href="(/worklist\.xlsx\?[^"]*)"', page)
    assert asked
    client.get("/", {"rule": "health_advice", "tab": "later"})  # in another window, since
    sheet = load_workbook(io.BytesIO(client.get(html.unescape(asked[1])).content)).active
    assert sheet.max_row == 31
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:M31")
    assert sheet.column_dimensions["A"].width > len("Otis Child29")
    assert len(lines_of(client.get("/worklist.csv?tab=later&rule=health_advice"))) == 1


@pytest.mark.parametrize("address", ["/worklist.csv?tab=waiting", "/worklist.xlsx?tab=waiting"])
def test_every_child_in_the_file_counts_as_looked_at(cast: Cast, client: Client, address: str) -> None:
    children = {asked(cast, days_ago=days).child_id for days in (3, 4)}
    client.force_login(cast["dco"])
    assert client.get(address).status_code == 200
    log = AccessLog.objects.filter(user=cast["dco"], what="worklist, exported")
    assert set(log.values_list("child_id", flat=True)) == children
    assert log.count() == len(children)


@pytest.mark.parametrize("person", ["stranger", "other_coordinator", "spa_2"])
def test_a_stranger_gets_the_headings_alone(cast: Cast, client: Client, person: str) -> None:
    asked(cast, days_ago=60)
    client.force_login(cast[person])
    for tab in ("overdue", "waiting", "later", "done"):
        assert len(lines_of(client.get(f"/worklist.csv?tab={tab}"))) == 1


@pytest.mark.parametrize("person", ["board_member", "administrator"])
def test_who_sees_no_child_gets_no_file(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast[person])
    assert client.get("/worklist.csv").status_code == 403


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_stays_text(start: str) -> None:
    text = f"{start}1+1"
    line = [text, -3, None]
    (_, written) = list(csv.reader(io.StringIO(as_csv([line]).decode("utf-8-sig"))))
    assert written == [f"'{text}", "-3", ""]
    sheet = load_workbook(io.BytesIO(as_excel([line]))).active
    assert (sheet["A2"].data_type, sheet["B2"].value) == ("s", -3)
    assert sheet["A2"].value.lstrip() == text.lstrip()


def test_a_file_stops_at_its_bound_and_the_page_says_so(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(5):
        received(cast, days_ago=43 + days)
    monkeypatch.setattr(export, "MOST", 3)
    monkeypatch.setattr(views, "MOST", 3)
    client.force_login(cast["coordinator"])
    assert "Export the first 3 of these 5" in client.get("/?tab=overdue").content.decode()
    lines = lines_of(client.get("/worklist.csv?tab=overdue"))
    assert [line[8] for line in lines[1:]] == ["-5", "-4", "-3"], "the longest overdue come first"


def test_a_control_character_in_a_name_breaks_no_file(cast: Cast, client: Client) -> None:
    received(cast, days_ago=3, family_name="Far\x0bsley")
    client.force_login(cast["coordinator"])
    answer = client.get("/worklist.xlsx?tab=later")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[1][0].endswith(" Farsley")
