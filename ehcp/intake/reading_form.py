"""In which file or pasted text does the plan stand, and can it be read?"""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.fields import PDF, WORD, UploadField
from core.layout import Layout, layout_of_pdf, layout_of_text, layout_of_word
from core.reading import LONGEST
from people.models import AccessLog
from people.wrong_family import Finding, findings_in, note_stopped, refuse_too_many

# These stop the reading; the other findings are told, and a person says that it is the right child’s plan.
STOPPING = (Finding.NUMBER, Finding.MANY)
FILE, PASTED = "file", "pasted"


class PlanFileField(UploadField):
    """A plan as Word or PDF. Its `reading` is its layout."""

    def read_words(self, sent: UploadedFile) -> Layout:
        return layout_of_pdf(sent) if sent.kind == PDF else layout_of_word(sent)


class ReadingForm(forms.Form):
    """Above the sections of a plan: which of its two ways was used is said by the button."""

    looks = {"pasted": {"rows": 12, "optional": False}, "plan_file": {"optional": False}}

    plan_file = PlanFileField(required=False, kinds=(PDF, WORD), label="Upload the plan")
    pasted = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea,
        label="Paste the whole plan",
        help_text="With its headings, such as “Section C: Health needs”. It is split by them.",
    )

    def __init__(self, *args: Any, by: Any, child: Any, way: str = FILE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.child, self.way = by, child, way
        self.layout = Layout("")
        self.name = ""
        self.warnings: list[str] = []
        self.fields["plan_file"].before = partial(refuse_too_many, by)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors:
            try:
                self.take(facts)
            except ValidationError as refused:
                self.add_error("plan_file" if self.way == FILE else "pasted", refused)
        return facts

    def take(self, facts: dict[str, Any]) -> None:
        """Read it, and look whose it is."""
        file, text = facts.get("plan_file"), facts.get("pasted", "")
        if self.way == FILE:
            if not file:
                raise ValidationError("Choose the file of the plan first", code="required")
            self.layout, self.name = file.reading, file.name
        else:
            if not text.strip():
                raise ValidationError("Paste the plan first", code="required")
            refuse_too_many(self.by, self)
            self.layout, self.name = layout_of_text(text), "The pasted text"
        self.refuse_unread()
        self.refuse_another_family()

    def refuse_unread(self) -> None:
        if not self.layout.blocks:
            why = " ".join(self.layout.problems)
            words = f"No words could be read from this. {why} Choose another copy, or paste the sections"
            raise ValidationError("%(message)s", code="unread", params={"message": words})

    def refuse_another_family(self) -> None:
        findings = [Finding(found) for found in findings_in(self.layout.text, self.child, by=self.by)]
        if findings:
            note_stopped(self.by)
        self.warnings = [str(finding.label) for finding in findings]
        if any(finding in STOPPING for finding in findings):
            what = "plan not read in: it may be about another child"
            AccessLog.add(user=self.by, child_id=self.child.pk, what=what, path="", outcome=422)
            words = f"This was not read in. {' '.join(self.warnings)} Check that it is the right child’s plan"
            raise ValidationError("%(message)s", code="another_family", params={"message": words})
