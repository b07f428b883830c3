"""What does a DCO say of a line of the advice, and of a finding that she takes?"""

from typing import Any

from django import forms

from core.forms import VerbForm
from qa.accounting import Part, find, suggested
from qa.forms import Lines, OfOneSection, sections_of
from qa.likeness import Mark, Why
from qa.models import AccountedLine, Episode, FindingAnswer

BLANK = ("", "Choose")


class AccountForm(VerbForm):
    """A line is carried, reworded or left out; all of a piece of advice is left out, or has no health content."""

    verb = AccountedLine.account
    button = "Save"
    done = "What became of this line is saved."
    from_address = ("line",)
    looks = {"mark": {"size": "m"}, "section": {"optional": False}, "why": {"optional": False}, "reason": {"rows": 3}}

    line = forms.CharField(max_length=60, widget=forms.HiddenInput)
    mark = forms.ChoiceField(choices=Mark.choices, widget=forms.RadioSelect, label="What became of it?")
    section = forms.ChoiceField(required=False, label="In which section is it?")
    why = forms.ChoiceField(choices=[BLANK, *Why.choices], required=False, label="Why was it left out?")
    reason = Lines(max_length=1000, required=False, label="Anything to add about the reason")

    @staticmethod
    def part_of(episode: Episode, line: str) -> Part | None:
        return find(episode, line) if line else None

    @staticmethod
    def suggested(part: Part) -> dict[str, str]:
        """What the words suggest, filled in beforehand; of all the advice at once, nothing is."""
        found = suggested(part) if not part.is_whole and part.must else {}
        return {name: value for name, value in found.items() if value}

    @property
    def part(self) -> Part | None:
        """The line that this is about."""
        return self.part_of(self.episode, self.data.get("line") or self.initial.get("line") or "")

    @property
    def episode(self) -> Episode:
        return self.within

    def prepare(self) -> None:
        part = self.part
        self.fields["section"].choices = [BLANK, *sections_of(self.episode)]
        for_a_line = (Mark.CARRIED, Mark.REWORDED, Mark.LEFT_OUT)
        for_all = (Mark.LEFT_OUT, Mark.NOTHING)
        if part is not None:
            answers = for_all if part.is_whole else for_a_line
            self.fields["mark"].choices = [(mark.value, mark.label) for mark in answers]

    @property
    def shown_for(self) -> list[tuple[Any, str]]:
        """Each further question, with the answers that it belongs to."""
        found = f"{Mark.CARRIED} {Mark.REWORDED}"
        return [(self["section"], found), (self["why"], Mark.LEFT_OUT), (self["reason"], Mark.LEFT_OUT)]


class ChangeAccountForm(AccountForm):
    verb = AccountedLine.change
    line = None  # type: ignore[assignment]

    @property
    def part(self) -> Part | None:
        return self.part_of(self.episode, self.record.key)

    @property
    def episode(self) -> Episode:
        return self.record.episode

    def prepare(self) -> None:
        super().prepare()
        for name in ("mark", "section", "why", "reason"):
            self.fields[name].initial = getattr(self.record, name)


class FindingForm(OfOneSection):
    """One finding of one section."""

    from_address = ("section", "finding")

    finding = forms.CharField(max_length=80, widget=forms.HiddenInput)


class AcceptFindingForm(FindingForm):
    verb = FindingAnswer.accept
    button = "Change it"
    done = "Changed. Say why in the comment."


class EditFindingForm(FindingForm):
    verb = FindingAnswer.edit
    button = "Use these words"
    done = "Changed. Say why in the comment."
    guidance = "Only these words change. The rest of the section stays as it is."
    looks = {"new_words": {"rows": 4, "optional": False}}

    new_words = Lines(
        max_length=4000,
        required=False,
        strip=False,
        label="The words that take their place",
        help_text="Leave it empty to take the words out.",
    )
