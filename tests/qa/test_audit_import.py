"""The audit that was published in February 2024, cell by cell."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.today import pretend
from qa.audit.results import Results
from qa.models import Audit
from send_portal.demo.cast import Cast
from tests.qa.audited import drawn, not_asked

FILE = Path(__file__).parents[2] / "qa/published/banes_2024_02.csv"


def bring_in(file: Path = FILE, **options: str) -> str:
    said = StringIO()
    facts = {"icb": "QOX", "la": "800", "month": "2024-02", "source": "Published audit, February 2024"} | options
    call_command("import_audit", file, stdout=said, **facts)
    return said.getvalue()


def test_the_published_audit_comes_out_as_it_was_published(client: Client, cast: Cast) -> None:
    said = bring_in()
    assert said == ("BaNES, February 2024. Of 20 plans: used 5 (25%), QA not asked for 11 (55%), not used 4 (20%).\n")
    audit = Audit.objects.get()
    table = {str(line.outcome): (line.count, line.per_cent) for line in Results(audit).lines}
    assert table == {"used": (5, 25), "not_asked": (11, 55), "not_used": (4, 20)}
    assert (Results(audit).reasons, Results(audit).questions, Results(audit).breakdowns()) == ([], [], [])
    assert Results(audit).agreement.in_words == "Nothing was marked by two people."
    client.force_login(cast["dco"])
    page = client.get(audit.get_absolute_url()).content.decode()
    for cell in (
        "5 of 20, 25%",
        "11 of 20, 55%",
        "4 of 20, 20%",
        "February 2024",
        "Published audit, February 2024",
    ):
        assert cell in page
    assert client.get(f"/qa/audits/{audit.pk}/report.pdf").content.startswith(b"%PDF")
    csv = client.get(f"/qa/audits/{audit.pk}/report.csv").content.decode("utf-8-sig").splitlines()
    assert csv[-3:] == ["Used,5,25", "QA not asked for,11,55", "Not used,4,20"]
    # Of its own local authority's manager nobody is in the cast; another's reads nothing of it.
    client.force_login(cast["la_manager"])
    assert client.get(audit.get_absolute_url()).status_code == 404


def test_it_is_taken_over_once_and_can_be_what_the_next_is_compared_with(cast: Cast) -> None:
    bring_in()
    with pytest.raises(CommandError, match="in the portal already"):
        bring_in()
    assert Audit.objects.count() == 1
    not_asked(cast, la="banes")
    with pretend(date(2026, 7, 1)):
        again = drawn(cast, local_authority=cast.org["banes"], size=1, previous=Audit.objects.get())
    assert Results(again).before.marked == 20


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("plan,outcome\n1,used\n1,used\n", "Plan 1 stands there twice"),
        ("plan,outcome\nx,used\n2,perhaps\n", "Line 3: “perhaps” is none of"),
        ("plan\n1\n", "The first line must be"),
        ("", "The first line must be"),
    ],
)
def test_a_file_that_is_not_right_is_refused_whole(cast: Cast, tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "audit.csv"
    file.write_text(text)
    with pytest.raises(CommandError, match=why):
        bring_in(file)
    assert not Audit.objects.exists()


def test_what_is_not_known_is_said(cast: Cast, tmp_path: Path) -> None:
    for options, why in (
        ({"la": "000"}, "with the code 000"), ({"month": "24-2"}, "not a month"), ({"source": " "}, "Say where"),
    ):  # fmt: skip
        with pytest.raises(CommandError, match=why):
            bring_in(**options)
    with pytest.raises(CommandError, match="cannot be read"):
        bring_in(tmp_path / "none.csv")
