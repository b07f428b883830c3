"""What does a person fill in about a section 23 notification?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Relation
from accounts.roles import Permission
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.forms import reason_field
from ehcp.models import Section23Notification
from people.forms import ChildForm
from people.models import Consent

YES_NO = [("yes", "Yes"), ("no", "No")]
FACTS = ("opinion", "grounds", "clinician", "identified_on", "diagnosed_on")


class OpinionFields(forms.Form):
    """What is thought, by whom, since when."""

    opinion = forms.ChoiceField(
        choices=Section23Notification.Opinion.choices,
        widget=forms.RadioSelect,
        label="What does the clinician think?",
    )
    grounds = reason_field(
        "What makes them think so?", help_text="The local authority reads this, and so may the family."
    )
    clinician = forms.CharField(max_length=200, label="Which clinician?", help_text="Name, job and service")
    identified_on = DateField(
        past=True,
        label="When was the opinion formed?",
        subject="The date",
        help_text="The six weeks begin on this day",
    )
    diagnosed_on = DateField(
        past=True,
        required=False,
        label="When was a diagnosis made?",
        subject="The date of the diagnosis",
        help_text="If that was earlier, the six weeks began then",
    )


class IdentifyForm(OpinionFields, VerbForm):
    verb = Section23Notification.identify
    button = "Begin"
    done = "It is begun. Tell the parent next."
    guidance = "For a child under compulsory school age. The parent is told before the local authority."

    body = forms.ModelChoiceField(Organisation.objects.none(), label="Which health body?")

    def prepare(self) -> None:
        icb = self.within.icb_id
        partners = Relation.objects.in_force(today()).filter(icb=icb).values("organisation")
        providers = Organisation.objects.filter(pk__in=partners, kind=Organisation.Kind.PROVIDER)
        self.fields["body"].queryset = providers | Organisation.objects.filter(pk=icb)
        self.initial = {"body": icb} | self.initial
        self.order_fields(["body"])


class IdentifyNewChildForm(OpinionFields, ChildForm):
    verb = Section23Notification.identify_new_child
    button = "Begin"
    done = "The child is registered. Tell the parent next: the local authority sees nothing before you tell it."
    guidance = "For a child under compulsory school age whom the portal does not know."

    local_authority = forms.ModelChoiceField(
        Organisation.objects.none(), label="Local authority where the child lives"
    )

    def prepare(self) -> None:
        super().prepare()
        day = today()
        icbs = [self.within.pk]
        if self.within.kind == Organisation.Kind.PROVIDER:
            icbs = list(Relation.objects.in_force(day).filter(organisation=self.within).values_list("icb", flat=True))
        self.served = Relation.objects.in_force(day).filter(icb__in=icbs)
        authorities = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_AUTHORITY)
        self.fields["local_authority"].queryset = authorities.filter(pk__in=self.served.values("organisation"))
        child = ["given_name", "family_name", "date_of_birth", "different_child", "nhs_number", "local_authority"]
        self.order_fields([*child, "pronouns", "school"])

    @property
    def icb(self) -> Organisation | None:
        authority = self.cleaned_data.get("local_authority")
        relation = self.served.filter(organisation=authority).select_related("icb").first() if authority else None
        return relation.icb if relation else None

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        said = {name: facts.pop(name) for name in FACTS}
        return said | {"child": facts | {"icb": self.icb}}


class TellParentForm(VerbForm):
    verb = Section23Notification.tell_parent
    button = "Save"
    done = "It is recorded that the parent was told."
    guidance = (
        "Tell them what you think, and that you must tell the local authority. Give the leaflet and ask whether they "
        "agree: if they refuse, that is recorded, and the local authority is told all the same (CFA 2014 s.23)."
    )
    looks: ClassVar[dict[str, Any]] = {
        "leaflet_given": {"inline": True},
        "agrees": {"optional": False},
    }

    on = DateField(past=True, label="When were they told?", subject="The date", initial=today)
    told_whom = forms.CharField(max_length=120, label="Who was told?", help_text="The parent’s name")
    leaflet_given = forms.TypedChoiceField(
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        label="Was the leaflet given?",
    )
    voluntary_organisation = forms.CharField(
        max_length=200,
        required=False,
        label="Which voluntary organisation were they told of?",
        help_text="They must be told of one that you think is likely to help. Leave empty if you think of none.",
    )
    agrees = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No, they refuse"), ("", "They were not asked")],
        required=False,
        widget=forms.RadioSelect,
        label="Do they agree that the local authority is told?",
    )
    responsibility = forms.ChoiceField(
        choices=[("", "---------"), *Consent.Responsibility.choices],
        required=False,
        label="How do they have parental responsibility?",
        help_text="If they were asked.",
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("agrees") and not facts.get("responsibility"):
            self.add_error("responsibility", "Choose how they have parental responsibility")
        return facts

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"agrees": {"yes": True, "no": False}.get(facts["agrees"])}


class GiveOpportunityForm(VerbForm):
    verb = Section23Notification.give_opportunity
    button = "Save"
    done = "It is recorded. The local authority can be told now."

    on = DateField(past=True, label="When could they discuss it?", subject="The date", initial=today)
    officer = forms.CharField(max_length=200, label="With whom?", help_text="Name and job")
    discussed = forms.ChoiceField(
        choices=Section23Notification.Discussed.choices, widget=forms.RadioSelect, label="What came of it?"
    )


class NotifyAuthorityForm(VerbForm):
    verb = Section23Notification.notify_authority
    button = "Tell the local authority"
    done = "The local authority is told. It sees the child’s record from now on."
    guidance = "It gets a letter now, and sees the child’s record and this notification from today."


class AcknowledgeForm(VerbForm):
    verb = Section23Notification.acknowledge
    button = "Acknowledge it"
    done = "It is acknowledged."

    on = DateField(past=True, label="When did it come?", subject="The date", initial=today)


class OutcomeForm(VerbForm):
    verb = Section23Notification.record_outcome
    button = "Record the outcome"
    done = "The outcome is recorded, and the health body is told."

    outcome = forms.ChoiceField(
        choices=Section23Notification.Outcome.choices, widget=forms.RadioSelect, label="What will happen?"
    )
    outcome_note = reason_field("What should health know of it?", required=False)
    on = DateField(past=True, label="When was it decided?", subject="The date", initial=today)


class StopForm(VerbForm):
    verb = Section23Notification.stop
    button = "Stop it"
    done = "It is stopped. Its time limit has ended and does not count as missed."
    guidance = (
        "Only where the opinion is no longer held, or the child moved away or died. That the family refuses is no "
        "reason: the Act asks for no consent."
    )

    reason = reason_field("Why will it not be made?")


def body_of(user: Any) -> Organisation | None:
    """The health body for which this person makes notifications."""
    return next(iter(user.organisations_with(Permission.NOTIFY_SECTION_23)), None)
