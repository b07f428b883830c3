"""What does a person fill in to quality-assure wording?"""

from typing import Any

from django import forms

from accounts.models import Membership, Organisation, User
from accounts.roles import Permission, roles_with
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models.section_set import Section
from qa.models import Dismissal, Episode, FormWording
from qa.standard import WITHOUT_NEEDS, Theme
from qa.turnaround import proposed


class Lines(forms.CharField):
    """A text of several lines, which browsers end with two characters, and we with one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class TakeForm(VerbForm):
    """Nothing to fill in: pressing takes it."""

    verb = Episode.take
    button = "Take it to my desk"
    done = "It is on your desk now."
    guidance = "You become the one who reads this draft and returns the feedback. You can hand it back."


class TakeReviewForm(TakeForm):
    verb = Episode.take_review


class DeskForm(VerbForm):
    """One section of the desk, and what is said about the whole."""

    verb = Episode.save_wording
    button = "Save for a colleague"
    looks = {
        "approved": {"rows": 10, "optional": False},
        "comments": {"rows": 5, "optional": False},
        "theme": {"optional": False},
        "coproduction_note": {"rows": 2},
    }

    section = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    approved = Lines(max_length=100_000, required=False, label="ICB approved wording", strip=False)
    comments = Lines(
        max_length=10_000,
        required=False,
        label="Comment for the coordinator and the family",
        help_text="Give the reason for each change in plain words.",
    )
    theme = forms.TypedChoiceField(
        choices=[("", "Not chosen yet"), *Theme.choices],
        coerce=int,
        empty_value=None,
        required=False,
        label="Theme",
    )
    coproduced = forms.BooleanField(required=False, label="Coproduced with the family")
    coproduction_note = Lines(max_length=2000, required=False, label="If coproduced: who took part, and how")
    advice_missing = forms.BooleanField(
        required=False, label="Health advice had not arrived when the papers were shared"
    )
    section_g_agreed = forms.BooleanField(required=False)

    def prepare(self) -> None:
        self.fields["section"].choices = sections_of(self.record)
        provision = self.record.standing_for(Section.G)
        self.fields["section_g_agreed"].label = f"The ICB agrees {provision} and will arrange what it says"

    @classmethod
    def filled_from(cls, episode: Episode, letter: str) -> dict[str, Any]:
        """What is saved so far, to start from."""
        facts = {name: getattr(episode, name) for name in cls.base_fields if hasattr(episode, name)}
        row = next((row for row in episode.sections.all() if row.section == letter), None)
        if row is None:
            return facts | {"section": "", "approved": "", "comments": ""}
        return facts | {"section": letter, "approved": row.approved, "comments": row.comments}


def sections_of(episode: Episode) -> list[tuple[str, str]]:
    """The choices of a field that names one of its sections."""
    return [(row.section, f"{row.section} {row.title}") for row in episode.sections.all()]


class OfOneSection(VerbForm):
    """It is about one section of a quality assurance, which the address names."""

    section = forms.ChoiceField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["section"].choices = sections_of(self.within)


class DismissFindingForm(OfOneSection):
    verb = Dismissal.dismiss
    button = "Dismiss"
    done = "Dismissed. It stays away while these words stand."
    guidance = (
        "The wording is right as it stands. How often each rule is dismissed is counted, so that noisy ones can go."
    )
    from_address = ("section", "finding")
    looks = {"reason": {"rows": 3}}

    finding = forms.CharField(max_length=80, widget=forms.HiddenInput)
    reason = Lines(max_length=1000, label="Why is the wording right?")


class UseStandardWordingForm(VerbForm):
    verb = Episode.use_standard_wording
    button = "Use this wording"
    guidance = "The needs and the provision get the wording for this theme, and a reason. You can change every word."

    theme = forms.TypedChoiceField(
        choices=[(theme.value, theme.label) for theme in WITHOUT_NEEDS],
        coerce=int,
        widget=forms.RadioSelect,
        label="Which theme is it?",
    )


class ReturnAgreedForm(VerbForm):
    verb = Episode.return_agreed
    done = "The wording is agreed and the feedback form has gone to the coordinator."

    @property
    def button_text(self) -> str:
        agreement = self.record.agreement
        part = " in part" if agreement and agreement.is_in_part else ""
        return f"Agree {self.record.standing_for(Section.G)}{part} and return"


class ReturnToLAForm(VerbForm):
    verb = Episode.return_to_la
    button = "Return without agreeing"
    done = "Returned. The coordinator sees what is missing."
    looks = {"missing": {"rows": 6}}

    missing = Lines(max_length=4000, label="What is missing?", help_text="Say what the coordinator should do.")

    def prepare(self) -> None:
        provision = self.record.standing_for(Section.G)
        again = "The coordinator puts right what is missing, and submits the draft again."
        self.guidance = f"{provision} is not agreed. {again}"


class WaitForAdviceForm(VerbForm):
    verb = Episode.wait_for_advice
    button = "Wait for the advice"
    done = "This waits now. It comes back to your desk by itself when the advice arrives."
    guidance = (
        "The draft leaves the queue until a health service answers, then comes back to your desk by itself. "
        "Your time for returning the feedback is paused meanwhile, until the day you give here at the latest."
    )

    until_on = DateField(
        label="Paused until",
        subject="The day it runs again",
        help_text="If the advice has not come, your time runs again from this day, which counts.",
    )

    def prepare(self) -> None:
        self.fields["until_on"].initial = proposed(self.record.advice().outstanding())


class HandBackForm(VerbForm):
    verb = Episode.hand_back
    button = "Hand back to the queue"
    done = "Handed back. What you wrote is kept for whoever takes it next."
    guidance = "Any colleague can take it next. What is written so far goes with it."


class HandOverForm(VerbForm):
    verb = Episode.hand_over
    button = "Hand it over"
    done = "Your colleague has it, with all that is written."

    person = forms.ModelChoiceField(User.objects.none(), label="To whom?", empty_label="Choose a colleague")

    def prepare(self) -> None:
        here = Membership.objects.in_force(today()).with_role(roles_with(Permission.QUALITY_ASSURE))
        colleagues = here.filter(organisation=self.record.child.icb_id).exclude(user=self.record.taken_by_id)
        self.fields["person"].queryset = User.objects.filter(is_active=True, pk__in=colleagues.values("user"))


class FormWordingForm(VerbForm):
    verb = FormWording.put_in_force
    button = "Use these words"
    done = "These words are on the feedback form now."
    guidance = (
        "These words stand on every feedback form returned from now on. Forms that were returned before "
        "keep theirs. {name}, {icb} and {mailbox} are filled in for each child."
    )
    looks = {"opening": {"rows": 5}, "footer": {"rows": 6}}

    opening = Lines(max_length=1000, label="First words of the form")
    footer = Lines(max_length=1000, label="Last words of the form")

    def prepare(self) -> None:
        words = FormWording.objects.of(self.within, on=today())
        self.fields["opening"].initial, self.fields["footer"].initial = words.opening, words.footer


class OfAuthority(forms.Form):
    """A list can be narrowed to one of the local authorities that a board serves."""

    looks = {
        name: {"optional": False} for name in ("local_authority", "kind", "who", "state", "outcome", "due", "content")
    }

    local_authority = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label="Local authority", empty_label="All"
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = Organisation.objects.filter(
            kind=Organisation.Kind.LOCAL_AUTHORITY, icb_relations__icb__in=by.scope.organisations
        )
        self.fields["local_authority"].queryset = served.distinct()


class QueueFilter(OfAuthority):
    """Which drafts and reviews to list."""

    kind = forms.ChoiceField(
        required=False,
        label="Kind",
        choices=[("", "All"), ("draft_plan", "Draft plans"), ("annual_review", "Annual reviews")],
    )
    who = forms.ChoiceField(
        required=False, label="Who has it", choices=[("", "All"), ("nobody", "Nobody yet"), ("me", "Me")]
    )
    due = forms.ChoiceField(
        required=False, label="Due", choices=[("", "All"), ("late", "Overdue"), ("week", "In 7 days")]
    )
    content = forms.ChoiceField(
        required=False, label="Health content", choices=[("", "All"), ("some", "Some"), ("none", "None found")]
    )
