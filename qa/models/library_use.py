"""Which standard wording was inserted into which wording, and what became of it?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from qa.conditions import went_back
from qa.library.outcome import Outcome, outcome_of, stands_in
from qa.models.episode import KEPT_WHEN_HANDED_BACK, Episode
from qa.models.library import LibraryEntry, LibraryVersion


class LibraryUseQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Wording that is not agreed yet is for those who quality-assure."""
        return super().visible_to(user).filter(child__icb__in=user.organisations_with(Permission.QUALITY_ASSURE))

    def for_list(self) -> Any:
        related = ("child__local_authority", "version__entry", "inserted_by")
        return self.select_related(*related).order_by("-inserted_on", "-pk")

    def not_settled(self, episode: Episode) -> Any:
        """Of the same draft or review, by whoever had it before too."""
        return self.filter(
            Q(episode=episode) | Q(episode__plan__isnull=False, episode__plan=episode.plan_id)
            | Q(episode__annual_review__isnull=False, episode__annual_review=episode.annual_review_id),
            outcome="",
        )  # fmt: skip

    def counted(self) -> Any:
        """How often each version was inserted, and what became of that. No child is in it."""
        kept = {outcome.value: Count("pk", filter=Q(outcome=outcome.value)) for outcome in Outcome}
        rows = self.order_by().values(
            "version__entry", "version__entry__key", "version__entry__section__letter", "version__entry__topic",
            "version__number",
        )  # fmt: skip
        return rows.annotate(
            inserted=Count("pk"), open=Count("pk", filter=Q(outcome="")), stands=Count("pk", filter=Q(in_plan=True)),
            compared=Count("pk", filter=Q(in_plan__isnull=False)), **kept,
        ).order_by("version__entry__key", "-version__number")  # fmt: skip


class LibraryUse(ChildScoped):
    """One version of standard wording, inserted once. `words` are those that were put there, fields filled in."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="library_uses")
    section = models.CharField(max_length=4)
    version = models.ForeignKey(LibraryVersion, models.PROTECT, related_name="uses")
    words = models.TextField(max_length=8000)
    inserted_on = models.DateField()
    inserted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, blank=True, help_text="In the agreed wording; empty until then."
    )
    in_plan = models.BooleanField(null=True, blank=True, help_text="Word for word in the plan as it was issued.")
    history = History()

    objects = LibraryUseQuerySet.as_manager()

    class Meta:
        ordering = ["-inserted_on", "-pk"]
        verbose_name = "use of standard wording"
        verbose_name_plural = "uses of standard wording"
        indexes = [models.Index(fields=["version", "inserted_on"], name="library_use_by_version")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="library_use_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Standard wording inserted into Section {self.section}"

    def get_absolute_url(self) -> str:
        return f"{reverse('qa:desk', args=[self.episode_id])}?section={self.section}"

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="episode",
        conditions=[went_back],
        label="Insert standard wording",
    )
    def insert(
        cls, *, by: Actor, episode: Episode, section: str, entry: LibraryEntry, at: int | None = None
    ) -> "LibraryUse":
        """The version of today, for this child, into the wording as it is saved: at this letter, or at its end."""
        row = episode.section(section)
        offered = LibraryEntry.objects.offered(episode.child.icb_id, row.stands_for, on=today())
        version = next((one for one in offered if one.entry_id == entry.pk), None)
        if version is None:
            raise ValidationError({"entry": f"This standard wording is not offered for Section {section} today."})
        words = version.for_child(episode.child)
        before, after = joined(row.approved, words, at)
        rest = {name: getattr(episode, name) for name in KEPT_WHEN_HANDED_BACK if name != "agreement"}
        facts = {"section": section, "approved": before + words + after, "comments": row.comments}
        episode.save_wording(by=by, **facts, **rest)
        return cls(
            child=episode.child, episode=episode, section=section, version=version, words=words,
            inserted_on=today(), inserted_by=by.user,
        )  # fmt: skip

    @transition(permission=Permission.QUALITY_ASSURE, internal=True)
    def settle(self, *, by: Actor, agreed: str) -> None:
        """The wording was agreed."""
        self.outcome = outcome_of(self.words, agreed)

    @transition(permission=Permission.ISSUE_PLAN, internal=True)
    def compare(self, *, by: Actor, issued: str) -> None:
        """The plan was issued."""
        self.in_plan = stands_in(self.words, issued)


def joined(text: str, words: str, at: int | None) -> tuple[str, str]:
    """What stands before and after the words: at the end on a line of their own, elsewhere a space apart."""
    if at is None or at >= len(text):
        return (f"{text.rstrip()}\n" if text.strip() else ""), ""
    before, after = text[: max(at, 0)], text[max(at, 0) :]
    return (
        before + (" " if before and not before[-1].isspace() else ""),
        (" " if after and after[0].isalnum() else "") + after,
    )
