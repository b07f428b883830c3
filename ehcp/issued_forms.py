"""What does a person fill in once the plan has been sent: is its copy here, has its provision started?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models import Plan, SectionGStart
from ehcp.models.provision import providers_around
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
        "like every other. Paste at least Sections C and G, word for word."
    )
    required_sections = ("C", "G")
    shows_advice = False

    on = DateField(past=True, label="Date the plan was sent to the family", subject="The date", initial=today)
    not_asked_because = forms.ChoiceField(
        choices=Plan.NotAsked.choices, widget=forms.RadioSelect, label="Why was health not asked?"
    )


class NameProviderForm(VerbForm):
    verb = SectionGStart.name_provider
    button = "Ask this provider"
    done = "The question is with the provider."

    provider = forms.ModelChoiceField(
        Organisation.objects.none(), label="Who provides it?", empty_label="Choose a provider"
    )

    def prepare(self) -> None:
        self.fields["provider"].queryset = providers_around(self.record.child)


class ConfirmStartedForm(VerbForm):
    verb = SectionGStart.confirm_started
    button = "It has started"
    done = "Section G has started."

    on = DateField(past=True, label="When did it start?", subject="The day", help_text="The first part that began.")


class NotStartedForm(VerbForm):
    verb = SectionGStart.say_not_started
    button = "Save the reason"
    done = "The reason is recorded. The question stays open."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why has it not started?")
    expected_on = DateField(future=True, required=False, label="When will it start?", subject="The day")
