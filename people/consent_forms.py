"""What does a person fill in about consent, and about sharing without it?"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Relation
from accounts.roles import Permission
from core.fields import DateField, UploadField
from core.forms import VerbForm
from core.today import today
from people.forms import SendFileForm
from people.models import Child, Consent, Contact, Document, SharingWithoutConsent
from people.models.consent import Purpose, Recipient

AGREES, REFUSES, NOT_ASKED = "agrees", "refuses", ""
ANSWERS = [(AGREES, "Agrees"), (REFUSES, "Refuses"), (NOT_ASKED, "Not asked")]


def organisations_around(child: Child) -> Any:
    """Whom the portal could share this child's information with: those who work with the board."""
    partners = Relation.objects.in_force(today()).filter(icb=child.icb_id).values("organisation")
    return Organisation.objects.filter(pk__in=partners).order_by("kind", "name")


def long_text(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=2000, widget=forms.Textarea, label=label, **options)


class WhoDecidesForm(SendFileForm):
    """Who gave the answer, and who judged whether they could."""

    giver = forms.ChoiceField(choices=Consent.Giver.choices, widget=forms.RadioSelect, label="Who decided?")
    parent = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label="Which of them?", empty_label="Somebody else"
    )
    given_by = forms.CharField(max_length=120, required=False, label="Name, if somebody else")
    responsibility = forms.ChoiceField(
        choices=[("", "---------"), *Consent.Responsibility.choices],
        required=False,
        label="How do they have parental responsibility?",
    )
    assessor = forms.CharField(
        max_length=200,
        required=False,
        label="Who judged competence or capacity?",
        help_text="Name and job. For a child’s own decision, or one in their best interests.",
    )
    assessed_on = DateField(past=True, required=False, label="When was it judged?", subject="The date")
    best_interests = long_text(
        "Why is it in their best interests?",
        required=False,
        help_text="Who was asked, and what the young person wants (Mental Capacity Act 2005 s.4).",
    )

    def prepare(self) -> None:
        super().prepare()
        mine = Contact.objects.visible_to(self.by).filter(child=self.child, parental_responsibility=True)
        self.fields["parent"].queryset = mine
        if not mine.exists():
            del self.fields["parent"]
            self.fields["given_by"].label = "Their name"
        revealed = [name for name in PARENTS if name in self.fields]
        reveals = {Consent.Giver.PARENT.value: revealed, Consent.Giver.NOBODY.value: ["best_interests"]}
        self.looks = self.looks | {"giver": {"reveals": reveals}}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        giver, parent = facts.get("giver"), facts.pop("parent", None)
        facts["given_by"] = facts.get("given_by") or (parent.name if parent else "")
        needed: dict[str, Iterable[tuple[str, str]]] = {
            Consent.Giver.PARENT: [
                ("given_by", "Enter the parent’s name"),
                ("responsibility", "Choose how they have parental responsibility"),
            ],
            Consent.Giver.CHILD: JUDGED,
            Consent.Giver.NOBODY: [*JUDGED, ("best_interests", "Say why it is in their best interests")],
        }
        for name, words in needed.get(giver or "", ()):
            if not facts.get(name) and name not in self.errors:
                self.add_error(name, words)
        if giver != Consent.Giver.PARENT:
            facts["responsibility"] = ""
        if giver != Consent.Giver.NOBODY:
            facts["best_interests"] = ""
        return facts


PARENTS = ("parent", "given_by", "responsibility")
JUDGED = [("assessor", "Enter who judged it, and their job"), ("assessed_on", "Enter the day it was judged")]


