"""From when to when did a local target not run, why, and who said so?

A pause always names the day on which the clock runs again, so that silence never stops a clock: when that day comes
it runs by itself. The due day follows from the set of pauses that stand, in whatever order they were entered.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from clocks.dates import Pause as Span
from clocks.models.clock import Clock
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from people.models import ChildScoped

LONGEST = timedelta(weeks=12)  # then somebody says again that it waits
USUAL = timedelta(weeks=2)


def cannot_pause(clock: Clock) -> str | None:
    """Law knows no pause, and what has ended stays as it ended."""
    if not clock.law.pausable:
        what = "is a local standard that knows no pause" if clock.law.is_local else "is law, which knows no pause"
        return f"“{clock.action}” {what} ({clock.citation})."
    if clock.ended_on:
        return f"This time limit ended on {clock.ended_on:%-d %B %Y}. Its pauses stay as they are."
    return None


def cannot_change(pause: "Pause") -> str | None:
    if pause.removed_on:
        return f"This pause was removed on {pause.removed_on:%-d %B %Y}."
    return cannot_pause(pause.clock)


class PauseQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PauseQuerySet":
        return self.filter(clock__in=Clock.objects.visible_to(user))

    def standing(self) -> "PauseQuerySet":
        """All but those that were entered by mistake."""
        return self.filter(removed_on__isnull=True)

    def halting(self, on: date) -> "PauseQuerySet":
        """Those because of which a clock does not run on this day."""
        return self.standing().filter(starts_on__lte=on, until_on__gt=on)

    def for_advice(self, on: date) -> "PauseQuerySet":
        """Those that wait for health advice on this day."""
        return self.halting(on).filter(why=Pause.Why.ADVICE)

    def for_list(self) -> "PauseQuerySet":
        return self.select_related("child__local_authority", "clock", "removed_by")


@dataclass(frozen=True)
class Recounts:
    """After the verb, the clock is due on the day that follows from the pauses that stand."""

    field: str

    def apply(self, record: "Pause", *, by: Actor, facts: dict[str, Any]) -> None:
        others = record.clock.pauses.standing().exclude(pk=record.pk)
        standing = [*others, *([] if record.removed_on else [record])]
        record.clock.count_again([pause.span for pause in standing])


class Pause(ChildScoped):
    """A span in which a clock did not run: from its first day until the day on which it runs again, which counts."""

    class Why(models.TextChoices):
        ADVICE = "advice", "Waiting for health advice"
        PAPERS = "papers", "Waiting for papers"
        OTHER = "other", "Another reason"

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    starts_on = models.DateField("from")
    until_on = models.DateField("until", help_text="The day on which it runs again. That day counts.")
    why = models.CharField(max_length=10, choices=Why.choices)
    reason = models.TextField(max_length=1000)
    removed_on = models.DateField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_why = models.TextField(max_length=1000, blank=True)
    history = History()

    within_path = ("child", "clock")
    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("starts_on")),
                name="pause_ends_after_it_began",
                violation_error_message="The clock cannot run again before the pause began.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_its_reason"),
            paired("pause_removed_by_somebody", "removed_on", "removed_by"),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_why="")
                | (Q(removed_on__isnull=False) & ~Q(removed_why="")),
                name="removed_pause_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock.action}, until {self.until_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("clocks:pause_list", args=[self.clock_id])

    @property
    def span(self) -> Span:
        return (self.starts_on, self.until_on)

    @property
    def why_in_words(self) -> str:
        """For the clock's line: the coded reason, or what was written where there is no code."""
        return self.reason if self.why == self.Why.OTHER else self.get_why_display().lower()

    def state_on(self, day: date) -> str:
        if self.removed_on:
            return "Removed"
        return "Paused now" if self.starts_on <= day < self.until_on else "Over"

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="clock",
        conditions=[lambda clock, by: cannot_pause(clock)],
        effects=[Recounts("due_on")],
        label="Pause this time limit",
    )
    def pause(
        cls, *, by: Actor, clock: Clock, until_on: date, why: str, reason: str, starts_on: date | None = None
    ) -> "Pause":
        """The clock does not run from this day until that one."""
        first = starts_on or today()
        if first > today():
            raise ValidationError({"starts_on": "A pause begins today or earlier."})
        if first < clock.started_on:
            started = f"{clock.started_on:%-d %B %Y}"
            raise ValidationError({"starts_on": f"The time limit began on {started}. A pause begins on or after it."})
        if until_on <= first:
            raise ValidationError({"until_on": "Give a day after the pause begins."})
        check_end(until_on)
        return cls(
            child=clock.child, clock=clock, starts_on=first, until_on=until_on, why=why, reason=said(reason, "reason")
        )

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda pause, by: cannot_change(pause)],
        effects=[Recounts("due_on")],
        label="Let it run again",
    )
    def resume(self, *, by: Actor, on: date | None = None) -> None:
        """What was waited for is there: the clock runs again from this day, which counts."""
        day = on or today()
        if day < self.starts_on:
            raise ValidationError(
                {"on": f"The pause began on {self.starts_on:%-d %B %Y}. Give that day or a later one."}
            )
        if day >= self.until_on:
            raise ValidationError({"on": f"It runs again on {self.until_on:%-d %B %Y} anyway. Give an earlier day."})
        self.until_on = day

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda pause, by: cannot_change(pause)],
        effects=[Recounts("due_on")],
        label="Extend the pause",
    )
    def extend(self, *, by: Actor, until_on: date, reason: str) -> None:
        """It waits longer; why, in words of its own."""
        if until_on <= self.until_on:
            raise ValidationError({"until_on": f"Give a day after {self.until_on:%-d %B %Y}."})
        check_end(until_on)
        self.until_on, self.reason = until_on, said(reason, "reason")

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda pause, by: cannot_change(pause)],
        effects=[Recounts("due_on")],
        label="Remove the pause",
    )
    def remove(self, *, by: Actor, removed_why: str) -> None:
        """It was entered by mistake: it never counted, and stays in the ledger as removed."""
        self.removed_on, self.removed_by, self.removed_why = today(), by.user, said(removed_why, "removed_why")


def check_end(until: date) -> None:
    latest = today() + LONGEST
    if until > latest:
        words = f"A pause lasts until {latest:%-d %B %Y} at most. It can be extended when that day comes."
        raise ValidationError({"until_on": words})


def said(words: str, field: str) -> str:
    if not words.strip():
        raise ValidationError({field: "Write the reason."})
    return words.strip()
