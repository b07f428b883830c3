"""Which organisation or team is involved with this child, from when to when, and why?"""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Organisation, Team, User
from core.history import History
from core.today import today
from core.workflow import Record


class InvolvementQuerySet(models.QuerySet):
    def current(self, on: date) -> "InvolvementQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def through(self, user: User) -> "InvolvementQuerySet":
        """By which this person reaches a child: their whole organisation, or one of their teams."""
        scope = user.scope
        return self.filter(Q(organisation__in=scope.child_organisations) | Q(team__in=scope.teams))

    def whole_file(self) -> "InvolvementQuerySet":
        """Those that open the child's file, not only a request for advice or a Regulation 6 response."""
        return self.exclude(
            why__in=[Involvement.Why.ADVICE_REQUEST, Involvement.Why.SECTION_23, Involvement.Why.REGULATION_6]
        )


class Involvement(models.Model):
    """One fact that decides who sees a child. `visible_to` and the database's row security both ask it."""

    class Why(models.TextChoices):
        RESIDENCE = "residence", "The child lives in its area"
        RESPONSIBILITY = "responsibility", "It is the responsible Integrated Care Board"
        ADVICE_REQUEST = "advice_request", "It was asked for advice"
        HEALTH_ADVICE = "health_advice", "It writes the medical advice"
        SECTION_23 = "section_23", "It tells the local authority of the child (section 23)"
        REGULATION_6 = "regulation_6", "It reviews or signs a Regulation 6 response"

    child = models.ForeignKey("people.Child", models.PROTECT, related_name="involvements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=20, choices=Why.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history = History()

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "organisation", "team", "why"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="involved_once_for_one_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="involvement_ends_after_it_starts",
            ),
            # An adviser's or reviewer's reach is their team's; without one it would be everybody's.
            models.CheckConstraint(
                condition=~Q(why__in=["health_advice", "regulation_6"]) | Q(team__isnull=False),
                name="involvement_by_team_names_the_team",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "child"], name="involvement_by_organisation"),
            models.Index(fields=["team", "child"], name="involvement_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.team or self.organisation}: {self.get_why_display()}"

    @classmethod
    def begin(
        cls, *, child_id: int, organisation: Organisation, why: str, on: date, team: Team | None = None
    ) -> None:
        """Involve them unless they already are, for this reason. Called by verbs that involve somebody."""
        already = cls.objects.filter(
            child_id=child_id, organisation=organisation, team=team, why=why, ends_on__isnull=True
        )
        if not already.exists():
            cls.objects.create(child_id=child_id, organisation=organisation, team=team, why=why, starts_on=on)

    @classmethod
    def of_section_23(cls, child: Any, *, body: Organisation, team: Team | None) -> None:
        """A provider, or the Health Advisers, see the notification and not the file."""
        if body.kind == Organisation.Kind.PROVIDER:
            team = None
        elif team is None or team.kind != Team.Kind.HAS:
            return
        cls.begin(child_id=child.pk, organisation=body, team=team, why=cls.Why.SECTION_23, on=today())


class ChildScopedQuerySet(models.QuerySet):
    """Records of a child, shown to those involved with the whole file."""

    child_field: ClassVar[str] = "child_id"
    whole: ClassVar[bool] = True

    def visible_to(self, user: Any) -> Any:
        return self.filter(self.reached_by(user, whole=self.whole))

    def reached_by(self, user: Any, *, whole: bool = True) -> Exists:
        """This person is involved with the child: with the whole file, or by a request at least."""
        reach = Involvement.objects.current(today()).through(user)
        if whole:
            reach = reach.whole_file()
        return Exists(reach.filter(child_id=OuterRef(self.child_field)))


class ChildScoped(Record):
    """A record of one child: it belongs to the child's local authority and Integrated Care Board, and is
    locked after the child, so that two acts on one child's file come one after the other."""

    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+")

    within_path = ("child",)
    objects = ChildScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to()
