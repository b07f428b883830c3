"""What does a person fill in about an assessment or a plan?"""

from typing import Any

from django import forms

from accounts.models import Membership, User
from accounts.roles import Role
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models import AssessmentRequest


def reason_field(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=4000, widget=forms.Textarea, label=label, **options)


# The assessment


class RegisterAssessmentForm(VerbForm):
    verb = AssessmentRequest.register
    button = "Register the request"
    done = "The request is registered. Its three time limits are running."

    received_on = DateField(
        past=True,
        label="Date of the request",
        subject="The date of the request",
        help_text="The day it came, or the local authority became responsible. For example, 13 7 2026",
        initial=today,
    )
    source = forms.ChoiceField(
        choices=AssessmentRequest.Source.choices, widget=forms.RadioSelect, label="Who asked for it?"
    )
    coordinator = forms.ModelChoiceField(User.objects.none(), required=False, label="Coordinator", empty_label="Me")

    def prepare(self) -> None:
        here = Membership.objects.in_force(today()).filter(organisation=self.within.local_authority_id)
        colleagues = here.filter(role=Role.COORDINATOR, user__is_active=True).values("user")
        others = User.objects.filter(pk__in=colleagues).exclude(pk=self.by.user.pk if self.by.user else None)
        self.fields["coordinator"].queryset = others
        self.fields["coordinator"].choices = [("", "Me"), *((user.pk, user.name) for user in others)]
        if len(self.fields["coordinator"].choices) == 1:
            del self.fields["coordinator"]


class DecisionForm(VerbForm):
    """A decision of the local authority, on the day it was notified."""

    on = DateField(past=True, label="Date the family was told", subject="The date", initial=today)


class RecordConsideringForm(DecisionForm):
    verb = AssessmentRequest.record_considering
    button = "Save"
    done = "The notice is recorded. It starts no time limit of health’s."
    guidance = (
        "The notice that an assessment is being considered (regulation 4(2)) asks nobody for advice. Health’s six "
        "weeks start when advice is asked for, after the decision to assess."
    )

    on = DateField(past=True, label="Date of the notice", subject="The date", initial=today)


class DecideToAssessForm(DecisionForm):
    verb = AssessmentRequest.decide_to_assess
    button = "Record the decision"
    done = "Decided to assess. Advice can be asked for now."


class DecideNotToAssessForm(DecisionForm):
    verb = AssessmentRequest.decide_not_to_assess
    button = "Record the decision"
    done = "Decided not to assess. The time limits for a plan have ended."
    guidance = (
        "The family must be told why, and of their right to mediation and to appeal (CFA 2014 s.36(5); regulation "
        "5(3))."
    )

    reason = reason_field("Reasons given to the family")


class DecideToIssueForm(DecisionForm):
    verb = AssessmentRequest.decide_to_issue
    button = "Record the decision"
    done = "Decided to issue a plan."

    on = DateField(past=True, label="Date of the decision", initial=today)


class DecideNotToIssueForm(DecisionForm):
    verb = AssessmentRequest.decide_not_to_issue
    button = "Record the decision"
    done = "Decided not to issue a plan. Requests for advice that were open are withdrawn."
    guidance = (
        "The family must be told why, and of their right to mediation and to appeal (regulation 10(1) and (3))."
    )

    reason = reason_field("Reasons given to the family")


class WithdrawAssessmentForm(VerbForm):
    verb = AssessmentRequest.withdraw
    button = "Withdraw the request"
    done = "The request is withdrawn. Its time limits have ended, and open requests for advice with it."
    guidance = "This ends every time limit of the request, and withdraws requests for advice that are still open."

    on = DateField(past=True, label="Date it was withdrawn", subject="The date", initial=today)
    reason = reason_field("Who withdrew it, and why?")
