"""List who can sign in to the demo, and as what."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User
from send_portal.demo.accounts import refuse_in_production
from send_portal.demo.cast import PASSWORD, PEOPLE, email_of

COLUMNS = {
    "name": "Name",
    "role": "Role",
    "organisation": "Organisation",
    "email": "Email",
    "password": "Password",
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        people = list(sign_ins())
        if options["json"]:
            self.stdout.write(json.dumps(people, ensure_ascii=False))
        else:
            self.stdout.write(as_table(people))


def sign_ins() -> list[dict[str, str]]:
    """Those of the cast that are in this database, in the cast's order."""
    found = {user.email: user for user in User.objects.filter(email__in=[email_of(key) for key in PEOPLE])}
    people = [found[email_of(key)] for key in PEOPLE if email_of(key) in found]
    return [
        {
            "name": person.name,
            "role": ", ".join(m.get_role_display() for m in person.current_memberships),
            "organisation": str(person.organisation or ""),
            "email": person.email,
            "password": PASSWORD,
        }
        for person in people
    ]


def as_table(people: list[dict[str, str]]) -> str:
    rows = [COLUMNS, *people]
    widths = {key: max(len(row[key]) for row in rows) for key in COLUMNS}
    return "\n".join("  ".join(row[key].ljust(widths[key]) for key in COLUMNS).rstrip() for row in rows)
