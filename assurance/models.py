"""What do we do around the cases: training, advice on complex cases, coproduction with families?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Area, Organisation
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates, transition
from people.models import Child, ChildScoped
from people.models.involvement import ChildScopedQuerySet


def refuse_future(**days: date | None) -> None:
    """What is counted has happened."""
    wrong = {name: "This day is in the future." for name, day in days.items() if day and day > today()}
    if wrong:
        raise ValidationError(wrong)


def icbs_of(user: Any) -> list[int]:
    """The Integrated Care Boards whose assurance work this person keeps."""
    return [icb.pk for icb in user.organisations_with(Permission.LOG_ASSURANCE)]


def not_struck_out(record: "Logged", by: Actor) -> str | None:
    return "It was struck out as logged by mistake." if record.struck_out_on else None


class Logged(Record):
    """A fact that somebody logged and a report counts. One logged by mistake is struck out, with the reason; it
    stays in the file and out of the figures."""

    struck_out_on = models.DateField(null=True, blank=True, editable=False)
    struck_out_why = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_out_on__isnull=True, struck_out_why="")
                | (Q(struck_out_on__isnull=False) & ~Q(struck_out_why="")),
                name="%(class)s_is_struck_out_for_a_reason",
            )
        ]

    def change(self, facts: dict[str, Any]) -> None:
        for name, value in facts.items():
            setattr(self, name, value)

    def strike(self, why: str) -> None:
        self.struck_out_on, self.struck_out_why = today(), why

    @property
    def in_area(self) -> str:
        area = getattr(self, "area", None)
        return area.name if area else "The whole ICB"


class LoggedQuerySet(models.QuerySet):
    """Rows of one Integrated Care Board, shown to those who keep its assurance work."""

    def visible_to(self, user: Any) -> Any:
        return self.filter(icb__in=icbs_of(user))

    def counted(self) -> Any:
        return self.filter(struck_out_on__isnull=True)

    def for_list(self) -> Any:
        return self.select_related("area", "icb")


class TrainingSession(Logged):
    """One education or training session, for an area or for the whole of the Integrated Care Board."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField()
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=200)
    attended = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many people attended.")
    history = History()

    objects = LoggedQuerySet.as_manager()

    class Meta(Logged.Meta):
        ordering = ["-held_on", "-pk"]
        verbose_name = "training session"
        indexes = [models.Index(fields=["icb", "held_on"], name="training_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assurance:trainingsession", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    def clean(self) -> None:
        refuse_area_of_another(self)

    @creates(permission=Permission.LOG_ASSURANCE, within="icb", label="Log a training session")
    def log(cls, *, by: Actor, icb: Organisation, held_on: date, **facts: Any) -> "TrainingSession":
        refuse_future(held_on=held_on)
        return cls(icb=icb, held_on=held_on, **facts)

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Correct")
    def correct(self, *, by: Actor, **facts: Any) -> None:
        refuse_future(held_on=facts.get("held_on"))
        self.change(facts)

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Strike out")
    def strike_out(self, *, by: Actor, why: str) -> None:
        self.strike(why)


class ComplexCaseQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        return super().visible_to(user).filter(child__icb__in=icbs_of(user))

    def counted(self) -> Any:
        return self.filter(struck_out_on__isnull=True)

    def for_list(self) -> Any:
        return self.select_related("child__local_authority")


class ComplexCase(Logged, ChildScoped):
    """Advice on a complex case: who asked the DCO, about whom, what for, and what came of it."""

    asked_on = models.DateField()
    asked_by = models.CharField(max_length=200, help_text="Who asked: a name or a role, and where they work.")
    asked_for = models.TextField(max_length=4000)
    outcome = models.TextField(blank=True, max_length=4000, editable=False)
    outcome_on = models.DateField(null=True, blank=True, editable=False)
    history = History()

    objects = ComplexCaseQuerySet.as_manager()

    class Meta(Logged.Meta):
        ordering = ["-asked_on", "-pk"]
        verbose_name = "complex case"
        indexes = [models.Index(fields=["asked_on"], name="complex_case_by_day")]
        constraints = [
            *Logged.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome_on__isnull=True, outcome="") | (Q(outcome_on__isnull=False) & ~Q(outcome="")),
                name="complex_case_outcome_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome_on__isnull=True) | Q(outcome_on__gte=models.F("asked_on")),
                name="complex_case_ends_after_it_was_asked",
                violation_error_message="The outcome is before the day the advice was asked for.",
            ),
        ]

    def __str__(self) -> str:
        return f"Complex case: {self.child}"

    def get_absolute_url(self) -> str:
        return reverse("assurance:complexcase", args=[self.pk])

    @creates(permission=Permission.LOG_ASSURANCE, within="child", label="Log a complex case")
    def log(cls, *, by: Actor, child: Child, asked_on: date, **facts: Any) -> "ComplexCase":
        refuse_future(asked_on=asked_on)
        return cls(child=child, asked_on=asked_on, **facts)

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Record the outcome")
    def record_outcome(self, *, by: Actor, outcome: str, outcome_on: date) -> None:
        refuse_future(outcome_on=outcome_on)
        if outcome_on < self.asked_on:
            raise ValidationError({"outcome_on": f"The advice was asked for later, on {self.asked_on:%-d %B %Y}."})
        self.outcome, self.outcome_on = outcome, outcome_on

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Correct")
    def correct(self, *, by: Actor, **facts: Any) -> None:
        asked_on = facts.get("asked_on")
        refuse_future(asked_on=asked_on)
        if asked_on and self.outcome_on and asked_on > self.outcome_on:
            raise ValidationError({"asked_on": f"The outcome came earlier, on {self.outcome_on:%-d %B %Y}."})
        self.change(facts)

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Strike out")
    def strike_out(self, *, by: Actor, why: str) -> None:
        self.strike(why)


