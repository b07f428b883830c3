"""What is due, for one person, in one letter a day?"""

from datetime import date

from django.db.models import QuerySet

from accounts.models import Membership, User
from accounts.notifications import address_of
from accounts.roles import SEES_CHILDREN
from clocks.letters import NO_MORE, in_a_sentence, in_full, step_of
from clocks.models import Clock
from core.outbox import queue_message
from core.scope import opened
from core.today import today
from desk.worklist import RUNNING, WEEK, Tab, Worklist, theirs

LINES = 20


def readers(on: date) -> QuerySet[User]:
    """Everybody with a role that sees children who has not stopped the letter."""
    seeing = Membership.objects.in_force(on).with_role(SEES_CHILDREN)
    return User.objects.filter(is_active=True, digest_stopped_on__isnull=True, pk__in=seeing.values("user"))


def send_digest(user_id: int) -> bool:
    """In the person's own scope: nothing that their worklist would not show. Once a day, however often this runs;
    not when nothing is overdue or due within the week."""
    day = today()
    user = readers(day).filter(pk=user_id).first()
    if user is None:
        return False
    with opened(user.scope):
        worklist = Worklist(user, on=day)
        if not worklist.counts[Tab.OVERDUE] and not worklist.counts[Tab.THIS_WEEK]:
            return False
        return queue_message(
            key=f"digest:{user.pk}:{day.isoformat()}",
            to=user.email,
            subject=f"What is due: {in_a_sentence(worklist.headline)}",
            body=body_of(worklist),
        )


def body_of(worklist: Worklist) -> str:
    clocks = due_soonest(worklist)
    more = worklist.counts[Tab.OVERDUE] + worklist.counts[Tab.THIS_WEEK] - len(clocks)
    parts = [
        f"Dear {worklist.user.name},",
        f"{worklist.headline}.",
        "\n".join(line_of(clock) for clock in clocks),
        f"And {more} more on your worklist." if more > 0 else "",
        f"Your worklist: {address_of('/')}",
        f"{NO_MORE} To stop this letter, open your account in the portal.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def due_soonest(worklist: Worklist) -> list[Clock]:
    """What is overdue, then what is due this week."""
    due = worklist.clocks.filter(RUNNING & theirs(worklist.user), due_on__lte=worklist.on + WEEK)
    return list(due.select_related("child").soonest_first()[:LINES])


def line_of(clock: Clock) -> str:
    child, step = clock.child, in_a_sentence(step_of(clock))
    return f"- {child.initials}, {child.reference}: {step}, {in_full(clock.due_on)} ({clock.days_left_in_words})"
