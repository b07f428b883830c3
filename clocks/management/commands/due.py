"""When is a step due? Prints the day, the law and the warnings for one rule and one starting day."""

import json
import re
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation
from clocks.dates import DateError, Due, MissingOption, day_in_words, due
from clocks.models import LocalLength
from clocks.rule import Kind, Phase, Rule
from clocks.rules import UnknownRule, rule_in_force, rule_keys

START_WORDS = {Kind.COUNTS_BACK: "Counts back from", Kind.FIXED: "For"}
DUE_WORDS = {Kind.WINDOW: "Runs to the end of"}


class Command(BaseCommand):
    help = "Prints when something is due by a rule of the rule book, with its citation and warnings."
    requires_system_checks: list[str] = []  # a pure answer: it must come without a database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", metavar="RULE", help=", ".join(rule_keys()))
        parser.add_argument("start", metavar="START", help="2026-07-13; for phase_transfer also the year, 2027")
        parser.add_argument("--certificate", metavar="DATE", help="lodge_appeal: the mediation certificate's date")
        parser.add_argument("--weeks", metavar="N", help="complaint_remedy: weeks as ordered")
        parser.add_argument("--months", metavar="N", help="complaint_remedy: months as ordered")
        parser.add_argument("--date", metavar="DATE", help="the date directed, or agreed in writing")
        parser.add_argument("--phase", metavar="CASE", help=f"phase_transfer: {' or '.join(Phase)}")
        parser.add_argument("--icb", metavar="CODE", help="use this ICB's own length for a local standard")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["rule"]
        try:
            start = _start(options["start"], key)
            rule = rule_in_force(key, start)
            answer = due(rule, start, length=_local_length(rule, options["icb"]), **_given(options))
        except MissingOption as error:
            wanted = " or ".join(f"--{option}" for option in error.options)
            raise CommandError(f"{error} Give {wanted}.") from error
        except (DateError, UnknownRule) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer.as_json(), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_as_text(rule, answer)))


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "certificate": _date(options["certificate"], "--certificate"),
        "date": _date(options["date"], "--date"),
        "weeks": _number(options["weeks"], "--weeks"),
        "months": _number(options["months"], "--months"),
        "phase": _phase(options["phase"]),
    }


def _start(text: str, key: str) -> date:
    if key not in rule_keys():
        rule_in_force(key, date.max)  # says which rules there are before anything is said of the date
    if key == "phase_transfer" and re.fullmatch(r"\d{4}(-\d{2})?", text):
        text = f"{text}-01" if "-" in text else f"{text}-09-01"  # a school year begins in September
    return _date(text, "START") or date.min


def _date(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise CommandError(f"{name}: {text!r} is not a date. Write the year, month and day like 2026-07-13.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{name}: there is no day {text} in the calendar.") from error


def _number(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"-?\d{1,6}", text):
        raise CommandError(f"{name}: {text!r} is not a whole number.")
    return int(text)


def _phase(text: str | None) -> Phase | None:
    if text is None:
        return None
    if text not in list(Phase):
        raise CommandError(f"--phase: {text!r} is not one of {', '.join(Phase)}.")
    return Phase(text)


def _local_length(rule: Rule, code: str | None) -> int | None:
    """The ICB's own length, if one is named; without a name no database is asked."""
    if code is None:
        return None
    icbs = Organisation.objects.filter(kind=Organisation.Kind.ICB)
    icb = icbs.filter(code__iexact=code).first()
    if icb is None:
        known = ", ".join(icbs.order_by("code").values_list("code", flat=True)) or "none yet"
        raise CommandError(f"--icb: there is no Integrated Care Board with the code {code}. Known: {known}.")
    return LocalLength.objects.length_of(rule.key, icb=icb) if rule.is_local else None


def _as_text(rule: Rule, answer: Due) -> list[str]:
    lines = [
        f"{rule.name} ({rule.key}), owed by: {rule.owner_words}",
        f"{START_WORDS.get(rule.kind, 'Starts')}: {day_in_words(answer.start)}: {rule.starts}",
        f"{DUE_WORDS.get(rule.kind, 'Due')}: {day_in_words(answer.due)}",
        f"Last working day: {day_in_words(answer.last_working_day)}",
        f"Citation: {answer.citation}",
    ]
    lines += [f"Excused by {kind.citation}: {kind.words}" for kind in rule.exceptions]
    lines += [f"Refused under {kind.citation}: {kind.words}" for kind in rule.refusals]
    return lines + [f"Warning: {warning}" for warning in answer.warnings]
