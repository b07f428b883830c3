"""Which services does an area ask for advice as a matter of course, and has it a single point of access?"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Min, Q
from django.urls import reverse

from accounts.models import InForceQuerySet, Organisation, Relation, Team, User
from accounts.roles import Permission
from clocks.dates import add_months
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, Record, Refused, creates, transition
from ehcp.models.advice_words import Paragraph
from ehcp.models.assessment import AssessmentRequest

A_DAY = timedelta(days=1)


class AreaQuerySet(InForceQuerySet):
    def visible_to(self, user: Any) -> "AreaQuerySet":
        """The board that sets it, and the local authority whose area it is."""
        mine = user.scope.organisations
        return self.filter(Q(icb__in=mine) | Q(local_authority__in=mine))

    def of_child(self, child: Any) -> "AreaQuerySet":
        return self.filter(icb=child.icb_id, local_authority=child.local_authority_id)

    def for_access(self) -> "AreaQuerySet":
        joined = self.select_related("icb", "local_authority", "set_by", "ended_by")
        return joined.order_by("local_authority__short_name", "in_force_from", "pk")

    def for_list(self) -> "AreaQuerySet":
        return self.for_access().select_related("service__organisation")


def has_ended(setting: Any, by: Actor) -> str | None:
    last = setting.in_force_until
    return f"It ended on {last:%-d %B %Y}." if last and last < today() else None


def is_an_area(authority: Organisation, by: Actor) -> str | None:
    return None if authority.kind == Organisation.Kind.LOCAL_AUTHORITY else f"{authority} is not a local authority."


def board_of(authority: Organisation, by: Actor) -> Organisation:
    """The board for which this person sets it, which works with the authority."""
    standing = Relation.objects.in_force(today()).filter(organisation=authority).select_related("icb")
    boards = [relation.icb for relation in standing.order_by("in_force_from", "pk")]
    mine = by.user.scope.organisations if by.user else [board.pk for board in boards]
    board = next((board for board in boards if board.pk in mine), None)
    if board is None:
        raise Refused(f"{authority} does not work with your Integrated Care Board today.")
    return board


class AreaSetting(Record):
    """What a board has set for one local authority's area, from a day on."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    local_authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    reason = models.TextField(max_length=2000)
    set_on = models.DateField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True, help_text="The day on which somebody ended it early.")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("ehcp:area_list")

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    def finish(self, *, by: Actor, on: date, reason: str) -> None:
        if on < today():
            raise ValidationError({"on": "Choose today or a later day: what was asked before stays as it was."})
        if self.in_force_until and on > self.in_force_until:
            raise ValidationError({"on": f"It ends before that, on {self.in_force_until:%-d %B %Y}."})
        self.in_force_until, self.end_reason = max(on, self.in_force_from), reason
        self.ended_on, self.ended_by = today(), by.user

    @property
    def is_in_force(self) -> bool:
        return self.in_force_from <= today() <= (self.in_force_until or date.max)


def ended_early(name: str) -> list[models.BaseConstraint]:
    return [
        paired(f"{name}_ended_on_and_by", "ended_on", "ended_by"),
        models.CheckConstraint(
            condition=Q(ended_on__isnull=True) | ~Q(end_reason=""), name=f"{name}_ended_early_says_why"
        ),
        models.CheckConstraint(
            condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
            name=f"{name}_ends_after_it_starts",
        ),
    ]


