"""Which finding of the wording checks did a DCO dismiss, and why?"""

from collections import Counter
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
from qa.checks import RULES
from qa.checks.glossary import key_of
from qa.findings import NO_LONGER_THERE, find, fingerprint
from qa.models.episode import Episode

KEPT = 300  # letters of the words; the fingerprint is of all of them


class DismissalQuerySet(ChildScopedQuerySet):
    def by_rule(self) -> Any:
        """How often each rule was dismissed, the most often first: the noisy ones can be retired."""
        counted = self.order_by().values("rule").annotate(many=models.Count("pk"), last=models.Max("dismissed_on"))
        return counted.order_by("-many", "rule")

    def jargon_by_term(self) -> dict[str, int]:
        """How often a finding about each word was dismissed, so that a noisy term can be switched off."""
        counted = self.filter(rule="jargon").order_by().values_list("words").annotate(many=models.Count("pk"))
        found: Counter[str] = Counter()
        for words, many in counted:
            found[key_of(words)] += many
        return dict(found)


class Dismissal(ChildScoped):
    """One finding that stays away: this rule, about these words, in this section of this quality assurance."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="dismissals")
    section = models.CharField(max_length=4)
    rule = models.CharField(max_length=40)
    words = models.CharField(max_length=KEPT, blank=True)
    fingerprint = models.CharField(max_length=24)
    reason = models.TextField(max_length=1000)
    dismissed_on = models.DateField()
    dismissed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = History()

    objects = DismissalQuerySet.as_manager()

    class Meta:
        ordering = ["-dismissed_on", "-pk"]
        verbose_name = "dismissed finding"
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "section", "rule", "fingerprint"],
                name="one_dismissal_a_finding",
                violation_error_message="This finding was dismissed already.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_says_why"),
        ]

    def __str__(self) -> str:
        return f"Dismissed: {self.rule}"

    def get_absolute_url(self) -> str:
        return f"{reverse('qa:desk', args=[self.episode_id])}?section={self.section}"

    @property
    def explanation(self) -> str:
        return RULES[self.rule].explanation if self.rule in RULES else ""

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="episode",
        conditions=[lambda episode, by: None if episode.is_open else "This went back already."],
        label="Dismiss a finding",
    )
    def dismiss(cls, *, by: Actor, episode: Episode, section: str, finding: str, reason: str) -> "Dismissal":
        """It is right as it stands, for this reason; the words decide, so changed words are checked anew."""
        found = find(episode, section, finding)
        if found is None:
            raise ValidationError(NO_LONGER_THERE)
        return cls(
            child=episode.child,
            episode=episode,
            section=section,
            rule=found.rule,
            words=found.text[:KEPT],
            fingerprint=fingerprint(found.text),
            reason=reason,
            dismissed_on=today(),
            dismissed_by=by.user,
        )
