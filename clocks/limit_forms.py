"""What does a person fill in about a time limit that is logged by hand?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Team
from clocks.dates import LONGEST
from clocks.forms import CHAPTERS, TeamChoice
from clocks.models import TimeLimit, by_hand
from clocks.models.action import teams_around
from core.fields import DateField
from core.forms import VerbForm
from core.today import today


class LogTimeLimitForm(VerbForm):
    """Which rule, since when, from what, and who owes the step. What only some rules need stands last."""

    verb = TimeLimit.log
    button = "Log this time limit"
    done = "The time limit is logged. It stands on the worklist of whoever owes the step."
    guidance = (
        "For mediation, orders, directions and remedies. Requests, plans, reviews and responses start their time "
        "limits by themselves."
    )
    looks: ClassVar[dict[str, Any]] = {
        "came_from": {"rows": 2},
        "given_weeks": {"width": 3},
        "given_months": {"width": 3},
    }

    rule = forms.ChoiceField(label="What is to be done?")
    about = forms.CharField(
        max_length=120, label="Which one is it?", help_text="A few words, for example “mediation of October”"
    )
    came_from = forms.CharField(
        max_length=500,
        widget=forms.Textarea,
        label="What began it?",
        help_text="The letter, the order, the agreement",
    )
    started_on = DateField(past=True, label="The day it began", subject="The day it began")
    team = TeamChoice(Team.objects.none(), label="Who owes the step?", empty_label="Choose a team")
    given_date = DateField(
        required=False, label="The date directed or agreed", help_text="Where a direction or an agreement names one"
    )
    given_weeks = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST, label="Weeks ordered", help_text="For a remedy"
    )
    given_months = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST, label="Months ordered", help_text="For a remedy"
    )
    certificate_on = DateField(
        required=False, past=True, label="Date of the mediation certificate", help_text="For the family’s appeal"
    )

    def prepare(self) -> None:
        free = set(by_hand())
        chapters = [(name, [(rule.key, rule.name) for rule in rules if rule.key in free]) for name, rules in CHAPTERS]
        offered = [(name, rules) for name, rules in chapters if rules]
        self.fields["rule"].choices = [("", "Choose a time limit"), *offered]
        self.fields["team"].queryset = teams_around(self.within)


class FinishStepForm(VerbForm):
    verb = TimeLimit.finish_step
    button = "It was done"
    done = "The step is recorded, and its time limit has ended."
    looks: ClassVar[dict[str, Any]] = {"note": {"rows": 3}}

    on = DateField(past=True, label="When was it done?", subject="The day", initial=today)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea, label="What was done?")


class EndTimeLimitForm(VerbForm):
    verb = TimeLimit.end
    button = "End this time limit"
    done = "The time limit has ended. It does not count as missed."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    why = forms.ChoiceField(choices=TimeLimit.WHY, widget=forms.RadioSelect, label="What ended it?")
    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Write what happened")
