"""What did the Tribunal recommend, and what do we answer to each?"""

from datetime import date

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.roles import Permission
from core.history import History
from core.workflow import Actor, transition
from ehcp.models.assessment import not_before
from people.models import Child, ChildScoped
from tribunals.conditions import not_a_draft
from tribunals.models.board import BoardQuerySet

ENOUGH = 60  # characters below which reasons are certainly not reasons "in enough detail"


class Recommendation(models.Model):
    """One non-binding recommendation on health, as the Tribunal wrote it. Nobody changes it."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    appeal = models.ForeignKey("tribunals.Appeal", models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=10_000)
    history = History()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="recommendations_are_numbered"),
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_has_its_text"),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number}"


class Answer(ChildScoped):
    """Our answer to one recommendation: agree, agree in part, or not; the steps and their day, or the
    reasons in enough detail (SI 2017/1306 reg 6(5)). It changes only while the response is a draft."""

    class Decision(models.TextChoices):
        AGREE = "agree", "Agree"
        PART = "part", "Agree in part"
        NOT_AGREE = "not_agree", "Do not agree"

    response = models.ForeignKey("tribunals.Regulation6Response", models.PROTECT, related_name="answers")
    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="answer")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    steps = models.TextField(blank=True, max_length=10_000)
    by_when = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True, max_length=10_000)
    history = History()

    within_path = ("child", "response")
    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation__number"]
        verbose_name = "answer"
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision__in=["agree", "part"]) | (~Q(steps="") & Q(by_when__isnull=False)),
                name="agreeing_names_steps_and_their_day",
                violation_error_message="Agreeing needs the steps and the day by which they will be taken.",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["part", "not_agree"]) | ~Q(reasons=""),
                name="not_agreeing_gives_reasons",
                violation_error_message="Not agreeing, or only in part, needs reasons.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answers_change_only_in_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM tribunals_regulation6response AS r
                        WHERE r.id IN (NEW.response_id, OLD.response_id) AND r.status <> 'draft'
                    ) THEN
                        RAISE EXCEPTION 'answers change only while the response is a draft';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Answer to recommendation {self.recommendation.number}"

    def get_absolute_url(self) -> str:
        return self.response.get_absolute_url()

    @transition(permission=Permission.RUN_APPEALS, conditions=[not_a_draft], label="Write the answer")
    def write(
        self, *, by: Actor, decision: str, steps: str = "", by_when: date | None = None, reasons: str = ""
    ) -> None:
        self.refuse_gaps(decision, steps, by_when, reasons)
        not_before(self.response.made_on, "the recommendation was made", by_when=by_when)
        agrees = decision != self.Decision.NOT_AGREE
        self.decision, self.reasons = decision, reasons
        self.steps, self.by_when = (steps, by_when) if agrees else ("", None)
        if self.response.author_id is None:
            self.response.take_up(by=by)

    def refuse_gaps(self, decision: str, steps: str, by_when: date | None, reasons: str) -> None:
        wrong = {}
        if decision != self.Decision.NOT_AGREE:
            if not steps.strip():
                wrong["steps"] = "Say which steps will be taken."
            if by_when is None:
                wrong["by_when"] = "Say by when."
        if decision != self.Decision.AGREE and len(reasons.strip()) < ENOUGH:
            wrong["reasons"] = "Give the reasons in enough detail for the family to understand and to challenge them."
        if wrong:
            raise ValidationError(wrong)