class AreaService(AreaSetting):
    """Whether one service is asked in every assessment of an area. Of several settings of a service, the one that
    began last governs; the nurse for looked-after children is asked whatever else is set."""

    class Asked(models.TextChoices):
        ALWAYS = "always", "Asked in every assessment"
        LOOKED_AFTER = "looked_after", "Asked for every looked-after child, whatever else is set"
        NOT_ASKED = "not_asked", "Not asked as a matter of course, on trial"

    service = models.ForeignKey(Team, models.PROTECT, related_name="+")
    paragraph = models.CharField(max_length=1, choices=Paragraph.choices)
    asked = models.CharField(max_length=20, choices=Asked.choices)
    months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How long the trial lasts.")
    monitoring = models.TextField(blank=True, max_length=2000)
    impact_assessment = models.CharField(
        max_length=120, blank=True, help_text="The reference of the equality and quality impact assessment."
    )
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="What one report takes on average: counts the hours that a trial frees."
    )
    history = History()

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["in_force_from", "pk"]
        verbose_name = "service asked in an area"
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked="not_asked")
                | (Q(months__gte=1, months__lte=24, minutes__gte=1, in_force_until__isnull=False))
                & ~Q(monitoring="")
                & ~Q(impact_assessment=""),
                name="a_trial_says_how_long_and_how_it_is_watched",
                violation_error_message="A trial lasts from 1 to 24 months, and says how it is watched.",
            ),
            models.UniqueConstraint(
                fields=["icb", "local_authority", "service", "asked", "in_force_from"],
                name="one_setting_a_service_and_day",
                violation_error_message="This is set for this service from that day already.",
            ),
            *ended_early("area_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_asked_display().lower()}"

    @creates(
        permission=Permission.SET_ASKING,
        within="local_authority",
        conditions=[is_an_area],
        label="Set whether a service is asked",
    )
    def decide(
        cls,
        *,
        by: Actor,
        local_authority: Organisation,
        service: Team,
        paragraph: str,
        asked: str,
        in_force_from: date,
        reason: str,
        months: int | None = None,
        monitoring: str = "",
        impact_assessment: str = "",
        minutes: int | None = None,
    ) -> "AreaService":
        """From a day on; a trial ends by itself, and what held before holds again."""
        board = board_of(local_authority, by)
        check_service(service, board)
        until = None
        if asked == cls.Asked.NOT_ASKED:
            check_trial(months=months, monitoring=monitoring, impact_assessment=impact_assessment, minutes=minutes)
            until = add_months(in_force_from, months or 0) - A_DAY
        else:
            months, minutes = None, None
        return cls(
            icb=board, local_authority=local_authority, service=service, paragraph=paragraph, asked=asked,
            in_force_from=in_force_from, in_force_until=until, reason=reason, months=months, monitoring=monitoring,
            impact_assessment=impact_assessment, minutes=minutes, set_on=today(), set_by=by.user,
        )  # fmt: skip

    @transition(permission=Permission.SET_ASKING, conditions=[has_ended], label="End this setting")
    def end(self, *, by: Actor, on: date, reason: str) -> None:
        """The last day on which it holds. Not of the only nurse for looked-after children."""
        if self.asked == self.Asked.LOOKED_AFTER and not self.others_for_looked_after(on + A_DAY).exists():
            raise Refused("A looked-after child’s nurse is always asked. Name who is asked from then on first.")
        self.finish(by=by, on=on, reason=reason)

    def others_for_looked_after(self, on: date) -> Any:
        same_area = AreaService.objects.filter(icb=self.icb_id, local_authority=self.local_authority_id)
        return same_area.in_force(on).filter(asked=self.Asked.LOOKED_AFTER).exclude(pk=self.pk)


def check_service(service: Team, board: Organisation) -> None:
    works = Relation.objects.in_force(today()).filter(icb=board, organisation=service.organisation_id).exists()
    if service.kind != Team.Kind.SERVICE or not works:
        raise ValidationError({"service": "Choose a service of a provider that works for your board."})


def check_trial(*, months: int | None, monitoring: str, impact_assessment: str, minutes: int | None) -> None:
    wrong = {}
    if not months:
        wrong["months"] = "Enter how many months the trial lasts."
    if not minutes:
        wrong["minutes"] = "Enter how many minutes one report takes on average."
    if not monitoring.strip():
        wrong["monitoring"] = "Write who watches the trial, and for what."
    if not impact_assessment.strip():
        wrong["impact_assessment"] = "Enter the reference of the equality and quality impact assessment."
    if wrong:
        raise ValidationError(wrong)


class AreaWithoutAccess(AreaSetting):
    """An area without a single point of access: there the Designated Medical Officer says who is asked."""

    history = History()

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["in_force_from", "pk"]
        verbose_name = "area without a single point of access"
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "local_authority"],
                condition=Q(in_force_until__isnull=True),
                name="one_way_of_asking_an_area",
                violation_error_message="This area has been set to be without a single point of access already.",
            ),
            *ended_early("area_without_access"),
        ]

    def __str__(self) -> str:
        return f"{self.local_authority}: no single point of access"

    @creates(
        permission=Permission.SET_ASKING,
        within="local_authority",
        conditions=[is_an_area],
        label="Set that there is no single point of access",
    )
    def declare(
        cls, *, by: Actor, local_authority: Organisation, in_force_from: date, reason: str
    ) -> "AreaWithoutAccess":
        """Requests that are asked from that day on go to the Designated Medical Officer."""
        return cls(
            icb=board_of(local_authority, by), local_authority=local_authority, in_force_from=in_force_from,
            reason=reason, set_on=today(), set_by=by.user,
        )  # fmt: skip

    @transition(permission=Permission.SET_ASKING, conditions=[has_ended], label="There is one now")
    def end(self, *, by: Actor, on: date, reason: str) -> None:
        """The last day without. What waits to be routed is still routed."""
        self.finish(by=by, on=on, reason=reason)


def is_routed_by_hand(child: Any, on: date) -> bool:
    """Whether this child's area has no single point of access on that day."""
    return AreaWithoutAccess.objects.of_child(child).in_force(on).exists()


def governing(settings: Iterable[AreaService]) -> list[AreaService]:
    """Of those in force: one for each service, the one that began last."""
    latest: dict[int, AreaService] = {}
    for setting in sorted(settings, key=lambda one: (one.in_force_from, one.pk)):
        if setting.asked != AreaService.Asked.LOOKED_AFTER:
            latest[setting.service_id] = setting
    return [setting for setting in latest.values() if setting.asked == AreaService.Asked.ALWAYS]


def for_looked_after(settings: Iterable[AreaService]) -> list[AreaService]:
    return [setting for setting in settings if setting.asked == AreaService.Asked.LOOKED_AFTER]


def asked_as_a_matter_of_course(child: Any, on: date) -> list[AreaService]:
    """Whom this area asks for advice about this child on that day: the looked-after child's nurse first."""
    in_force = list(AreaService.objects.of_child(child).in_force(on).select_related("service__organisation"))
    nurses = for_looked_after(in_force) if child.looked_after else []
    named = {setting.service_id for setting in nurses}
    return nurses + [setting for setting in governing(in_force) if setting.service_id not in named]


def assessments_without(setting: AreaService, *, user: Any, on: date) -> int:
    """Reports not asked for: assessments of the area whose first advice was asked while this held, and in which this
    service was not. Its looked-after children are always asked about, so none of them is among these."""
    until = min(on, setting.in_force_until or on)
    here = AssessmentRequest.objects.visible_to(user).filter(
        local_authority=setting.local_authority_id, child__icb=setting.icb_id
    )
    first_asked = here.annotate(first=Min("advice_requests__sent_on"))
    begun = first_asked.filter(first__range=(setting.in_force_from, until))
    with_it = here.filter(advice_requests__asked_of=setting.service_id)
    return begun.exclude(pk__in=with_it.values("pk")).count()
