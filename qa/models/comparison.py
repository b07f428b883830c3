"""Was the ICB approved wording used in the plan as it was issued, exactly?"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, transition
from ehcp.models import Plan
from ehcp.models.assessment import not_before, not_in_the_future
from ehcp.models.version import Section
from people.models import ChildScoped
from people.models.involvement import ChildScopedQuerySet
from qa.comparison import Pieces, Reason, compare, redline

COMPARED = (Section.C, Section.G)  # what is health's in a plan: needs and provision


class ComparisonQuerySet(ChildScopedQuerySet):
    def used(self) -> Any:
        return self.filter(outcome=Comparison.Outcome.USED)

    def not_used(self) -> Any:
        """Agreed, but issued with other words: for a DCO to raise with the local authority."""
        return self.filter(outcome=Comparison.Outcome.NOT_USED)

    def not_asked(self) -> Any:
        return self.filter(outcome=Comparison.Outcome.NOT_ASKED)

    def to_raise(self) -> Any:
        return self.not_used().filter(raised_on__isnull=True)

    def issued_between(self, first: date, last: date) -> Any:
        """Both days included."""
        return self.filter(plan__issued_on__range=(first, last))

    def for_list(self) -> Any:
        return self.select_related("child", "child__local_authority", "plan", "raised_by")


class Comparison(ChildScoped):
    """What the portal found when a plan was issued: one for every issued plan, always. Only the exact wording
    of Section C and of Section G counts as used."""

    class Outcome(models.TextChoices):
        USED = "used", "Used"
        NOT_USED = "not_used", "Not used"
        NOT_ASKED = "not_asked", "Quality assurance not asked for"

    class NotAsked(models.TextChoices):
        OUTSIDE_PANEL = "outside_panel", "Agreed outside a panel where health sat"
        NO_ADVICE = "no_advice", "Health advice was not available"
        NOT_ASKED = "not_asked", "Not asked"
        NOT_ANSWERED = "not_answered", "Issued before the DCO had answered"
        NOT_RESUBMITTED = "not_resubmitted", "Returned without agreement, and not submitted again"

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="comparison")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    section_c_used = models.BooleanField(null=True, blank=True)
    section_g_used = models.BooleanField(null=True, blank=True)
    section_c_reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    section_g_reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    not_asked_reason = models.CharField(max_length=20, choices=NotAsked.choices, blank=True)
    not_asked_note = models.TextField(blank=True, max_length=2000)
    raised_on = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    raised_note = models.TextField(blank=True, max_length=4000)
    history = History()

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-plan__issued_on", "-pk"]
        verbose_name = "comparison of wording"
        verbose_name_plural = "comparisons of wording"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="used", section_c_used=True, section_g_used=True)
                | (Q(outcome="not_used") & (Q(section_c_used=False) | Q(section_g_used=False)))
                | Q(outcome="not_asked", section_c_used__isnull=True, section_g_used__isnull=True),
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
            models.CheckConstraint(
                condition=Q(raised_on=None, raised_by=None) | Q(raised_on__isnull=False, raised_by__isnull=False),
                name="comparison_raised_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(raised_on__isnull=True) | ~Q(raised_note=""),
                name="raised_comparison_says_what_was_said",
            ),
        ]

    def __str__(self) -> str:
        return f"Wording of the issued plan: {self.get_outcome_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("qa:comparison", args=[self.pk])

    @property
    def status(self) -> str:
        """What stands for one here: a comparison is made finished."""
        return self.outcome

    @property
    def in_words(self) -> str:
        """The answer, in one sentence."""
        if self.outcome == self.Outcome.USED:
            return "The approved wording was used exactly"
        if self.outcome == self.Outcome.NOT_ASKED:
            return "No wording was agreed for this plan"
        wrong = [letter for letter in COMPARED if not getattr(self, f"section_{letter.lower()}_used")]
        return f"The approved wording of Section {' and of Section '.join(wrong)} was not used"

    @property
    def why(self) -> str:
        """The likely reasons, for a list."""
        if self.outcome == self.Outcome.NOT_ASKED:
            return self.get_not_asked_reason_display()
        reasons = [
            f"{letter}: {getattr(self, f'get_section_{letter.lower()}_reason_display')().lower()}"
            for letter in COMPARED
            if getattr(self, f"section_{letter.lower()}_reason")
        ]
        return ". ".join(reasons)

    @property
    def sections(self) -> list["SectionCompared"]:
        """Section C and Section G, as agreed and as issued. Neither text ever changes."""
        issued = self.plan.latest("issued")
        agreed = {row.section: row.text for row in self.plan.agreed_wording.in_force()}
        return [
            SectionCompared(self, section, agreed.get(section, ""), issued.text_of(section) if issued else "")
            for section in COMPARED
        ]

    @classmethod
    def of_plan(cls, plan: Plan) -> "Comparison":
        """Compare this issued plan with what was agreed for it."""
        issued = plan.latest("issued")
        agreed = {row.section: row.text for row in plan.agreed_wording.in_force()}
        if issued is None or not plan.section_g_agreed_on or not agreed:
            reason = cls.why_not_agreed(plan)
            return cls(child=plan.child, plan=plan, outcome=cls.Outcome.NOT_ASKED, not_asked_reason=reason)
        c, g = (compare(agreed.get(section, ""), issued.text_of(section)) for section in COMPARED)
        return cls(
            child=plan.child,
            plan=plan,
            outcome=cls.Outcome.USED if c.used and g.used else cls.Outcome.NOT_USED,
            section_c_used=c.used,
            section_g_used=g.used,
            section_c_reason=c.reason or "",
            section_g_reason=g.reason or "",
        )

    @classmethod
    def why_not_agreed(cls, plan: Plan) -> str:
        """As far as the portal knows; a person may say it better."""
        if plan.episodes.returned().filter(version=plan.latest()).exists():
            return cls.NotAsked.NOT_RESUBMITTED
        return cls.NotAsked.NOT_ANSWERED

    @transition(
        permission=Permission.EXPLAIN_WORDING,
        conditions=[lambda comparison, by: only_not_asked(comparison)],
        label="Say why quality assurance was not asked for",
    )
    def say_why_not_asked(self, *, by: Actor, not_asked_reason: str, not_asked_note: str = "") -> None:
        self.not_asked_reason, self.not_asked_note = not_asked_reason, not_asked_note

    @transition(
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda comparison, by: only_not_used(comparison)],
        label="Record that this was raised with the local authority",
    )
    def record_raised(self, *, by: Actor, raised_note: str, raised_on: date | None = None) -> None:
        """The wording was agreed and then changed: who said what about that, and when."""
        day = raised_on or today()
        not_in_the_future(raised_on=day)
        not_before(self.plan.issued_on, "the plan was issued", raised_on=day)
        self.raised_on, self.raised_by, self.raised_note = day, by.user, raised_note


class SectionCompared:
    """One section of a comparison, for its page."""

    def __init__(self, comparison: Comparison, section: Section, agreed: str, issued: str) -> None:
        self.section, self.agreed, self.issued = section, agreed, issued
        letter = section.lower()
        self.used = getattr(comparison, f"section_{letter}_used")
        self.reason = getattr(comparison, f"get_section_{letter}_reason_display")()

    @property
    def pieces(self) -> Pieces:
        """From the agreed wording to the issued, word by word."""
        return redline(self.agreed, self.issued)


def only_not_asked(comparison: Comparison) -> str | None:
    if comparison.outcome != Comparison.Outcome.NOT_ASKED:
        return "The wording of this plan was agreed: there is nothing to explain."
    return None


def only_not_used(comparison: Comparison) -> str | None:
    if comparison.outcome != Comparison.Outcome.NOT_USED:
        return "The agreed wording was used, or none was agreed: there is nothing to raise."
    return None
