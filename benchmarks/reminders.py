"""How long does a morning of reminders take with 100,000 open clocks?

    PORTAL_MODE=test python benchmarks/reminders.py [--clocks 100000]

Fills a scratch database of the test servers (`bin/services --test up`) with made-up children, and removes it. The
first morning is the worst there can be: nobody was ever told of anything.
"""

import argparse
import time
from datetime import timedelta

from django.db import connections
from worklist import NAME, fill, scratch_database

from clocks.models import Clock, Reminder
from clocks.reminders import remind_of_next
from core.models import Message
from core.scope import Scope, opened
from core.today import pretend, today
from send_portal.demo.cast import Cast, make_cast
from tests.conftest import drop_database, use_database


def morning(cast: Cast) -> None:
    icb, after, queued, chunks, began = cast.org["icb"].pk, 0, 0, 0, time.perf_counter()
    while True:
        letters, after = remind_of_next(icb, after=after)
        queued, chunks = queued + letters, chunks + 1
        if not after:
            break
    print(f"{queued:>8,} letters, {chunks} transactions, {time.perf_counter() - began:.1f} seconds")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clocks", type=int, default=100_000)
    with scratch_database():
        cast = make_cast()
        fill(cast, parser.parse_args().clocks)
        with opened(Scope.of([cast.org["icb"].pk])):
            print(f"{Clock.objects.running().count():,} open clocks")
        for words, days in (("first morning", 0), ("again", 0), ("next morning", 1)):
            print(words)
            with pretend(today() + timedelta(days=days)):
                morning(cast)
        with opened(Scope.of([cast.org["icb"].pk])):
            print(f"{Reminder.objects.count():,} rows, {Message.objects.count():,} letters")
    connections.close_all()
    use_database("postgres")
    drop_database(NAME)


if __name__ == "__main__":
    main()
