"""What does the API say about the Health Advisers' referrals?"""

from rest_framework import serializers

from clocks.api import ClockBrief
from core.api import FullReading, Reading, RecordViews
from ehcp.api import FILTERS, AdviceRequests
from has_team import forms  # noqa: F401 the forms give the verbs their addresses
from has_team.advice_document import SECTIONS
from has_team.models import Referral
from has_team.stages import Stage
from people.api import ChildBrief


class ReferralRow(Reading):
    child = ChildBrief()
    adviser = serializers.StringRelatedField()

    class Meta:
        model = Referral
        fields = ["id", "child", "advice_request", "adviser", "status", "accepted_on", "sent_on"]


class ReferralReading(FullReading):
    child = ChildBrief()
    adviser = serializers.StringRelatedField()
    contact_clock = ClockBrief()

    class Meta:
        model = Referral
        fields = [
            *ReferralRow.Meta.fields,
            "criterion",
            "responsibility_checked_on",
            "declined_on",
            "declined_because",
            *(f"{stage.value}_on" for stage in Stage if stage.value != "sent"),
            "appointment_on",
            "appointment_at",
            "appointment_mode",
            *SECTIONS,
            "lacking",
            "given_back_on",
            "closed_on",
            "contact_clock",
            "revision",
            "actions",
        ]


class Referrals(RecordViews):
    model, listed_as = Referral, "referrals"
    row, full = ReferralRow, ReferralReading
    filters = FILTERS
    made_in = {Referral.accept: AdviceRequests, Referral.decline: AdviceRequests}
