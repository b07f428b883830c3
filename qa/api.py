"""What does the API say about quality assurances?"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.roles import Permission
from core.api import FullReading, Reading, RecordViews
from core.api_body import values_of
from ehcp.api import FILTERS, AnnualReviews, Plans
from people.api import ChildBrief
from qa import accounting_forms  # noqa: F401 the forms give the verbs their addresses
from qa.accounting import accounting_of
from qa.desk_page import letters_of
from qa.forms import DeskForm
from qa.models import AccountedLine, Episode


class EpisodeRow(Reading):
    child = ChildBrief()

    class Meta:
        model = Episode
        fields = ["id", "child", "kind", "status", "plan", "annual_review", "taken_on", "returned_on"]


class AdviceLineReading(serializers.Serializer):
    """One line of the advice: what became of it, or what the words suggest. `line` is what the verb asks for."""

    line = serializers.CharField(source="key")
    advice_request = serializers.IntegerField(source="request.pk")
    number = serializers.IntegerField()
    text = serializers.CharField()
    kind = serializers.CharField()
    must_be_accounted_for = serializers.BooleanField(source="must")
    accounted_for = serializers.BooleanField(source="is_done")
    suggested = serializers.CharField(source="proposal.mark")
    suggested_section = serializers.CharField(source="proposal.section")


class EpisodeReading(FullReading):
    """The wording stands on the plan, once it is agreed. The lines of the advice are for who accounts for them."""

    child = ChildBrief()
    taken_by = serializers.StringRelatedField()
    advice_lines = serializers.SerializerMethodField()

    @extend_schema_field(AdviceLineReading(many=True))
    def get_advice_lines(self, episode: Episode) -> list[Any]:
        if not (episode.is_open and self.context["request"].user.may(Permission.QUALITY_ASSURE, episode)):
            return []
        pieces = accounting_of(episode).pieces
        return AdviceLineReading([part for piece in pieces for part in piece.parts], many=True).data

    class Meta:
        model = Episode
        fields = [
            *EpisodeRow.Meta.fields,
            "taken_by",
            "waiting_since",
            "advice_arrived_on",
            "missing",
            "ended_on",
            "advice_lines",
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
        letters = letters_of(around["record"])
        return DeskForm.filled_from(around["record"], section if section in letters else letters[0])


class AccountedLineRow(Reading):
    child = ChildBrief()

    class Meta:
        model = AccountedLine
        fields = ["id", "child", "episode", "request", "is_whole", "mark", "section", "why", "accounted_on"]


class AccountedLineReading(FullReading):
    child = ChildBrief()
    accounted_by = serializers.StringRelatedField()

    class Meta:
        model = AccountedLine
        fields = [
            *AccountedLineRow.Meta.fields,
            "words",
            "kind",
            "found",
            "reason",
            "accounted_by",
            "revision",
            "actions",
        ]


class AccountedLines(RecordViews):
    model, listed_as = AccountedLine, "accounted-lines"
    row, full = AccountedLineRow, AccountedLineReading
    filters = {"child": "child__reference", "mark": "mark"}
    made_in = {AccountedLine.account: Episodes}
