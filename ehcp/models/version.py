"""What does each version of a plan say, and which wording of it did the ICB approve?"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.history import History
from ehcp.models.section_set import Section, SectionSet, SetSection
from people.models import Child, Document


class PlanVersion(models.Model):
    """The whole text of a plan as it stood when it was submitted or issued."""

    class Purpose(models.TextChoices):
        DRAFT = "draft", "Draft"
        ISSUED = "issued", "As issued"

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    plan = models.ForeignKey("ehcp.Plan", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    section_set = models.ForeignKey(SectionSet, models.PROTECT, related_name="+")
    made_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_versions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.number}"

    @classmethod
    def titles_for(cls, child: Child) -> dict[str, str]:
        """What the sections of this child’s plans are called, the newest set last."""
        sets = cls.objects.filter(child=child).values("section_set")
        rows = SetSection.objects.filter(section_set__in=sets).order_by("section_set__in_force_from", "order")
        return dict(rows.values_list("letter", "title"))

    def text_of(self, section: str) -> str:
        """The text of one section; empty when the version has none."""
        return next((row.text for row in self.sections.all() if row.section == section), "")

    def text_for(self, section: Section) -> str:
        """The text of whichever section stands for this one."""
        return self.text_of(self.section_set.letters.get(section, ""))

    def papers_for(self, user: Any) -> list[Any]:
        """The documents that went with it, as far as this person may open them."""
        open_to = Document.objects.visible_to(user).filter(child=self.child_id)
        return list(self.papers.filter(document__in=open_to).select_related("document", "request__asked_of"))


class PlanSection(models.Model):
    """One section of one version."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="sections")
    section = models.CharField(max_length=4)
    text = models.TextField(blank=True, max_length=100_000)

    class Meta:
        ordering = ["section"]
        constraints = [models.UniqueConstraint(fields=["version", "section"], name="one_text_a_section")]

    def __str__(self) -> str:
        return f"Section {self.section}"


class AgreedWordingQuerySet(models.QuerySet):
    def in_force(self) -> "AgreedWordingQuerySet":
        return self.filter(superseded_on__isnull=True)


class AgreedWording(models.Model):
    """The ICB approved wording of one section of one plan. Nobody changes it; a later one supersedes it."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    plan = models.ForeignKey("ehcp.Plan", models.PROTECT, related_name="agreed_wording")
    section = models.CharField(max_length=4)
    text = models.TextField(max_length=100_000)
    agreed_on = models.DateField()
    superseded_on = models.DateField(null=True, blank=True)
    history = History()

    objects = AgreedWordingQuerySet.as_manager()

    class Meta:
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "section"],
                condition=Q(superseded_on__isnull=True),
                name="one_wording_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"Agreed wording of Section {self.section}"
