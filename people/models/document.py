"""Which papers belong to this child?"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from accounts.roles import PERMISSIONS, Permission, sender_of
from core.fields import ENDINGS, examine
from core.history import History
from core.reading import Reading
from core.saving import keep
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from people.letters import Tells, file_held
from people.models.child import Child
from people.models.involvement import ChildScoped, ChildScopedQuerySet
from people.models.paper_rules import (
    not_made_here,
    not_the_uploader,
    of_the_checker,
    of_the_owner,
    of_the_owner_or_who_looks_after_it,
)
from people.wrong_family import Finding, findings_in, note_stopped, refuse_too_many

MAX_BYTES = 50 * 1024 * 1024
STOPPED = "another_family"  # the code of a refusal that a second person may lift
ADDERS = [role for role, permissions in PERMISSIONS.items() if Permission.ADD_DOCUMENT in permissions]

FILE_KINDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
}
FILE_FACTS = (
    "file",
    "content_type",
    "size",
    "sha256",
    "added_on",
    "uploader",
    "by_link",
    "scan",
    "unread",
    "findings",
)


def checksum(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def stored_name(document: "Document", filename: str) -> str:
    """A random name outside the web root; the name that the person gave is a fact of the row."""
    return f"documents/{uuid4().hex}{ENDINGS.get(document.content_type, '')}"


class DocumentQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """The child's whole file, or what one's own organisation put there. Tribunal papers are their owner's
        alone, and there for those who see appeals: what a board gathers against an appeal is not the file."""
        children = user.scope.child_organisations
        mine = Q(owner__in=children)
        if not user.holds(Permission.SEE_APPEALS):
            mine &= ~Q(kind=Document.Kind.TRIBUNAL)
        to_check = Q(checker__in=children, status=Document.Status.HELD) & ~Q(kind=Document.Kind.TRIBUNAL)
        shared = Q(self.reached_by(user)) & ~Q(kind=Document.Kind.TRIBUNAL)
        return self.open_to(user).filter(mine | shared | to_check).select_related("owner", "checker", "uploader")

    def open_to(self, user: Any) -> Any:
        """A file that waits for a second person is its organisation's; a withdrawn one is shown to those who look
        after mistakes."""
        before_sharing = Q(status__in=Document.BEFORE_SHARING)
        ours = Q(owner__in=user.scope.organisations) | Q(checker__in=user.scope.child_organisations)
        found = self.filter(~before_sharing | ours)
        if user.holds(Permission.SEE_WITHDRAWN):
            return found
        return found.exclude(status=Document.Status.WITHDRAWN)

    def waiting(self, child: Child, kind: str) -> Any:
        """For a second person, or for the verb that sends it."""
        return self.filter(child=child, kind=kind, status__in=Document.BEFORE_SHARING)

    def ready_to_send(self, user: Any, child: Child, kind: str) -> Any:
        """Looked at by a second person, for a verb that sends it."""
        mine = self.visible_to(user).filter(owner__in=user.scope.organisations)
        return mine.filter(child=child, kind=kind, status=Document.Status.CHECKED)


class Document(ChildScoped):
    """A paper of one child: kept under a random name, with its checksum and what its bytes say it is. A newer version
    takes the place of the older, which stays in the history with its own file."""

    class Kind(models.TextChoices):
        REQUEST = "request", "Request for assessment"
        ADVICE = "advice", "Advice"
        PLAN = "plan", "Plan"
        FAMILY = "family", "From the family: what they wrote, or sent in"
        TRIBUNAL = "tribunal", "Tribunal paper"
        CONSENT = "consent", "Consent form"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        HELD = "held", "Held for a second person"
        CHECKED = "checked", "Checked by a second person, not sent yet"
        KEPT = "kept", "In the file"
        WITHDRAWN = "withdrawn", "Withdrawn"

    BEFORE_SHARING = (Status.HELD, Status.CHECKED)

    class Scan(models.TextChoices):
        CLEAN = "clean", "No virus found"
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        MADE_HERE = "made_here", "Made by the portal"

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.KEPT, editable=False)
    file = models.FileField(upload_to=stored_name)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    added_on = models.DateField()
    uploader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_link = models.BigIntegerField(null=True, blank=True, help_text="Which clinician’s link brought it.")
    version = models.PositiveSmallIntegerField(default=1)
    readable_from = models.PositiveSmallIntegerField(default=1, help_text="Older versions are hidden.")
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    unread = models.CharField(max_length=200, blank=True, help_text="Why its text could not be checked, or not all.")
    findings = ArrayField(models.CharField(max_length=10, choices=Finding.choices), default=list, blank=True)
    checker = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    is_sent_later = models.BooleanField(default=False, help_text="A verb sends it, once it is checked.")
    released_on = models.DateField(null=True, blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    history = History()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MAX_BYTES), name="document_up_to_50_mb"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_has_its_checksum"),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, released_by__isnull=True)
                | Q(released_on__isnull=False, released_by__isnull=False, checker__isnull=False)
                & ~Q(released_by=F("uploader"))
                & ~Q(reason=""),
                name="document_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_on__isnull=False, withdrawn_by__isnull=False)
                & ~Q(reason="")
                | ~Q(status="withdrawn") & Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True),
                name="document_withdrawn_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="held")
                | Q(checker__isnull=False) & (Q(uploader__isnull=False) | Q(by_link__isnull=False)),
                name="document_held_names_who_checks",
            ),
            models.CheckConstraint(
                condition=~Q(status="checked") | Q(released_on__isnull=False, is_sent_later=True),
                name="document_checked_was_released",
            ),
            models.CheckConstraint(
                condition=Q(readable_from__gte=1, readable_from__lte=F("version")),
                name="document_shows_its_latest_version",
            ),
            models.CheckConstraint(
                condition=~Q(scan="made_here") | Q(status="kept", version=1), name="document_made_here_stays_as_sent"
            ),
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
        return f"{' '.join(plain.split())}{ENDINGS.get(self.content_type, '')}"

    @property
    def kind_of_file(self) -> str:
        return FILE_KINDS.get(self.content_type, "picture")

    @property
    def download_url(self) -> str:
        return reverse("people:document_file", args=[self.pk])

    @property
    def is_readable(self) -> bool:
        """It stands in the file: not waiting for a second person, not withdrawn."""
        return self.status == self.Status.KEPT

    @property
    def found(self) -> list[str]:
        """What a second person was asked to look at, in words."""
        return [str(Finding(finding).label) for finding in self.findings]

    @property
    def marks(self) -> list[str]:
        """What a reader of a list should know of it, most important first."""
        said = [
            "" if self.is_readable else self.get_status_display(),
            self.get_scan_display() if self.scan == self.Scan.NOT_SCANNED else "",
            "Text could not be checked" if self.unread else "",
            f"Version {self.version}" if self.version > 1 else "",
        ]
        return [str(mark) for mark in said if mark]

    def versions_for(self, user: Any) -> list[Any]:
        """Newest first: the line of history with which each came. Those that were of another child stay hidden."""
        lines = self.history.order_by("version", "history_date", "history_id").distinct("version")
        if not user.may(Permission.SEE_WITHDRAWN, self):
            lines = lines.filter(version__gte=self.readable_from)
        return list(lines)[::-1]

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
    def made_here(
        cls, *, child: Child, owner: Organisation, kind: str, title: str, file: UploadedFile, on: date | None = None
    ) -> "Document":
        """A document that the portal itself made from this child's record, not yet saved."""
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
            scan=cls.Scan.MADE_HERE,
        )

    @classmethod
    def of_upload(cls, *, by: Actor, hold: bool = False, **facts: Any) -> "Document":
        """A document for this uploaded file, not yet saved. Its text is looked through: what names another child, or
        not this one, is refused, unless it is to be held for a second person."""
        document, file, sender = cls.made_here(**facts), facts["file"], sender_of(by)
        reading = examined(file, sender)
        document.uploader, document.by_link = by.user, None if by.user else getattr(sender, "pk", None)
        document.scan = cls.Scan.CLEAN if file.scanned else cls.Scan.NOT_SCANNED
        document.unread = reading.problem
        if reading.text.strip():
            document.findings = findings_in(reading.text, document.child, by=sender)
        if document.findings:
            note_stopped(sender)
            if not hold:
                raise ValidationError({"file": ValidationError(words_of(document.found), code=STOPPED)})
        return document

    @classmethod
    def to_send(
        cls, *, by: Actor, child: Child, file: UploadedFile | None, checked: "Document | None", **facts: Any
    ) -> "Document | None":
        """The paper that another record's verb sends: one that a second person has released, or this file."""
        if checked is not None:
            if checked.child_id != child.pk:
                raise ValidationError({"checked": "This file is in another child’s case."})
            checked.share(by=by)
            return checked
        if file is None:
            return None
        document = cls.of_upload(by=by, child=child, file=file, **facts)
        keep(document)
        return document

    @creates(permission=Permission.ADD_DOCUMENT, within="child", label="Add a document")
    def add(cls, *, by: Actor, child: Child, **facts: Any) -> "Document":
        return cls.of_upload(by=by, child=child, **facts)

    @creates(
        permission=Permission.ADD_DOCUMENT,
        within="owner",
        effects=[Tells(file_held)],
        label="Hold for a second person",
        internal=True,
    )
    def hold(cls, *, by: Actor, owner: Organisation, is_sent_later: bool, **facts: Any) -> "Document":
        """Nobody but this organisation sees the file until a second person has looked at it."""
        document = cls.of_upload(by=by, owner=owner, hold=True, **facts)
        document.status, document.is_sent_later = cls.Status.HELD, is_sent_later
        document.checker = second_person_at(owner, document.child, by.user)
        document.pk = next_id(cls)  # for the letter
        return document

    @transition(
        source=[Status.HELD],
        target=(Status.KEPT, Status.CHECKED),
        permission=Permission.ADD_DOCUMENT,
        conditions=[not_the_uploader, of_the_checker],
        label="Release it",
    )
    def release(self, *, by: Actor, reason: str) -> str:
        self.released_on, self.released_by, self.reason = today(), by.user, reason
        return self.Status.CHECKED if self.is_sent_later else self.Status.KEPT

    @transition(
        source=[Status.CHECKED], target=Status.KEPT, permission=Permission.ADD_DOCUMENT, label="Send", internal=True
    )
    def share(self, *, by: Actor) -> None:
        """The verb that sends it puts it into the file."""

    @transition(
        source=[Status.KEPT],
        permission=Permission.ADD_DOCUMENT,
        conditions=[not_made_here, of_the_owner],
        label="Replace",
    )
    def replace(self, *, by: Actor, file: UploadedFile, reason: str, hide_older: bool = False) -> None:
        """A newer version takes its place; the older ones stay readable, unless they must not be."""
        newer = Document.of_upload(
            by=by, child=self.child, owner=self.owner, kind=self.kind, title=self.title, file=file
        )
        for name in FILE_FACTS:
            setattr(self, name, getattr(newer, name))
        self.version += 1
        self.readable_from = self.version if hide_older else self.readable_from
        self.checker = self.released_on = self.released_by = None  # that was about the older version
        self.reason = reason

    @transition(
        source=[Status.HELD, Status.CHECKED, Status.KEPT],
        target=Status.WITHDRAWN,
        permission=Permission.ADD_DOCUMENT,
        conditions=[not_made_here, of_the_owner_or_who_looks_after_it],
        label="Withdraw",
    )
    def withdraw(self, *, by: Actor, reason: str) -> None:
        self.withdrawn_on, self.withdrawn_by, self.reason = today(), by.user, reason


def examined(file: Any, user: Any) -> Reading:
    """The field that took the file has done it, before the transaction; what came another way is examined now."""
    try:
        refuse_too_many(user, file)
        examine(file)
    except ValidationError as refused:
        raise ValidationError({"file": refused}) from refused
    return file.reading


def second_person_at(owner: Organisation, child: Child, user: Any) -> Organisation:
    """A colleague at the same organisation; of somebody who has none, the child's Integrated Care Board."""
    colleagues = (
        Membership.objects.in_force(today()).with_role(ADDERS).filter(organisation=owner, user__is_active=True)
    )
    return owner if colleagues.exclude(user=user).exists() else child.icb


def words_of(found: list[str]) -> str:
    return f"This file was not saved. {' '.join(found)} Check that it is the right file"
