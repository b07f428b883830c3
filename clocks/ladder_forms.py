"""What does an administrator fill in about who is reminded when?"""

from django import forms

from clocks.forms import CHAPTERS
from clocks.ladder import WHO, Told, rung_in_words
from clocks.models import OwnLadder
from clocks.models.own_ladder import ALL_OF_A_KIND, RUNGS
from core.forms import VerbForm


def rungs(told: Told, help_text: str = "") -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=WHO[told],
        help_text=help_text,
        coerce=int,
        choices=[(rung, rung_in_words(rung).capitalize()) for rung in RUNGS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class SetLadderForm(VerbForm):
    """On which days who is reminded. The days that apply now are filled in."""

    verb = OwnLadder.set_ladder
    button = "Save these reminders"
    done = "The reminders are saved. They count from the next morning."
    guidance = (
        "Reminders go out at 7 in the morning. One that falls on a day off comes on the working day before. "
        "Nobody is told the same twice."
    )
    looks = {told.value: {"inline": True, "small": True, "optional": False} for told in Told}

    covers = forms.ChoiceField(label="Which time limit?")
    person = rungs(Told.PERSON, "While nobody has it: the team, or the organisation’s mailbox.")
    team = rungs(Told.TEAM)
    manager = rungs(Told.MANAGER, "Where the local authority owes it.")
    dco = rungs(Told.DCO, "Where health owes it.")
    executive = rungs(Told.EXECUTIVE, "Where health owes it. They get the reference, not the file.")

    def prepare(self) -> None:
        chapters = [(name, [(rule.key, rule.name) for rule in rules]) for name, rules in CHAPTERS]
        kinds = ("All of a kind", list(ALL_OF_A_KIND.items()))
        self.fields["covers"].choices = [("", "Choose"), kinds, *chapters]


class WithdrawLadderForm(VerbForm):
    """Back to the portal's own."""

    verb = OwnLadder.withdraw
    button = "Go back to the portal’s"
    done = "The portal’s own reminders apply again."
    guidance = "From the next morning people are reminded as the rule book says for every board."
