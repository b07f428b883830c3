"""The pages of the report: the DCO's editor, what stands behind a figure, and the board's one page."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.today import pretend
from people.models import ListLog
from reporting.models import HighlightReport, PublishedPDF
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.narrative import NARRATIVE
from tests.reporting import cases

MONTH = date(2026, 5, 1)
PERIOD = {"period_from": "2026-04", "period_to": "2026-05"}


@pytest.fixture
def draft(cast: Cast) -> HighlightReport:
    make_child(cast, on=date(2026, 1, 5))
    return HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=MONTH)


@pytest.fixture
def published(cast: Cast, draft: HighlightReport) -> HighlightReport:
    draft.write_narrative(by=cast["dco"], period_from=MONTH, period_to=MONTH, **NARRATIVE)
    draft.publish(by=cast["dco"])
    return draft


def do(report: HighlightReport, verb: str) -> str:
    return reverse("reporting:highlightreport_do", args=[report.pk, verb])


def pdf(report: HighlightReport) -> str:
    return reverse("reporting:pdf", args=[report.pk])


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_editor_saves_points_however_they_were_pasted(cast: Cast, client: Client, draft: HighlightReport) -> None:
    client.force_login(cast["dco"])
    facts = {"focus_first": "• First point\r\n\r\n  - Second point\r\n", "revision": draft.revision}
    answer = client.post(do(draft, "write-narrative"), PERIOD | facts, follow=True)
    assert "Saved. Nothing is published yet." in answer.text
    draft.refresh_from_db()
    assert draft.points("focus_first") == ["First point", "Second point"]
    assert draft.period_in_words == "April to May 2026"


def test_the_second_of_two_who_write_is_told_and_keeps_the_text(
    cast: Cast, client: Client, draft: HighlightReport
) -> None:
    seen = draft.revision
    draft.write_narrative(by=cast["dco_2"], period_from=MONTH, period_to=MONTH, risk="Hers")
    client.force_login(cast["dco"])
    answer = client.post(do(draft, "write-narrative"), PERIOD | {"risk": "Mine", "revision": seen})
    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.text
    assert "Mine" in answer.text
    draft.refresh_from_db()
    assert draft.risk == "Hers"


def test_a_period_that_ends_before_it_starts_is_refused_and_nothing_typed_is_lost(
    cast: Cast, client: Client, draft: HighlightReport
) -> None:
    client.force_login(cast["dco"])
    facts = {"period_from": "2026-05", "period_to": "2026-04", "risk": "A risk", "revision": draft.revision}
    answer = client.post(do(draft, "write-narrative"), facts)
    assert answer.status_code == 422
    assert "The reporting period ends before it starts" in answer.text
    assert "A risk" in answer.text


def test_publishing_asks_once_in_words_what_will_be_frozen(
    cast: Cast, client: Client, draft: HighlightReport
) -> None:
    draft.write_narrative(by=cast["dco"], period_from=MONTH, period_to=MONTH, **NARRATIVE)
    client.force_login(cast["dco"])
    page = plain(client.get(do(draft, "publish")).text)
    for words in ["the figures", "3 areas", "the words", "the PDF", "Nobody can change or take back"]:
        assert words in page
    answer = client.post(do(draft, "publish"), {"revision": draft.revision}, follow=True)
    assert "The report is published" in answer.text
    draft.refresh_from_db()
    assert draft.is_published


def test_what_blocks_publishing_is_said_in_words(cast: Cast, client: Client, draft: HighlightReport) -> None:
    client.force_login(cast["dco"])
    assert "Nothing is written in: Current issues" in client.get(draft.get_absolute_url()).text
    assert client.post(do(draft, "publish"), {"revision": draft.revision}).status_code == 422


def test_a_report_is_started_for_an_earlier_month_and_once(
    cast: Cast, client: Client, draft: HighlightReport
) -> None:
    client.force_login(cast["dco"])
    address = reverse("reporting:highlightreport_draft")
    client.post(address, {"month": "2026-04"})
    assert HighlightReport.objects.filter(month=date(2026, 4, 1)).exists()
    for month, words in [
        ("2026-05", "report of this month already"),
        ("2999-01", "is not over"),
        ("May", "is not a month"),
    ]:
        answer = client.post(address, {"month": month})
        assert answer.status_code == 422
        assert words in answer.text


def test_the_drafts_pdf_says_that_it_is_a_draft(cast: Cast, client: Client, draft: HighlightReport) -> None:
    client.force_login(cast["dco"])
    answer = client.get(pdf(draft))
    assert answer["Content-Type"] == "application/pdf"
    assert "highlight-report-qox-2026-05-draft.pdf" in answer["Content-Disposition"]


def test_a_draft_that_is_too_long_says_so_where_its_pdf_was_asked_for(
    cast: Cast, client: Client, draft: HighlightReport
) -> None:
    draft.write_narrative(by=cast["dco"], period_from=MONTH, period_to=MONTH, ahead="A long point.\n" * 150)
    client.force_login(cast["dco"])
    assert "“Looking ahead” is too long" in client.get(pdf(draft), follow=True).text


def test_a_board_member_downloads_the_pdf_byte_for_byte(
    cast: Cast, client: Client, published: HighlightReport
) -> None:
    client.force_login(cast["board_member"])
    content = client.get(pdf(published)).content
    assert hashlib.sha256(content).hexdigest() == PublishedPDF.objects.get(report=published).sha256
    assert content.startswith(b"%PDF")


def test_the_board_sees_figures_in_sentences_and_no_child(cast: Cast, client: Client, draft: HighlightReport) -> None:
    child = make_child(cast, la="swindon", given_name="Nell", family_name="Penhallow", on=date(2026, 1, 5))
    for day in (date(2026, 4, 20), date(2026, 5, 4), date(2026, 5, 6)):
        cases.complex_case(child, day)
    draft.write_narrative(by=cast["dco"], period_from=MONTH, period_to=MONTH, **NARRATIVE)
    draft.publish(by=cast["dco"])
    client.force_login(cast["board_member"])
    page = plain(client.get(reverse("reporting:board")).text)
    assert "2 complex cases were referred for advice in May 2026, 1 more than in April 2026." in page
    assert "By area: BaNES 0, Swindon 2, Wiltshire 0." in page
    assert "Since April 2026: 3." in page
    assert "Penhallow" not in page


def test_a_board_member_reaches_nothing_else(cast: Cast, client: Client, published: HighlightReport) -> None:
    with pretend(date(2026, 8, 3)):
        later = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=date(2026, 6, 1))
    session = cases.training(cast, MONTH)
    case = cases.complex_case(make_child(cast), MONTH)
    client.force_login(cast["board_member"])
    figure = reverse("reporting:figure", args=[published.pk, "training_sessions", "2026-05"])
    refused = [reverse("reporting:highlightreport_list"), reverse("reporting:highlightreport_draft")]
    refused += [published.get_absolute_url(), do(published, "publish"), do(published, "write-narrative"), figure]
    assert {address: client.get(address).status_code for address in refused} == dict.fromkeys(refused, 403)
    hidden = [pdf(later), do(later, "publish"), session.get_absolute_url(), case.get_absolute_url()]
    hidden.append(reverse("assurance:complexcase_log", args=[case.child_id]))
    assert {address: client.get(address).status_code for address in hidden} == dict.fromkeys(hidden, 404)
    assert client.get(later.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("person", ["stranger", "other_coordinator", "coordinator", "spa", "adviser"])
def test_a_stranger_finds_no_report(cast: Cast, client: Client, published: HighlightReport, person: str) -> None:
    client.force_login(cast[person])
    addresses = [pdf(published), do(published, "publish"), published.get_absolute_url()]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_another_boards_dco_gets_404_on_every_address(cast: Cast, client: Client, published: HighlightReport) -> None:
    client.force_login(cast["stranger"])
    figure = reverse("reporting:figure", args=[published.pk, "training_sessions", "2026-05"])
    addresses = [published.get_absolute_url(), pdf(published), do(published, "publish"), figure]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert "May 2026" not in plain(client.get(reverse("reporting:board")).text)


def test_a_figure_opens_the_rows_that_it_counts(cast: Cast, client: Client, draft: HighlightReport) -> None:
    swindon, banes = (make_child(cast, la=la, family_name=f"Of{la}") for la in ("swindon", "banes"))
    appeal = cases.appeal(swindon, date(2026, 5, 4))
    cases.appeal(banes, date(2026, 5, 4))
    client.force_login(cast["dco"])
    address = reverse("reporting:figure", args=[draft.pk, "tribunals_active", "2026-05"])
    page = client.get(address).text
    assert appeal.get_absolute_url() in page
    assert "Ofbanes" in page
    narrowed = client.get(address, {"area": cases.area_of(cast, "Swindon").pk}).text
    assert "Ofswindon" in narrowed
    assert "Ofbanes" not in narrowed
    both, one = ListLog.objects.order_by("pk")  # who was shown behind a figure is logged
    assert (both.children, one.children) == (sorted([swindon.pk, banes.pk]), [swindon.pk])
    assert both.what == "cases behind a figure"


def test_every_figure_opens(cast: Cast, client: Client, draft: HighlightReport) -> None:
    child = make_child(cast, la="swindon", on=date(2026, 1, 5))
    cases.returned(cast, child, MONTH, coproduced=True)
    cases.returned(cast, child, MONTH, kind="annual_review")
    cases.coproduction(cast, MONTH)
    cases.training(cast, MONTH, cases.area_of(cast, "Swindon"))
    cases.complex_case(child, MONTH)
    cases.appeal(child, MONTH)
    client.force_login(cast["dco"])
    for row in draft.table().rows:
        number = row.months[MONTH].value
        assert number
        address = reverse("reporting:figure", args=[draft.pk, row.metric, "2026-05"])
        page = client.get(address)
        assert page.context_data["page_obj"].paginator.count == number, row.metric


def test_an_imported_figure_says_where_it_comes_from(cast: Cast, client: Client) -> None:
    from tests.reporting.conftest import SOURCE, import_published

    import_published()
    report = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=date(2024, 3, 1))
    client.force_login(cast["dco"])
    page = client.get(reverse("reporting:figure", args=[report.pk, "training_sessions", "2024-03"])).text
    assert SOURCE in page
    assert "highlight_2023_24.csv" in page
    editor = client.get(report.get_absolute_url()).text
    assert "published as 23" in editor


@pytest.mark.parametrize("wrong", ["plans/2026-05", "training_sessions/2026-13", "training_sessions/may"])
def test_an_address_that_names_no_figure_is_404(
    cast: Cast, client: Client, draft: HighlightReport, wrong: str
) -> None:
    client.force_login(cast["dco"])
    assert client.get(f"/reports/{draft.pk}/figures/{wrong}/").status_code == 404


def test_pages_make_the_same_queries_for_two_rows_and_for_twenty(
    cast: Cast, client: Client, draft: HighlightReport
) -> None:
    client.force_login(cast["dco"])
    addresses = [
        draft.get_absolute_url(),
        reverse("reporting:figure", args=[draft.pk, "complex_cases_referred", "2026-05"]),
        reverse("reporting:figure", args=[draft.pk, "coproduction_episodes", "2026-05"]),
        reverse("reporting:figure", args=[draft.pk, "tribunals_active", "2026-05"]),
    ]
    counts = []
    for rows in (2, 18):
        for _ in range(rows):
            child = make_child(cast, la="swindon", on=date(2026, 1, 5))
            cases.complex_case(child, MONTH)
            cases.coproduction(cast, MONTH, child=child)
            cases.returned(cast, child, MONTH, kind="annual_review", coproduced=True)
            cases.appeal(child, MONTH)
        made = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            made.append(len(queries))
        counts.append(made)
    assert counts[0] == counts[1]


def test_the_list_and_the_board_make_the_same_queries_for_one_report_and_for_four(cast: Cast, client: Client) -> None:
    counts = []
    for months in ([1], [2, 3, 4]):
        for month in months:
            report = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=date(2025, month, 1))
            period = {"period_from": report.month, "period_to": report.month}
            report.write_narrative(by=cast["dco"], **period, **dict.fromkeys(NARRATIVE, "A point"))
            report.publish(by=cast["dco"])
        made = []
        for person, name in [("dco", "highlightreport_list"), ("board_member", "board")]:
            client.force_login(cast[person])
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(f"reporting:{name}")).status_code == 200
            made.append(len(queries))
        counts.append(made)
    assert counts[0] == counts[1]
