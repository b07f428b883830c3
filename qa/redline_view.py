"""Which page shows what differs between two versions of a plan?"""

from typing import Any

from django import forms

from core.views import ScopedDetail
from ehcp.models import Plan, PlanVersion
from qa.feedback import KEY
from qa.versions import ALIKE, Version, chosen, differing, versions_of


class VersionsForm(forms.Form):
    """From which version to which."""

    looks = {name: {"optional": False} for name in ("before", "after")}

    before = forms.ChoiceField(required=False, label="From")
    after = forms.ChoiceField(required=False, label="To")

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = [(version.key, version.label) for version in versions]


class RedlineView(ScopedDetail):
    """Two versions, chosen here; only the sections that differ are spelled out."""

    model = Plan
    template_name = "qa/redline.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = versions_of(self.object, self.request.user)
        two = chosen(versions, self.request.GET.get("before", ""), self.request.GET.get("after", ""))
        context: dict[str, Any] = {"key": KEY, "alike": ALIKE, "two": two}
        if two is not None:
            sections = differing(*two, PlanVersion.titles_for(self.object.child))
            context["form"] = VersionsForm({"before": two[0].key, "after": two[1].key}, versions=versions)
            context["changed"] = [one for one in sections if one.is_changed]
            context["same"] = [one.letter for one in sections if not one.is_changed]
        return super().get_context_data(**context, **kwargs)
