"""What does a person fill in about an assessment, a request for advice or a plan?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Membership, Organisation, Relation, Team, User
from accounts.roles import Role
from core.fields import PDF, WORD, DateField, UploadField
from core.forms import VerbForm
from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest
from people.forms import SendFileForm
from people.models import Document

Answer, Ending, Paragraph = AdviceRequest.Answer, AdviceRequest.Ending, AdviceRequest.Paragraph
BLANK = ("", "---------")


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


class DecideToAssessForm(DecisionForm):
    verb = AssessmentRequest.decide_to_assess
    button = "Record the decision"
    done = "Decided to assess. Advice can be asked for now."


class DecideNotToAssessForm(DecisionForm):
    verb = AssessmentRequest.decide_not_to_assess
    button = "Record the decision"
    done = "Decided not to assess. The time limits for a plan have ended."
    guidance = "The family must be told why, and of their right to mediation and to appeal (regulation 5)."

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
    guidance = "The family must be told why, and of their right to mediation and to appeal (regulation 10)."

    reason = reason_field("Reasons given to the family")


class WithdrawAssessmentForm(VerbForm):
    verb = AssessmentRequest.withdraw
    button = "Withdraw the request"
    done = "The request is withdrawn. Its time limits have ended, and open requests for advice with it."
    guidance = "This ends every time limit of the request, and withdraws requests for advice that are still open."

    on = DateField(past=True, label="Date it was withdrawn", subject="The date", initial=today)
    reason = reason_field("Who withdrew it, and why?")


# Advice


def service_choices(icb: Organisation) -> tuple[Any, list[Any]]:
    """The services of every provider that works for this ICB, in a group for each provider."""
    providers = Relation.objects.in_force(today()).filter(icb=icb).values("organisation")
    services = Team.objects.in_force(today()).filter(kind=Team.Kind.SERVICE, organisation__in=providers)
    rows = services.select_related("organisation").order_by("organisation__name", "name")
    groups: dict[str, list[tuple[int, str]]] = {}
    for team in rows:
        groups.setdefault(team.organisation.short_name, []).append((team.pk, team.name))
    return rows, [BLANK, *groups.items()]


class AskAdviceForm(VerbForm):
    verb = AdviceRequest.ask
    button = "Ask for this advice"
    done = "The request is with the provider’s single point of access."
    guidance = (
        "It reaches the provider’s single point of access at once. Leave both dates empty unless it was sent "
        "outside the portal."
    )
    looks: ClassVar[dict[str, Any]] = {
        "paragraph": {
            "hints": {
                Paragraph.C: "Compulsory. One good piece of advice on the main health need is enough.",
                Paragraph.F: "Such as speech and language therapy or occupational therapy.",
                Paragraph.H: "Where their wish is reasonable.",
            }
        }
    }

    paragraph = forms.ChoiceField(
        choices=Paragraph.choices, widget=forms.RadioSelect, label="Which paragraph of regulation 6(1)?"
    )
    asked_of = forms.ModelChoiceField(Team.objects.none(), label="Service to ask")
    sent_on = DateField(past=True, required=False, label="Date it was sent", subject="The date it was sent")
    received_on = DateField(
        past=True,
        required=False,
        label="Date the provider received it",
        subject="The date of receipt",
        help_text="The six weeks start on this day, a weekend or a holiday included. For example, 13 7 2026",
    )

    def prepare(self) -> None:
        field = self.fields["asked_of"]
        field.queryset, field.choices = service_choices(self.within.child.icb)


class GiveAnswerForm(VerbForm):
    """The five answers. What belongs to some answers only says so, for whoever has no JavaScript."""

    verb = AdviceRequest.give_answer
    keeps_draft = True
    button = "Send this answer"
    done = "The answer is recorded."
    looks: ClassVar[dict[str, Any]] = {
        "answer": {
            "hints": {
                Answer.KNOWN: "A service has been involved within the last 12 months. It sends the advice.",
                Answer.WAITING: "A referral was accepted, though nobody has been in contact yet.",
                Answer.OPEN_LIST: "Nobody has been in contact for 12 months.",
                Answer.NEURODEVELOPMENTAL: "No service knows the child for another need.",
                Answer.NOT_KNOWN: "“Not known” never ends a request by itself.",
            }
        },
        "service": {"optional": False},
        "ending": {
            "optional": False,
            "hints": {
                Ending.NAMED_COLLEAGUE: "Name them below. The six weeks go on until they answer.",
                Ending.FROM_RECORDS: "Choose the service that will write it. The six weeks go on.",
                Ending.MORE_INFORMATION: "Say what is missing. The six weeks go on.",
                Ending.LA_COMMISSIONS: "For a therapy that is not the NHS’s to give.",
            },
        },
        "reason": {"rows": 5, "optional": False},
    }
    for_answers: ClassVar[dict[str, tuple[str, ...]]] = {
        "service": (Answer.KNOWN, Answer.WAITING, *AdviceRequest.GOES_ON),
        "last_contact_on": (Answer.KNOWN, Answer.OPEN_LIST, Answer.NOT_KNOWN),
        "ending": (Answer.OPEN_LIST, Answer.NEURODEVELOPMENTAL, Answer.NOT_KNOWN),
        "reason": (Answer.OPEN_LIST, Answer.NEURODEVELOPMENTAL, Answer.NOT_KNOWN),
    }

    answer = forms.ChoiceField(
        choices=Answer.choices, widget=forms.RadioSelect, label="Does a service know the child?"
    )
    last_contact_on = DateField(
        past=True, required=False, label="Date of the last contact", subject="The date of the last contact"
    )
    ending = forms.ChoiceField(
        choices=Ending.choices,
        widget=forms.RadioSelect,
        required=False,
        label="What happens instead?",
        help_text="Answer this if no service knows the child.",
    )
    service = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        label="Service that will send the advice",
        help_text="Needed when advice will come.",
    )
    reason = reason_field(
        "What should the local authority and the family know?",
        required=False,
        help_text="In plain English: the family may read it.",
    )

    def prepare(self) -> None:
        services = self.record.provider.teams.in_force(today()).filter(kind=Team.Kind.SERVICE)
        self.fields["service"].queryset = services
        if not self.is_bound:
            self.initial.setdefault("service", self.record.asked_of_id)
        if self.record.paragraph == Paragraph.C:
            del self.fields["ending"], self.fields["reason"]
            self.fields["answer"].help_text = (
                "After one of the last three the request passes to the Health Advisers by itself, with the "
                "same time limit."
            )
        edge = f"{self.record.known_since:%-d %B %Y}"
        self.fields["last_contact_on"].help_text = f"Contact on or after {edge} means the child is known."

    @property
    def shown_for(self) -> list[tuple[Any, str]]:
        """Each field with the answers that it belongs to, for the page's script."""
        return [(field, " ".join(self.for_answers.get(field.name, ()))) for field in self.visible_fields()]


