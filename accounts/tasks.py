"""What runs by itself about accounts: the day's letter to administrators."""

from celery import shared_task

from accounts import notifications
from accounts.models import User
from core.models import FailedTask, Message
from core.today import today


@shared_task
def tell_administrators() -> int:
    """Once a day, while letters or tasks wait for a decision; gives how many were told."""
    letters = Message.objects.undelivered().exclude(key__startswith=notifications.WAITING).count()
    tasks = FailedTask.objects.unresolved().count()
    if not letters and not tasks:
        return 0
    people = User.objects.administrators(today())
    return sum(notifications.something_waits(person, letters=letters, tasks=tasks) for person in people)
