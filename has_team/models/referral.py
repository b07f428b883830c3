"""Where is the Health Advisers' work on this child's medical advice?"""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from accounts.models import Team, User
from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models import AdviceRequest
from ehcp.models.asking import health_advisers
from ehcp.models.assessment import clock_field, not_before, not_in_the_future
from ehcp.models.plan import dcos
from has_team import notifications
from has_team.advice_document import SECTIONS, advice_as_text, advice_pdf
from has_team.advisers import advisers_of
from has_team.conditions import (
    not_checked,
    not_for_the_advisers,
    not_ready_for_qa,
    not_shared,
    not_wanted_any_more,
    shared_already,
    wrote_it,
)
from has_team.criteria import Criterion
from has_team.models.facts import ALWAYS_TRUE, AdviceText, Steps
from has_team.models.querysets import IN_PROGRESS, ReferralQuerySet
from has_team.stages import Stage
from people.models import ChildScoped

P = Permission


class Referral(Steps, AdviceText, ChildScoped):
    """One request for medical advice that no community health service could answer, logged by the Health
    Advisers for SEND. Their clock is the advice request's: it began with the first NHS body, and nothing
    here moves it."""

    class Status(models.TextChoices):
        WORKING = "working", "In progress"
        WITH_DCO = "with_dco", "With the DCO for quality assurance"
        APPROVED = "approved", "Approved, not yet sent"
        SENT = "sent", "Sent to the local authority"
        CLOSED = "closed", "Closed"
        DECLINED = "declined", "Does not meet the criteria: with the DCO"
        GIVEN_BACK = "given_back", "Given to a service that knows the child"
        STOPPED = "stopped", "Stopped: not asked for any more"

    OPEN = (*IN_PROGRESS, Status.DECLINED)

    Criterion = Criterion

    advice_request = models.OneToOneField(AdviceRequest, models.PROTECT, related_name="referral")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WORKING, editable=False)
    criterion = models.CharField(max_length=20, choices=Criterion.choices, blank=True)
    adviser = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    responsibility_checked_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True)
    declined_because = models.TextField(blank=True, max_length=4000)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lacking = models.TextField(blank=True, max_length=4000, help_text="What the DCO asked for.")
    shared_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    given_back_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    contact_clock = clock_field()
    history = History()

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "Health Advisers’ referral"
        constraints = ALWAYS_TRUE

    def __str__(self) -> str:
        return f"Medical advice for {self.child}"

    def get_absolute_url(self) -> str:
        return reverse("has_team:referral", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        team = health_advisers(self.child.icb)
        return Owes(team.organisation, team, person=self.adviser)

    @property
    def advice_clock(self) -> Clock:
        return self.advice_request.advice_clock

    @property
    def sent_in_words(self) -> str:
        """Whether it was in time, which is on or before the day."""
        to, late = self.child.local_authority, (self.sent_on - self.advice_clock.due_on).days
        outcome = "in time" if late <= 0 else f"{late} day{'' if late == 1 else 's'} late"
        return f"The advice went to {to} on {self.sent_on:%-d %B %Y}, {outcome}."

    @creates(
        permission=P.WORK_REFERRAL,
        within="advice_request",
        conditions=[not_for_the_advisers],
        effects=[Starts("has_contact_family", "contact_clock", on="accepted_on")],
        label="Accept",
    )
    def accept(
        cls,
        *,
        by: Actor,
        advice_request: AdviceRequest,
        criterion: str,
        responsibility_checked_on: date,
        adviser: User | None = None,
        on: date | None = None,
    ) -> "Referral":
        """Log the request under one of the three criteria, once it is clear that this ICB is responsible."""
        referral = cls(child=advice_request.child, advice_request=advice_request)
        referral.take_on(criterion, checked_on=responsibility_checked_on, adviser=adviser, on=on or today())
        return referral

    @creates(
        permission=P.WORK_REFERRAL,
        within="advice_request",
        conditions=[not_for_the_advisers],
        label="Does not meet the criteria",
    )
    def decline(cls, *, by: Actor, advice_request: AdviceRequest, reason: str, on: date | None = None) -> "Referral":
        """The ICB still owes the advice (reg 6(1)(c)), so the request stays open with its clock, and goes
        to the DCO, who finds who will write it. Nobody's request ends here."""
        referral = cls(child=advice_request.child, advice_request=advice_request, status=cls.Status.DECLINED)
        referral.declined_on, referral.declined_because = on or today(), reason
        referral.check_day(on=referral.declined_on)
        icb = referral.child.icb
        referral.advice_clock.hand_to(organisation=icb, team=dcos(icb))
        notifications.tell_of_declined(referral)
        return referral

    @transition(
        source=[Status.DECLINED],
        target=Status.WORKING,
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more],
        effects=[Starts("has_contact_family", "contact_clock", on="accepted_on")],
        label="Accept after all",
    )
    def accept_after_all(
        self,
        *,
        by: Actor,
        criterion: str,
        responsibility_checked_on: date,
        adviser: User | None = None,
        on: date | None = None,
    ) -> None:
        self.take_on(criterion, checked_on=responsibility_checked_on, adviser=adviser, on=on or today())
        not_before(self.declined_on, "it was declined", on=self.accepted_on)

    def take_on(self, criterion: str, *, checked_on: date, adviser: User | None, on: date) -> None:
        self.check_day(on=on)
        not_in_the_future(responsibility_checked_on=checked_on)
        self.criterion, self.accepted_on, self.responsibility_checked_on = criterion, on, checked_on
        team = health_advisers(self.child.icb)
        self.advice_clock.hand_to(organisation=team.organisation, team=team)
        self.give_to(adviser)

    @transition(
        source=[Status.DECLINED],
        target=Status.GIVEN_BACK,
        permission=P.APPROVE_ADVICE,
        conditions=[not_wanted_any_more],
        label="Give to a service that knows the child",
    )
    def give_back(self, *, by: Actor, service: Team) -> None:
        """The DCO found a service that owes the advice. It has until the same day."""
        self.given_back_on = today()
        self.advice_request.give_back(by=by, service=service)
        notifications.tell_of_given_back(self)

    @transition(
        source=IN_PROGRESS,
        permission=P.ALLOCATE_REFERRAL,
        conditions=[not_wanted_any_more],
        label="Give to an adviser",
    )
    def allocate(self, *, by: Actor, adviser: User | None) -> None:
        self.give_to(adviser)

    def give_to(self, adviser: User | None) -> None:
        if adviser and adviser not in advisers_of(self.child.icb):
            raise ValidationError({"adviser": f"{adviser} is not one of this board’s Health Advisers."})
        self.adviser = adviser
        for clock in (self.advice_clock, self.contact_clock):
            if clock and clock.is_running:
                clock.give_to(adviser)

    @transition(
        source=IN_PROGRESS,
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more],
        effects=[Stops("contact_clock", on="family_contacted_on")],
        label="Log contact with the family",
    )
    def contact_family(self, *, by: Actor, on: date | None = None) -> None:
        self.log(Stage.FAMILY_CONTACTED, on or today())

    @transition(
        source=[Status.WORKING],
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more],
        label="Book the appointment",
    )
    def book_appointment(
        self,
        *,
        by: Actor,
        mode: str,
        appointment_on: date,
        appointment_at: time | None = None,
        on: date | None = None,
    ) -> None:
        self.log(Stage.APPOINTMENT_BOOKED, on or today())
        not_before(self.appointment_booked_on, "it was booked", appointment_on=appointment_on)
        self.appointment_mode, self.appointment_on, self.appointment_at = mode, appointment_on, appointment_at

    @transition(
        source=[Status.WORKING],
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more],
        label="Log a step",
    )
    def log_stage(self, *, by: Actor, stage: str, on: date | None = None) -> None:
        """Any step but the first two, in any order. A step logged again takes the new day; history keeps
        both."""
        self.log(Stage(stage), on or today())

    def log(self, stage: Stage, on: date) -> None:
        self.check_day(on=on)
        setattr(self, f"{stage.value}_on", on)

    @transition(
        source=[Status.WORKING],
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more],
        label="Write the advice",
    )
    def save_advice(self, *, by: Actor, **sections: str) -> None:
        """Kept as it is; nothing need be complete until it goes to the DCO."""
        for name in SECTIONS:
            setattr(self, name, sections.get(name, getattr(self, name)))

    @transition(
        source=[Status.WORKING],
        target=Status.WITH_DCO,
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more, not_ready_for_qa],
        label="Send to the DCO",
    )
    def submit_for_qa(self, *, by: Actor) -> None:
        self.submitted_on, self.submitted_by = today(), by.user
        icb = self.child.icb
        self.advice_clock.hand_to(organisation=icb, team=dcos(icb))
        notifications.tell_of_advice_to_assure(self)

    @transition(
        source=[Status.WITH_DCO],
        target=Status.APPROVED,
        permission=P.APPROVE_ADVICE,
        conditions=[not_wanted_any_more, wrote_it, not_checked],
        label="Approve the advice",
    )
    def approve(self, *, by: Actor) -> None:
        """Level-one quality assurance by a DCO."""
        self.approved_on, self.approved_by, self.lacking = today(), by.user, ""
        self.back_to_adviser()

    @transition(
        source=[Status.WITH_DCO],
        target=Status.WORKING,
        permission=P.APPROVE_ADVICE,
        conditions=[not_wanted_any_more],
        label="Return to the adviser",
    )
    def return_to_adviser(self, *, by: Actor, lacking: str) -> None:
        self.lacking = lacking
        self.submitted_on = self.submitted_by = None
        self.back_to_adviser()

    def back_to_adviser(self) -> None:
        team = health_advisers(self.child.icb)
        self.advice_clock.hand_to(organisation=team.organisation, team=team)
        self.advice_clock.give_to(self.adviser)
        notifications.tell_of_quality_assurance(self)

    @transition(
        source=[Status.APPROVED, Status.SENT],
        permission=P.WORK_REFERRAL,
        conditions=[shared_already],
        label="Share with the family",
    )
    def share_with_family(self, *, by: Actor, on: date | None = None) -> None:
        day = on or today()
        not_in_the_future(on=day)
        not_before(self.approved_on, "the DCO approved it", on=day)
        self.shared_on = day

    @transition(
        source=[Status.APPROVED],
        target=Status.SENT,
        permission=P.WORK_REFERRAL,
        conditions=[not_wanted_any_more],
        effects=[Lapses("contact_clock", Clock.Lapsed.ADVICE_SENT)],
        label="Send to the local authority",
    )
    def send(self, *, by: Actor, on: date | None = None) -> None:
        """The advice goes out as a document: the six weeks stop on that day (reg 8(1))."""
        self.sent_on = on or today()
        not_in_the_future(on=self.sent_on)
        not_before(self.approved_on, "the DCO approved it", on=self.sent_on)
        self.advice_request.return_health_advisers_advice(
            by=by,
            on=self.sent_on,
            advice_text=advice_as_text(self),
            file=SimpleUploadedFile(f"{self.child.reference}-advice.pdf", advice_pdf(self), "application/pdf"),
        )

    @transition(
        source=[Status.SENT],
        target=Status.CLOSED,
        permission=P.WORK_REFERRAL,
        conditions=[not_shared],
        label="Close the referral",
    )
    def close(self, *, by: Actor) -> None:
        self.closed_on = today()

    @transition(
        source=[Status.SENT, Status.CLOSED],
        target=Status.WORKING,
        permission=P.RETURN_FOR_QUALITY,
        label="Sent advice returned for quality",
        internal=True,
    )
    def take_back(self, *, by: Actor, lacking: str) -> None:
        """Whoever had it says what it lacks: written anew, quality-assured anew, shared and sent anew."""
        self.lacking = lacking
        for step in ("submitted", "approved"):
            setattr(self, f"{step}_on", None)
            setattr(self, f"{step}_by", None)
        self.shared_on = self.sent_on = self.closed_on = None
        notifications.tell_of_return(self)

    @transition(
        source=OPEN,
        target=Status.STOPPED,
        permission=P.WORK_REFERRAL,
        effects=[Lapses("contact_clock", Clock.Lapsed.WITHDRAWN)],
        label="Work stopped: the request was withdrawn",
        internal=True,
    )
    def stop(self, *, by: Actor) -> None:
        """The local authority withdrew the request: nobody calls the family about it any more."""
        self.closed_on = today()

    def check_day(self, *, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.advice_request.passed_to_has_on, "the request came to the Health Advisers", on=on)
