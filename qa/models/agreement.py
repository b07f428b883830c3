"""Does the ICB agree Section G, in exactly which words, and who funds what its core services do not give?"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Permission
from core.constraints import paired
from core.days import not_before, not_in_the_future
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from ehcp.models import PlanVersion, ProvisionLine
from ehcp.models.section_set import Section
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from qa import lines
from qa.comparison import Pieces, is_same, redline
from qa.conditions import no_funding_awaited, not_agreed_yet, went_back


class AgreementQuerySet(ChildScopedQuerySet):
    def awaiting_funding(self) -> Any:
        """Not those that a later decision about the same plan or review took the place of, nor of a plan that will
        never be."""
        of = ("episode__plan", "episode__annual_review")
        same = Q(*[Q(**{name: OuterRef(name)}) for name in of], _connector=Q.OR)
        later = SectionGAgreement.objects.filter(same, pk__gt=OuterRef("pk"))
        waiting = self.filter(~Exists(later), funding=SectionGAgreement.Funding.AWAITED)
        return waiting.exclude(episode__plan__status="closed")

    def for_list(self) -> Any:
        return self.select_related("child", "child__local_authority", "decided_by", "version")


class SectionGAgreement(ChildScoped):
    """What the ICB decided about Section G, for exactly these words (SEND Regs 2014 reg 12(2)). It never changes but
    for a funding decision that comes later; of other words it says nothing, and they are decided anew."""

    class Decision(models.TextChoices):
        AGREED = "agreed", "Agreed"
        IN_PART = "in_part", "Agreed in part"
        NOT_AGREED = "not_agreed", "Not agreed"

    class Funding(models.TextChoices):
        CORE = "core", "All of it is within core services"
        FUNDED = "funded", "Outside core services: funding is agreed"
        AWAITED = "awaited", "Outside core services: a decision is awaited"
        REFUSED = "refused", "Outside core services: funding is refused"

    GIVEN = (Decision.AGREED, Decision.IN_PART)
    DECIDED = (Funding.FUNDED, Funding.REFUSED)

    episode = models.ForeignKey("qa.Episode", models.PROTECT, related_name="agreements")
    version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    wording = models.TextField(blank=True, max_length=100_000, help_text="Section G as it was decided about.")
    reason = models.TextField(blank=True, max_length=4000)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    funding = models.CharField(max_length=10, choices=Funding.choices, default=Funding.CORE)
    outside_core = models.TextField(blank=True, max_length=2000, help_text="Which provision that is.")
    funder = models.CharField(blank=True, max_length=200)
    funding_decided_by_whom = models.CharField(blank=True, max_length=200)
    funding_decided_on = models.DateField(null=True, blank=True)
    funding_reference = models.CharField(blank=True, max_length=100)
    lines_confirmed_on = models.DateField(null=True, blank=True)
    lines_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = History()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = "Section G agreement"
        constraints = [
            paired("section_g_lines_confirmed_by_somebody", "lines_confirmed_on", "lines_confirmed_by"),
            models.CheckConstraint(
                condition=Q(decision="agreed") | ~Q(reason=""),
                name="section_g_in_part_or_not_says_why",
                violation_error_message="Give the reason: the family reads it.",
            ),
            models.CheckConstraint(
                condition=Q(funding="core", outside_core="", funder="", funding_decided_on=None)
                | ~Q(funding="core") & ~Q(outside_core=""),
                name="funding_says_of_what",
                violation_error_message="Say which provision lies outside core services.",
            ),
            models.CheckConstraint(
                condition=~Q(funding__in=["funded", "refused"])
                | Q(funding_decided_on__isnull=False) & ~Q(funding_decided_by_whom=""),
                name="funding_decision_is_whole",
                violation_error_message="Say who decided about the funding, and when.",
            ),
            models.CheckConstraint(
                condition=~Q(funding="funded") | ~Q(funder=""),
                name="funding_names_who_funds",
                violation_error_message="Say who funds it.",
            ),
            models.CheckConstraint(
                condition=~Q(decision="agreed") | Q(funding__in=["core", "funded"]),
                name="all_agreed_is_all_funded",
                violation_error_message="Not all of Section G is funded, so the ICB cannot agree all of it yet: "
                "choose “Agreed in part”, and say which part.",
            ),
        ]

    def __str__(self) -> str:
        return f"Section G: {self.get_decision_display().lower()}"

    def get_absolute_url(self) -> str:
        return self.episode.get_absolute_url()

    @property
    def status(self) -> str:
        """What stands for one here: a decision is made finished."""
        return self.decision

    @property
    def is_given(self) -> bool:
        return self.decision in self.GIVEN

    @property
    def is_in_part(self) -> bool:
        return self.decision == self.Decision.IN_PART

    def stands_for(self, text: str) -> bool:
        """An agreement is to words: changed words were not agreed. White space and quotation marks are no words."""
        return self.is_given and is_same(self.wording, text)

    def changes_to(self, text: str) -> Pieces:
        """From the words that were decided about to these."""
        return redline(self.wording, text)

    @property
    def days_waiting(self) -> int:
        """Since it was said that a decision about the funding is awaited."""
        return (today() - self.decided_on).days

    @property
    def funding_in_words(self) -> str:
        """One sentence for the feedback form; empty where core services give all of it."""
        if self.funding == self.Funding.CORE:
            return ""
        decided = f"{self.funding_decided_on:%-d %B %Y}" if self.funding_decided_on else ""
        whom = self.funding_decided_by_whom
        said = {
            self.Funding.AWAITED: f"Funding outside core services: a decision is awaited"
            f"{f' from {self.funder}' if self.funder else ''}",
            self.Funding.FUNDED: f"Funding outside core services: {self.funder}, agreed by {whom} on {decided}",
            self.Funding.REFUSED: f"Funding outside core services: refused by {whom} on {decided}",
        }[self.Funding(self.funding)]
        reference = f", reference {self.funding_reference}" if self.funding_reference else ""
        return f"{said}{reference}. It is for: {self.outside_core.rstrip('.')}."

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="episode",
        conditions=[went_back],
        label="Decide about Section G",
    )
    def decide(
        cls, *, by: Actor, episode: Any, decision: str, reason: str = "", funding: str = "core", **facts: Any
    ) -> "SectionGAgreement":
        """Agreed, in part or not, for Section G as it is saved now; and who funds what core services do not give."""
        made = cls.about(episode, by=by, decision=decision, reason=reason, funding=funding, **facts)
        made.check_days()
        episode.hold_agreement(by=by, agreement=made)
        return made

    @classmethod
    def about(
        cls, episode: Any, *, by: Actor, decision: str, on: date | None = None, **facts: Any
    ) -> "SectionGAgreement":
        """A decision about the words as they are saved: those proposed, or, not agreed, those of the draft."""
        row = words_decided(episode)
        return cls(
            pk=next_id(cls),
            child=episode.child,
            episode=episode,
            version_id=episode.version_id,
            decision=decision,
            wording=row.current if decision == cls.Decision.NOT_AGREED else row.approved,
            decided_on=on or today(),
            decided_by=by.user,
            **facts,
        )

    @classmethod
    def settle(cls, episode: Any, *, by: Actor, ticked: bool) -> bool:
        """The desk's tick agrees all of Section G, as it is saved, within core services. It stands for those words
        alone: once they are changed it is asked for again, and the decision before stays to be shown. What was agreed
        in part, or is funded elsewhere, is decided again on its own page."""
        last = episode.agreement
        stands = last is not None and last.stands_for(words_decided(episode).approved)
        is_new = last is None or (not episode.section_g_agreed and not last.needs_its_page)
        if ticked and not stands and is_new:
            episode.agreement = cls.about(episode, by=by, decision=cls.Decision.AGREED)
            keep(episode.agreement)
            stands = True
        elif stands and not ticked:
            episode.agreement = None
        return ticked and stands

    @property
    def needs_its_page(self) -> bool:
        return self.is_in_part or self.funding != self.Funding.CORE

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[no_funding_awaited],
        label="Record the funding decision",
    )
    def record_funding(
        self, *, by: Actor, funding: str, funder: str, funding_decided_by_whom: str, funding_decided_on: date,
        funding_reference: str = "",
    ) -> None:  # fmt: skip
        """The decision that was awaited. What was agreed in part stays so: the words are decided anew, if at all."""
        self.funding, self.funder, self.funding_reference = funding, funder, funding_reference
        self.funding_decided_by_whom, self.funding_decided_on = funding_decided_by_whom, funding_decided_on
        self.check_days()

    @property
    def lines(self) -> Any:
        """The lines of this agreement that may still be put right."""
        return self.episode.of.provision_lines.filter(status__in=ProvisionLine.TO_CORRECT)

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[not_agreed_yet],
        label="Confirm the lines of Section G",
    )
    def confirm_lines(self, *, by: Actor, entries: list[dict[str, Any]]) -> None:
        """Read from the text by themselves, they are confirmed or put right by the DCO who knows what was meant. The
        text itself stays as it was agreed."""
        lines.confirm(self.episode.of, entries, by=by, on=self.decided_on)
        self.lines_confirmed_on, self.lines_confirmed_by = today(), by.user

    def check_days(self) -> None:
        not_in_the_future(funding_decided_on=self.funding_decided_on)
        not_before(self.child.date_of_birth, "the child was born", funding_decided_on=self.funding_decided_on)


def words_decided(episode: Any) -> Any:
    """The health provision as it is saved now, whatever was read before."""
    return episode.sections.get(stands_for=Section.G)
