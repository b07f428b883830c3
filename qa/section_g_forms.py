"""What does a person fill in about the agreement of Section G?"""

from typing import Any

from django import forms

from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models import ProvisionLine
from ehcp.models.provision import providers_around
from qa.forms import Lines
from qa.models import SectionGAgreement

Decision, Funding = SectionGAgreement.Decision, SectionGAgreement.Funding


class FundingForm(VerbForm):
    """Who funds what core services do not give, who decided so, and when."""

    funder = forms.CharField(
        max_length=200, required=False, label="Who funds it?", help_text="For example the ICB’s continuing care team."
    )
    funding_decided_by_whom = forms.CharField(
        max_length=200, required=False, label="Who decided?", help_text="The panel or the person."
    )
    funding_decided_on = DateField(past=True, required=False, label="When?", subject="The day of the decision")
    funding_reference = forms.CharField(max_length=100, required=False, label="Reference of the decision")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        funding = facts.get("funding")
        if funding in SectionGAgreement.DECIDED:
            self.ask_for(facts, "funding_decided_by_whom", "Say who decided about the funding")
            self.ask_for(facts, "funding_decided_on", "Give the day of the decision")
        if funding == Funding.FUNDED:
            self.ask_for(facts, "funder", "Say who funds it")
        return facts

    def ask_for(self, facts: dict[str, Any], name: str, words: str) -> None:
        if not facts.get(name) and name not in self.errors:
            self.add_error(name, words)


class DecideSectionGForm(FundingForm):
    verb = SectionGAgreement.decide
    button = "Save the decision"
    done = "The decision about Section G is saved."
    guidance = (
        "The decision is about the words below, as they are saved now. If they are changed afterwards it does not "
        "stand for the new words, and you are asked again."
    )
    MONEY = (
        "outside_core", "funding", "funder", "funding_decided_by_whom", "funding_decided_on", "funding_reference",
    )  # fmt: skip
    looks = {
        "decision": {
            "hints": {
                Decision.AGREED: "The ICB will arrange all that it says.",
                Decision.IN_PART: "The wording holds what is agreed. Say what was left out or waits, and why.",
                Decision.NOT_AGREED: "Return it then, with what is missing.",
            },
        },
        "reason": {"rows": 4, "optional": False},
        "outside": {"reveals": {"on": list(MONEY)}},
        "outside_core": {"rows": 2, "optional": False},
        "funding": {"optional": False},
    }

    decision = forms.ChoiceField(choices=Decision.choices, widget=forms.RadioSelect, label="Does the ICB agree it?")
    reason = Lines(
        max_length=4000,
        required=False,
        label="Reason, if it is agreed in part or not agreed",
        help_text="It stands on the feedback form: the family reads it.",
    )
    outside = forms.BooleanField(required=False, label="Part of it is outside core services")
    outside_core = Lines(max_length=2000, required=False, label="Which part?")
    funding = forms.ChoiceField(
        choices=[
            (Funding.FUNDED, "Funding is agreed"),
            (Funding.AWAITED, "A decision is awaited"),
            (Funding.REFUSED, "Funding is refused"),
        ],
        widget=forms.RadioSelect,
        required=False,
        label="What was decided about its funding?",
    )
    field_order = ("decision", "reason", "outside", *MONEY)

    def prepare(self) -> None:
        last = self.within.agreement
        if last is not None and not self.is_bound:
            kept = {name: getattr(last, name) for name in self.fields if hasattr(last, name)}
            kept |= {"outside": last.funding != Funding.CORE, "revision": None}
            self.initial = kept | self.initial

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if facts.get("decision") in (Decision.IN_PART, Decision.NOT_AGREED):
            self.ask_for(facts, "reason", "Give the reason: the family reads it")
        if not facts.get("outside"):
            return facts | {name: None if name.endswith("_on") else "" for name in self.MONEY} | {"funding": "core"}
        self.ask_for(facts, "outside_core", "Say which part is outside core services")
        self.ask_for(facts, "funding", "Say what was decided, or that it is awaited")
        if facts.get("decision") == Decision.AGREED and facts.get("funding") in (Funding.AWAITED, Funding.REFUSED):
            self.add_error("decision", "Not all of it is funded: choose agreed in part, and say which part")
        return facts

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "outside"}