class RecordConsentForm(WhoDecidesForm):
    verb = Consent.record
    kind = Document.Kind.CONSENT
    button = "Record this"
    done = "The answer is recorded."
    guidance = "Record each answer as it was given: yes to some things and no to others is common, and is kept so."
    looks: ClassVar[dict[str, Any]] = {
        **{f"answer_{purpose}": {"inline": True, "small": True, "optional": False} for purpose in Purpose},
        "given_by": {"optional": False},
        "responsibility": {"optional": False},
        "parent": {"optional": False},
        "best_interests": {"rows": 3, "optional": False},
        "agreed_with": {"small": True},
        "refused_with": {"small": True},
        "refused_organisations": {"small": True},
        "note": {"rows": 3},
    }

    given_on = DateField(past=True, label="When was it said?", subject="The date", initial=today)
    how = forms.ChoiceField(choices=Consent.How.choices, widget=forms.RadioSelect, label="How was it said?")
    file = UploadField(required=False, label="The form, if there is one")
    agreed_with = forms.MultipleChoiceField(
        choices=Recipient.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Who may be given the information?",
        help_text="Nothing ticked: whoever needs it for what was agreed.",
    )
    refused_with = forms.MultipleChoiceField(
        choices=Recipient.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Who may not?",
    )
    refused_organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Is there an organisation it may not go to?",
    )
    note = long_text("Anything else that was said", required=False)

    def prepare(self) -> None:
        super().prepare()
        self.fields["refused_organisations"].queryset = organisations_around(self.child)
        for purpose in Purpose:
            self.fields[f"answer_{purpose}"] = forms.ChoiceField(
                choices=ANSWERS, required=False, widget=forms.RadioSelect, label=purpose.label
            )
        last = ["given_on", "how", "file", "hold", "checked"]
        asked = [f"answer_{purpose}" for purpose in Purpose]
        who = ["giver", "parent", "given_by", "responsibility", "assessor", "assessed_on", "best_interests"]
        self.order_fields([*who, *asked, "agreed_with", "refused_with", "refused_organisations", *last, "note"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        answers = {purpose: facts.get(f"answer_{purpose}") for purpose in Purpose}
        if not any(answers.values()) and not any(f"answer_{purpose}" in self.errors for purpose in Purpose):
            self.add_error(f"answer_{Purpose.ASSESSMENT}", "Say what the family agreed to or refused, at least one")
        both = set(facts.get("agreed_with") or ()) & set(facts.get("refused_with") or ())
        if both:
            names = ", ".join(Recipient(kind).label for kind in sorted(both))
            self.add_error("refused_with", f"Ticked above as well: {names}")
        has_form = facts.get("file") or facts.get("checked") or "file" in self.errors
        if facts.get("how") == Consent.How.FORM and not has_form:
            self.add_error("file", "Add the form, or say that it was given in writing")
        return facts

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        answers = {purpose.value: facts.pop(f"answer_{purpose}", "") for purpose in Purpose}
        facts["agreed_for"] = [purpose for purpose, answer in answers.items() if answer == AGREES]
        facts["refused_for"] = [purpose for purpose, answer in answers.items() if answer == REFUSES]
        facts["refused_organisations"] = [each.pk for each in facts["refused_organisations"]]
        return facts | {"owner": self.owner}

    @property
    def owner(self) -> Organisation:
        """A form belongs to the organisation for which this person may add it."""
        mine = self.by.organisations_with(Permission.RECORD_CONSENT)
        return next(each for each in mine if each.pk in self.child.belongs_to())

    def paper(self) -> dict[str, Any]:
        return {"owner": self.owner, "kind": self.kind, "title": "Consent form", "is_sent_later": True}


class WithdrawConsentForm(VerbForm):
    verb = Consent.withdraw
    button = "Record the withdrawal"
    done = "The withdrawal is recorded. The child’s page says what it stops."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    purposes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="What is withdrawn?")
    who_withdrew = forms.CharField(max_length=120, label="Who withdrew it?")
    on = DateField(past=True, label="When?", subject="The date", initial=today)
    reason = long_text("Why, if they said", required=False)

    def prepare(self) -> None:
        given = self.record.holds_for
        self.fields["purposes"].choices = [(purpose, Purpose(purpose).label) for purpose in given]
        self.initial = {"purposes": given} | self.initial


class StrikeOutConsentForm(VerbForm):
    verb = Consent.strike_out
    button = "Strike out"
    done = "It is struck out. Nothing follows from it any more."
    guidance = (
        "For an answer that was recorded by mistake. What a family changes its mind about is withdrawn instead."
    )
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = long_text("Why was it a mistake?")


class RecordSharingForm(VerbForm):
    verb = SharingWithoutConsent.record
    button = "Record this"
    done = "It is recorded."
    guidance = (
        "Ask the Caldicott Guardian or the safeguarding lead first, unless somebody is in danger now. Share the "
        "least that is needed."
    )
    looks: ClassVar[dict[str, Any]] = {
        "ground": {"reveals": {SharingWithoutConsent.Ground.LEGAL_DUTY.value: ["duty"]}},
        **{name: {"rows": 3} for name in ("what", "reason", "why_not_told")},
        **{name: {"optional": False} for name in ("duty", "organisation")},
    }

    ground = forms.ChoiceField(
        choices=SharingWithoutConsent.Ground.choices, widget=forms.RadioSelect, label="Why was it shared?"
    )
    duty = forms.CharField(
        max_length=300,
        required=False,
        label="Which law or order?",
        help_text="For example, SEND Regulations 2014, regulation 6(1)(f)",
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label="With whom?", empty_label="Somebody else"
    )
    with_whom = forms.CharField(max_length=200, required=False, label="Name, if somebody else")
    purpose = forms.ChoiceField(
        choices=[("", "---------"), *Purpose.choices],
        required=False,
        label="What was refused for it?",
        help_text="The refusal then no longer stops sharing this with that organisation.",
    )
    what = long_text("What was shared?")
    reason = long_text("Why could it not wait for consent, or go without?")
    shared_on = DateField(past=True, label="When?", subject="The date", initial=today)
    decided_with = forms.CharField(
        max_length=200, label="Whom did you discuss it with?", help_text="Name and job, or “Nobody: it was urgent”"
    )
    told_on = DateField(past=True, required=False, label="When was the family told?", subject="The date")
    why_not_told = long_text("If the family was not told, why?", required=False)

    def prepare(self) -> None:
        self.fields["organisation"].queryset = organisations_around(self.within)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("ground") == SharingWithoutConsent.Ground.LEGAL_DUTY and not facts.get("duty"):
            self.add_error("duty", "Enter which law or order")
        if not facts.get("organisation") and not facts.get("with_whom"):
            self.add_error("with_whom", "Enter with whom it was shared")
        if facts.get("organisation") and facts.get("with_whom"):
            self.add_error("with_whom", "Choose an organisation or enter a name, not both")
        return facts


class TellFamilyForm(VerbForm):
    verb = SharingWithoutConsent.tell_family
    button = "Save"
    done = "It is recorded that the family was told."

    on = DateField(past=True, label="When was the family told?", subject="The date", initial=today)