class ReturnAdviceForm(SendFileForm):
    verb = AdviceRequest.return_advice
    keeps_draft = True
    button = "Send advice"
    done = "The advice is with the local authority."
    guidance = (
        "Add it as a file, as text, or both. A covering note alone is not advice. It goes to the local "
        "authority, and the family may read it."
    )
    looks: ClassVar[dict[str, Any]] = {"advice_text": {"rows": 14}}
    kind = Document.Kind.ADVICE

    file = UploadField(required=False, kinds=(PDF, WORD), label="Advice as a file")
    advice_text = forms.CharField(max_length=50_000, required=False, widget=forms.Textarea, label="Advice as text")
    on = DateField(past=True, label="Date it is sent", subject="The date", initial=today)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        is_there = facts.get("file") or facts.get("checked") or facts.get("advice_text")
        if not is_there and "file" not in self.errors:
            self.add_error("file", "Add the advice, as a file or as text")
        return facts

    def paper(self) -> dict[str, Any]:
        title = f"Advice: {self.record.asked_of}"
        return {"owner": self.record.provider, "kind": self.kind, "title": title, "is_sent_later": True}


class WithdrawAdviceForm(VerbForm):
    verb = AdviceRequest.withdraw
    button = "Withdraw the request"
    done = "The request for advice is withdrawn, and the provider is told."
    guidance = "The provider is told to stop work. The time limit ends and does not count as missed."

    on = DateField(past=True, label="Date it was withdrawn", subject="The date", initial=today)
    reason = reason_field("Why is the advice no longer needed?")
