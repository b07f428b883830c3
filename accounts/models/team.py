"""Which teams does an organisation have, from when to when?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models.organisation import MANAGE, InForceQuerySet, Organisation, ends_after_it_starts
from core.history import History
from core.workflow import Actor, Record, Refused, creates, transition


class TeamQuerySet(InForceQuerySet):
    def visible_to(self, user: Any) -> "TeamQuerySet":
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class Team(Record):
    """People who share work: a provider's single point of access, a service, the advisers, the DCOs."""

    class Kind(models.TextChoices):
        SPA = "spa", "Single point of access"
        SERVICE = "service", "Service"
        HAS = "has", "Health Advisers for SEND"
        DCO = "dco", "Designated Clinical Officers"
        SEND = "send", "SEND casework"
        CORE_GROUP = "core_group", "Regulation 6 core group"
        EXECUTIVE = "executive", "Executive"
        BOARD = "board", "Board"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="one_team_a_name",
                violation_error_message="There is, or was, a team of this name here. Choose another name.",
            ),
            ends_after_it_starts("in_force_from", "in_force_until", "team_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name

    def belongs_to(self) -> frozenset[int]:
        return self.organisation.belongs_to()

    def clean(self) -> None:
        if self.kind and self.kind not in TEAMS_OF[self.organisation.kind]:
            words = self.organisation.get_kind_display().lower()
            raise ValidationError({"kind": f"A team of this kind is not part of a {words}."})

    @creates(permission=MANAGE, within="organisation", label="Add a team")
    def add(cls, *, by: Actor, organisation: Organisation, kind: str, name: str, in_force_from: date) -> "Team":
        return cls(organisation=organisation, kind=kind, name=name, in_force_from=in_force_from)

    @transition(permission=MANAGE, label="Rename this team")
    def rename(self, *, by: Actor, name: str) -> None:
        self.name = name

    @transition(permission=MANAGE, label="Close this team")
    def close(self, *, by: Actor, in_force_until: date) -> None:
        """Not while people work in it: their cases would be in nobody's sight."""
        left = self.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=in_force_until))
        names = sorted({member.user.name for member in left.select_related("user")})
        if names:
            named = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
            raise Refused(f"Still in the team after that day: {named}. End these roles first, or choose a later day.")
        self.in_force_until = in_force_until


Kind, Of = Team.Kind, Organisation.Kind
TEAMS_OF: dict[str, tuple[Team.Kind, ...]] = {
    Of.ICB: (Kind.DCO, Kind.HAS, Kind.CORE_GROUP, Kind.EXECUTIVE, Kind.BOARD),
    Of.LOCAL_AUTHORITY: (Kind.SEND,),
    Of.PROVIDER: (Kind.SPA, Kind.SERVICE),
}
