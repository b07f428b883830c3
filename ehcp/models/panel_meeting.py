"""When does a panel meet, who sat there, and was health among them?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.calendar import bank_holiday_name
from core.constraints import paired
from core.days import not_in_the_future
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, Record, creates, transition
from ehcp.models.panel import Panel, PanelTerms, authorities_reached
from ehcp.panels.rhythm import papers_day


def has_been(meeting: Any, by: Actor) -> str | None:
    if meeting.meets_on > today():
        return f"The panel meets on {meeting.meets_on:%-d %B %Y}. This is recorded on the day or after it."
    return None


def sends_no_papers(meeting: Any, by: Actor) -> str | None:
    if meeting.papers_on is None:
        return "Papers of this panel are not sent round before it meets."
    return f"Recorded already: {meeting.papers_sent_on:%-d %B %Y}." if meeting.papers_sent_on else None


def not_in_force(panel: Panel, by: Actor) -> str | None:
    until = panel.in_force_until
    return f"This panel was closed on {until:%-d %B %Y}." if until and until < today() else None


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MeetingQuerySet":
        panels = Panel.objects.filter(authorities_reached(user, Permission.SEE_PANELS))
        return self.filter(panel__in=panels)

    def planned(self) -> "MeetingQuerySet":
        return self.filter(status=PanelMeeting.Status.PLANNED)

    def held(self) -> "MeetingQuerySet":
        """The day is over, or who sat is recorded."""
        return self.exclude(status=PanelMeeting.Status.CANCELLED).filter(Q(meets_on__lt=today()) | Q(status="held"))

    def coming(self, on: date) -> "MeetingQuerySet":
        return self.exclude(status=PanelMeeting.Status.CANCELLED).filter(meets_on__gte=on)

    def with_health(self) -> "MeetingQuerySet":
        """Whether somebody of health was there: known once who sat is recorded, and not before."""
        there = PanelSeat.objects.filter(meeting=OuterRef("pk"), sector="health", attendance="present")
        return self.annotate(health_sat=Exists(there))

    def for_list(self) -> "MeetingQuerySet":
        cases = Count("cases", filter=~Q(cases__status="taken_off"))
        rows = self.with_health().annotate(case_count=cases).select_related("panel__local_authority")
        return rows.order_by("meets_on", "pk")


class PanelMeeting(Record):
    """One meeting of a panel, as it was planned by the terms of its day."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="meetings")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED, editable=False)
    meets_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    decides = models.CharField(max_length=8, choices=PanelTerms.Decides.choices)
    health_sits = models.BooleanField()
    papers_on = models.DateField(null=True, blank=True, help_text="The day by which papers go round.")
    papers_sent_on = models.DateField(null=True, blank=True)
    papers_sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    moved_from = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=1000, help_text="Why it was moved or cancelled.")
    attendance_on = models.DateField(null=True, blank=True, help_text="The day on which it was recorded who sat.")
    attendance_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = History()

    within_path = ("panel",)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meets_on", "pk"]
        verbose_name = "panel meeting"
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "meets_on"],
                condition=~Q(status="cancelled"),
                name="one_meeting_a_day",
                violation_error_message="This panel meets on that day already.",
            ),
            paired("panel_papers_sent_by_somebody", "papers_sent_on", "papers_sent_by"),
            paired("panel_attendance_recorded_by_somebody", "attendance_on", "attendance_by"),
            paired("panel_cancelled_by_somebody", "cancelled_on", "cancelled_by"),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_on__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_on=None)),
                name="cancelled_meeting_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status="held", attendance_on__isnull=False) | (~Q(status="held") & Q(attendance_on=None)),
                name="held_meeting_says_who_sat",
            ),
            models.CheckConstraint(
                condition=Q(moved_from=None, cancelled_on=None) | ~Q(reason=""), name="moved_or_cancelled_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel}, {self.meets_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:panelmeeting", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.panel.belongs_to()

    @property
    def health(self) -> str:
        """Whether health was there, in words. `for_list` or `with_health` has asked."""
        if self.attendance_on is None:
            return "Not recorded"
        return "Present" if self.health_sat else "Not present"

    def takes(self, stage: str) -> bool:
        return self.decides in (PanelTerms.Decides.BOTH, stage)

    @classmethod
    def of(cls, panel: Panel, day: date) -> "PanelMeeting":
        """By the terms of that day, from which nothing follows afterwards."""
        terms = panel.terms_on(day)
        return cls(
            panel=panel,
            meets_on=day,
            starts_at=terms.starts_at,
            decides=terms.decides,
            health_sits=terms.health_sits,
            papers_on=papers_day(terms, day),
        )

    @creates(permission=Permission.RUN_PANELS, within="panel", conditions=[not_in_force], label="Plan a meeting")
    def plan(cls, *, by: Actor, panel: Panel, meets_on: date) -> "PanelMeeting":
        """One that its rhythm does not give."""
        refuse_a_holiday(meets_on)
        return cls.of(panel, meets_on)

    @transition(source=[Status.PLANNED], permission=Permission.RUN_PANELS, label="Move this meeting")
    def move(self, *, by: Actor, meets_on: date, reason: str) -> None:
        """The agenda goes along; the day for papers follows."""
        refuse_a_holiday(meets_on)
        if meets_on == self.meets_on:
            raise ValidationError({"meets_on": "The meeting is on that day. Choose another."})
        self.moved_from, self.meets_on, self.reason = self.meets_on, meets_on, reason
        self.papers_on = papers_day(self.panel.terms_on(meets_on), meets_on)

    @transition(
        source=[Status.PLANNED],
        target=Status.CANCELLED,
        permission=Permission.RUN_PANELS,
        label="Cancel this meeting",
    )
    def cancel(self, *, by: Actor, reason: str, instead: "PanelMeeting | None" = None) -> None:
        """The cases on its agenda go to another meeting: none is lost."""
        waiting = list(self.cases.undecided())
        if waiting and instead is None:
            words = (
                f"{len(waiting)} case{' is' if len(waiting) == 1 else 's are'} on the agenda. Choose where they go."
            )
            raise ValidationError({"instead": words})
        for case in waiting:
            case.go_along(by=by, to=instead, reason=f"The meeting was cancelled: {reason}")
        self.cancelled_on, self.cancelled_by, self.reason = today(), by.user, reason

    @transition(
        source=[Status.PLANNED, Status.HELD],
        permission=Permission.RECORD_PANEL,
        conditions=[sends_no_papers],
        label="Record that the papers went round",
    )
    def record_papers(self, *, by: Actor, on: date) -> None:
        not_in_the_future(on=on)
        self.papers_sent_on, self.papers_sent_by = on, by.user

    @transition(
        source=[Status.PLANNED, Status.HELD],
        target=Status.HELD,
        permission=Permission.RECORD_PANEL,
        conditions=[has_been],
        label="Record who sat",
    )
    def record_attendance(self, *, by: Actor, seats: Iterable[Mapping[str, Any]]) -> None:
        """Every seat with its answer; recorded again, it is corrected."""
        said = [seat for seat in seats if seat["role"].strip()]
        if not any(seat["attendance"] == PanelSeat.Attendance.PRESENT for seat in said):
            raise ValidationError("Say who was present: at least one seat.")
        known = {seat.position: seat for seat in self.seats.all()}
        for number, facts in enumerate(said):
            seat = known.pop(number, None) or PanelSeat(meeting=self, position=number)
            for name, value in facts.items():
                setattr(seat, name, value)
            keep(seat)
        for left_out in known.values():
            left_out.attendance = PanelSeat.Attendance.MISTAKEN
            keep(left_out)
        self.attendance_on, self.attendance_by = today(), by.user


def refuse_a_holiday(day: date) -> None:
    name = bank_holiday_name(day)
    if name:
        raise ValidationError({"meets_on": f"{day:%-d %B %Y} is a bank holiday ({name}). Choose another day."})


class SeatQuerySet(models.QuerySet):
    def standing(self) -> "SeatQuerySet":
        """All but those that were entered by mistake."""
        return self.exclude(attendance=PanelSeat.Attendance.MISTAKEN)


class PanelSeat(models.Model):
    """One seat at a meeting: whose it is, and whether anybody sat on it."""

    class Sector(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority (SEND)"
        HEALTH = "health", "Health"
        SOCIAL_CARE = "social_care", "Social care"
        EDUCATION = "education", "School or setting"
        FAMILIES = "families", "Parents and carers"
        OTHER = "other", "Other"

    class Attendance(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        NOT_REPRESENTED = "not_represented", "Not represented"
        MISTAKEN = "mistaken", "Entered by mistake"

    meeting = models.ForeignKey(PanelMeeting, models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=80)
    organisation = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=16, choices=Sector.choices)
    attendance = models.CharField(max_length=16, choices=Attendance.choices)
    history = History()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="one_seat_a_position")]

    def __str__(self) -> str:
        return self.role
