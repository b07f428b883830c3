"""Writes a month's highlight report as PDF, CSV and JSON."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from core.scope import Scope, opened
from reporting.boxes import NOT_IMPORTED
from reporting.cells import ReportTable
from reporting.exports import as_csv, as_json
from reporting.models import HighlightReport
from reporting.months import period_in_words
from reporting.options import icb_with, month_option, written
from reporting.printing import DoesNotFit, Pages, printed, printed_report
from reporting.table import report_table


class Command(BaseCommand):
    help = "Writes the highlight report of a month: as published, else from what was imported and what is counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--icb", required=True, metavar="CODE", help="the ICB’s code, like QOX")
        parser.add_argument("--month", required=True, metavar="MONTH", help="like 2024-03")
        parser.add_argument(
            "--period-from", metavar="MONTH", help="first month of the reporting period, if not the same"
        )
        for kind in ("pdf", "csv", "json"):
            parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"where to write the {kind.upper()}")

    def handle(self, *args: Any, icb: str, month: str, period_from: str | None, **options: Any) -> None:
        board, when = icb_with(icb), month_option(month)
        first = month_option(period_from) if period_from else when
        if first > when:
            raise CommandError("The reporting period starts after the report’s month.")
        if not any(options[kind] for kind in ("pdf", "csv", "json")):
            raise CommandError("Say what to write: --pdf FILE, --csv FILE or --json FILE.")
        with opened(Scope.of([board.pk])):
            report = HighlightReport.objects.filter(icb=board, month=when).select_related("icb").first()
            files = of_report(report) if report else of_figures(board, when, period_in_words(first, when))
        self.write(files, options)

    def write(self, files: "Files", options: dict[str, Any]) -> None:
        if options["json"]:
            written(options["json"], as_json(files.table, files.period).encode())
        if options["csv"]:
            written(options["csv"], as_csv(files.table, files.period).encode())
        if options["pdf"]:
            written(options["pdf"], files.pdf)
        for label, note in files.table.notes:
            self.stdout.write(f"{label}: {note}")


class Files:
    """What is written, whichever file was asked for."""

    def __init__(self, table: ReportTable, period: str, pdf: bytes) -> None:
        self.table, self.period, self.pdf = table, period, pdf


def of_report(report: HighlightReport) -> Files:
    table = report.table()
    pdf = (
        bytes(report.pdf.content)
        if report.is_published
        else fitting(lambda: printed_report(report, table, draft=True))
    )
    return Files(table, report.period_in_words, pdf)


def of_figures(icb: Organisation, month: date, period: str) -> Files:
    """Nobody wrote a report of this month here: its figures, and boxes that say that they are empty."""
    table = report_table(icb, month)
    nothing = NOT_IMPORTED if table.sources else "Nothing was written for this month."
    return Files(table, period, fitting(lambda: printed(Pages(icb, month, period, {}, table, nothing))))


def fitting(make: Any) -> bytes:
    try:
        return make()
    except DoesNotFit as too_long:
        raise CommandError(str(too_long)) from too_long
