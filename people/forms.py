"""What does a person fill in about a child, those around the child, and their papers?"""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation, Relation
from accounts.roles import Permission, sender_of
from core.fields import DateField, NHSNumberField, UploadField
from core.forms import VerbForm
from core.throttle import is_too_often
from core.today import today
from people.models import AccessLog, Child, Contact, Document, ListLog
from people.models.child import TAKEN, nhs_number_is_taken
from people.models.document import STOPPED
from people.wrong_family import refuse_too_many

NUMBERS_AN_HOUR = 40  # of children whom one does not work with yet
TOO_MANY_NUMBERS = "You have tried many NHS numbers in this hour. Leave it out for now, and add it later"


class ChildForm(VerbForm):
    """The details of a child. `matches` are registered children who may be the same one."""

    looks: ClassVar[dict[str, Any]] = {
        "pronouns": {"inline": True},
        "interpreter": {"width": 20},
        "accessible_format": {"width": 20},
    }

    given_name = forms.CharField(max_length=80)
    family_name = forms.CharField(max_length=80)
    date_of_birth = DateField(past=True)
    nhs_number = NHSNumberField(required=False)
    pronouns = forms.ChoiceField(
        choices=Child.Pronouns.choices, widget=forms.RadioSelect, help_text="Ask. Do not guess from the name."
    )
    school = forms.CharField(max_length=200, required=False, label="School or setting")
    looked_after = forms.BooleanField(required=False, label="Looked after by a local authority")
    child_protection = forms.BooleanField(required=False, label="Has a child protection plan")
    interpreter = forms.CharField(
        max_length=100,
        required=False,
        label="Interpreter for",
        help_text="The language, for example Polish or BSL",
    )
    accessible_format = forms.CharField(
        max_length=100,
        required=False,
        label="Format the family needs",
        help_text="For example large print, or easy read",
    )
    different_child = forms.BooleanField(required=False, label="This is a different child", widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.matches: list[Child] = []

    @property
    def icb(self) -> Organisation | None:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.icb:
            self.refuse_taken_number(facts)
            self.ask_about_a_likely_double(facts)
        return facts

    def others(self) -> Any:
        """Registered children whose file this person may open, but this one."""
        return Child.objects.whole_file_of(self.by).exclude(pk=self.record.pk if self.record else None)

    def refuse_taken_number(self, facts: dict[str, Any]) -> None:
        number = facts.get("nhs_number")
        if not number or (self.record and number == self.record.nhs_number):
            return
        self.matches = list(self.others().filter(icb=self.icb, nhs_number=number))
        if self.matches:
            self.add_error("nhs_number", "A child you work with has this NHS number. Open their record above")
        elif is_too_often(f"nhs-number:{self.by.user.pk}", most=NUMBERS_AN_HOUR, seconds=60 * 60):
            self.add_error("nhs_number", TOO_MANY_NUMBERS)
        else:
            self.refuse_number_of_a_child_elsewhere(number)

    def refuse_number_of_a_child_elsewhere(self, number: str) -> None:
        """Yes or no about a child whom this person may not see: who asked is noted, whatever the answer."""
        ListLog.add_number_asked(user=self.by.user, icb_id=self.icb.pk, number=number)
        if nhs_number_is_taken(self.icb.pk, number, but=self.record.pk if self.record else None):
            self.add_error("nhs_number", TAKEN)

    def ask_about_a_likely_double(self, facts: dict[str, Any]) -> None:
        who = {name: facts.get(name) for name in ("given_name", "family_name", "date_of_birth")}
        if self.matches or not all(who.values()):
            return
        self.matches = list(self.others().like(**who))
        if self.matches:
            self.fields["different_child"].widget = forms.CheckboxInput()
            if not facts.get("different_child"):
                words = "A child with this name and date of birth is registered. Tick if this is another child"
                self.add_error("different_child", words)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "different_child"}


