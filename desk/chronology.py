"""What happened to this child, in order and with its reasons, told so that a date can be explained to an ombudsman?

The timeline of the case page, oldest first, with what each act said (sent, received, by which body), who did it in
which role, and what it did to the time limits, by which rule.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models.membership import Membership
from clocks.models import Clock
from core.jinja import date_and_time, long_date, spaced_nhs_number
from core.today import now, today
from desk.clock_story import ClockLine, clock_lines, names_of
from desk.steps import listed
from desk.timeline import KINDS, SAME_ACT, Event, Records, changed, timeline
from ehcp.models import AssessmentRequest, Plan
from people.consented import why_not
from people.models import Child, Document
from people.models.consent import Purpose

TWO_YEARS = 2
NOT_TOLD = frozenset({"id", "revision", "status", "child", "icb", "local_authority", "pronouns"})
LABELS = {
    "spa": "Single point of access",
    "asked_of": "Advice of",
    "provider": "Sent to",
    "received_how": "How it was received",
    "removed_why": "Why it was removed",
    "missing": "What was missing",
    "lacking": "What was lacking",
    "rest_to_come": "What the rest will say",
    "rest_promised_on": "The rest promised by",
    "given_back_because": "Given back because",
    "colleague": "Named colleague",
    "service": "Service",
    "passed_to_has_on": "Passed to the Health Advisers on",
    "section_g_agreed_on": "Section G agreed on",
    "sent_to_la_on": "Sent to the local authority on",
}
# Words that an act set, beside its reason, which the timeline tells.
TEXTS = (
    "received_how", "removed_why", "missing", "lacking", "rest_to_come", "given_back_because", "colleague",
    "professional",
)  # fmt: skip


@dataclass
class Entry:
    """One line of the chronology."""

    on: date
    title: str
    by: str
    kind: str
    details: list[str]
    clocks: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


class Chronology:
    """One child's, for this person, of these kinds and this span; oldest first."""

    def __init__(self, child: Child, user: Any) -> None:
        self.child, self.user, self.made_at = child, user, now()
        self.kinds: tuple[str, ...] = ()
        self.since: date | None = None

    def narrow(self, *, kinds: Iterable[str], since: date | None) -> None:
        """Of these kinds only, where any are named; from this day on."""
        self.kinds, self.since = tuple(kinds), since

    @cached_property
    def events(self) -> list[Event]:
        papers = Document.objects.visible_to(self.user).filter(child=self.child)
        return list(reversed(timeline(Records(self.child, self.user), papers)))

    @cached_property
    def every(self) -> list[Entry]:
        """The acts, each with what it did to the clocks; what no act tells of a clock stands by itself."""
        told, alone = beside(self.events, clock_lines(self.child, self.user))
        who = Who([*(event.line for event in self.events if event.line), *(line.line for line in alone)])
        names = names_of(event.line for event in self.events if event.line)
        entries = [(entry_of(event, told[id(event)], who, names), event.at) for event in self.events]
        entries += [(entry_of_clock(line, who), line.at) for line in alone]
        return once_each(entry for entry, _ in sorted(entries, key=lambda each: (each[0].on, each[1])))

    @property
    def entries(self) -> list[Entry]:
        return [
            entry
            for entry in self.every
            if (not self.kinds or entry.kind in self.kinds) and (self.since is None or entry.on >= self.since)
        ]

    @property
    def all_kinds(self) -> list[str]:
        return list(dict.fromkeys(entry.kind for entry in self.every))

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """Whose it is, what it holds, and who made it when."""
        child = self.child
        plans = listed(Plan, self.user).filter(child=child).order_by("-pk")
        keeper = plans.first() or listed(AssessmentRequest, self.user).filter(child=child).first()
        return [
            ("Name", child.name),
            ("Date of birth", f"{long_date(child.date_of_birth)}, aged {child.age}"),
            ("NHS number", spaced_nhs_number(child.nhs_number) or "Not recorded"),
            ("Case", child.reference),
            ("Local authority", child.local_authority.name),
            ("Integrated Care Board", child.icb.name),
            ("EHC coordinator", (keeper and keeper.coordinator) or "Not named"),
            ("What it holds", self.span_in_words),
            *self.not_for_inspection,
            ("Made", f"{date_and_time(self.made_at)} by {self.user}"),
        ]

    @property
    def not_for_inspection(self) -> list[tuple[str, str]]:
        """What a chronology is often made for, where the family said no to it."""
        refused = why_not(self.child, Purpose.INSPECTION)
        return [("Not for an inspection", refused)] if refused else []

    @property
    def span_in_words(self) -> str:
        since = f"since {self.since:%-d %B %Y}" if self.since else "from the beginning"
        return f"{', '.join(self.kinds) or 'Everything'}, {since}"


