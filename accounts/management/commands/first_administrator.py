"""Make an Integrated Care Board and its first administrator, and print the link to set the password."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Membership, Organisation, User
from accounts.notifications import HOW_LONG, password_link
from accounts.roles import Role, System
from core.today import today

BY = System("first administrator")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--icb-code", required=True, help="the board's ODS code, such as QOX")
        parser.add_argument("--icb-name", required=True)
        parser.add_argument("--icb-short-name", default="", help="as lists show it; the name, unless given")
        parser.add_argument("--email", required=True, help="the administrator's own address")
        parser.add_argument("--name", required=True, help="the administrator's name")

    def handle(self, *args: Any, **facts: Any) -> None:
        try:
            with transaction.atomic():
                person = make(facts, on=today())
                link = password_link(person)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        self.stdout.write(f"{person.name} sets a password here, within {HOW_LONG}:\n{link}")


def make(facts: dict[str, Any], *, on: date) -> User:
    """The board is made unless it is there already without an administrator."""
    board = Organisation.objects.filter(code=facts["icb_code"]).first()
    if board is None:
        name = facts["icb_name"]
        short_name = (facts["icb_short_name"] or name)[:60]
        board = Organisation.found(by=BY, name=name, short_name=short_name, code=facts["icb_code"], on=on)
    refuse_second(board, on)
    role = {"role": Role.ADMINISTRATOR, "starts_on": on}
    return User.invite(by=BY, organisation=board, email=facts["email"], name=facts["name"], **role)


def refuse_second(board: Organisation, on: date) -> None:
    members = Membership.objects.in_force(on).filter(organisation=board, role=Role.ADMINISTRATOR)
    there = members.filter(user__is_active=True).select_related("user").first()
    if there:
        raise CommandError(f"{board} has an administrator, {there.user}, who invites further people.")
