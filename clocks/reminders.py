"""Who must be told this morning, of which running time limit, and was not yet?

Nothing is counted from night to night: the rung follows from the day, and a row of `Reminder` says who was told. Run
twice, or by two workers at once, it tells nobody twice; a morning that was missed is made good by the next one.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from clocks.holders import who_has
from clocks.ladder import DEFAULTS, Ladder, ladder_for, rung_reached
from clocks.letters import reminder
from clocks.models import PROTECTS_OTHERS, Clock, ClockQuerySet, OwnLadder, Pause, Reminder
from clocks.models.pause import PauseQuerySet
from clocks.recipients import People, Recipient, still_to_tell
from clocks.rule import Owner
from clocks.rules import RULES
from core.models import Message
from core.outbox import queue_messages
from core.scope import Scope, opened
from core.today import now, today

CHUNK = 500
WEEKEND = timedelta(days=10)  # a rung comes on the working day before: at most so much earlier
OWED_TO_NOBODY = tuple(rule.key for rule in RULES if rule.owner == (Owner.FAMILY,))

Told = dict[int, set[tuple[int | None, int | None]]]


def remind_of_next(icb_id: int, *, after: int = 0) -> tuple[int, int]:
    """One chunk of this board's running clocks, in its scope and one transaction. Gives how many letters were queued,
    and the clock after which the next chunk begins; 0 when there is none."""
    with opened(Scope.of([icb_id])):
        own, day = OwnLadder.all_of(icb_id), today()
        clocks = list(candidates(icb_id, own, day).filter(pk__gt=after).order_by("pk")[:CHUNK])
        if not clocks:
            return 0, 0
        queued = remind_of(clocks, own, day)
    return queued, clocks[-1].pk if len(clocks) == CHUNK else 0


def candidates(icb_id: int, own: Mapping[str, Ladder], day: date) -> ClockQuerySet:
    """Running and not paused, somebody's to do, and near enough for the earliest rung."""
    earliest = max(rung for ladder in [*DEFAULTS.values(), *own.values()] for rung in ladder.rungs)
    near = Clock.objects.running().filter(icb=icb_id, due_on__lte=day + timedelta(days=earliest) + WEEKEND)
    owed = near.exclude(rule__in=[*PROTECTS_OTHERS, *OWED_TO_NOBODY]).exclude(Exists(halted_on(day)))
    return owed.select_related("child", "owing", "icb")


def halted_on(day: date) -> PauseQuerySet:
    return Pause.objects.halting(day).filter(clock=OuterRef("pk"))


def remind_of(clocks: list[Clock], own: Mapping[str, Ladder], day: date) -> int:
    rungs = {clock: rung for clock in clocks if (rung := rung_of(clock, own, day)) is not None}
    people = People({at for clock in rungs for at in (clock.owing_id, clock.icb_id)}, on=day)
    holders, told = who_has(rungs), told_already(rungs)
    rows: list[Reminder] = []
    letters: list[Message] = []
    for clock, rung in rungs.items():
        ladder = ladder_for(clock.law, own)
        for to in still_to_tell(
            people, clock, ladder=ladder, rung=rung, holders=holders[clock.pk], already=told[clock.pk]
        ):
            row = row_for(clock, rung, to)
            rows.append(row)
            letters.append(reminder(row, clock, to, on=day))
    # Another worker may be telling the same at this moment: this waits for it, and then adds nothing.
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return queue_messages(letters)


def rung_of(clock: Clock, own: Mapping[str, Ladder], day: date) -> int | None:
    ladder = ladder_for(clock.law, own)
    return rung_reached(ladder, started_on=clock.started_on, due_on=clock.due_on, on=day)


def told_already(rungs: Mapping[Clock, int]) -> Told:
    """By clock: who was told on this rung of this due day."""
    found: Told = defaultdict(set)
    current = {(clock.pk, clock.due_on, rung) for clock, rung in rungs.items()}
    rows = Reminder.objects.filter(clock__in=[clock.pk for clock in rungs])
    for clock_id, due_on, rung, *who in rows.values_list("clock", "due_on", "rung", "person", "organisation"):
        if (clock_id, due_on, rung) in current:
            found[clock_id].add((who[0], who[1]))
    return found


def row_for(clock: Clock, rung: int, to: Recipient) -> Reminder:
    return Reminder(
        clock=clock,
        due_on=clock.due_on,
        rung=rung,
        person=to.person,
        organisation=to.organisation,
        told_as=to.told_as,
        queued_at=now(),
    )
