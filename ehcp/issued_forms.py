"""What does a person fill in once the plan has been sent: is its copy here, has its provision started?"""

from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models import Plan, ProvisionLine
from ehcp.models.provision import providers_around
from ehcp.models.section_set import Section
from ehcp.plan_forms import SectionsForm


class FinalSentForm(VerbForm):
    verb = Plan.record_final_sent
    button = "Save"
    done = "The ICB knows that its copy is to come."
    guidance = "If you have the plan’s words at hand, submit the issued plan instead: that is the ICB’s copy."

    on = DateField(past=True, label="Date the family was sent the final plan", subject="The date", initial=today)


class ConfirmCopyForm(VerbForm):
    verb = Plan.confirm_copy
    button = "We have it"
    done = "The ICB has its copy."

    on = DateField(past=True, label="Date the copy came", subject="The date", initial=today)


class RecordIssuedForm(SectionsForm):
    """A plan that was issued without a draft for health: what it says, and why health was not asked."""

    verb = Plan.record_issued
    keeps_draft = True
    button = "Record the issued plan"
    done = "The issued plan is recorded. It is listed as one for which quality assurance was not asked."
    guidance = (
        "For a final plan whose draft never came to the Designated Clinical Officers. It is compared and counted "
        "like every other. Paste at least its health needs and its health provision, word for word."
    )
    required = (Section.C, Section.G)
    shows_advice = False

    on = DateField(past=True, label="Date the plan was sent to the family", subject="The date", initial=today)
    not_asked_because = forms.ChoiceField(
        choices=Plan.NotAsked.choices, widget=forms.RadioSelect, label="Why was health not asked?"
    )


class NameProviderForm(VerbForm):
    verb = ProvisionLine.name_provider
    button = "Ask this provider"
    done = "The question is with the provider."

    provider = forms.ModelChoiceField(
        Organisation.objects.none(), label="Who provides it?", empty_label="Choose a provider"
    )

    def prepare(self) -> None:
        self.fields["provider"].queryset = providers_around(self.record.child)


class ConfirmStartedForm(VerbForm):
    verb = ProvisionLine.confirm_started
    button = "It has started"
    done = "The day on which it started is recorded."

    on = DateField(past=True, label="When did it start?", subject="The day")


class NotStartedForm(VerbForm):
    verb = ProvisionLine.say_not_started
    button = "Save the reason"
    done = "The reason is recorded. The question stays open."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why has it not started?")
    expected_on = DateField(future=True, required=False, label="When will it start?", subject="The day")


class NotNeededForm(VerbForm):
    verb = ProvisionLine.say_not_needed
    button = "It is not needed"
    done = "Recorded. Nobody is asked about it any more."
    guidance = "The plan still says it until it is amended: tell whoever runs its review."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why is it no longer needed?")


class ChaseForm(VerbForm):
    verb = ProvisionLine.chase
    button = "Send the letter"
    done = "The letter is on its way."
    guidance = (
        "The provider gets a letter, or the local authority where no provider is named. Reminders go by themselves."
    )


class ProvisionFilter(forms.Form):
    """Which lines of Section G to list."""

    MISSED = "missed"
    looks: ClassVar[dict[str, Any]] = {n: {"optional": False} for n in ("state", "local_authority", "provider")}

    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[
            (MISSED, "Missed"),
            ("said_not", "Said not to have started"),
            ("to_come", "Asked, not due yet"),
            ("late", "Started late"),
            ("started", "Started"),
            ("not_needed", "No longer needed"),
            ("all", "All"),
        ],
    )
    local_authority = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label="Local authority", empty_label="All"
    )
    provider = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label="Provider", empty_label="All"
    )

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, path in (("local_authority", "child__local_authority"), ("provider", "provider")):
            found = Organisation.objects.filter(pk__in=lines.order_by().values(path))
            self.fields[name].queryset = found.order_by("name")

    def of_whom(self, lines: Any) -> Any:
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("local_authority"):
            lines = lines.filter(child__local_authority=chosen["local_authority"])
        return lines.filter(provider=chosen["provider"]) if chosen.get("provider") else lines

    def narrow(self, lines: Any, on: date) -> Any:
        states = {
            "said_not": lines.filter(status=ProvisionLine.Status.NOT_STARTED),
            "to_come": lines.unstarted().filter(start_clock__due_on__gte=on),
            "late": lines.started_late(),
            "started": lines.filter(status=ProvisionLine.Status.STARTED),
            "not_needed": lines.filter(status=ProvisionLine.Status.NOT_NEEDED),
            "all": lines,
        }
        chosen = self.cleaned_data.get("state", "") if self.is_valid() else ""
        return states[chosen] if chosen in states else lines.missed(on)
