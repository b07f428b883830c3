"""What does a person fill in to name a view of their worklist?"""

from typing import Any, ClassVar

from django import forms

from core.forms import VerbForm
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
