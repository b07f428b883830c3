"""Which case is put to which meeting of a panel, what was decided, and has the case been told?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q

from accounts.models import User
from accounts.roles import Permission
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, creates, follows, transition
from ehcp.models.assessment import AssessmentRequest
from ehcp.models.panel_meeting import PanelMeeting, has_been
from ehcp.models.plan import Plan
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet

Case = AssessmentRequest.Status


def nothing_to_decide(assessment: AssessmentRequest) -> str | None:
    if assessment.status in (Case.RECEIVED, Case.ASSESSING):
        return None
    return f"There is nothing for a panel to decide: it is “{assessment.get_status_display().lower()}”."


def cancelled(case: Any, by: Actor) -> str | None:
    return "This meeting was cancelled." if case.meeting.status == "cancelled" else None


def not_yet(case: Any, by: Actor) -> str | None:
    return cancelled(case, by) or has_been(case.meeting, by)


def told_already(case: Any, by: Actor) -> str | None:
    if case.carried_on:
        return f"Recorded already: {case.carried_on:%-d %B %Y}."
    if not case.waits_for_family:
        return f"The case has gone on by itself: it is “{case.assessment.get_status_display().lower()}”."
    return None


def cannot_send(case: Any, by: Actor) -> str | None:
    """Why its draft cannot go to the DCOs from here."""
    if case.stage != PanelCase.Stage.ISSUE:
        return "A draft plan goes with a case that is put to the panel to issue a plan."
    if case.sent_to_qa_on:
        return f"The draft went to the DCOs from here on {case.sent_to_qa_on:%-d %B %Y}."
    plan = getattr(case.assessment, "plan", None)
    if plan and plan.status not in (Plan.Status.WITH_LA, Plan.Status.AGREED):
        return f"The draft was sent to the DCOs before: it is “{plan.get_status_display().lower()}”."
    return cancelled(case, by)


class PanelCaseQuerySet(ChildScopedQuerySet):
    def standing(self) -> Any:
        """All that are, or were, on the agenda when the panel met."""
        return self.exclude(status=PanelCase.Status.TAKEN_OFF)

    def undecided(self) -> Any:
        return self.filter(status=PanelCase.Status.ON_AGENDA)

    def to_tell(self) -> Any:
        """Decided, and the family is not told yet as far as the case says: its time limit runs on."""
        still = Q(stage="assess", assessment__status="received") | Q(stage="issue", assessment__status="assessing")
        return self.filter(still, status__in=PanelCase.DECIDED, carried_on=None)

    def agreed_to_issue(self) -> Any:
        return self.filter(stage=PanelCase.Stage.ISSUE, status=PanelCase.Status.AGREED)

    def for_list(self) -> Any:
        people = ("child__local_authority", "assessment__coordinator", "put_on_by")
        return self.select_related(
            *people, "meeting__panel__local_authority", "deferred_to__panel", "assessment__plan", "plan"
        )


class PanelCase(ChildScoped):
    """One case on one agenda, for one decision."""

    class Stage(models.TextChoices):
        ASSESS = "assess", "Whether to assess"
        ISSUE = "issue", "Whether to issue a plan"

    class Status(models.TextChoices):
        ON_AGENDA = "on_agenda", "On the agenda"
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not_agreed", "Not agreed"
        DEFERRED = "deferred", "Put to another meeting"
        MORE_INFORMATION = "more_information", "More information asked for"
        TAKEN_OFF = "taken_off", "Taken off the agenda"

    DECIDED = (Status.AGREED, Status.NOT_AGREED)
    OUTCOMES = (*DECIDED, Status.DEFERRED, Status.MORE_INFORMATION)

    assessment = models.ForeignKey(AssessmentRequest, models.PROTECT, related_name="panel_cases")
    meeting = models.ForeignKey(PanelMeeting, models.PROTECT, related_name="cases")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ON_AGENDA, editable=False)
    note = models.TextField(blank=True, max_length=1000, help_text="What the panel should look at.")
    put_on_on = models.DateField()
    put_on_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=4000)
    deferred_to = models.ForeignKey(PanelMeeting, models.PROTECT, null=True, blank=True, related_name="+")
    carried_on = models.DateField(null=True, blank=True, help_text="The day under which the case has the decision.")
    carried_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="panel_cases")
    sent_to_qa_on = models.DateField(null=True, blank=True)
    sent_to_qa_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = History()

    objects = PanelCaseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "case at a panel"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "assessment", "stage"],
                condition=~Q(status="taken_off"),
                name="one_case_once_a_meeting_and_stage",
                violation_error_message="This case is on that agenda already.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "stage"],
                condition=Q(status="on_agenda"),
                name="one_agenda_at_a_time",
                violation_error_message="This case is on an agenda already. Put it to another meeting from there.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["on_agenda", "taken_off"], decided_on=None)
                | (~Q(status__in=["on_agenda", "taken_off"]) & Q(decided_on__isnull=False)),
                name="decided_case_has_its_day",
            ),
            paired("panel_decided_by_somebody", "decided_on", "decided_by"),
            paired("panel_carried_by_somebody", "carried_on", "carried_by"),
            paired("panel_draft_sent_by_somebody", "sent_to_qa_on", "sent_to_qa_by", "plan"),
            models.CheckConstraint(
                condition=Q(status__in=["on_agenda", "agreed"]) | ~Q(reason=""), name="panel_says_why_not"
            ),
            models.CheckConstraint(
                condition=~Q(status="deferred") | Q(deferred_to__isnull=False), name="deferred_case_has_its_meeting"
            ),
            models.CheckConstraint(
                condition=Q(carried_on=None) | Q(status__in=["agreed", "not_agreed"]),
                name="only_decisions_are_carried",
            ),
            models.CheckConstraint(
                condition=Q(sent_to_qa_on=None) | Q(stage="issue"), name="drafts_go_with_the_second_stage"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.meeting}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    @property
    def outcome(self) -> str:
        """What came of it, in the panel's words."""
        return WORDS.get((self.stage, self.status)) or self.get_status_display()

    @property
    def came_late(self) -> bool:
        """Put on after the papers were to go round."""
        papers = self.meeting.papers_on
        return bool(papers and self.put_on_on > papers)

    @property
    def waits_for_family(self) -> bool:
        """Decided, and the case does not have it yet: its time limit stops when the family is told."""
        before = Case.RECEIVED if self.stage == self.Stage.ASSESS else Case.ASSESSING
        return self.status in self.DECIDED and self.carried_on is None and self.assessment.status == before

    @creates(
        permission=Permission.PUT_TO_PANEL,
        within="assessment",
        conditions=[lambda assessment, by: nothing_to_decide(assessment)],
        label="Put to a panel",
    )
    def put_on(
        cls, *, by: Actor, assessment: AssessmentRequest, meeting: PanelMeeting, note: str = ""
    ) -> "PanelCase":
        """For the decision that comes next in this case."""
        stage = cls.Stage.ASSESS if assessment.status == Case.RECEIVED else cls.Stage.ISSUE
        refuse_meeting(assessment, stage, meeting=meeting)
        return cls.on_agenda(assessment, meeting, stage=stage, note=note, by=by)

    @creates(permission=Permission.SEE_PANELS, within="assessment", internal=True, label="Put to another meeting")
    def put_on_next(cls, *, by: Actor, assessment: AssessmentRequest, after: "PanelCase") -> "PanelCase":
        """Follows when a case is put to another meeting: for the same decision, at the end of its agenda."""
        return cls.on_agenda(assessment, after.deferred_to, stage=after.stage, note=after.note, by=by)

    @classmethod
    def on_agenda(
        cls, assessment: AssessmentRequest, meeting: PanelMeeting, *, stage: str, note: str, by: Actor
    ) -> "PanelCase":
        last = meeting.cases.aggregate(last=Max("position"))["last"] or 0
        return cls(
            child=assessment.child,
            assessment=assessment,
            meeting=meeting,
            stage=stage,
            position=last + 1,
            note=note,
            put_on_on=today(),
            put_on_by=by.user,
        )

    @transition(
        source=[Status.ON_AGENDA],
        target=(Status.AGREED, Status.NOT_AGREED, Status.DEFERRED, Status.MORE_INFORMATION),
        permission=Permission.DECIDE_ASSESSMENT,
        conditions=[not_yet],
        label="Record the decision",
    )
    def decide(
        self,
        *,
        by: Actor,
        decision: str,
        on: date | None = None,
        reason: str = "",
        to: PanelMeeting | None = None,
        told_on: date | None = None,
    ) -> str:
        """What the panel said on its day. The case has it at once where the law asks for no more (a plan will be
        issued); where the time limit stops when the family is told, it has it with that day."""
        day = on or self.meeting.meets_on
        not_in_the_future(on=day, told_on=told_on)
        not_before(self.meeting.meets_on, "the panel met", on=day)
        not_before(day, "the panel decided", told_on=told_on)
        self.refuse_gaps(decision, reason, to)
        self.decided_on, self.decided_by, self.reason = day, by.user, reason
        if decision in (self.Status.DEFERRED, self.Status.MORE_INFORMATION):
            self.point_to(to)
        elif decision == self.Status.AGREED and self.stage == self.Stage.ISSUE:
            self.carry(decision, on=day, by=by)
        elif told_on:
            self.carry(decision, on=told_on, by=by)
        return decision

    def refuse_gaps(self, decision: str, reason: str, to: PanelMeeting | None) -> None:
        wrong = {}
        if decision not in self.OUTCOMES:
            wrong["decision"] = "Choose what the panel decided."
        elif decision != self.Status.AGREED and not reason.strip():
            wrong["reason"] = GIVE_REASON[decision]
        if decision == self.Status.DEFERRED and to is None:
            wrong["to"] = "Choose the meeting it is put to."
        if wrong:
            raise ValidationError(wrong)

    def point_to(self, to: PanelMeeting | None) -> None:
        """At which meeting it comes again, where that is known."""
        if to is not None and to.pk == self.meeting_id:
            raise ValidationError({"to": "This is the meeting it is on. Choose another."})
        if to is not None:
            refuse_meeting(self.assessment, self.stage, to=to)
        self.deferred_to = to

    def carry(self, decision: str, *, on: date, by: Actor) -> None:
        """Onto the case, by its own verb, which does the rules and the clocks."""
        assessment = self.assessment
        assessment.child = self.child
        if self.stage == self.Stage.ASSESS and decision == self.Status.AGREED:
            assessment.decide_to_assess(by=by, on=on)
        elif self.stage == self.Stage.ASSESS:
            assessment.decide_not_to_assess(by=by, on=on, reason=self.reason)
        elif decision == self.Status.AGREED:
            assessment.decide_to_issue(by=by, on=on)
        else:
            assessment.decide_not_to_issue(by=by, on=on, reason=self.reason)
        self.carried_on, self.carried_by = on, by.user

    @transition(
        source=DECIDED,
        permission=Permission.DECIDE_ASSESSMENT,
        conditions=[told_already],
        label="Record that the family was told",
    )
    def record_told(self, *, by: Actor, on: date) -> None:
        """The time limit of the decision stops on this day (reg 5(1), 10(1)); the reason goes along."""
        not_before(self.decided_on, "the panel decided", on=on)
        self.carry(self.status, on=on, by=by)

    @transition(
        source=[Status.ON_AGENDA],
        target=Status.DEFERRED,
        permission=Permission.PUT_TO_PANEL,
        label="Put to another meeting",
    )
    def defer(self, *, by: Actor, to: PanelMeeting, reason: str) -> None:
        """Before the panel met, or because it did not come to it."""
        self.come_again(to, reason, by=by)

    @transition(
        source=[Status.ON_AGENDA],
        target=Status.DEFERRED,
        permission=Permission.RUN_PANELS,
        internal=True,
        label="Put to another meeting",
    )
    def go_along(self, *, by: Actor, to: PanelMeeting, reason: str) -> None:
        """Its meeting was cancelled. Called by the meeting."""
        self.come_again(to, reason, by=by)

    def come_again(self, to: PanelMeeting, reason: str, *, by: Actor) -> None:
        self.refuse_gaps(self.Status.DEFERRED, reason, to)
        self.decided_on, self.decided_by, self.reason = today(), by.user, reason
        self.point_to(to)

    @transition(
        source=[Status.ON_AGENDA],
        target=Status.TAKEN_OFF,
        permission=Permission.PUT_TO_PANEL,
        label="Take off the agenda",
    )
    def take_off(self, *, by: Actor, reason: str) -> None:
        self.reason = reason

    @transition(
        permission=Permission.SUBMIT_PLAN,
        source=[Status.ON_AGENDA, Status.AGREED],
        conditions=[cannot_send],
        label="Send the draft to the DCOs",
    )
    def send_to_qa(self, *, by: Actor, sections: dict[str, str], family_saw_on: date | None = None) -> None:
        """The draft goes into the DCOs' queue by the plan's own verb, and says that it came from this panel."""
        plan = getattr(self.assessment, "plan", None)
        if plan is None:
            plan = Plan.submit(by=by, assessment=self.assessment, sections=sections, family_saw_on=family_saw_on)
            plan.change_coordinator(by=by, coordinator=self.assessment.coordinator)
        else:
            plan.resubmit(by=by, sections=sections)
        self.plan, self.sent_to_qa_on, self.sent_to_qa_by = plan, today(), by.user


