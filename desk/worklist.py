"""What should this person do now, by when, and by which rule?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, TextChoices
from django.db.models.functions import Coalesce

from accounts.roles import Permission
from clocks.models import Clock, ClockQuerySet, owed_by, read_exceptions
from core.drafts import drafts_for, label_of
from core.today import today
from desk.filters import narrowed
from desk.steps import Button, next_step, open_creations_in, records_of, sharing, steps, work_for, works_on
from ehcp.models import AdviceRequest, ClinicianLink
from people.models import Child
from tribunals.models import Regulation6Response

WEEK = timedelta(days=6)  # today and the six days after it
RECENT = timedelta(days=28)
ROWS = 25

DONE_ON_ITS_PAGE = {"in_review": "Review", "agreed": "Sign"}

RUNNING = Q(met_on__isnull=True, lapsed_on__isnull=True)


class Tab(TextChoices):
    OVERDUE = "overdue", "Overdue"
    THIS_WEEK = "this-week", "This week"
    LATER = "later", "Later"
    WAITING = "waiting", "Waiting for others"
    DONE = "done", "Done"


def clocks_for(user: Any) -> ClockQuerySet:
    """All that this person may see. Of the responses that the core group reviews, those they were named for."""
    found = Clock.objects.visible_to(user)
    if user.holds(Permission.REVIEW_RESPONSE):
        named_for = Regulation6Response.objects.visible_to(user).values("response_clock")
        found = found.exclude(~Q(pk__in=named_for), rule="regulation_6_response")
    return found


def theirs(user: Any) -> Q:
    """What this person must act on. A reviewer who has decided about a response waits for the others."""
    mine = owed_by(user)
    if user.holds(Permission.REVIEW_RESPONSE):
        to_review = Regulation6Response.objects.waiting_for(user).values("response_clock")
        mine &= Q(pk__in=to_review) | ~Q(rule="regulation_6_response")
    return mine


def conditions(user: Any, on: date) -> dict[Tab, Q]:
    """What stands on each tab. Due today is this week's, never overdue."""
    mine = theirs(user)
    return {
        Tab.OVERDUE: RUNNING & mine & Q(due_on__lt=on),
        Tab.THIS_WEEK: RUNNING & mine & Q(due_on__range=(on, on + WEEK)),
        Tab.LATER: RUNNING & mine & Q(due_on__gt=on + WEEK),
        Tab.WAITING: RUNNING & ~mine,
        Tab.DONE: mine & (Q(met_on__gte=on - RECENT) | Q(lapsed_on__gte=on - RECENT)),
    }


@dataclass(frozen=True)
class Row:
    """One thing that is due: the clock, the record that keeps it, and what this person may do about it."""

    clock: Clock
    record: Any
    button: Button | None = None
    others: tuple[Button, ...] = ()
    work: Any = None
    acts: bool = False  # it is this person's to act on
    shares: tuple[Button, ...] = ()  # who in the team does it
    draft: Any = None  # what somebody in the team has begun to write
    link: Any = None  # by which a clinician without an account was asked

    @property
    def child(self) -> Child:
        return self.clock.child

    @property
    def holder(self) -> str:
        return holder_of(self.clock)

    @property
    def team_of_holder(self) -> str:
        """Beside somebody's name: whose work it is."""
        return str(self.clock.team or "") if self.clock.person else ""

    @property
    def href(self) -> str:
        """Where the whole of it stands: where it is worked on, its record, or the child's file."""
        return self.stands_on.get_absolute_url()

    @property
    def stands_on(self) -> Any:
        return self.work or self.record or self.child

    @property
    def written_on(self) -> Any:
        """What a form of this row is about."""
        return self.button.record if self.button else self.record

    @property
    def page_verb(self) -> str:
        """What is done on that page, where no verb stands for it."""
        is_response = self.clock.rule == "regulation_6_response" and self.record and self.acts
        return DONE_ON_ITS_PAGE.get(self.record.status, "Open") if is_response else "Open"

    @property
    def rule_in_short(self) -> str:
        law = self.clock.law
        standard = "local standard" if law.is_local else "by law"
        return standard.capitalize() if law.is_local or not law.length_words else f"{law.length_words}, {standard}"

    @property
    def outcome(self) -> str:
        return outcome_of(self.clock)


