"""What does a person fill in where advice exists already (regulation 6(4))?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Team
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.advice_forms import PARAGRAPHS, paragraph_field, service_choices
from ehcp.models import EarlierAdvice
from ehcp.models.advice_words import Paragraph
from people.models import Document


class ProposeEarlierAdviceForm(VerbForm):
    verb = EarlierAdvice.propose
    button = "Save, and ask the three"
    done = "The earlier advice is recorded. It counts as sufficient once all three agree."
    guidance = (
        "Advice must not be sought again where the person who gave it, the local authority and the family are all "
        "satisfied that it is sufficient (regulation 6(4)). Until all three are, new advice stays owed."
    )
    looks: ClassVar[dict[str, Any]] = {"paragraph": PARAGRAPHS["paragraph"]}

    service = forms.ModelChoiceField(Team.objects.none(), label="Service whose advice it is")
    paragraph = paragraph_field()
    title = forms.CharField(max_length=200, label="What is it?", help_text="For example, “Clinic report”")
    author = forms.CharField(max_length=120, label="Who gave it?", help_text="Name and post")
    given_on = DateField(past=True, label="Date of the advice", subject="The date")
    document = forms.ModelChoiceField(Document.objects.none(), required=False, label="Document in the child’s file")

    def prepare(self) -> None:
        field = self.fields["service"]
        field.queryset, field.choices = service_choices(self.within.child.icb)
        offered = [each for each in Paragraph.choices if each[0] != Paragraph.A]
        self.fields["paragraph"].choices = offered
        self.fields["document"].queryset = Document.objects.visible_to(self.by).filter(child=self.within.child_id)


def party_field(parties: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=parties, widget=forms.RadioSelect, label="Who?")


class RecordAgreementForm(VerbForm):
    verb = EarlierAdvice.record_agreement
    button = "Save"
    done = "The agreement is recorded."

    party = party_field(EarlierAdvice.Party.choices)
    name = forms.CharField(max_length=120, label="Name of the person who said so")
    on = DateField(past=True, label="Date they agreed", subject="The date", initial=today)

    def prepare(self) -> None:
        self.fields["party"].choices = [(party.value, party.label) for party in self.record.still_to_agree]


class RecordDisagreementForm(VerbForm):
    verb = EarlierAdvice.record_disagreement
    button = "Save"
    done = "New advice is sought."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    party = party_field(EarlierAdvice.Party.choices)
    name = forms.CharField(max_length=120, label="Name of the person who said so")
    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why is it not sufficient?")
