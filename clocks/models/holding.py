"""Who may take a time limit into their own hands, or give it to whom, and whose record sees to that itself?"""

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Membership, Team, User
from accounts.roles import SEES_CHILDREN, Permission
from core.today import today
from core.workflow import Actor

if TYPE_CHECKING:
    from clocks.models.clock import Clock

HEALTH_ADVISERS = ("health_advice", "has_contact_family")
CIRCULATES = (Team.Kind.CORE_GROUP, Team.Kind.EXECUTIVE)


def taken_by_its_record(clock: "Clock") -> str:
    """Where the record has a verb of its own for who works on it, and the clock follows: which; empty otherwise."""
    kind = clock.team.kind if clock.team else ""
    if clock.rule == "qa_turnaround":
        return "A quality assurance is taken, and handed back, in its own queue."
    if clock.rule in HEALTH_ADVISERS and kind == Team.Kind.HAS:
        return "The Health Advisers’ referral is given to an adviser on its own page."
    if clock.rule == "regulation_6_response" and kind in CIRCULATES:
        return "The response goes to everybody who was named for it."
    return ""


def is_over(clock: "Clock", by: Actor) -> str | None:
    return None if clock.is_running else "This time limit has ended."


def follows_its_record(clock: "Clock", by: Actor) -> str | None:
    return taken_by_its_record(clock) or None


def is_with_others(clock: "Clock", by: Actor) -> str | None:
    """Work is taken by the team that owes it; who hands over for the organisation may do it for any team."""
    if by.user is None or owes_with(clock, by.user) or hands_over(clock, by.user):
        return None
    return f"This is with {clock.team or clock.owing}."


def owes_with(clock: "Clock", user: User) -> bool:
    """One of those who owe it."""
    members = [m for m in user.current_memberships if m.role in SEES_CHILDREN and m.organisation_id == clock.owing_id]
    return any(clock.team_id in (None, m.team_id) for m in members)


def hands_over(clock: "Clock", user: User) -> bool:
    """For others, in the organisation that owes it now."""
    return any(o.pk == clock.owing_id for o in user.organisations_with(Permission.HAND_OVER_WORK))


def is_somebodys(clock: "Clock", by: Actor) -> str | None:
    return f"{clock.person} has it." if clock.person_id and by.user and clock.person_id != by.user.pk else None


def is_nobodys(clock: "Clock", by: Actor) -> str | None:
    return None if clock.person_id else "Nobody in the team has taken it."


def colleagues_for(clock: "Clock") -> models.QuerySet[User]:
    """Who may do it: those in its team today, or, where it is no team's, in the organisation that owes it."""
    members = Membership.objects.in_force(today()).with_role(SEES_CHILDREN).filter(organisation=clock.owing_id)
    if clock.team_id:
        members = members.filter(team=clock.team_id)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk")
