"""What does a DCO fill in to log what was done around the cases?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Area, Organisation
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from people.models import Child


class AreaField(forms.ModelChoiceField):
    """An area of the record's own Integrated Care Board, or the whole of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Area.objects.none(), required=False, empty_label="The whole ICB", **kwargs)

    def narrow_to(self, icb: Organisation) -> None:
        self.queryset = Area.objects.in_force(today()).filter(icb=icb)


class OfTheICB(VerbForm):
    """A form whose areas are those of one Integrated Care Board."""

    def prepare(self) -> None:
        self.fields["area"].narrow_to(self.record.icb if self.record else self.within)


class TrainingFields(OfTheICB):
    held_on = DateField(past=True, label="When was it?", subject="The day of the session")
    area = AreaField(label="Which area was it for?")
    title = forms.CharField(max_length=200, label="What was it about?")
    audience = forms.CharField(max_length=200, label="Who was it for?", help_text="For example, school SENCOs")
    attended = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=5000,
        label="How many people attended?",
        help_text="Leave empty if nobody counted.",
    )
    looks = {"attended": {"width": 4}, "area": {"optional": False}}


class LogTrainingForm(TrainingFields):
    verb = TrainingSession.log
    button = "Log this session"
    done = "Training session logged. It counts in the month’s highlight report."


class CorrectTrainingForm(TrainingFields):
    verb = TrainingSession.correct
    button = "Save the correction"
    done = "Training session corrected."


class ChildReferenceField(forms.CharField):
    """A child by case reference or NHS number. The form looks only among the children this person may see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, **kwargs)

    def find(self, words: str, by: Any) -> Child | None:
        if not words:
            return None
        found = Child.objects.visible_to(by).filter(
            **({"nhs_number": words.replace(" ", "")} if words[:1].isdigit() else {"reference__iexact": words})
        )
        child = found.first()
        if child is None:
            raise ValidationError("We know no child by this. Check it for a slip, or leave it empty.")
        return child


class CoproductionFields(OfTheICB):
    held_on = DateField(past=True, label="When was it?", subject="The day of the episode")
    area = AreaField(label="Which area was it for?")
    child = ChildReferenceField(
        label="Which child was it about?",
        help_text="A case reference like C000012, or an NHS number. Leave empty if it was about no single child.",
    )
    with_whom = forms.CharField(max_length=200, label="With whom?", help_text="For example, the parent carer forum")
    what_changed = forms.CharField(
        max_length=4000, widget=forms.Textarea, label="What changed because of it?", help_text="Do not name a child."
    )
    looks = {"area": {"optional": False}, "child": {"width": 20}, "what_changed": {"rows": 4}}
    guidance = (
        "A quality assurance marked as coproduced with the family is counted already. Do not log it here again."
    )

    def clean_child(self) -> Child | None:
        return self.fields["child"].find(self.cleaned_data["child"].strip(), self.by)


class LogCoproductionForm(CoproductionFields):
    verb = CoproductionEpisode.log
    button = "Log this episode"
    done = "Coproduction episode logged. It counts in the month’s highlight report."


class CorrectCoproductionForm(CoproductionFields):
    verb = CoproductionEpisode.correct
    button = "Save the correction"
    done = "Coproduction episode corrected."


class ComplexCaseFields(VerbForm):
    asked_on = DateField(past=True, label="When was advice asked for?", subject="The day advice was asked for")
    asked_by = forms.CharField(max_length=200, label="Who asked?", help_text="A name or a role, and where they work")
    asked_for = forms.CharField(max_length=4000, widget=forms.Textarea, label="What for?")
    looks = {"asked_for": {"rows": 5}}


class LogComplexCaseForm(ComplexCaseFields):
    verb = ComplexCase.log
    button = "Log this case"
    done = "Complex case logged. It counts in the month’s highlight report."


class CorrectComplexCaseForm(ComplexCaseFields):
    verb = ComplexCase.correct
    button = "Save the correction"
    done = "Complex case corrected."


class RecordOutcomeForm(VerbForm):
    verb = ComplexCase.record_outcome
    done = "Outcome recorded."
    outcome_on = DateField(past=True, label="When was the advice given?", subject="The day the advice was given")
    outcome = forms.CharField(max_length=4000, widget=forms.Textarea, label="What came of it?")
    looks = {"outcome": {"rows": 5}}


class StrikeOutFields(VerbForm):
    guidance = "It stays in the file with your reason, and no report counts it any more."
    done = "Struck out. No report counts it any more."
    why = forms.CharField(max_length=300, label="Why was it a mistake?", help_text="For example, logged twice")


class StrikeOutTrainingForm(StrikeOutFields):
    verb = TrainingSession.strike_out


class StrikeOutComplexCaseForm(StrikeOutFields):
    verb = ComplexCase.strike_out


class StrikeOutCoproductionForm(StrikeOutFields):
    verb = CoproductionEpisode.strike_out


class MonthFilterForm(forms.Form):
    """The list's filters: a month, an area."""

    month = forms.CharField(required=False, label="Month", widget=forms.TextInput(attrs={"type": "month"}))
    area = forms.ModelChoiceField(queryset=Area.objects.none(), required=False, empty_label="All areas")
    looks = {"month": {"optional": False}, "area": {"optional": False}}

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
