"""What did the audit find, what do we answer, and who does what about it by when?"""

from contextlib import suppress
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, Relation, Team, User
from accounts.roles import Permission
from clocks.models import Action
from clocks.models.action import is_anothers, members_of
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates, transition
from qa.models.audit import Audit
from qa.models.audit_case import AuditCase


def cannot_add(audit: Audit, by: Actor) -> str | None:
    if audit.status != Audit.Status.FINDINGS:
        return f"Findings are written between marking and publishing: it is “{audit.get_status_display().lower()}”."
    return None


def not_changeable(finding: "Finding", by: Actor) -> str | None:
    return cannot_add(finding.audit, by)


def only_of_outside(finding: "Finding", by: Actor) -> str | None:
    return None if finding.audit.is_outside else "Only the points of an outside body’s audit are answered."


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FindingQuerySet":
        return self.filter(audit__in=Audit.objects.visible_to(user).filter(status__in=Audit.AFTER_MARKING))

    def for_page(self) -> "FindingQuerySet":
        actions = ("actions__team", "actions__owing", "actions__person", "actions__case_action", "actions__about")
        return self.prefetch_related(*actions)


class Finding(Record):
    """One thing that the audit found; of an outside body's audit one of its points, with our answer."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2000)
    no_action = models.CharField(max_length=500, blank=True, help_text="Why nothing needs doing.")
    answer = models.TextField(blank=True, max_length=4000)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = History()

    within_path = ("audit",)
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["audit", "number"]
        verbose_name = "audit finding"
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="findings_are_numbered"),
            paired("finding_answered_on_and_by", "answered_on", "answered_by"),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="answered_finding_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Point' if self.audit.is_outside else 'Finding'} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.audit.get_absolute_url()}#finding-{self.number}"

    def belongs_to(self) -> frozenset[int]:
        return self.audit.belongs_to()

    @creates(permission=Permission.RUN_AUDIT, within="audit", conditions=[cannot_add], label="Add a finding")
    def add(cls, *, by: Actor, audit: Audit, words: str, no_action: str = "") -> "Finding":
        last = audit.findings.aggregate(last=models.Max("number"))["last"] or 0
        return cls(audit=audit, number=last + 1, words=words, no_action=no_action)

    @transition(permission=Permission.RUN_AUDIT, conditions=[not_changeable], label="Change")
    def change(self, *, by: Actor, words: str, no_action: str = "") -> None:
        self.words, self.no_action = words, no_action

    @transition(
        permission=Permission.RUN_AUDIT, conditions=[not_changeable, only_of_outside], label="Answer this point"
    )
    def give_answer(self, *, by: Actor, answer: str) -> None:
        self.answer, self.answered_on, self.answered_by = answer, today(), by.user


class AuditActionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AuditActionQuerySet":
        """To those who run the audit; to whoever owes it, of the plan itself or whose children they look after; and
        with a published audit."""
        runs = user.organisations_with(Permission.RUN_AUDIT)
        theirs = [member.organisation_id for member in user.memberships_with_children]
        # By a subquery: a join would lose the rows of those who do not see the finding.
        published = Finding.objects.filter(audit__in=Audit.objects.visible_to(user).published())
        return self.filter(Q(icb__in=runs) | Q(owing__in=theirs) | Q(finding__in=published))

    def open(self) -> "AuditActionQuerySet":
        return self.filter(Q(case_action=None, done_on=None, dropped_on=None) | Q(case_action__status="open"))

    def owed_by(self, user: Any) -> "AuditActionQuerySet":
        """Their team's. What is about one plan stands on the worklist already, as an action of that child."""
        teams = [member.team_id for member in user.memberships_with_children if member.team_id]
        return self.filter(team__in=teams, case_action=None)

    def for_list(self) -> "AuditActionQuerySet":
        """Without the finding: whoever owes an action need not see the audit, and would not see the row then."""
        return self.select_related("team", "owing", "person", "case_action")


