"""From when was a figure collected, and which figures come from before the portal?"""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Area, Organisation
from core.history import History
from core.today import now
from reporting.metrics import Metric


def first_of_month(*names: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}__day": 1}),
            name=f"%(app_label)s_%(class)s_{name}_is_a_month",
        )
        for name in names
    ]


class MetricStart(models.Model):
    """The first month for which an Integrated Care Board has this figure. Earlier months print X, never 0."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    metric = models.CharField(max_length=40, choices=Metric.choices)
    collected_from = models.DateField(help_text="The first day of the month.")
    history = History()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["icb", "metric"], name="one_start_a_metric"),
            *first_of_month("collected_from"),
        ]

    def __str__(self) -> str:
        return f"{self.get_metric_display()}: collected from {self.collected_from:%B %Y}"


class ImportedQuerySet(models.QuerySet):
    def current(self) -> "ImportedQuerySet":
        return self.filter(replaced_at__isnull=True)


class ImportedFigure(models.Model):
    """A figure as somebody published it before the portal counted: of an area, or of the whole ICB where `area` is
    empty. No value: it was not collected. A figure that a later import revises stays, marked as replaced."""

    class Kind(models.TextChoices):
        MONTH = "month", "Of the month"
        YEAR_TO_DATE = "year_to_date", "Year to date, as published"

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    metric = models.CharField(max_length=40, choices=Metric.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(help_text="The first day of the month.")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MONTH)
    value = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    imported_at = models.DateTimeField(default=now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ImportedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "metric", "area", "month", "kind"],
                condition=Q(replaced_at__isnull=True),
                nulls_distinct=False,
                name="one_current_figure_imported",
            ),
            models.CheckConstraint(
                condition=Q(kind="month") | Q(area__isnull=True), name="year_to_date_is_of_the_whole_icb"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="imported_figure_has_its_source"),
            *first_of_month("month"),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_imported", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="imported_value_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["replaced_at"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_metric_display()}, {self.area or 'ICB'}, {self.month:%B %Y}: {self.value}"
