"""What is kept that has no domain word in it: messages to send, shared drafts, forms already acted on."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from core.today import now


class Submission(models.Model):
    """One press of a form that makes something. The row is the claim: a second press waits for the first one's
    transaction, then finds its outcome."""

    token = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(outcome__startswith="/"), name="outcome_is_an_address_here"
            )
        ]

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def claim(cls, token: UUID, *, by: Any) -> "Submission":
        submission, _ = cls.objects.get_or_create(token=token, by=by, defaults={"claimed_at": now()})
        return cls.objects.select_for_update().get(pk=submission.pk)

    def settle(self, outcome: str) -> None:
        self.outcome = outcome
        self.save(update_fields=["outcome"])
