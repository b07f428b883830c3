"""Which young children has a health body to tell the local authority about, and has it (CFA 2014 s.23)?"""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from ehcp import notifications
from ehcp.models.asking import single_point_of_access
from ehcp.models.assessment import clock_field, team_of
from ehcp.models.plan import dcos
from ehcp.school_age import compulsory_school_age_on
from people.letters import Tells
from people.models import Child, ChildScoped, Consent, Involvement
from people.models.consent import Purpose
from people.models.involvement import ChildScopedQuerySet

RECENTLY = timedelta(days=366)  # an opinion formed in time may be recorded so long after the child came of age


class Section23QuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> "Section23QuerySet":
        """The body and the board, from the first; the file's other readers once the local authority was told."""
        mine = Q(body__in=user.scope.child_organisations) | Q(team__in=user.scope.teams)
        told = Q(notified_on__isnull=False) | Q(icb__in=user.scope.organisations)
        reached = self.reached_by(user)
        return self.filter(mine & Q(self.reached_by(user, whole=False)) | (Q(reached) & told))

    def for_list(self) -> "Section23QuerySet":
        return self.select_related("child", "child__local_authority", "body", "team", "notification_clock")

    def soonest_first(self) -> "Section23QuerySet":
        return self.order_by("notification_clock__due_on", "pk")


def long_of_school_age(child: Child, by: Actor) -> str | None:
    of_age = compulsory_school_age_on(child.date_of_birth)
    return too_old(child, of_age) if today() - of_age > RECENTLY else None


def too_old(child: Child, of_age: date) -> str:
    return (
        f"{child.given_name} is of compulsory school age since {of_age:%-d %B %Y}: section 23 is about younger "
        "children. Tell the local authority all the same: anybody may bring a child to its attention (CFA 2014 "
        "s.24(1)). The family or the school can ask for an assessment (s.36(1))."
    )