class RegisterChildForm(ChildForm):
    """A child who lives in this local authority. The ICB follows from it; of several, one is chosen."""

    verb = Child.register
    button = "Register"
    done = "The child is registered."

    icb_choice = forms.ModelChoiceField(
        Organisation.objects.none(), label="Integrated Care Board of the child’s GP", required=False
    )

    def prepare(self) -> None:
        super().prepare()
        relations = Relation.objects.in_force(today()).filter(organisation=self.within)
        self.icbs = list(Organisation.objects.filter(pk__in=relations.values("icb")))
        if len(self.icbs) > 1:
            self.fields["icb_choice"].queryset = Organisation.objects.filter(pk__in=[o.pk for o in self.icbs])
            self.fields["icb_choice"].required = True
        else:
            del self.fields["icb_choice"]

    @property
    def icb(self) -> Organisation | None:
        return self.icbs[0] if len(self.icbs) == 1 else self.cleaned_data.get("icb_choice")

    def clean(self) -> dict[str, Any]:
        if not self.icbs:
            words = f"{self.within} has no Integrated Care Board yet. Ask the portal’s administrator to add it."
            raise forms.ValidationError(words)
        return super().clean()

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts.pop("icb_choice", None)
        return facts | {"icb": self.icb}


class ChangeDetailsForm(ChildForm):
    verb = Child.change_details
    button = "Save changes"
    done = "The details are changed."

    def prepare(self) -> None:
        super().prepare()
        kept = {name: getattr(self.record, name) for name in self.fields if hasattr(self.record, name)}
        self.initial = kept | {"revision": self.record.revision} | self.initial

    @property
    def icb(self) -> Organisation | None:
        return self.record.icb


class PersonForm(VerbForm):
    """Somebody around the child."""

    looks: ClassVar[dict[str, Any]] = {"address": {"rows": 4}, "telephone": {"width": 20}}

    name = forms.CharField(max_length=120, label="Full name")
    relationship = forms.CharField(
        max_length=60,
        label="Who they are to the child",
        help_text="For example mother, foster carer, social worker",
    )
    parental_responsibility = forms.BooleanField(required=False, label="Has parental responsibility")
    address = forms.CharField(max_length=500, required=False, widget=forms.Textarea)
    email = forms.EmailField(required=False)
    telephone = forms.RegexField(
        r"^[0-9+() \-]{6,30}$",
        required=False,
        error_messages={"invalid": "A telephone number has digits, spaces and perhaps a +, like 01632 960 001"},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )


class AddPersonForm(PersonForm):
    verb = Contact.add
    button = "Add this person"
    done = "The person is added."


class ChangePersonForm(PersonForm):
    verb = Contact.change
    button = "Save changes"
    done = "The person’s details are changed."

    def prepare(self) -> None:
        kept = {name: getattr(self.record, name) for name in self.fields if hasattr(self.record, name)}
        self.initial = kept | self.initial


KINDS_TO_ADD = [(kind.value, kind.label) for kind in Document.Kind if kind is not Document.Kind.TRIBUNAL]


class FileForm(VerbForm):
    """A verb that takes a file about a child. One that names another child, or not this one, is refused with a way
    on: it is held, and the verb waits, until a second person has looked at it."""

    instead = "The file is held, and nothing is sent yet. Tell a colleague to open this page: they must look at it."

    def prepare(self) -> None:
        super().prepare()
        self.fields["file"].before = partial(refuse_too_many, sender_of(self.by))
        label = "This is the right file: have a colleague check it"
        widget = forms.CheckboxInput() if self.data.get(self.add_prefix("hold")) else forms.HiddenInput()
        words = "Choose the file again and tick this. It is kept, and shared when the colleague agrees."
        self.fields["hold"] = forms.BooleanField(required=False, label=label, widget=widget, help_text=words)
        names = list(self.fields)
        names.insert(names.index("file") + 1, names.pop())
        self.order_fields(names)

    @property
    def child(self) -> Child:
        around = self.record or self.within
        return around if isinstance(around, Child) else around.child

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "hold"}

    def paper(self) -> dict[str, Any]:
        """What the file is as a document: its owner, kind and title, and whether another verb sends it."""
        raise NotImplementedError

    def act(self) -> Any:
        if not (self.cleaned_data.get("hold") and self.cleaned_data.get("file")):
            return super().act()
        try:
            held = Document.hold(by=self.by, child=self.child, file=self.cleaned_data["file"], **self.paper())
        except ValidationError as refused:
            return self.add_refusal(refused)
        self.done_instead = self.instead
        return held

    def add_refusal(self, refused: ValidationError) -> None:
        super().add_refusal(refused)
        if self.has_error("file", STOPPED):
            self.fields["hold"].widget = forms.CheckboxInput()
            what = "document stopped: it may be about another child"
            AccessLog.add(user=self.by, child_id=self.child.pk, what=what, path="", outcome=422)


