"""Who was asked for which advice, do they know the child, and has the advice come?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.roles import Permission
from clocks.dates import add_months
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from ehcp import notifications
from ehcp.models.asking import (
    health_advisers,
    how_received,
    inside_a_sentence,
    not_assessing_yet,
    paper_of,
    paper_to_send,
    refuse_to_ask,
    single_point_of_access,
)
from ehcp.models.assessment import AssessmentRequest, clock_field, not_before, not_in_the_future
from people.letters import Tells
from people.models import ChildScoped, Document, Involvement
from people.models.involvement import ChildScopedQuerySet

KNOWN_WITHIN_MONTHS = 12


class AdviceQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """The child's whole file, or the requests sent to one's own organisation."""
        sent_here = Q(provider__in=user.scope.child_organisations)
        return self.filter(sent_here | Q(self.reached_by(user)))

    def outstanding(self) -> Any:
        return self.filter(status__in=AdviceRequest.OPEN)

    def passed_to_has(self) -> Any:
        """The Health Advisers' inbox and everything they have taken from it."""
        return self.filter(passed_to_has_on__isnull=False)

    def for_list(self) -> Any:
        """Without the assessment: a provider's rows would be gone, for it does not see that."""
        return self.select_related(
            "child", "child__local_authority", "provider", "asked_of", "service", "advice_clock"
        )

    def soonest_first(self) -> Any:
        return self.order_by("advice_clock__due_on", "pk")


