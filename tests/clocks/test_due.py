"""`manage.py due`: the rule book from the command line."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from clocks.models import LocalLength
from clocks.rules import rule_keys
from core.history import recorded
from send_portal.demo.cast import Cast
from tests.clocks.test_dates import ALSO_WORKED, WORKED

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"rule", "kind", "start", "due", "last_working_day", "citation", "warnings"}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("due", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> dict[str, Any]:
    return json.loads(run(*arguments, "--json"))


def options_for(given: dict[str, Any]) -> list[str]:
    return [part for name, value in given.items() for part in (f"--{name}", str(value))]


@pytest.mark.parametrize(("key", "start", "given", "expected"), WORKED + ALSO_WORKED)
def test_every_rules_worked_date_is_printed_as_json(
    key: str, start: date, given: dict[str, Any], expected: date
) -> None:
    answer = as_json(key, start.isoformat(), *options_for(given))
    assert set(answer) == KEYS
    assert (answer["rule"], answer["start"], answer["due"]) == (key, start.isoformat(), expected.isoformat())


@pytest.mark.parametrize(("key", "start", "given", "expected"), WORKED + ALSO_WORKED)
def test_every_rules_worked_date_is_printed_in_words(
    key: str, start: date, given: dict[str, Any], expected: date
) -> None:
    assert f": {expected:%A %-d %B %Y}\n" in run(key, start.isoformat(), *options_for(given))


def test_the_text_tells_owner_start_day_law_and_warning() -> None:
    assert run("review_report", "2026-07-11").splitlines() == [
        "Report of the review meeting (review_report), owed by: school or local authority",
        "Starts: Saturday 11 July 2026: the review meeting",
        "Due: Saturday 25 July 2026",
        "Last working day: Friday 24 July 2026",
        "Citation: SEND Regs 2014 reg 20(7)-(9), 21(7)-(8)",
        "Warning: 25 July 2026 is a Saturday. The date does not move: act by Friday 24 July 2026.",
    ]


def test_a_window_and_a_day_that_counts_back_are_worded_as_such() -> None:
    assert "Runs to the end of: Monday 27 July 2026" in run("draft_representations", "2026-07-13")
    assert "Counts back from: Monday 13 July 2026: the review meeting" in run("review_invitations", "2026-07-13")


@pytest.mark.parametrize("start", ["2027", "2027-09", "2027-09-01"])
def test_a_phase_transfer_takes_a_year_a_month_or_a_day(start: str) -> None:
    assert as_json("phase_transfer", start, "--phase", "secondary-to-post16")["due"] == "2027-03-30"
    assert as_json("phase_transfer", start, "--phase", "other")["due"] == "2027-02-14"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["helth_advice", "2026-07-13"], "Did you mean health_advice"),
        (["nonsense", "yesterday"], "There is no rule called nonsense"),
        (["health_advice", "13/07/2026"], "START: '13/07/2026' is not a date"),
        (["health_advice", "2026-02-30"], "START: there is no day 2026-02-30"),
        (["health_advice", "2026"], "START: '2026' is not a date"),
        (["phase_transfer", "2027-13"], "START: there is no day 2027-13-01"),
        (["health_advice", "9999-12-31"], "must lie between"),
        (["health_advice", "2014-08-31"], "was not in force on 31 August 2014"),
        (["tribunal_direction", "2026-07-13"], "Give --date"),
        (["complaint_remedy", "2026-07-13"], "Give --weeks or --months or --date"),
        (["complaint_remedy", "2026-07-13", "--weeks", "two"], "--weeks: 'two' is not a whole number"),
        (["complaint_remedy", "2026-07-13", "--weeks", "0"], "between 1 and"),
        (["lodge_appeal", "2026-07-13", "--certificate", "soon"], "--certificate: 'soon' is not a date"),
        (["phase_transfer", "2027", "--phase", "nursery"], "--phase: 'nursery' is not one of"),
        (["health_advice", "2026-07-13", "--date", "2026-07-20"], "does not take"),
    ],
)
def test_what_is_wrong_or_missing_is_said_clearly(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    assert message in str(refusal.value)


def test_an_unknown_rule_lists_them_all() -> None:
    with pytest.raises(CommandError) as refusal:
        run("nonsense", "2026-07-13")
    assert all(key in str(refusal.value) for key in rule_keys())


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """As somebody types it, where no database answers."""
    nowhere = "postgres://nobody@127.0.0.1:9/nothing"
    environment = os.environ | {"DATABASE_URL": nowhere, "DATABASE_OWNER_URL": nowhere}
    return subprocess.run(
        [sys.executable, "manage.py", "due", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_answers_without_a_database() -> None:
    answered = manage("health_advice", "2026-07-13", "--json")
    assert (answered.returncode, answered.stderr) == (0, "")
    assert json.loads(answered.stdout)["due"] == "2026-08-24"


def test_a_mistake_exits_with_an_error_and_prints_no_answer() -> None:
    answered = manage("health_advice", "2026-02-30", "--json")
    assert answered.returncode != 0
    assert answered.stdout == ""
    assert answered.stderr.startswith("CommandError: START")


@pytest.fixture
def icb(cast: Cast) -> Organisation:
    """An Integrated Care Board that returns feedback within fifteen working days."""
    board = cast.org["icb"]
    with recorded(verb="set_length", by=cast["dco"]):
        LocalLength.objects.create(icb=board, rule="qa_turnaround", length=15)
    return board


class TestAnICBsOwnLengths:
    def test_its_own_length_is_used(self, icb: Organisation) -> None:
        answer = as_json("qa_turnaround", "2026-07-13", "--icb", icb.code.lower())
        assert answer["due"] == "2026-08-03"
        assert any("15 working days, as this ICB has set it" in warning for warning in answer["warnings"])

    def test_without_one_the_standard_length_is_used(self, icb: Organisation) -> None:
        assert as_json("has_contact_family", "2026-07-13", "--icb", icb.code)["due"] == "2026-07-20"

    def test_the_law_is_the_same_everywhere(self, icb: Organisation) -> None:
        assert as_json("health_advice", "2026-07-13", "--icb", icb.code)["due"] == "2026-08-24"

    def test_an_unknown_icb_is_refused_with_those_there_are(self, icb: Organisation) -> None:
        with pytest.raises(CommandError, match=f"no Integrated Care Board with the code NONE.*{icb.code}"):
            run("qa_turnaround", "2026-07-13", "--icb", "NONE")
