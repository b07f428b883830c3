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
    """Time limits, those due soonest first. They follow from what is done to the records, and have no verbs here;
    what the law excuses is proposed in one, and a local target is paused in one."""

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

    """Time limits, those due soonest first. They follow from what is done to the records, and have no verbs here;
    what the law excuses is proposed in one, and a local target is paused in one."""
