"""What does a person fill in about what the family wrote and sent in?"""

from typing import Any, ClassVar

from django import forms

from core.forms import VerbForm
from ehcp.models import AdviceRequest, FamilyPaper
from ehcp.models.family_paper import is_said, offered
from people.models import Document


class PaperChoice(forms.ModelMultipleChoiceField):
    """Each with what it is, since when it is in the file, and what a reader should know of it."""

    def label_from_instance(self, paper: Document) -> str:
        about = (
            f"{paper.title} ({paper.get_kind_display().partition(':')[0].lower()}, added {paper.added_on:%-d %B %Y})"
        )
        return ". ".join([about, *paper.marks])


class SayFamilyPapersForm(VerbForm):
    verb = FamilyPaper.say
    button = "Save"
    done = "It is recorded. Whoever is asked for advice in this assessment can open what is ticked."
    looks: ClassVar[dict[str, Any]] = {"papers": {"optional": False}, "nothing_sent": {"optional": False}}

    papers = PaperChoice(
        Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="What did the family write or send in?",
        help_text="Tick all that is theirs and nothing else. Advice, plans and Tribunal papers are never offered.",
    )
    nothing_sent = forms.BooleanField(required=False, label="The family sent nothing in")

    def prepare(self) -> None:
        self.is_said, there = is_said(self.within), offered(self.within, self.by)
        self.fields["papers"].queryset = there
        self.fields["papers"].initial = [paper.pk for paper in there if self.came_for_this(paper)]
        if self.is_said:
            del self.fields["nothing_sent"]
            self.fields["papers"].label = "What else did they write or send in?"
        if not there:
            del self.fields["papers"]

    def came_for_this(self, paper: Document) -> bool:
        """What the family sent in for an earlier assessment is ticked by nobody but a person."""
        return paper.kind == Document.Kind.FAMILY and paper.added_on >= self.within.received_on


class TakeBackForm(VerbForm):
    verb = FamilyPaper.take_back
    button = "Take it back"
    done = "It is taken back: whoever was only asked for advice cannot open it any more."
    guidance = "For a paper that was not the family’s, or must not be shared. It stays in the child’s file."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=500, widget=forms.Textarea, label="Why is it taken back?")


class SendAllTheSameForm(VerbForm):
    verb = AdviceRequest.send_family_papers
    button = "Send them"
    done = "They can open what the family sent in."
    guidance = (
        "Copies of what the family wrote and sent in must go to whoever is asked (regulation 6(3)). The family does "
        "not agree to it, so say why they go all the same. Talk to the family first, if you can."
    )
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why do they go all the same?")


class KeepBackForm(VerbForm):
    verb = AdviceRequest.hold_family_papers
    button = "Keep them back"
    done = "The family’s papers are kept back from them."
    guidance = "They see no paper of the family, and give their advice without."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why are they kept back?")
