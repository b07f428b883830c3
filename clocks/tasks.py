"""Who is reminded by itself, and when?"""

from celery import shared_task

from accounts.models import Organisation
from clocks.reminders import remind_of_next
from core.today import today

CHUNKS_A_TASK = 20  # then the task hands on, so that none runs for long, however many clocks there are


@shared_task
def send_reminders() -> int:
    """Every morning: one task for each board."""
    boards = Organisation.objects.in_force(today()).filter(kind=Organisation.Kind.ICB).order_by("pk")
    ids = list(boards.values_list("pk", flat=True))
    for icb_id in ids:
        remind_board.delay(icb_id)
    return len(ids)


@shared_task
def remind_board(icb_id: int, after: int = 0) -> int:
    """This board's running clocks from here on. Killed half-way it is done again: who was told stays told."""
    queued = 0
    for _ in range(CHUNKS_A_TASK):
        letters, after = remind_of_next(icb_id, after=after)
        queued += letters
        if not after:
            return queued
    remind_board.delay(icb_id, after)
    return queued
