"""What does a person fill in about an appeal or a Regulation 6 response? One form per verb."""

import re
from typing import Any, ClassVar

from django import forms

from core.fields import DateField, UploadField
from core.forms import VerbForm
from core.today import today
from ehcp.models import AgreedWording
from people.forms import SendFileForm
from people.models import Document
from tribunals.groups import core_group, reviewers_for
from tribunals.models import Answer, Appeal, Issue, Paper, Regulation6Response, Review
from tribunals.models.appeal import EARLIER_GOVERNS

YES_NO = [("yes", "Yes"), ("no", "No")]


def text(label: str, *, required: bool = True, help_text: str = "", limit: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea, max_length=limit, help_text=help_text
    )


class LogAppealForm(VerbForm):
    verb = Appeal.log
    done = "Appeal logged"
    kind = forms.ChoiceField(
        label="What kind of appeal is it?", choices=Appeal.Kind.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(label="The Tribunal’s reference", max_length=30)
    registered_on = DateField(label="Registered by the Tribunal on", past=True)
    sent_to_la_on = DateField(
        label="Sent to the local authority on",
        past=True,
        help_text="The response is due 30 working days after this day.",
    )
    wording_at_lodgement = forms.ChoiceField(
        label="When the appeal was lodged, was the health wording of the plan agreed by the board?",
        choices=Appeal.Wording.choices,
        widget=forms.RadioSelect,
    )
    evidence_due_on = DateField(label="Evidence due on", required=False, help_text="As the Tribunal directed.")
    bundle_due_on = DateField(label="Bundle due on", required=False, help_text="As the Tribunal directed.")
    hearing_on = DateField(label="Hearing on", required=False, help_text="As the Tribunal listed it.")
    logged_on = DateField(label="Logged on", past=True)
    button = "Log the appeal"
    looks = {"reference": {"width": 20}}

    def prepare(self) -> None:
        self.fields["logged_on"].initial = today()
        if AgreedWording.objects.in_force().filter(child=self.within).exists():
            self.fields["wording_at_lodgement"].initial = Appeal.Wording.AGREED


class RecordDeadlinesForm(VerbForm):
    verb = Appeal.record_deadlines
    done = "The Tribunal’s dates recorded"
    evidence_due_on = DateField(label="Evidence due on", required=False)
    bundle_due_on = DateField(label="Bundle due on", required=False)
    hearing_on = DateField(label="Hearing on", required=False)
    guidance = "As the Tribunal directed or listed them. The portal works none of these out."
    button = "Save the dates"

    def prepare(self) -> None:
        for name in ("evidence_due_on", "bundle_due_on", "hearing_on"):
            self.fields[name].initial = getattr(self.record, name)


class RecordResponseSentForm(VerbForm):
    verb = Appeal.record_response_sent
    done = "Response sent to the Tribunal"
    on = DateField(label="Sent to the Tribunal on", past=True)
    guidance = "The local authority’s response, with the board’s part in it."

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class RecordHearingForm(VerbForm):
    verb = Appeal.record_hearing
    done = "Hearing recorded"
    on = DateField(label="Heard on", past=True)
    attended = forms.ChoiceField(
        label="Did the board have to attend?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text="As a witness, or otherwise.",
    )
    looks = {"attended": {"inline": True}}

    def prepare(self) -> None:
        self.fields["on"].initial = self.record.hearing_on

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"attended": self.cleaned_data["attended"] == "yes"}


class ChangeKindForm(VerbForm):
    verb = Appeal.change_kind
    done = "Kind of appeal changed"
    kind = forms.ChoiceField(
        label="What kind of appeal is it now?", choices=Appeal.Kind.choices, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        self.fields["kind"].initial = self.record.kind


class RecordOrderForm(VerbForm):
    """As many recommendations as there are: another box can be asked for."""

    verb = Appeal.record_order
    done = "Order recorded"
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=40)
    made_on = DateField(label="Order made on", past=True)
    arrived_on = DateField(label="Order reached the board on", past=True)
    governing_reason = text("Why the earlier day counts", limit=2000)
    guidance = (
        "If the Tribunal recommended anything on health, the five weeks for the response begin on the day"
        " the order was made. Leave the boxes empty when there is no recommendation."
    )
    button = "Record the order"

    def prepare(self) -> None:
        self.fields["governing_reason"].initial = EARLIER_GOVERNS
        self.fields["arrived_on"].initial = today()
        for number in range(1, self.count() + 1):
            self.fields[f"recommendation_{number}"] = text(
                f"Recommendation {number}",
                required=False,
                limit=10_000,
                help_text="Word for word, as the Tribunal wrote it.",
            )

    def count(self) -> int:
        """Boxes: as many as were shown or sent, two to begin with, none for an appeal on education only."""
        if not self.record.is_extended:
            return 0
        asked = str(self.data.get("rows") or self.initial.get("rows") or "")
        sent = sum(name.startswith("recommendation_") for name in self.data)
        return min(max(int(asked) if re.fullmatch(r"[0-9]{1,2}", asked) else 2, sent), 40)

    def facts(self) -> dict[str, Any]:
        names = [f"recommendation_{number}" for number in range(1, self.count() + 1)]
        said = [self.cleaned_data[name].strip() for name in names]
        plain = {name: self.cleaned_data[name] for name in ("made_on", "arrived_on", "governing_reason")}
        return plain | {"recommendations": [words for words in said if words]}

    @classmethod
    def with_one_more(cls, data: Any, **arguments: Any) -> "RecordOrderForm":
        """The same form with what was typed, and one more box."""
        filled = cls(data, **arguments)
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in filled.fields.items()}
        return cls(initial=typed | {"rows": filled.count() + 1}, **arguments)


