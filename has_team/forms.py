"""What does a person fill in about a referral? One form per verb."""

from typing import Any

from django import forms

from accounts.models import Team
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from has_team.advice_document import SECTIONS
from has_team.advisers import advisers_of
from has_team.conditions import check_of
from has_team.models import OnwardReferral, Referral
from has_team.stages import LOGGED

WRITTEN = {
    "health_needs": "Current, individual to this child, and in plain words. A diagnosis alone is not a need.",
    "impact_on_education": "What the needs mean for getting to, taking part in and learning at school.",
    "support": "What support, and how much and how often where that is clinically indicated. Nothing that "
    "educates or trains, and nothing that every child gets.",
    "provided_by": "Which service or profession.",
    "outcomes": "What the child will be able to do. Not a service, and not a waiting time.",
    "views": "What they said, and who said it.",
}


class AdviserField(forms.ModelChoiceField):
    """One of the board's Health Advisers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    def offer(self, icb: Any) -> None:
        self.queryset = advisers_of(icb)


class TakeOnForm(VerbForm):
    """What accepting needs, now or after all."""

    criterion = forms.ChoiceField(
        label="Which criterion does the child meet?",
        choices=Referral.Criterion.choices,
        widget=forms.RadioSelect,
    )
    responsibility_checked_on = DateField(
        label="When did you check that this board is responsible for the child?",
        subject="The day of the check",
        past=True,
    )
    adviser = AdviserField(label="Who will write the advice?", required=False)
    on = DateField(label="Accepted on", past=True)

    looks = {"criterion": {"size": "m"}}
    button = "Accept"

    def prepare(self) -> None:
        self.fields["on"].initial = today()
        adviser = self.fields["adviser"]
        adviser.offer((self.within or self.record).child.icb)
        adviser.initial = self.by.pk if adviser.queryset.filter(pk=self.by.pk).exists() else None


class AcceptForm(TakeOnForm):
    verb = Referral.accept
    done = "Accepted by the Health Advisers"

    def prepare(self) -> None:
        super().prepare()
        self.fields["criterion"].initial = self.within.answer


class AcceptAfterAllForm(TakeOnForm):
    verb = Referral.accept_after_all
    done = "Accepted after all"


class DeclineForm(VerbForm):
    verb = Referral.decline
    done = "Did not meet the criteria: the request is with the DCO, still open"
    reason = forms.CharField(
        label="Why does the child not meet any of the three criteria?",
        widget=forms.Textarea,
        max_length=4000,
        help_text="The DCO and the local authority read this.",
    )
    on = DateField(label="Decided on", past=True)
    guidance = (
        "The request does not end here. It stays open, its six weeks go on, and the DCO decides who "
        "writes the advice. The DCO and the local authority are told now."
    )
    button = "Pass to the DCO"

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class GiveBackForm(VerbForm):
    verb = Referral.give_back
    done = "Given to a service that knows the child"
    service = forms.ModelChoiceField(label="Which service knows the child?", queryset=None)
    guidance = "The service gets the request now and has until the same day: the six weeks do not start again."
    button = "Give to this service"

    def prepare(self) -> None:
        providers = self.record.child.icb.relations.in_force(today()).values("organisation")
        services = Team.objects.in_force(today()).filter(kind=Team.Kind.SERVICE, organisation__in=providers)
        self.fields["service"].queryset = services.select_related("organisation").order_by(
            "organisation__name", "name"
        )
        self.fields["service"].label_from_instance = lambda team: f"{team.organisation}: {team.name}"


class AllocateForm(VerbForm):
    verb = Referral.allocate
    done = "Given to an adviser"
    adviser = AdviserField(label="Who will write the advice?")
    button = "Give to this adviser"

    def prepare(self) -> None:
        self.fields["adviser"].offer(self.record.child.icb)
        self.fields["adviser"].initial = self.record.adviser_id


class DatedForm(VerbForm):
    """A step with nothing but its day."""

    on = DateField(label="When?", subject="The day", past=True)

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class ContactFamilyForm(DatedForm):
    verb = Referral.contact_family
    done = "Family contacted"
    on = DateField(label="When did you contact the family?", subject="The day of contact", past=True)
    button = "Log contact"


class BookAppointmentForm(DatedForm):
    verb = Referral.book_appointment
    done = "Appointment booked"
    mode = forms.ChoiceField(label="How will you meet?", choices=Referral.Mode.choices, widget=forms.RadioSelect)
    appointment_on = DateField(label="Day of the appointment")
    appointment_at = forms.TimeField(label="Time", required=False, help_text="For example, 14:30")
    on = DateField(label="Booked on", past=True)
    looks = {"appointment_at": {"width": 5}, "mode": {"inline": True}}
    field_order = ["mode", "appointment_on", "appointment_at", "on"]


class LogStageForm(DatedForm):
    verb = Referral.log_stage
    done = "Step logged"
    stage = forms.ChoiceField(
        label="Which step was done?", choices=[(s.value, s.label) for s in LOGGED], widget=forms.RadioSelect
    )
    on = DateField(label="When?", subject="The day", past=True)
    field_order = ["stage", "on"]
    button = "Log this step"


class SaveAdviceForm(VerbForm):
    verb = Referral.save_advice
    done = "Advice saved"
    button = "Save"
    guidance = "Save as often as you like. Nobody outside the team sees it until the DCO has approved it."
    looks = {name: {"size": "m", "rows": 8, "optional": False} for name in SECTIONS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, heading in SECTIONS.items():
            limit = Referral._meta.get_field(name).max_length
            self.fields[name] = forms.CharField(
                label=heading,
                required=False,
                widget=forms.Textarea,
                max_length=limit,
                help_text=WRITTEN[name],
                initial=getattr(self.record, name),
            )


class SubmitForQAForm(VerbForm):
    verb = Referral.submit_for_qa
    done = "Sent to the DCO"
    guidance = "The DCO reads it and approves it, or returns it to you with what is lacking."


class ApproveForm(VerbForm):
    verb = Referral.approve
    done = "Advice approved"
    guidance = "Level-one quality assurance. After this the adviser shares it with the family and sends it."


class ReturnToAdviserForm(VerbForm):
    verb = Referral.return_to_adviser
    done = "Returned to the adviser"
    lacking = forms.CharField(label="What is lacking?", widget=forms.Textarea, max_length=4000)

    def prepare(self) -> None:
        check = check_of(self.record)
        self.fields["lacking"].initial = check.words_to_return if check else ""


class ShareWithFamilyForm(DatedForm):
    verb = Referral.share_with_family
    done = "Shared with the family"
    on = DateField(label="When did the advice go to the family?", subject="The day", past=True)
    button = "Record this"


class SendForm(DatedForm):
    verb = Referral.send
    done = "Sent to the local authority"
    guidance = "The advice goes to the local authority as a PDF, and the six weeks stop on this day."
    on = DateField(label="Sent on", past=True)
    button = "Send advice"


class CloseForm(VerbForm):
    verb = Referral.close
    done = "Referral closed"
    guidance = "The referral leaves your list. It can still be read."


class RecommendForm(VerbForm):
    verb = OnwardReferral.recommend
    done = "Onward referral recommended"
    service = forms.CharField(label="To which service?", max_length=200)
    made_by = forms.ChoiceField(
        label="Who makes the referral?", choices=OnwardReferral.MadeBy.choices, widget=forms.RadioSelect
    )
    button = "Add"


class WithdrawForm(VerbForm):
    verb = OnwardReferral.withdraw
    done = "Onward referral taken off the list"
    guidance = "It no longer appears in the advice."
