"""What does this month's highlight report say, and is it published?"""

from datetime import date
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.models import Organisation, Relation, User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, Refused, creates, transition
from reporting.boxes import BOXES, NARRATIVE, points_of
from reporting.frozen import freeze, frozen_table
from reporting.models.figures import first_of_month
from reporting.models.published import PublishedPDF
from reporting.months import add_months, last_day, month_of, name_of, period_in_words
from reporting.printing import DoesNotFit, printed_report
from reporting.table import ReportTable, report_table

LONGEST_BOX = 6000


class ReportQuerySet(models.QuerySet):
    def published(self) -> Any:
        return self.filter(status=HighlightReport.Status.PUBLISHED)

    def visible_to(self, user: Any) -> Any:
        """All reports to those who write them; what is published also to its readers, in the ICB or its partners."""
        writes = self.model.icbs_written_by(user)
        reads = [organisation.pk for organisation in user.organisations_with(Permission.READ_REPORT)]
        partners = Relation.objects.in_force(today()).filter(icb=OuterRef("icb"), organisation__in=reads)
        published = Q(status=HighlightReport.Status.PUBLISHED) & (Q(icb__in=reads) | Exists(partners))
        return self.filter(Q(icb__in=writes) | published)

    def for_list(self) -> Any:
        return self.select_related("icb", "published_by")

    def before(self, report: "HighlightReport") -> Any:
        return self.filter(icb=report.icb, month__lt=report.month)


def month_is_over(report: "HighlightReport", by: Actor) -> str | None:
    if last_day(report.month) < today():
        return None
    return f"{name_of(report.month)} is not over. Publish it from {add_months(report.month, 1):%-d %B %Y}."


def every_box_is_written(report: "HighlightReport", by: Actor) -> str | None:
    empty = [box.title for box in BOXES if not any(report.points(name) for name in box.fields)]
    if not empty:
        return None
    return f"Nothing is written in: {', '.join(empty)}. Write a point, even if it is “Nothing to report”."


class HighlightReport(Record):
    """One month's report to the SEND boards. A draft's figures are counted whenever it is looked at; publishing
    freezes figures, narrative and PDF."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.DateField(help_text="The first day of the month.")
    period_from = models.DateField(help_text="First month of the reporting period.")
    period_to = models.DateField(help_text="Last month of the reporting period.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    focus_first = models.TextField(blank=True, max_length=LONGEST_BOX)
    focus_second = models.TextField(blank=True, max_length=LONGEST_BOX)
    risk = models.TextField(blank=True, max_length=LONGEST_BOX)
    achievements = models.TextField(blank=True, max_length=LONGEST_BOX)
    ahead = models.TextField(blank=True, max_length=LONGEST_BOX)
    drafted_on = models.DateField(editable=False)
    published_on = models.DateField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    history = History()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "icb"]
        verbose_name = "highlight report"
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "month"],
                name="one_report_a_month",
                violation_error_message="There is a report of this month already.",
            ),
            *first_of_month("month", "period_from", "period_to"),
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")),
                name="report_period_ends_after_it_starts",
                violation_error_message="The reporting period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(status="published", published_on__isnull=False, published_by__isnull=False)
                | Q(status="draft", published_on__isnull=True, published_by__isnull=True),
                name="report_published_by_somebody_on_a_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_report_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="published"),
            ),
            pgtrigger.Protect(name="report_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Highlight report, {name_of(self.month)}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:highlightreport", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @staticmethod
    def icbs_written_by(user: Any) -> list[int]:
        return [icb.pk for icb in user.organisations_with(Permission.WRITE_REPORT)]

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def period_in_words(self) -> str:
        return period_in_words(self.period_from, self.period_to)

    def points(self, name: str) -> list[str]:
        return points_of(getattr(self, name))

    def narrative(self) -> dict[str, list[str]]:
        return {name: self.points(name) for name in NARRATIVE}

    def clean(self) -> None:
        if self.period_to and self.period_to > self.month:
            raise ValidationError({"period_to": f"The reporting period ends after {name_of(self.month)}."})

    @creates(permission=Permission.WRITE_REPORT, within="icb", label="Start a report")
    def draft(cls, *, by: Actor, icb: Organisation, month: date) -> "HighlightReport":
        if month >= month_of(today()):
            raise ValidationError({"month": f"{name_of(month)} is not over."})
        return cls(icb=icb, month=month, period_from=month, period_to=month, drafted_on=today())

    @transition(source=[Status.DRAFT], permission=Permission.WRITE_REPORT, label="Write the report")
    def write_narrative(self, *, by: Actor, period_from: date, period_to: date, **boxes: str) -> None:
        self.period_from, self.period_to = period_from, period_to
        for name in NARRATIVE:
            setattr(self, name, "\n".join(points_of(boxes.get(name, getattr(self, name)))))

    @transition(
        source=[Status.DRAFT],
        target=Status.PUBLISHED,
        permission=Permission.WRITE_REPORT,
        conditions=[month_is_over, every_box_is_written],
        label="Publish",
    )
    def publish(self, *, by: Actor) -> None:
        """Freeze figures, narrative and pages. A later episode appears in the next report, as a stated revision."""
        table = report_table(self.icb, self.month)
        try:
            pages = printed_report(self, table)
        except DoesNotFit as too_long:
            raise Refused(str(too_long)) from too_long
        freeze(self.pk, table)
        PublishedPDF.keep(self, pages)
        self.published_on, self.published_by = today(), by.user

    def table(self) -> ReportTable:
        """The figures: as they were published, or as they are now."""
        return frozen_table(self) if self.is_published else report_table(self.icb, self.month)
