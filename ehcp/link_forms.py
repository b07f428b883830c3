"""What is filled in to send a clinician a link, and by the clinician who has it?"""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core import notify
from core.fields import PDF, WORD, UploadField
from core.forms import VerbForm
from ehcp.models import ClinicianLink
from people.forms import FileForm
from people.models import Document


class MobileField(forms.CharField):
    """A mobile number of this country, in any spacing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
        super().__init__(max_length=20, required=False, label="Mobile number", widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        number = re.sub(r"[\s()-]", "", super().clean(value))
        if number and not re.fullmatch(r"(07|\+447|00447)[0-9]{9}", number):
            raise ValidationError("A mobile number has 11 digits and begins with 07, like 07700 900 982")
        return number


class LinkForm(VerbForm):
    """Where the link and its code go. They go two ways, so that neither alone opens anything."""

    looks: ClassVar[dict[str, Any]] = {"mobile": {"width": 20}}

    email = forms.EmailField(
        label="Work email address", help_text="The link goes there. Check it: it must be this clinician’s own."
    )
    mobile = MobileField()

    def prepare(self) -> None:
        by_text = "The code goes there by text message. Leave it empty to read the code out yourself."
        read_out = "Text messages are not set up: you read the code out by telephone. It is shown on the next page."
        self.fields["mobile"].help_text = by_text if notify.can_text() else read_out


class MakeLinkForm(LinkForm):
    verb = ClinicianLink.make
    button = "Send the link"
    guidance = (
        "For a clinician who knows this child and has no account. They see the child’s name, date of birth and NHS "
        "number and what is asked, once they have given the code; they can write or upload the advice, no more."
    )

    name = forms.CharField(max_length=70, label="Clinician’s full name")
    profession = forms.CharField(max_length=60, help_text="For example consultant paediatrician")
    field_order = ("name", "profession", "email", "mobile")


class MakeDraftLinkForm(MakeLinkForm):
    verb = ClinicianLink.make_for_draft
    guidance = (
        "For a clinician who has no account. They see the child’s name and the health wording that was shown to you, "
        "once they have given the code, and can say whether it reports their advice rightly."
    )

    def prepare(self) -> None:
        """Most often whoever gave the advice by a link."""
        super().prepare()
        earlier = ClinicianLink.objects.visible_to(self.by.user).newest_of([self.within.request_id])
        if link := earlier.get(self.within.request_id):
            names = ("name", "profession", "email", "mobile")
            self.initial = {name: getattr(link, name) for name in names} | self.initial


class EndLinkForm(VerbForm):
    verb = ClinicianLink.end
    button = "End the link"
    done = "The link has ended. It lets nobody in."
    guidance = "The link lets nobody in from now on. What the clinician has written and not sent is lost."

    reason = forms.CharField(max_length=300, label="Why does it end?")


class SendAnewForm(LinkForm):
    verb = ClinicianLink.send_anew
    button = "Send the new link"
    guidance = "The old link ends. What the clinician has written stays, if the new one goes to the same address."

    def prepare(self) -> None:
        super().prepare()
        self.initial = {"email": self.record.email, "mobile": self.record.mobile} | self.initial


class CodeForm(forms.Form):
    """The six digits."""

    looks: ClassVar[dict[str, Any]] = {"code": {"width": 10}}

    code = forms.CharField(
        max_length=20,
        label="Code",
        help_text="Six digits",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Enter the six digits of your code"},
    )

    def clean_code(self) -> str:
        return re.sub(r"\s", "", self.cleaned_data["code"])


QUESTIONS = {
    "needs": "What are the child’s health needs, and how do they affect daily life and education?",
    "provision": "What support do they need from health services, who gives it, and how much and how often?",
    "outcomes": "What should that support help them to do?",
    "knows": "How do you know this? Say when you last saw the child, or that you write from records.",
}


class LinkAdviceForm(FileForm):
    """The clinician's advice: answers, a file, or both. Not a form of a verb that anybody with an account has."""

    instead = "Your file waits for a second person, and nothing is sent yet."
    looks: ClassVar[dict[str, Any]] = {
        "file": {"optional": False},
        **{name: {"rows": 3 if name == "knows" else 6, "optional": False} for name in QUESTIONS},
    }

    file = UploadField(
        required=False,
        kinds=(PDF, WORD),
        label="Your advice as a file",
        help_text="A PDF or a Word document, up to 50 MB. You can answer the questions instead, or do both.",
    )

    def prepare(self) -> None:
        self.verb = ClinicianLink.answer
        super().prepare()
        del self.fields["revision"]
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.CharField(
                max_length=12_000, required=False, widget=forms.Textarea, label=question
            )
        self.order_fields([*QUESTIONS, "file", "hold"])

    @property
    def checked(self) -> Document | None:
        """A file that this link brought, and that a second person has released since."""
        ready = Document.objects.filter(by_link=self.record.pk, status=Document.Status.CHECKED)
        return ready.order_by("-pk").first()

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        is_there = facts.get("file") or facts.get("needs") or facts.get("provision") or self.checked
        if not is_there and "file" not in self.errors:
            self.add_error("needs", "Answer this, or add your advice as a file")
        return facts

    def facts(self) -> dict[str, Any]:
        given = [(question, self.cleaned_data[name].strip()) for name, question in QUESTIONS.items()]
        file = self.cleaned_data.get("file")
        return {
            "advice_text": "\n\n".join(f"{question}\n{text}" for question, text in given if text),
            "file": file,
            "checked": None if file else self.checked,
        }

    def paper(self) -> dict[str, Any]:
        title = f"Advice: {self.record.request.asked_of}"
        return {"owner": self.record.provider, "kind": Document.Kind.ADVICE, "title": title, "is_sent_later": True}


class LinkDraftForm(VerbForm):
    """What the clinician says of the draft."""

    looks: ClassVar[dict[str, Any]] = {
        "words_wrong": {"rows": 4, "optional": False},
        "should_say": {"rows": 4, "optional": False},
        "fits": {"reveals": {"no": ["words_wrong", "should_say"]}},
    }

    fits = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No, it misreports my advice")],
        widget=forms.RadioSelect,
        label="Does this report your advice rightly?",
        error_messages={"required": "Say whether it reports your advice rightly"},
    )
    words_wrong = forms.CharField(
        max_length=4000, required=False, widget=forms.Textarea, label="Which words are wrong, or what is missing?"
    )
    should_say = forms.CharField(
        max_length=4000, required=False, widget=forms.Textarea, label="What should it say instead?"
    )

    def prepare(self) -> None:
        self.verb = ClinicianLink.answer_draft
        del self.fields["revision"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("fits") == "no":
            for name in ("words_wrong", "should_say"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, "Write this, so that it can be put right")
        return facts

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts if facts.pop("fits") == "no" else {}
