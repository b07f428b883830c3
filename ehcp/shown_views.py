"""Where do those who gave advice read what a draft made of it?"""

from typing import Any

from core.views import ActionView, ScopedDetail
from ehcp import shown_forms  # noqa: F401 the forms of verbs
from ehcp.in_turn import offers
from ehcp.models import ClinicianLink, DraftShown
from ehcp.models.asking import sees_file
from ehcp.views import NamesChild


class DraftShownPage(ScopedDetail):
    """The health wording as it was shown, what was said of them, and what became of it."""

    model = DraftShown
    template_name = "ehcp/draftshown.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().select_related("child__local_authority")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown, user = self.object, self.request.user
        links = ClinicianLink.objects.visible_to(user).filter(shown=shown).for_list()
        made = offers(ClinicianLink.make_for_draft, within=shown, by=user)
        acts = [action for action in [*context["actions"], *made] if not action.blocked]
        rows = [{"link": link, "actions": [a for a in link.actions_for(user) if not a.blocked]} for link in links]
        return context | {"actions": acts, "links": rows, "sees_file": sees_file(user, shown.request)}


class DraftShownActions(NamesChild, ActionView):
    model = DraftShown
