"""Which pages are there about a child, those around the child, and their papers?"""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from accounts.models import Organisation
from accounts.roles import Permission
from core.views import ActionView, CreateView, Scoped, ScopedDetail, ScopedList, viewed
from people.forms import FindChildForm
from people.models import AccessLog, Child, Contact, Document, DocumentSent, ListLog

logger = logging.getLogger(__name__)
WARN_AT = 25  # plans end after the 25th birthday


class ForCasework:
    """Pages of children, for people whose role sees any."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.sees_children:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class FindChild(ForCasework, ScopedList):
    """Find a child by name, NHS number or reference, among those whose file one may open."""

    model = Child
    shown_as = "find a child"
    template_name = "people/child_list.html"

    def get_queryset(self) -> models.QuerySet:
        self.form = FindChildForm(self.request.GET or None)
        words = self.form.cleaned_data["find"] if self.form.is_bound and self.form.is_valid() else ""
        user = self.request.user
        found = Child.objects.visible_to(user).whole_file_of(user).matching(words)
        return found.select_related("local_authority")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may = {
            "may_register": user.holds(Permission.REGISTER_CHILD),
            "may_request": user.holds(Permission.REGISTER_ASSESSMENT),
            "may_add_documents": user.holds(Permission.ADD_DOCUMENT),
        }
        return super().get_context_data(filters=self.form, **may, **kwargs)


class RegisterChild(CreateView):
    """In one's own local authority."""

    verb = Child.register
    template_name = "people/child_form.html"

    def get_within(self) -> Organisation | None:
        return next(iter(self.request.user.organisations_with(Permission.REGISTER_CHILD)), None)

    def success_url(self, record: Child) -> str:
        if record.age >= WARN_AT:
            words = f"{record.name} is {record.age}. A plan can last to the end of that school year at the most."
            messages.warning(self.request, words)
        return super().success_url(record)


class ChildActions(ActionView):
    model = Child
    template_name = "people/child_form.html"


class AddPerson(CreateView):
    verb = Contact.add
    within_model = Child


class PersonActions(ActionView):
    model = Contact


class AddDocument(CreateView):
    verb = Document.add
    within_model = Child

    def success_url(self, record: Document) -> str:
        return record.child.get_absolute_url() if record.is_readable else record.get_absolute_url()


class DocumentPage(ScopedDetail):
    """What it is, who added it, its versions, and who downloaded it."""

    model = Document
    template_name = "people/document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document, user = self.object, self.request.user
        return super().get_context_data(
            versions=document.versions_for(user),
            sendings=list(DocumentSent.objects.visible_to(user).filter(document=document).for_list()),
            may_record=user.may(DocumentSent.record.permission, document) and document.is_readable,
            downloads=self.downloads() if user.may(Permission.SEE_ACCESS_LOG, document.child) else None,
            **kwargs,
        )

    def downloads(self) -> Any:
        """The latest; the child's access log has them all."""
        log = AccessLog.objects.visible_to(self.request.user).of_child(self.object.child_id)
        return log.downloads_of(self.object.pk).select_related("organisation")[:20]


class HeldDocuments(ForCasework, ScopedList):
    """Files that wait for a second person, of one's own organisation or handed to it."""

    model = Document
    template_name = "people/document_held.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(status=Document.Status.HELD).select_related("child")


class DocumentActions(ActionView):
    model = Document

    def success_url(self, record: Document) -> str:
        may_see = Document.objects.visible_to(self.request.user).filter(pk=record.pk).exists()
        return record.get_absolute_url() if may_see else record.child.get_absolute_url()


class Download(Scoped, View):
    """A document, as it was uploaded: to be kept, never shown inside the portal's own pages."""

    model = Document

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        return self.send(request, get_object_or_404(self.get_queryset(), pk=pk))

    def send(self, request: HttpRequest, document: Document) -> HttpResponse | FileResponse:
        viewed(request, document.child_id, what=f"document {document.pk}: {document.title}")
        if not document.intact():
            logger.error("Document %s is missing or its bytes have changed", document.pk)
            return render(request, "people/document_damaged.html", {"record": document}, status=500)
        response = FileResponse(document.file, as_attachment=True, filename=document.download_name)
        response["Content-Type"] = document.content_type
        response["X-Content-Type-Options"] = "nosniff"
        return response


class DownloadVersion(Download):
    """An older version, as it was."""

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse | FileResponse:
        document = get_object_or_404(self.get_queryset(), pk=pk)
        version = next((line for line in document.versions_for(request.user) if line.version == number), None)
        if version is None:
            raise Http404
        return self.send(request, version.instance)


class AccessLogOfChild(ForCasework, ScopedList):
    """Who looked at this child's record, when, and at what; on the other tab, in which lists the child stood."""

    model = AccessLog
    template_name = "people/access_log.html"
    paginate_by = 50

    def get_queryset(self) -> models.QuerySet:
        user = self.request.user
        children = Child.objects.visible_to(user).whole_file_of(user)
        self.child = get_object_or_404(children, pk=self.kwargs["pk"])
        viewed(self.request, self.child.pk, what="log of views")
        if not user.may(Permission.SEE_ACCESS_LOG, self.child):
            raise PermissionDenied
        self.in_lists = self.request.GET.get("show") == "lists"
        if self.in_lists:
            return ListLog.objects.visible_to(user, child=self.child)
        return AccessLog.objects.visible_to(user).of_child(self.child.pk).select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"text": "Opened", "href": "?", "current": not self.in_lists},
            {"text": "In lists", "href": "?show=lists", "current": self.in_lists},
        ]
        return super().get_context_data(child=self.child, tabs=tabs, in_lists=self.in_lists, **kwargs)
