"""What happened to this child, in order, who did it and when?

The story is what the verbs wrote into the history. A model that keeps a history of a child is told by itself;
the few that are not told stand in `UNTOLD`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from accounts.roles import Permission
from core.workflow import Verb, verbs_of
from desk.past import called, in_the_past
from ehcp.models import FamilyPaper, Plan
from has_team.models import Referral
from has_team.stages import newly_done
from people.models import Child, Document
from qa.models import Episode

# Told by the records that they time or let in.
UNTOLD = frozenset({"clocks.clock", "people.involvement"})

# Under which heading a record's events are filtered: by model, else by app.
KINDS = {
    "ehcp.advicerequest": "Advice",
    "ehcp.earlieradvice": "Advice",
    "ehcp.clinicianlink": "Advice",
    "ehcp.familypaper": "Advice",
    "ehcp.draftshown": "Plan",
    "ehcp.plan": "Plan",
    "ehcp.annualreview": "Annual review",
    "ehcp.phasetransfer": "Annual review",
    "ehcp.reviewcontribution": "Annual review",
    "ehcp.provisionline": "Plan",
    "ehcp.section23notification": "Section 23",
    "clocks.action": "Actions",
    "clocks.timelimit": "Time limits",
    "people.document": "Documents",
    "people.documentsent": "Documents",
    "people.consent": "Consent",
    "people.sharingwithoutconsent": "Consent",
    "clocks": "Time limits",
    "people": "People and details",
    "ehcp": "Assessment",
    "qa": "Quality assurance",
    "has_team": "Health Advisers",
    "tribunals": "Tribunal",
    "assurance": "Assurance",
}
# What not everybody who sees the child's file may see of it.
RESERVED = {
    "has_team": Permission.ALLOCATE_REFERRAL,
    "tribunals": Permission.SEE_APPEALS,
    "assurance": Permission.LOG_ASSURANCE,
    "qa.dismissal": Permission.QUALITY_ASSURE,
    "qa.findinganswer": Permission.QUALITY_ASSURE,
    "qa.accountedline": Permission.QUALITY_ASSURE,
}
# What stands in a file that they read, and whose own page is not theirs to open.
OPENED_WITH = {"ehcp.panelcase": Permission.SEE_PANELS}

# What a quality assurance does to its plan is told there; a plan that nobody has taken tells it itself.
TOLD_BY_EPISODE = (Plan.wait_for_advice, Plan.come_back)
SAME_ACT = timedelta(minutes=1)  # between the lines that one verb writes

# Why something was done, in the person's own words.
REASONS = ("reason", "reason_declined", "reason_revoked", "papers_held_because", "papers_sent_because")


@dataclass
class Event:
    """One act: the day it is about, what was done, by whom, and the papers that came with it."""

    at: datetime
    on: date
    title: str
    by: str
    kind: str
    href: str = ""
    details: list[str] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    line: Any = None  # of the history, with the one before it of the same record
    before: Any = None

    @property
    def detail(self) -> str:
        return "\n".join(self.details)


@cache
def told_models() -> tuple[type[Model], ...]:
    """Every model with a history that belongs to a child, and the child."""
    historied = (m for m in apps.get_models() if hasattr(m, "history") and m._meta.label_lower not in UNTOLD)
    return tuple(m for m in historied if m is Child or belongs_to_a_child(m))


def belongs_to_a_child(model: type[Model]) -> bool:
    return any(f.name == "child" and f.related_model is Child for f in model._meta.get_fields())


def kind_of(model: type[Model]) -> str:
    meta = model._meta
    return KINDS.get(meta.label_lower) or KINDS.get(meta.app_label) or str(meta.verbose_name).capitalize()


def may_read(model: type[Model], user: Any, child: Child) -> bool:
    needed = RESERVED.get(model._meta.label_lower) or RESERVED.get(model._meta.app_label)
    return needed is None or user.may(needed, child)


def may_open(model: type[Model], user: Any, child: Child) -> bool:
    needed = OPENED_WITH.get(model._meta.label_lower)
    return needed is None or user.may(needed, child)


class Records:
    """One child's records as they are now, as far as this person may see them: each kind is read once."""

    def __init__(self, child: Child, user: Any) -> None:
        self.child, self.user = child, user
        self.read: dict[type[Model], list[Any]] = {Child: [child]}

    def of(self, model: Any) -> list[Any]:
        if model not in self.read:
            found = model.objects.visible_to(self.user) if hasattr(model.objects, "visible_to") else model.objects
            found = found.for_list() if hasattr(found, "for_list") else found
            self.read[model] = list(found.filter(child=self.child))
            for record in self.read[model]:
                record.child = self.child  # the same one, already read
        return self.read[model]


def timeline(records: Records, documents: Iterable[Document]) -> list[Event]:
    """The child's story, newest first. Two queries for each kind of record, however long the story is."""
    papers = {document.pk: document for document in documents}
    events: list[Event] = []
    shown: set[int] = set()
    for model in told_models():
        if model is not Document and may_read(model, records.user, records.child):
            events += events_of(model, records, papers, shown)
    events = [event for event in events if not is_told_twice(event, events)]
    events += [of_document(paper) for pk, paper in papers.items() if pk not in shown]
    # Of what was recorded at the same moment, what comes first in the process happened first.
    in_order = sorted(enumerate(events), key=lambda each: (each[1].on, each[1].at, each[0]), reverse=True)
    return [event for _, event in in_order]


