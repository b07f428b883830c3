"""Which sections does a plan have, by the template in force on a day?

The sections A to K of today (SEND Regs 2014 reg 12(1)) are the first set, a row like any later one. A national
template that replaces them is a new set with the day it comes into force: drafts from that day are read, filled in
and agreed by it, and each version of a plan keeps the set that it was made with. Each of its sections says which one
of the Regulations it stands for, so that the same is asked of it whatever its letter and its place.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.functional import cached_property

from accounts.roles import Permission
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, Record, creates


class Section(models.TextChoices):
    """The sections of a plan by SEND Regs 2014 reg 12(1), by which the law, the cases and the audits know them."""

    A = "A", "Views, interests and aspirations"
    B = "B", "Special educational needs"
    C = "C", "Health needs"
    D = "D", "Social care needs"
    E = "E", "Outcomes"
    F = "F", "Special educational provision"
    G = "G", "Health provision"
    H1 = "H1", "Social care provision under the Chronically Sick and Disabled Persons Act 1970"
    H2 = "H2", "Other social care provision"
    I = "I", "Placement"  # noqa: E741 the section's own letter
    J = "J", "Personal budget"
    K = "K", "Advice and information"


HEALTH = (Section.E, Section.C, Section.G)  # what the ICB approves


class SectionSetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SectionSetQuerySet":
        """Nothing of a child is in it."""
        return self.all()

    def on(self, day: date) -> "SectionSet":
        """The set in force on this day."""
        in_force = Q(in_force_from__lte=day) & (Q(in_force_until=None) | Q(in_force_until__gte=day))
        return self.prefetch_related("sections").get(in_force)


class SectionSet(Record):
    """A plan template: its sections, from when to when."""

    name = models.CharField(max_length=120, unique=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="The last day, if it is known.")
    history = History()

    objects = SectionSetQuerySet.as_manager()

    class Meta:
        ordering = ["in_force_from"]
        verbose_name = "set of sections"
        verbose_name_plural = "sets of sections"
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
                name="section_set_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_section_set_a_day",
                expressions=[
                    (
                        Func(
                            F("in_force_from"),
                            F("in_force_until"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def in_order(self) -> list["SetSection"]:
        """As they stand in the plan."""
        return list(self.sections.all())

    @property
    def of_health(self) -> list["SetSection"]:
        """Those that health agrees, in the order of the feedback form."""
        return sorted((s for s in self.in_order if s.is_of_health), key=lambda s: s.health_place or 0)

    @property
    def others(self) -> list["SetSection"]:
        return [section for section in self.in_order if not section.is_of_health]

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each section here, by the one of the Regulations that it stands for."""
        return {section.stands_for: section.letter for section in self.in_order if section.stands_for}

    def by_law(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts of a plan, by the sections of the Regulations that theirs stand for."""
        return {section: texts[letter] for section, letter in self.letters.items() if letter in texts}

    def in_its_order(self, texts: Mapping[str, str]) -> list[tuple[str, str]]:
        """The texts of a plan, each in a section that this set has."""
        letters = [section.letter for section in self.in_order]
        if unknown := set(texts) - set(letters):
            raise ValidationError(f"{self} has no Section {', '.join(sorted(unknown))}.")
        return [(letter, texts[letter]) for letter in letters if letter in texts]

    @creates(permission=Permission.SEE_OPERATIONS, label="Add a set of sections", internal=True)
    def add(cls, *, by: Actor, name: str, in_force_from: date, sections: Iterable[Mapping[str, Any]]) -> "SectionSet":
        """The set before it ends on the day before. Called from the command line."""
        before = cls.objects.filter(in_force_until=None).order_by("in_force_from").last()
        if in_force_from <= today() or (before and in_force_from <= before.in_force_from):
            raise ValidationError({"in_force_from": "A new set comes into force on a later day than today’s."})
        if before:
            before.in_force_until = in_force_from - timedelta(days=1)
            keep(before)
        new = cls(name=name, in_force_from=in_force_from)
        keep(new)
        for order, facts in enumerate(sections, start=1):
            keep(SetSection(section_set=new, order=order, **facts))
        if missing := {Section.C, Section.G} - set(new.letters):
            raise ValidationError(f"Say which section stands for {' and which for '.join(sorted(missing))}.")
        return new


class SetSection(models.Model):
    """One section of a set."""

    section_set = models.ForeignKey(SectionSet, models.PROTECT, related_name="sections")
    letter = models.CharField(max_length=4, validators=[RegexValidator(r"^[A-Z][0-9]{0,3}$")])
    title = models.CharField(max_length=120)
    other_titles = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, help_text="What a heading may also call it."
    )
    order = models.PositiveSmallIntegerField()
    stands_for = models.CharField(
        max_length=2, choices=Section.choices, blank=True, help_text="A section of the Regulations of 2014."
    )
    health_place = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place on the feedback form; empty if health does not agree it."
    )
    history = History()

    class Meta:
        ordering = ["order"]
        verbose_name = "section of a set"
        verbose_name_plural = "sections of sets"
        constraints = [
            models.UniqueConstraint(
                fields=["section_set", "letter"],
                name="one_section_a_letter",
                violation_error_message="Two sections have the same letter.",
            ),
            models.UniqueConstraint(fields=["section_set", "order"], name="one_section_a_place"),
            models.UniqueConstraint(
                fields=["section_set", "stands_for"],
                condition=~Q(stands_for=""),
                name="one_section_stands_for_each",
                violation_error_message="Two sections stand for the same one.",
            ),
            models.CheckConstraint(
                condition=Q(health_place=None, stands_for__in=["", *(s for s in Section if s not in HEALTH)])
                | Q(health_place__isnull=False, stands_for__in=[*HEALTH]),
                name="health_agrees_what_stands_for_its_sections",
                violation_error_message="Health agrees the sections that stand for E, C and G, and no others.",
            ),
        ]

    def __str__(self) -> str:
        return f"Section {self.letter}"

    @property
    def is_of_health(self) -> bool:
        """Whether health agrees it."""
        return self.health_place is not None
