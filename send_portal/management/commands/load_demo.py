"""Load the made-up Integrated Care Board, its people and a year of its children; what is there already stays."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Organisation
from core.scope import Scope, opened
from send_portal.demo.accounts import give_devices, refuse_in_production
from send_portal.demo.cast import PASSWORD, Cast, make_cast
from send_portal.demo.papers import add_papers
from send_portal.demo.reports import import_published_figures, log_the_year, publish_reports
from send_portal.demo.year import tell_the_year


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
                stories = tell_the_year(cast)
                add_papers(cast, stories[0].child, stories[1].child)
                log_the_year(cast, stories)
                import_published_figures()
                publish_reports(cast)
        self.stdout.write(f"Loaded {len(stories)} made-up children in {time.monotonic() - began:.0f} seconds.")


def everything_of(cast: Cast) -> Scope:
    return Scope.of(organisation.pk for organisation in cast.org.values())
