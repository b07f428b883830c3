"""Which sample of plans is read to see whether the agreed wording is in them, and where has the audit got to?"""

import secrets
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Permission
from clocks.dates import add_months
from core.constraints import paired
from core.days import not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates, next_id, transition
from ehcp.models import AssessmentRequest, PanelCase, Plan
from people.consented import who_said_no
from people.models.consent import Purpose
from qa.audit.conditions import nobody_to_draw, not_all_answered, not_all_marked
from qa.models.audit_questions import QuestionSet

ONE_DAY = timedelta(days=1)
SMALLEST, LARGEST = 1, 200
MONTHS_TO_NEXT = 12  # an audit is repeated within so many months


class AuditQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AuditQuerySet":
        """All of their board's to those who run them; to markers what there is to mark; to a local authority its own
        that are published."""
        runs = user.organisations_with(Permission.RUN_AUDIT)
        marks = user.organisations_with(Permission.MARK_AUDIT)
        reads = user.organisations_with(Permission.READ_AUDIT)
        return self.filter(
            Q(icb__in=runs)
            | Q(icb__in=marks, kind=Audit.Kind.OWN, status__in=[Audit.Status.MARKING, *Audit.AFTER_MARKING])
            | Q(local_authority__in=reads, status=Audit.Status.PUBLISHED)
        )

    def for_list(self) -> "AuditQuerySet":
        return self.select_related("icb", "local_authority", "previous")

    def published(self) -> "AuditQuerySet":
        return self.filter(status=Audit.Status.PUBLISHED)

    def to_repeat(self) -> "AuditQuerySet":
        """Published with a day for the next one, which nobody has begun."""
        return self.published().filter(re_audit_due_on__isnull=False, repeated__isnull=True)