class RecordFundingForm(FundingForm):
    verb = SectionGAgreement.record_funding
    button = "Save the funding decision"
    done = "The funding decision is saved."
    guidance = "What was agreed in part stays so. If the words of Section G change they are decided about anew."

    funding = forms.ChoiceField(
        choices=[(Funding.FUNDED, "Funding is agreed"), (Funding.REFUSED, "Funding is refused")],
        widget=forms.RadioSelect,
        label="What was decided?",
    )
    field_order = ("funding", "funder", "funding_decided_by_whom", "funding_decided_on", "funding_reference")

    def prepare(self) -> None:
        self.initial = {"funder": self.record.funder, "funding_decided_on": today()} | self.initial


class ConfirmLinesForm(VerbForm):
    """The lines that were read from the text, each in its group, and two empty ones for what was missed."""

    verb = SectionGAgreement.confirm_lines
    button = "Confirm the lines"
    done = "The lines are confirmed. Each is asked about four weeks after the final plan."
    guidance = (
        "The portal read these lines from the text. Put right what is wrong: four weeks after the final plan each "
        "line is asked about, and its provider answers."
    )
    EMPTY = 2
    PARTS = ("provider", "provider_words", "support", "quantity", "care_plan", "care_plan_which")

    def prepare(self) -> None:
        self.lines = list(self.record.lines)
        self.looks: dict[str, Any] = {}
        providers = providers_around(self.record.child)
        for place in range(len(self.lines) + self.EMPTY):
            line = self.lines[place] if place < len(self.lines) else None
            for name, field in fields_of_a_line(line, providers).items():
                self.fields[f"line_{place}_{name}"] = field
            self.looks[f"line_{place}_text"] = {"rows": 2, "optional": False}
            self.looks |= {f"line_{place}_{name}": {"optional": False} for name in self.PARTS}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """For the page: each line's fields together."""
        found = []
        for place in range(len(self.lines) + self.EMPTY):
            is_new = place >= len(self.lines)
            found.append(
                {
                    "name": f"Line {place + 1}" if not is_new else f"New line {place + 1 - len(self.lines)}",
                    "is_new": is_new,
                    "words": self[f"line_{place}_text"],
                    "fields": [self[f"line_{place}_{name}"] for name in self.PARTS],
                    "leave_out": self[f"line_{place}_leave_out"]
                    if f"line_{place}_leave_out" in self.fields
                    else None,
                }
            )
        return found

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        entries = []
        for place in range(len(self.lines) + self.EMPTY):
            entry = {name: given[f"line_{place}_{name}"] for name in ("text", *self.PARTS)}
            entry["line"] = self.lines[place] if place < len(self.lines) else None
            entry["leave_out"] = given.get(f"line_{place}_leave_out", False)
            if entry["line"] or entry["text"]:
                entries.append(entry)
        return {"entries": entries}


def named_in(words: str | None, providers: Any) -> Any:
    """The provider that the line itself names, for the DCO to confirm."""
    return next((one for one in providers if words and (one.name in words or one.short_name in words)), None)


def fields_of_a_line(line: ProvisionLine | None, providers: Any) -> dict[str, forms.Field]:
    kept = {name: getattr(line, name) for name in ("text", *ConfirmLinesForm.PARTS)} if line else {}
    found: dict[str, forms.Field] = {
        "text": Lines(max_length=4000, required=line is not None, label="What is given", initial=kept.get("text")),
        "provider": forms.ModelChoiceField(
            providers,
            required=False,
            label="Asked of",
            empty_label="The DCOs",
            initial=kept.get("provider") or named_in(kept.get("text"), providers),
        ),
        "provider_words": forms.CharField(
            max_length=200, required=False, label="Who gives it", initial=kept.get("provider_words")
        ),
        "support": forms.ChoiceField(
            choices=ProvisionLine.Support.choices, label="Type", initial=kept.get("support", "other")
        ),
        "quantity": forms.CharField(
            max_length=200, required=False, label="How much or how often", initial=kept.get("quantity")
        ),
        "care_plan": forms.ChoiceField(
            choices=[("", "None"), *ProvisionLine.CarePlan.choices],
            required=False,
            label="Written in a care plan?",
            initial=kept.get("care_plan"),
        ),
        "care_plan_which": forms.CharField(
            max_length=200, required=False, label="Which plan", initial=kept.get("care_plan_which")
        ),
    }
    if line is not None and line.status == ProvisionLine.Status.AGREED:
        found["leave_out"] = forms.BooleanField(required=False, label="This is no provision: leave it out")
    return found