class Section23Notification(ChildScoped):
    """A child under compulsory school age whom a health body thinks has, or probably has, special educational needs
    or a disability. The parent is told and can discuss it; then the local authority is told, agreed or not."""

    class Status(models.TextChoices):
        IDENTIFIED = "identified", "Parent not told yet"
        PARENT_TOLD = "parent_told", "Parent told"
        DISCUSSED = "discussed", "Parent told and able to discuss it"
        NOTIFIED = "notified", "Local authority told"
        ACKNOWLEDGED = "acknowledged", "Received by the local authority"
        ANSWERED = "answered", "Outcome known"
        STOPPED = "stopped", "Not made, with the reason"

    BEFORE = (Status.IDENTIFIED, Status.PARENT_TOLD, Status.DISCUSSED)
    OPEN = (*BEFORE, Status.NOTIFIED, Status.ACKNOWLEDGED)

    class Opinion(models.TextChoices):
        NEEDS = "needs", "Has, or probably has, special educational needs"
        DISABILITY = "disability", "Has, or probably has, a disability"
        BOTH = "both", "Both"

    class Discussed(models.TextChoices):
        YES = "yes", "They discussed it"
        NOT_WANTED = "not_wanted", "They did not want to"
        NO_ANSWER = "no_answer", "They did not answer"

    class Outcome(models.TextChoices):
        ASSESSMENT = "assessment", "An EHC needs assessment is considered"
        SUPPORT = "support", "Support in the early-years setting or at home, without a plan"
        KNOWN = "known", "Known already: help is in place"
        ADVICE = "advice", "Advice to the family, nothing more for now"

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Whose opinion it is.")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    clinician = models.CharField(max_length=200)
    opinion = models.CharField(max_length=12, choices=Opinion.choices)
    grounds = models.TextField(max_length=4000)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.IDENTIFIED, editable=False)
    identified_on = models.DateField(help_text="The day the opinion was formed.")
    diagnosed_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_whom = models.CharField(max_length=120, blank=True)
    leaflet_given = models.BooleanField(null=True, blank=True)
    voluntary_organisation = models.CharField(max_length=200, blank=True)
    parent_agrees = models.BooleanField(null=True, blank=True, help_text="Not known where they were not asked.")
    agrees_as = models.CharField(max_length=15, choices=Consent.Responsibility.choices, blank=True)
    offered_on = models.DateField(null=True, blank=True, help_text="The day they could discuss it.")
    officer = models.CharField(max_length=200, blank=True, help_text="With whom they could discuss it.")
    discussed = models.CharField(max_length=12, choices=Discussed.choices, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    notified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    outcome_note = models.TextField(blank=True, max_length=4000)
    stopped_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4000)
    notification_clock = clock_field()
    history = History()

    objects = Section23QuerySet.as_manager()

    class Meta:
        ordering = ["-identified_on", "-pk"]
        verbose_name = "section 23 notification"
        indexes = [models.Index(fields=["body", "status"], name="section_23_of_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(status__in=["identified", "parent_told", "discussed", "notified", "acknowledged"]),
                name="one_open_section_23_a_child",
                violation_error_message="A section 23 notification is under way for this child already.",
            ),
            models.CheckConstraint(
                condition=Q(parent_agrees__isnull=True, agrees_as="")
                | Q(parent_agrees__isnull=False) & ~Q(agrees_as=""),
                name="section_23_parent_answers_as_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["identified", "stopped"])
                | (Q(told_on__isnull=False, leaflet_given__isnull=False) & ~Q(told_whom="")),
                name="section_23_parent_told_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["identified", "parent_told", "stopped"])
                | (Q(offered_on__isnull=False, offered_on__gte=F("told_on")) & ~Q(officer="") & ~Q(discussed="")),
                name="section_23_discussion_offered_after_telling",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["notified", "acknowledged", "answered"], notified_on__gte=F("offered_on"))
                | (~Q(status__in=["notified", "acknowledged", "answered"]) & Q(notified_on__isnull=True)),
                name="section_23_notified_after_the_parent",
            ),
            paired("section_23_notified_on_and_by", "notified_on", "notified_by"),
            paired("section_23_acknowledged_on_and_by", "acknowledged_on", "acknowledged_by"),
            models.CheckConstraint(
                condition=Q(status="answered", outcome_on__isnull=False) & ~Q(outcome="")
                | ~Q(status="answered") & Q(outcome_on__isnull=True, outcome=""),
                name="section_23_outcome_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status="stopped", stopped_on__isnull=False) & ~Q(reason="")
                | ~Q(status="stopped") & Q(stopped_on__isnull=True),
                name="section_23_stopped_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return "Section 23 notification"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:section23notification", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.body_id}

    def owes(self, rule: str) -> Owes:
        return Owes(self.body, self.team)

    @property
    def starts_on(self) -> date:
        """The regional standard counts from the opinion, or the diagnosis if that was earlier."""
        return min(self.identified_on, self.diagnosed_on or self.identified_on)

    @property
    def of_school_age_on(self) -> date:
        return compulsory_school_age_on(self.child.date_of_birth)

    @creates(
        permission=Permission.NOTIFY_SECTION_23,
        within="child",
        conditions=[long_of_school_age],
        effects=[Starts("section_23", "notification_clock", on="starts_on")],
        label="Begin a section 23 notification",
    )
    def identify(cls, *, by: Actor, child: Child, body: Organisation, **facts: Any) -> "Section23Notification":
        """Of a child whose record the portal has already."""
        return cls.of(child, by, body, **facts)

    @creates(
        permission=Permission.NOTIFY_SECTION_23,
        within="body",
        effects=[Starts("section_23", "notification_clock", on="starts_on")],
        label="Tell us about a young child",
    )
    def identify_new_child(
        cls, *, by: Actor, body: Organisation, child: dict[str, Any], **facts: Any
    ) -> "Section23Notification":
        """Of a child whom the portal does not know. The local authority sees neither before it is told."""
        made = Child.register_by_health(by=by, body=body, team=team_for(by, body), **child)
        return cls.of(made, by, body, **facts)

    @classmethod
    def of(cls, child: Child, by: Actor, body: Organisation, **facts: Any) -> "Section23Notification":
        made = cls(pk=next_id(cls), child=child, icb=child.icb, body=body, team=team_for(by, body), **facts)
        days = {"identified_on": made.identified_on, "diagnosed_on": made.diagnosed_on}
        not_in_the_future(**days)
        not_before(child.date_of_birth, "the child was born", **days)
        if made.starts_on >= made.of_school_age_on:
            raise ValidationError({"identified_on": too_old(child, made.of_school_age_on)})
        Involvement.of_section_23(child, body=body, team=made.team)
        return made

    @transition(
        source=[Status.IDENTIFIED],
        target=Status.PARENT_TOLD,
        permission=Permission.NOTIFY_SECTION_23,
        label="Record that the parent was told",
    )
    def tell_parent(
        self,
        *,
        by: Actor,
        on: date,
        told_whom: str,
        leaflet_given: bool,
        voluntary_organisation: str = "",
        agrees: bool | None = None,
        responsibility: str = "",
    ) -> None:
        """Of the opinion and of the duty to tell the local authority (s.23(2)(a)), and of a voluntary organisation
        that is likely to help, if the body thinks of one (s.23(4)). A refusal of consent stops nothing."""
        self.check_day(on=on)
        self.told_on, self.told_whom, self.leaflet_given = on, told_whom, leaflet_given
        self.voluntary_organisation = voluntary_organisation
        if agrees is not None and not responsibility:
            raise ValidationError({"responsibility": "Choose how they have parental responsibility"})
        self.parent_agrees, self.agrees_as = agrees, responsibility if agrees is not None else ""

    @property
    def parent_said(self) -> str:
        """What stands in the child's consents only from the notification: before, it would tell of it."""
        if self.parent_agrees is None:
            return ""
        how = self.get_agrees_as_display()
        who = f"{self.told_whom} ({how[:1].lower()}{how[1:]})"
        return f"{'Agreed' if self.parent_agrees else 'Refused'} on {self.told_on:%-d %B %Y}: {who}"

    def keep_consent(self, *, by: Actor) -> None:
        """The answer goes with the notification, as of the day on which it was given."""
        answered = {"agreed_for" if self.parent_agrees else "refused_for": [Purpose.SECTION_23]}
        parent = {"giver": Consent.Giver.PARENT, "given_by": self.told_whom, "responsibility": self.agrees_as}
        how = {"given_on": self.told_on, "how": Consent.How.SPOKEN}
        Consent.record_with_notification(by=by, body=self.body, child=self.child, **parent, **how, **answered)

    @transition(
        source=[Status.PARENT_TOLD],
        target=Status.DISCUSSED,
        permission=Permission.NOTIFY_SECTION_23,
        label="Record the chance to discuss it",
    )
    def give_opportunity(self, *, by: Actor, on: date, officer: str, discussed: str) -> None:
        """With an officer of the body (s.23(2)(b)). Silence, or not wanting to, is recorded as that."""
        self.check_day(on=on)
        not_before(self.told_on, "the parent was told", on=on)
        self.offered_on, self.officer, self.discussed = on, officer, discussed

    @transition(
        source=[Status.DISCUSSED],
        target=Status.NOTIFIED,
        permission=Permission.NOTIFY_SECTION_23,
        effects=[Stops("notification_clock", on="notified_on"), Tells(notifications.section_23_made)],
        label="Tell the local authority",
    )
    def notify_authority(self, *, by: Actor) -> None:
        """Then it must (s.23(3)): it sees the child's record from now on."""
        self.notified_on, self.notified_by = today(), by.user
        why = Involvement.Why.RESIDENCE
        Involvement.begin(
            child_id=self.child_id, organisation=self.child.local_authority, why=why, on=self.notified_on
        )
        if self.parent_agrees is not None:
            self.keep_consent(by=by)

    @transition(
        source=[Status.NOTIFIED],
        target=Status.ACKNOWLEDGED,
        permission=Permission.ANSWER_SECTION_23,
        label="Acknowledge it",
    )
    def acknowledge(self, *, by: Actor, on: date) -> None:
        self.check_answer(on=on)
        self.acknowledged_on, self.acknowledged_by = on, by.user

    @transition(
        source=[Status.NOTIFIED, Status.ACKNOWLEDGED],
        target=Status.ANSWERED,
        permission=Permission.ANSWER_SECTION_23,
        effects=[Tells(notifications.section_23_answered)],
        label="Record the outcome",
    )
    def record_outcome(self, *, by: Actor, on: date, outcome: str, outcome_note: str = "") -> None:
        self.check_answer(on=on)
        if self.acknowledged_on is None:
            self.acknowledged_on, self.acknowledged_by = on, by.user
        self.outcome, self.outcome_on, self.outcome_note = outcome, on, outcome_note

    @transition(
        source=BEFORE,
        target=Status.STOPPED,
        permission=Permission.NOTIFY_SECTION_23,
        effects=[Lapses("notification_clock", Clock.Lapsed.DROPPED)],
        label="Stop: it will not be made",
    )
    def stop(self, *, by: Actor, reason: str) -> None:
        self.stopped_on, self.reason = today(), reason

    def check_day(self, *, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.starts_on, "the opinion was formed", on=on)

    def check_answer(self, *, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.acknowledged_on or self.notified_on, "it came", on=on)


def team_for(by: Actor, body: Organisation) -> Team | None:
    """Who does it: a provider's point of access; at the board the person's own team, or the DCOs."""
    if body.kind == Organisation.Kind.PROVIDER:
        return single_point_of_access(body)
    return team_of(by.user, body) or dcos(body)
