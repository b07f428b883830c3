"""Takes over an audit that was published before the portal."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Organisation
from core.scope import Scope, opened
from qa.audit.imports import Unreadable, take_over
from qa.audit.results import Results


class Command(BaseCommand):
    help = "Imports an audit as it was published, from a CSV file: plan,outcome (used, not_used or not_asked)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--icb", required=True, metavar="CODE", help="the ICB’s code, like QOX")
        parser.add_argument("--la", required=True, metavar="CODE", help="the local authority’s code, like 800")
        parser.add_argument("--month", required=True, metavar="MONTH", help="the month it is of, like 2024-02")
        parser.add_argument("--source", required=True, metavar="TEXT", help="what was published, by whom and when")

    def handle(self, *args: Any, file: Path, icb: str, la: str, month: str, source: str, **options: Any) -> None:
        if not source.strip():
            raise CommandError("Say where the audit was published: --source TEXT.")
        board = organisation(icb, Organisation.Kind.ICB)
        authority = organisation(la, Organisation.Kind.LOCAL_AUTHORITY)
        try:
            with opened(Scope.of([board.pk])), transaction.atomic():
                audit = take_over(
                    file, icb=board, local_authority=authority, month=first_day(month), source=source.strip()
                )
                self.stdout.write(f"{audit}. {Results(audit).in_words}")
        except Unreadable as unreadable:
            raise CommandError("\n".join(["Nothing was imported.", *unreadable.reasons])) from unreadable


def organisation(code: str, kind: str) -> Organisation:
    found = Organisation.objects.filter(code=code, kind=kind).first()
    if found is None:
        raise CommandError(f"There is no {Organisation.Kind(kind).label} with the code {code}.")
    return found


def first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise CommandError(f"“{month}” is not a month like 2024-02.") from error
