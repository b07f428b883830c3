"""How long does a board give itself where the law sets no time?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.models.organisation import boards_of, is_a_board
from accounts.roles import Permission
from clocks.rules import rule_in_force, rule_keys
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates


def is_local_rule(key: str) -> None:
    """Law has one length for everybody; only a local standard's is an ICB's to set."""
    if key not in rule_keys() or not rule_in_force(key, today()).has_own_length:
        raise ValidationError(f"{key} is not a local standard.")


class LocalLengthQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "LocalLengthQuerySet":
        return self.filter(icb__in=boards_of(user))

    def length_of(self, key: str, *, icb: Organisation) -> int | None:
        """This ICB's own length of a local rule; None means the rule book's."""
        return self.filter(icb=icb, rule=key).values_list("length", flat=True).first()


class LocalLength(Record):
    """How long an ICB gives itself for a local standard, in the rule's own unit."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="local_lengths")
    rule = models.CharField(max_length=40, validators=[is_local_rule])
    length = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1)], help_text="In the rule's own unit: weeks, or working days."
    )
    history = History()

    objects = LocalLengthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["icb", "rule"], name="one_length_a_rule_and_icb"),
            models.CheckConstraint(
                condition=Q(length__gte=1, length__lte=520),
                name="local_length_is_sensible",
                violation_error_message="A length must lie between 1 and 520.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.length}"

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @creates(
        permission=Permission.MANAGE_ACCOUNTS,
        within="icb",
        conditions=[is_a_board],
        label="Set the length of a local standard",
    )
    def set_length(cls, *, by: Actor, icb: Organisation, rule: str, length: int) -> "LocalLength":
        """For clocks that start from now on: a due day that was worked out never moves."""
        own = cls.objects.filter(icb=icb, rule=rule).first() or cls(icb=icb, rule=rule)
        own.length = length
        own.revision += 1
        return own

    @classmethod
    def all_of(cls, icb: Organisation) -> dict[str, int]:
        """This ICB's own lengths, by rule."""
        return dict(cls.objects.filter(icb=icb).values_list("rule", "length"))
