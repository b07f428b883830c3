"""Which pages show and change the words that the checks want explained? Views decide nothing."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.roles import Permission
from core.views import CreateView, ScopedList
from qa.checks.glossary import GLOSSARY, key_of
from qa.library.views import ForLibrary
from qa.models import Dismissal, GlossaryTerm


class GlossaryList(ForLibrary, ScopedList):
    """The ICB's own terms, then the portal's, each with how often a finding about it was dismissed."""

    model = GlossaryTerm
    permission = Permission.QUALITY_ASSURE
    tab = "glossary"
    template_name = "qa/library/glossary.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        dismissed = Counter(dict(Dismissal.objects.visible_to(user).jargon_by_term()))
        mine = {key_of(term) for term in self.get_queryset().values_list("term", flat=True)}
        context = super().get_context_data(**kwargs)
        own = [(row, dismissed[key_of(row.term)], row.actions_for(user)) for row in context["page_obj"]]
        built_in = [
            built_in_row(term, value, dismissed) for term, value in GLOSSARY.items() if key_of(term) not in mine
        ]
        built_in.sort(key=lambda row: (-row["dismissed"], row["term"].lower()))
        return context | {"own": own, "built_in": built_in}


def built_in_row(term: str, value: Any, dismissed: Counter) -> dict[str, Any]:
    address = reverse("qa:glossaryterm_add")
    asked = {"term": term, "plain": value.plain} | ({"familiar": "on"} if value.familiar else {})
    return {
        "term": term,
        "plain": value.plain,
        "familiar": value.familiar,
        "dismissed": dismissed[key_of(term)],
        "change": f"{address}?{urlencode(asked)}",
        "switch_off": f"{address}?{urlencode(asked | {'switched_off': 'on'})}",
    }


class AddTerm(CreateView):
    verb = GlossaryTerm.add

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("qa:glossaryterm_list"), **kwargs)
