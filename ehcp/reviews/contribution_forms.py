"""What is filled in to ask a service for its contribution to a review, and to answer?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Team
from core.fields import DateField
from core.forms import VerbForm
from ehcp.advice_forms import AdviceForm, service_choices
from ehcp.forms import reason_field
from ehcp.models import ReviewContribution
from ehcp.models.contribution import usual_day

ASKS = (
    "How {name}’s health has been since the plan was made or last reviewed; what {name} needs and gets from you now; "
    "and what of the health needs and the health provision in the plan should change."
)


class AskContributionForm(VerbForm):
    verb = ReviewContribution.ask
    button = "Ask for this contribution"
    done = "The service is asked, through its provider’s single point of access where it has one."
    looks: ClassVar[dict[str, Any]] = {"about": {"rows": 4}, "due_on": {"optional": False}}

    service = forms.ModelChoiceField(Team.objects.none(), label="Which service knows the child?")
    about = forms.CharField(
        max_length=2000,
        widget=forms.Textarea,
        label="What is asked?",
        help_text="The service reads this, and no more of the file.",
    )
    due_on = DateField(future=True, required=False, label="By when?", subject="The date")

    def prepare(self) -> None:
        child, meeting = self.within.child, self.within.meeting_on
        self.fields["service"].queryset, self.fields["service"].choices = service_choices(child.icb)
        usual = usual_day(meeting)
        asked = {"about": ASKS.format(name=child.given_name)} | ({"due_on": usual} if usual else {})
        self.initial = asked | self.initial
        if usual:
            words = f"At the latest on {usual:%-d %B %Y}: it goes with the invitations, two weeks before the meeting."
        elif meeting:
            words = f"Less than two weeks are left before the meeting on {meeting:%-d %B %Y}, so choose a day."
        else:
            words = "No meeting is set yet, so choose a day. Once the meeting is set, it is two weeks before."
        self.fields["due_on"].help_text = words


class SendContributionForm(AdviceForm):
    verb = ReviewContribution.send
    keeps_draft = True
    button = "Send the contribution"
    done = "The contribution is with the local authority and the Designated Clinical Officers."
    title = "Contribution to the annual review"
    guidance = "Add it as a file, as text, or both. It goes to everybody invited to the meeting, the family too."

    def prepare(self) -> None:
        super().prepare()
        self.fields["file"].label = "Contribution as a file"
        self.fields["advice_text"].label = "Contribution as text"


class NothingToAddForm(VerbForm):
    verb = ReviewContribution.say_nothing_to_add
    button = "Send this answer"
    done = "The local authority is told that you have nothing to add."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = reason_field("Why is there nothing to add?", help_text="In plain English: the family may read it.")


class WithdrawContributionForm(VerbForm):
    verb = ReviewContribution.withdraw
    button = "Withdraw the request"
    done = "The request is withdrawn, and the provider is told."
    guidance = "The provider is told to stop work. The time limit ends and does not count as missed."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = reason_field("Why is it not needed any more?")
