"""When does a board have people reminded, where it wants it otherwise than the portal's ladder?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.models.organisation import boards_of, is_a_board
from accounts.roles import Permission
from clocks.ladder import Ladder, Told
from clocks.rule import Authority
from clocks.rules import rule_in_force, rule_keys
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates, transition

ALL_OF_A_KIND = {
    Authority.LAW.value: "All time limits set by law",
    Authority.LOCAL.value: "All local standards",
}
RUNGS = (28, 14, 7, 5, 2, 1, 0, -1, -2, -5, -10)


def has_a_ladder(covers: str) -> None:
    """A rule of the book, or all rules of one kind."""
    if covers not in rule_keys() and covers not in ALL_OF_A_KIND:
        raise ValidationError(f"{covers} is not a time limit.")


def is_withdrawn(ladder: "OwnLadder", by: Actor) -> str | None:
    return "The portal’s own reminders apply here already." if ladder.withdrawn_on else None


def days() -> ArrayField:
    return ArrayField(models.SmallIntegerField(), blank=True, default=list)


class OwnLadderQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "OwnLadderQuerySet":
        return self.filter(icb__in=boards_of(user))

    def in_use(self) -> "OwnLadderQuerySet":
        return self.filter(withdrawn_on__isnull=True)


class OwnLadder(Record):
    """On which days a board has whom reminded: of one rule, of all law, or of all its local standards."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="ladders")
    covers = models.CharField(max_length=40, validators=[has_a_ladder])
    person = days()
    team = days()
    manager = days()
    dco = days()
    executive = days()
    withdrawn_on = models.DateField(null=True, blank=True)
    history = History()

    objects = OwnLadderQuerySet.as_manager()

    class Meta:
        verbose_name = "reminders of a time limit"
        constraints = [
            models.UniqueConstraint(fields=["icb", "covers"], name="one_ladder_a_rule_and_icb"),
            models.CheckConstraint(condition=Q(person__len__gt=0), name="who_has_it_is_reminded"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it covers, in words."""
        return ALL_OF_A_KIND.get(self.covers) or rule_in_force(self.covers, today()).name

    @property
    def ladder(self) -> Ladder:
        return Ladder(**{told: tuple(getattr(self, told)) for told in Told})

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @creates(
        permission=Permission.MANAGE_ACCOUNTS,
        within="icb",
        conditions=[is_a_board],
        label="Set when people are reminded",
    )
    def set_ladder(
        cls,
        *,
        by: Actor,
        icb: Organisation,
        covers: str,
        person: Sequence[int],
        team: Sequence[int] = (),
        manager: Sequence[int] = (),
        dco: Sequence[int] = (),
        executive: Sequence[int] = (),
    ) -> "OwnLadder":
        """From the next morning. Nobody is told twice of a day that they were told of already."""
        if not any(rung > 0 for rung in person):
            raise ValidationError({"person": "Choose at least one day before the due day for whoever has it."})
        own = cls.objects.filter(icb=icb, covers=covers).first() or cls(icb=icb, covers=covers)
        given = {"person": person, "team": team, "manager": manager, "dco": dco, "executive": executive}
        for told, rungs in given.items():
            setattr(own, told, sorted(set(rungs), reverse=True))
        own.withdrawn_on = None
        own.revision += 1
        return own

    @transition(permission=Permission.MANAGE_ACCOUNTS, conditions=[is_withdrawn], label="Go back to the portal’s")
    def withdraw(self, *, by: Actor, on: date | None = None) -> None:
        self.withdrawn_on = on or today()

    @classmethod
    def all_of(cls, icb_id: int) -> dict[str, Ladder]:
        """This board's own, by what they cover."""
        return {own.covers: own.ladder for own in cls.objects.in_use().filter(icb=icb_id)}
