"""What does a referral hold besides its way, the steps taken and the advice, and what is always true of it?"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.constraints import paired
from has_team.advice_document import SECTIONS


class Steps(models.Model):
    """The steps of has_team/stages.py, each with the day on which it was done."""

    class Mode(models.TextChoices):
        TELEPHONE = "telephone", "Telephone"
        VIDEO = "video", "Video"
        FACE_TO_FACE = "face_to_face", "Face to face"

    family_contacted_on = models.DateField(null=True, blank=True)
    appointment_booked_on = models.DateField(null=True, blank=True)
    appointment_on = models.DateField(null=True, blank=True)
    appointment_at = models.TimeField(null=True, blank=True)
    appointment_mode = models.CharField(max_length=12, choices=Mode.choices, blank=True)
    application_reviewed_on = models.DateField(null=True, blank=True)
    professionals_asked_on = models.DateField(null=True, blank=True)
    records_reviewed_on = models.DateField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    senco_asked_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def appointment_in_words(self) -> str:
        """Telephone, 13 July 2026 at 14:30"""
        at = f" at {self.appointment_at:%-H:%M}" if self.appointment_at else ""
        day = f"{self.appointment_on:%-d %B %Y}" if self.appointment_on else ""
        return f"{self.get_appointment_mode_display()}, {day}{at}"


class AdviceText(models.Model):
    """The sections of the template. Provision is two: the type of support, and who provides it."""

    history: Any

    health_needs = models.TextField(blank=True, max_length=20_000)
    impact_on_education = models.TextField(blank=True, max_length=20_000)
    support = models.TextField(blank=True, max_length=20_000)
    provided_by = models.TextField(blank=True, max_length=4000)
    outcomes = models.TextField(blank=True, max_length=20_000)
    views = models.TextField(blank=True, max_length=20_000)

    class Meta:
        abstract = True

    def missing_sections(self) -> list[str]:
        """Provision names the type of support and who provides it, or there is none of either."""
        needed = ["health_needs", "impact_on_education", "views"]
        needed += ["support", "provided_by"] if self.support.strip() or self.provided_by.strip() else []
        return [SECTIONS[name].lower() for name in needed if not getattr(self, name).strip()]

    def was_written_by(self, user: User) -> bool:
        return self.history.filter(verb="save_advice", history_user=user).exists()


ALWAYS_TRUE = [
    models.CheckConstraint(
        condition=Q(accepted_on__isnull=True, criterion="") | (Q(accepted_on__isnull=False) & ~Q(criterion="")),
        name="accepted_under_a_criterion",
    ),
    models.CheckConstraint(
        condition=Q(accepted_on__isnull=True) | Q(responsibility_checked_on__isnull=False),
        name="accepted_after_responsibility_was_checked",
    ),
    models.CheckConstraint(
        condition=Q(declined_on__isnull=True, declined_because="")
        | (Q(declined_on__isnull=False) & ~Q(declined_because="")),
        name="declined_says_why",
    ),
    models.CheckConstraint(
        condition=Q(accepted_on__isnull=False) | Q(declined_on__isnull=False),
        name="accepted_or_declined",
    ),
    models.CheckConstraint(
        condition=Q(appointment_on__isnull=True, appointment_mode="", appointment_booked_on__isnull=True)
        | (Q(appointment_on__isnull=False, appointment_booked_on__isnull=False) & ~Q(appointment_mode="")),
        name="appointment_has_its_day_and_mode",
    ),
    models.CheckConstraint(
        condition=~Q(status__in=["sent", "closed"]) | Q(sent_on__isnull=False, approved_on__isnull=False),
        name="advice_is_approved_before_it_is_sent",
    ),
    paired("submitted_on_and_by", "submitted_on", "submitted_by"),
    paired("approved_on_and_by", "approved_on", "approved_by"),
]
