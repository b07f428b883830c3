"""Who was told of a time limit, on which rung, and when?"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from clocks.ladder import rung_in_words
from clocks.models.clock import Clock
from core.today import now


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ReminderQuerySet":
        """To those who see the clock."""
        return self.filter(clock__in=Clock.objects.visible_to(user))

    def for_list(self) -> "ReminderQuerySet":
        return self.select_related("clock", "person", "organisation").order_by("-queued_at", "-pk")


class Reminder(models.Model):
    """One letter about one clock, its due day and one rung, to one person or one organisation's mailbox. The row is
    the claim: whoever would tell the same again finds it there. Only ever added, in the letter's own transaction."""

    class As(models.TextChoices):
        PERSON = "person", "Has it"
        TEAM = "team", "In the team that has it"
        MANAGER = "manager", "Manager of the local authority"
        DCO = "dco", "Designated Clinical Officer"
        EXECUTIVE = "executive", "Executive lead"
        INSTEAD = "instead", "Instead of somebody who could not be told"

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="reminders")
    due_on = models.DateField(help_text="The clock’s due day then: on another day the rungs count anew.")
    rung = models.SmallIntegerField(help_text="Days before the due day; below zero, after it.")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    told_as = models.CharField(max_length=10, choices=As.choices)
    queued_at = models.DateTimeField(default=now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "due_on", "rung", "person", "organisation"],
                nulls_distinct=False,
                name="told_once_a_rung",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
                name="reminder_to_a_person_or_a_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {rung_in_words(self.rung)}"

    @property
    def recipient(self) -> str:
        return str(self.person) if self.person_id else f"Mailbox of {self.organisation}"

    @property
    def letter_key(self) -> str:
        """The outbox says the same thing once, too."""
        to = f"person:{self.person_id}" if self.person_id else f"mailbox:{self.organisation_id}"
        return f"reminder:{self.clock_id}:{self.due_on.isoformat()}:{self.rung}:{to}"

    @property
    def rung_in_words(self) -> str:
        return rung_in_words(self.rung)
