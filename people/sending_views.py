"""Where is it recorded that a document went to the family, and the proof printed?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.generic.detail import BaseDetailView

from accounts.roles import Permission
from core.pdf import render_pdf
from core.views import CreateView, ScopedDetail
from people import sending_forms  # noqa: F401 the forms of verbs
from people.models import Document, DocumentSent


class RecordSending(CreateView):
    verb = DocumentSent.record
    within_model = Document


class CorrectSending(CreateView):
    verb = DocumentSent.correct
    within_model = DocumentSent


class SendingPage(ScopedDetail):
    """The record, to read or to print."""

    model = DocumentSent
    template_name = "people/documentsent.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().select_related("corrects")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.request.user.may(Permission.ADD_DOCUMENT, self.object) and not self.object.correction
        return super().get_context_data(may_correct=may, **kwargs)


class SendingProof(SendingPage, BaseDetailView):
    """A page to put on paper, or into a bundle."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sending = self.get_object()
        title = f"Proof of sending, {sending.child.reference}"
        body = render_pdf("people/documentsent_pdf.html", {"sending": sending}, title=title)
        name = f"{slugify(title)}-{sending.pk}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(body, content_type="application/pdf", headers=headers)
