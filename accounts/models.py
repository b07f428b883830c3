"""Who are the organisations, teams and people, and who belongs where from when to when?"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from accounts.roles import BY_TEAM, PERMISSIONS, SEES_CHILDREN, WHOLE_ORGANISATION, Permission, Role
from core.history import History, recorded
from core.scope import Scope
from core.today import today


def ends_after_it_starts(start: str, end: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message="The end is before the start.",
    )


class InForceQuerySet(models.QuerySet):
    """Rows with `in_force_from` and `in_force_until`."""

    def in_force(self, on: date) -> "InForceQuerySet":
        return self.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gte=on), in_force_from__lte=on)


class Organisation(models.Model):
    """An Integrated Care Board, a local authority or a provider trust. Code: ODS code or the LA's number."""

    class Kind(models.TextChoices):
        ICB = "icb", "Integrated Care Board"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        PROVIDER = "provider", "Provider"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    code = models.CharField(max_length=12, unique=True)
    ons_code = models.CharField(max_length=9, blank=True)
    mailbox = models.EmailField(blank=True, help_text="The address printed on letters and forms.")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            ends_after_it_starts("in_force_from", "in_force_until", "organisation_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.short_name

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.pk})


class Relation(models.Model):
    """An ICB's standing relation with a local authority it serves or a provider it commissions."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="relations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="icb_relations")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = InForceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "organisation", "in_force_from"], name="one_relation_a_start"
            ),
            ends_after_it_starts("in_force_from", "in_force_until", "relation_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} with {self.icb}"


class Area(models.Model):
    """A column of the ICB's report: usually one local authority."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="areas")
    name = models.CharField(max_length=60)
    local_authority = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    history = History()

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["icb", "name"], name="one_area_a_name"),
            ends_after_it_starts("in_force_from", "in_force_until", "area_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
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

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_team_a_name"),
            ends_after_it_starts("in_force_from", "in_force_until", "team_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their memberships, never from the account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    last_login = None  # the access log and the sessions say it; a save at each sign-in would fill the history
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    history = History(excluded_fields=["password", "last_login"])

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def user(self) -> "User":
        """An actor's user: itself."""
        return self

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Memberships in force today, with their organisation and team; read once a request."""
        return list(self.memberships.in_force(today()).select_related("organisation", "team"))

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(m.role for m in self.current_memberships)

    @cached_property
    def organisation(self) -> Organisation | None:
        """Where this person works: the first of their memberships."""
        return self.current_memberships[0].organisation if self.current_memberships else None

    @cached_property
    def scope(self) -> Scope:
        members = self.current_memberships
        return Scope(
            organisations=frozenset(m.organisation_id for m in members),
            child_organisations=frozenset(m.organisation_id for m in members if m.role in WHOLE_ORGANISATION),
            teams=frozenset(m.team_id for m in members if m.team_id and m.role in BY_TEAM),
        )

    @property
    def sees_children(self) -> bool:
        return bool(self.roles & SEES_CHILDREN)

    @property
    def must_use_codes(self) -> bool:
        """One-time codes are compulsory for all who see a child or look into the portal's workings."""
        return self.sees_children or self.holds(Permission.SEE_OPERATIONS)

    def check_password(self, raw_password: str | None) -> bool:
        """Django hashes a right password anew when the hasher became stronger, and that saves this row."""
        with recorded(verb="strengthen_password_hash", by=self):
            return super().check_password(raw_password)

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles

    def holds(self, permission: str) -> bool:
        """In any of this person's organisations."""
        return any(permission in PERMISSIONS[Role(m.role)] for m in self.current_memberships)

    def may(self, permission: str, record: Any) -> bool:
        """Whether a membership gives this permission in one of the organisations that the record belongs to.
        With no record (a list, a first registration), or one that is the portal's own: in any."""
        owners = None if record is None else record.belongs_to()
        if owners is None:
            return self.holds(permission)
        return any(
            m.organisation_id in owners and permission in PERMISSIONS[Role(m.role)]
            for m in self.current_memberships
        )

    def organisations_with(self, permission: Permission) -> list[Organisation]:
        return [m.organisation for m in self.current_memberships if permission in PERMISSIONS[Role(m.role)]]


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "MembershipQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def with_role(self, roles: Iterable[str]) -> "MembershipQuerySet":
        return self.filter(role__in=roles)


class Membership(models.Model):
    """This person holds this role, in this organisation and perhaps team, from when to when."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history = History()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            ends_after_it_starts("starts_on", "ends_on", "membership_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["user", "organisation", "team", "role", "starts_on"],
                name="one_membership_a_role_and_start",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"
