"""What does a Designated Officer fill in about how advice is asked for in an area?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Team
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.advice_forms import PARAGRAPHS, paragraph_field, service_choices
from ehcp.models import AreaService, AreaWithoutAccess
from ehcp.models.area import board_of

Asked = AreaService.Asked


def why_field(label: str) -> forms.CharField:
    return forms.CharField(max_length=2000, widget=forms.Textarea, label=label)


class DecideAreaServiceForm(VerbForm):
    """A trial has more to say; without JavaScript all of it is there."""

    verb = AreaService.decide
    button = "Save this setting"
    done = "The setting is saved."
    guidance = "It holds from its first day on. Requests that were asked before stay as they are."
    looks: ClassVar[dict[str, Any]] = {
        "asked": {
            "hints": {
                Asked.LOOKED_AFTER: "Their nurse. No trial changes this.",
                Asked.NOT_ASKED: "It ends by itself. A Designated Officer can still ask, case by case.",
            },
            "reveals": {Asked.NOT_ASKED: ["months", "minutes", "monitoring", "impact_assessment"]},
        },
        "paragraph": PARAGRAPHS["paragraph"],
        "reason": {"rows": 3},
        "monitoring": {"rows": 3, "optional": False},
        "months": {"width": 2, "suffix": "months", "optional": False},
        "minutes": {"width": 4, "suffix": "minutes", "optional": False},
        "impact_assessment": {"width": 20, "optional": False},
    }

    service = forms.ModelChoiceField(Team.objects.none(), label="Which service?")
    paragraph = paragraph_field()
    asked = forms.ChoiceField(choices=Asked.choices, widget=forms.RadioSelect, label="Is it asked?")
    months = forms.IntegerField(required=False, min_value=1, max_value=24, label="How long does the trial last?")
    minutes = forms.IntegerField(
        required=False, min_value=1, max_value=2000, label="How long does one report take on average?"
    )
    monitoring = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea, label="Who watches the trial, and for what?"
    )
    impact_assessment = forms.CharField(
        max_length=120, required=False, label="Reference of the equality and quality impact assessment"
    )
    in_force_from = DateField(label="First day", initial=today)
    reason = why_field("Why?")

    def prepare(self) -> None:
        field = self.fields["service"]
        field.queryset, field.choices = service_choices(board_of(self.within, self.by))


class EndSettingForm(VerbForm):
    button = "End it"
    done = "The setting ends."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    on = DateField(future=True, label="Last day", initial=today)
    reason = why_field("Why?")


class EndAreaServiceForm(EndSettingForm):
    verb = AreaService.end
    guidance = "What held before it holds again from the next day."


class DeclareForm(VerbForm):
    verb = AreaWithoutAccess.declare
    button = "Save this setting"
    done = "Requests in this area go to the Designated Medical Officer."
    guidance = "From that day the Designated Medical Officer chooses who is asked, at the panel or after it."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    in_force_from = DateField(label="First day", initial=today)
    reason = why_field("Why?")


class EndWithoutAccessForm(EndSettingForm):
    verb = AreaWithoutAccess.end
    guidance = "From the next day requests go to the providers’ single points of access. What waits is still routed."
