"""Which multi-agency panels does a local authority have, and how does each work from which day?"""

from datetime import date, time
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, Relation
from accounts.models.organisation import InForceQuerySet, ends_after_it_starts
from accounts.roles import Permission
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, Record, creates, next_id, transition
from ehcp.panels.rhythm import LAST_OF_THE_MONTH, Proposed, proposed_days


def authorities_reached(user: Any, *permissions: Permission) -> Q:
    """By one's own local authority, or as one of the board that works with it today."""
    mine = [organisation.pk for permission in permissions for organisation in user.organisations_with(permission)]
    served = Relation.objects.in_force(today()).filter(icb__in=mine).values("organisation")
    return Q(local_authority__in=mine) | Q(local_authority__in=served)


class PanelQuerySet(InForceQuerySet):
    def visible_to(self, user: Any) -> "PanelQuerySet":
        return self.filter(authorities_reached(user, Permission.SEE_PANELS, Permission.RUN_PANELS))

    def for_list(self) -> "PanelQuerySet":
        return self.select_related("local_authority").prefetch_related("terms")


class Panel(Record):
    """A panel of several agencies that tells a local authority whether to assess, or to issue a plan."""

    local_authority = models.ForeignKey(Organisation, models.PROTECT, related_name="panels")
    name = models.CharField(max_length=80)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ["local_authority__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["local_authority", "name"],
                name="one_panel_a_name",
                violation_error_message="There is, or was, a panel of this name here. Choose another name.",
            ),
            ends_after_it_starts("in_force_from", "in_force_until", "panel_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ehcp:panel", args=[self.pk])

    @cached_property
    def boards(self) -> frozenset[int]:
        """The boards that work with the local authority today."""
        standing = Relation.objects.in_force(today()).filter(organisation=self.local_authority_id)
        return frozenset(standing.values_list("icb", flat=True))

    def belongs_to(self) -> frozenset[int]:
        return self.boards | {self.local_authority_id}

    def known_terms(self) -> list["PanelTerms"]:
        """In order; there is always one, from the first day on."""
        return sorted(self.terms.all(), key=lambda terms: terms.in_force_from)

    def terms_on(self, day: date) -> "PanelTerms":
        """The latest that are in force on this day; before the first day of all, the first."""
        known = self.known_terms()
        begun = [terms for terms in known if terms.in_force_from <= day]
        return begun[-1] if begun else known[0]

    def proposed(self, first: date, last: date) -> list[Proposed]:
        """The days of its rhythm, each by the terms that are in force then."""
        known = self.known_terms()
        ends = [*(terms.in_force_from for terms in known[1:]), date.max]
        until = min(last, self.in_force_until or last)
        found = [d for terms, end in zip(known, ends, strict=True) for d in before(terms, first, until, end)]
        return sorted(found, key=lambda day: day.on)

    @creates(permission=Permission.RUN_PANELS, label="Set up a panel")
    def set_up(
        cls, *, by: Actor, local_authority: Organisation, name: str, in_force_from: date, **terms: Any
    ) -> "Panel":
        """By the local authority's manager, or the board's DCO or administrator."""
        panel = cls(pk=next_id(cls), local_authority=local_authority, name=name, in_force_from=in_force_from)
        if local_authority.kind != Organisation.Kind.LOCAL_AUTHORITY or not by.may(Permission.RUN_PANELS, panel):
            raise ValidationError({"local_authority": "Choose a local authority that you look after."})
        keep(panel)
        panel.add_terms(in_force_from=in_force_from, **terms)
        return panel

    @transition(permission=Permission.RUN_PANELS, label="Change how it works")
    def change_terms(self, *, by: Actor, in_force_from: date, **terms: Any) -> None:
        """From a day on. What was planned keeps its day: meetings are moved or cancelled one by one."""
        latest = max(self.terms.values_list("in_force_from", flat=True))
        if in_force_from <= latest:
            words = f"Choose a day after {latest:%-d %B %Y}, from which it works as it does now."
            raise ValidationError({"in_force_from": words})
        self.add_terms(in_force_from=in_force_from, **terms)

    @transition(permission=Permission.RUN_PANELS, label="Close this panel")
    def close(self, *, by: Actor, in_force_until: date) -> None:
        """What it decided stays."""
        later = self.meetings.planned().filter(meets_on__gt=in_force_until).count()
        if later:
            words = f"It has {later} planned meeting{'' if later == 1 else 's'} after that day. Cancel them first."
            raise ValidationError({"in_force_until": words})
        self.in_force_until = in_force_until

    @transition(permission=Permission.RUN_PANELS, label="Plan the meetings")
    def plan_meetings(self, *, by: Actor, until: date) -> None:
        """Those of its rhythm from today, but for bank holidays and for days that are planned already. A day that was
        cancelled stays so."""
        known = set(self.meetings.values_list("meets_on", flat=True))
        known |= set(self.meetings.filter(moved_from__isnull=False).values_list("moved_from", flat=True))
        days = [day.on for day in self.proposed(today(), until) if not day.skipped and day.on not in known]
        if not days:
            raise ValidationError({"until": "Every meeting to that day is planned already."})
        for day in days:
            keep(self.meetings.model.of(self, day))

    def add_terms(self, **facts: Any) -> None:
        keep(PanelTerms(panel=self, **facts))


