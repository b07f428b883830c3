"""Takes figures that were published before the portal counted them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.scope import Scope, opened
from reporting.imports import Unreadable, import_file
from reporting.options import icb_with, month_option


class Command(BaseCommand):
    help = (
        "Imports published figures from a CSV file: metric,month,value for a year of totals, or "
        "metric,<area>…,total,published_year_to_date for one month by area (with --month)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--icb", required=True, metavar="CODE", help="the ICB’s code, like QOX")
        parser.add_argument("--source", required=True, metavar="TEXT", help="what was published, by whom and when")
        parser.add_argument("--month", metavar="MONTH", help="the month of a file by area, like 2024-03")
        parser.add_argument("--revise", action="store_true", help="replace figures that differ, and state it")

    def handle(self, *args: Any, file: Path, icb: str, source: str, month: str | None, **options: Any) -> None:
        board, when = icb_with(icb), month_option(month) if month else None
        if not source.strip():
            raise CommandError("Say where the figures come from: --source TEXT.")
        try:
            with opened(Scope.of([board.pk])):
                done = import_file(file, icb=board, source=source, month=when, revise=options["revise"])
        except Unreadable as unreadable:
            raise CommandError("\n".join(["Nothing was imported.", *unreadable.reasons])) from unreadable
        for warning in done.warnings:
            self.stderr.write(f"Note: {warning}")
        for revision in done.revised:
            self.stdout.write(f"Revised: {revision}")
        self.stdout.write(f"{done.added} figures added, {done.unchanged} unchanged, {len(done.revised)} revised.")
