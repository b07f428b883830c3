"""What does a person fill in about a case at a panel?"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from core.draft_page import as_sent
from core.drafts import label_of
from core.fields import DateField
from core.forms import VerbForm
from core.models import Draft
from core.today import today
from ehcp.models import PanelCase, PanelMeeting, Plan
from ehcp.models.assessment import AssessmentRequest
from ehcp.panels.forms import meetings_to_choose

Stage, Status = PanelCase.Stage, PanelCase.Status


class MeetingField(forms.ModelChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(PanelMeeting.objects.none(), empty_label="Choose a meeting", **options)


class PutOnForm(VerbForm):
    verb = PanelCase.put_on
    button = "Put on the agenda"
    done = "The case is on the agenda."

    meeting = MeetingField(label="Meeting")
    note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What should the panel look at?",
    )

    def prepare(self) -> None:
        stage = Stage.ASSESS if self.within.status == AssessmentRequest.Status.RECEIVED else Stage.ISSUE
        meetings = meetings_to_choose(self.by.user, self.within.local_authority_id)
        self.fields["meeting"].queryset = meetings.filter(decides__in=["both", stage])
        self.guidance = f"The panel is asked {Stage(stage).label.lower()}."


class ToAnotherForm(VerbForm):
    """Choices of a meeting other than its own, of the same local authority and stage."""

    def prepare(self) -> None:
        case = self.record
        meetings = meetings_to_choose(self.by.user, case.meeting.panel.local_authority_id)
        others = meetings.filter(decides__in=["both", case.stage]).exclude(pk=case.meeting_id)
        self.fields["to"].queryset = others


class DeferForm(ToAnotherForm):
    verb = PanelCase.defer
    button = "Put to that meeting"
    done = "The case is on the agenda of that meeting."

    to = MeetingField(label="Which meeting?")
    reason = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label="Why?")


class TakeOffForm(VerbForm):
    verb = PanelCase.take_off
    button = "Take off the agenda"
    done = "The case is off the agenda."

    reason = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label="Why?")


class DecideForm(ToAnotherForm):
    verb = PanelCase.decide
    button = "Record the decision"
    done = "The decision is recorded."
    looks: ClassVar[dict[str, Any]] = {
        "reason": {"rows": 2, "optional": False},
        "to": {"optional": False},
        "told_on": {"optional": False},
        "decision": {"small": True, "optional": False},
    }

    decision = forms.ChoiceField(
        choices=[(value, PanelCase.Status(value).label) for value in PanelCase.OUTCOMES],
        widget=forms.RadioSelect,
        label="Decision",
    )
    reason = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        label="Reason",
        help_text="Needed unless the panel agrees. The family is given the reasons of a refusal.",
    )
    to = MeetingField(required=False, label="Next meeting")
    on = DateField(past=True, required=False, label="Date of the decision", subject="The date")
    told_on = DateField(
        past=True, required=False, label="Date the family was told", subject="The date the family was told"
    )

    def prepare(self) -> None:
        super().prepare()
        case = self.record
        self.fields["decision"].choices = [(value, words_for(case.stage, value)) for value in PanelCase.OUTCOMES]
        self.fields["told_on"].help_text = TOLD[case.stage]
        if "on" in self.fields and not self.is_bound:
            self.initial.setdefault("on", case.meeting.meets_on)


def words_for(stage: str, decision: str) -> str:
    """The answer as the panel of this stage says it."""
    return PanelCase(stage=stage, status=decision).outcome


TOLD = {
    Stage.ASSESS: "Leave it empty until the letter has gone: the 6 weeks run until then. For example, 13 7 2026",
    Stage.ISSUE: "For a decision not to issue. Leave it empty until the letter has gone. For example, 13 7 2026",
}


class DecisionRow(DecideForm):
    """The same in a row of the chair's page: the day stands once, above all rows."""

    on = None  # type: ignore[assignment]

    def __init__(self, *args: Any, meetings: Sequence[PanelMeeting], day: date | None = None, **options: Any) -> None:
        """`meetings` are read once for all rows of the page."""
        self.day = day
        super().__init__(*args, prefix=f"case-{options['record'].pk}", **options)
        fields: dict[str, Any] = self.fields
        fields["decision"].required = False
        case = self.record
        others = [m for m in meetings if m.takes(case.stage) and m.pk != case.meeting_id]
        fields["to"].choices = [("", "Choose a meeting"), *((m.pk, str(m)) for m in others)]

    @property
    def is_answered(self) -> bool:
        """Something was said about this case."""
        said = [self.data.get(self.add_prefix(name), "") for name in ("decision", "reason", "to")]
        return any(text.strip() for text in said)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.is_answered and not said.get("decision") and "decision" not in self.errors:
            self.add_error("decision", "Choose what the panel decided")
        return said

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"on": self.day}


class RecordToldForm(VerbForm):
    verb = PanelCase.record_told
    button = "Save"
    done = "The case has the decision, with the day on which the family was told."
    guidance = "The decision and its reason go to the case as the panel recorded them."

    on = DateField(past=True, label="Date the family was told", subject="The date", initial=today)


class SendToQAForm(VerbForm):
    """Nothing to fill in: the draft is the one that is saved on the page of the draft plan."""

    verb = PanelCase.send_to_qa
    button = "Send the draft to the DCOs"
    done = "The draft is in the Designated Clinical Officers’ queue."
    guidance = "The draft that your team saved goes with all the advice that has arrived."

    @cached_property
    def saved(self) -> VerbForm | None:
        """The form of the draft plan, filled in as the team left it."""
        return filled_from(self.record, saved_draft(self.record, self.by.user), by=self.by)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.saved is None:
            raise forms.ValidationError(NO_DRAFT)
        if not self.saved.is_valid():
            wrong = "; ".join(f"{self.saved[name].label}: {' '.join(e)}" for name, e in self.saved.errors.items())
            raise forms.ValidationError(f"The saved draft cannot go yet. {wrong}.")
        return said

    def facts(self) -> dict[str, Any]:
        saved = self.saved
        assert saved is not None, "clean() has refused already"
        return {name: value for name, value in saved.facts().items() if name in ("sections", "family_saw_on")}

    def act(self) -> Any:
        draft = saved_draft(self.record, self.by.user)
        done = super().act()
        if done is not None and draft is not None:
            draft.delete()
        return done


NO_DRAFT = "No draft text is saved. Write it on the page of the draft plan and choose Save for later."


def draft_of(case: PanelCase) -> tuple[str, Any]:
    """The form that the draft is saved from, and the record it is saved for."""
    plan = getattr(case.assessment, "plan", None)
    return ("ehcp.plan.resubmit", plan) if plan else ("ehcp.plan.submit", case.assessment)


def saved_draft(case: PanelCase, user: Any) -> Draft | None:
    form, record = draft_of(case)
    found = Draft.objects.visible_to(user).filter(form=form, record=label_of(record))
    return found.order_by("saved_at").last()


def filled_from(case: PanelCase, draft: Draft | None, *, by: Any) -> VerbForm | None:
    """None where nothing was written: a draft without a word is no draft."""
    if draft is None or not any(has_text(draft, name) for name in draft.data):
        return None
    plan = getattr(case.assessment, "plan", None)
    verb, around = (Plan.resubmit, {"record": plan}) if plan else (Plan.submit, {"within": case.assessment})
    return verb.form(as_sent(draft.data), by=by, **around)


def has_text(draft: Draft, name: str) -> bool:
    return name.startswith("section_") and any(str(text).strip() for text in draft.data[name])