def events_of(model: Any, records: Records, papers: dict[int, Document], shown: set[int]) -> Iterator[Event]:
    child = records.child
    of_child = {"id": child.pk} if model is Child else {"child_id": child.pk}
    lines = list(model.history.filter(**of_child).order_by("id", "history_id"))
    if not lines:
        return
    now = {record.pk: record for record in records.of(model)}
    verbs = {verb.name: verb for verb in verbs_of(model)}
    opens = may_open(model, records.user, child)
    for before, line in pairwise([None, *lines]):
        if line.verb not in verbs:
            continue  # a change that came along with a verb on another record, which is told there
        if line.id not in now:
            continue  # of what one may not see, one does not read the story either
        if before is not None and before.id != line.id:
            before = None
        title = in_the_past(verbs[line.verb])
        if title:
            event = event_of(line, before, title, now.get(line.id), papers, shown)
            yield event if opens else replace(event, href="")


def is_told_twice(event: Event, events: Iterable[Event]) -> bool:
    """The plan went to one side, or came back, with what a DCO did, or the portal, to its quality assurance."""
    if not any(is_line_of(verb, event.line) for verb in TOLD_BY_EPISODE):
        return False
    of_episodes = (other for other in events if other.line.instance_type is Episode)
    return any(other.by == event.by and abs(other.at - event.at) < SAME_ACT for other in of_episodes)


def is_line_of(verb: Verb, line: Any) -> bool:
    return line.instance_type is verb.model and line.verb == verb.name


def event_of(line: Any, before: Any, title: str, record: Any, papers: dict[int, Document], shown: set[int]) -> Event:
    model = line.instance_type
    event = Event(
        at=line.history_date,
        on=day_of(line, before),
        title=f"{title}: {name}" if (name := name_of(record, line, before)) else title,
        by=line.actor,
        kind=kind_of(model),
        href=address_of(record),
        line=line,
        before=before,
    )
    recorded_on = timezone.localtime(line.history_date).date()
    if recorded_on != event.on:
        event.details.append(f"Recorded on {recorded_on:%-d %B %Y}.")
    event.details += [str(reason) for name in REASONS if (reason := changed(line, before, name))]
    for field_name in document_fields(model):
        paper = papers.get(changed(line, before, field_name))
        if paper:
            if model is not FamilyPaper:  # it was in the file before, and when it came is told too
                shown.add(paper.pk)
            event.documents.append(as_listed(paper))
    return event


def changed(line: Any, before: Any, name: str) -> Any:
    """What this line newly says in this field, if anything."""
    value = getattr(line, name, None)
    return value if value and value != getattr(before, name, None) else None


def day_of(line: Any, before: Any) -> date:
    """The day that the act is about: the latest of the days it set, else the day on which it was recorded."""
    recorded_on = timezone.localtime(line.history_date).date()
    names = (f.name for f in line._meta.get_fields() if f.name.endswith("_on"))
    days = [day for name in names if (day := changed(line, before, name)) and day <= recorded_on]
    return max(days, default=recorded_on)


@cache
def document_fields(model: type[Model]) -> tuple[str, ...]:
    fields = (f for f in model._meta.concrete_fields if f.is_relation and f.related_model is Document)
    return tuple(f.attname for f in fields)


def name_of(record: Any, line: Any, before: Any) -> str:
    """Which of several it was, or which step."""
    if record is None or isinstance(record, Child):
        return ""
    if line.verb == Referral.log_stage.name and isinstance(record, Referral):
        step = newly_done(line, before)
        return f"{step.done[0].lower()}{step.done[1:]}" if step else ""
    return called(record)


def address_of(record: Any) -> str:
    if record is None or isinstance(record, Child) or not hasattr(record, "get_absolute_url"):
        return ""
    return record.get_absolute_url()


def gathered(events: Iterable[Event]) -> list[Event]:
    """What one person did several times on one day, and nothing in between, is one line."""
    told: list[Event] = []
    for same, group in groupby(events, key=lambda event: (event.on, event.title, event.by, event.kind)):
        first, *others = group
        alike = others and not any(event.details or event.documents for event in (first, *others))
        told += [replace(first, title=f"{same[1]} ({len(others) + 1} times)")] if alike else [first, *others]
    return told


def of_document(paper: Document) -> Event:
    """A paper that came by itself."""
    return Event(
        at=timezone.make_aware(datetime.combine(paper.added_on, datetime.min.time())),
        on=paper.added_on,
        title=f"Document added: {paper.title}",
        by=str(paper.owner),
        kind=KINDS["people.document"],
        documents=[as_listed(paper)],
    )


def as_listed(paper: Document) -> dict[str, Any]:
    """What the document list draws (templates/components/documents.html)."""
    return {
        "title": paper.title,
        "href": paper.download_url,
        "page": paper.get_absolute_url(),
        "kind": paper.kind_of_file,
        "size": paper.size,
        "on": paper.added_on,
        "by": str(paper.owner),
        "about": paper.get_kind_display(),
        "marks": paper.marks,
    }
