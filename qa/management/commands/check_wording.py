"""What do the wording checks say of one section? Prints each finding with its words, its reason and its source."""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation
from core.scope import Scope, opened
from core.today import today
from qa.checks import SECTIONS, Facts, Finding, Passage, check
from qa.checks.glossary import GLOSSARY, Term
from qa.models import GlossaryTerm


class Command(BaseCommand):
    help = "Checks the wording of one health section of a plan, and prints what should be looked at."
    requires_system_checks: list[str] = []  # a pure answer: it must come without a database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the section's text, UTF-8; - reads what is piped in")
        parser.add_argument("--section", required=True, metavar="SECTION", help=", ".join(SECTIONS))
        for letter in SECTIONS:
            parser.add_argument(
                f"--section-{letter.lower()}", metavar="FILE", help=f"Section {letter} of the same plan"
            )
        parser.add_argument("--name", metavar="NAME", default="", help="the child's name, given name first")
        parser.add_argument("--pronouns", metavar="PRONOUNS", default="", help="he, she or they")
        parser.add_argument("--born", metavar="DATE", help="date of birth, 2016-05-03")
        parser.add_argument("--looked-after", action="store_true", default=None, help="the child is looked after")
        parser.add_argument("--on", metavar="DATE", help="the day to check for; today without it")
        parser.add_argument("--icb", metavar="CODE", help="go by this ICB’s glossary, like QOX; asks the database")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        passage = read_passage(options)
        findings = check(passage)
        if options["json"]:
            shown = [one.as_json() for one in findings]
            self.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(findings, passage.text)))


def read_passage(options: dict[str, Any]) -> Passage:
    section = options["section"].upper()
    if section not in SECTIONS:
        raise CommandError(
            f"--section: there is no section {options['section']!r} here. Give one of {', '.join(SECTIONS)}."
        )
    files = {letter: options[f"section_{letter.lower()}"] for letter in SECTIONS if letter != section}
    text = read(options["file"])
    others = {letter: read(name) for letter, name in files.items() if name}
    return Passage(
        section, text, facts(options), others, day(options["on"], "--on") or today(), glossary(options["icb"])
    )


def glossary(code: str | None) -> dict[str, Term]:
    if code is None:
        return GLOSSARY
    icb = Organisation.objects.filter(code=code, kind=Organisation.Kind.ICB).first()
    if icb is None:
        raise CommandError(f"--icb: there is no ICB with the code {code}.")
    with opened(Scope.of([icb.pk])):
        return GlossaryTerm.objects.of(icb.pk)


def facts(options: dict[str, Any]) -> Facts:
    given, _, family = options["name"].strip().partition(" ")
    pronouns = options["pronouns"].lower()
    if pronouns not in ("", "he", "she", "they"):
        raise CommandError(f"--pronouns: {options['pronouns']!r} is not one of he, she, they.")
    born = day(options["born"], "--born")
    return Facts(given, family.strip(), pronouns, born, options["looked_after"])


def read(name: str) -> str:
    """The text of a file, a byte order mark and foreign line ends left out; an unreadable one ends with status 2."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise CommandError(f"We could not read {name}: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"We could not read {name}: it is not UTF-8 text.", returncode=2) from error


def day(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise CommandError(f"{name}: {text!r} is not a date. Write the year, month and day like 2026-07-13.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{name}: there is no day {text} in the calendar.") from error


def as_text(findings: list[Finding], text: str) -> list[str]:
    if not findings:
        return ["Nothing to look at."]
    lines: list[str] = []
    for one in findings:
        number = text.count("\n", 0, one.start) + 1
        quoted = " ".join(one.text.split()) or "(nothing is written)"
        lines += [
            f"Line {number}, {one.severity} ({one.rule}): “{quoted}”",
            f"  {one.message}",
            f"  {one.suggestion}",
            f"  Source: {one.source}",
        ]
    return lines
