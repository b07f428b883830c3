"""Which steps does a referral take, in the order in which they usually come?"""

from typing import Any

from django.db import models


class Stage(models.TextChoices):
    """Steps that are logged with their day. Any order; not every child needs all of them. The referral
    holds each as `<stage>_on`."""

    FAMILY_CONTACTED = "family_contacted", "Contact the family"
    APPOINTMENT_BOOKED = "appointment_booked", "Book the appointment"
    APPLICATION_REVIEWED = "application_reviewed", "Review the application and the family’s views"
    PROFESSIONALS_ASKED = "professionals_asked", "Ask professionals who knew the child"
    RECORDS_REVIEWED = "records_reviewed", "Review the electronic records"
    ASSESSED = "assessed", "Assess with the child and family"
    SENCO_ASKED = "senco_asked", "Ask the school’s special educational needs coordinator (SENCO)"

    @property
    def done(self) -> str:
        """As it is told afterwards."""
        return DONE[self]


DONE = {
    Stage.FAMILY_CONTACTED: "Family contacted",
    Stage.APPOINTMENT_BOOKED: "Appointment booked",
    Stage.APPLICATION_REVIEWED: "Application and the family’s views reviewed",
    Stage.PROFESSIONALS_ASKED: "Professionals who knew the child asked",
    Stage.RECORDS_REVIEWED: "Electronic records reviewed",
    Stage.ASSESSED: "Assessed with the child and family",
    Stage.SENCO_ASKED: "School’s special educational needs coordinator (SENCO) asked",
}
BY_THEIR_OWN_VERB = {Stage.FAMILY_CONTACTED: "contact_family", Stage.APPOINTMENT_BOOKED: "book_appointment"}
LOGGED = [stage for stage in Stage if stage not in BY_THEIR_OWN_VERB]


def newly_done(line: Any, before: Any) -> Stage | None:
    """Which step this line of a referral’s history logged."""
    names = ((stage, f"{stage.value}_on") for stage in LOGGED)
    return next((s for s, name in names if getattr(line, name) != getattr(before, name, None)), None)
