"""What does a person fill in about a draft plan, or about the plan that was issued?"""

from typing import Any, ClassVar

from django import forms

from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.forms import reason_field
from ehcp.intake.found import Found
from ehcp.intake.papers_form import PAPER, TakesPapers
from ehcp.models import Plan, SectionSet, SetSection
from ehcp.models.section_set import Section

PIECE = "piece_"  # the fields that say where a piece of unplaced text belongs


class SectionsForm(TakesPapers, VerbForm):
    """The sections of the set in force as text, those with health in them first; with what was found in a file."""

    required: ClassVar[tuple[Section, ...]] = ()  # what stands for these
    shows_advice: ClassVar[bool] = True
    takes_papers: ClassVar[bool] = False
    only_health: ClassVar[bool] = False

    def __init__(self, *args: Any, found: Found | None = None, **kwargs: Any) -> None:
        self.found = found
        self.section_set = SectionSet.objects.on(today())
        self.looks: dict[str, Any] = {}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        before = {name: self.fields.pop(name) for name in list(self.fields)}
        for section in self.asked:
            name = f"section_{section.letter}"
            self.looks[name] = {"rows": 10 if section.is_of_health else 4, "optional": False}
            self.fields[name] = forms.CharField(
                label=f"{section.letter}: {section.title}",
                max_length=100_000,
                required=section.stands_for in self.required,
                widget=forms.Textarea,
                help_text=self.origin_of(section.letter) or self.hint_for(section),
            )
        self.fields |= before
        if self.takes_papers:
            assessment, latest = (
                (self.record.assessment, self.record.latest()) if self.record else (self.within, None)
            )
            self.add_papers(self.by, assessment, latest.papers.all() if latest else ())
        if self.found:
            self.add_found(self.found)

    @property
    def asked(self) -> list[Any]:
        """The sections of this form, health first."""
        return [*self.section_set.of_health, *(() if self.only_health else self.section_set.others)]

    def hint_for(self, section: SetSection) -> str:
        return ""

    def origin_of(self, letter: str) -> str:
        if self.found is None:
            return ""
        return self.found.origins.get(letter, "Not found.")

    def add_found(self, found: Found) -> None:
        """It goes back and forth with the page, so that it is there after a save and after a mistake."""
        self.fields["found"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=found.as_json, strip=False
        )
        places = [("", "Leave it out"), *((s.letter, str(s)) for s in self.section_set.in_order if s in self.asked)]
        for i in range(len(found.unplaced)):
            name = f"{PIECE}{i}"
            self.looks[name] = {"optional": False}
            self.fields[name] = forms.ChoiceField(choices=places, required=False, label="Where does it belong?")
        if found.warnings:
            self.fields["is_right"] = forms.BooleanField(
                label=f"This is the plan of {self.child.name}: I have checked"
            )

    @property
    def child(self) -> Any:
        return (self.record or self.within).child

    @property
    def pieces(self) -> list[tuple[Any, Any]]:
        """What was not placed, each with its question."""
        return [(piece, self[f"{PIECE}{i}"]) for i, piece in enumerate(self.found.unplaced if self.found else [])]

    @property
    def not_found(self) -> list[Any]:
        return [
            s
            for s in self.section_set.in_order
            if self.found and s in self.asked and s.letter not in self.found.origins
        ]

    def health_fields(self) -> list[Any]:
        return [self[f"section_{section.letter}"] for section in self.section_set.of_health]

    def other_fields(self) -> list[Any]:
        return [self[f"section_{s.letter}"] for s in self.section_set.others if s in self.asked]

    def paper_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name.startswith(PAPER)]

    def plain_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if not field.name.startswith(("section_", PIECE, PAPER))]

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        sections = {s.letter: facts.pop(f"section_{s.letter}") for s in self.asked}
        if self.takes_papers:
            facts["papers"] = self.chosen_papers(facts)
        of_the_page = [name for name in facts if name.startswith(PIECE) or name in ("found", "is_right")]
        return {name: value for name, value in facts.items() if name not in of_the_page} | {"sections": sections}


class SubmitPlanForm(SectionsForm):
    verb = Plan.submit
    keeps_draft = True
    takes_papers = True
    button = "Send the draft to the DCOs"
    done = "The draft is in the Designated Clinical Officers’ queue."
    guidance = "Upload the plan, paste it, or fill in each section. Advice that has arrived goes with it by itself."
    family_saw_on = DateField(
        past=True,
        required=False,
        label="Date the draft went to the family",
        subject="The date",
        help_text="Leave it empty if they have not had it yet. For example, 13 7 2026",
    )

    def hint_for(self, section: SetSection) -> str:
        return "If there are no health needs, say so here." if section.stands_for == Section.C else ""


class ResubmitPlanForm(SectionsForm):
    verb = Plan.resubmit
    keeps_draft = True
    takes_papers = True
    button = "Send the new draft to the DCOs"
    done = "The new draft is in the Designated Clinical Officers’ queue."
    guidance = "What was agreed for the draft before no longer counts: the new one is looked at again."

    def prepare(self) -> None:
        super().prepare()
        latest = self.record.latest()
        kept = {f"section_{row.section}": row.text for row in latest.sections.all()} if latest else {}
        self.initial = kept | self.initial


class FamilySawForm(VerbForm):
    verb = Plan.record_family_saw
    button = "Save"
    done = "The date is recorded."

    on = DateField(past=True, label="Date the draft went to the family", subject="The date", initial=today)


class IssuePlanForm(SectionsForm):
    """Nothing is filled in beforehand: what was issued is compared with what was agreed."""

    verb = Plan.issue
    keeps_draft = True
    button = "Submit the issued plan"
    done = "The issued plan is kept. Its time limit has ended."
    guidance = "Paste each section word for word from the plan that was issued, so that it can be compared."
    required = (Section.C, Section.G)
    shows_advice = False

    on = DateField(past=True, label="Date the plan was sent to the family", subject="The date", initial=today)
    reason = reason_field(
        "Why now, if the health provision is not agreed, or the family has not had the draft for 15 days?",
        required=False,
    )

    def hint_for(self, section: SetSection) -> str:
        return f"Paste {section} as you issued it." if section.is_of_health else ""
