"""Who is reading this draft or review, what wording does the ICB approve, and what went back?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, creates, next_id, transition
from ehcp.models import AdviceRequest, AnnualReview, Plan, PlanVersion
from ehcp.models.assessment import not_before, not_in_the_future
from people.models import Child, ChildScoped
from qa import lines, notifications, turnaround
from qa.conditions import cannot_take, missing_at, nothing_to_wait_for, worth_a_look
from qa.models.agreement import SectionGAgreement
from qa.models.episode_lists import EpisodeQuerySet
from qa.models.episode_wording import EpisodeWording
from qa.models.section import EpisodeSection
from qa.models.wording import FormWording
from qa.standard import WITHOUT_NEEDS, Theme, standard_reason, standard_wording


class Episode(EpisodeWording, ChildScoped):
    """One quality assurance of the health wording of a draft plan, an annual review or a tribunal case, from
    the day a DCO takes it. Section G must be agreed by the ICB (SEND Regs 2014 reg 12(2))."""

    class Kind(models.TextChoices):
        DRAFT_PLAN = "draft_plan", "Draft plan"
        ANNUAL_REVIEW = "annual_review", "Annual review"
        TRIBUNAL = "tribunal", "Tribunal"

    class Status(models.TextChoices):
        TAKEN = "taken", "With a DCO"
        WAITING = "waiting", "Waiting for health advice"
        AGREED = "agreed", "Agreed and returned"
        RETURNED = "returned", "Returned, not agreed"
        HANDED_BACK = "handed_back", "Handed back to the queue"
        OVERTAKEN = "overtaken", "Ended before it was returned"

    class Decision(models.TextChoices):
        AGREED = "agreed", "Agreed"
        CHANGED = "changed", "Agreed with changes"
        RETURNED = "returned", "Returned, not agreed"

    OPEN = (Status.TAKEN, Status.WAITING)

    kind = models.CharField(max_length=20, choices=Kind.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="episodes")
    version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, blank=True, related_name="+")
    annual_review = models.ForeignKey(AnnualReview, models.PROTECT, null=True, blank=True, related_name="episodes")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.TAKEN, editable=False)
    taken_on = models.DateField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    theme = models.PositiveSmallIntegerField(choices=Theme.choices, null=True, blank=True)
    coproduced = models.BooleanField(default=False)
    coproduction_note = models.TextField(blank=True, max_length=2000)
    advice_missing = models.BooleanField(default=False)
    section_g_agreed = models.BooleanField(default=False)
    agreement = models.ForeignKey(SectionGAgreement, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    waiting_since = models.DateField(null=True, blank=True)
    advice_arrived_on = models.DateField(null=True, blank=True)
    missing = models.TextField(blank=True, max_length=4000, help_text="What the coordinator has to put right.")
    returned_on = models.DateField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    # The form's first and last words, as they were on the day it was returned.
    opening = models.TextField(blank=True, max_length=1200)
    footer = models.TextField(blank=True, max_length=1200)
    history = History()

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["taken_on", "pk"]
        verbose_name = "quality assurance"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="draft_plan", plan__isnull=False, version__isnull=False, annual_review=None)
                | Q(kind="annual_review", annual_review__isnull=False, plan=None, version=None)
                | Q(kind="tribunal", plan=None, version=None, annual_review=None),
                name="episode_is_of_what_its_kind_says",
            ),
            *(
                models.UniqueConstraint(
                    fields=[of],
                    condition=Q(status__in=["taken", "waiting"]),
                    name=f"one_open_episode_a_{of}",
                    violation_error_message="Somebody else has taken this.",
                )
                for of in ("plan", "annual_review")
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_by=None)
                | Q(returned_on__isnull=False, returned_by__isnull=False),
                name="episode_returned_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["agreed", "returned"], returned_on__isnull=False)
                | (~Q(status__in=["agreed", "returned"]) & Q(returned_on__isnull=True)),
                name="returned_episode_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="agreed")
                | Q(theme__isnull=False, section_g_agreed=True, agreement__isnull=False),
                name="agreed_episode_has_theme_and_section_g",
            ),
            models.CheckConstraint(
                condition=Q(status="agreed", decision__in=["agreed", "changed"])
                | Q(status="returned", decision="returned")
                | ~Q(status__in=["agreed", "returned"]) & Q(decision=""),
                name="returned_episode_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(missing=""), name="returned_episode_says_what_is_missing"
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(waiting_since__isnull=False),
                name="waiting_episode_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["handed_back", "overtaken"], ended_on__isnull=False)
                | (~Q(status__in=["handed_back", "overtaken"]) & Q(ended_on__isnull=True)),
                name="ended_episode_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(theme__isnull=True) | Q(theme__range=(1, 8)), name="episode_theme_is_one_of_eight"
            ),
        ]
        indexes = [models.Index(fields=["returned_on", "kind"], name="episode_by_day_returned")]

    def __str__(self) -> str:
        return f"Quality assurance: {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("qa:episode", args=[self.pk])

    @property
    def of(self) -> Plan | AnnualReview | None:
        """What is quality-assured."""
        return self.plan or self.annual_review

    @property
    def read(self) -> PlanVersion | AnnualReview | None:
        """Whose words are quality-assured."""
        return self.version or self.annual_review

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_returned(self) -> bool:
        return self.returned_on is not None

    @property
    def is_agreed(self) -> bool:
        return self.status == self.Status.AGREED

    @property
    def plan_behind(self) -> Plan | None:
        """The plan itself, or the one that is reviewed: none if that is older than the portal."""
        return self.plan or (self.annual_review.plan if self.annual_review else None)

    @property
    def coordinator(self) -> User | None:
        return self.plan_behind.coordinator if self.plan_behind else None

    def advice(self) -> Any:
        """The requests for health advice that this draft rests on, soonest asked first."""
        found, plan = AdviceRequest.objects.for_list(), self.plan_behind
        return found.filter(assessment=plan.assessment_id) if plan else found.none()

    @property
    def decision_to_be(self) -> "Episode.Decision":
        """If it is agreed as it stands."""
        changed = any(row.is_changed for row in self.sections.all())
        return self.Decision.CHANGED if changed else self.Decision.AGREED

    @property
    def still_missing(self) -> list[str]:
        """What must be done before the wording can be agreed, in words."""
        return list(missing_at(self))

    @property
    def worth_a_look(self) -> list[str]:
        """What does not fit together. It blocks nothing."""
        return worth_a_look(self)

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="plan",
        conditions=[lambda plan, by: cannot_take(plan)],
        label="Take",
    )
    def take(cls, *, by: Actor, plan: Plan, on: date | None = None) -> "Episode":
        """A DCO takes a draft plan from the queue."""
        of = {"plan": plan, "version": plan.latest()}
        return cls.begin(cls.Kind.DRAFT_PLAN, child=plan.child, by=by, on=on, **of)

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="annual_review",
        conditions=[lambda annual_review, by: cannot_take(annual_review)],
        label="Take",
    )
    def take_review(cls, *, by: Actor, annual_review: AnnualReview, on: date | None = None) -> "Episode":
        """A DCO takes an annual review from the queue."""
        child = annual_review.child
        return cls.begin(cls.Kind.ANNUAL_REVIEW, child=child, by=by, on=on, annual_review=annual_review)

    @classmethod
    def begin(cls, kind: str, *, child: Child, by: Actor, on: date | None, **of: Any) -> "Episode":
        """The health sections as they stand, or as a colleague left them who handed the same back."""
        day = on or today()
        not_in_the_future(on=day)
        left = cls.objects.filter(status=cls.Status.HANDED_BACK, **of).order_by("pk").last()
        kept = {name: getattr(left, name) for name in KEPT_WHEN_HANDED_BACK} if left else {}
        before = {row.section: row for row in left.sections.all()} if left else {}
        episode = cls(pk=next_id(cls), child=child, kind=kind, taken_on=day, taken_by=by.user, **of, **kept)
        for section in episode.section_set.of_health:
            current = episode.read.text_for(section.stands_for)
            started = before.get(section.letter) or EpisodeSection(approved=current, comments="")
            EpisodeSection(
                child=child,
                episode=episode,
                section=section.letter,
                stands_for=section.stands_for,
                current=current,
                approved=started.approved,
                comments=started.comments,
            ).save()
        episode.of.qa_clock.give_to(by.user)
        return episode

    @transition(source=OPEN, permission=Permission.QUALITY_ASSURE, label="Write the approved wording")
    def save_wording(
        self,
        *,
        by: Actor,
        section: str = "",
        comments: str = "",
        approved: str = "",
        theme: int | None = None,
        coproduced: bool = False,
        coproduction_note: str = "",
        advice_missing: bool = False,
        section_g_agreed: bool = False,
    ) -> None:
        """Keep one section and what is said about the whole, for oneself and for colleagues."""
        self.theme, self.coproduced, self.coproduction_note = theme, coproduced, coproduction_note
        self.advice_missing = advice_missing
        if section:
            row = self.sections.get(section=section)
            row.comments, row.approved = comments, approved
            row.save()
        self.section_g_agreed = SectionGAgreement.settle(self, by=by, ticked=section_g_agreed)

    @transition(source=OPEN, permission=Permission.QUALITY_ASSURE, internal=True)
    def hold_agreement(self, *, by: Actor, agreement: SectionGAgreement) -> None:
        """Section G was decided about on its own page."""
        self.agreement, self.section_g_agreed = agreement, agreement.is_given

    @transition(source=OPEN, permission=Permission.QUALITY_ASSURE, label="Use the wording for no health needs")
    def use_standard_wording(self, *, by: Actor, theme: int) -> None:
        """One press for the commonest drafts: the wording says that there are no health needs, with the reason."""
        if theme not in WITHOUT_NEEDS:
            raise ValidationError({"theme": "There is standard wording for themes 1 to 5 only."})
        self.theme, self.section_g_agreed = theme, False
        texts = standard_wording(self.child, theme)
        for row in self.sections.all():
            row.start_from(texts[row.stands_for], reason=standard_reason(self.child, theme, row.stands_for))
        self.section_g_agreed = SectionGAgreement.settle(self, by=by, ticked=True)

    @transition(
        source=OPEN,
        target=Status.AGREED,
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda episode, by: " ".join(episode.still_missing) or None],
        label="Agree and return",
    )
    def return_agreed(self, *, by: Actor, on: date | None = None) -> None:
        """The ICB agrees Section G and this wording; the feedback form goes to the local authority."""
        day = self.close(by=by, on=on)
        self.decision = self.decision_to_be
        if self.plan:
            wording = {row.section: row.approved for row in self.sections.all()}
            self.plan.agree_health_wording(by=by, on=day, wording=wording)
        elif self.annual_review:
            self.annual_review.contribute(by=by, on=day)
        lines.draw_up_for(self, by=by, on=day)
        notifications.returned(self)

    @transition(
        source=OPEN,
        target=Status.RETURNED,
        permission=Permission.QUALITY_ASSURE,
        label="Return without agreeing",
    )
    def return_to_la(self, *, by: Actor, missing: str, on: date | None = None) -> None:
        """Section G is not agreed: back with what is missing. Counted like all feedback that is returned."""
        if not missing.strip():
            raise ValidationError({"missing": "Write what is missing, so that the coordinator can put it right."})
        self.missing, self.section_g_agreed, self.decision = missing, False, self.Decision.RETURNED
        day = self.close(by=by, on=on)
        if self.agreement is None or self.agreement.is_given:
            self.agreement = SectionGAgreement.about(
                self, by=by, decision=SectionGAgreement.Decision.NOT_AGREED, reason=missing, on=day
            )
            keep(self.agreement)
        if self.plan:
            self.plan.return_to_la(by=by, on=day)
        elif self.annual_review:
            self.annual_review.contribute(by=by, on=day)
        notifications.returned(self)

    def day_of(self, on: date | None) -> date:
        """The day of a step: today unless said, and never before this was taken."""
        day = on or today()
        not_in_the_future(on=day)
        not_before(self.taken_on, "a DCO took this", on=day)
        return day

    def close(self, *, by: Actor, on: date | None) -> date:
        """The feedback goes back on this day, in the words that the ICB's form has on it."""
        day = self.day_of(on)
        words = FormWording.objects.of(self.child.icb, on=day)
        self.opening = words.filled(words.opening, self.child.given_name)
        self.footer = words.filled(words.footer, self.child.given_name)
        self.returned_on, self.returned_by = day, by.user
        return day

    @transition(
        source=[Status.TAKEN],
        target=Status.WAITING,
        permission=Permission.QUALITY_ASSURE,
        conditions=[lambda episode, by: nothing_to_wait_for(episode)],
        label="Wait for health advice",
    )
    def wait_for_advice(self, *, by: Actor, until_on: date | None = None, on: date | None = None) -> None:
        """Health advice has not arrived. It all comes back by itself when it does. The turnaround clock is paused
        until then, and runs again on the day given here if the advice has not come."""
        day = self.day_of(on)
        self.waiting_since, self.advice_arrived_on, self.advice_missing = day, None, True
        if self.plan:
            self.plan.wait_for_advice(by=by)
            turnaround.pause(self, by=by, since=day, until=until_on)

    @transition(source=[Status.WAITING], target=Status.TAKEN, permission=Permission.QUALITY_ASSURE, internal=True)
    def advice_arrived(self, *, by: Actor, on: date) -> None:
        """What was waited for is there, or will not come: back to the DCO who took it, and the clock runs."""
        self.advice_arrived_on = on
        if self.plan:
            self.plan.come_back(by=by)
            turnaround.run_again(self, by=by, on=on)
        notifications.advice_arrived(self)

    @transition(
        source=[Status.TAKEN],
        target=Status.HANDED_BACK,
        permission=Permission.QUALITY_ASSURE,
        label="Hand back",
    )
    def hand_back(self, *, by: Actor, on: date | None = None) -> None:
        """To the queue, for any colleague; what is written so far goes with it."""
        self.ended_on = self.day_of(on)
        self.of.qa_clock.give_to(None)

    @transition(source=OPEN, permission=Permission.QUALITY_ASSURE, label="Hand over to a colleague")
    def hand_over(self, *, by: Actor, person: User) -> None:
        """Everything as it stands, to somebody who quality-assures for the same board."""
        if not person.may(Permission.QUALITY_ASSURE, self):
            raise ValidationError({"person": f"{person} does not quality-assure for {self.child.icb}."})
        self.taken_by = person
        self.of.qa_clock.give_to(person)

    @transition(source=OPEN, target=Status.OVERTAKEN, permission=Permission.ISSUE_PLAN, internal=True)
    def end_unreturned(self, *, by: Actor, on: date) -> None:
        """The local authority issued the plan first, or there will be no plan."""
        self.ended_on = on


KEPT_WHEN_HANDED_BACK = (
    "theme", "coproduced", "coproduction_note", "advice_missing", "section_g_agreed", "agreement",
)  # fmt: skip
