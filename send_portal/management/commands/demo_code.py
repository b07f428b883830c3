"""Print the present one-time code of somebody in the demo."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from send_portal.demo.accounts import device_of, present_code, refuse_in_production


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        refuse_in_production()
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}. `manage.py demo_people` lists everybody.")
        device = device_of(person)
        if device is None:
            raise CommandError(f"{person} has no device: sign in with the password and follow the pages.")
        self.stdout.write(f"The code of {person} is {present_code(device)}")