def once_each(entries: Iterable[Entry]) -> list[Entry]:
    """What the same person did several times on one day, and nothing in between, is told once."""
    told: list[Entry] = []
    for same, group in groupby(entries, key=lambda entry: (entry.on, entry.title, entry.by)):
        together = list(group)
        if len(together) > 1 and not any(entry.clocks or entry.documents for entry in together):
            details = list(dict.fromkeys(words for entry in together for words in entry.details))
            title = f"{same[1]} ({len(together)} times)"
            together = [replace(together[0], title=title, details=details)]
        told += together
    return told


def two_years_back(on: date | None = None) -> date:
    day = on or today()
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - TWO_YEARS, day=28 if leap_day else day.day)


def beside(events: list[Event], lines: list[ClockLine]) -> tuple[dict[int, list[str]], list[ClockLine]]:
    """Each change of a clock beside the act that made it: the same verb, on the record that keeps that clock."""
    acts: dict[tuple[int, str], list[Event]] = defaultdict(list)
    for event in events:
        for clock in clocks_of(event.line):
            acts[(clock, event.line.verb)].append(event)
    told: dict[int, list[str]] = defaultdict(list)
    alone = []
    for line in lines:
        act = next((e for e in acts[(line.clock, line.line.verb)] if is_one_act(e, line)), None)
        act = act or the_only_one(
            e for e in events if e.line and e.line.verb == line.line.verb and is_one_act(e, line)
        )
        if act:
            told[id(act)].append(line.words)
        else:
            alone.append(line)
    return told, alone


def is_one_act(event: Event, line: ClockLine) -> bool:
    """The same verb, by the same person, in the same moment."""
    is_same_verb = event.line is not None and event.line.verb == line.line.verb
    return is_same_verb and event.by == line.line.actor and abs(event.at - line.at) < SAME_ACT


def the_only_one(found: Iterable[Event]) -> Event | None:
    """An act on another record than the clock's own; where two could be meant, neither is."""
    first, *others = [*found][:2] or [None]
    return None if others else first


def clocks_of(line: Any) -> list[int]:
    if line is None:
        return []
    return [clock for name in clock_fields(line.instance_type) if (clock := getattr(line, name))]


@cache
def clock_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields in which a model keeps its clocks."""
    return tuple(f.attname for f in model._meta.concrete_fields if f.is_relation and f.related_model is Clock)


def entry_of(event: Event, clocks: list[str], who: "Who", names: dict[Any, str]) -> Entry:
    said = facts_of(event, names) if event.line else []
    documents = [
        f"{paper['title']} ({paper['kind']})" if paper["kind"] else paper["title"] for paper in event.documents
    ]
    by = who.did(event.line) if event.line else event.by
    details = [" ".join(said)] if said else []
    return Entry(event.on, event.title, by, event.kind, [*details, *event.details], list(clocks), documents)


def entry_of_clock(line: ClockLine, who: "Who") -> Entry:
    return Entry(line.on, line.title, who.did(line.line), KINDS["clocks"], [], [line.words])


def facts_of(event: Event, names: dict[Any, str]) -> list[str]:
    """What the act said: its days, its answers, which body or service."""
    line, before = event.line, event.before
    days, said = [], []
    for fact in line.tracked_fields:
        value = changed(line, before, fact.attname)
        if fact.name in NOT_TOLD or not value:
            continue
        if isinstance(fact, models.DateField):
            days.append((value, f"{label_of(fact)}: {value:%-d %B %Y}."))
        elif (words := words_of(fact, line, value, names)) and words.lower() not in event.title.lower():
            said.append(f"{label_of(fact)}: {words.rstrip('.')}.")
    if [day for day, _ in days] == [event.on]:
        days = []  # the entry's own day says it
    return [*(words for _, words in days), *said]


def words_of(fact: Any, line: Any, value: Any, names: dict[Any, str]) -> str:
    if fact.is_relation:
        return names.get((fact.related_model, value), "")
    if fact.choices:
        return str(getattr(line, f"get_{fact.name}_display")())
    return str(value) if fact.name in TEXTS else ""


def label_of(fact: Any) -> str:
    return LABELS.get(fact.name) or str(fact.verbose_name).capitalize()


class Who:
    """Names with what they were on that day, in one query for the whole story."""

    def __init__(self, lines: Iterable[Any]) -> None:
        users = {line.history_user_id for line in lines if line.history_user_id}
        self.roles: dict[int, list[Membership]] = defaultdict(list)
        for membership in Membership.objects.filter(user__in=users).select_related("organisation"):
            self.roles[membership.user_id].append(membership)

    def did(self, line: Any) -> str:
        day = timezone.localtime(line.history_date).date()
        roles = [
            m for m in self.roles[line.history_user_id] if m.starts_on <= day and (not m.ends_on or m.ends_on >= day)
        ]
        then = "; ".join(f"{m.get_role_display()}, {m.organisation}" for m in roles)
        return f"{line.actor} ({then})" if then else line.actor
