"""What does the API say about panels, their meetings and the cases on an agenda?"""

from typing import Any

from rest_framework import serializers

from accounts.api import OrganisationReading
from core.api import FullReading, Reading, RecordViews
from ehcp.api import AssessmentRequests
from ehcp.models import Panel, PanelCase, PanelMeeting, PanelSeat, PanelTerms
from ehcp.panels import case_forms, forms  # noqa: F401 the forms give the verbs their addresses
from people.api import ChildBrief


class TermsReading(Reading):
    """How a panel works from a day on."""

    class Meta:
        model = PanelTerms
        fields = [
            "in_force_from", "rhythm", "weekday", "week_of_month", "starts_at", "decides", "papers_days",
            "health_sits", "sits_for_health",
        ]  # fmt: skip


class PanelRow(Reading):
    local_authority = OrganisationReading()

    class Meta:
        model = Panel
        fields = ["id", "local_authority", "name", "in_force_from", "in_force_until"]


class PanelReading(FullReading):
    local_authority = OrganisationReading()
    terms = TermsReading(many=True)

    class Meta:
        model = Panel
        fields = [*PanelRow.Meta.fields, "terms", "revision", "actions"]


class Panels(RecordViews):
    model, listed_as = Panel, "panels"
    row, full = PanelRow, PanelReading
    filters = {"local_authority": "local_authority__code"}
    made_in = {Panel.set_up: None}


class SeatReading(Reading):
    class Meta:
        model = PanelSeat
        fields = ["role", "organisation", "name", "sector", "attendance"]


class MeetingRow(Reading):
    health = serializers.CharField()

    class Meta:
        model = PanelMeeting
        fields = ["id", "panel", "status", "meets_on", "decides", "health_sits", "papers_on", "health"]


class MeetingReading(FullReading):
    health = serializers.CharField()
    seats = serializers.SerializerMethodField()

    class Meta:
        model = PanelMeeting
        fields = [
            *MeetingRow.Meta.fields, "starts_at", "papers_sent_on", "moved_from", "cancelled_on", "reason",
            "attendance_on", "seats", "revision", "actions",
        ]  # fmt: skip

    def get_seats(self, meeting: PanelMeeting) -> list[dict[str, Any]]:
        return SeatReading(meeting.seats.standing(), many=True).data


class PanelMeetings(RecordViews):
    model, listed_as = PanelMeeting, "panel-meetings"
    row, full = MeetingRow, MeetingReading
    filters = {"status": "status", "local_authority": "panel__local_authority__code"}
    made_in = {PanelMeeting.plan: Panels}


class PanelCaseRow(Reading):
    child = ChildBrief()

    class Meta:
        model = PanelCase
        fields = ["id", "child", "meeting", "assessment", "stage", "position", "status", "put_on_on", "decided_on"]


class PanelCaseReading(FullReading):
    child = ChildBrief()

    class Meta:
        model = PanelCase
        fields = [
            *PanelCaseRow.Meta.fields, "note", "reason", "deferred_to", "carried_on", "plan", "sent_to_qa_on",
            "revision", "actions",
        ]  # fmt: skip


class PanelCases(RecordViews):
    model, listed_as = PanelCase, "panel-cases"
    row, full = PanelCaseRow, PanelCaseReading
    filters = {"status": "status", "stage": "stage", "child": "child__reference"}
    made_in = {PanelCase.put_on: AssessmentRequests}
