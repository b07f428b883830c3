"""What follows, in the same transaction, when administrators act on accounts: letters, and the calendar's end."""

from typing import Any

from accounts import notifications
from accounts.models import CalendarFeed, Membership, User
from core.workflow import Actor, follows


def end_calendar(record: User | Membership, *, by: Actor, **facts: Any) -> None:
    """Whoever had the old phone, or the old job, reads their due dates no more."""
    CalendarFeed.end_of(record if isinstance(record, User) else record.user)


follows(User.invite, notifications.invited)
follows(User.invite_again, notifications.invited_again)
follows(User.reactivate, notifications.switched_on)
follows(User.reset_device, notifications.device_taken_away)
follows(Membership.add, notifications.role_given)

for verb in (User.deactivate, User.reset_device, Membership.end):
    follows(verb, end_calendar)
