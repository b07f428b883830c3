"""Does each named clinician agree with the draft response?"""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, transition
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from tribunals.conditions import not_asked_of_you, not_in_review

MINE = [not_asked_of_you, not_in_review]


class ReviewQuerySet(ChildScopedQuerySet):
    whole = False

    def visible_to(self, user: User) -> "ReviewQuerySet":
        """One's own. What others said stands on the response's page."""
        return super().visible_to(user).filter(reviewer=user)


class Review(ChildScoped):
    """One clinician's independent reading of one round of a response. Once given, it stays as it is."""

    class Outcome(models.TextChoices):
        AGREES = "agrees", "Agrees"
        ASKS_CHANGE = "asks_change", "Asks for a change"

    response = models.ForeignKey("tribunals.Regulation6Response", models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True, max_length=10_000)
    history = History()

    within_path = ("child", "response")
    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = "review"
        constraints = [
            models.UniqueConstraint(fields=["response", "round", "reviewer"], name="one_review_a_reviewer_and_round"),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, outcome="") | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="review_decided_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="asks_change") | ~Q(reasons=""), name="change_asked_for_with_reasons"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="given_review_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.decided_on IS NOT NULL"),
            )
        ]

    def __str__(self) -> str:
        return f"Review by {self.reviewer}"

    def get_absolute_url(self) -> str:
        return self.response.get_absolute_url()

    @transition(permission=Permission.REVIEW_RESPONSE, conditions=MINE, label="Agree with this response")
    def agree(self, *, by: Actor, reasons: str = "") -> None:
        """The last of the named reviewers to agree makes it ready to be signed."""
        self.outcome, self.reasons, self.decided_on = self.Outcome.AGREES, reasons, today()

    @transition(permission=Permission.REVIEW_RESPONSE, conditions=MINE, label="Ask for a change")
    def ask_for_change(self, *, by: Actor, reasons: str) -> None:
        """Back to the author; every reviewer reads the next draft anew."""
        self.outcome, self.reasons, self.decided_on = self.Outcome.ASKS_CHANGE, reasons, today()
