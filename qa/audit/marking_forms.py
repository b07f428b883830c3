"""What does a marker fill in, and what is said where two markers or the portal differ?"""

from typing import Any, ClassVar

from django import forms

from core.forms import VerbForm
from qa.audit.outcomes import NotAsked, NotUsed, Outcome
from qa.forms import Lines
from qa.models import Answer, AuditCase, Mark


class SetAsideForm(VerbForm):
    verb = AuditCase.set_aside
    button = "Set it aside"
    done = "Set aside. Whoever runs the audit can draw a reserve."
    looks: ClassVar[dict[str, Any]] = {"note": {"rows": 3}}

    why = forms.ChoiceField(
        choices=AuditCase.CannotBeMarked.choices, widget=forms.RadioSelect, label="Why can it not be marked?"
    )
    note = Lines(max_length=2000, required=False, label="Anything to add")


class DrawReserveForm(VerbForm):
    verb = AuditCase.draw_reserve
    button = "Draw the next one"
    done = "A reserve is in the sample."
    guidance = "The next plan of the same part of the population, in the order that was fixed with the draw."


class MarkingForm(VerbForm):
    """The outcome with its reason, and each question of the audit's version."""

    looks: ClassVar[dict[str, Any]] = {
        "outcome": {"reveals": {"not_used": ["not_used_reason"], "not_asked": ["not_asked_reason"]}},
        "not_used_reason": {"optional": False},
        "not_asked_reason": {"optional": False},
        "note": {"rows": 3},
    }

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        label="Is the ICB approved wording in the plan as issued?",
        help_text="Only the exact wording of both C and G counts as used. Partly used is not used.",
    )
    not_used_reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *NotUsed.choices], required=False, label="Why does it count as not used?"
    )
    not_asked_reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *NotAsked.choices],
        required=False,
        label="Why was it not asked for?",
    )
    note = Lines(max_length=2000, required=False, label="Anything to add", help_text="No names.")
    field_order: ClassVar[list[str] | None] = None

    def prepare(self) -> None:
        self.questions = list(self.within.audit.question_set.questions.all())
        for question in self.questions:
            where = question.get_section_display()
            self.fields[f"question_{question.pk}"] = forms.ChoiceField(
                choices=Answer.Given.choices,
                widget=forms.RadioSelect,
                label=f"{where}: {question.words}",
                help_text=question.example,
            )
        self.looks = self.looks | {f"question_{q.pk}": {"inline": True, "size": "s"} for q in self.questions}
        last = ("names", "names_where", "note")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        outcome = found.get("outcome")
        name = {"not_used": "not_used_reason", "not_asked": "not_asked_reason"}.get(outcome or "")
        if name and not found.get(name):
            self.add_error(name, "Choose a reason")
        return found

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        answers = {question: given[f"question_{question.pk}"] for question in self.questions}
        reason = given.get(f"{given['outcome']}_reason", "")
        return {"outcome": given["outcome"], "reason": reason, "note": given["note"], "answers": answers}


class MarkForm(MarkingForm):
    verb = Mark.mark
    button = "Save my marks"
    done = "Marked."
    looks: ClassVar[dict[str, Any]] = MarkingForm.looks | {"names": {"reveals": {"yes": ["names_where"]}}}

    names = forms.ChoiceField(
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        label="Did you see a name, or anything that told you who it is?",
    )
    names_where = forms.CharField(max_length=500, required=False, label="Where?", help_text="Without repeating it.")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("names") == "yes" and not found.get("names_where"):
            self.add_error("names_where", "Say where")
        return found

    def facts(self) -> dict[str, Any]:
        seen = self.cleaned_data["names"] == "yes"
        return super().facts() | {"names_where": self.cleaned_data["names_where"] if seen else ""}


class SettleForm(MarkingForm):
    """Starts from the first marker's answers; beside each that differs stands what both said."""

    verb = Mark.settle
    button = "Save what was settled"
    done = "Settled."

    how = forms.ChoiceField(choices=Mark.How.choices, widget=forms.RadioSelect, label="How was it settled?")
    field_order: ClassVar[list[str] | None] = ["how"]

    def prepare(self) -> None:
        super().prepare()
        if len(self.within.first_two) == 2:
            self.fill(*self.within.first_two)

    def fill(self, one: Mark, other: Mark) -> None:
        first, second = one.by_question, other.by_question
        for question in self.questions:
            field, ours, theirs = self.fields[f"question_{question.pk}"], first[question.pk], second[question.pk]
            if ours == theirs:
                field.initial = ours
            else:
                said = " and ".join(str(Answer.Given(given).label) for given in (ours, theirs))
                field.help_text = f"The markers said {said}. {question.example}"
        if one.outcome == other.outcome:
            self.fields["outcome"].initial = one.outcome
            if one.reason:
                self.fields[f"{one.outcome}_reason"].initial = one.reason

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"how": self.cleaned_data["how"]}


class ExplainDifferenceForm(VerbForm):
    verb = Mark.explain_difference
    button = "Save"
    done = "Saved."
    looks: ClassVar[dict[str, Any]] = {"difference_note": {"rows": 3}}

    difference_note = Lines(max_length=2000, label="Why do your mark and the portal’s comparison differ?")

    def prepare(self) -> None:
        self.fields["difference_note"].initial = self.record.difference_note
