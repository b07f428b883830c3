"""Where is this plan: with health, agreed, issued?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.roles import Permission, System
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from ehcp import notifications
from ehcp.models.assessment import (
    AssessmentRequest,
    clock_field,
    not_before,
    not_in_the_future,
)
from ehcp.models.paper import Papers, VersionPaper
from ehcp.models.section_set import SectionSet
from ehcp.models.version import AgreedWording, PlanSection, PlanVersion
from ehcp.plan_conditions import (
    cannot_draft,
    issued_early,
    no_copy_is_missing,
    not_decided_to_issue,
    refuse_while_misreported,
    sent_already,
)
from ehcp.unfinished import refuse_unfinished_sections
from people.letters import Tells
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet

# The family's time to comment begins with the day on which they have the draft, when that is known.
FAMILY_HAS_IT = Starts("draft_representations", "representations_clock", on="family_saw_on")


class PlanQuerySet(ChildScopedQuerySet):
    def with_health(self) -> Any:
        """The DCOs' queue: submitted, not yet answered."""
        return self.filter(status=Plan.Status.WITH_HEALTH)

    def issued(self) -> Any:
        return self.filter(issued_on__isnull=False)

    def for_list(self) -> Any:
        clocks = ("qa_clock", "copy_clock", "representations_clock")
        return self.select_related("child", "child__local_authority", "coordinator", *clocks)


