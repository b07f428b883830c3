"""Who was asked for which advice, do they know the child, and has the advice come?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.urls import reverse

from accounts.models import Team
from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, RunsOn, Starts, Stops
from core.days import not_before, not_in_the_future
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from ehcp import notifications
from ehcp.advice_conditions import (
    are_not_held,
    family_did_not_refuse,
    has_interim_already,
    is_not_of_ones_own_provider,
    is_not_routed,
    is_written_by_the_advisers,
)
from ehcp.models import advice_words
from ehcp.models.advice_facts import ALWAYS_TRUE, AdviceFacts
from ehcp.models.advice_lists import AdviceQuerySet
from ehcp.models.answering import Answering
from ehcp.models.asking import (
    how_received,
    not_assessing_yet,
    paper_of,
    paper_to_send,
    refuse_without_a_reason,
    refuse_without_consent,
    router_of,
    taken_by,
    who_takes,
)
from ehcp.models.assessment import AssessmentRequest
from ehcp.unfinished import refuse_unfinished_file
from people.letters import Tells
from people.models import Document

WITHDRAWN, ENDED_OTHERWISE = Clock.Lapsed.WITHDRAWN, Clock.Lapsed.ENDED_OTHERWISE


class AdviceRequest(Answering, AdviceFacts):
    """One request for advice, to one service, under one paragraph of reg 6(1) (SEND Regs 2014 reg 6, 8)."""

    Status, Paragraph = advice_words.Status, advice_words.Paragraph
    Answer, Ending, ChosenAt = advice_words.Answer, advice_words.Ending, advice_words.ChosenAt
    OPEN, KNOWS, GOES_ON = advice_words.OPEN, advice_words.KNOWS, advice_words.GOES_ON

    history = History()

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = "advice request"
        constraints = ALWAYS_TRUE
        indexes = [models.Index(fields=["provider", "status", "received_on"], name="advice_of_provider")]

    def __str__(self) -> str:
        return f"Advice request: {self.of_whom}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:advicerequest", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.provider_id}

    def clean_fields(self, exclude: Any = None) -> None:
        """The assessment never changes, and who answers for a provider does not see it."""
        unseen = set() if self._state.adding else {"assessment"}
        super().clean_fields(exclude={*(exclude or ()), *unseen})

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
        asked_of: Team | None = None,
        about: str = "",
        sent_on: date | None = None,
        received_on: date | None = None,
    ) -> "AdviceRequest":
        """Ask a service, through its provider's single point of access; where the area has none, the Designated
        Medical Officer. What is sent in the portal reaches them at once, evenings and weekends included, and the
        six weeks begin (reg 8(1)). A Designated Officer asks case by case, and says why."""
        refuse_without_a_reason(by, assessment, about)
        sent = sent_on or today()
        received = received_on or sent
        not_in_the_future(sent_on=sent, received_on=received)
        not_before(assessment.decided_on, "it was decided to assess", sent_on=sent)
        not_before(sent, "it was sent", received_on=received)
        request = cls(
            pk=next_id(cls),
            child=assessment.child,
            assessment=assessment,
            asked_of=asked_of,
            paragraph=paragraph,
            about=about,
            sent_on=sent,
            received_on=received,
            received_how=how_received(sent_on, received_on),
            asked_by=by.user,
            **who_takes(asked_of, paragraph, assessment, on=today()),
        )
        if asked_of:
            request.involve(received)
        return request

    # In an area without a single point of access

    @transition(
        source=[Status.TO_ROUTE],
        target=Status.WITH_SERVICE,
        permission=Permission.ROUTE_ADVICE,
        effects=[Tells(notifications.advice_asked)],
        label="Choose who is asked",
    )
    def route(self, *, by: Actor, service: Team, chosen_at: str, professional: str = "") -> None:
        """The Designated Medical Officer picks the service, and a professional in it where one is known. The six
        weeks began when the board had the request."""
        refuse_without_consent(service, self.paragraph, self.assessment)
        self.asked_of, self.provider, self.spa = service, service.organisation, taken_by(service)
        self.routed_on, self.routed_by = today(), by.user
        self.chosen_at, self.professional, self.given_back_because = chosen_at, professional, ""
        self.give_to_service(service)
        self.involve(today())

    @transition(
        source=[Status.TO_ROUTE],
        target=(Status.WITH_HAS, Status.ENDED, Status.TO_ROUTE),
        permission=Permission.ROUTE_ADVICE,
        effects=[Tells(notifications.advice_answered)],
        label="No service knows the child",
    )
    def answer_for_area(
        self,
        *,
        by: Actor,
        answer: str,
        last_contact_on: date | None = None,
        ending: str = "",
        reason: str = "",
    ) -> str:
        """The Designated Medical Officer says so: medical advice passes to the Health Advisers, other advice
        ends only in one of the coded ways. A service that will answer is chosen instead (`route`)."""
        if answer in self.KNOWS or ending in self.GOES_ON:
            raise ValidationError("Choose the service that will send the advice instead.")
        return self.record_answer(
            answer, by=by, on=today(), last_contact_on=last_contact_on, ending=ending, reason=reason
        )

    # Who knows the child

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
        colleague: str = "",
        reason: str = "",
    ) -> str:
        """The single point of access says which of the five it is. Not known never ends a request by itself:
        the medical advice passes to the Health Advisers, other advice ends only in one of the coded ways."""
        return self.record_answer(
            answer, by=by, on=on or today(), last_contact_on=last_contact_on, service=service, ending=ending,
            colleague=colleague, reason=reason,
        )  # fmt: skip

    # The advice

    @transition(
        source=[Status.WITH_SERVICE, Status.IMPROVING],
        target=Status.RETURNED,
        permission=Permission.RETURN_ADVICE,
        conditions=[is_written_by_the_advisers],
        effects=[
            Stops("advice_clock", on="returned_on"),
            Stops("promise_clock", on="returned_on"),
            Tells(notifications.advice_arrived),
        ],
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
        refuse_unfinished_file(file)
        facts = paper_to_send(self, on=on or today())
        document = Document.to_send(by=by, owner=self.provider, file=file, checked=checked, **facts)
        self.send(on=facts["on"], advice_text=advice_text, document=document)

    @transition(
        source=[Status.WITH_SERVICE],
        permission=Permission.RETURN_ADVICE,
        conditions=[has_interim_already],
        effects=[
            Starts("rest_of_advice", "promise_clock", on="interim_on"),
            Tells(notifications.interim_advice_arrived),
        ],
        label="Send interim advice",
    )
    def send_interim(
        self,
        *,
        by: Actor,
        rest_to_come: str,
        rest_promised_on: date,
        advice_text: str = "",
        file: UploadedFile | None = None,
        checked: Document | None = None,
    ) -> None:
        """Part of the advice goes now, the rest by the day that is promised here. The six weeks run on: only the
        whole advice meets them (the stricter reading of reg 8(1))."""
        if rest_promised_on <= today():
            raise ValidationError({"rest_promised_on": "Promise a day after today."})
        refuse_unfinished_file(file)
        facts = paper_to_send(self, on=today())
        facts["title"] = f"Interim advice: {self.of_whom}"
        document = Document.to_send(by=by, owner=self.provider, file=file, checked=checked, **facts)
        self.check_advice(on=today(), advice_text=advice_text, document=document)
        self.interim_on, self.interim_by = today(), by.user
        self.interim_text, self.interim_document = advice_text, document
        self.rest_to_come, self.rest_promised_on = rest_to_come, rest_promised_on

    @transition(
        source=[Status.WITH_SERVICE],
        target=Status.TO_ROUTE,
        permission=Permission.RETURN_ADVICE,
        conditions=[is_not_routed, has_interim_already, is_not_of_ones_own_provider],
        effects=[Tells(notifications.advice_to_route)],
        label="Not ours: give it back",
    )
    def give_back_to_router(self, *, by: Actor, reason: str) -> None:
        """Another service is to be chosen, by the same day."""
        icb = self.child.icb
        self.given_back_because, self.service = reason, None
        self.provider, self.spa = icb, router_of(icb)
        self.asked_of = None
        self.advice_clock.hand_to(organisation=icb, team=self.spa)

    @transition(
        source=[Status.RETURNED],
        target=Status.IMPROVING,
        permission=Permission.RETURN_FOR_QUALITY,
        effects=[RunsOn("advice_clock"), Tells(notifications.advice_returned_for_quality)],
        label="Return for quality",
    )
    def return_for_quality(self, *, by: Actor, lacking: str) -> None:
        """It does not say what it must, whoever wrote it. The six weeks run on from the day on which they began, as
        if it had not been sent, and stop when the improved advice comes."""
        if self.assessment.status not in AssessmentRequest.OPEN:
            raise ValidationError("The assessment is closed: no better advice is owed for it.")
        self.sent_back_on, self.sent_back_by, self.lacking = today(), by.user, lacking
        self.returned_on = None

    @transition(
        source=[Status.WITH_HAS, Status.IMPROVING],
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
        self.spa, self.asked_of = taken_by(service), self.asked_of or service
        self.advice_clock.hand_to(organisation=self.provider, team=self.spa, service=service)
        self.involve(today())

    def send(self, *, on: date, advice_text: str, document: Document | None) -> None:
        self.check_advice(on=on, advice_text=advice_text, document=document)
        self.returned_on, self.advice_text, self.document = on, advice_text, document

    # What the family sent in, where they refused this service

    @transition(
        source=[*OPEN, Status.RETURNED],
        permission=Permission.ASK_ADVICE,
        conditions=[family_did_not_refuse],
        effects=[Tells(notifications.family_papers_held)],
        label="Keep the family’s papers back",
    )
    def hold_family_papers(self, *, by: Actor, reason: str) -> None:
        """By itself when the family does not agree; then a person decides about it."""
        self.papers_held_because, self.papers_sent_because = reason, ""

    @transition(
        source=[*OPEN, Status.RETURNED],
        permission=Permission.ASK_ADVICE,
        conditions=[are_not_held],
        label="Send the family’s papers all the same",
    )
    def send_family_papers(self, *, by: Actor, reason: str) -> None:
        """Copies must go with the request (reg 6(3)); somebody decides it against the family’s word, and says why."""
        self.papers_held_because, self.papers_sent_because = "", reason

    @transition(
        source=OPEN,
        target=Status.WITHDRAWN,
        permission=Permission.CALL_OFF_ADVICE,
        effects=[
            Lapses("advice_clock", WITHDRAWN),
            Lapses("promise_clock", WITHDRAWN),
            Tells(notifications.advice_withdrawn),
        ],
        label="Withdraw the request",
    )
    def withdraw(self, *, by: Actor, reason: str, on: date | None = None) -> None:
        self.check_day(on=on or today())
        self.ended_on, self.ended_by, self.reason = on or today(), by.user, reason

    @transition(
        source=OPEN,
        target=Status.SUFFICIENT,
        permission=Permission.CALL_OFF_ADVICE,
        effects=[
            Lapses("advice_clock", ENDED_OTHERWISE),
            Lapses("promise_clock", ENDED_OTHERWISE),
            Tells(notifications.advice_withdrawn),
        ],
        internal=True,
    )
    def close_as_sufficient(self, *, by: Actor, on: date, reason: str) -> None:
        """Its author, the local authority and the family agreed that earlier advice is sufficient (reg 6(4))."""
        self.check_day(on=on)
        self.ended_on, self.ended_by, self.reason = on, by.user, reason
