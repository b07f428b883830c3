"""Which sets of sections are there, and how does a new plan template come in?"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.roles import System
from ehcp.models import SectionSet

COLUMNS = ("letter", "title", "stands_for", "health_place", "other_titles")


class Command(BaseCommand):
    help = (
        "Lists the sets of sections of a plan, or adds one from a CSV file (letter,title,stands_for,health_place,"
        "other_titles). Which section of the 2014 Regulations each stands for, C for health needs, decides what is "
        "asked of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--add", metavar="FILE", help="CSV in UTF-8; other titles are divided by |")
        parser.add_argument("--name", metavar="NAME", help="what the set is called")
        parser.add_argument("--from", metavar="DATE", dest="starts", help="the day it comes into force, 2029-09-01")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["add"]:
            self.add(options)
        for each in SectionSet.objects.prefetch_related("sections"):
            self.stdout.write("\n".join(lines_of(each)))

    def add(self, options: dict[str, Any]) -> None:
        if not (options["name"] and options["starts"]):
            raise CommandError("--add also needs --name and --from.")
        sections = sections_in(options["add"])
        try:
            starts = date.fromisoformat(options["starts"])
        except ValueError as error:
            raise CommandError(f"--from: {options['starts']!r} is no day. Write it like 2029-09-01.") from error
        try:
            with transaction.atomic():
                by = System("section sets")
                SectionSet.add(by=by, name=options["name"], in_force_from=starts, sections=sections)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused


def sections_in(name: str) -> list[dict[str, Any]]:
    try:
        with Path(name).open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} could not be read: {error}") from error
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise CommandError(f"{name} needs the columns {', '.join(COLUMNS)}.")
    return [section_of(row, line) for line, row in enumerate(rows, start=2)]


def section_of(row: dict[str, str], line: int) -> dict[str, Any]:
    place = (row["health_place"] or "").strip()
    if place and not place.isdigit():
        raise CommandError(f"Line {line}: health_place is a number, or empty.")
    others = [title.strip() for title in (row["other_titles"] or "").split("|") if title.strip()]
    letter, title, stands_for = ((row[name] or "").strip() for name in ("letter", "title", "stands_for"))
    health_place = int(place) if place else None
    return {
        "letter": letter.upper(), "title": title, "stands_for": stands_for.upper(), "health_place": health_place,
        "other_titles": others,
    }  # fmt: skip


def lines_of(each: SectionSet) -> list[str]:
    until = f"{each.in_force_until:%-d %B %Y}" if each.in_force_until else "further notice"
    lines = [f"{each}: {each.in_force_from:%-d %B %Y} until {until}"]
    for section in each.in_order:
        health = f"   (health agrees it: {section.health_place} on the feedback form)" if section.is_of_health else ""
        law = f"   (stands for {section.stands_for})" if section.stands_for not in ("", section.letter) else ""
        lines.append(f"  {section.letter:3} {section.title}{law}{health}")
    return lines