class Plan(ChildScoped):
    """An education, health and care plan, from its first draft (CFA 2014 s.37). Section G must be agreed by
    the ICB before the draft goes to the family: the days of both are kept."""

    class Status(models.TextChoices):
        WITH_HEALTH = "with_health", "With the DCO"
        WITH_LA = "with_la", "Returned to the local authority"
        WAITING = "waiting", "Waiting for health advice"
        AGREED = "agreed", "Health wording agreed"
        ISSUED = "issued", "Issued"
        CLOSED = "closed", "Closed: no plan will be issued"

    class NotAsked(models.TextChoices):
        OUTSIDE_PANEL = "outside_panel", "Agreed outside a panel where health sat"
        NO_ADVICE = "no_advice", "Health advice was not available"
        NOT_ASKED = "not_asked", "Not asked"
        NOT_KNOWN = "not_known", "Not known"

    OPEN = (Status.WITH_HEALTH, Status.WITH_LA, Status.WAITING, Status.AGREED)

    assessment = models.OneToOneField(AssessmentRequest, models.PROTECT, related_name="plan")
    coordinator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WITH_HEALTH, editable=False)
    submitted_on = models.DateField(null=True, blank=True, help_text="The day the DCOs had the draft.")
    not_asked_because = models.CharField(
        max_length=20, choices=NotAsked.choices, blank=True, help_text="Why health never had a draft of it."
    )
    family_saw_on = models.DateField(null=True, blank=True, help_text="The day the draft went to the family.")
    returned_on = models.DateField(null=True, blank=True)
    section_g_agreed_on = models.DateField(null=True, blank=True)
    section_g_agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_on = models.DateField(null=True, blank=True)
    issue_reason = models.TextField(blank=True, max_length=4000, help_text="Why it was issued too early, if it was.")
    final_sent_on = models.DateField(null=True, blank=True, help_text="The day the family was sent the final plan.")
    copy_received_on = models.DateField(null=True, blank=True, help_text="The day the ICB had its copy.")
    copy_received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    qa_clock = clock_field()
    copy_clock = clock_field()
    representations_clock = clock_field()
    history = History()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_on", "pk"]
        verbose_name = "plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(section_g_agreed_on__isnull=True, section_g_agreed_by__isnull=True)
                | Q(section_g_agreed_on__isnull=False, section_g_agreed_by__isnull=False),
                name="section_g_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="agreed") | Q(section_g_agreed_on__isnull=False),
                name="agreed_plan_has_section_g_agreed",
            ),
            models.CheckConstraint(
                condition=Q(status="issued", issued_on__isnull=False)
                | (~Q(status="issued") & Q(issued_on__isnull=True)),
                name="issued_plan_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=False, not_asked_because="")
                | Q(submitted_on=None, status="issued") & ~Q(not_asked_because=""),
                name="plan_was_submitted_or_says_why_not",
            ),
            paired("copy_received_on_and_by", "copy_received_on", "copy_received_by"),
        ]

    def __str__(self) -> str:
        return "Issued plan" if self.issued_on else "Draft plan"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:plan", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        if rule in ("final_plan_copy", "draft_representations"):
            return self.assessment.owes(rule)
        return Owes(self.child.icb, dcos(self.child.icb))

    @property
    def clocks(self) -> list[Clock]:
        return [clock for clock in (self.qa_clock, self.representations_clock, self.copy_clock) if clock]

    def latest(self, purpose: str = "draft") -> "PlanVersion | None":
        return self.versions.filter(purpose=purpose).order_by("-number").first()

    @creates(
        permission=Permission.SUBMIT_PLAN,
        within="assessment",
        conditions=[cannot_draft],
        effects=[
            Starts("qa_turnaround", "qa_clock", on="submitted_on"),
            FAMILY_HAS_IT,
            Tells(notifications.draft_submitted),
        ],
        label="Submit a draft plan",
    )
    def submit(
        cls,
        *,
        by: Actor,
        assessment: AssessmentRequest,
        sections: Mapping[str, str],
        on: date | None = None,
        family_saw_on: date | None = None,
        papers: Papers = (),
    ) -> "Plan":
        """The coordinator sends a draft to the DCOs: their turnaround begins."""
        day = on or today()
        not_in_the_future(on=day, family_saw_on=family_saw_on)
        not_before(assessment.decided_on, "it was decided to assess", on=day, family_saw_on=family_saw_on)
        plan = cls(
            pk=next_id(cls),
            child=assessment.child,
            assessment=assessment,
            coordinator=by.user,
            submitted_on=day,
            family_saw_on=family_saw_on,
        )
        plan.add_version(sections, by=by, on=day, papers=papers)
        return plan

    @transition(
        source=[Status.WITH_LA, Status.AGREED],
        target=Status.WITH_HEALTH,
        permission=Permission.SUBMIT_PLAN,
        effects=[
            Starts("qa_turnaround", "qa_clock", on="submitted_on"),
            Tells(notifications.draft_submitted),
        ],
        label="Submit a new draft",
    )
    def resubmit(
        self, *, by: Actor, sections: Mapping[str, str], on: date | None = None, papers: Papers = ()
    ) -> None:
        """A changed draft goes back to the DCOs. What was agreed for the old one no longer counts."""
        day = on or today()
        not_in_the_future(on=day)
        not_before(self.submitted_on, "the draft before was submitted", on=day)
        self.submitted_on = day
        self.section_g_agreed_on = self.section_g_agreed_by = None
        self.supersede_wording(day)
        self.add_version(sections, by=by, on=self.submitted_on, papers=papers)

    @transition(
        permission=Permission.SUBMIT_PLAN,
        source=OPEN,
        effects=[Lapses("representations_clock", Clock.Lapsed.SERVED_AGAIN), FAMILY_HAS_IT],
        label="Record that the family has the draft",
    )
    def record_family_saw(self, *, by: Actor, on: date) -> None:
        """They have at least 15 days to comment, that day counted (reg 13(1)(a)); a new draft gives it anew."""
        not_in_the_future(on=on)
        not_before(self.assessment.decided_on, "it was decided to assess", on=on)
        self.family_saw_on = on

    @transition(
        source=[Status.WITH_HEALTH, Status.WAITING],
        target=Status.AGREED,
        permission=Permission.QUALITY_ASSURE,
        effects=[Stops("qa_clock", on="returned_on")],
        internal=True,
    )
    def agree_health_wording(self, *, by: Actor, on: date, wording: Mapping[str, str]) -> None:
        """The ICB agrees Section G and this wording for E, C and G (reg 12(2)). Called by the quality
        assurance."""
        self.check_return(on)
        self.returned_on = self.section_g_agreed_on = on
        self.section_g_agreed_by = by.user
        self.supersede_wording(on)
        for section, text in wording.items():
            AgreedWording(child=self.child, plan=self, section=section, text=text, agreed_on=on).save()

    @transition(
        source=[Status.WITH_HEALTH, Status.WAITING],
        target=Status.WITH_LA,
        permission=Permission.QUALITY_ASSURE,
        effects=[Stops("qa_clock", on="returned_on")],
        internal=True,
    )
    def return_to_la(self, *, by: Actor, on: date) -> None:
        """Section G is not agreed: back to the local authority with what is missing."""
        self.check_return(on)
        self.returned_on = on

    @transition(
        source=[Status.WITH_HEALTH],
        target=Status.WAITING,
        permission=Permission.QUALITY_ASSURE,
        internal=True,
    )
    def wait_for_advice(self, *, by: Actor) -> None:
        """Health advice has not arrived. Called by the quality assurance, which pauses the turnaround clock."""

    @transition(
        source=[Status.WAITING],
        target=Status.WITH_HEALTH,
        permission=Permission.QUALITY_ASSURE,
        internal=True,
    )
    def come_back(self, *, by: Actor) -> None:
        """The advice arrived, or no more will: back in the DCOs' queue. Called by the quality assurance."""

    @transition(
        source=OPEN,
        permission=Permission.ISSUE_PLAN,
        conditions=[sent_already, not_decided_to_issue],
        effects=[Starts("final_plan_copy", "copy_clock", on="final_sent_on")],
        label="Record that the family has the final plan",
    )
    def record_final_sent(self, *, by: Actor, on: date) -> None:
        """The ICB has no copy yet. The time limit of the final plan itself stops when both have it (reg 13(2))."""
        not_in_the_future(on=on)
        not_before(self.submitted_on, "the draft was submitted", on=on)
        not_before(self.assessment.decided_to_issue_on, "it was decided to issue a plan", on=on)
        self.final_sent_on = on

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[no_copy_is_missing],
        effects=[Stops("copy_clock", on="copy_received_on")],
        label="Confirm that the ICB has the final plan",
    )
    def confirm_copy(self, *, by: Actor, on: date) -> None:
        """It came some other way. Its words are still to be put into the portal, to be compared."""
        not_in_the_future(on=on)
        not_before(self.final_sent_on, "the family was sent the plan", on=on)
        self.copy_received_on, self.copy_received_by = on, by.user

    @transition(
        source=OPEN,
        target=Status.ISSUED,
        permission=Permission.ISSUE_PLAN,
        effects=[Lapses("qa_clock", Clock.Lapsed.PLAN_ISSUED), Stops("copy_clock", on="copy_received_on")],
        label="Submit the issued plan",
    )
    def issue(self, *, by: Actor, sections: Mapping[str, str], on: date | None = None, reason: str = "") -> None:
        """The final plan went to the family, and with this to the ICB (reg 13(2)): kept as it was issued. One that
        went too early is a fact too, and says why."""
        day = on or today()
        not_in_the_future(on=day)
        not_before(self.submitted_on, "the draft was submitted", on=day)
        refuse_while_misreported(self)
        if not reason.strip() and (early := issued_early(self, day)):
            raise ValidationError({"reason": f"{early} Write why the plan was issued all the same."})
        self.issued_on, self.issue_reason = day, reason
        self.end_of_representations(day)
        if no_copy_is_missing(self, by) is None:
            self.copy_received_on, self.copy_received_by = max(today(), day), by.user
        self.add_version(sections, by=by, on=day, purpose=PlanVersion.Purpose.ISSUED)
        self.assessment.record_plan_issued(by=by, on=day)

    @creates(
        permission=Permission.EXPLAIN_WORDING,
        within="assessment",
        conditions=[cannot_draft],
        label="Record an issued plan that health never saw",
    )
    def record_issued(
        cls,
        *,
        by: Actor,
        assessment: AssessmentRequest,
        sections: Mapping[str, str],
        not_asked_because: str,
        on: date | None = None,
    ) -> "Plan":
        """A final plan whose draft never came to the DCOs, from the local authority or a DCO who was shown it: it is
        compared and counted like every other."""
        day = on or today()
        not_in_the_future(on=day)
        not_before(assessment.decided_on, "it was decided to assess", on=day)
        facts = {"status": cls.Status.ISSUED, "issued_on": day, "not_asked_because": not_asked_because}
        coordinator = assessment.coordinator
        plan = cls(pk=next_id(cls), child=assessment.child, assessment=assessment, coordinator=coordinator, **facts)
        plan.add_version(sections, by=by, on=day, purpose=PlanVersion.Purpose.ISSUED)
        assessment.record_plan_issued(by=System("the issued plan was recorded"), on=day)
        return plan

    @transition(source=OPEN, target=Status.CLOSED, permission=Permission.DECIDE_ASSESSMENT, internal=True)
    def close(self, *, by: Actor, on: date, why: str) -> None:
        """The assessment ended without a plan. Called by the assessment; `why` is the clock's reason."""
        for clock in (self.qa_clock, self.copy_clock, self.representations_clock):
            if clock and clock.is_running:
                clock.lapse(on=on, why=why)

    @transition(permission=Permission.REGISTER_ASSESSMENT, internal=True, label="Change the coordinator")
    def change_coordinator(self, *, by: Actor, coordinator: User | None) -> None:
        """Called by the assessment."""
        self.coordinator = coordinator

    def end_of_representations(self, on: date) -> None:
        """The family's time was over, or was cut short: said either way, as it cannot be given back."""
        clock = self.representations_clock
        if clock and clock.is_running:
            why = Clock.Lapsed.TIME_WAS_GIVEN if on > clock.due_on else Clock.Lapsed.TIME_CUT_SHORT
            clock.lapse(on=on, why=why)

    def check_return(self, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.submitted_on, "the draft was submitted", on=on)

    def supersede_wording(self, on: date) -> None:
        for earlier in self.agreed_wording.in_force():
            earlier.superseded_on = on
            earlier.save()

    def add_version(
        self, sections: Mapping[str, str], *, by: Actor, on: date, purpose: str = "draft", papers: Papers = ()
    ) -> "PlanVersion":
        """Each save is a version; none is ever changed."""
        if not any(text.strip() for text in sections.values()):
            raise ValidationError("Write at least one section of the plan.")
        if purpose == PlanVersion.Purpose.DRAFT:
            refuse_unfinished_sections(sections)
        section_set = SectionSet.objects.on(on)
        number = (self.versions.aggregate(last=models.Max("number"))["last"] or 0) + 1
        version = PlanVersion(
            child=self.child,
            plan=self,
            number=number,
            purpose=purpose,
            section_set=section_set,
            made_on=on,
            made_by=by.user,
        )
        version.save()
        for letter, text in section_set.in_its_order(sections):
            PlanSection(child=self.child, version=version, section=letter, text=text).save()
        VersionPaper.send_with(version, papers)
        return version


def dcos(icb: Organisation) -> Team | None:
    """The team that quality-assures for this ICB."""
    return icb.teams.in_force(today()).filter(kind=Team.Kind.DCO).first()
