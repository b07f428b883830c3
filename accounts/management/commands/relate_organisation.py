"""Relate a local authority or provider that is in the portal already to one more Integrated Care Board."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation, Relation
from accounts.roles import System
from core.today import today


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--icb-code", required=True)
        parser.add_argument("--code", required=True, help="the organisation's own code")
        parser.add_argument(
            "--from", dest="first_day", type=date.fromisoformat, default=None, help="today, unless given"
        )

    def handle(self, *args: Any, icb_code: str, code: str, first_day: date | None, **options: Any) -> None:
        board, organisation = found(icb_code), found(code)
        try:
            relation = Relation.begin(
                by=System("relate organisation"),
                icb=board,
                organisation=organisation,
                in_force_from=first_day or today(),
            )
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        self.stdout.write(f"{relation}: the administrators of both boards now look after its people and teams.")


def found(code: str) -> Organisation:
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise CommandError(f"No organisation has the code {code}.")
    return organisation
