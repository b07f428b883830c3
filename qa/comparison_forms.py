"""What does a person fill in about an issued plan that was compared?"""

from typing import Any

from django import forms
from django.db.models import Q

from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from qa.comparison import Reason
from qa.forms import Lines, OfAuthority
from qa.models import Comparison


class SayWhyNotAskedForm(VerbForm):
    verb = Comparison.say_why_not_asked
    button = "Save the reason"
    done = "The reason is saved."
    looks = {"not_asked_note": {"rows": 3}}

    not_asked_reason = forms.ChoiceField(
        choices=Comparison.NotAsked.choices,
        widget=forms.RadioSelect,
        label="Why was there no agreed wording?",
    )
    not_asked_note = Lines(max_length=2000, required=False, label="Anything to add")


class ConfirmReasonsForm(VerbForm):
    verb = Comparison.confirm_reasons
    button = "Confirm"
    done = "The reason is confirmed."
    guidance = "The portal proposes what the words show. Say what it was, now that you have read both."

    section_c_reason = forms.ChoiceField(
        choices=Reason.choices, widget=forms.RadioSelect, label="Why were the health needs not used as agreed?"
    )
    section_g_reason = forms.ChoiceField(
        choices=Reason.choices, widget=forms.RadioSelect, label="Why was the health provision not used as agreed?"
    )

    def prepare(self) -> None:
        for letter in "cg":
            if getattr(self.record, f"section_{letter}_used") is False:
                self.fields[f"section_{letter}_reason"].initial = getattr(self.record, f"section_{letter}_reason")
            else:
                del self.fields[f"section_{letter}_reason"]


class RecordRaisedForm(VerbForm):
    verb = Comparison.record_raised
    button = "Save"
    done = "Saved. It stays on the list until it is closed."
    looks = {"raised_note": {"rows": 4}, "raised_how": {"inline": True}}

    raised_on = DateField(past=True, label="When did you raise it?")
    raised_how = forms.ChoiceField(choices=Comparison.How.choices, widget=forms.RadioSelect, label="How?")
    raised_note = Lines(max_length=4000, label="What was said?", help_text="With whom, and what will happen now.")

    def prepare(self) -> None:
        self.fields["raised_on"].initial = today()


class RecordAnswerForm(VerbForm):
    verb = Comparison.record_answer
    button = "Save the answer"
    done = "The answer is saved."
    looks = {"answer": {"rows": 4}}

    answered_on = DateField(past=True, label="When did the local authority answer?", subject="The day", initial=today)
    answer = Lines(max_length=4000, label="What did it answer?", help_text="For example: the plan will be amended.")


class CloseRaisedForm(VerbForm):
    verb = Comparison.close
    button = "Close it"
    done = "Closed. This plan has left the list."
    looks = {"closed_note": {"rows": 3}}

    closed_on = DateField(past=True, label="When was it settled?", subject="The day", initial=today)
    closed_note = Lines(
        max_length=2000,
        label="How did it end?",
        help_text="For example that the plan was amended, or that the words as issued may stand.",
    )


class RaisedFilter(OfAuthority):
    """Which plans that were changed after agreement to list."""

    OPEN = "open"
    STATES = {
        OPEN: Q(closed_on__isnull=True),
        "to_raise": Q(raised_on__isnull=True, closed_on__isnull=True),
        "raised": Q(raised_on__isnull=False, answered_on__isnull=True, closed_on__isnull=True),
        "answered": Q(answered_on__isnull=False, closed_on__isnull=True),
        "closed": Q(closed_on__isnull=False),
    }

    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[
            (OPEN, "Not closed"),
            ("to_raise", "To raise"),
            ("raised", "Raised, no answer yet"),
            ("answered", "Answered, not closed"),
            ("closed", "Closed"),
        ],
    )

    def narrow(self, records: Any) -> Any:
        chosen = self.cleaned_data if self.is_valid() else {}
        records = records.filter(self.STATES[chosen.get("state") or self.OPEN])
        authority = chosen.get("local_authority")
        return records.filter(child__local_authority=authority) if authority else records


class OutcomeFilter(OfAuthority):
    """Which issued plans to list. A local authority, which has only its own, is not asked whose."""

    outcome = forms.ChoiceField(
        required=False, label="Approved wording", choices=[("", "All"), *Comparison.Outcome.choices]
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        if not self.fields["local_authority"].queryset.exists():
            del self.fields["local_authority"]

    def narrow(self, records: Any) -> Any:
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("outcome"):
            records = records.filter(outcome=chosen["outcome"])
        authority = chosen.get("local_authority")
        return records.filter(child__local_authority=authority) if authority else records
