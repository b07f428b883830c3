"""What does the draft say in this section, what does the DCO say to that, and what does the ICB approve?"""

from django.db import models

from core.history import History
from ehcp.models.section_set import Section
from people.models import Child
from qa.comparison import Pieces, is_changed, redline


class EpisodeSection(models.Model):
    """One section of the feedback form: what the draft says, what the DCO says, what the ICB approves."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    episode = models.ForeignKey("qa.Episode", models.PROTECT, related_name="sections")
    section = models.CharField(max_length=4, help_text="Its letter in the plan.")
    stands_for = models.CharField(max_length=2, choices=Section.choices)
    current = models.TextField(blank=True, max_length=100_000)
    comments = models.TextField(blank=True, max_length=10_000)
    approved = models.TextField(blank=True, max_length=100_000)
    history = History()

    class Meta:
        ordering = ["pk"]  # made in the order of the feedback form
        constraints = [models.UniqueConstraint(fields=["episode", "section"], name="one_row_a_section")]

    def __str__(self) -> str:
        return f"Section {self.section}"

    @property
    def title(self) -> str:
        """As the plan’s template has it."""
        return next(one.title for one in self.episode.section_set.in_order if one.letter == self.section)

    @property
    def is_changed(self) -> bool:
        return is_changed(self.current, self.approved)

    @property
    def pieces(self) -> Pieces:
        """From the current wording to the approved, word by word."""
        return redline(self.current, self.approved)

    def start_from(self, text: str, *, reason: str) -> None:
        """Take standard wording, and say why. Outcomes that are there already stay as they are."""
        if self.stands_for != Section.E:
            self.approved = text
        elif not self.approved.strip():
            self.approved = self.current if self.current.strip() else text
        if self.is_changed and not self.comments.strip():
            self.comments = reason
        self.save()

    @property
    def still_missing(self) -> dict[str, str]:
        """In words, with its place on the desk."""
        place = f"?section={self.section}#section-{self.section}"
        if not self.approved.strip():
            return {f"Section {self.section} has no approved wording.": f"{place}-approved"}
        if self.is_changed and not self.comments.strip():
            why = f"Say in the comments why Section {self.section} was changed: the family reads it."
            return {why: f"{place}-comments"}
        return {}
