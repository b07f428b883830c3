"""Is this advice good enough to go out: what does the level-one checklist say, point by point?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models import AdviceRequest
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet


class Point(models.TextChoices):
    INDIVIDUAL = "individual", "It is individual to this child"
    CHAIN = "chain", "Needs lead to provision, and provision to outcomes"
    WHO = "who", "It says who provides, and how often where that is clinically indicated"
    IMPACT = "impact", "It says how the needs affect education"
    VOICE = "voice", "The child’s or young person’s voice is in it"
    PLAIN = "plain", "It is in plain words, and medical terms are explained"
    TEMPLATE = "template", "It follows the template"
    EXPERTISE = "expertise", "It stays within the author’s expertise"
    NO_PLACEMENT = "no_placement", "It recommends no placement"


class Given(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_APPLICABLE = "na", "Does not apply"


ALL_MET = {point.value: (Given.YES.value, "") for point in Point}


def nothing_to_check(request: AdviceRequest, by: Actor) -> str | None:
    """Advice that came, or that the Health Advisers have written, or written anew."""
    if request.status == AdviceRequest.Status.WITH_HAS or request.status == AdviceRequest.Status.RETURNED:
        return None
    if request.status == AdviceRequest.Status.IMPROVING and request.is_with_health_advisers:
        return None
    return f"There is no advice to read: it is “{request.get_status_display().lower()}”."


class CheckQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Inside the board: nobody outside reads what was found before it was put right."""
        here = user.organisations_with(Permission.APPROVE_ADVICE) + user.organisations_with(Permission.WORK_REFERRAL)
        return super().visible_to(user).filter(icb__in=here)

    def in_force(self) -> Any:
        return self.filter(superseded_on__isnull=True)

    def since(self, day: date) -> Any:
        return self.filter(checked_on__gte=day)

    def for_list(self) -> Any:
        return self.select_related("child", "advice_request__asked_of", "checked_by").prefetch_related("items")


class LevelOneCheck(ChildScoped):
    """One reading of one piece of advice. Each of the Health Advisers' is checked before it goes to the local
    authority; a provider's may be, when it came."""

    class Source(models.TextChoices):
        HAS = "has", "Health Advisers for SEND"
        PROVIDER = "provider", "Providers"

    ALL_MET = ALL_MET

    advice_request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="level_one_checks")
    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_met = models.BooleanField()
    superseded_on = models.DateField(null=True, blank=True)
    history = History()

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        verbose_name = "level-one checklist"
        constraints = [
            models.UniqueConstraint(
                fields=["advice_request"],
                condition=Q(superseded_on__isnull=True),
                name="one_checklist_in_force",
                violation_error_message="Somebody else filled in this checklist meanwhile.",
            ),
        ]
        indexes = [models.Index(fields=["icb", "source", "checked_on"], name="checklist_by_day")]

    def __str__(self) -> str:
        return "Level-one checklist: " + ("all points are met" if self.is_met else "to be put right")

    def get_absolute_url(self) -> str:
        return reverse("qa:levelonecheck", args=[self.pk])

    @property
    def failing(self) -> list["LevelOneItem"]:
        return [item for item in self.items.all() if item.given == Given.NO]

    @property
    def goes_back(self) -> bool:
        """A provider's advice, whose points are not all met, and which has not gone back yet."""
        stands = self.superseded_on is None and self.advice_request.status == AdviceRequest.Status.RETURNED
        return stands and not self.is_met and self.source == self.Source.PROVIDER

    @property
    def words_to_return(self) -> str:
        """What to put right, as it goes back to whoever wrote it."""
        return "\n".join(f"{item.get_point_display()}: {item.words}" for item in self.failing)

    @creates(
        permission=Permission.APPROVE_ADVICE,
        within="advice_request",
        conditions=[nothing_to_check],
        label="Fill in the level-one checklist",
    )
    def read_advice(
        cls, *, by: Actor, advice_request: AdviceRequest, given: Mapping[str, tuple[str, str]]
    ) -> "LevelOneCheck":
        """Every point, with words for whoever wrote it where it is not met. The points are kept by what follows."""
        missing = {
            f"words_{point}": "Say what to put right"
            for point in Point
            if fails(given, point) and not given[point][1].strip()
        }
        if missing:
            raise ValidationError(missing)
        for earlier in cls.objects.filter(advice_request=advice_request).in_force():
            earlier.supersede(by=by)
        return cls(
            child=advice_request.child, advice_request=advice_request, icb=advice_request.child.icb,
            source=cls.Source.HAS if advice_request.is_with_health_advisers else cls.Source.PROVIDER,
            checked_on=today(), checked_by=by.user, is_met=not any(fails(given, point) for point in Point),
        )  # fmt: skip

    @transition(permission=Permission.APPROVE_ADVICE, internal=True)
    def supersede(self, *, by: Actor) -> None:
        """The advice was written anew, or read again: this reading stays, and counts for the old words only."""
        self.superseded_on = today()

    def keep_items(self, given: Mapping[str, tuple[str, str]]) -> None:
        for point in Point:
            answer, words = given[point]
            LevelOneItem(check_of=self, point=point, given=answer, words=words if answer == Given.NO else "").save()


def fails(given: Mapping[str, tuple[str, str]], point: str) -> bool:
    return given[point][0] == Given.NO


class LevelOneItem(models.Model):
    """What the reading says to one point. Never changed."""

    check_of = models.ForeignKey(LevelOneCheck, models.PROTECT, related_name="items")
    point = models.CharField(max_length=20, choices=Point.choices)
    given = models.CharField(max_length=5, choices=Given.choices)
    words = models.TextField(blank=True, max_length=1000)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "point"], name="one_answer_a_point"),
            models.CheckConstraint(
                condition=Q(given="no") & ~Q(words="") | ~Q(given="no") & Q(words=""), name="point_not_met_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()}: {self.get_given_display().lower()}"


def counts_by_point(checks: Any) -> dict[str, dict[str, int]]:
    """By point: how often yes, no, and that it does not apply."""
    rows = (
        LevelOneItem.objects.filter(check_of__in=checks)
        .order_by()
        .values_list("point", "given")
        .annotate(many=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {point.value: dict.fromkeys(Given.values, 0) for point in Point}
    for point, given, many in rows:
        found[point][given] = many
    return found
