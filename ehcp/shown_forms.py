"""What is filled in to say whether a draft reports advice rightly, and to answer that it does not?"""

from typing import Any, ClassVar

from django import forms

from core.forms import VerbForm
from ehcp.models import DraftShown


def words_field(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=4000, widget=forms.Textarea, label=label, **options)


class SayItFitsForm(VerbForm):
    verb = DraftShown.say_it_fits
    button = "Yes, it reports the advice rightly"
    done = "Recorded: the draft reports the advice rightly."
    guidance = "Say this for the clinician who gave the advice, once they have read the wording."


class SayItMisreportsForm(VerbForm):
    verb = DraftShown.say_it_misreports
    button = "Send"
    done = "The Designated Clinical Officers and the local authority are told. They answer before it is final."
    looks: ClassVar[dict[str, Any]] = {"words_wrong": {"rows": 4}, "should_say": {"rows": 4}}

    words_wrong = words_field("Which words are wrong, or what is missing?")
    should_say = words_field("What should it say instead?")


class AnswerMisreportingForm(VerbForm):
    verb = DraftShown.answer_it
    button = "Send the answer"
    done = "The answer is sent."
    guidance = "Change the wording first, if it is wrong: in the plan’s next draft. The clinician reads this answer."
    looks: ClassVar[dict[str, Any]] = {"answer": {"rows": 5}}

    answer = words_field("What is changed, or why does the wording stay?")
