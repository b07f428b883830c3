"""Load the made-up Integrated Care Board, its people and a year of its children; what is there already stays."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Organisation
from clocks.tasks import remind_board
from core.scope import Scope, opened
from core.today import today
from desk.digest import readers
from desk.tasks import digest_people
from send_portal.demo.accounts import give_devices, refuse_in_production
from send_portal.demo.areas import set_areas
from send_portal.demo.audits import audit_part_way
from send_portal.demo.cast import PASSWORD, SERVED_BY, Cast, make_cast
from send_portal.demo.library import fill_library
from send_portal.demo.panels import tell_the_panels
from send_portal.demo.papers import add_papers, send_family_letter
from send_portal.demo.reports import import_published_figures, log_the_year, publish_reports
from send_portal.demo.year import WAYS, asked_by_link, tell_the_year


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        if Organisation.objects.exists():
            self.stdout.write("The demo's data is there already.")
            return
        began = time.monotonic()
        with transaction.atomic():
            cast = make_cast(password=PASSWORD)
            give_devices(cast.people.values())
            with opened(everything_of(cast)):
                fill_library(cast)
                stories = tell_the_year(cast)
                set_areas(cast)
                tell_the_panels(cast, stories)
                log_the_year(cast, stories)
                import_published_figures()
                publish_reports(cast)
                audit_part_way(cast)
        with transaction.atomic(), opened(everything_of(cast)):  # a stopped file is logged on a connection of its own
            add_papers(cast, stories[0].child, stories[1].child)
            send_family_letter(stories[[way for _, way, _ in WAYS].index(asked_by_link)])
        remind_everybody(cast)
        self.stdout.write(f"Loaded {len(stories)} made-up children in {time.monotonic() - began:.0f} seconds.")


def remind_everybody(cast: Cast) -> None:
    """This morning's letters, as the timetable would have them written: what the demo's mailbox shows."""
    with transaction.atomic():
        for key in SERVED_BY:
            remind_board(cast.org[key].pk)
        digest_people([person.pk for person in readers(today()).order_by("pk")])


def everything_of(cast: Cast) -> Scope:
    return Scope.of(organisation.pk for organisation in cast.org.values())
