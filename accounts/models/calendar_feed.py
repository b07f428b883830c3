"""Which secret address gives this person's due dates to their calendar, since when, and is it read?"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.roles import Permission
from core.saving import keep
from core.today import now
from core.workflow import Actor, Record, Refused, creates, transition

ONE_ALREADY = "You have an address already. Replace it if you no longer have it to hand."


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_theirs(feed: "CalendarFeed", by: Actor) -> str | None:
    return None if feed.user == by.user else "This is somebody else’s address."


def has_not_ended(feed: "CalendarFeed", by: Actor) -> str | None:
    return "This address has ended already." if feed.ended_at else None


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CalendarFeedQuerySet":
        return self.filter(user=user, ended_at__isnull=True)

    def with_secret(self, secret: str) -> "CalendarFeed | None":
        """Whose person still has an account that sees children, today."""
        found = self.filter(digest=digest_of(secret), ended_at__isnull=True).select_related("user").first()
        return found if found and found.user.is_active and found.user.sees_children else None


class CalendarFeed(Record):
    """A secret address of one person. The secret itself is not kept: it is shown once, and told by its digest. Rows
    are ended and never changed otherwise, so they are their own history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    secret = ""  # in hand only in the request that makes it

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "calendar address"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True),
                name="one_calendar_address_a_person",
                violation_error_message=ONE_ALREADY,
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="calendar_address_by_digest"),
        ]

    def __str__(self) -> str:
        return "Calendar address"

    def get_absolute_url(self) -> str:
        return reverse("accounts:calendar")

    def belongs_to(self) -> None:
        """To its person, not to an organisation."""
        return None

    def changes_since(self, revision: int) -> list[Any]:
        return []

    @classmethod
    def new(cls, user: Any) -> "CalendarFeed":
        secret = secrets.token_urlsafe(32)
        feed = cls(user=user, digest=digest_of(secret))
        feed.secret = secret
        return feed

    @creates(permission=Permission.KEEP_CALENDAR, label="Make a calendar address")
    def make(cls, *, by: Actor) -> "CalendarFeed":
        if cls.objects.visible_to(by.user).exists():
            raise Refused(ONE_ALREADY)
        return cls.new(by.user)

    @transition(
        permission=Permission.KEEP_CALENDAR, conditions=[is_theirs, has_not_ended], label="Replace the address"
    )
    def replace(self, *, by: Actor) -> "CalendarFeed":
        """The old one gives nothing from now on."""
        self.end_now(now())
        feed = self.new(by.user)
        keep(feed)
        return feed

    @transition(permission=Permission.KEEP_CALENDAR, conditions=[is_theirs, has_not_ended], label="End the address")
    def end(self, *, by: Actor) -> None:
        self.end_now(now())

    def end_now(self, at: datetime) -> None:
        self.ended_at = at
        keep(self)

    @classmethod
    def end_of(cls, user: Any) -> None:
        """With what lets somebody in, their calendar ends too; they make a new address when they are back."""
        for feed in cls.objects.filter(user=user, ended_at__isnull=True):
            feed.end_now(now())

    def note_read(self, at: datetime) -> None:
        self.last_read_at = at
        self.save(update_fields=["last_read_at"])
