"""What runs by itself about accounts: the day's letter to administrators."""

from celery import shared_task

from accounts import notifications
from accounts.models import User
from core.models import FailedTask, Message
from core.today import today


@shared_task
def tell_administrators() -> int:
    """Once a day, while letters or tasks wait for a decision; gives how many were told."""
    tasks = FailedTask.objects.unresolved().count()
    return sum(tell(person, tasks=tasks) for person in User.objects.administrators(today()))


def tell(person: User, *, tasks: int) -> bool:
    """Of the letters of their own board's world, and of the portal's tasks."""
    waiting = Message.objects.visible_to(person).undelivered().exclude(key__startswith=notifications.WAITING)
    letters = waiting.count()
    return bool(letters or tasks) and notifications.something_waits(person, letters=letters, tasks=tasks)
