"""Which questions were in force for an audit, and which does it ask?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates
from qa.audit.standard_questions import STANDARD

SECTIONS = [("C", "Section C"), ("E", "Section E"), ("G", "Section G"), ("", "The whole plan")]
MOST_WEIGHT = 9


class QuestionSetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "QuestionSetQuerySet":
        return self.filter(icb__in=user.organisations_with(Permission.MARK_AUDIT))

    def in_force(self, icb: Organisation, *, on: date) -> "QuestionSet | None":
        return self.filter(icb=icb, in_force_from__lte=on).order_by("-in_force_from", "-number").first()


class QuestionSet(Record):
    """An ICB's questions, from a day on. They are never changed: a new version comes into force, and an audit keeps
    the version that it was begun with."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    history = History()

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["icb", "-number"]
        verbose_name = "audit question set"
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "number"],
                name="question_sets_are_numbered",
                violation_error_message="Somebody else wrote new questions meanwhile. Open the page again.",
            )
        ]

    def __str__(self) -> str:
        return f"Audit questions, version {self.number}, from {self.in_force_from:%-d %B %Y}"

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @creates(permission=Permission.RUN_AUDIT, within="icb", label="Write new audit questions")
    def put_in_force(cls, *, by: Actor, icb: Organisation, questions: Sequence[Mapping[str, Any]]) -> "QuestionSet":
        """For the audits that are begun from now on. Its questions are kept by what follows."""
        if not questions:
            raise ValidationError("Write at least one question.")
        last = cls.objects.filter(icb=icb).aggregate(last=models.Max("number"))["last"] or 0
        return cls(icb=icb, number=last + 1, in_force_from=today())

    def ask(self, questions: Iterable[Mapping[str, Any]]) -> None:
        for position, question in enumerate(questions, start=1):
            Question(question_set=self, position=position, **question).save()

    @classmethod
    def to_use(cls, icb: Organisation) -> "QuestionSet":
        """The version in force; the portal's own where the ICB has written none, kept from then on as its first."""
        found = cls.objects.in_force(icb, on=today())
        if found:
            return found
        made = cls(icb=icb, number=1, in_force_from=today())
        made.save()
        made.ask(standard())
        return made


def standard() -> list[dict[str, Any]]:
    return [
        {"section": one.section, "words": one.words, "weight": one.weight, "example": one.example} for one in STANDARD
    ]


class Question(models.Model):
    """One question of one version."""

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=1, choices=SECTIONS, blank=True)
    words = models.CharField(max_length=300)
    weight = models.PositiveSmallIntegerField()
    example = models.TextField(max_length=1000, help_text="What a Yes, a Partly and a No look like.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question_set", "position"], name="audit_questions_are_numbered"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=MOST_WEIGHT), name="audit_question_has_a_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.words
