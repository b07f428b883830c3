"""What does a person fill in to name a view of their worklist, or to choose what a chronology tells?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from core.forms import VerbForm
from desk.chronology import two_years_back
from desk.models import SavedFilter


class SaveFilterForm(VerbForm):
    verb = SavedFilter.save_as
    button = "Save this filter"
    done = "The filter is saved. It stands above your worklist."
    guidance = "A name, NHS number or reference that you searched for is not saved with it."
    from_address: ClassVar[tuple[str, ...]] = ("query",)

    name = forms.CharField(
        max_length=60, label="What will you call it?", help_text="For example, My overdue, Swindon"
    )
    first = forms.BooleanField(required=False, label="Open the worklist with it")
    query = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)


class RenameFilterForm(VerbForm):
    verb = SavedFilter.rename
    button = "Save the name"
    done = "The filter has its new name."

    name = forms.CharField(max_length=60, label="What will you call it?")

    def prepare(self) -> None:
        self.fields["name"].initial = self.record.name


class FirstFilterForm(VerbForm):
    verb = SavedFilter.open_first
    button = "Save"
    done = "Saved."

    first = forms.BooleanField(required=False, label="Open the worklist with this filter")

    def prepare(self) -> None:
        self.fields["first"].initial = True

    def facts(self) -> dict[str, Any]:
        return {"first": self.cleaned_data["first"]}


class RemoveFilterForm(VerbForm):
    verb = SavedFilter.remove
    button = "Delete this filter"
    done = "The filter is deleted."


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
