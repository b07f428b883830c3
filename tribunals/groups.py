"""Who reviews a Regulation 6 response, and who signs it?"""

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import Organisation, Team, User
from accounts.roles import Role
from core.today import today


def core_group(icb: Organisation) -> Team:
    """The senior clinicians agreed beforehand."""
    return team_of(icb, Team.Kind.CORE_GROUP, "core group of reviewing clinicians")


def executive(icb: Organisation) -> Team:
    return team_of(icb, Team.Kind.EXECUTIVE, "executive team")


def team_of(icb: Organisation, kind: str, words: str) -> Team:
    team = icb.teams.in_force(today()).filter(kind=kind).first()
    if team is None:
        raise ValidationError(f"{icb} has no {words}. Ask an administrator to add one.")
    return team


def reviewers_for(team: Team) -> models.QuerySet[User]:
    return holders(team, Role.REVIEWING_CLINICIAN)


def signatories(team: Team) -> models.QuerySet[User]:
    return holders(team, Role.EXECUTIVE_LEAD)


def holders(team: Team, role: Role) -> models.QuerySet[User]:
    """Who holds this role in this team today."""
    members = team.memberships.in_force(today()).with_role([role])
    return User.objects.filter(is_active=True, pk__in=members.values("user"))
