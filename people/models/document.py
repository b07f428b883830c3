"""Which papers belong to this child?"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates
from people.models.child import Child
from people.models.involvement import ChildScoped, ChildScopedQuerySet

MAX_BYTES = 50 * 1024 * 1024


FILE_KINDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
}


def checksum(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def stored_name(document: "Document", filename: str) -> str:
    """A random name outside the web root; the name that the person gave is a fact of the row."""
    return f"documents/{uuid4().hex}{PurePath(filename).suffix.lower()[:6]}"


class DocumentQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """The child's whole file, or what one's own organisation put there. Tribunal papers are their owner's
        alone, and there for those who see appeals: what a board gathers against an appeal is not the file."""
        mine = Q(owner__in=user.scope.child_organisations)
        if not user.holds(Permission.SEE_APPEALS):
            mine &= ~Q(kind=Document.Kind.TRIBUNAL)
        shared = Q(self.reached_by(user)) & ~Q(kind=Document.Kind.TRIBUNAL)
        return self.filter(mine | shared).select_related("owner")


class Document(ChildScoped):
    """A paper of one child: kept under a random name, with its checksum and what its bytes say it is."""

    class Kind(models.TextChoices):
        REQUEST = "request", "Request for assessment"
        ADVICE = "advice", "Advice"
        PLAN = "plan", "Plan"
        TRIBUNAL = "tribunal", "Tribunal paper"
        OTHER = "other", "Other"

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_name)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    added_on = models.DateField()
    history = History()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MAX_BYTES), name="document_up_to_50_mb"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_has_its_checksum"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("people:document", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.owner_id}

    @property
    def download_name(self) -> str:
        """The title as a file name, with the ending of what the bytes are."""
        plain = re.sub(r"[^\w\s.,()’'-]", " ", self.title).strip() or "Document"
        return f"{' '.join(plain.split())}{PurePath(self.file.name).suffix}"

    @property
    def kind_of_file(self) -> str:
        return FILE_KINDS.get(self.content_type, "picture")

    def intact(self) -> bool:
        """Whether the stored bytes are there and still those that came. Leaves the file at its start."""
        try:
            self.file.open("rb")
        except FileNotFoundError:
            return False
        if checksum(self.file.chunks()) != self.sha256:
            self.file.close()
            return False
        self.file.seek(0)
        return True

    @classmethod
    def of_upload(
        cls,
        *,
        child: Child,
        owner: Organisation,
        kind: str,
        title: str,
        file: UploadedFile,
        on: date | None = None,
    ) -> "Document":
        """A document for this uploaded file, not yet saved. The field that took it sniffed `content_type`."""
        digest = checksum(file.chunks())
        file.seek(0)
        return cls(
            child=child,
            owner=owner,
            kind=kind,
            title=title,
            file=file,
            content_type=file.content_type or "application/octet-stream",
            size=file.size,
            sha256=digest,
            added_on=on or today(),
        )

    @creates(permission=Permission.ADD_DOCUMENT, within="child", label="Add a document")
    def add(cls, *, by: Actor, child: Child, **facts: Any) -> "Document":
        return cls.of_upload(child=child, **facts)