class SendFileForm(FileForm):
    """A verb that sends a file on: a new one, or one that a colleague has looked at."""

    kind = Document.Kind.OTHER

    def prepare(self) -> None:
        super().prepare()
        ready = Document.objects.ready_to_send(self.by, self.child, self.kind)
        if not ready.exists():
            return
        label = "Or the file that a colleague has checked"
        self.fields["checked"] = forms.ModelChoiceField(ready, required=False, label=label, empty_label="None")
        names = list(self.fields)
        names.insert(names.index("file") + 1, names.pop())
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("file") and facts.get("checked"):
            self.add_error("checked", "Choose a file, or the one that was checked, not both")
        return facts


class AddDocumentForm(FileForm):
    verb = Document.add
    button = "Add this document"
    done = "The document is added."

    kind = forms.ChoiceField(choices=KINDS_TO_ADD, widget=forms.RadioSelect, label="What is it?")
    title = forms.CharField(
        max_length=200, help_text="What a colleague would look for, for example “School report, July 2026”"
    )
    file = UploadField()

    def facts(self) -> dict[str, Any]:
        """It belongs to the organisation for which this person may add it."""
        mine = self.by.organisations_with(Permission.ADD_DOCUMENT)
        owner = next(o for o in mine if o.pk in self.within.belongs_to())
        return super().facts() | {"owner": owner}

    def paper(self) -> dict[str, Any]:
        facts = self.facts()
        return {name: facts[name] for name in ("kind", "title", "owner")} | {"is_sent_later": False}


def why_field(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=500, widget=forms.Textarea, label=label, **options)


class ReplaceDocumentForm(VerbForm):
    verb = Document.replace
    button = "Replace"
    done = "The newer version is in its place."
    guidance = "The newer version takes its place wherever it stands. The older one stays in the list of versions."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    file = UploadField(label="Newer version")
    reason = why_field("What is different?")
    hide_older = forms.BooleanField(
        required=False,
        label="The older version must not be read any more",
        help_text="Tick this if it is about another child.",
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["file"].before = partial(refuse_too_many, self.by.user)

    def add_refusal(self, refused: ValidationError) -> None:
        super().add_refusal(refused)
        if self.has_error("file", STOPPED):
            words = (
                "If it is the right file, add it as a new document, have a colleague check it, and withdraw this one"
            )
            self.add_error("file", words)


class ReleaseDocumentForm(VerbForm):
    verb = Document.release
    button = "Release it"
    done = "The document is released."
    guidance = "Open the file first. Release it only if it is about this child and may be shared as it is."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = why_field(
        "Why may it be shared?",
        help_text="For example: the other name is this child’s sister, and the family agrees.",
    )


class WithdrawDocumentForm(VerbForm):
    verb = Document.withdraw
    button = "Withdraw"
    done = "The document is withdrawn."
    guidance = (
        "For a document that was added for the wrong child, or must not be shared. Only Designated Clinical Officers "
        "and LA SEND managers can open it then. The file is kept."
    )
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = why_field("Why is it withdrawn?", help_text="Do not name another child here.")


class FindChildForm(forms.Form):
    """One box for all that somebody may have to hand."""

    find = forms.CharField(required=False, max_length=120, label="Name, NHS number or case reference", strip=True)
    looks: ClassVar[dict[str, Any]] = {"find": {"optional": False, "width": 20}}
