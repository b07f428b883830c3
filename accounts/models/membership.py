"""Who holds which role, where, from when to when?"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models.organisation import MANAGE, Organisation
from accounts.models.person import User
from accounts.models.team import Team
from accounts.roles import BY_TEAM, HELD_IN, HELD_IN_TEAM, Role
from core.history import History
from core.today import today
from core.workflow import Actor, Record, Refused, creates, follows, transition

A_DAY = timedelta(days=1)


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "MembershipQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def with_role(self, roles: Iterable[str]) -> "MembershipQuerySet":
        return self.filter(role__in=roles)

    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """Those in this administrator's world; roles elsewhere are not theirs to know."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


def not_the_last_way_back(membership: "Membership", by: Actor) -> str | None:
    """An administrator who ended their own last role of this kind could not undo it, nor perhaps anybody else."""
    if by.user is None or membership.user_id != by.user.pk or membership.role != Role.ADMINISTRATOR:
        return None
    others = Membership.objects.in_force(today()).filter(user=by.user, role=Role.ADMINISTRATOR, ends_on__isnull=True)
    if others.exclude(pk=membership.pk).exists():
        return None
    return "This is your own last role as administrator. Another administrator must end it."


def has_not_ended(membership: "Membership", by: Actor) -> str | None:
    return "This role has ended." if membership.has_ended else None


def _values(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


def _fits_sql() -> str:
    """The policy page's table of where a role is held, as the database checks it."""
    kinds = " ".join(f"WHEN '{role}' THEN '{kind}'" for role, kind in HELD_IN.items())
    teams = " ".join(f"WHEN '{role}' THEN kind IN ({_values(of)})" for role, of in HELD_IN_TEAM.items())
    return f"""
        IF NOT EXISTS (SELECT FROM accounts_organisation WHERE id = NEW.organisation_id
                       AND kind = CASE NEW.role {kinds} END) THEN
            RAISE check_violation USING MESSAGE = 'this role is not held in an organisation of this kind';
        END IF;
        IF NEW.team_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM accounts_team WHERE id = NEW.team_id AND organisation_id = NEW.organisation_id
            AND CASE NEW.role {teams} ELSE true END) THEN
            RAISE check_violation USING MESSAGE = 'this role is not held in this team';
        END IF;
        RETURN NEW;
    """  # noqa: S608 the names come from the policy page


class Membership(Record):
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
            # A last day before the first: a role that was given by mistake, and never counts.
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on") - A_DAY),
                name="membership_ends_after_it_starts",
                violation_error_message="The last day is before the role began.",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "team", "role", "starts_on"],
                name="one_membership_a_role_and_start",
                nulls_distinct=False,
                violation_error_message="They hold this role here already, from that day.",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(BY_TEAM)) | Q(team__isnull=False),
                name="membership_by_team_names_the_team",
                violation_error_message="This role reaches children through a team: choose the team.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="role_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_fits_sql(),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return self.user.get_absolute_url()

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < today()

    def belongs_to(self) -> frozenset[int]:
        return self.organisation.belongs_to()

    def clean(self) -> None:
        if self.role in HELD_IN and self.organisation_id:
            self.refuse_misfit()
        if self.starts_on and self.overlaps():
            raise ValidationError("They hold this role here already in that time.")

    def refuse_misfit(self) -> None:
        role, here = Role(self.role), self.organisation
        if HELD_IN[role] != here.kind:
            words = f"{role.label} is not a role in a {here.get_kind_display().lower()} such as {here}"
            raise ValidationError({"role": words})
        if self.team and self.team.organisation_id != self.organisation_id:
            raise ValidationError({"team": f"{self.team} is not a team of {here}"})
        if self.team and self.team.kind not in HELD_IN_TEAM.get(role, Team.Kind.values):
            raise ValidationError({"team": f"{role.label} is not a role in a team such as {self.team}"})
        if role in BY_TEAM and not self.team:
            raise ValidationError({"team": f"Choose the team: {role.label} is a role in one"})

    def overlaps(self) -> bool:
        """Another row says the same about some of the same days."""
        same = Membership.objects.filter(
            user=self.user_id, organisation=self.organisation_id, team=self.team_id, role=self.role
        ).exclude(pk=self.pk)
        if self.ends_on:
            same = same.filter(starts_on__lte=self.ends_on)
        return same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on)).exists()

    @creates(permission=MANAGE, within="organisation", label="Add a role")
    def add(
        cls,
        *,
        by: Actor,
        organisation: Organisation,
        user: User,
        role: str,
        starts_on: date,
        team: Team | None = None,
    ) -> "Membership":
        if by.user == user:
            raise Refused("Nobody gives themselves a role. Another administrator must do it.")
        return cls(user=user, organisation=organisation, team=team, role=role, starts_on=starts_on)

    @transition(permission=MANAGE, conditions=[has_not_ended, not_the_last_way_back], label="End this role")
    def end(self, *, by: Actor, ends_on: date) -> None:
        """On its last day it still holds. The day before it began takes back what was a mistake."""
        self.ends_on = ends_on


def first_role(
    person: User,
    *,
    by: Actor,
    organisation: Organisation,
    role: str,
    starts_on: date,
    team: Team | None = None,
    **_: Any,
) -> None:
    Membership.add(by=by, organisation=organisation, user=person, role=role, starts_on=starts_on, team=team)


follows(User.invite, first_role)
