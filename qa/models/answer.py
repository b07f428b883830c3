"""Which finding of the wording checks did a DCO answer by changing the words, and to which?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from qa.checks import Finding
from qa.conditions import went_back
from qa.findings import NO_LONGER_THERE, find, fingerprint
from qa.models.dismissal import KEPT
from qa.models.episode import KEPT_WHEN_HANDED_BACK, Episode

LONGEST = 4000


class AnswerQuerySet(ChildScopedQuerySet):
    def by_rule(self) -> Any:
        """How often each rule was followed."""
        return self.order_by().values("rule").annotate(many=models.Count("pk"))


class FindingAnswer(ChildScoped):
    """A finding that was taken: its suggestion accepted, or its words written anew. The approved wording holds the
    new words; this holds which finding they answered."""

    class How(models.TextChoices):
        ACCEPTED = "accepted", "The suggestion was accepted"
        EDITED = "edited", "Written anew"

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="answers")
    section = models.CharField(max_length=4)
    rule = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=How.choices)
    words = models.CharField(max_length=KEPT, blank=True)
    fingerprint = models.CharField(max_length=24)
    new_words = models.TextField(blank=True, max_length=LONGEST)
    answered_on = models.DateField()
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = History()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_on", "-pk"]
        verbose_name = "answered finding"
        constraints = [
            models.CheckConstraint(
                condition=~Q(how="accepted") | ~Q(new_words=""), name="accepted_suggestion_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {self.rule}"

    def get_absolute_url(self) -> str:
        return f"{reverse('qa:desk', args=[self.episode_id])}?section={self.section}"

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="episode",
        conditions=[went_back],
        label="Accept a suggestion",
    )
    def accept(cls, *, by: Actor, episode: Episode, section: str, finding: str) -> "FindingAnswer":
        """The suggestion takes the place of the words."""
        found = still_there(episode, section, finding)
        if found.replacement is None:
            raise ValidationError("This finding has no words to put there. Edit it instead.")
        return cls.answered(by, episode, section, found, how=cls.How.ACCEPTED, new_words=found.replacement)

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="episode",
        conditions=[went_back],
        label="Edit the words of a finding",
    )
    def edit(cls, *, by: Actor, episode: Episode, section: str, finding: str, new_words: str) -> "FindingAnswer":
        """Other words take the place of those that were found; none at all takes them out."""
        found = still_there(episode, section, finding)
        if new_words == found.text:
            raise ValidationError(
                {"new_words": "These are the words as they were. Change them, or dismiss the finding."}
            )
        return cls.answered(by, episode, section, found, how=cls.How.EDITED, new_words=new_words)

    @classmethod
    def answered(
        cls, by: Actor, episode: Episode, section: str, found: Finding, *, how: str, new_words: str
    ) -> "FindingAnswer":
        row = episode.section(section)
        text = row.approved[: found.start] + new_words + row.approved[found.end :]
        rest = {name: getattr(episode, name) for name in KEPT_WHEN_HANDED_BACK if name != "agreement"}
        episode.save_wording(by=by, section=section, approved=text, comments=row.comments, **rest)
        return cls(
            child=episode.child,
            episode=episode,
            section=section,
            rule=found.rule,
            how=how,
            words=found.text[:KEPT],
            fingerprint=fingerprint(found.text),
            new_words=new_words,
            answered_on=today(),
            answered_by=by.user,
        )


def still_there(episode: Episode, section: str, finding: str) -> Finding:
    found = find(episode, section, finding)
    if found is None:
        raise ValidationError(NO_LONGER_THERE)
    return found
