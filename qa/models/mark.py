"""What did this marker find in this plan, without knowing what the portal or another marker found?"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.scope import Scope, opened
from core.today import today
from core.workflow import Actor, Record, creates, transition
from people.consented import why_not
from people.models.consent import Purpose
from qa.audit.conditions import (
    marked_already,
    not_being_marked,
    nothing_to_explain,
    nothing_to_settle,
    own_work,
)
from qa.audit.outcomes import AS_A_MARKER_SAYS, EVERY_REASON, REASONS, NotAsked, NotUsed, Outcome
from qa.models.audit import Audit
from qa.models.audit_case import AuditCase
from qa.models.audit_questions import Question


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MarkQuerySet":
        """Their own; and to those who run the audit what nobody marks any more: no second mark follows a first."""
        runs = user.organisations_with(Permission.RUN_AUDIT)
        second = Mark.objects.filter(case=OuterRef("case"), place=Mark.Place.SECOND)
        over = Q(case__twice=False) | Exists(second) | ~Q(case__audit__status=Audit.Status.MARKING)
        return self.filter(Q(marker=user) | (Q(case__icb__in=runs) & over))

    def for_list(self) -> "MarkQuerySet":
        return self.select_related("case__audit", "marker").prefetch_related("answers__question")


def refuse_against_the_family(case: AuditCase) -> None:
    """They may have taken it back since the plan was drawn. Markers see neither child nor consent, so it is asked in
    the scope of the board, and told without its words."""
    with opened(Scope.of([case.icb_id])):
        refused = case.member and why_not(case.member.child, Purpose.AUDIT)
    if refused:
        raise ValidationError("The family has said no to audits since this was drawn. Set the plan aside instead.")


class Mark(Record):
    """One person's marking of one plan; what two of them settled on; or what was published before the portal."""

    class Place(models.TextChoices):
        FIRST = "first", "First marker"
        SECOND = "second", "Second marker"
        SETTLED = "settled", "Settled"
        PUBLISHED = "published", "As published"

    class How(models.TextChoices):
        TALK = "talk", "The two markers talked"
        THIRD = "third", "A third person decided"

    case = models.ForeignKey(AuditCase, models.PROTECT, related_name="marks")
    place = models.CharField(max_length=10, choices=Place.choices)
    marker = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    marked_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=EVERY_REASON, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    names_seen = models.BooleanField(default=False)
    names_where = models.CharField(max_length=500, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    difference_note = models.TextField(
        blank=True, max_length=2000, help_text="Why it differs from the portal’s comparison."
    )
    history = History()

    within_path = ("case",)
    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = "audit mark"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "place"],
                name="one_mark_a_place",
                violation_error_message="Somebody else marked this plan meanwhile.",
            ),
            models.UniqueConstraint(
                fields=["case", "marker"],
                condition=Q(place__in=["first", "second"]),
                name="nobody_marks_a_plan_twice",
                violation_error_message="You have marked this plan.",
            ),
            models.CheckConstraint(
                condition=Q(place="published") | Q(outcome="used", reason="")
                | Q(outcome="not_used", reason__in=NotUsed.values)
                | Q(outcome="not_asked", reason__in=NotAsked.values),
                name="mark_has_a_reason_of_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(place="published", marker=None) | (~Q(place="published") & Q(marker__isnull=False)),
                name="mark_has_its_marker",
            ),
            models.CheckConstraint(
                condition=Q(place="settled") & ~Q(how="") | (~Q(place="settled") & Q(how="")),
                name="settled_mark_says_how",
            ),
            models.CheckConstraint(
                condition=Q(names_seen=False, names_where="") | (Q(names_seen=True) & ~Q(names_where="")),
                name="names_seen_says_where",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case}: {self.get_outcome_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("qa:mark", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.case.icb_id})

    @property
    def by_question(self) -> dict[int, str]:
        return {answer.question_id: answer.given for answer in self.answers.all()}

    @property
    def agrees_with_the_portal(self) -> bool:
        found = self.case.portal_outcome
        return not found or self.outcome == AS_A_MARKER_SAYS[found]

    @property
    def wants_a_word(self) -> bool:
        """It differs from what the portal found, and does not say why yet."""
        return not self.agrees_with_the_portal and not self.difference_note

    @property
    def score(self) -> int | None:
        """Of what applies, weighted, in per cent; a Partly counts half."""
        worth = [(answer.question.weight, WORTH[answer.given]) for answer in self.answers.all()]
        most = sum(weight for weight, value in worth if value is not None)
        got = sum(weight * value for weight, value in worth if value is not None)
        return round(100 * got / most) if most else None

    @creates(
        permission=Permission.MARK_AUDIT,
        within="case",
        conditions=[not_being_marked, own_work, marked_already],
        label="Mark this plan",
    )
    def mark(
        cls,
        *,
        by: Actor,
        case: AuditCase,
        outcome: str,
        answers: Mapping[Question, str],
        reason: str = "",
        note: str = "",
        names_where: str = "",
    ) -> "Mark":
        """Blind: from the papers alone."""
        refuse_against_the_family(case)
        place = cls.Place.SECOND if case.first_two else cls.Place.FIRST
        return cls.made(case, place, by, outcome=outcome, reason=reason, note=note, names_where=names_where)

    @creates(
        permission=Permission.MARK_AUDIT,
        within="case",
        conditions=[not_being_marked, own_work, nothing_to_settle],
        label="Settle the difference",
    )
    def settle(
        cls,
        *,
        by: Actor,
        case: AuditCase,
        how: str,
        outcome: str,
        answers: Mapping[Question, str],
        reason: str = "",
        note: str = "",
    ) -> "Mark":
        """After the two have talked, or by a third person who marked neither."""
        refuse_against_the_family(case)
        markers = {mark.marker_id for mark in case.first_two}
        if how == cls.How.THIRD and by.user and by.user.pk in markers:
            raise ValidationError({"how": "You marked this plan. A third person decides, or you two talk."})
        if how == cls.How.TALK and by.user and by.user.pk not in markers:
            raise ValidationError({"how": "One of the two markers records what they agreed."})
        return cls.made(case, cls.Place.SETTLED, by, outcome=outcome, reason=reason, note=note, how=how)

    @classmethod
    def made(cls, case: AuditCase, place: str, by: Actor, **facts: Any) -> "Mark":
        """Its answers are kept by what follows."""
        mark = cls(case=case, place=place, marker=by.user, marked_on=today(), **facts)
        mark.names_seen = bool(mark.names_where)
        if mark.reason not in REASONS[Outcome(mark.outcome)] and (mark.reason or mark.outcome != Outcome.USED):
            raise ValidationError({"reason": "Choose a reason that goes with the outcome."})
        return mark

    @creates(permission=Permission.RUN_AUDIT, within="audit", internal=True)
    def take_over(cls, *, by: Actor, audit: Audit, number: int, outcome: str) -> "Mark":
        """One plan of an audit published before the portal: its outcome, and no more than was published."""
        case = AuditCase(audit=audit, icb_id=audit.icb_id, number=number)
        case.save()
        return cls(case=case, place=cls.Place.PUBLISHED, marked_on=audit.held_on or today(), outcome=outcome)

    @transition(
        permission=Permission.MARK_AUDIT,
        conditions=[nothing_to_explain],
        label="Explain the difference",
    )
    def explain_difference(self, *, by: Actor, difference_note: str) -> None:
        """Once it is marked its marker sees what the portal found. The mark stays as it is."""
        self.difference_note = difference_note


class Answer(models.Model):
    """What this marking says to one question. Never changed."""

    class Given(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        NOT_APPLICABLE = "na", "Does not apply"

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    given = models.CharField(max_length=10, choices=Given.choices)

    class Meta:
        ordering = ["question__position"]
        constraints = [models.UniqueConstraint(fields=["mark", "question"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return self.get_given_display()


WORTH = {"yes": 1.0, "partly": 0.5, "no": 0.0, "na": None}
