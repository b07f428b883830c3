"""What does the API say about quality assurances?"""

from typing import Any

from rest_framework import serializers

from core.api import FullReading, Reading, RecordViews
from core.api_body import values_of
from ehcp.api import FILTERS, AnnualReviews, Plans
from ehcp.models.version import HEALTH_SECTIONS
from people.api import ChildBrief
from qa.forms import DeskForm
from qa.models import Episode


class EpisodeRow(Reading):
    child = ChildBrief()

    class Meta:
        model = Episode
        fields = ["id", "child", "kind", "status", "plan", "annual_review", "taken_on", "returned_on"]


class EpisodeReading(FullReading):
    """The wording stands on the plan, once it is agreed."""

    child = ChildBrief()
    taken_by = serializers.StringRelatedField()

    class Meta:
        model = Episode
        fields = [
            *EpisodeRow.Meta.fields,
            "taken_by",
            "waiting_since",
            "advice_arrived_on",
            "missing",
            "ended_on",
            "revision",
            "actions",
        ]


class Episodes(RecordViews):
    model, listed_as = Episode, "quality-assurances"
    row, full = EpisodeRow, EpisodeReading
    filters = FILTERS | {"kind": "kind"}
    made_in = {Episode.take: Plans, Episode.take_review: AnnualReviews}

    def filled_beforehand(self, **around: Any) -> dict[str, Any]:
        """The desk shows the section as it is saved so far."""
        if self.verb.form is not DeskForm:
            return {}
        section = [*values_of(self.request.data).get("section", []), ""][0]
        return DeskForm.filled_from(around["record"], section if section in HEALTH_SECTIONS else HEALTH_SECTIONS[0])
