"""On which days has a board people reminded, and whom can nobody tell?"""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

import clocks.ladder_forms  # noqa: F401 a verb knows its form once that is read
from accounts.administration.views import ForAdministrators
from accounts.models import Organisation
from clocks.ladder import DEFAULTS, WHO, Told, ladder_for, rungs_in_words
from clocks.models import OwnLadder
from clocks.models.own_ladder import ALL_OF_A_KIND
from clocks.rules import rule_in_force, rule_keys
from clocks.untold import untold
from core.today import today
from core.views import ActionView, CreateView


class Ladders(ForAdministrators, TemplateView):
    """On which days this board has whom reminded, and of what nobody who has it can be told."""

    template_name = "clocks/ladders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        boards = Organisation.objects.visible_to(self.request.user).filter(kind=Organisation.Kind.ICB)
        icb = get_object_or_404(boards, pk=self.kwargs["pk"])
        set_here = OwnLadder.objects.visible_to(self.request.user).in_use().filter(icb=icb)
        own = {ladder.covers: ladder for ladder in set_here}
        kinds = [ladder_line(icb, name, covers, own.get(covers)) for covers, name in ALL_OF_A_KIND.items()]
        rules = [ladder_line(icb, own[key].name, key, own[key]) for key in rule_keys() if key in own]
        form = reverse("clocks:ownladder_set_ladder", args=[icb.pk])
        return super().get_context_data(
            icb=icb, lines=[*kinds, *rules], address=form, untold=untold(icb.pk), who=list(WHO.values()), **kwargs
        )


def ladder_line(icb: Organisation, name: str, covers: str, own: OwnLadder | None) -> dict[str, Any]:
    ladder = own.ladder if own else DEFAULTS[covers]
    return {
        "name": name,
        "own": own,
        "told": [rungs_in_words(getattr(ladder, told)) for told in Told],
        "change": f"{reverse('clocks:ownladder_set_ladder', args=[icb.pk])}?covers={covers}",
        "withdraw": OwnLadder.withdraw.url_for(own) if own else "",
    }


class SetLadder(ForAdministrators, CreateView):
    verb = OwnLadder.set_ladder
    within_model = Organisation

    def initial(self) -> dict[str, Any]:
        """The days that apply now to what the link names."""
        said = super().initial()
        own = OwnLadder.all_of(self.within.pk)
        covers = said.get("covers", "")
        if covers in rule_keys():
            ladder = ladder_for(rule_in_force(covers, today()), own)
        else:
            ladder = own.get(covers) or DEFAULTS.get(covers) or DEFAULTS["law"]
        return {told.value: list(getattr(ladder, told)) for told in Told} | said

    def success_url(self, record: OwnLadder) -> str:
        return reverse("clocks:ownladder_list", args=[record.icb_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("clocks:ownladder_list", args=[self.within.pk])
        return super().get_context_data(back=back, **kwargs)


class LadderActions(ForAdministrators, ActionView):
    model = OwnLadder

    def success_url(self, record: OwnLadder) -> str:
        return reverse("clocks:ownladder_list", args=[record.icb_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("clocks:ownladder_list", args=[self.record.icb_id])
        return super().get_context_data(back=back, **kwargs)
