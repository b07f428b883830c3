"""What is kept that has no domain word in it: messages to send, shared drafts, forms already acted on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.today import now
from core.workflow import Record, transition

SEE_OPERATIONS = "see_operations"


class Submission(models.Model):
    """One press of a form that makes something. The row is the claim: a second press waits for the first
    one's transaction, then finds its outcome."""

    token = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(outcome__startswith="/"),
                name="outcome_is_an_address_here",
            )
        ]

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def claim(cls, token: UUID, *, by: Any) -> "Submission":
        cls.objects.get_or_create(token=token, defaults={"by": by, "claimed_at": now()})
        submission = cls.objects.select_for_update().get(pk=token)
        if submission.by_id != by.pk:
            raise PermissionDenied("This token belongs to somebody else’s form.")
        return submission

    def settle(self, outcome: str) -> None:
        self.outcome = outcome
        self.save(update_fields=["outcome"])


class OfThePortal(Record):
    """What administrators look after. It belongs to no organisation, and holds nothing about a child."""

    class Meta:
        abstract = True

    def belongs_to(self) -> None:
        return None

    def changes_since(self, revision: int) -> list[Any]:
        """No history is kept of what delivers messages and runs tasks."""
        return []


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        """An address is somebody's: an administrator sees those of their own board's world."""
        return self.filter(user.letters_in_care()) if user.holds(SEE_OPERATIONS) else self.none()

    def due(self, at: datetime) -> "MessageQuerySet":
        return self.filter(status=Message.Status.QUEUED, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")

    def abandoned(self, at: datetime) -> "MessageQuerySet":
        """Handed over so long ago that whoever was to note the outcome must have died."""
        return self.filter(status=Message.Status.SENDING, tried_at__lt=at - Message.HANDING_OVER)

    def undelivered(self) -> "MessageQuerySet":
        """What a person must decide about."""
        return self.filter(status__in=[Message.Status.FAILED, Message.Status.UNCERTAIN])

    def unsent(self) -> "MessageQuerySet":
        """On their way, or not delivered."""
        return self.exclude(status__in=[Message.Status.SENT, Message.Status.GIVEN_UP])

    def awaiting_receipt(self, at: datetime) -> "MessageQuerySet":
        """Notify took them in the last days, and has not said yet what became of them."""
        sent = self.filter(status=Message.Status.SENT, carrier=Message.Carrier.NOTIFY, receipt="")
        return sent.filter(sent_at__gt=at - Message.RECEIPT_COMES)

    def with_expired_secret(self, at: datetime) -> "MessageQuerySet":
        """Not sent, and the link in them lets nobody in any more."""
        ended = [Message.Status.FAILED, Message.Status.UNCERTAIN, Message.Status.GIVEN_UP]
        written_before = at - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        kept = self.filter(holds_secret=True, status__in=ended, queued_at__lt=written_before)
        return kept.exclude(body=SECRET_NOT_KEPT)


SECRET_NOT_KEPT = "(This held a link to sign in with and was not kept.)"  # noqa: S105 words for a page


def still_says_something(message: "Message", by: Any) -> str | None:
    if message.body != SECRET_NOT_KEPT:
        return None
    return "It held a link that has run out. Give this up, and send the person a new link from their account’s page."


class Message(OfThePortal):
    """One letter or text message to one person. It names a step, initials, a case reference; never health data."""

    HANDING_OVER = timedelta(minutes=10)  # the mail server's time-out is far shorter
    RECEIPT_COMES = timedelta(days=5)  # Notify tries for three days

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not delivered"
        UNCERTAIN = "uncertain", "Perhaps sent"
        GIVEN_UP = "given_up", "Given up"

    class Carrier(models.TextChoices):
        MAIL_SERVER = "smtp", "Mail server"
        NOTIFY = "notify", "GOV.UK Notify"

    key = models.CharField(max_length=200, unique=True, help_text="What it is about: the same thing is said once.")
    to = models.CharField(max_length=254, help_text="An email address; of a text, a telephone number.")
    is_text = models.BooleanField(default=False, help_text="A text message, through Notify alone.")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    holds_secret = models.BooleanField(default=False, help_text="Holds a link that lets somebody in.")
    message_id = models.CharField(max_length=200, help_text="The same at every attempt, so that copies are known.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    carrier = models.CharField(max_length=6, choices=Carrier.choices, blank=True, help_text="Handed to, last.")
    in_doubt = models.BooleanField(default=False, help_text="Notify may have it: asked before it is sent again.")
    receipt = models.CharField(max_length=20, blank=True, help_text="What Notify said became of it.")
    child_id = models.BigIntegerField(null=True, blank=True, help_text="Whom it is about, as in the log of views.")
    icb_id = models.BigIntegerField(
        null=True, blank=True, help_text="Whose administrators look after it, where it is about a child: their board."
    )
    reserved = models.CharField(
        max_length=40, blank=True, help_text="The permission without which a child’s page does not tell of it."
    )
    queued_at = models.DateTimeField(default=now)
    next_attempt_at = models.DateTimeField(default=now)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status="queued"), name="message_due"),
            models.Index(fields=["status", "-queued_at"], name="message_by_status"),
            models.Index(
                fields=["child_id"], condition=Q(status__in=["failed", "uncertain"]), name="undelivered_of_child"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(tried_at__isnull=False),
                name="message_sending_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(child_id__isnull=True, icb_id__isnull=True)
                | Q(child_id__isnull=False, icb_id__isnull=False),
                name="message_about_a_child_names_its_board",
            ),
        ]

    def __str__(self) -> str:
        return f"Message to {self.to}"

    def get_absolute_url(self) -> str:
        return reverse("core:operations")

    @transition(
        source=[Status.FAILED, Status.UNCERTAIN],
        target=Status.QUEUED,
        permission=SEE_OPERATIONS,
        conditions=[still_says_something],
    )
    def send_again(self, *, by: Any) -> None:
        self.attempts, self.last_error, self.receipt, self.next_attempt_at = 0, "", "", now()

    @transition(source=[Status.FAILED, Status.UNCERTAIN], target=Status.GIVEN_UP, permission=SEE_OPERATIONS)
    def give_up(self, *, by: Any) -> None:
        """It will not be sent; or it has arrived, as somebody found out."""
        if self.holds_secret:
            self.body = SECRET_NOT_KEPT


class FailedTaskQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FailedTaskQuerySet":
        return self.all() if user.holds(SEE_OPERATIONS) else self.none()

    def unresolved(self) -> "FailedTaskQuerySet":
        return self.filter(status=FailedTask.Status.OPEN)


class FailedTask(OfThePortal):
    """A task that ran by itself and could not finish: which, on which ids, where in the code. No values."""

    class Status(models.TextChoices):
        OPEN = "open", "To be looked at"
        RESOLVED = "resolved", "Resolved"

    name = models.CharField(max_length=200)
    task_id = models.CharField(max_length=60)
    arguments = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=300)
    where = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)

    objects = FailedTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Failed task {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("core:failed_tasks")

    @transition(source=[Status.OPEN], target=Status.RESOLVED, permission=SEE_OPERATIONS)
    def resolve(self, *, by: Any) -> None:
        """Somebody has looked at it and put it right."""


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "DraftQuerySet":
        """Those of this person's teams, and those of no team where they work: wherever they see children."""
        members = user.memberships_with_children
        teams = [member.team_id for member in members if member.team_id]
        return self.filter(
            Q(team_id__in=teams) | Q(team_id=None), organisation_id__in=[member.organisation_id for member in members]
        )


class Draft(models.Model):
    """What a team has typed into a form and not sent yet. Organisation and team are plain numbers, as the
    tables they name lie above this app; the database shows a draft to those of its
    organisation or team who see children."""

    organisation_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True, blank=True)
    form = models.CharField(max_length=120)
    record = models.CharField(max_length=60)
    data = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=now)
    other = models.JSONField(null=True, blank=True, help_text="What a colleague had saved and this replaced.")

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "team_id", "form", "record"],
                name="one_draft_a_form",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.form} for {self.record}"

    @property
    def version(self) -> str:
        """Which saving this is: a form made from it says so when it is saved again."""
        return self.saved_at.isoformat()
