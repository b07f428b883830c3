"""What must an administrator know about the portal's own workings: letters, tasks? Nothing of children."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from core.forms import VerbForm
from core.models import SEE_OPERATIONS, FailedTask, Message
from core.views import ActionView, ScopedList

TABS = {"operations": "Letters not delivered", "failed_tasks": "Failed tasks", "mailbox": "Mailbox"}


class SendAgainForm(VerbForm):
    verb = Message.send_again
    guidance = "If it was perhaps sent, ask its reader first: they may get it twice."
    done = "It will be sent within a minute."


class GiveUpForm(VerbForm):
    verb = Message.give_up
    guidance = "It will not be sent again. Give up too when you know that it has arrived."
    done = "Given up. Tell the person by other means if it matters to them."


class ResolveForm(VerbForm):
    verb = FailedTask.resolve
    guidance = "It leaves this list. A task of the timetable runs again at its next time."
    done = "Marked as resolved."


def undecided(user: Any) -> dict[str, int]:
    """How many of each tab's wait for a person; nothing for who may not look into the portal's workings."""
    return {
        "operations": Message.objects.visible_to(user).undelivered().count(),
        "failed_tasks": FailedTask.objects.visible_to(user).unresolved().count(),
    }


class OperationsList(ScopedList):
    """For those who may look into the portal's workings; 403 for everybody else."""

    tab: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.may(SEE_OPERATIONS, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(tabs=self.tabs(), **kwargs)
        actor = self.request.user
        context["rows"] = [(record, record.actions_for(actor)) for record in context["records"]]
        return context

    def tabs(self) -> list[dict[str, Any]]:
        counts = undecided(self.request.user)
        return [
            {
                "text": text,
                "href": reverse(f"core:{tab}"),
                "count": counts.get(tab),
                "current": tab == self.tab,
            }
            for tab, text in TABS.items()
            if tab != "mailbox" or has_mailbox()
        ]


class UndeliveredList(OperationsList):
    """Letters that a person must decide about. Who they are for and what went wrong, not what they say."""

    model = Message
    template_name = "core/operations/undelivered.html"
    tab = "operations"

    def get_queryset(self) -> QuerySet[Message]:
        return super().get_queryset().undelivered()


class FailedTaskList(OperationsList):
    model = FailedTask
    template_name = "core/operations/failed_tasks.html"
    tab = "failed_tasks"

    def get_queryset(self) -> QuerySet[FailedTask]:
        return super().get_queryset().unresolved()


class MailboxList(OperationsList):
    """What the demo would have sent, in full. It does not exist where people and letters are real."""

    model = Message
    template_name = "core/operations/mailbox.html"
    tab = "mailbox"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_mailbox():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def has_mailbox() -> bool:
    return not settings.IS_PRODUCTION


message_do = ActionView.as_view(model=Message)
failed_task_do = ActionView.as_view(model=FailedTask)
