"""What must somebody say to learn when something is due?"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from clocks.dates import LONGEST, OPTION_WORDS, DateError, Due, due
from clocks.models import LocalLength
from clocks.rule import Option, Phase, Rule
from clocks.rules import (
    ASSESSMENT,
    LOCAL,
    MEDIATION_AND_APPEAL,
    ORDERS,
    REVIEWS,
    UnknownRule,
    rule_in_force,
    rule_keys,
)
from core.fields import DateField
from core.forms import VerbForm
from core.today import today

CHAPTERS = (
    ("Assessment and plan", ASSESSMENT),
    ("Reviews", REVIEWS),
    ("Mediation and appeal", MEDIATION_AND_APPEAL),
    ("Orders, recommendations and remedies", ORDERS),
    ("Local standards", LOCAL),
)
PHASES = {Phase.SECONDARY_TO_POST16: "From secondary school to post-16", Phase.OTHER: "Any other transfer"}


def number(option: Option) -> Callable[[], forms.Field]:
    label = OPTION_WORDS[option].capitalize()
    return lambda: forms.IntegerField(label=label, required=False, min_value=1, max_value=LONGEST)


OPTION_FIELDS: dict[Option, Callable[[], forms.Field]] = {
    Option.CERTIFICATE: lambda: DateField(label="Date of the mediation certificate, if there is one", required=False),
    Option.WEEKS: number(Option.WEEKS),
    Option.MONTHS: number(Option.MONTHS),
    Option.DATE: lambda: DateField(label="The date directed or agreed", required=False),
    Option.PHASE: lambda: forms.ChoiceField(
        label="Which transfer is it?",
        required=False,
        choices=[("", "Not known"), *((case.value, words) for case, words in PHASES.items())],
    ),
}


class CalculatorForm(forms.Form):
    """A rule and its first day; a rule that needs more asks for it once it is chosen."""

    looks = {"rule": {"size": "s"}, "start": {"size": "s"}, "weeks": {"width": 3}, "months": {"width": 3}}

    rule = forms.ChoiceField(label="What is to be done?")
    start = DateField(label="The day it starts", subject="The day it starts")

    def __init__(self, *args: Any, icb: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.icb = icb
        chapters = [(name, [(rule.key, rule.name) for rule in rules]) for name, rules in CHAPTERS]
        self.fields["rule"].choices = [("", "Choose a time limit"), *chapters]
        for option in self.options:
            self.fields[option.value] = OPTION_FIELDS[option]()

    @property
    def options(self) -> tuple[Option, ...]:
        """What the chosen rule may be told besides its start."""
        key = self.data.get("rule")
        return rule_in_force(key, today()).options if key in rule_keys() else ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "rule" in said and said.get("start"):
            try:
                self.law = rule_in_force(said["rule"], said["start"])
                self.answer = self.work_out(self.law, said)
            except (DateError, UnknownRule) as wrong:
                self.add_error(self.field_to_blame(), ValidationError(str(wrong)))
        return said

    def work_out(self, law: Rule, said: dict[str, Any]) -> Due:
        given = {option.value: said.get(option.value) or None for option in self.options}
        if given.get("phase"):
            given["phase"] = Phase(given["phase"])
        length = LocalLength.objects.length_of(law.key, icb=self.icb) if law.is_local and self.icb else None
        return due(law, said["start"], length=length, **given)

    def field_to_blame(self) -> str:
        return self.options[0].value if self.options else "start"


class SetLengthForm(VerbForm):
    """One of the time limits that a board sets for itself."""

    verb = LocalLength.set_length
    button = "Save this length"
    done = "The length is saved. It counts for what starts from now on."
    guidance = "A time limit that is running keeps its day."
    looks = {"length": {"width": 3}}

    rule = forms.ChoiceField(label="Which time limit?", widget=forms.RadioSelect)
    length = forms.IntegerField(min_value=1, max_value=520, help_text="In the unit that stands beside the time limit")

    def prepare(self) -> None:
        self.fields["rule"].choices = [
            (rule.key, f"{rule.name} (in {rule.unit.value})") for rule in LOCAL if rule.is_local
        ]
