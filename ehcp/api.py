"""What does the API say about assessments, requests for advice, plans and reviews?"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api import OrganisationReading, TeamReading
from clocks.api import ClockBrief
from core.api import FullReading, Reading, RecordViews
from ehcp import (  # noqa: F401 the verbs' forms
    advice_forms,
    coordinator_form,
    earlier_advice_forms,
    forms,
    issued_forms,
    plan_forms,
)
from ehcp.models import (
    AdviceRequest,
    AnnualReview,
    AssessmentRequest,
    EarlierAdvice,
    PhaseTransfer,
    Plan,
    ReviewContribution,
    Section23Notification,
)
from ehcp.models.asking import sees_advice
from ehcp.models.version import AgreedWording
from ehcp.reviews import contribution_forms  # noqa: F401 as above
from ehcp.reviews import forms as review_forms  # noqa: F401 as above
from ehcp.section_23_forms import body_of
from people.api import ChildBrief, Children

FILTERS = {"status": "status", "local_authority": "child__local_authority__code", "child": "child__reference"}


class AssessmentRow(Reading):
    child = ChildBrief()

    class Meta:
        model = AssessmentRequest
        fields = ["id", "child", "status", "source", "received_on"]


class AssessmentReading(FullReading):
    child = ChildBrief()
    coordinator = serializers.StringRelatedField()
    decide_clock = ClockBrief()
    refuse_clock = ClockBrief()
    issue_clock = ClockBrief()

    class Meta:
        model = AssessmentRequest
        fields = [
            *AssessmentRow.Meta.fields,
            "coordinator",
            "considered_on",
            "decided_on",
            "decided_to_issue_on",
            "refused_to_issue_on",
            "issued_on",
            "withdrawn_on",
            "reason",
            "decide_clock",
            "refuse_clock",
            "issue_clock",
            "revision",
            "actions",
        ]


class AssessmentRequests(RecordViews):
    model, listed_as = AssessmentRequest, "assessment-requests"
    row, full = AssessmentRow, AssessmentReading
    filters = FILTERS
    made_in = {AssessmentRequest.register: Children}


class AdviceRow(Reading):
    child = ChildBrief()
    provider = OrganisationReading()
    asked_of = TeamReading()

    class Meta:
        model = AdviceRequest
        fields = [
            "id",
            "child",
            "provider",
            "asked_of",
            "about",
            "paragraph",
            "status",
            "sent_on",
            "received_on",
            "returned_on",
        ]


class AdviceReading(FullReading):
    child = ChildBrief()
    provider = OrganisationReading()
    asked_of = TeamReading()
    service = TeamReading()
    advice_clock = ClockBrief()
    promise_clock = ClockBrief()
    advice_text = serializers.SerializerMethodField()
    lacking = serializers.SerializerMethodField()

    class Meta:
        model = AdviceRequest
        fields = [
            *AdviceRow.Meta.fields,
            "assessment",
            "service",
            "received_how",
            "routed_on",
            "professional",
            "answer",
            "answered_on",
            "last_contact_on",
            "passed_to_has_on",
            "ending",
            "colleague",
            "ended_on",
            "reason",
            "interim_on",
            "interim_text",
            "interim_document",
            "rest_to_come",
            "rest_promised_on",
            "sent_back_on",
            "lacking",
            "advice_text",
            "document",
            "advice_clock",
            "promise_clock",
            "revision",
            "actions",
        ]

    @extend_schema_field(serializers.CharField())
    def get_advice_text(self, record: AdviceRequest) -> str:
        return self.of_advice(record, record.advice_text)

    @extend_schema_field(serializers.CharField())
    def get_lacking(self, record: AdviceRequest) -> str:
        return self.of_advice(record, record.lacking)

    def of_advice(self, record: AdviceRequest, words: str) -> str:
        """What the Health Advisers wrote, and what is said of it, is not for the provider that was asked first."""
        return words if words and sees_advice(self.context["request"].user, record) else ""


class AdviceRequests(RecordViews):
    model, listed_as = AdviceRequest, "advice-requests"
    row, full = AdviceRow, AdviceReading
    filters = FILTERS | {"provider": "provider__code"}
    made_in = {AdviceRequest.ask: AssessmentRequests}


class EarlierAdviceRow(Reading):
    child = ChildBrief()
    service = TeamReading()

    class Meta:
        model = EarlierAdvice
        fields = ["id", "child", "assessment", "service", "paragraph", "title", "given_on", "status"]


class EarlierAdviceReading(FullReading):
    child = ChildBrief()
    service = TeamReading()

    class Meta:
        model = EarlierAdvice
        fields = [
            *EarlierAdviceRow.Meta.fields, "author", "document", "request", "author_agreed_on", "author_agreed_by",
            "authority_agreed_on", "authority_agreed_by", "family_agreed_on", "family_agreed_by", "refused_on",
            "refused_by", "reason", "revision", "actions",
        ]  # fmt: skip


class EarlierAdviceRecords(RecordViews):
    model, listed_as = EarlierAdvice, "earlier-advice"
    row, full = EarlierAdviceRow, EarlierAdviceReading
    filters = FILTERS
    made_in = {EarlierAdvice.propose: AssessmentRequests}


class WordingReading(Reading):
    """The wording of one section that the Integrated Care Board agreed."""

    class Meta:
        model = AgreedWording
        fields = ["section", "text", "agreed_on"]


class PlanRow(Reading):
    child = ChildBrief()

    class Meta:
        model = Plan
        fields = ["id", "child", "status", "submitted_on", "returned_on", "issued_on"]


class PlanReading(FullReading):
    child = ChildBrief()
    coordinator = serializers.StringRelatedField()
    qa_clock = ClockBrief()
    representations_clock = ClockBrief()
    copy_clock = ClockBrief()
    agreed_wording = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()

    class Meta:
        model = Plan
        fields = [
            *PlanRow.Meta.fields,
            "assessment",
            "coordinator",
            "family_saw_on",
            "section_g_agreed_on",
            "qa_clock",
            "representations_clock",
            "copy_clock",
            "agreed_wording",
            "sections",
            "revision",
            "actions",
        ]

    @extend_schema_field(WordingReading(many=True))
    def get_agreed_wording(self, plan: Plan) -> list[dict[str, Any]]:
        return WordingReading(plan.agreed_wording.in_force(), many=True).data

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_sections(self, plan: Plan) -> dict[str, str]:
        """The latest version, as submitted or issued."""
        latest = plan.versions.prefetch_related("sections").last()
        return {row.section: row.text for row in latest.sections.all()} if latest else {}


class Plans(RecordViews):
    model, listed_as = Plan, "plans"
    row, full = PlanRow, PlanReading
    filters = FILTERS
    made_in = {Plan.submit: AssessmentRequests, Plan.record_issued: AssessmentRequests}


class ReviewRow(Reading):
    child = ChildBrief()

    class Meta:
        model = AnnualReview
        fields = [
            "id", "child", "status", "since_on", "meeting_on", "held_on", "decision", "decided_on", "asked_on",
            "has_health_needs", "contributed_on",
        ]  # fmt: skip


class ReviewReading(FullReading):
    child = ChildBrief()
    review_clock = ClockBrief()
    invite_clock = ClockBrief()
    report_clock = ClockBrief()
    decision_clock = ClockBrief()
    amended_clock = ClockBrief()
    copy_clock = ClockBrief()
    qa_clock = ClockBrief()

    class Meta:
        model = AnnualReview
        fields = [
            *ReviewRow.Meta.fields, "plan", "invited_on", "health_invited", "health_attended", "report_sent_on",
            "amended_plan_sent_on", "kept_on", "amended_plan_received_on", "closed_on",
            "section_e", "section_c", "section_g",
            "review_clock", "invite_clock", "report_clock", "decision_clock", "amended_clock", "copy_clock",
            "qa_clock", "revision", "actions",
        ]  # fmt: skip


class AnnualReviews(RecordViews):
    model, listed_as = AnnualReview, "annual-reviews"
    row, full = ReviewRow, ReviewReading
    filters = FILTERS
    made_in = {AnnualReview.log: Children, AnnualReview.register: Children}


class ContributionRow(Reading):
    child = ChildBrief()
    service = TeamReading()
    provider = OrganisationReading()

    class Meta:
        model = ReviewContribution
        fields = ["id", "child", "service", "provider", "status", "meeting_on", "due_on", "asked_on", "sent_on"]


class ContributionReading(FullReading):
    child = ChildBrief()
    service = TeamReading()
    provider = OrganisationReading()
    contribution_clock = ClockBrief()

    class Meta:
        model = ReviewContribution
        fields = [
            *ContributionRow.Meta.fields, "annual_review", "about", "advice_text", "document", "ended_on", "reason",
            "contribution_clock", "revision", "actions",
        ]  # fmt: skip


class ReviewContributions(RecordViews):
    model, listed_as = ReviewContribution, "review-contributions"
    row, full = ContributionRow, ContributionReading
    filters = FILTERS | {"provider": "provider__code"}
    made_in = {ReviewContribution.ask: AnnualReviews}


class TransferRow(Reading):
    child = ChildBrief()

    class Meta:
        model = PhaseTransfer
        fields = ["id", "child", "status", "kind", "moves_on", "amended_plan_sent_on", "cancelled_on"]


class TransferReading(FullReading):
    child = ChildBrief()
    plan_clock = ClockBrief()

    class Meta:
        model = PhaseTransfer
        fields = [*TransferRow.Meta.fields, "cancelled_because", "plan_clock", "revision", "actions"]


class PhaseTransfers(RecordViews):
    model, listed_as = PhaseTransfer, "phase-transfers"
    row, full = TransferRow, TransferReading
    filters = FILTERS
    made_in = {PhaseTransfer.register: Children, PhaseTransfer.register_post16: Children}


class Section23Row(Reading):
    child = ChildBrief()
    body = OrganisationReading()

    class Meta:
        model = Section23Notification
        fields = ["id", "child", "status", "body", "identified_on", "notified_on", "acknowledged_on", "outcome"]


class Section23Reading(FullReading):
    child = ChildBrief()
    body = OrganisationReading()
    notification_clock = ClockBrief()

    class Meta:
        model = Section23Notification
        fields = [
            *Section23Row.Meta.fields, "clinician", "opinion", "grounds", "diagnosed_on", "told_on", "told_whom",
            "leaflet_given", "parent_agrees", "voluntary_organisation", "offered_on", "officer", "discussed",
            "outcome_on", "outcome_note", "stopped_on", "reason", "notification_clock", "revision", "actions",
        ]  # fmt: skip


class Section23Notifications(RecordViews):
    model, listed_as = Section23Notification, "section-23-notifications"
    row, full = Section23Row, Section23Reading
    filters = FILTERS
    made_in = {Section23Notification.identify_new_child: None, Section23Notification.identify: Children}

    def find_within(self) -> Any:
        """One's own health body, as on the page; or the child of the address."""
        return super().find_within() if self.within else body_of(self.request.user)
