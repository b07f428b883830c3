"""Which organisations are there, and with whom does each Integrated Care Board work from when to when?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q

from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, Refused, creates, follows, transition

MANAGE = Permission.MANAGE_ACCOUNTS


def ends_after_it_starts(start: str, end: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message="The end is before the start.",
    )


def boards_of(user: Any) -> list[int]:
    """The Integrated Care Boards whose world this person administers."""
    return [board.pk for board in user.organisations_with(MANAGE)]


class InForceQuerySet(models.QuerySet):
    """Rows with `in_force_from` and `in_force_until`."""

    def in_force(self, on: date) -> "InForceQuerySet":
        return self.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gte=on), in_force_from__lte=on)


class OrganisationQuerySet(InForceQuerySet):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """An administrator's world: their own board, and whoever it works with today."""
        return self.around(boards_of(user))

    def around(self, boards: list[int]) -> "OrganisationQuerySet":
        related = Relation.objects.in_force(today()).filter(icb__in=boards)
        return self.filter(Q(pk__in=boards) | Q(pk__in=related.values("organisation")))


class OfBoardQuerySet(InForceQuerySet):
    """What is one board's own: its relations, the columns of its report."""

    def visible_to(self, user: Any) -> "OfBoardQuerySet":
        return self.filter(icb__in=boards_of(user))


def is_a_board(organisation: "Organisation", by: Actor) -> str | None:
    if organisation.kind != Organisation.Kind.ICB:
        return f"{organisation} is not an Integrated Care Board."
    return None


class Organisation(Record):
    """An Integrated Care Board, a local authority or a provider trust. Code: ODS code or the LA's number."""

    class Kind(models.TextChoices):
        ICB = "icb", "Integrated Care Board"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        PROVIDER = "provider", "Provider"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    code = models.CharField(
        max_length=12,
        unique=True,
        error_messages={
            "unique": "An organisation with this code is in the portal already. If another board works with it, "
            "whoever runs the portal can relate it to yours"
        },
    )
    ons_code = models.CharField(max_length=9, blank=True)
    mailbox = models.EmailField(blank=True, help_text="The address printed on letters and forms.")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [ends_after_it_starts("in_force_from", "in_force_until", "organisation_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.short_name

    def belongs_to(self) -> frozenset[int]:
        """Itself, and the board that looks after it. An administrator can make people here, and these see children:
        another board that works with it too must not be able to."""
        standing = self.icb_relations.in_force(today()).order_by("in_force_from", "pk")
        return frozenset({self.pk, *standing.values_list("icb", flat=True)[:1]})

    @property
    def is_board(self) -> bool:
        return self.kind == self.Kind.ICB

    @creates(permission=MANAGE, internal=True, label="Found an Integrated Care Board")
    def found(cls, *, by: Actor, name: str, short_name: str, code: str, on: date) -> "Organisation":
        """A new tenant: not by anybody's page, but by whoever runs the portal."""
        return cls(kind=cls.Kind.ICB, name=name, short_name=short_name, code=code, in_force_from=on)

    @creates(permission=MANAGE, within="icb", conditions=[is_a_board], label="Add an organisation")
    def add(cls, *, by: Actor, icb: "Organisation", kind: str, in_force_from: date, **facts: Any) -> "Organisation":
        """One that no board works with yet. An organisation that another board works with is related by whoever
        runs the portal: otherwise one board's administrator could make people of it, and see its children."""
        if kind == cls.Kind.ICB:
            raise Refused({"kind": "An Integrated Care Board is added by whoever runs the portal"})
        return cls(kind=kind, in_force_from=in_force_from, **facts)

    @transition(permission=MANAGE, label="Change details")
    def change_details(self, *, by: Actor, name: str, short_name: str, mailbox: str = "") -> None:
        self.name, self.short_name, self.mailbox = name, short_name, mailbox


class Relation(Record):
    """An ICB's standing relation with a local authority it serves or a provider it commissions."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="relations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="icb_relations")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = OfBoardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["icb", "organisation", "in_force_from"], name="one_relation_a_start"),
            ends_after_it_starts("in_force_from", "in_force_until", "relation_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} with {self.icb}"

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    def clean(self) -> None:
        if not self.icb.is_board or self.organisation.is_board:
            raise ValidationError("A relation is between a board and an organisation that is none.")

    @creates(permission=MANAGE, within="icb", conditions=[is_a_board], internal=True)
    def begin(cls, *, by: Actor, icb: Organisation, organisation: Organisation, in_force_from: date) -> "Relation":
        return cls(icb=icb, organisation=organisation, in_force_from=in_force_from)

    @transition(permission=MANAGE, label="Stop working with them")
    def end(self, *, by: Actor, in_force_until: date) -> None:
        """From the next day this board's administrators no longer look after the organisation."""
        self.in_force_until = in_force_until


def relate(organisation: Organisation, *, by: Actor, icb: Organisation, in_force_from: date, **_: Any) -> None:
    Relation.begin(by=by, icb=icb, organisation=organisation, in_force_from=in_force_from)


follows(Organisation.add, relate)


class Area(Record):
    """A column of the ICB's report: usually one local authority."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="areas")
    name = models.CharField(max_length=60)
    local_authority = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = OfBoardQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "name"],
                name="one_area_a_name",
                violation_error_message="The report has, or had, a column of this name. Choose another name.",
            ),
            ends_after_it_starts("in_force_from", "in_force_until", "area_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    def clean(self) -> None:
        authority = self.local_authority
        if authority and not authority.icb_relations.in_force(today()).filter(icb=self.icb_id).exists():
            raise ValidationError({"local_authority": f"{self.icb} does not work with {authority} today."})

    @creates(permission=MANAGE, within="icb", conditions=[is_a_board], label="Add an area")
    def add(
        cls,
        *,
        by: Actor,
        icb: Organisation,
        name: str,
        in_force_from: date,
        local_authority: Organisation | None = None,
    ) -> "Area":
        """As the last column."""
        last = icb.areas.aggregate(last=Max("position"))["last"]
        return cls(
            icb=icb,
            name=name,
            local_authority=local_authority,
            position=0 if last is None else last + 1,
            in_force_from=in_force_from,
        )

    @transition(permission=MANAGE, label="Close this area")
    def close(self, *, by: Actor, in_force_until: date) -> None:
        """Its figures stay in the reports of its time."""
        self.in_force_until = in_force_until
