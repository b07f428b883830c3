"""What does a person fill in about a term of the glossary?"""

import re
from typing import Any

from django import forms

from accounts.roles import Permission
from core.forms import VerbForm
from qa.checks import SECTIONS
from qa.library.forms import OfBoard
from qa.models import GlossaryTerm


class TermFields(forms.Form):
    """What the checks say of a term."""

    plain = forms.CharField(max_length=200, label="In plain words", help_text="The finding offers these words.")
    explained_by = forms.CharField(
        max_length=300,
        required=False,
        label="Words that explain it",
        help_text="Where they stand in the same section, nothing is asked. Part several by semicolons; an asterisk "
        "stands for the rest of a word: swallow*; hard to swallow",
    )
    sections = forms.MultipleChoiceField(
        required=False,
        choices=[(letter, letter) for letter in SECTIONS],
        widget=forms.CheckboxSelectMultiple,
        label="Only in these sections",
        help_text="Choose none for all.",
    )
    familiar = forms.BooleanField(required=False, label="Most families know it: only a hint")

    def clean_sections(self) -> str:
        return "".join(self.cleaned_data["sections"])


class AddTermForm(TermFields, OfBoard):
    verb = GlossaryTerm.add
    permission = Permission.QUALITY_ASSURE
    button = "Save"
    done = "Saved. The checks go by it from now on."
    looks = {
        "sections": {"inline": True, "size": "s"},
        "switched_off": {"reveals": {"on": ["why"]}},
        "why": {"optional": False},
    }

    term = forms.CharField(
        max_length=80, label="Word or abbreviation", help_text="Abbreviations in capitals, words in small letters."
    )
    switched_off = forms.BooleanField(required=False, label="Switched off: the checks say nothing of it")
    why = forms.CharField(max_length=500, required=False, label="Why?")

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(["icb", "term"])

    def clean_term(self) -> str:
        term = " ".join(self.cleaned_data["term"].split())
        if not re.search(r"\w", term):
            raise forms.ValidationError("Write a word or an abbreviation.")
        return term

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("switched_off") and not self.cleaned_data.get("why"):
            self.add_error("why", "Say why it is switched off.")
        return self.cleaned_data


class ChangeTermForm(TermFields, VerbForm):
    verb = GlossaryTerm.change
    button = "Save"
    done = "Saved. The checks go by it from now on."
    looks = {"sections": {"inline": True, "size": "s"}}

    why = forms.CharField(max_length=500, required=False, label="Why is it changed?")

    def prepare(self) -> None:
        names = ("plain", "explained_by", "familiar")
        known = {name: getattr(self.record, name) for name in names} | {"sections": list(self.record.sections)}
        self.initial = known | self.initial


class SwitchOffForm(VerbForm):
    verb = GlossaryTerm.switch_off
    button = "Switch it off"
    done = "Switched off. The checks say nothing of it any more."

    why = forms.CharField(max_length=500, label="Why?")


class SwitchOnForm(VerbForm):
    verb = GlossaryTerm.switch_on
    button = "Switch it on"
    done = "Switched on."
