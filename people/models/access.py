"""Who looked at this child's record, when, and at what?"""

from typing import Any

from django.conf import settings
from django.db import connections, models
from django.db.models import Exists, OuterRef

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

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
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

    def __str__(self) -> str:
        return f"{self.user} saw {self.what}"

    @classmethod
    def add(cls, *, user: Any, child_id: int, what: str, path: str, outcome: int) -> None:
        """Add a line on the log's own connection. Plain SQL: it may be added to without being read back."""
        organisation = user.organisation.pk if user.organisation else None
        with connections[settings.ACCESS_LOG_ALIAS].cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_accesslog (user_id, child_id, organisation_id, at, what, path, outcome)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [user.pk, child_id, organisation, now(), what[:200], path[:300], outcome],
            )