Stage, Status = PanelCase.Stage, PanelCase.Status
WORDS = {
    (Stage.ASSESS, Status.AGREED): "Assess",
    (Stage.ASSESS, Status.NOT_AGREED): "Do not assess",
    (Stage.ISSUE, Status.AGREED): "Issue a plan",
    (Stage.ISSUE, Status.NOT_AGREED): "Do not issue a plan",
}
GIVE_REASON = {
    Status.NOT_AGREED: "Write the reasons. The family is given them.",
    Status.DEFERRED: "Write why it is put to another meeting.",
    Status.MORE_INFORMATION: "Write what is asked for, and of whom.",
}


def refuse_meeting(assessment: AssessmentRequest, stage: str, **asked: PanelMeeting) -> None:
    """Of this local authority, not cancelled, and one that decides such cases."""
    [(field, meeting)] = asked.items()
    words = ""
    if meeting.panel.local_authority_id != assessment.local_authority_id:
        words = f"Choose a panel of {assessment.local_authority}."
    elif meeting.status == PanelMeeting.Status.CANCELLED:
        words = "This meeting was cancelled. Choose another."
    elif not meeting.takes(stage):
        words = f"This panel does not decide {PanelCase.Stage(stage).label.lower()}. Choose another."
    if words:
        raise ValidationError({field: words})


def put_to_the_next(case: PanelCase, *, by: Actor, **_: Any) -> None:
    """Once the case has left the agenda it was on: a case is on one at a time."""
    if case.deferred_to:
        PanelCase.put_on_next(by=by, assessment=case.assessment, after=case)


for verb in (PanelCase.decide, PanelCase.defer, PanelCase.go_along):
    follows(verb, put_to_the_next)