class Audit(Record):
    """A sampled audit of issued plans; or one that was published before the portal, or an outside body's."""

    class Kind(models.TextChoices):
        OWN = "own", "Our own audit"
        BEFORE = "before", "Published before the portal"
        OUTSIDE = "outside", "An outside body’s audit"

    class Status(models.TextChoices):
        SCOPED = "scoped", "Scope set, nothing drawn yet"
        MARKING = "marking", "Being marked"
        FINDINGS = "findings", "Findings and actions"
        PUBLISHED = "published", "Published"
        STOPPED = "stopped", "Stopped, with a reason"

    class Strata(models.TextChoices):
        NONE = "", "No: a simple random sample"
        LOCAL_AUTHORITY = "local_authority", "By local authority"
        AGE = "age", "By age on the day of issue"
        NEED = "need", "By health need: the theme of the quality assurance"
        PROVIDER = "provider", "By the provider asked for the medical advice"

    class Population(models.TextChoices):
        ISSUED = "issued", "Plans issued in the period"
        PANEL = "panel", "Cases put to a panel in the period: the plans issued from them"

    AFTER_MARKING = (Status.FINDINGS, Status.PUBLISHED)

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OWN)
    title = models.CharField(max_length=150)
    local_authority = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: all of the ICB’s."
    )
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    body = models.CharField(max_length=200, blank=True, help_text="Whose audit it was, or where it was published.")
    held_on = models.DateField(null=True, blank=True, help_text="The day of an outside body’s report.")
    drawn_from = models.CharField(max_length=10, choices=Population.choices, default=Population.ISSUED)
    panel_cases = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text="Cases put to a panel in the period, issued or not."
    )
    size = models.PositiveSmallIntegerField(null=True, blank=True)
    strata = models.CharField(max_length=20, choices=Strata.choices, blank=True)
    twice_per_cent = models.PositiveSmallIntegerField(null=True, blank=True)
    seed = models.CharField(max_length=32, blank=True, editable=False)
    population = models.PositiveIntegerField(null=True, blank=True, editable=False)
    left_out = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text="Plans of its scope whose family said no to audits."
    )
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="repeated")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SCOPED, editable=False)
    scoped_on = models.DateField()
    drawn_on = models.DateField(null=True, blank=True, editable=False)
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    conclusion = models.TextField(blank=True, max_length=4000)
    re_audit_due_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=2000, help_text="Why it was stopped.")
    history = History()

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-scoped_on", "-pk"]
        verbose_name = "audit"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from=None, period_to=None) | Q(period_from__lte=F("period_to")),
                name="audit_period_ends_after_it_starts",
                violation_error_message="The period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="own")
                | (
                    Q(period_from__isnull=False, size__isnull=False, twice_per_cent__isnull=False)
                    & Q(question_set__isnull=False)
                    & ~Q(seed="")
                ),
                name="own_audit_has_its_scope_and_seed",
            ),
            models.CheckConstraint(
                condition=Q(kind="own", body="") | (~Q(kind="own") & ~Q(body="")),
                name="others_audit_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(twice_per_cent=None) | Q(twice_per_cent__lte=100), name="audit_share_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(drawn_on__isnull=True) | Q(population__isnull=False),
                name="drawn_audit_kept_its_population"
            ),
            models.CheckConstraint(
                condition=~Q(kind="own", status__in=["marking", "findings", "published"]) | Q(drawn_on__isnull=False),
                name="audit_is_drawn_before_it_is_marked",
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(reason=""), name="stopped_audit_says_why"
            ),
            paired("audit_drawn_on_and_by", "drawn_on", "drawn_by"),
            models.CheckConstraint(
                condition=Q(status="published", published_on__isnull=False)
                | (~Q(status="published") & Q(published_on=None, published_by=None)),
                name="published_audit_has_its_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("qa:audit", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @property
    def where(self) -> str:
        return str(self.local_authority) if self.local_authority else f"All local authorities of {self.icb}"

    @property
    def is_own(self) -> bool:
        return self.kind == self.Kind.OWN

    @property
    def is_outside(self) -> bool:
        return self.kind == self.Kind.OUTSIDE

    @property
    def is_marked(self) -> bool:
        """Its results may be looked at: nobody marks any more."""
        return self.status in self.AFTER_MARKING

    @creates(permission=Permission.RUN_AUDIT, within="icb", label="Begin an audit")
    def scope(
        cls,
        *,
        by: Actor,
        icb: Organisation,
        period_from: date,
        period_to: date,
        size: int,
        local_authority: Organisation | None = None,
        strata: str = "",
        twice_per_cent: int = 20,
        previous: "Audit | None" = None,
        seed: str = "",
        drawn_from: str = Population.ISSUED,
    ) -> "Audit":
        """Which plans, how many, and how they are drawn. The seed is the portal's: nobody chooses a sample."""
        not_in_the_future(period_to=period_to)
        if period_from > period_to:
            raise ValidationError({"period_to": "The period ends before it starts."})
        if not SMALLEST <= size <= LARGEST:
            raise ValidationError({"size": f"Choose from {SMALLEST} to {LARGEST} plans."})
        audit = cls(
            pk=next_id(cls), icb=icb, local_authority=local_authority, period_from=period_from, period_to=period_to,
            size=size, strata=strata, drawn_from=drawn_from, twice_per_cent=twice_per_cent, previous=previous,
            scoped_on=today(),
        )  # fmt: skip
        of_panels = ", panel cases" if drawn_from == cls.Population.PANEL else ""
        audit.title = f"{local_authority or icb}, {span(period_from, period_to)}{of_panels}"
        audit.seed = seed or secrets.token_hex(8)
        audit.question_set = QuestionSet.to_use(icb)
        return audit

    @transition(
        source=[Status.SCOPED],
        target=Status.MARKING,
        permission=Permission.RUN_AUDIT,
        conditions=[nobody_to_draw],
        label="Draw the sample",
    )
    def draw(self, *, by: Actor) -> None:
        """The population is frozen as it is now, and the sample drawn from it. The rows are made by what follows."""
        self.drawn_on, self.drawn_by = today(), by.user
        found = self.drawable()
        if not found:
            raise ValidationError("Every family of this scope has said no to audits.")
        self.population, self.left_out = len(found), self.plans().count() - len(found)
        if self.drawn_from == self.Population.PANEL:
            self.panel_cases = self.put_to_a_panel().count()

    def drawable(self) -> list[Plan]:
        """Without those whose family said no to audits, or took back what it had agreed to."""
        plans = list(self.plans().select_related("child__local_authority"))
        against = who_said_no(Purpose.AUDIT, {plan.child_id for plan in plans})
        return [plan for plan in plans if plan.child_id not in against]

    def plans(self) -> Any:
        """The plans of its scope, as they are now."""
        found = Plan.objects.issued().filter(child__icb=self.icb_id)
        if self.drawn_from == self.Population.PANEL:
            found = found.filter(assessment__in=self.put_to_a_panel())
        else:
            found = found.filter(issued_on__range=(self.period_from, self.period_to))
        found = found.filter(child__local_authority=self.local_authority_id) if self.local_authority_id else found
        return found.order_by("pk")

    def put_to_a_panel(self) -> Any:
        """The assessments that stood on the agenda of a panel that met in the period, at either stage, and were not
        taken off it; whatever became of them."""
        cases = PanelCase.objects.exclude(status=PanelCase.Status.TAKEN_OFF)
        cases = cases.filter(child__icb=self.icb_id, meeting__meets_on__range=(self.period_from, self.period_to))
        cases = cases.exclude(meeting__status="cancelled")
        if self.local_authority_id:
            cases = cases.filter(child__local_authority=self.local_authority_id)
        return AssessmentRequest.objects.filter(pk__in=cases.values("assessment"))

    @transition(
        source=[Status.MARKING],
        target=Status.FINDINGS,
        permission=Permission.RUN_AUDIT,
        conditions=[not_all_marked],
        label="End the marking",
    )
    def end_marking(self, *, by: Actor) -> None:
        """Everything is marked and every difference settled: the results can be looked at."""

    @transition(
        source=[Status.FINDINGS],
        target=Status.PUBLISHED,
        permission=Permission.RUN_AUDIT,
        conditions=[not_all_answered],
        label="Publish",
    )
    def publish(self, *, by: Actor, conclusion: str, re_audit_due_on: date) -> None:
        """The local authority sees it from now on. It is repeated within twelve months."""
        latest = add_months(today(), MONTHS_TO_NEXT)
        if not today() < re_audit_due_on <= latest:
            raise ValidationError({"re_audit_due_on": f"Choose a day until {latest:%-d %B %Y}."})
        self.conclusion, self.re_audit_due_on = conclusion, re_audit_due_on
        self.published_on, self.published_by = today(), by.user

    @transition(
        source=[Status.SCOPED, Status.MARKING],
        target=Status.STOPPED,
        permission=Permission.RUN_AUDIT,
        label="Stop this audit",
    )
    def stop(self, *, by: Actor, reason: str) -> None:
        """What was drawn and marked stays; nothing is counted."""
        self.reason = reason

    @creates(permission=Permission.RUN_AUDIT, within="icb", label="Enter an outside body’s audit")
    def enter_outside(
        cls,
        *,
        by: Actor,
        icb: Organisation,
        title: str,
        body: str,
        held_on: date,
        local_authority: Organisation | None = None,
    ) -> "Audit":
        """Its points are entered one by one, each with our answer and what we do about it."""
        not_in_the_future(held_on=held_on)
        return cls(
            icb=icb, kind=cls.Kind.OUTSIDE, title=title, body=body, held_on=held_on, scoped_on=today(),
            local_authority=local_authority, status=cls.Status.FINDINGS,
        )  # fmt: skip

    @creates(permission=Permission.RUN_AUDIT, within="icb", internal=True)
    def take_over(
        cls, *, by: Actor, icb: Organisation, title: str, body: str, held_on: date, local_authority: Organisation
    ) -> "Audit":
        """One that was published before the portal, as it was published. `held_on` is the first day of its month."""
        return cls(
            icb=icb, kind=cls.Kind.BEFORE, title=title, body=body, held_on=held_on, scoped_on=today(),
            local_authority=local_authority, status=cls.Status.PUBLISHED, published_on=held_on,
        )  # fmt: skip


def span(first: date, last: date) -> str:
    """July 2026, April to June 2026, November 2025 to January 2026, or days."""
    if first.day != 1 or (last + ONE_DAY).day != 1:
        return f"{first:%-d %B %Y} to {last:%-d %B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"
