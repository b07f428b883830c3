"""What became of each line of the advice, who said so, and why was it left out?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models import AdviceRequest
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from qa.accounting import GONE, Part, find
from qa.advice_lines import Kind
from qa.conditions import went_back
from qa.likeness import Mark, Why
from qa.models.episode import Episode

KEPT = 2000  # letters of a line; the fingerprint is of all of them


class AccountedQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Those who quality-assure, and everybody in the file once the feedback is returned."""
        found = super().visible_to(user)
        return found if user.holds(Permission.QUALITY_ASSURE) else found.filter(episode__returned_on__isnull=False)

    def for_list(self) -> Any:
        return self.select_related("child", "child__local_authority", "episode", "request__asked_of", "accounted_by")


class AccountedLine(ChildScoped):
    """One line of one piece of advice, in one quality assurance: carried into the wording, reworded there, or left
    out for a reason. A whole piece may be left out at once, or be confirmed to have no health content."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="accounted")
    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="+")
    is_whole = models.BooleanField(default=False, help_text="All of this piece of advice at once.")
    fingerprint = models.CharField(max_length=24)
    words = models.TextField(max_length=KEPT)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mark = models.CharField(max_length=10, choices=Mark.choices)
    section = models.CharField(max_length=4, blank=True)
    found = models.TextField(blank=True, max_length=KEPT, help_text="The words of the wording that say it.")
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    reason = models.TextField(blank=True, max_length=1000)
    accounted_on = models.DateField()
    accounted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = History()

    objects = AccountedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "line of advice accounted for"
        verbose_name_plural = "lines of advice accounted for"
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "request", "fingerprint"],
                name="one_account_a_line",
                violation_error_message="This line was accounted for already.",
            ),
            models.CheckConstraint(
                condition=Q(mark__in=["carried", "reworded"], is_whole=False) & ~Q(section="")
                | Q(mark__in=["left_out", "nothing"], section="", found=""),
                name="line_in_the_wording_names_its_section",
            ),
            models.CheckConstraint(
                condition=Q(mark="left_out") & ~Q(why="") | ~Q(mark="left_out") & Q(why="", reason=""),
                name="line_left_out_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(why="other") | ~Q(reason=""), name="line_left_out_for_another_reason_says_which"
            ),
            models.CheckConstraint(
                condition=~Q(mark="nothing") | Q(is_whole=True), name="no_health_content_is_of_a_whole_piece"
            ),
        ]

    def __str__(self) -> str:
        return f"Advice accounted for: {self.get_mark_display().lower()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('qa:desk', args=[self.episode_id])}#line-{self.key}"

    @property
    def key(self) -> str:
        return f"{self.request_id}-{self.fingerprint}"

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="episode",
        conditions=[went_back],
        label="Account for a line of advice",
    )
    def account(
        cls, *, by: Actor, episode: Episode, line: str, mark: str, section: str = "", why: str = "", reason: str = ""
    ) -> "AccountedLine":
        """What became of this line. `line` names the piece of advice and the fingerprint of the words."""
        part = find(episode, line)
        if part is None:
            raise ValidationError(GONE)
        account = cls(
            child=episode.child,
            episode=episode,
            request=part.request,
            is_whole=part.is_whole,
            fingerprint=part.fingerprint,
            words=part.text[:KEPT],
            kind=part.kind,
        )
        account.say(by, part, mark=mark, section=section, why=why, reason=reason)
        return account

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda account, by: went_back(account.episode, by)],
        label="Change what became of it",
    )
    def change(self, *, by: Actor, mark: str, section: str = "", why: str = "", reason: str = "") -> None:
        """Said otherwise; or confirmed anew, where the words that carried it have changed."""
        part = find(self.episode, self.key)
        if part is None:
            raise ValidationError(GONE)
        self.say(by, part, mark=mark, section=section, why=why, reason=reason)

    def say(self, by: Actor, part: Part, *, mark: str, section: str, why: str, reason: str) -> None:
        """The facts of a mark, and nothing that belongs to another."""
        refuse(part, mark, section, why, reason)
        is_found, is_out = mark in (Mark.CARRIED, Mark.REWORDED), mark == Mark.LEFT_OUT
        self.mark, self.section = mark, section if is_found else ""
        proposal = part.proposal
        self.found = proposal.words[:KEPT] if is_found and proposal.section == section else ""
        self.why, self.reason = (why, reason.strip()) if is_out else ("", "")
        self.accounted_on, self.accounted_by = today(), by.user


def refuse(part: Part, mark: str, section: str, why: str, reason: str) -> None:
    wrong = {}
    if mark in (Mark.CARRIED, Mark.REWORDED) and part.is_whole:
        wrong["mark"] = "A whole piece of advice is carried line by line."
    elif mark in (Mark.CARRIED, Mark.REWORDED) and not section:
        wrong["section"] = "Say in which section it is."
    if mark == Mark.LEFT_OUT and not why:
        wrong["why"] = "Say why it was left out."
    if mark == Mark.LEFT_OUT and why == Why.OTHER and not reason.strip():
        wrong["reason"] = "Write the reason."
    if mark == Mark.NOTHING and not part.is_whole:
        wrong["mark"] = "This is said of a whole piece of advice, not of a line."
    elif mark == Mark.NOTHING and part.to_account:
        wrong["mark"] = "This advice has lines to account for. Leave them out with a reason, or all of it at once."
    if wrong:
        raise ValidationError(wrong)
