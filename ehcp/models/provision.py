"""Which health provision did the ICB agree in Section G, line by line, and has each line started?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Team, User
from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, transition
from ehcp import notifications
from ehcp.models.asking import single_point_of_access
from ehcp.models.assessment import clock_field
from ehcp.models.plan import Plan, dcos
from ehcp.models.review import AnnualReview
from ehcp.plan_conditions import not_due_yet
from people.letters import Tells
from people.models import Child, ChildScoped, Involvement
from people.models.involvement import ChildScopedQuerySet


class ProvisionLineQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> "ProvisionLineQuerySet":
        """Whoever opens the file; and the provider that was named, once it is asked."""
        mine = Q(provider__in=user.scope.child_organisations, issued_on__isnull=False)
        return self.filter(self.reached_by(user) | mine & Q(self.reached_by(user, whole=False)))

    def agreed(self) -> "ProvisionLineQuerySet":
        """Of a plan that is not issued yet."""
        return self.filter(status=ProvisionLine.Status.AGREED)

    def in_force(self) -> "ProvisionLineQuerySet":
        return self.exclude(status=ProvisionLine.Status.REPLACED)

    def asked(self) -> "ProvisionLineQuerySet":
        """All that were ever asked about."""
        return self.filter(issued_on__isnull=False)

    def unstarted(self) -> "ProvisionLineQuerySet":
        return self.filter(status__in=ProvisionLine.OPEN)

    def missed(self, on: date) -> "ProvisionLineQuerySet":
        """Its day has passed and it has not started, or nobody has said so."""
        return self.unstarted().filter(start_clock__due_on__lt=on)

    def started_late(self) -> "ProvisionLineQuerySet":
        return self.filter(start_clock__met_on__gt=F("start_clock__due_on"))

    def for_list(self) -> "ProvisionLineQuerySet":
        return self.select_related("child", "child__local_authority", "provider", "start_clock", "answered_by")


class ProvisionLine(ChildScoped):
    """One line of the health provision that the ICB agreed and must arrange (CFA 2014 s.42(3)). The text of Section G
    stays what counts in law. Four weeks after the final plan the provider, the local authority or the DCOs say
    whether it has started; a line keeps its days when the plan is amended, which brings lines of its own."""

    class Status(models.TextChoices):
        AGREED = "agreed", "Agreed, the plan is not issued yet"
        ASKED = "asked", "Not answered"
        NOT_STARTED = "not_started", "Not started, with the reason"
        STARTED = "started", "Started"
        NOT_NEEDED = "not_needed", "No longer needed"
        REPLACED = "replaced", "Replaced before the plan was issued"

    class Support(models.TextChoices):
        REVIEW = "review", "Review or monitoring"
        CARE = "care", "Treatment or direct care"
        MEDICINES = "medicines", "Medicines"
        TRAINING = "training", "Training"
        EQUIPMENT = "equipment", "Equipment"
        ASSESSMENT = "assessment", "Assessment"
        ADVICE = "advice", "Advice"
        OTHER = "other", "Other"

    class CarePlan(models.TextChoices):
        INDIVIDUAL = "individual", "Individual Health Care Plan"
        HEALTH_ACTION = "health_action", "Health Action Plan"
        OTHER = "other", "Another care plan"

    OPEN = (Status.ASKED, Status.NOT_STARTED)
    TO_CORRECT = (Status.AGREED, *OPEN)

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="provision_lines")
    annual_review = models.ForeignKey(
        AnnualReview, models.PROTECT, null=True, blank=True, related_name="provision_lines"
    )
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(max_length=4000)
    provider = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    provider_words = models.CharField(blank=True, max_length=200)
    support = models.CharField(max_length=12, choices=Support.choices, default=Support.OTHER)
    quantity = models.CharField(blank=True, max_length=200)
    care_plan = models.CharField(max_length=16, choices=CarePlan.choices, blank=True)
    care_plan_which = models.CharField(blank=True, max_length=200)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.AGREED, editable=False)
    agreed_on = models.DateField()
    issued_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, max_length=2000, help_text="Why it has not started, or is not needed.")
    expected_on = models.DateField(null=True, blank=True)
    chased_on = models.DateField(null=True, blank=True)
    chased_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    start_clock = clock_field()
    history = History()

    objects = ProvisionLineQuerySet.as_manager()

    class Meta:
        ordering = ["agreed_on", "number", "pk"]
        verbose_name = "line of Section G"
        verbose_name_plural = "lines of Section G"
        constraints = [
            models.CheckConstraint(
                condition=Q(plan=None, annual_review__isnull=False) | Q(plan__isnull=False, annual_review=None),
                name="provision_is_of_a_plan_or_a_review",
            ),
            paired("provision_answered_on_and_by", "answered_on", "answered_by"),
            paired("provision_chased_on_and_by", "chased_on", "chased_by"),
            models.CheckConstraint(
                condition=Q(status__in=["agreed", "replaced"], issued_on=None, answered_on=None)
                | Q(status="asked", issued_on__isnull=False, answered_on=None)
                | Q(status__in=["not_started", "not_needed"], issued_on__isnull=False, answered_on__isnull=False)
                & ~Q(reason="")
                | Q(status="started", issued_on__isnull=False, answered_on__isnull=False, started_on__isnull=False),
                name="provision_answer_is_whole",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="provision_has_its_words"),
        ]

    def __str__(self) -> str:
        return f"Section G: {self.in_short}"

    def get_absolute_url(self) -> str:
        return self.child.get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        """To the board that must arrange it, the local authority, and the provider that gives it."""
        return self.child.belongs_to() | ({self.provider_id} if self.provider_id else set())

    def clean_fields(self, exclude: Any = None) -> None:
        """The plan never changes, and a provider does not see it."""
        unseen = set() if self._state.adding else {"plan", "annual_review"}
        super().clean_fields(exclude={*(exclude or ()), *unseen})

    @property
    def in_short(self) -> str:
        return self.text if len(self.text) <= SHORT else f"{self.text[:SHORT].rsplit(' ', 1)[0]}…"

    @property
    def given_by(self) -> str:
        """Who provides it, in words."""
        return " ".join(filter(None, [self.provider_words, f"({self.provider})" if self.provider else ""]))

    def owes(self, rule: str) -> Owes:
        if self.provider:
            return Owes(self.provider, single_point_of_access(self.provider), about=self.in_short)
        return Owes(self.child.icb, dcos(self.child.icb), about=self.in_short)

    @property
    def met_on(self) -> date | None:
        """Provision may have begun before the plan was issued; the question is then answered on that day."""
        return max(self.started_on, self.issued_on) if self.started_on and self.issued_on else None

    @transition(source=TO_CORRECT, permission=Permission.QUALITY_ASSURE, internal=True)
    def correct(self, *, by: Actor, **facts: Any) -> None:
        """A DCO puts right what was read from the text. Called by the agreement."""
        before = self.provider_id
        for name in set(facts) & CORRECTED:
            setattr(self, name, facts[name])
        if self.start_clock and self.start_clock.is_running and before != self.provider_id:
            self.hand_to_provider()

    @transition(source=[Status.AGREED], target=Status.REPLACED, permission=Permission.QUALITY_ASSURE, internal=True)
    def replace(self, *, by: Actor) -> None:
        """It is no provision, or the draft was submitted anew, before the plan was issued."""

    @transition(
        source=[Status.AGREED],
        target=Status.ASKED,
        permission=Permission.ISSUE_PLAN,
        effects=[Starts("section_g_started", "start_clock", on="issued_on")],
        internal=True,
    )
    def ask(self, *, by: Actor, on: date) -> None:
        """The final plan went to the family: has this started four weeks later?"""
        self.issued_on = on

    @transition(source=OPEN, permission=Permission.QUALITY_ASSURE, label="Name who provides it")
    def name_provider(self, *, by: Actor, provider: Organisation) -> None:
        """The question goes to them, with the same day."""
        if not providers_around(self.child).filter(pk=provider.pk).exists():
            raise ValidationError({"provider": f"{provider} has not been asked for advice about this child."})
        self.provider = provider
        self.hand_to_provider()

    def hand_to_provider(self) -> None:
        owes = self.owes("section_g_started")
        self.start_clock.hand_to(organisation=owes.organisation, team=owes.team)

    @transition(
        source=OPEN,
        target=Status.STARTED,
        permission=Permission.CONFIRM_SECTION_G,
        effects=[Stops("start_clock", on="met_on")],
        label="It has started",
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
        label="It has not started",
    )
    def say_not_started(self, *, by: Actor, reason: str, expected_on: date | None = None) -> None:
        """It stays owed: the reason stops no clock."""
        if expected_on and expected_on < today():
            raise ValidationError({"expected_on": "Choose today or a later day."})
        self.reason, self.expected_on = reason, expected_on
        self.answered_on, self.answered_by = today(), by.user

    @transition(
        source=OPEN,
        target=Status.NOT_NEEDED,
        permission=Permission.CONFIRM_SECTION_G,
        effects=[Lapses("start_clock", Clock.Lapsed.NOT_NEEDED)],
        label="It is no longer needed",
    )
    def say_not_needed(self, *, by: Actor, reason: str) -> None:
        """Nobody owes it any more. The plan still says it until it is amended."""
        self.reason, self.expected_on = reason, None
        self.answered_on, self.answered_by = today(), by.user

    @transition(
        source=OPEN,
        permission=Permission.QUALITY_ASSURE,
        conditions=[not_due_yet],
        effects=[Tells(notifications.provision_chased)],
        label="Chase it",
    )
    def chase(self, *, by: Actor) -> None:
        """One more letter, besides those that the ladder of reminders sends by itself."""
        self.chased_on, self.chased_by = today(), by.user


SHORT = 110  # letters, in a row of a list
CORRECTED = frozenset(
    {"number", "text", "provider", "provider_words", "support", "quantity", "care_plan", "care_plan_which"}
)


def providers_around(child: Child) -> models.QuerySet[Organisation]:
    """Those who were asked about this child and so may know of the answer."""
    asked = Involvement.objects.current(today()).filter(child=child, why=Involvement.Why.ADVICE_REQUEST)
    with_access = Team.objects.in_force(today()).filter(kind=Team.Kind.SPA).values("organisation")
    return Organisation.objects.filter(pk__in=asked.values("organisation")).filter(pk__in=with_access)
