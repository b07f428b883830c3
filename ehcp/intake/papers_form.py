"""Which documents go with a draft, and which request does each answer?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.roles import Permission
from core.fields import PDF, WORD, UploadField
from ehcp.models import AdviceRequest, AssessmentRequest
from ehcp.models.paper import NO_REQUEST, choices_for, proposed
from people.models import AccessLog, Child, Document
from people.models.document import STOPPED
from people.wrong_family import refuse_too_many

PAPER = "paper_"  # the fields that say which request a document answers


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class AdviceFilesForm(forms.Form):
    """Files that come with the draft: each is the child’s document at once, by the same check as any other."""

    advice_files = forms.FileField(
        required=False,
        widget=SeveralFiles(attrs={"accept": ".pdf,.docx"}),
        label="Add advice documents",
        help_text="PDF or Word, up to 50 MB each. You can choose several at once.",
    )
    looks = {"advice_files": {"optional": False}}

    def __init__(self, *args: Any, by: Any, child: Child | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.child = by, child
        self.added: list[Document] = []

    def add_all(self, files: list[UploadedFile]) -> bool:
        """Whether all were added. What is refused is said by its name; the others are in the file."""
        self.full_clean()
        if not files:
            self.add_error("advice_files", "Choose the files first")
        for file in files:
            try:
                self.added.append(self.add(file))
            except ValidationError as refused:
                self.add_error("advice_files", f"{file.name}: {' '.join(refused.messages)}{self.way_on(refused)}")
        return self.is_valid()

    def add(self, file: UploadedFile) -> Document:
        refuse_too_many(self.by, file)
        file = UploadField(kinds=(PDF, WORD)).clean(file)
        owner = next(
            o for o in self.by.organisations_with(Permission.ADD_DOCUMENT) if o.pk in self.child.belongs_to()
        )
        title = (file.name or "Advice").rsplit(".", 1)[0][:200]
        return Document.add(
            by=self.by, child=self.child, owner=owner, kind=Document.Kind.ADVICE, title=title, file=file
        )

    def way_on(self, refused: ValidationError) -> str:
        """One that may be about another child stands in the log, and can be held for a colleague."""
        errors = getattr(refused, "error_dict", {}).get("file", [])
        if not any(error.code == STOPPED for error in errors):
            return ""
        what = "document stopped: it may be about another child"
        AccessLog.add(user=self.by, child_id=self.child.pk, what=what, path="", outcome=422)
        return " If it is, add it on the child’s page, where a colleague can check it."


def papers_of(user: Any, assessment: AssessmentRequest) -> tuple[list[Document], list[AdviceRequest]]:
    """The child’s advice documents that came otherwise than in answer to a request, and the requests."""
    requests = [
        r
        for r in assessment.advice_requests.for_list().select_related("service")
        if r.status != AdviceRequest.Status.WITHDRAWN
    ]
    sent = [request.document_id for request in requests if request.document_id]
    advice = Document.objects.visible_to(user).filter(
        child=assessment.child_id, kind=Document.Kind.ADVICE, status=Document.Status.KEPT
    )
    return list(advice.exclude(pk__in=sent).order_by("added_on", "pk")), requests


class TakesPapers:
    """Beside a SectionsForm: a question for each document."""

    fields: dict[str, forms.Field]

    def add_papers(self, by: Any, assessment: AssessmentRequest, before: Any) -> None:
        self.documents, self.requests = papers_of(by, assessment)
        answered = {p.document_id: str(p.request_id or NO_REQUEST) for p in before}
        for document in self.documents:
            name = f"{PAPER}{document.pk}"
            guess = proposed(document.title, self.requests)
            self.looks[name] = {"optional": False}  # type: ignore[attr-defined]
            self.fields[name] = forms.ChoiceField(
                choices=choices_for(self.requests),
                required=False,
                label=document.title,
                initial=answered.get(document.pk, str(guess.pk) if guess else NO_REQUEST),
                help_text="Proposed by its name." if guess and document.pk not in answered else "",
            )

    def chosen_papers(self, facts: dict[str, Any]) -> list[tuple[Document, AdviceRequest | None]]:
        """Takes the answers out of the form’s facts."""
        by_pk = {str(request.pk): request for request in self.requests}
        answers = [(document, facts.pop(f"{PAPER}{document.pk}")) for document in self.documents]
        return [(document, by_pk.get(answer)) for document, answer in answers if answer]
