"""What is kept about one request for advice, and what is always true of it?"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Team, User
from clocks.models import Clock
from clocks.workflow import Owes
from core.constraints import paired
from ehcp.models.advice_words import OPEN, Answer, ChosenAt, Ending, Paragraph, Status
from ehcp.models.asking import inside_a_sentence
from ehcp.models.assessment import AssessmentRequest, clock_field
from people.models import ChildScoped, Document, Involvement


def somebody() -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")


def some_document() -> models.OneToOneField:
    return models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")


class AdviceFacts(ChildScoped):
    """The columns of a request: how it was asked, answered, sent, and sent back."""

    assessment = models.ForeignKey(AssessmentRequest, models.PROTECT, related_name="advice_requests")
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="Who has it. The board, until it is routed."
    )
    spa = models.ForeignKey(Team, models.PROTECT, related_name="+", help_text="Who takes requests in there.")
    asked_of = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The service whose advice is asked. Nobody yet in an area without a single point of access.",
    )  # fmt: skip
    asked_by = somebody()
    about = models.TextField(
        blank=True, max_length=1000, help_text="What the family and the school say about the child’s health."
    )
    service = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    paragraph = models.CharField(max_length=1, choices=Paragraph.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ASKED, editable=False)
    sent_on = models.DateField()
    received_on = models.DateField(help_text="The calendar day on which the first NHS body had it.")
    received_how = models.CharField(max_length=200)
    # In an area without a single point of access
    routed_on = models.DateField(null=True, blank=True)
    routed_by = somebody()
    chosen_at = models.CharField(max_length=10, choices=ChosenAt.choices, blank=True)
    professional = models.CharField(max_length=120, blank=True, help_text="Who is to write it, if one was named.")
    given_back_because = models.TextField(blank=True, max_length=2000)
    # What the family sent in goes with it, unless they refused this service
    papers_held_because = models.TextField(blank=True, max_length=2000)
    papers_sent_because = models.TextField(blank=True, max_length=2000, help_text="Although the family refused.")
    # Who knows the child
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = somebody()
    last_contact_on = models.DateField(null=True, blank=True)
    passed_to_has_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    colleague = models.CharField(max_length=120, blank=True, help_text="The named colleague who will answer.")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = somebody()
    reason = models.TextField(blank=True, max_length=4000)
    # Part of it, with a promise of the rest
    interim_on = models.DateField(null=True, blank=True)
    interim_by = somebody()
    interim_text = models.TextField(blank=True, max_length=50_000)
    interim_document = some_document()
    rest_to_come = models.TextField(blank=True, max_length=2000, help_text="What the rest will say.")
    rest_promised_on = models.DateField(null=True, blank=True)
    # The advice
    returned_on = models.DateField(null=True, blank=True)
    advice_text = models.TextField(blank=True, max_length=50_000)
    document = some_document()
    sent_back_on = models.DateField(null=True, blank=True)
    sent_back_by = somebody()
    lacking = models.TextField(
        blank=True, max_length=4000, help_text="Why it was returned for quality, the last time."
    )
    advice_clock = clock_field()
    promise_clock = clock_field()

    class Meta:
        abstract = True

    def owes(self, rule: str) -> Owes:
        about = inside_a_sentence(self.asked_of.name) if self.asked_of else "a service that is still to be chosen"
        return Owes(self.provider, self.spa, about=about, service=self.asked_of)

    def given_for(self, rule: str) -> dict[str, Any]:
        """The rest of interim advice is due on the day that was promised."""
        return {"date": self.rest_promised_on} if rule == "rest_of_advice" else {}

    @property
    def of_whom(self) -> str:
        """Whose advice is asked, also where that is still to be chosen."""
        return str(self.asked_of) if self.asked_of else "Service to be chosen"

    @property
    def is_with_health_advisers(self) -> bool:
        """They write, or wrote, this advice. Given back by them, it is a service's again."""
        return self.passed_to_has_on is not None and self.service_id is None

    @property
    def holder(self) -> Any:
        """Who has it now, for a list."""
        if not self.is_with_health_advisers:
            return self.service or self.provider
        return Status.WITH_HAS.label if self.status == Status.IMPROVING else self.get_status_display()

    @property
    def answers(self) -> str:
        """Whose the answer is, or was, beside what became of it."""
        return (
            f"Health Advisers for SEND, through {self.provider}"
            if self.is_with_health_advisers
            else str(self.provider)
        )

    @property
    def clocks(self) -> list[Clock]:
        return [clock for clock in (self.advice_clock, self.promise_clock) if clock]

    def involve(self, on: date) -> None:
        """The provider sees this request from now on."""
        why = Involvement.Why.ADVICE_REQUEST
        Involvement.begin(child_id=self.child_id, organisation=self.provider, why=why, on=on)


ALWAYS_TRUE = [
    models.CheckConstraint(
        condition=Q(papers_held_because="") | Q(papers_sent_because=""), name="family_papers_held_or_sent_not_both"
    ),
    paired("advice_answered_on_and_by", "answered_on", "answered_by"),
    paired("advice_routed_on_and_by", "routed_on", "routed_by"),
    models.CheckConstraint(
        condition=~Q(status="ended") | Q(ended_on__isnull=False, ended_by__isnull=False),
        name="somebody_ended_the_advice_request",
    ),
    paired("advice_sent_back_on_and_by", "sent_back_on", "sent_back_by"),
    paired("interim_advice_on_and_by", "interim_on", "interim_by", "rest_promised_on"),
    models.CheckConstraint(
        condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
        name="answered_with_its_day",
    ),
    models.CheckConstraint(
        condition=~Q(status="returned")
        | (Q(returned_on__isnull=False) & (~Q(advice_text="") | Q(document__isnull=False))),
        name="returned_advice_is_advice",
    ),
    models.CheckConstraint(
        condition=~Q(status="improving") | (Q(sent_back_on__isnull=False, returned_on__isnull=True) & ~Q(lacking="")),
        name="advice_sent_back_says_what_is_lacking",
    ),
    models.CheckConstraint(
        condition=Q(interim_on__isnull=True) | ~Q(interim_text="") | Q(interim_document__isnull=False),
        name="interim_advice_is_advice",
    ),
    models.CheckConstraint(
        condition=~Q(status__in=["ended", "withdrawn", "sufficient"]) | (Q(ended_on__isnull=False) & ~Q(reason="")),
        name="ended_advice_request_says_why",
    ),
    models.CheckConstraint(
        condition=~Q(ending="named_colleague") | ~Q(colleague=""), name="a_named_colleague_has_a_name"
    ),
    models.CheckConstraint(
        condition=~Q(status="with_has") | Q(passed_to_has_on__isnull=False),
        name="with_has_since_a_day",
    ),
    models.CheckConstraint(
        condition=Q(asked_of__isnull=False) | ~Q(status__in=["asked", "with_service", "improving"]),
        name="somebody_is_asked_for_advice",
    ),
    models.UniqueConstraint(
        fields=["assessment", "asked_of", "paragraph"],
        condition=Q(status__in=[status.value for status in OPEN]),
        name="one_open_request_a_service",
        violation_error_message="This service has already been asked for this advice.",
    ),
]
