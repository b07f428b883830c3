"""How does a person narrow their worklist, and a case's timeline?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import Organisation
from clocks.rules import rule_in_force
from core.today import today
from desk.chronology import two_years_back
from desk.steps import keepers


class WorklistFilter(forms.Form):
    """Filters in one line. What was chosen is remembered until it is cleared."""

    looks = {name: {"optional": False} for name in ("name", "rule", "la")}

    name = forms.CharField(required=False, max_length=100, label="Name, NHS number or reference")
    rule = forms.ChoiceField(required=False, label="What is due")
    la = forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        label="Local authority",
        empty_label="All local authorities",
    )
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, local_authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s"} | kwargs)
        names = sorted((rule_in_force(key, today()).name, key) for key in keepers())
        fields: dict[str, Any] = self.fields
        fields["rule"].choices = [("", "Everything"), *((key, name) for name, key in names)]
        if len(local_authorities) > 1:
            fields["la"].queryset = local_authorities
        else:
            del fields["la"]

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list; a choice that is none narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "tab"}


class ChronologyFilter(forms.Form):
    """Since when, and which kinds of events; nothing chosen is everything."""

    ALL, TWO_YEARS = "all", "two-years"

    looks = {"span": {"inline": True, "small": True}, "kind": {"small": True, "optional": False}}

    span = forms.ChoiceField(
        label="Since when?",
        required=False,
        choices=[(ALL, "From the beginning"), (TWO_YEARS, "The last two years")],
        widget=forms.RadioSelect,
    )
    kind = forms.MultipleChoiceField(label="Which events?", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind, kind) for kind in kinds]
        fields["span"].initial = self.ALL

    @property
    def chosen_kinds(self) -> list[str]:
        return self.cleaned_data.get("kind", []) if self.is_bound and self.is_valid() else []

    @property
    def since(self) -> date | None:
        two_years = self.is_bound and self.is_valid() and self.cleaned_data["span"] == self.TWO_YEARS
        return two_years_back() if two_years else None
