"""What does a person fill in to propose, approve and insert standard wording?"""

from typing import Any

from django import forms

from accounts.models import Organisation
from accounts.roles import Permission
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models import SectionSet, SetSection
from qa.forms import Lines, OfOneSection
from qa.models import LibraryEntry, LibraryUse, LibraryVersion
from qa.models.library import LONGEST

FIELDS = (
    "{name} is the child’s given name. {they}, {them}, {their}, {theirs} and {themselves} follow the pronouns on "
    "record, {are}, {were}, {have} and {do} agree with them, and {s} ends a verb: “{They} need{s} …”."
)


class OfBoard(VerbForm):
    """Made for one's own board. Who works for one alone is not asked which."""

    permission = Permission.PROPOSE_WORDING

    icb = forms.ModelChoiceField(Organisation.objects.none(), label="Integrated Care Board", empty_label="Choose")

    def prepare(self) -> None:
        mine = {icb.pk: icb for icb in self.by.user.organisations_with(self.permission)}
        field = self.fields["icb"]
        field.queryset = Organisation.objects.filter(pk__in=mine)
        if len(mine) == 1:
            (self.only,) = mine.values()
            field.required, field.widget, field.initial = False, forms.HiddenInput(), self.only.pk
        self.order_fields(["icb"])

    def clean_icb(self) -> Organisation:
        return self.cleaned_data["icb"] or self.only


def wording_field(label: str) -> Lines:
    return Lines(max_length=LONGEST, label=label, help_text=FIELDS)


class ProposeEntryForm(OfBoard):
    verb = LibraryEntry.propose
    button = "Propose it"
    done = "Proposed. It can be inserted once another DCO or the Chief Nurse has approved it."
    guidance = "Another Designated Clinical Officer or the Chief Nurse approves it before anybody can insert it."
    looks = {"wording": {"rows": 6}}

    key = forms.CharField(
        max_length=40, label="Key", help_text="What is typed to insert it: small letters and hyphens, epilepsy-review"
    )
    section = forms.ModelChoiceField(SetSection.objects.none(), label="Section", empty_label="Choose")
    topic = forms.CharField(max_length=80, label="Topic", help_text="For example, Epilepsy")
    wording = wording_field("Wording")
    why = forms.CharField(max_length=500, label="Why is it worded so?")

    def prepare(self) -> None:
        super().prepare()
        health = [section.pk for section in SectionSet.objects.on(today()).of_health]
        self.fields["section"].queryset = SetSection.objects.filter(pk__in=health).order_by("health_place", "pk")
        self.fields["section"].label_from_instance = lambda section: f"{section.letter} {section.title}"


class ProposeVersionForm(VerbForm):
    verb = LibraryVersion.propose
    button = "Propose it"
    done = "Proposed. The version in force stays until this one is approved."
    guidance = "The version in force stays until another DCO or the Chief Nurse has approved this one."
    looks = {"wording": {"rows": 6}}

    wording = wording_field("Wording")
    why = forms.CharField(max_length=500, label="What is new, and why?")

    def prepare(self) -> None:
        now = self.within.current
        if now:
            self.initial = {"wording": now.wording} | self.initial


class ApproveForm(VerbForm):
    verb = LibraryVersion.approve
    button = "Approve it"
    done = "Approved. It replaces the version before from its day."
    guidance = "An approved version never changes. Wording that was inserted before stays as it was inserted."

    in_force_from = DateField(
        label="From which day?", subject="The day", initial=today, help_text="Today or later. For example, 13 7 2026"
    )


class DeclineForm(VerbForm):
    verb = LibraryVersion.decline
    button = "Do not approve it"
    done = "It is not approved. It stays to be read, with your reason."

    decided_why = forms.CharField(max_length=500, label="Why not?")


class WithdrawForm(VerbForm):
    verb = LibraryEntry.withdraw
    button = "Withdraw it"
    done = "Withdrawn. It is offered no more, and stays to be read."
    guidance = "It is offered no more on the desk. What was inserted already stands."

    withdrawn_why = forms.CharField(max_length=500, label="Why?")


class InsertForm(OfOneSection):
    verb = LibraryUse.insert
    button = "Insert"
    done = "Inserted."
    guidance = "It is put at the end of the approved wording as it was last saved, and can be changed there."
    from_address = ("section",)

    entry = forms.ModelChoiceField(LibraryEntry.objects.none(), label="Standard wording", empty_label="Choose")
    at = forms.IntegerField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def prepare(self) -> None:
        super().prepare()
        listed = LibraryEntry.objects.visible_to(self.by.user).filter(
            icb=self.within.child.icb_id, status=LibraryEntry.Status.LISTED
        )
        letter = self.data.get("section") or self.initial.get("section")
        row = next((row for row in self.within.sections.all() if row.section == letter), None)
        narrowed = listed.filter(section__stands_for=row.stands_for) if row else listed
        self.fields["entry"].queryset = narrowed.order_by("key", "pk")


class LibraryFilter(forms.Form):
    """Which standard wording to list."""

    looks = {name: {"optional": False} for name in ("q", "section", "state")}

    q = forms.CharField(required=False, max_length=80, label="Key, topic or words")
    section = forms.ChoiceField(required=False, label="Section")
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "In the library"), ("proposed", "Waits for approval"), ("withdrawn", "Withdrawn")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        health = SectionSet.objects.on(today()).of_health
        self.fields["section"].choices = [("", "All"), *((s.letter, f"{s.letter} {s.title}") for s in health)]


class Period(forms.Form):
    """Which days to count."""

    looks = {"months": {"optional": False}}

    months = forms.TypedChoiceField(
        required=False,
        label="Inserted in the last",
        coerce=int,
        empty_value=12,
        choices=[("", "12 months"), ("1", "month"), ("3", "3 months"), ("24", "2 years"), ("60", "5 years")],
    )
