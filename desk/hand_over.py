"""How does all that one person has in hand go to a colleague, or back to their teams, in one step?

Each thing goes by its record's own verb where it has one, else by its clock's. All of it goes, or none: what
cannot go says why, and can be left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership, Organisation, User
from accounts.roles import SEES_CHILDREN, Permission
from clocks.models import Clock
from clocks.models.holding import taken_by_its_record
from core.outbox import queue_message
from core.today import now, today
from ehcp.models import AssessmentRequest
from has_team.models import Referral
from people.models import Child
from qa.models import Episode

Give = Callable[..., Any]


@dataclass
class Item:
    """One thing in somebody's hands, and how it leaves them."""

    record: Any
    what: str
    due_on: Any
    give: Give
    put_back: Give | None
    refused: str = ""

    @property
    def key(self) -> str:
        return f"{self.record._meta.model_name}-{self.record.pk}"

    @property
    def child(self) -> Child:
        return self.record.child

    def go(self, *, by: User, to: User | None) -> None:
        """To them, or back to its team."""
        if to is None and self.put_back is None:
            raise ValidationError("This cannot go back to the team now. Choose a colleague.")
        if to is None:
            self.put_back(by=by)  # type: ignore[misc]
        else:
            self.give(to, by=by)


def organisations_of(user: User) -> list[Organisation]:
    """Where this person may hand over for others."""
    return user.organisations_with(Permission.HAND_OVER_WORK)


def people_with_work(user: User) -> QuerySet[User]:
    """Everybody who works, or has worked, there with children's cases."""
    members = Membership.objects.with_role(SEES_CHILDREN).filter(organisation__in=organisations_of(user))
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "pk")


def takers(user: User, *, but: User) -> QuerySet[User]:
    """Those who work there today."""
    members = Membership.objects.in_force(today()).with_role(SEES_CHILDREN)
    here = members.filter(organisation__in=organisations_of(user)).values("user")
    return User.objects.filter(is_active=True, pk__in=here).exclude(pk=but.pk).order_by("name", "pk")


def in_hand_of(person: User, *, user: User) -> list[Item]:
    """What is in this person's name, of what this user may see, soonest due first."""
    items = [*referrals(person, user), *episodes(person, user), *assessments(person, user), *clocks(person, user)]
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on, item.key))


def referrals(person: User, user: User) -> Iterator[Item]:
    for referral in Referral.objects.visible_to(user).in_progress().filter(adviser=person).for_list():
        give = partial(give_by, referral.allocate, "adviser")
        back = partial(referral.allocate, adviser=None)
        yield Item(referral, "Health Advisers’ referral", referral.advice_clock.due_on, give, back)


def episodes(person: User, user: User) -> Iterator[Item]:
    for episode in Episode.objects.visible_to(user).open().filter(taken_by=person).for_list():
        clock = episode.of.qa_clock if episode.of else None
        back = episode.hand_back if episode.status == Episode.Status.TAKEN else None
        give = partial(give_by, episode.hand_over, "person")
        yield Item(episode, str(episode), clock and clock.due_on, give, back)


def assessments(person: User, user: User) -> Iterator[Item]:
    mine = AssessmentRequest.objects.visible_to(user).open().filter(coordinator=person)
    for assessment in mine.filter(local_authority__in=organisations_of(user)).for_list():
        give = partial(give_by, assessment.change_coordinator, "coordinator")
        back = partial(assessment.change_coordinator, coordinator=None)
        yield Item(assessment, "Needs assessment: coordinator", assessment.issue_clock.due_on, give, back)


def clocks(person: User, user: User) -> Iterator[Item]:
    """What no record of its own gives away."""
    for clock in Clock.objects.visible_to(user).running().filter(person=person).for_list():
        if clock.owing in organisations_of(user) and not taken_by_its_record(clock):
            yield Item(clock, clock.action, clock.due_on, partial(give_by, clock.give, "person"), clock.put_back)


def give_by(verb: Give, name: str, to: User, *, by: User) -> Any:
    return verb(by=by, **{name: to})


@dataclass
class HandOver:
    """One press: what of it, from whom, to whom."""

    person: User
    by: User
    items: list[Item] = field(default_factory=list)

    def carry_out(self, keys: set[str], *, to: User | None) -> list[Item]:
        """All that was ticked, in one transaction; when one is refused none goes, and each refused one says why."""
        chosen = [item for item in self.items if item.key in keys]
        with transaction.atomic():
            for item in chosen:
                self.try_one(item, to)
            if any(item.refused for item in chosen):
                transaction.set_rollback(True)
                return []
            self.tell(chosen, to)
        return chosen

    def try_one(self, item: Item, to: User | None) -> None:
        try:
            with transaction.atomic():
                item.go(by=self.by, to=to)
        except ValidationError as refused:
            item.refused = " ".join(refused.messages)
        except PermissionDenied as refused:
            item.refused = str(refused)

    def tell(self, items: list[Item], to: User | None) -> None:
        """Numbers and no names: email can be read on its way."""
        if not items:
            return
        things = "1 thing" if len(items) == 1 else f"{len(items)} things"
        whom = to.name if to else "your team"
        moment = now().isoformat()
        if self.person.is_active:
            write(self.person, f"{things} you had in hand went to {whom}", self.by, moment)
        if to:
            write(to, f"{things} that {self.person.name} had in hand came to you", self.by, moment)


def write(to: User, what: str, by: User, moment: str) -> None:
    queue_message(
        key=f"hand-over:{to.pk}:{moment}",
        to=to.email,
        subject=what,
        body=f"{what}.\n\n{by.name} handed the work over. Sign in to the portal and open your worklist.",
    )
