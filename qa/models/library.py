"""Which standard wording does an ICB keep: under which key, for which section, in which approved version?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Permission
from core.constraints import paired
from core.days import not_before
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, Record, creates, next_id, transition
from ehcp.models import SetSection
from qa.library.fields import NAMES, filled, unknown

LONGEST = 4000
KEY = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", "Use small letters, figures and hyphens only, like epilepsy-review."
)


def is_withdrawn(entry: "LibraryEntry", by: Actor) -> str | None:
    if entry.status == LibraryEntry.Status.WITHDRAWN:
        return "This standard wording was withdrawn. It can be read, and no longer be changed or inserted."
    return None


def has_open_proposal(entry: "LibraryEntry", by: Actor) -> str | None:
    if any(version.is_proposed for version in entry.versions.all()):
        return "A version of it waits for approval already. Have that one decided first."
    return None


def own_proposal(version: "LibraryVersion", by: Actor) -> str | None:
    if by.user and by.user.pk == version.proposed_by_id:
        return "You proposed it yourself. Another DCO or the Chief Nurse approves it."
    return None


def of_withdrawn(version: "LibraryVersion", by: Actor) -> str | None:
    return is_withdrawn(version.entry, by)


class LibraryEntryQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "LibraryEntryQuerySet":
        return self.filter(icb__in=user.organisations_with(Permission.READ_LIBRARY))

    def for_list(self) -> "LibraryEntryQuerySet":
        """With the version of today and every version."""
        people = models.Prefetch("versions", LibraryVersion.objects.select_related("proposed_by", "decided_by"))
        return self.select_related("icb", "section", "withdrawn_by").prefetch_related(people).order_by("key", "pk")

    def narrowed(self, *, q: str = "", section: str = "", state: str = "") -> "LibraryEntryQuerySet":
        """By words, section and state: listed unless said."""
        versions, found = LibraryVersion.objects.all(), self
        if q:
            worded = Q(pk__in=versions.filter(wording__icontains=q).values("entry"))
            found = found.filter(Q(key__icontains=q) | Q(topic__icontains=q) | worded)
        if section:
            found = found.filter(section__letter=section)
        if state == "proposed":
            return found.filter(pk__in=versions.filter(status="proposed").values("entry"))
        return found.filter(status=state or "listed")

    def offered(self, icb_id: int, stands_for: str, *, on: date) -> list["LibraryVersion"]:
        """What can be inserted into this section today, by key."""
        found = LibraryVersion.objects.in_force(on=on).filter(
            entry__icb=icb_id, entry__section__stands_for=stands_for, entry__status=LibraryEntry.Status.LISTED
        )
        return sorted(found.select_related("entry__section"), key=lambda version: version.entry.key)


class LibraryEntry(Record):
    """One entry of the library. Its key is what is typed to insert it; its words stand in its versions."""

    class Status(models.TextChoices):
        LISTED = "listed", "In the library"
        WITHDRAWN = "withdrawn", "Withdrawn"

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, validators=[KEY])
    section = models.ForeignKey(SetSection, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.LISTED, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=500, blank=True)
    history = History()

    objects = LibraryEntryQuerySet.as_manager()

    class Meta:
        ordering = ["icb", "key"]
        verbose_name = "standard wording"
        verbose_name_plural = "standard wordings"
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "key"],
                name="one_library_entry_a_key",
                violation_error_message="There is standard wording with this key already. Choose another key.",
            ),
            paired("library_entry_withdrawn_by_somebody", "withdrawn_on", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(status="listed", withdrawn_on=None, withdrawn_why="")
                | Q(status="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawn_why=""),
                name="withdrawn_library_entry_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Standard wording: {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("qa:libraryentry", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @property
    def current(self) -> "LibraryVersion | None":
        """The version of today; of those that are read with it, not asked for anew."""
        mine = [version for version in self.versions.all() if version.in_force_from and version.has_begun]
        return max(mine, key=lambda version: (version.in_force_from, version.number), default=None)

    @property
    def proposed(self) -> "LibraryVersion | None":
        return next((version for version in self.versions.all() if version.is_proposed), None)

    @creates(permission=Permission.PROPOSE_WORDING, label="Propose standard wording")
    def propose(
        cls, *, by: Actor, icb: Organisation, key: str, section: SetSection, topic: str, wording: str, why: str
    ) -> "LibraryEntry":
        """A new entry, with its first version to be approved."""
        entry = cls(pk=next_id(cls), icb=icb, key=key, section=section, topic=topic)
        if not by.may(Permission.PROPOSE_WORDING, entry):
            raise ValidationError({"icb": "Choose an Integrated Care Board that you work for."})
        keep(entry)
        keep(LibraryVersion.of(entry, by=by, wording=wording, why=why))
        return entry

    @transition(
        source=[Status.LISTED],
        target=Status.WITHDRAWN,
        permission=Permission.PROPOSE_WORDING,
        label="Withdraw this wording",
    )
    def withdraw(self, *, by: Actor, withdrawn_why: str) -> None:
        """It is offered no more, and stays to be read. What was inserted stands."""
        self.withdrawn_on, self.withdrawn_by, self.withdrawn_why = today(), by.user, withdrawn_why
        if self.proposed:
            self.proposed.decline(by=by, decided_why=withdrawn_why)


class LibraryVersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "LibraryVersionQuerySet":
        return self.filter(entry__in=LibraryEntry.objects.visible_to(user))

    def for_list(self) -> "LibraryVersionQuerySet":
        related = ("entry__icb", "entry__section", "proposed_by", "decided_by")
        return self.select_related(*related).order_by("entry__key", "-number", "pk")

    def in_force(self, *, on: date) -> "LibraryVersionQuerySet":
        """Of each entry the version of this day."""
        begun = self.filter(status=LibraryVersion.Status.APPROVED, in_force_from__lte=on)
        latest = begun.filter(entry=models.OuterRef("entry")).order_by("-in_force_from", "-number").values("pk")[:1]
        return begun.filter(pk=models.Subquery(latest))


class LibraryVersion(Record):
    """The words of an entry, from a day on. Once they are decided about they never change (a trigger holds that)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Waits for approval"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Not approved"

    entry = models.ForeignKey(LibraryEntry, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    wording = models.TextField(max_length=LONGEST)
    why = models.CharField(max_length=500, help_text="Why it is worded so, or what is new.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED, editable=False)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_why = models.CharField(max_length=500, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    history = History()

    within_path = ("entry",)
    objects = LibraryVersionQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "-number"]
        verbose_name = "version of standard wording"
        verbose_name_plural = "versions of standard wording"
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="library_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(status="proposed"),
                name="one_proposed_version_an_entry",
                violation_error_message="A version of it waits for approval already.",
            ),
            paired("library_version_decided_by_somebody", "decided_on", "decided_by"),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_on=None, in_force_from=None)
                | Q(status="approved", decided_on__isnull=False, in_force_from__isnull=False)
                | Q(status="declined", decided_on__isnull=False, in_force_from=None) & ~Q(decided_why=""),
                name="library_version_is_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | ~Q(decided_by=F("proposed_by")),
                name="library_version_approved_by_another",
                violation_error_message="You proposed it yourself. Another DCO or the Chief Nurse approves it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.key}, version {self.number}"

    def get_absolute_url(self) -> str:
        return self.entry.get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        return self.entry.belongs_to()

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def has_begun(self) -> bool:
        return self.in_force_from is not None and self.in_force_from <= today()

    def for_child(self, child: Any) -> str:
        """The wording with its fields filled in from the child's record."""
        return filled(self.wording, name=child.given_name, pronouns=child.pronouns)

    @classmethod
    def of(cls, entry: LibraryEntry, *, by: Actor, wording: str, why: str) -> "LibraryVersion":
        strange = unknown(wording)
        if strange:
            words = f"There is no field {', '.join(strange)}. The fields are {', '.join(NAMES)}, each in {{ }}."
            raise ValidationError({"wording": words})
        last = cls.objects.filter(entry=entry).aggregate(last=models.Max("number"))["last"] or 0
        facts = {"proposed_on": today(), "proposed_by": by.user}
        return cls(entry=entry, number=last + 1, wording=wording, why=why, **facts)

    @creates(
        permission=Permission.PROPOSE_WORDING,
        within="entry",
        conditions=[is_withdrawn, has_open_proposal],
        label="Propose a new version",
    )
    def propose(cls, *, by: Actor, entry: LibraryEntry, wording: str, why: str) -> "LibraryVersion":
        """The version in force stays until another DCO or the Chief Nurse has approved this one."""
        return cls.of(entry, by=by, wording=wording, why=why)

    @transition(
        source=[Status.PROPOSED],
        target=Status.APPROVED,
        permission=Permission.APPROVE_WORDING,
        conditions=[of_withdrawn, own_proposal],
        label="Approve this version",
    )
    def approve(self, *, by: Actor, in_force_from: date | None = None) -> None:
        """By somebody other than who proposed it. It replaces the version before from this day on."""
        day = in_force_from or today()
        not_before(today(), "today", in_force_from=day)
        self.in_force_from, self.decided_on, self.decided_by = day, today(), by.user

    @transition(
        source=[Status.PROPOSED],
        target=Status.DECLINED,
        permission=Permission.READ_LIBRARY,
        label="Do not approve it",
    )
    def decline(self, *, by: Actor, decided_why: str) -> None:
        """With the reason; who proposed it takes it back this way."""
        self.decided_on, self.decided_by, self.decided_why = today(), by.user, decided_why