class Worklist:
    """One person's list on one day, narrowed by what they chose."""

    def __init__(self, user: Any, *, chosen: Mapping[str, Any] | None = None, on: date | None = None) -> None:
        self.user, self.chosen, self.on = user, dict(chosen or {}), on or today()
        self.conditions = conditions(user, self.on)

    @property
    def clocks(self) -> ClockQuerySet:
        """All that this person may see and has not filtered out."""
        return narrowed(clocks_for(self.user), self.chosen, user=self.user, on=self.on)

    @cached_property
    def counts(self) -> dict[Tab, int]:
        """Every tab's number, in one query."""
        recent = Q(met_on__gte=self.on - RECENT) | Q(lapsed_on__gte=self.on - RECENT)
        numbers = {tab.name: Count("pk", filter=which) for tab, which in self.conditions.items()}
        counted = self.clocks.filter(RUNNING | recent).aggregate(**numbers)
        return {tab: counted[tab.name] for tab in Tab}

    @property
    def first_tab(self) -> Tab:
        """Where there is something to do, the most pressing first; of a narrowed list, where anything is at all."""
        pressing = [Tab.OVERDUE, Tab.THIS_WEEK, Tab.LATER, *([Tab.WAITING, Tab.DONE] if self.chosen else [])]
        return next((tab for tab in pressing if self.counts[tab]), Tab.THIS_WEEK)

    @property
    def headline(self) -> str:
        """The number that matters."""
        late, week = self.counts[Tab.OVERDUE], self.counts[Tab.THIS_WEEK]
        overdue = f"{late} {'is' if late == 1 else 'are'} overdue"
        if week:
            due = f"{things(week)} due this week"
            return f"{due}, {overdue}" if late else due
        return f"{things(late)} overdue" if late else "Nothing is due this week"

    def found(self, tab: Tab) -> ClockQuerySet:
        """All of a tab, in its order."""
        found = self.clocks.filter(self.conditions[tab])
        if tab == Tab.DONE:
            return found.order_by(Coalesce("met_on", "lapsed_on").desc(), "-pk")
        return found.soonest_first()

    def page(self, tab: Tab, number: Any) -> Page:
        """One page of a tab. Its rows hold all that the page says, read in a flat number of queries."""
        # Which ones first, by the clocks alone; only then is anything joined to those few.
        pks = self.found(tab).values_list("pk", flat=True)
        page = Counted(pks, ROWS, counted=self.counts[tab]).get_page(number)
        whole = Clock.objects.visible_to(self.user).for_list().in_bulk(list(page.object_list))
        clocks = [whole[pk] for pk in page.object_list]
        read_exceptions(clocks, self.user)
        page.object_list = self.rows(clocks, acts=tab not in (Tab.WAITING, Tab.DONE))
        return page

    def rows(self, clocks: list[Clock], *, acts: bool) -> list[Row]:
        records = records_of(clocks, self.user)
        works = works_on(records.values(), self.user)
        rows = [self.row(clock, records.get(clock.pk), works, acts=acts) for clock in clocks]
        links = links_to(records.values(), self.user)
        rows = [replace(row, link=links[row.record]) if row.record in links else row for row in rows]
        if not acts:
            return rows
        drafts = drafts_for(self.user, [row.written_on for row in rows])
        return [replace(row, draft=drafts.get(label_of(row.written_on))) for row in rows]

    def row(self, clock: Clock, record: Any, works: Mapping[Any, Any], *, acts: bool) -> Row:
        work = works.get(record) if work_for(clock, record) else None
        beside = open_creations_in(clock, self.user) if acts else []
        shares = tuple(sharing(clock, self.user)) if acts else ()
        if work or not acts:
            return Row(clock, record, others=tuple(beside), work=work, acts=acts, shares=shares)
        first = next_step(clock, record, self.user)
        others = (
            b for b in steps(clock, record, self.user) if not b.blocked and b.verb is not (first and first.verb)
        )
        return Row(clock, record, first, (*others, *beside), acts=True, shares=shares)

    def next_after(self, tab: Tab) -> Clock | None:
        """What comes next, for a tab where nothing is due."""
        if tab not in (Tab.OVERDUE, Tab.THIS_WEEK):
            return None
        coming = self.clocks.filter(RUNNING, theirs(self.user), due_on__gte=self.on)
        return coming.select_related("child").soonest_first().first()


def links_to(records: Iterable[Any], user: Any) -> dict[Any, ClinicianLink]:
    """By which of these requests a clinician without an account was asked: one query."""
    asked = {record.pk: record for record in records if isinstance(record, AdviceRequest)}
    if not asked:
        return {}
    found = ClinicianLink.objects.visible_to(user).filter(shown=None).newest_of(asked)
    return {asked[pk]: link for pk, link in found.items()}


class Counted(Paginator):
    """A paginator that was told how many there are."""

    def __init__(self, *args: Any, counted: int) -> None:
        super().__init__(*args)
        self.count = counted


def holder_of(clock: Clock) -> str:
    return str(clock.person or clock.team or clock.owing)


def outcome_of(clock: Clock) -> str:
    """How it ended."""
    if clock.lapsed_on:
        return f"Ended, not counted: {clock.get_lapsed_why_display().lower()}"
    days = (clock.met_on - clock.due_on).days if clock.met_on else 0
    excused = ", with an exception" if any(one.is_accepted for one in clock.shown_exceptions) else ""
    return f"{days} {'day' if days == 1 else 'days'} late{excused}" if days > 0 else "In time"


def things(number: int) -> str:
    return "1 thing is" if number == 1 else f"{number:,} things are"
