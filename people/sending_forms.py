"""What is filled in to record that a document went to the family?"""

from typing import Any, ClassVar

from django import forms

from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from people.models import Contact, DocumentSent

How = DocumentSent.How


class SendingForm(VerbForm):
    """How it went, to whom, and what proves it."""

    looks: ClassVar[dict[str, Any]] = {
        "how": {
            "hints": {
                How.POST: "Special delivery or signed for. The proof is the tracking reference.",
                How.HAND: "The proof is the name of whoever signed for it.",
                How.EMAIL: "NHSmail or another encrypted service. The proof is the message’s reference.",
            }
        },
        "went_to": {"rows": 3},
        "note": {"rows": 3, "optional": False},
    }

    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label="To whom?",
        help_text="The people around this child. Add a person first if needed.",
    )
    how = forms.ChoiceField(choices=How.choices, widget=forms.RadioSelect, label="How did it go?")
    went_to = forms.CharField(
        max_length=500, widget=forms.Textarea, label="Address or place", help_text="As it stood on the letter."
    )
    proof = forms.CharField(max_length=200, label="Proof", help_text="The reference, or who signed for it.")
    on = DateField(past=True, label="Date it went", subject="The date", initial=today)
    note = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea,
        label="Note",
        help_text="Needed if it went in another way: say which.",
    )

    def prepare(self) -> None:
        people = Contact.objects.visible_to(self.by.user).filter(child=self.within.child_id)
        self.fields["contact"].queryset = people

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("how") == How.OTHER and not facts.get("note"):
            self.add_error("note", "Say in which way it went")
        return facts


class RecordSendingForm(SendingForm):
    verb = DocumentSent.record
    button = "Record it"
    done = "It is recorded. You can print the proof."
    guidance = "The record keeps which version went, with its checksum, and is never changed."


class CorrectSendingForm(SendingForm):
    verb = DocumentSent.correct
    button = "Record the correction"
    done = "The correction is recorded. The record that was wrong stays beside it."
    guidance = "The record that was wrong stays as it is, and says that this one corrects it."

    reason = forms.CharField(max_length=500, widget=forms.Textarea, label="What was wrong?")

    def prepare(self) -> None:
        super().prepare()
        wrong = self.within
        kept = {name: getattr(wrong, name) for name in ("how", "went_to", "proof", "note")}
        self.initial = kept | {"contact": wrong.contact_id, "on": wrong.sent_on} | self.initial
        self.order_fields(["reason"])
