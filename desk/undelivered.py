"""Which letters about children did not arrive, for those who work with the children?"""

from typing import Any

from core.models import Message
from core.outbox import undelivered_about
from people.models import Child

SHOWN = 5


def about_child(child: Child, user: Any) -> dict[str, Any]:
    """For the child's own page, which has asked already who may see it."""
    return {"letters": undelivered_about([child.pk], user), "more": 0, "of_many": False}


def about_children_of(user: Any) -> dict[str, Any]:
    """Of every child whose file this person may open; the latest few."""
    theirs = Child.objects.whole_file_of(user).order_by()
    letters: list[Message] = undelivered_about(theirs.values("pk"), user)
    return {"letters": letters[:SHOWN], "more": len(letters[SHOWN:]), "of_many": True}