class CoproductionQuerySet(LoggedQuerySet):
    def for_list(self) -> Any:
        return super().for_list().select_related("child__local_authority")


class CoproductionEpisode(Logged):
    """Something made together with children, young people or families, outside a quality assurance: one marked
    coproduced is counted from there, and is not logged here again."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField()
    with_whom = models.CharField(max_length=200)
    what_changed = models.TextField(max_length=4000)
    history = History()

    objects = CoproductionQuerySet.as_manager()

    class Meta(Logged.Meta):
        ordering = ["-held_on", "-pk"]
        verbose_name = "coproduction episode"
        indexes = [models.Index(fields=["icb", "held_on"], name="coproduction_by_day")]

    def __str__(self) -> str:
        return f"Coproduction with {self.with_whom}"

    def get_absolute_url(self) -> str:
        return reverse("assurance:coproductionepisode", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    def locked_through(self) -> list[models.Model]:
        return [self.child] if self.child else []

    def clean(self) -> None:
        refuse_area_of_another(self)
        if self.child and self.child.icb_id != self.icb_id:
            raise ValidationError({"child": "This child belongs to another Integrated Care Board."})
        if self.child and self.area and self.area.local_authority_id not in (None, self.child.local_authority_id):
            raise ValidationError({"area": f"This child’s local authority is {self.child.local_authority}."})

    @creates(permission=Permission.LOG_ASSURANCE, within="icb", label="Log a coproduction episode")
    def log(cls, *, by: Actor, icb: Organisation, held_on: date, **facts: Any) -> "CoproductionEpisode":
        refuse_future(held_on=held_on)
        return cls(icb=icb, held_on=held_on, **facts)

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Correct")
    def correct(self, *, by: Actor, **facts: Any) -> None:
        refuse_future(held_on=facts.get("held_on"))
        self.change(facts)

    @transition(permission=Permission.LOG_ASSURANCE, conditions=[not_struck_out], label="Strike out")
    def strike_out(self, *, by: Actor, why: str) -> None:
        self.strike(why)


def refuse_area_of_another(record: TrainingSession | CoproductionEpisode) -> None:
    if record.area and record.area.icb_id != record.icb_id:
        raise ValidationError({"area": "This area belongs to another Integrated Care Board."})