class AdviceRequest(ChildScoped):
    """One request for advice, to one provider, under one paragraph of reg 6(1) (SEND Regs 2014 reg 6, 8)."""

    class Status(models.TextChoices):
        ASKED = "asked", "With the single point of access"
        WITH_SERVICE = "with_service", "With the service"
        WITH_HAS = "with_has", "With the Health Advisers for SEND"
        RETURNED = "returned", "Advice sent to the local authority"
        ENDED = "ended", "Ended with a written reason"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN = (Status.ASKED, Status.WITH_SERVICE, Status.WITH_HAS)

    class Paragraph(models.TextChoices):
        C = "c", "6(1)(c) medical advice"
        F = "f", "6(1)(f) advice that the local authority thinks appropriate"
        H = "h", "6(1)(h) advice that the family reasonably asks for"

    class Answer(models.TextChoices):
        KNOWN = "known", "Known, and active with a service"
        WAITING = "waiting", "Known: accepted, and waiting to be seen"
        OPEN_LIST = "open_list", "On a paediatric waiting or open list, no contact for 12 months"
        NEURODEVELOPMENTAL = "neurodevelopmental", "On the neurodevelopmental pathway only"
        NOT_KNOWN = "not_known", "Not known: never seen, or discharged over 12 months ago"

    KNOWS = (Answer.KNOWN, Answer.WAITING)

    class Ending(models.TextChoices):
        NAMED_COLLEAGUE = "named_colleague", "Already under a named colleague, who will answer"
        FROM_RECORDS = "from_records", "Advice will come from records: the child was not seen and need not be"
        MORE_INFORMATION = "more_information", "The local authority is asked for more information"
        REFERRAL_ADVISED = (
            "referral_advised",
            "Referral advised; the assessment is proposed as an action for the plan",
        )
        NOTHING_SUGGESTED = "nothing_suggested", "Written notice that nothing suggests this service’s input"
        LA_COMMISSIONS = "la_commissions", "The local authority will commission it"

    # After these a service still sends advice, so the six weeks run on.
    GOES_ON = (Ending.NAMED_COLLEAGUE, Ending.FROM_RECORDS)

    assessment = models.ForeignKey(AssessmentRequest, models.PROTECT, related_name="advice_requests")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    spa = models.ForeignKey(Team, models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(
        Team, models.PROTECT, related_name="+", help_text="The service whose advice is asked."
    )
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    paragraph = models.CharField(max_length=1, choices=Paragraph.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ASKED, editable=False)
    sent_on = models.DateField()
    received_on = models.DateField(help_text="The calendar day on which the first NHS body had it.")
    received_how = models.CharField(max_length=200)
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    passed_to_has_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4000)
    returned_on = models.DateField(null=True, blank=True)
    advice_text = models.TextField(blank=True, max_length=50_000)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    advice_clock = clock_field()
    history = History()

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = "advice request"
        constraints = [
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
                condition=~Q(status__in=["ended", "withdrawn"]) | (Q(ended_on__isnull=False) & ~Q(reason="")),
                name="ended_advice_request_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="with_has") | Q(passed_to_has_on__isnull=False),
                name="with_has_since_a_day",
            ),
            models.UniqueConstraint(
                fields=["assessment", "asked_of", "paragraph"],
                condition=Q(status__in=["asked", "with_service", "with_has"]),
                name="one_open_request_a_service",
                violation_error_message="This service has already been asked for this advice.",
            ),
        ]
        indexes = [models.Index(fields=["provider", "status", "received_on"], name="advice_of_provider")]

    def __str__(self) -> str:
        return f"Advice request: {self.asked_of}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:advicerequest", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.provider_id}

    def owes(self, rule: str) -> Owes:
        return Owes(self.provider, self.spa, about=inside_a_sentence(self.asked_of.name), service=self.asked_of)

    def clean_fields(self, exclude: Any = None) -> None:
        """The assessment never changes, and who answers for a provider does not see it."""
        unseen = set() if self._state.adding else {"assessment"}
        super().clean_fields(exclude={*(exclude or ()), *unseen})

    @property
    def known_since(self) -> date:
        """Contact on or after this day makes a child known: 12 months before the request was received."""
        return add_months(self.received_on, -KNOWN_WITHIN_MONTHS)

    @property
    def is_with_health_advisers(self) -> bool:
        """They write, or wrote, this advice. Given back by them, it is a service's again."""
        return self.passed_to_has_on is not None and self.service_id is None

    @property
    def holder(self) -> Any:
        """Who has it now, for a list."""
        return self.get_status_display() if self.is_with_health_advisers else self.service or self.provider

    @creates(
        permission=Permission.ASK_ADVICE,
        within="assessment",
        conditions=[lambda assessment, by: not_assessing_yet(assessment)],
        effects=[
            Starts("health_advice", "advice_clock", on="received_on"),
            Tells(notifications.advice_asked),
        ],
        label="Ask for advice",
    )
    def ask(
        cls,
        *,
        by: Actor,
        assessment: AssessmentRequest,
        paragraph: str,
        asked_of: Team,
        sent_on: date | None = None,
        received_on: date | None = None,
    ) -> "AdviceRequest":
        """Ask a service, through its provider's single point of access. What is sent in the portal reaches
        the provider at once, evenings and weekends included, and the six weeks begin (reg 8(1))."""
        sent = sent_on or today()
        received = received_on or sent
        not_in_the_future(sent_on=sent, received_on=received)
        not_before(assessment.decided_on, "it was decided to assess", sent_on=sent)
        not_before(sent, "it was sent", received_on=received)
        refuse_to_ask(asked_of, paragraph, assessment)
        request = cls(
            pk=next_id(cls),
            child=assessment.child,
            assessment=assessment,
            provider=asked_of.organisation,
            spa=single_point_of_access(asked_of.organisation),
            asked_of=asked_of,
            paragraph=paragraph,
            sent_on=sent,
            received_on=received,
            received_how=how_received(sent_on, received_on),
            asked_by=by.user,
        )
        Involvement.begin(
            child_id=assessment.child_id,
            organisation=request.provider,
            why=Involvement.Why.ADVICE_REQUEST,
            on=received,
        )
        return request

    @transition(
        source=[Status.ASKED],
        target=(Status.WITH_SERVICE, Status.WITH_HAS, Status.ENDED, Status.ASKED),
        permission=Permission.ANSWER_ADVICE,
        effects=[Tells(notifications.advice_answered)],
        label="Say who knows the child",
    )
    def give_answer(
        self,
        *,
        by: Actor,
        answer: str,
        on: date | None = None,
        service: Team | None = None,
        last_contact_on: date | None = None,
        ending: str = "",
        reason: str = "",
    ) -> str:
        """The single point of access says which of the five it is. Not known never ends a request by itself:
        the medical advice passes to the Health Advisers, other advice ends only in one of the coded ways."""
        day = on or today()
        self.check_day(on=day)
        self.check_contact(answer, last_contact_on)
        self.answer, self.answered_on, self.last_contact_on = answer, day, last_contact_on
        if answer in self.KNOWS:
            return self.give_to_service(service)
        if self.paragraph == self.Paragraph.C:
            return self.pass_to_has(day)
        return self.carry_on_or_end(ending=ending, reason=reason, service=service, on=day)

    def check_contact(self, answer: str, last_contact_on: date | None) -> None:
        """Known means contact within 12 months, or accepted and waiting; the other answers mean neither."""
        not_in_the_future(last_contact_on=last_contact_on)
        not_before(self.child.date_of_birth, "the child was born", last_contact_on=last_contact_on)
        if last_contact_on is None or answer in (self.Answer.WAITING, self.Answer.NEURODEVELOPMENTAL):
            return
        recent, edge = last_contact_on >= self.known_since, f"{self.known_since:%-d %B %Y}"
        if answer == self.Answer.KNOWN and not recent:
            words = f"The last contact was before {edge}, over 12 months before the request: this is not known."
            raise ValidationError({"last_contact_on": words})
        if answer != self.Answer.KNOWN and recent:
            words = f"Contact on or after {edge} is within 12 months of the request: the child is known."
            raise ValidationError({"last_contact_on": words})

    def give_to_service(self, service: Team | None) -> str:
        if service is None or service.organisation_id != self.provider_id:
            raise ValidationError({"service": "Choose the service that will send the advice."})
        self.service = service
        self.advice_clock.hand_to(organisation=self.provider, team=self.spa, service=service)
        return self.Status.WITH_SERVICE

    def pass_to_has(self, on: date) -> str:
        """The clock goes with the request, its dates unchanged (the first NHS body's receipt started it)."""
        team = health_advisers(self.child.icb)
        self.passed_to_has_on = on
        self.advice_clock.hand_to(organisation=team.organisation, team=team)
        Involvement.begin(
            child_id=self.child_id,
            organisation=team.organisation,
            team=team,
            why=Involvement.Why.HEALTH_ADVICE,
            on=on,
        )
        return self.Status.WITH_HAS

    def carry_on_or_end(self, *, ending: str, reason: str, service: Team | None, on: date) -> str:
        wrong = {}
        if not ending:
            wrong["ending"] = "“Not known” cannot end a request. Choose what happens instead."
        if not reason.strip():
            wrong["reason"] = "Write what the local authority and the family should know."
        if wrong:
            raise ValidationError(wrong)
        self.ending, self.reason = ending, reason
        if ending in self.GOES_ON:
            return self.give_to_service(service)
        if ending == self.Ending.MORE_INFORMATION:
            return self.Status.ASKED
        self.ended_on = on
        self.advice_clock.lapse(on=on, why=Clock.Lapsed.ENDED_OTHERWISE)
        return self.Status.ENDED

    @transition(
        source=[Status.WITH_SERVICE],
        target=Status.RETURNED,
        permission=Permission.RETURN_ADVICE,
        effects=[Stops("advice_clock", on="returned_on"), Tells(notifications.advice_arrived)],
        label="Send advice",
    )
    def return_advice(
        self,
        *,
        by: Actor,
        on: date | None = None,
        advice_text: str = "",
        file: UploadedFile | None = None,
        checked: Document | None = None,
    ) -> None:
        """The service's advice goes to the local authority: the clock stops on that day. `checked`: a file that was
        held, and that a second person has looked at."""
        facts = paper_to_send(self, on=on or today())
        document = Document.to_send(by=by, owner=self.provider, file=file, checked=checked, **facts)
        self.send(on=facts["on"], advice_text=advice_text, document=document)

    @transition(
        source=[Status.WITH_HAS],
        target=Status.RETURNED,
        permission=Permission.WORK_REFERRAL,
        effects=[Stops("advice_clock", on="returned_on"), Tells(notifications.advice_arrived)],
        internal=True,
    )
    def return_health_advisers_advice(
        self, *, by: Actor, on: date, advice_text: str, file: UploadedFile | None = None
    ) -> None:
        """The Health Advisers' advice goes to the local authority; called by their referral when sent."""
        document = None
        if file is not None:
            document = Document.made_here(owner=self.child.icb, file=file, **paper_of(self, on=on))
            keep(document)
        self.send(on=on, advice_text=advice_text, document=document)

    @transition(
        source=[Status.WITH_HAS],
        target=Status.WITH_SERVICE,
        permission=Permission.APPROVE_ADVICE,
        internal=True,
    )
    def give_back(self, *, by: Actor, service: Team) -> None:
        """A service does know the child: it owes the advice by the same day, for the clock never restarts.
        Called by the Health Advisers' referral when it is not for them."""
        self.service, self.provider = service, service.organisation
        self.spa = single_point_of_access(service.organisation)
        self.advice_clock.hand_to(organisation=self.provider, team=self.spa, service=service)
        why = Involvement.Why.ADVICE_REQUEST
        Involvement.begin(child_id=self.child_id, organisation=self.provider, why=why, on=today())

    def send(self, *, on: date, advice_text: str, document: Document | None) -> None:
        self.check_day(on=on)
        if not advice_text.strip() and document is None:
            raise ValidationError(
                {"file": "Add the advice, as a file or as text. A covering note alone is not advice."}
            )
        self.returned_on, self.advice_text, self.document = on, advice_text, document

    @transition(
        source=OPEN,
        target=Status.WITHDRAWN,
        permission=Permission.ASK_ADVICE,
        effects=[Lapses("advice_clock", Clock.Lapsed.WITHDRAWN), Tells(notifications.advice_withdrawn)],
        label="Withdraw the request",
    )
    def withdraw(self, *, by: Actor, reason: str, on: date | None = None) -> None:
        self.check_day(on=on or today())
        self.ended_on, self.reason = on or today(), reason

    def check_day(self, *, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.received_on, "the request was received", on=on)
