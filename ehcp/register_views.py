"""A request for a needs assessment came in: whose is it, and is the child known here already?"""

from typing import Any

from django.db import models
from django.urls import reverse

from accounts.roles import Permission
from core.views import OnlyFor
from ehcp.models import AssessmentRequest
from people.models import Child
from people.views import FindChild, RegisterChild


class ChooseChild(OnlyFor, FindChild):
    """Find the child first; who is not found is registered on the way."""

    shown_as = "register a request"
    template_name = "ehcp/choose_child.html"
    needed = (Permission.REGISTER_ASSESSMENT,)

    def get_queryset(self) -> models.QuerySet:
        here = self.request.user.organisations_with(Permission.REGISTER_ASSESSMENT)
        return super().get_queryset().filter(local_authority__in=here)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        children = list(context["records"])
        running = AssessmentRequest.objects.visible_to(self.request.user).open().filter(child__in=children)
        open_ones = {request.child_id: request for request in running}
        return context | {"rows": [(child, open_ones.get(child.pk)) for child in children]}


class RegisterNewChild(RegisterChild):
    """And then straight on to the request."""

    def success_url(self, record: Child) -> str:
        super().success_url(record)  # says what is to be minded at this age
        return reverse("ehcp:assessmentrequest_register", args=[record.pk])

    def done_message(self, record: Child) -> str:
        return "The child is registered. Now register the request."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": reverse("ehcp:assessmentrequest_begin")} | kwargs)
