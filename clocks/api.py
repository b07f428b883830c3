"""What does the API say about time limits?"""

from django.db import models
from rest_framework import serializers

from accounts.api import OrganisationReading, TeamReading
from clocks import forms  # noqa: F401 the forms give the verbs their addresses
from clocks.models import Clock, ClockException, Pause
from core.api import FullReading, Reading, RecordViews
from people.api import ChildBrief

DAYS = ["id", "rule", "action", "started_on", "due_on", "citation", "met_on", "lapsed_on", "lapsed_why"]


class ClockBrief(Reading):
    """A time limit on its own record."""

    class Meta:
        model = Clock
        fields = DAYS


class ClockReading(Reading):
    child = ChildBrief()
    owing = OrganisationReading()
    team = TeamReading()

    class Meta:
        model = Clock
        fields = [*DAYS, "child", "owing", "team"]


class Clocks(RecordViews):
    """Time limits, those due soonest first. They follow from what is done to the records; their verbs say who in the
    team does it. What the law excuses is proposed in one, and a local target is paused in one."""

    model, listed_as = Clock, "clocks"
    row = full = ClockReading
    filters = {
        "local_authority": "local_authority__code",
        "owing": "owing__code",
        "rule": "rule",
        "child": "child__reference",
    }

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("child__local_authority")


class ExceptionRow(Reading):
    child = ChildBrief()
    clock = ClockBrief()
    organisation = OrganisationReading()
    proposed_by = serializers.StringRelatedField()
    accepted_by = serializers.StringRelatedField()

    class Meta:
        model = ClockException
        fields = [
            "id",
            "child",
            "clock",
            "organisation",
            "kind",
            "citation",
            "first_day",
            "last_day",
            "status",
            "proposed_on",
            "proposed_by",
            "accepted_on",
            "accepted_by",
        ]


class ExceptionReading(FullReading, ExceptionRow):
    class Meta:
        model = ClockException
        fields = [
            *ExceptionRow.Meta.fields,
            "advice_asked_on",
            "appointment_by",
            "appointment",
            "ground",
            "reason",
            "evidence",
            "declined_on",
            "reason_declined",
            "withdrawn_on",
            "revoked_on",
            "revoked_why",
            "reason_revoked",
            "revision",
            "actions",
        ]


class Exceptions(RecordViews):
    """What the law excuses. None of them moves a day."""

    model, listed_as = ClockException, "exceptions"
    row, full = ExceptionRow, ExceptionReading
    filters = {
        "status": "status",
        "local_authority": "child__local_authority__code",
        "child": "child__reference",
    }
    made_in = {ClockException.propose: Clocks}


class PauseRow(Reading):
    child = ChildBrief()

    class Meta:
        model = Pause
        fields = ["id", "child", "clock", "starts_on", "until_on", "why", "reason", "removed_on", "removed_why"]


class PauseReading(FullReading):
    child = ChildBrief()

    class Meta:
        model = Pause
        fields = [*PauseRow.Meta.fields, "revision", "actions"]


class Pauses(RecordViews):
    """Spans in which a time limit did not run."""

    model, listed_as = Pause, "pauses"
    row, full = PauseRow, PauseReading
    filters = {"clock": "clock", "child": "child__reference"}
    made_in = {Pause.pause: Clocks}