class CloseForm(VerbForm):
    verb = Appeal.close
    done = "Appeal closed"
    outcome = forms.ChoiceField(label="How did it end?", choices=Appeal.Outcome.choices, widget=forms.RadioSelect)
    on = DateField(label="Closed on", past=True)
    learning = text(
        "What do we learn from it?",
        required=False,
        limit=10_000,
        help_text="Case law, what went well, what we would do sooner. Without the child’s name.",
    )

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class AddIssueForm(VerbForm):
    verb = Issue.add
    done = "Health issue added"
    section = forms.ChoiceField(label="What is it about?", choices=Issue.Section.choices, widget=forms.RadioSelect)
    sought = text("What is sought?")
    position = text("Our position", required=False)
    compromise = text("A compromise we could agree to", required=False)


class ChangePositionForm(VerbForm):
    verb = Issue.change_position
    done = "Our position changed"
    position = text("Our position")
    compromise = text("A compromise we could agree to", required=False)

    def prepare(self) -> None:
        self.fields["position"].initial = self.record.position
        self.fields["compromise"].initial = self.record.compromise


class SettleForm(VerbForm):
    verb = Issue.settle
    done = "Issue settled"
    how = text("What was agreed?")
    on = DateField(label="Settled on", past=True)

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class AddPaperForm(SendFileForm):
    verb = Paper.add
    done = "Paper added to the case"
    about = forms.ChoiceField(
        label="What is it?",
        choices=[choice for choice in Paper.About.choices if choice[0] != Paper.About.LETTER],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="Title", max_length=200, help_text="What a reader would look for.")
    file = UploadField(label="File", required=False)
    guidance = "Read by the board’s DCOs, and by those who review and sign the Regulation 6 response."
    looks: ClassVar[dict[str, Any]] = {"file": {"optional": False}}
    kind = Document.Kind.TRIBUNAL

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not facts.get("file") and not facts.get("checked") and "file" not in self.errors:
            self.add_error("file", "Choose the paper")
        return facts

    def paper(self) -> dict[str, Any]:
        title, owner = self.cleaned_data["title"], self.within.child.icb
        return {"owner": owner, "kind": self.kind, "title": title, "is_sent_later": True}


class WriteAnswerForm(VerbForm):
    verb = Answer.write
    keeps_draft = True
    done = "Answer written"
    decision = forms.ChoiceField(label="Our decision", choices=Answer.Decision.choices, widget=forms.RadioSelect)
    steps = text(
        "Steps that will be taken", required=False, limit=10_000, help_text="For agreeing, in full or in part."
    )
    by_when = DateField(label="By when?", subject="The day", required=False)
    reasons = text(
        "Reasons",
        required=False,
        limit=10_000,
        help_text="For not agreeing, or only in part: in enough detail to understand and to challenge.",
    )
    looks = {
        "steps": {"optional": False},
        "by_when": {"optional": False},
        "reasons": {"optional": False},
        "decision": {"size": "m"},
    }
    button = "Save the answer"

    def prepare(self) -> None:
        for name in ("decision", "steps", "by_when", "reasons"):
            self.fields[name].initial = getattr(self.record, name)


class SendToReviewForm(VerbForm):
    verb = Regulation6Response.send_to_review
    done = "Sent to the reviewers"
    reviewers = forms.ModelMultipleChoiceField(
        label="Who will review it?",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="At least two clinicians of the core group who did not write any of it.",
    )
    guidance = (
        "They read the issues, our position, the papers and the answers, and each agrees or asks for a "
        "change. The answers cannot change while they read."
    )

    def prepare(self) -> None:
        self.fields["reviewers"].queryset = reviewers_for(core_group(self.record.child.icb))
        self.fields["reviewers"].label_from_instance = lambda user: ", ".join(
            part for part in (user.name, user.job_title) if part
        )


class AgreeForm(VerbForm):
    verb = Review.agree
    done = "Reviewer agreed"
    reasons = text("Anything you want to record", required=False, limit=10_000)
    guidance = "You have read the recommendations, our position, the papers and the answers, and you agree with them."
    button = "I agree"


class AskForChangeForm(VerbForm):
    verb = Review.ask_for_change
    done = "Reviewer asked for a change"
    reasons = text("What must change, and why?", limit=10_000)
    guidance = "The response goes back to its author. Every reviewer reads the next draft anew."
    button = "Ask for the change"


class SignForm(VerbForm):
    verb = Regulation6Response.sign
    done = "Response signed"
    guidance = (
        "You sign for the board. After this nothing in the response can change, and the DCO sends it to "
        "the family and the local authority."
    )
    button = "Sign"


class SendForm(VerbForm):
    verb = Regulation6Response.send
    done = "Response sent to the family and the local authority"
    to_family_on = DateField(label="Sent to the family on", past=True)
    to_la_on = DateField(label="Sent to the local authority on", past=True)
    guidance = "The five weeks are met on the later of these two days. The letter is kept as it was sent."

    def prepare(self) -> None:
        self.fields["to_family_on"].initial = self.fields["to_la_on"].initial = today()


class RecordDirectionForm(VerbForm):
    verb = Regulation6Response.record_direction
    done = "The response is due on the day that the Tribunal directed"
    directed_on = DateField(label="The response is due by", subject="The day")
    guidance = "Only where the Tribunal itself set another time than five weeks. What it wrote goes with the papers."
    button = "Save the day"

    def prepare(self) -> None:
        self.fields["directed_on"].initial = self.record.directed_on


class RecordCopyForm(VerbForm):
    verb = Regulation6Response.record_copy
    done = "Copy sent to the Secretary of State"
    on = DateField(label="Copy sent to the Secretary of State on", past=True)

    def prepare(self) -> None:
        self.fields["on"].initial = today()
