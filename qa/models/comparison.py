"""Was the ICB approved wording used in the plan as it was issued, exactly?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import User
from accounts.roles import Permission
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, transition
from ehcp.models import AmendedPlan, AnnualReview, Plan, SectionSet
from ehcp.models.assessment import not_before, not_in_the_future
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from qa.comparison import Reason, compare
from qa.conditions import is_closed, not_raised, only_not_asked, only_not_used
from qa.models.compared import COMPARED, SectionCompared, agreed_for, agreed_in
from qa.models.episode import Episode


class ComparisonQuerySet(ChildScopedQuerySet):
    def used(self) -> Any:
        return self.filter(outcome=Comparison.Outcome.USED)

    def not_used(self) -> Any:
        """Agreed, but issued with other words: for a DCO to raise with the local authority."""
        return self.filter(outcome=Comparison.Outcome.NOT_USED)

    def not_asked(self) -> Any:
        return self.filter(outcome=Comparison.Outcome.NOT_ASKED)

    def to_raise(self) -> Any:
        return self.not_used().filter(raised_on__isnull=True, closed_on__isnull=True)

    def not_closed(self) -> Any:
        """To raise, or raised and not settled yet."""
        return self.not_used().filter(closed_on__isnull=True)

    def issued_between(self, first: date, last: date) -> Any:
        """Both days included."""
        return self.filter(issued_on__range=(first, last))

    def for_list(self) -> Any:
        people = ("raised_by", "answered_by", "closed_by", "reasons_confirmed_by")
        return self.select_related(
            "child",
            "child__local_authority",
            "plan__qa_clock",
            "episode",
            "amended__annual_review__qa_clock",
            *people,
        )

    def with_wording(self) -> Any:
        """For redlines in a list: what was agreed and what was issued, in few queries however many rows."""
        sets = ("plan__versions__sections", "plan__versions__section_set__sections")
        return self.prefetch_related("plan__agreed_wording", *sets, "episode__sections")


class Comparison(ChildScoped):
    """What the portal found when a plan was issued, or amended after its review: one for each, always. Only the exact
    wording of Section C and of Section G counts as used."""

    class Outcome(models.TextChoices):
        USED = "used", "Used"
        NOT_USED = "not_used", "Not used"
        NOT_ASKED = "not_asked", "QA not asked for"
        BEFORE_ANSWER = "before_answer", "Issued before QA came back"
        NOT_AGREED = "not_agreed", "Issued though QA had not agreed it"

    COMPARED = (Outcome.USED, Outcome.NOT_USED)

    NotAsked = Plan.NotAsked

    class How(models.TextChoices):
        EMAIL = "email", "By email"
        TELEPHONE = "telephone", "By telephone"
        MEETING = "meeting", "In a meeting"
        LETTER = "letter", "By letter"

    plan = models.OneToOneField(Plan, models.PROTECT, null=True, blank=True, related_name="comparison")
    amended = models.OneToOneField(AmendedPlan, models.PROTECT, null=True, blank=True, related_name="comparison")
    episode = models.ForeignKey(
        Episode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where an amended plan’s was agreed.",
    )
    issued_on = models.DateField(help_text="The day the plan, or the amended plan, was sent to the family.")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    section_c_used = models.BooleanField(null=True, blank=True)
    section_g_used = models.BooleanField(null=True, blank=True)
    section_c_reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    section_g_reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    not_asked_reason = models.CharField(max_length=20, choices=NotAsked.choices, blank=True)
    not_asked_note = models.TextField(blank=True, max_length=2000)
    raised_on = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    raised_how = models.CharField(max_length=10, choices=How.choices, blank=True)
    raised_note = models.TextField(blank=True, max_length=4000)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, max_length=4000, help_text="What the local authority answered.")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_note = models.TextField(blank=True, max_length=2000)
    reasons_confirmed_on = models.DateField(null=True, blank=True)
    reasons_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = History()

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = "comparison of wording"
        verbose_name_plural = "comparisons of wording"
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, amended=None, episode=None) | Q(plan=None, amended__isnull=False),
                name="comparison_is_of_one_plan",
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False)
                | Q(outcome__in=["used", "not_used"], episode__isnull=False)
                | ~Q(outcome__in=["used", "not_used"]) & Q(episode=None),
                name="comparison_of_amended_plan_says_with_what",
            ),
            models.CheckConstraint(
                condition=Q(outcome="used", section_c_used=True, section_g_used=True)
                | (Q(outcome="not_used") & (Q(section_c_used=False) | Q(section_g_used=False)))
                | Q(
                    outcome__in=["not_asked", "before_answer", "not_agreed"],
                    section_c_used__isnull=True,
                    section_g_used__isnull=True,
                ),
                name="comparison_says_what_its_sections_say",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{used: False}) & ~Q(**{reason: ""})
                    | Q(**{reason: ""}) & (Q(**{used: True}) | Q(**{f"{used}__isnull": True})),
                    name=f"{reason}_only_when_not_used",
                )
                for used, reason in (
                    ("section_c_used", "section_c_reason"),
                    ("section_g_used", "section_g_reason"),
                )
            ),
            models.CheckConstraint(
                condition=Q(outcome="not_asked") & ~Q(not_asked_reason="")
                | ~Q(outcome="not_asked") & Q(not_asked_reason=""),
                name="only_not_asked_says_why_not",
            ),
            paired("comparison_raised_by_somebody", "raised_on", "raised_by"),
            paired("comparison_answered_by_somebody", "answered_on", "answered_by"),
            paired("comparison_closed_by_somebody", "closed_on", "closed_by"),
            paired("comparison_reasons_confirmed_by_somebody", "reasons_confirmed_on", "reasons_confirmed_by"),
            models.CheckConstraint(
                condition=Q(raised_on__isnull=True) | ~Q(raised_note="") & ~Q(raised_how=""),
                name="raised_comparison_says_what_was_said",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(raised_on__isnull=False) & ~Q(answer=""),
                name="answered_comparison_was_raised",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(outcome="not_used") & ~Q(closed_note=""),
                name="closed_comparison_says_how_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"Wording of the {self.what}: {self.get_outcome_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("qa:comparison", args=[self.pk])

    @property
    def status(self) -> str:
        """What stands for one here: a comparison is made finished."""
        return self.outcome

    @property
    def what(self) -> str:
        return "issued plan" if self.plan_id else "amended plan"

    @property
    def of(self) -> Plan | AnnualReview:
        """The plan, or the review that amended it: where more is to be read."""
        return self.plan or self.amended.annual_review

    @property
    def agreed_on(self) -> date | None:
        return self.plan.section_g_agreed_on if self.plan else self.episode and self.episode.returned_on

    @cached_property
    def agreed_at(self) -> Episode | None:
        """The quality assurance that agreed the wording it is compared with."""
        if self.plan is None or self.plan.section_g_agreed_on is None:
            return self.episode
        return self.plan.episodes.agreed().select_related("agreement").last()

    @property
    def in_words(self) -> str:
        """The answer, in one sentence."""
        if self.outcome == self.Outcome.USED:
            return "The approved wording was used exactly"
        if self.outcome == self.Outcome.NOT_ASKED:
            return "Quality assurance was not asked for"
        if self.outcome == self.Outcome.BEFORE_ANSWER:
            return "The plan was issued before quality assurance came back"
        if self.outcome == self.Outcome.NOT_AGREED:
            return "The plan was issued though its wording was returned, not agreed"
        wrong = [
            section.label.lower() for section in COMPARED if not getattr(self, f"section_{section.lower()}_used")
        ]
        return f"The approved wording of the {' and of the '.join(wrong)} was not used"

    @property
    def why(self) -> str:
        """The likely reasons, for a list."""
        if self.outcome == self.Outcome.NOT_ASKED:
            return self.get_not_asked_reason_display()
        if self.outcome not in self.COMPARED:
            return self.turnaround
        reasons = [
            f"{section.label}: {getattr(self, f'get_section_{section.lower()}_reason_display')().lower()}"
            for section in COMPARED
            if getattr(self, f"section_{section.lower()}_reason")
        ]
        return ". ".join(reasons)

    @property
    def turnaround(self) -> str:
        """What became of the time for returning the feedback, of a plan that did not wait for it."""
        clock = self.of.qa_clock
        if self.outcome != self.Outcome.BEFORE_ANSWER or clock is None:
            return "Returned without agreement, and not submitted again"
        days = (self.issued_on - clock.due_on).days
        due = f"The feedback was due on {clock.due_on:%-d %B %Y}"
        if days <= 0:
            lapsed = " It lapsed, and is not counted as missed." if self.plan_id else ""
            return f"{due}: there was still time.{lapsed}"
        gone = "issued" if self.plan_id else "sent"
        return f"{due}, {days} day{'' if days == 1 else 's'} before the plan was {gone}: counted as missed."

    @property
    def raising(self) -> str:
        """Where raising it with the local authority stands."""
        if self.closed_on:
            return "Closed"
        if self.answered_on:
            return "Answered, not closed"
        return "Raised, no answer yet" if self.raised_on else "To raise"

    @property
    def latest(self) -> dict[str, Any]:
        """The latest version of the plan for each purpose."""
        return {version.purpose: version for version in self.plan.versions.all()}

    @cached_property
    def section_set(self) -> SectionSet:
        """Of the plan as it was issued, or as it was amended."""
        return self.latest["issued"].section_set if self.plan else self.amended.section_set

    @property
    def sections(self) -> list[SectionCompared]:
        """The health needs and the health provision, as agreed and as issued. Neither text ever changes."""
        if self.plan:
            issued, draft = self.latest.get("issued"), self.latest.get("draft")
            rows = [row for row in self.plan.agreed_wording.all() if row.superseded_on is None]
            agreed = draft.section_set.by_law({row.section: row.text for row in rows}) if draft else {}
        else:
            issued, agreed = self.amended, agreed_in(self.episode)
        return [
            SectionCompared(self, section, agreed.get(section, ""), issued.text_for(section) if issued else "")
            for section in COMPARED
        ]

    @classmethod
    def of_plan(cls, plan: Plan) -> "Comparison":
        """Compare this issued plan with what was agreed for it."""
        issued = plan.latest("issued")
        agreed = agreed_for(plan)
        of: dict[str, Any] = {"child": plan.child, "plan": plan, "issued_on": plan.issued_on}
        if issued is None or not plan.section_g_agreed_on or not agreed:
            return cls(outcome=cls.without(plan), not_asked_reason=plan.not_asked_because, **of)
        return cls(**of, **cls.verdict(agreed, issued))

    @classmethod
    def of_amended(cls, amended: AmendedPlan) -> "Comparison":
        """Compare this amended plan with what was agreed at its review by the day on which it was sent."""
        review = amended.annual_review
        of: dict[str, Any] = {"child": amended.child, "amended": amended, "issued_on": amended.sent_on}
        if review.status == review.Status.NOT_ASKED:
            return cls(outcome=cls.Outcome.NOT_ASKED, not_asked_reason=cls.NotAsked.NOT_ASKED, **of)
        back = review.episodes.returned().filter(returned_on__lte=amended.sent_on)
        last = back.order_by("returned_on", "pk").last()
        if last is None:
            return cls(outcome=cls.Outcome.BEFORE_ANSWER, **of)
        if not last.is_agreed:
            return cls(outcome=cls.Outcome.NOT_AGREED, **of)
        return cls(episode=last, **of, **cls.verdict(agreed_in(last), amended))

    @classmethod
    def verdict(cls, agreed: Mapping[str, str], issued: Any) -> dict[str, Any]:
        c, g = (compare(agreed.get(section, ""), issued.text_for(section)) for section in COMPARED)
        return {
            "outcome": cls.Outcome.USED if c.used and g.used else cls.Outcome.NOT_USED,
            "section_c_used": c.used,
            "section_g_used": g.used,
            "section_c_reason": c.reason or "",
            "section_g_reason": g.reason or "",
        }

    @classmethod
    def without(cls, plan: Plan) -> str:
        """How it came to be issued without agreed wording."""
        if plan.not_asked_because:
            return cls.Outcome.NOT_ASKED
        returned = plan.episodes.returned().filter(version=plan.latest()).exists()
        return cls.Outcome.NOT_AGREED if returned else cls.Outcome.BEFORE_ANSWER

    @transition(
        permission=Permission.EXPLAIN_WORDING,
        conditions=[only_not_asked],
        label="Say why quality assurance was not asked for",
    )
    def say_why_not_asked(self, *, by: Actor, not_asked_reason: str, not_asked_note: str = "") -> None:
        self.not_asked_reason, self.not_asked_note = not_asked_reason, not_asked_note

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[only_not_used],
        label="Confirm why it was not used",
    )
    def confirm_reasons(self, *, by: Actor, section_c_reason: str = "", section_g_reason: str = "") -> None:
        """The portal proposes what the words show; a DCO, who has read both, says what it was."""
        for letter, reason in (("c", section_c_reason), ("g", section_g_reason)):
            if getattr(self, f"section_{letter}_used") is False:
                setattr(self, f"section_{letter}_reason", reason)
        self.reasons_confirmed_on, self.reasons_confirmed_by = today(), by.user

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[only_not_used, is_closed],
        label="Record that this was raised with the local authority",
    )
    def record_raised(
        self, *, by: Actor, raised_note: str, raised_how: str = How.EMAIL, raised_on: date | None = None
    ) -> None:
        """The wording was agreed and then changed: who said what about that, how, and when."""
        day = raised_on or today()
        not_in_the_future(raised_on=day)
        not_before(self.issued_on, "the plan was issued", raised_on=day)
        self.raised_on, self.raised_by, self.raised_how, self.raised_note = day, by.user, raised_how, raised_note

    @transition(
        permission=Permission.EXPLAIN_WORDING,
        conditions=[only_not_used, is_closed, not_raised],
        label="Record the local authority’s answer",
    )
    def record_answer(self, *, by: Actor, answer: str, answered_on: date | None = None) -> None:
        """By the local authority itself, or by the DCO who was told."""
        day = answered_on or today()
        not_in_the_future(answered_on=day)
        not_before(self.raised_on, "it was raised", answered_on=day)
        self.answer, self.answered_on, self.answered_by = answer, day, by.user

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[only_not_used, is_closed],
        label="Close this",
    )
    def close(self, *, by: Actor, closed_note: str, closed_on: date | None = None) -> None:
        """It is settled: the plan was put right, or the words may stand, or no more can be done."""
        day = closed_on or today()
        not_in_the_future(closed_on=day)
        not_before(self.raised_on or self.issued_on, "it was raised, or issued", closed_on=day)
        self.closed_on, self.closed_by, self.closed_note = day, by.user, closed_note
