"""Who are they, today, whom a ladder tells of a clock?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership, Organisation, User
from accounts.roles import SEES_CHILDREN, Permission, Role
from clocks.ladder import Ladder, Told
from clocks.models import Clock, Reminder
from clocks.models.clock import ABOUT_APPEALS

As = Reminder.As
LA = Organisation.Kind.LOCAL_AUTHORITY

# Of what an appeal times only they are told, and whoever has the step in hand.
KNOWS_OF_APPEALS = (Permission.SEE_APPEALS, Permission.SIGN_RESPONSE, Permission.COPY_RESPONSE)


@dataclass(frozen=True)
class Recipient:
    """A person or an organisation's mailbox, and in which capacity they are told."""

    told_as: As
    person: User | None = None
    organisation: Organisation | None = None
    opens: bool = True  # the file: to whom it is closed, the letter gives the reference and whom to ask

    @property
    def key(self) -> tuple[int | None, int | None]:
        return self.person and self.person.pk, self.organisation and self.organisation.pk

    @property
    def address(self) -> str:
        return self.person.email if self.person else self.organisation.mailbox if self.organisation else ""


def sees(user: User, clock: Clock) -> bool:
    """What `Clock.objects.visible_to` asks of the database, asked of a clock that was read already."""
    mine = user.scope.child_organisations
    about = {clock.icb_id, clock.owing_id, clock.first_owing_id}
    untold = clock.rule == "section_23" and clock.met_on is None
    in_sight = bool((about if untold else about | {clock.local_authority_id}) & mine)
    if clock.rule in ABOUT_APPEALS and not user.holds(Permission.SEE_APPEALS):
        in_sight = in_sight and clock.owing_id == clock.local_authority_id and clock.local_authority_id in mine
    return in_sight or clock.team_id in user.scope.teams


def for_dcos(clock: Clock) -> bool:
    """What a board owes the Tribunal: for its DCOs before any mailbox."""
    return clock.rule in ABOUT_APPEALS and clock.owing.kind != LA


class People:
    """Everybody who works in these organisations on this day, read once for many clocks."""

    def __init__(self, organisations: Iterable[int], *, on: date) -> None:
        here = Membership.objects.in_force(on).filter(organisation__in=set(organisations), user__is_active=True)
        together: dict[User, list[Membership]] = defaultdict(list)
        for member in here.select_related("user").order_by("user__name", "user_id", "pk"):
            together[member.user].append(member)
        self.by_id: dict[int, User] = {}
        self.in_team: dict[int | None, list[User]] = defaultdict(list)
        self.in_role: dict[tuple[int, str], list[User]] = defaultdict(list)
        for user, members in together.items():
            user.current_memberships = members
            self.by_id[user.pk] = user
            for team in {m.team_id for m in members if m.role in SEES_CHILDREN and m.team_id}:
                self.in_team[team].append(user)
            for role in {(m.organisation_id, m.role) for m in members}:
                self.in_role[role].append(user)

    def may_know(self, user: User, clock: Clock) -> bool:
        """Of the core group, which sees the clock while it has it, only those who were named are told."""
        if clock.rule not in ABOUT_APPEALS:
            return True
        return any(user.holds(permission) for permission in KNOWS_OF_APPEALS)

    def who_have(self, clock: Clock, holders: Iterable[int]) -> list[Recipient]:
        """Those in whose hands it is, while they work here and see it."""
        found = [user for pk in sorted(holders) if (user := self.by_id.get(pk)) and sees(user, clock)]
        return [Recipient(As.PERSON, user) for user in found]

    def team_of(self, clock: Clock) -> list[Recipient]:
        members = self.in_team.get(clock.team_id, []) if clock.team_id else []
        return [Recipient(As.TEAM, user) for user in members if sees(user, clock) and self.may_know(user, clock)]

    def in_the_role(self, organisation_id: int, role: Role, clock: Clock) -> list[Recipient]:
        told_as = ROLE_AS[role]
        users = self.in_role.get((organisation_id, role), [])
        return [Recipient(told_as, user, opens=sees(user, clock)) for user in users if self.may_know(user, clock)]

    def instead(self, clock: Clock) -> list[Recipient]:
        """Where nobody is found: the mailbox of whoever owes it, else the DCOs, else the board's mailbox. What a
        board owes the Tribunal goes to the DCOs first: many may read its mailbox."""
        if clock.owing.mailbox and not for_dcos(clock):
            return [Recipient(As.INSTEAD, organisation=clock.owing)]
        dcos = self.in_the_role(clock.icb_id, Role.DCO, clock)
        if dcos:
            return [Recipient(As.INSTEAD, each.person, opens=each.opens) for each in dcos]
        return [Recipient(As.INSTEAD, organisation=clock.icb)] if clock.icb.mailbox else []

    def whoever_has(self, clock: Clock, holders: Iterable[int]) -> list[Recipient]:
        """The person; else the team, or, where no team has it, the organisation's mailbox."""
        of_all = clock.team_id is None and clock.owing.mailbox and not for_dcos(clock)
        everybody = [Recipient(As.TEAM, organisation=clock.owing)] if of_all else []
        return self.who_have(clock, holders) or self.team_of(clock) or everybody or self.instead(clock)

    def told(self, who: Told, clock: Clock, holders: Iterable[int]) -> list[Recipient]:
        """Those whom one word of a ladder means for this clock; nobody where it does not apply to who owes it."""
        by_authority = clock.owing.kind == LA
        if who is Told.PERSON:
            return self.whoever_has(clock, holders)
        if who is Told.TEAM:
            return self.team_of(clock)
        if by_authority != (who is Told.MANAGER):
            return []
        organisation_id = clock.owing_id if by_authority else clock.icb_id
        return self.in_the_role(organisation_id, ROLES[who], clock) or self.instead(clock)


ROLES = {Told.MANAGER: Role.LA_MANAGER, Told.DCO: Role.DCO, Told.EXECUTIVE: Role.EXECUTIVE_LEAD}
ROLE_AS = {role: As(told.value) for told, role in ROLES.items()}


def still_to_tell(
    people: People,
    clock: Clock,
    *,
    ladder: Ladder,
    rung: int,
    holders: Iterable[int],
    already: set[tuple[int | None, int | None]],
) -> list[Recipient]:
    """Whom this rung tells and has not told yet. Each who has the clock is told, a new one too; a team or an office
    is told when one of those who hold it today was, so that a newcomer does not get all that their colleagues had."""
    found: dict[tuple[int | None, int | None], Recipient] = {}
    for who in ladder.told_on(rung):
        recipients = people.told(who, clock, holders)
        in_hand = [each for each in recipients if each.told_as is As.PERSON]
        if in_hand or not any(each.key in already for each in recipients):
            found |= {each.key: each for each in recipients if each.key not in already and each.key not in found}
    return list(found.values())