class AuditAction(Record):
    """Something one team does about a finding by a day. About one plan it is an action of that child's file, and
    ends there."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=150)
    why = models.CharField(max_length=300)
    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owing = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_on = models.DateField()
    due_on = models.DateField()
    about = models.ForeignKey(AuditCase, models.PROTECT, null=True, blank=True, related_name="+")
    case_action = models.OneToOneField(Action, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_note = models.TextField(blank=True, max_length=2000)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=2000)
    history = History()

    objects = AuditActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "audit action"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("set_on")),
                name="audit_action_is_due_after_it_was_set",
                violation_error_message="Choose today or a later day.",
            ),
            paired("audit_action_done_on_and_by", "done_on", "done_by"),
            paired("audit_action_dropped_on_and_by", "dropped_on", "dropped_by"),
            models.CheckConstraint(
                condition=Q(dropped_on=None) | (Q(done_on=None) & ~Q(reason="")), name="audit_action_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(case_action=None) | Q(about__isnull=False, done_on=None, dropped_on=None),
                name="action_of_a_child_ends_in_its_file",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("qa:auditaction", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.owing_id, self.icb_id})

    @property
    def kept(self) -> Any:
        """What says how it stands: the action in the child's file, for those who see that file, or this."""
        with suppress(Action.DoesNotExist):
            return self.case_action or self
        return None

    @property
    def is_open(self) -> bool:
        return bool(self.kept) and not (self.kept.done_on or self.kept.dropped_on)

    @property
    def state(self) -> str:
        kept = self.kept
        if not kept:
            return "Kept in the child’s file"
        if kept.done_on:
            return f"Done on {kept.done_on:%-d %B %Y}"
        if kept.dropped_on:
            return f"Dropped on {kept.dropped_on:%-d %B %Y}: {kept.reason}"
        return "To be done"

    @property
    def who(self) -> str:
        return f"{self.person}, {self.team}" if self.person else f"{self.team}, {self.owing}"

    @creates(permission=Permission.RUN_AUDIT, within="finding", conditions=[not_changeable], label="Set an action")
    def set(
        cls,
        *,
        by: Actor,
        finding: Finding,
        what: str,
        team: Team,
        due_on: date,
        person: User | None = None,
        about: AuditCase | None = None,
    ) -> "AuditAction":
        """One team owes it. About one plan, it stands in that child's file and on the worklist from there."""
        if due_on < today():
            raise ValidationError({"due_on": "Choose today or a later day."})
        if person and not members_of(team).filter(pk=person.pk).exists():
            raise ValidationError({"person": f"{person} does not work in {team}. Leave this empty for the team."})
        why = f"{finding} of the audit: {finding.audit}"
        action = cls(
            finding=finding, icb_id=finding.audit.icb_id, what=what, why=why, owing=team.organisation, team=team,
            person=person, about=about, set_on=today(), due_on=due_on,
        )  # fmt: skip
        if about:
            facts = {"what": what, "why": why, "team": team, "due_on": due_on, "person": person}
            action.case_action = Action.set(by=by, child=about.member.child, **facts)
        return action

    @transition(
        permission=Permission.DO_ACTION,
        conditions=[lambda action, by: has_ended(action) or is_anothers(action, by)],
        label="Record that it is done",
    )
    def finish_action(self, *, by: Actor, on: date, note: str = "") -> None:
        not_in_the_future(on=on)
        not_before(self.set_on, "the action was set", on=on)
        self.done_on, self.done_by, self.done_note = on, by.user, note

    @transition(
        permission=Permission.RUN_AUDIT,
        conditions=[lambda action, by: has_ended(action)],
        label="Drop this action",
    )
    def drop(self, *, by: Actor, reason: str) -> None:
        self.dropped_on, self.dropped_by, self.reason = today(), by.user, reason


def has_ended(action: AuditAction) -> str | None:
    if action.case_action_id:
        return "It stands in the child’s file, and ends there."
    return None if action.is_open else f"It has ended: {action.state[:1].lower()}{action.state[1:]}."


def teams_for(audit: Audit) -> models.QuerySet[Team]:
    """Those of the board and of whoever works with it who look after children."""
    partners = Relation.objects.in_force(today()).filter(icb=audit.icb_id).values("organisation")
    those = Q(organisation=audit.icb_id) | Q(organisation__in=partners)
    kinds = (Team.Kind.DCO, Team.Kind.HAS, Team.Kind.SEND, Team.Kind.SPA)
    return Team.objects.in_force(today()).filter(those, kind__in=kinds).select_related("organisation")