def before(terms: "PanelTerms", first: date, last: date, end: date) -> list[Proposed]:
    return [day for day in proposed_days(terms, first, last) if day.on < end]


class PanelTerms(models.Model):
    """How a panel works from a day on, until other terms are in force."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "Every week"
        FORTNIGHTLY = "fortnightly", "Every second week"
        MONTHLY = "monthly", "Every month"
        BY_DATE = "by_date", "By date: each meeting is planned by itself"

    class Decides(models.TextChoices):
        BOTH = "both", "Two stages: whether to assess, and whether to issue a plan"
        ASSESS = "assess", "One stage: whether to assess"
        ISSUE = "issue", "One stage: whether to issue a plan"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    class WeekOfMonth(models.IntegerChoices):
        FIRST = 1, "first"
        SECOND = 2, "second"
        THIRD = 3, "third"
        FOURTH = 4, "fourth"
        LAST = LAST_OF_THE_MONTH, "last"

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="terms")
    in_force_from = models.DateField()
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    week_of_month = models.PositiveSmallIntegerField(choices=WeekOfMonth.choices, null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    decides = models.CharField(max_length=8, choices=Decides.choices)
    papers_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days before the meeting; empty where papers are not sent round."
    )
    health_sits = models.BooleanField(help_text="False for an internal panel, without a health member.")
    sits_for_health = models.CharField(max_length=120, blank=True, help_text="Who normally sits for health.")
    history = History()

    class Meta:
        ordering = ["in_force_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "in_force_from"], name="one_terms_a_day"),
            models.CheckConstraint(
                condition=Q(rhythm="by_date", weekday=None) | (~Q(rhythm="by_date") & Q(weekday__range=(0, 4))),
                name="panel_with_a_rhythm_has_its_weekday",
            ),
            models.CheckConstraint(
                condition=Q(rhythm="monthly", week_of_month__range=(1, 5))
                | (~Q(rhythm="monthly") & Q(week_of_month=None)),
                name="monthly_panel_has_its_week",
            ),
            models.CheckConstraint(
                condition=Q(papers_days=None) | Q(papers_days__range=(1, 30)), name="papers_days_are_sensible"
            ),
            models.CheckConstraint(
                condition=Q(health_sits=True) | Q(sits_for_health=""), name="internal_panel_has_no_health_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel}, from {self.in_force_from:%-d %B %Y}"

    @property
    def when(self) -> str:
        """Its rhythm in words."""
        day = self.get_weekday_display()
        at = f", {self.starts_at:%H:%M}" if isinstance(self.starts_at, time) else ""
        if self.rhythm == self.Rhythm.MONTHLY:
            return f"The {self.get_week_of_month_display()} {day} of every month{at}"
        if self.rhythm == self.Rhythm.BY_DATE:
            return f"By date{at}"
        return f"{self.get_rhythm_display()} on {day}{at}"

    @property
    def papers_in_words(self) -> str:
        if self.papers_days is None:
            return "Not sent round before the meeting"
        return f"{self.papers_days} working day{'' if self.papers_days == 1 else 's'} before the meeting"

    @property
    def health_in_words(self) -> str:
        if not self.health_sits:
            return "Internal: no health member"
        return self.sits_for_health or "A health member sits, nobody named"
