"""Which page sends the drafts of a panel to the DCOs?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.roles import Permission
from core.jinja import count
from core.views import ScopedDetail, viewed
from ehcp.models import PanelMeeting
from qa.pack import Item, Pack, pack_of


class PackView(ScopedDetail):
    """The drafts of an agenda, each with its advice and with what holds it back."""

    model = PanelMeeting
    template_name = "qa/pack.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def pack(self) -> Pack:
        pack = pack_of(self.object, self.request.user)
        for item in pack.items:
            viewed(self.request, item.case.child_id, what="Panel pack")
        return pack

    def get_object(self, queryset: Any = None) -> PanelMeeting:
        meeting = super().get_object(queryset)
        if not self.request.user.may(Permission.SUBMIT_PLAN, meeting):
            raise PermissionDenied
        return meeting

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        pack, ticked = self.pack(), {int(pk) for pk in request.POST.getlist("case") if pk.isdigit()}
        sent = pack.send(ticked, by=request.user)
        refused = [item for item in pack.items if item.case.pk in ticked and item.why_not and not item.has_gone]
        if sent:
            messages.success(request, told(sent))
        if refused or not ticked:
            context = self.get_context_data(pack=pack, refused=refused, nothing=not ticked)
            return self.render_to_response(context, status=422)
        if not sent:
            messages.info(request, "These drafts are with the DCOs already. Nothing was sent twice.")
        return HttpResponseRedirect(reverse("qa:pack", args=[self.object.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "pack" not in kwargs:
            kwargs["pack"] = self.pack()
        return super().get_context_data(**kwargs)


def told(sent: list[Item]) -> str:
    """How many went, and how many of them wait."""
    waiting = sum(bool(item.waits_for) for item in sent)
    words = f"{count(len(sent), 'draft')} went to the DCOs."
    return f"{words} {waiting} of them {'waits' if waiting == 1 else 'wait'} for health advice." if waiting else words
