"""Who gets a letter of what is due by itself, and when?"""

from celery import shared_task

from core.calendar import is_working_day
from core.today import today
from desk.digest import readers, send_digest

PEOPLE_A_TASK = 50


@shared_task
def send_digests() -> int:
    """On working days: a task for every fifty people. Gives for how many."""
    if not is_working_day(today()):
        return 0
    ids = list(readers(today()).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PEOPLE_A_TASK):
        digest_people.delay(ids[start : start + PEOPLE_A_TASK])
    return len(ids)


@shared_task
def digest_people(ids: list[int]) -> int:
    """One transaction for each of these people. Done again, it writes to nobody twice."""
    return sum(send_digest(user_id) for user_id in ids)
