"""Which plans were there to draw from, which were drawn, and what of them is shown to a marker?"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Permission
from core.history import History
from core.workflow import Actor, Record, creates, transition
from ehcp.models import Plan
from people.consented import why_not
from people.models import Child
from people.models.consent import Purpose
from qa.audit.conditions import not_being_marked, not_set_aside
from qa.models.audit import Audit
from qa.models.comparison import Comparison


class Stratum(models.Model):
    """One part of the population, how large it was, and how many of the sample it gave. A simple sample has one."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="parts")
    name = models.CharField(max_length=200, blank=True)
    population = models.PositiveIntegerField()
    sample = models.PositiveIntegerField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "name"], name="one_part_of_a_name"),
            models.CheckConstraint(condition=Q(sample__lte=models.F("population")), name="part_gives_what_it_has"),
        ]

    def __str__(self) -> str:
        return self.name or "All"


class Member(models.Model):
    """One plan of the population, frozen at the draw with its place in it. What ties an audit id to a child."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="members")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    part = models.ForeignKey(Stratum, models.PROTECT, related_name="members")
    place = models.PositiveIntegerField(help_text="Its place in the order in which its part is drawn.")

    class Meta:
        ordering = ["part", "place"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "plan"], name="drawn_from_once"),
            models.UniqueConstraint(fields=["part", "place"], name="one_plan_a_place"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.place} of {self.part}"


class AuditCaseQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AuditCaseQuerySet":
        """To those who run the audit, and to markers once there is something to mark."""
        runs = user.organisations_with(Permission.RUN_AUDIT)
        marks = user.organisations_with(Permission.MARK_AUDIT)
        begun = [Audit.Status.MARKING, *Audit.AFTER_MARKING]
        return self.filter(Q(audit__icb__in=runs) | Q(audit__icb__in=marks, audit__status__in=begun))

    def for_list(self) -> "AuditCaseQuerySet":
        return self.select_related("audit", "part", "replaced_by").prefetch_related("marks__answers", "marks__marker")

    def in_sample(self) -> "AuditCaseQuerySet":
        return self.filter(status=AuditCase.Status.IN_SAMPLE)


class AuditCase(Record):
    """One drawn plan under its audit id. Nothing here names the child; what the portal's own comparison says is kept
    for after the marking."""

    class Status(models.TextChoices):
        IN_SAMPLE = "in_sample", "In the sample"
        SET_ASIDE = "set_aside", "Set aside, with a reason"

    class CannotBeMarked(models.TextChoices):
        PAPERS_MISSING = "papers_missing", "Papers are missing or cannot be read"
        KNOWN = "known", "The child can be told from what is shown"
        FAMILY = "family", "The family has said no to audits"
        NOT_OF_SCOPE = "not_of_scope", "It should not be in this population"
        NOBODY_LEFT = "nobody_left", "Everybody who could mark it wrote part of it"

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="cases")
    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    part = models.ForeignKey(Stratum, models.PROTECT, null=True, blank=True, related_name="+")
    member = models.OneToOneField(Member, models.PROTECT, null=True, blank=True, related_name="drawn")
    twice = models.BooleanField(default=False, help_text="Two people mark it.")
    age_band = models.CharField(max_length=20, blank=True)
    portal_outcome = models.CharField(max_length=20, choices=Comparison.Outcome.choices, blank=True)
    portal_why = models.CharField(max_length=300, blank=True)
    written_by = ArrayField(models.BigIntegerField(), default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IN_SAMPLE, editable=False)
    set_aside_why = models.CharField(max_length=20, choices=CannotBeMarked.choices, blank=True)
    set_aside_note = models.TextField(blank=True, max_length=2000)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    history = History()

    within_path = ("audit",)
    objects = AuditCaseQuerySet.as_manager()

    class Meta:
        ordering = ["audit", "number"]
        verbose_name = "audited plan"
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="audited_plans_are_numbered"),
            models.CheckConstraint(
                condition=Q(status="in_sample", set_aside_why="") | (Q(status="set_aside") & ~Q(set_aside_why="")),
                name="set_aside_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"A{self.audit_id}-{self.number:02}"

    def get_absolute_url(self) -> str:
        return reverse("qa:auditcase", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @property
    def is_in_sample(self) -> bool:
        return self.status == self.Status.IN_SAMPLE

    @property
    def markers_needed(self) -> int:
        return 2 if self.twice else 1

    @property
    def first_two(self) -> list[Any]:
        """What its markers said, the first one first; not what two of them settled on afterwards."""
        return [mark for mark in self.marks.all() if mark.place in ("first", "second")]

    @property
    def settled(self) -> Any:
        return next((mark for mark in self.marks.all() if mark.place == "settled"), None)

    @property
    def final(self) -> Any:
        """What counts: what was settled, or what the first marker said."""
        return self.settled or next(iter(self.marks.all()), None)

    @property
    def differences(self) -> list[str]:
        """About what two markers differ, in words."""
        if len(self.first_two) < 2:
            return []
        one, other = self.first_two
        about = [] if one.outcome == other.outcome else ["the outcome"]
        theirs = other.by_question
        return about + [
            answer.question.words for answer in one.answers.all() if theirs.get(answer.question_id) != answer.given
        ]

    @property
    def state(self) -> str:
        """Where its marking is, for a list."""
        if not self.is_in_sample:
            return f"Set aside: {self.get_set_aside_why_display().lower()}"
        missing = self.markers_needed - len(self.first_two)
        if missing and not self.settled and self.final is None:
            return "To be marked" + (" by two" if missing == 2 else "")
        if missing and self.twice:
            return "To be marked by a second"
        return "Two differ" if self.differences and not self.settled else "Marked"

    def next_reserve(self) -> Member | None:
        """The next plan of the same part that was not drawn, and whose family has not said no since."""
        others = Member.objects.filter(part=self.part_id, drawn__isnull=True).select_related("child")
        return next((row for row in others.order_by("place") if why_not(row.child, Purpose.AUDIT) is None), None)

    @transition(
        source=[Status.IN_SAMPLE],
        target=Status.SET_ASIDE,
        permission=Permission.MARK_AUDIT,
        conditions=[not_being_marked],
        label="This plan cannot be marked",
    )
    def set_aside(self, *, by: Actor, why: str, note: str = "") -> None:
        """It leaves the sample, with what was marked of it; a reserve can be drawn in its place."""
        self.set_aside_why, self.set_aside_note = why, note

    @creates(
        permission=Permission.RUN_AUDIT,
        within="replaces",
        conditions=[not_set_aside],
        label="Draw a reserve",
    )
    def draw_reserve(cls, *, by: Actor, replaces: "AuditCase") -> "AuditCase":
        """The next in the order that the seed gave; it is marked as often as the one it stands for. Its papers are
        made by what follows."""
        last = replaces.audit.cases.aggregate(last=models.Max("number"))["last"]
        return cls(
            audit=replaces.audit, icb_id=replaces.icb_id, number=last + 1, part=replaces.part,
            member=replaces.next_reserve(), twice=replaces.twice, replaces=replaces,
        )  # fmt: skip


class AuditPaper(models.Model):
    """One text of a drawn plan as it is shown to markers: without names. `left` are words that may be names."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "ICB approved wording"
        ISSUED = "issued", "As issued"

    case = models.ForeignKey(AuditCase, models.PROTECT, related_name="papers")
    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    section = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    left = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["section", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "section"], name="one_paper_of_a_kind_and_section")
        ]

    def __str__(self) -> str:
        return f"Section {self.section}, {self.get_kind_display()}"
