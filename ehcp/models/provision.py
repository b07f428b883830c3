"""Has the health provision that an issued plan promises begun?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Team, User
from accounts.roles import Permission
from clocks.workflow import Owes, Starts, Stops
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.asking import single_point_of_access
from ehcp.models.assessment import clock_field, not_before, not_in_the_future
from ehcp.models.plan import Plan, dcos
from people.models import Child, ChildScoped, Involvement
from people.models.involvement import ChildScopedQuerySet


class SectionGStartQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> "SectionGStartQuerySet":
        """Whoever opens the file, and the provider that was named."""
        mine = Q(provider__in=user.scope.child_organisations) & Q(self.reached_by(user, whole=False))
        return self.filter(self.reached_by(user) | mine)

    def for_list(self) -> "SectionGStartQuerySet":
        return self.select_related("child", "child__local_authority", "provider", "start_clock")


class SectionGStart(ChildScoped):
    """The question, four weeks after a plan with health provision was issued, whether that provision has started
    (the ICB must arrange it: CFA 2014 s.42(3)). The provider answers; while none is named, the DCOs do."""

    class Status(models.TextChoices):
        ASKED = "asked", "Not answered"
        NOT_STARTED = "not_started", "Not started, with the reason"
        STARTED = "started", "Started"

    OPEN = (Status.ASKED, Status.NOT_STARTED)

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="section_g_start")
    provider = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ASKED, editable=False)
    issued_on = models.DateField()
    started_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=2000, help_text="Why it has not started.")
    expected_on = models.DateField(null=True, blank=True)
    start_clock = clock_field()
    history = History()

    objects = SectionGStartQuerySet.as_manager()

    class Meta:
        ordering = ["issued_on", "pk"]
        verbose_name = "start of Section G"
        constraints = [
            paired("section_g_answered_on_and_by", "answered_on", "answered_by"),
            models.CheckConstraint(
                condition=Q(status="asked", answered_on=None)
                | (Q(status="not_started", answered_on__isnull=False) & ~Q(reason=""))
                | Q(status="started", answered_on__isnull=False, started_on__isnull=False),
                name="section_g_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return "Start of Section G"

    def get_absolute_url(self) -> str:
        return self.child.get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        """To the board that must arrange it, and the provider that gives it."""
        return frozenset({self.child.icb_id, *([self.provider_id] if self.provider_id else [])})

    def clean_fields(self, exclude: Any = None) -> None:
        """The plan never changes, and a provider does not see it."""
        unseen = set() if self._state.adding else {"plan"}
        super().clean_fields(exclude={*(exclude or ()), *unseen})

    def owes(self, rule: str) -> Owes:
        return Owes(self.child.icb, dcos(self.child.icb))

    @property
    def met_on(self) -> date | None:
        """Provision may have begun before the plan was issued; the question is then answered on that day."""
        return max(self.started_on, self.issued_on) if self.started_on else None

    @creates(
        permission=Permission.ISSUE_PLAN,
        within="plan",
        effects=[Starts("section_g_started", "start_clock", on="issued_on")],
        internal=True,
        label="Ask whether Section G has started",
    )
    def ask(cls, *, by: Actor, plan: Plan) -> "SectionGStart":
        """Follows when a plan is issued whose agreed Section G holds provision."""
        return cls(child=plan.child, plan=plan, issued_on=plan.issued_on)

    @transition(source=OPEN, permission=Permission.QUALITY_ASSURE, label="Name who provides Section G")
    def name_provider(self, *, by: Actor, provider: Organisation) -> None:
        """The question goes to them, with the same day."""
        if not providers_around(self.child).filter(pk=provider.pk).exists():
            raise ValidationError({"provider": f"{provider} has not been asked for advice about this child."})
        self.provider = provider
        self.start_clock.hand_to(organisation=provider, team=single_point_of_access(provider))

    @transition(
        source=OPEN,
        target=Status.STARTED,
        permission=Permission.CONFIRM_SECTION_G,
        effects=[Stops("start_clock", on="met_on")],
        label="Section G has started",
    )
    def confirm_started(self, *, by: Actor, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.child.date_of_birth, "the child was born", on=on)
        self.started_on, self.reason, self.expected_on = on, "", None
        self.answered_on, self.answered_by = today(), by.user

    @transition(
        source=OPEN,
        target=Status.NOT_STARTED,
        permission=Permission.CONFIRM_SECTION_G,
        label="Section G has not started",
    )
    def say_not_started(self, *, by: Actor, reason: str, expected_on: date | None = None) -> None:
        """It stays owed: the reason stops no clock."""
        if expected_on and expected_on < today():
            raise ValidationError({"expected_on": "Choose today or a later day."})
        self.reason, self.expected_on = reason, expected_on
        self.answered_on, self.answered_by = today(), by.user


def providers_around(child: Child) -> models.QuerySet[Organisation]:
    """Those who were asked about this child and so may know of the answer."""
    asked = Involvement.objects.current(today()).filter(child=child, why=Involvement.Why.ADVICE_REQUEST)
    with_access = Team.objects.in_force(today()).filter(kind=Team.Kind.SPA).values("organisation")
    return Organisation.objects.filter(pk__in=asked.values("organisation")).filter(pk__in=with_access)
