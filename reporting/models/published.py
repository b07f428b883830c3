"""What was published, exactly: the figures and the pages, which nothing changes afterwards."""

import hashlib
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Area
from reporting.metrics import Metric


class Source(models.TextChoices):
    COMPUTED = "computed", "Counted from the cases"
    IMPORTED = "imported", "Imported"
    REVISED = "revised", "Revised since it was published"


class State(models.TextChoices):
    NUMBER = "number", "A number"
    NOT_COLLECTED = "not_collected", "Not collected: X"
    BLANK = "blank", "Blank: a later month, or not broken down"


def append_only() -> list[pgtrigger.Trigger]:
    return [pgtrigger.Protect(name="published_stays", operation=pgtrigger.Update | pgtrigger.Delete)]


class PublishedRow(models.Model):
    """One row of a published table, with what was said about it."""

    report = models.ForeignKey("reporting.HighlightReport", models.PROTECT, related_name="rows")
    metric = models.CharField(max_length=40, choices=Metric.choices)
    label = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=10, choices=Source.choices)
    notes = models.TextField(blank=True, help_text="One a line.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "metric"], name="one_published_row_a_metric")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.label


class PublishedFigure(models.Model):
    """One cell of a published table."""

    class Kind(models.TextChoices):
        AREA = "area", "An area, in the report's month"
        MONTH = "month", "The whole ICB, in a month"
        YEAR_TO_DATE = "year_to_date", "Year to date"

    row = models.ForeignKey(PublishedRow, models.PROTECT, related_name="figures")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    area_name = models.CharField(max_length=60, blank=True)
    month = models.DateField()
    state = models.CharField(max_length=13, choices=State.choices)
    value = models.PositiveIntegerField(null=True, blank=True)
    imported_from = models.CharField(max_length=300, blank=True, help_text="The source, where it was imported.")
    was = models.CharField(max_length=12, blank=True, help_text="What an earlier report printed, where it differs.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "kind", "area", "month"], nulls_distinct=False, name="one_published_figure_a_cell"
            ),
            models.CheckConstraint(
                condition=Q(state="number", value__isnull=False) | (~Q(state="number") & Q(value__isnull=True)),
                name="published_number_has_its_value",
            ),
            models.CheckConstraint(
                condition=Q(kind="area", area__isnull=False) | (~Q(kind="area") & Q(area__isnull=True)),
                name="published_figure_of_an_area_names_it",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.area_name or self.get_kind_display()}: {self.value}"


class PublishedPDF(models.Model):
    """The two pages as they were published. They are in the database, so that they are frozen together with the
    figures, in one transaction, behind the same wall."""

    report = models.OneToOneField("reporting.HighlightReport", models.PROTECT, primary_key=True, related_name="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="published_pdf_has_its_checksum"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"PDF of {self.report}"

    @classmethod
    def keep(cls, report: Any, content: bytes) -> "PublishedPDF":
        return cls.objects.create(report=report, content=content, sha256=hashlib.sha256(content).hexdigest())

    @property
    def is_whole(self) -> bool:
        return hashlib.sha256(self.content).hexdigest() == self.sha256
