"""Who looked at this child's record, when, and at what?"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connections, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from accounts.roles import account_or_words
from core.today import now, today
from people.models.involvement import Involvement


class AccessLogQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AccessLogQuerySet":
        """Of the children whose file this person may open; the page asks besides who may read the log."""
        reach = Involvement.objects.current(today()).through(user).whole_file()
        return self.filter(Exists(reach.filter(child_id=OuterRef("child_id"))))

    def of_child(self, child_id: int) -> "AccessLogQuerySet":
        return self.filter(child_id=child_id).select_related("user")

    def downloads_of(self, document_id: int) -> "AccessLogQuerySet":
        """By what the line says, as a document is given from more than one address."""
        return self.filter(what__startswith=f"document {document_id}: ", outcome=200)


class AccessLog(models.Model):
    """One view of a child's record. The row is added on a connection of its own, so it stays when the page
    is refused; the child is a plain number, so that adding never waits for who is changing the record."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=200, blank=True, db_default="", help_text="Who it was, with a link.")
    child_id = models.BigIntegerField()
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    what = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    outcome = models.PositiveSmallIntegerField(help_text="The HTTP status that the person got.")

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["child_id", "-at"], name="access_by_child")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, person="") | (Q(user__isnull=True) & ~Q(person="")),
                name="view_was_somebodys",
            )
        ]

    def __str__(self) -> str:
        return f"{self.who} saw {self.what}"

    @property
    def who(self) -> str:
        return self.person or str(self.user)

    @classmethod
    def add(cls, *, user: Any, child_id: int, what: str, path: str, outcome: int) -> None:
        """Add a line on the log's own connection. Plain SQL: it may be added to without being read back. `user` may
        be a person with a link."""
        organisation = user.organisation.pk if user.organisation else None
        with connections[settings.ACCESS_LOG_ALIAS].cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_accesslog (user_id, person, child_id, organisation_id, at, what, path, outcome)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [*account_or_words(user), child_id, organisation, now(), what[:200], path[:300], outcome],
            )


class ListLogQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, child: Any) -> "ListLogQuerySet":
        """Where this child stood in a list, if this person may open the file. The rows are found by a function, as
        row security would keep the index of an array from being used."""
        reach = Involvement.objects.current(today()).through(user).whole_file().filter(child_id=child.pk)
        showing = RawSQL("SELECT app_lists_showing(%s)", [child.pk])
        return self.filter(Exists(reach), pk__in=showing).select_related("user", "organisation")


class ListLog(models.Model):
    """One answer that named children in a list, a search, an export or the rows behind a figure. Kept apart from the
    views of a record, which it would drown."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=200, blank=True, db_default="", help_text="Who it was, with a link.")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    what = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    children = ArrayField(models.BigIntegerField())

    objects = ListLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [GinIndex(fields=["children"], name="list_log_by_child")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, person="") | (Q(user__isnull=True) & ~Q(person="")),
                name="list_was_shown_to_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.who} saw {self.what}"

    @property
    def who(self) -> str:
        return self.person or str(self.user)

    @classmethod
    def add(cls, *, user: Any, children: Iterable[int], what: str, path: str) -> None:
        """On the log's own connection, like a view. Of the address only the path: what was searched for may name
        somebody."""
        organisation = user.organisation.pk if user.organisation else None
        with connections[settings.ACCESS_LOG_ALIAS].cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_listlog (user_id, person, organisation_id, at, what, path, children)"
                " VALUES (%s, '', %s, %s, %s, %s, %s::bigint[])",
                [user.pk, organisation, now(), what[:200], path[:300], sorted(children)],
            )

    @classmethod
    def add_number_asked(cls, *, user: Any, icb_id: int, number: str) -> None:
        """Somebody asked whether an NHS number is in use: noted with the child who has it, whom they may not see."""
        organisation = user.organisation.pk if user.organisation else None
        with connections[settings.ACCESS_LOG_ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT app_note_number_asked(%s, %s, %s, %s, %s)", [user.pk, organisation, now(), icb_id, number]
            )
