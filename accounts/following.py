"""What follows from what administrators do with accounts: letters, in the same transaction."""

from accounts import notifications
from accounts.models import Membership, User
from core.workflow import follows

follows(User.invite, notifications.invited)
follows(User.invite_again, notifications.invited_again)
follows(User.reactivate, notifications.switched_on)
follows(User.reset_device, notifications.device_taken_away)
follows(Membership.add, notifications.role_given)
