"""Who gave advice for this plan, what were they shown of its wording, and does it report them rightly?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Permission, System, WithLink
from clocks.workflow import Owes, Starts, Stops
from core.constraints import paired
from core.history import History
from core.scope import Scope, opened
from core.today import today
from core.workflow import Actor, creates, follows, next_id, transition
from ehcp import shown_letters
from ehcp.models.advice import AdviceRequest
from ehcp.models.assessment import clock_field
from ehcp.models.plan import Plan, dcos
from ehcp.models.section_set import HEALTH, Section
from people.consented import standings, why_not
from people.letters import Tells
from people.models import ChildScoped
from people.models.consent import Purpose
from people.models.involvement import ChildScopedQuerySet


def of_who_gave_it(shown: "DraftShown", by: Actor) -> str | None:
    """Their own people, or the clinician whom they sent a link."""
    if isinstance(by, WithLink):
        return None
    mine = by.user.organisations_with(Permission.SAY_IF_REPORTED) if by.user else []
    return None if shown.owner_id in {one.pk for one in mine} else f"{shown.owner} gave this advice."


class DraftShownQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Whoever opens the file, and those whose advice it was."""
        return self.filter(Q(owner__in=user.scope.child_organisations) | Q(self.reached_by(user)))

    def for_list(self) -> Any:
        return self.select_related("child", "owner", "request", "request__asked_of", "answered_by")

    def misreporting(self) -> Any:
        """To be answered before the plan is final."""
        return self.filter(status=DraftShown.Status.MISREPORTS)


class DraftShown(ChildScoped):
    """The health wording of one draft, as it was shown to those whose advice was used for it; then the final plan's.
    The words are kept here as they were shown: whoever gave advice sees these, and never the plan."""

    class Status(models.TextChoices):
        UNANSWERED = "unanswered", "Not answered"
        FITS = "fits", "Says that it reports the advice rightly"
        MISREPORTS = "misreports", "Says that it misreports the advice"
        ANSWERED = "answered", "Misreporting answered"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="shown")
    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Whose advice it was.")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNANSWERED, editable=False)
    shown_on = models.DateField(null=True, blank=True)
    section_e = models.TextField(blank=True, max_length=100_000)
    section_c = models.TextField(blank=True, max_length=100_000)
    section_g = models.TextField(blank=True, max_length=100_000)
    said_on = models.DateField(null=True, blank=True)
    who_said = models.CharField(max_length=200, blank=True)
    words_wrong = models.TextField(blank=True, max_length=4000)
    should_say = models.TextField(blank=True, max_length=4000)
    answer_clock = clock_field()
    answer = models.TextField(blank=True, max_length=4000)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    final_on = models.DateField(null=True, blank=True, help_text="When they got the final plan’s C and G.")
    final_c = models.TextField(blank=True, max_length=100_000)
    final_g = models.TextField(blank=True, max_length=100_000)
    history = History()

    objects = DraftShownQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "draft shown to who gave advice"
        verbose_name_plural = "drafts shown to those who gave advice"
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_on__isnull=False) | Q(final_on__isnull=False), name="shown_the_draft_or_the_final"
            ),
            models.CheckConstraint(
                condition=Q(status="unanswered", said_on=None, who_said="")
                | Q(said_on__isnull=False, shown_on__isnull=False) & ~Q(status="unanswered") & ~Q(who_said=""),
                name="said_of_a_draft_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["misreports", "answered"]) | ~Q(words_wrong="") & ~Q(should_say=""),
                name="misreporting_says_what_and_how",
            ),
            paired("misreporting_answered_on_and_by", "answered_on", "answered_by"),
            models.CheckConstraint(
                condition=Q(status="answered", answered_on__isnull=False) & ~Q(answer="")
                | ~Q(status="answered") & Q(answered_on=None),
                name="misreporting_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft shown: {self.request.asked_of}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:draftshown", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.owner_id}

    def clean_fields(self, exclude: Any = None) -> None:
        """The plan never changes, and whoever gave the advice does not see it."""
        unseen = set() if self._state.adding else {"plan"}
        super().clean_fields(exclude={*(exclude or ()), *unseen})

    def owes(self, rule: str) -> Owes:
        return Owes(self.child.icb, dcos(self.child.icb))

    @property
    def wording(self) -> list[tuple[str, str]]:
        """As the draft had it, in the order of the feedback form."""
        if self.shown_on is None:
            return []
        texts = (self.section_e, self.section_c, self.section_g)
        return [(title, text or "Nothing written.") for title, text in zip(TITLES, texts, strict=True)]

    @property
    def final_wording(self) -> list[tuple[str, str]]:
        texts = (self.final_c, self.final_g) if self.final_on else ()
        return [(title, text or "Nothing written.") for title, text in zip(TITLES[1:], texts, strict=False)]

    @creates(
        permission=Permission.QUALITY_ASSURE,
        within="plan",
        effects=[Tells(shown_letters.draft_shown)],
        internal=True,
        label="Show the draft to those who gave advice",
    )
    def show(cls, *, by: Actor, plan: Plan, request: AdviceRequest, wording: Mapping[str, str]) -> "DraftShown":
        """Follows when the ICB has agreed the wording: what will stand in the plan if nobody objects."""
        texts = plan.latest().section_set.by_law(wording)
        return cls(
            **cls.whose(plan, request), shown_on=today(), **{f"section_{s.lower()}": texts.get(s, "") for s in HEALTH}
        )

    @staticmethod
    def whose(plan: Plan, request: AdviceRequest) -> dict[str, Any]:
        """What the Health Advisers wrote is the board's, though a provider was asked first."""
        owner = plan.child.icb if request.is_with_health_advisers else request.provider
        return {"pk": next_id(DraftShown), "plan": plan, "child": plan.child, "request": request, "owner": owner}

    @transition(
        source=[Status.UNANSWERED],
        target=Status.FITS,
        permission=Permission.SAY_IF_REPORTED,
        conditions=[of_who_gave_it, lambda shown, by: is_final(shown)],
        label="It reports the advice rightly",
    )
    def say_it_fits(self, *, by: Actor) -> None:
        """Said by the clinician. Nothing else is taken for it, silence least of all."""
        self.said_on, self.who_said = today(), str(by)

    @transition(
        source=[Status.UNANSWERED, Status.FITS],
        target=Status.MISREPORTS,
        permission=Permission.SAY_IF_REPORTED,
        conditions=[of_who_gave_it, lambda shown, by: is_final(shown)],
        effects=[Tells(shown_letters.misreported)],
        label="It misreports the advice",
    )
    def say_it_misreports(self, *, by: Actor, words_wrong: str, should_say: str) -> None:
        """To be answered before the plan is final: it becomes the DCOs' to do, and the plan is not issued before."""
        self.said_on, self.who_said = today(), str(by)
        self.words_wrong, self.should_say = words_wrong, should_say

    @transition(
        source=[Status.MISREPORTS],
        permission=Permission.ANSWER_MISREPORTING,
        effects=[Starts("misreporting_answer", "answer_clock", on="said_on")],
        internal=True,
    )
    def await_answer(self, *, by: Actor) -> None:
        """Follows when misreporting was said."""

    @transition(
        source=[Status.MISREPORTS],
        target=Status.ANSWERED,
        permission=Permission.ANSWER_MISREPORTING,
        effects=[Stops("answer_clock", on="answered_on"), Tells(shown_letters.misreporting_answered)],
        label="Answer the clinician",
    )
    def answer_it(self, *, by: Actor, answer: str) -> None:
        """What is changed in the wording, or why it stays."""
        self.answer, self.answered_on, self.answered_by = answer, today(), by.user

    @transition(
        permission=Permission.ISSUE_PLAN,
        effects=[Tells(shown_letters.final_sent)],
        internal=True,
        label="Give them the final plan’s C and G",
    )
    def receive_final(self, *, by: Actor, on: date, sections: Mapping[str, str]) -> None:
        self.final_on, self.final_c, self.final_g = on, sections.get(Section.C, ""), sections.get(Section.G, "")

    @creates(
        permission=Permission.ISSUE_PLAN,
        within="plan",
        effects=[Tells(shown_letters.final_sent)],
        internal=True,
        label="Give them the final plan’s C and G, of which they saw no draft",
    )
    def show_final(
        cls, *, by: Actor, plan: Plan, request: AdviceRequest, on: date, sections: Mapping[str, str]
    ) -> "DraftShown":
        final = {"final_on": on, "final_c": sections.get(Section.C, ""), "final_g": sections.get(Section.G, "")}
        return cls(**cls.whose(plan, request), **final)


TITLES = [section.label for section in HEALTH]  # without letters: who reads this does not see the plan


def is_final(shown: DraftShown) -> str | None:
    return "The plan is final." if shown.final_on else None


def used_for(plan: Plan) -> list[AdviceRequest]:
    """The advice that has come: what a draft can have been written with."""
    came = plan.assessment.advice_requests.filter(status=AdviceRequest.Status.RETURNED)
    return list(came.select_related("child", "child__icb", "provider", "asked_of"))


def family_refused(plan: Plan, request: AdviceRequest) -> str | None:
    """Why its draft is not shown to them, in words: no duty asks for that, and the family took back, or never gave,
    its agreement. What the Health Advisers wrote stays inside the board, which has the file."""
    if request.is_with_health_advisers:
        return None
    return why_not(plan.child, Purpose.ASSESSMENT, to=request.provider)


def kept_from(plan: Plan, advice: Iterable[AdviceRequest], shown: Iterable[DraftShown]) -> list[str]:
    """For the plan's page: whose draft it was not shown, and since when the family says no. One query."""
    standing = standings(plan.child).get(Purpose.ASSESSMENT) if plan.section_g_agreed_on else None
    if standing is None:
        return []
    were_shown = {one.request_id for one in shown}
    came = (one for one in advice if one.status == AdviceRequest.Status.RETURNED and one.pk not in were_shown)
    left_out = (one for one in came if not one.is_with_health_advisers and standing.refuses(one.provider))
    return [f"{one.of_whom}, {one.provider}: not shown the draft. {standing.words}." for one in left_out]


def show_draft(plan: Plan, *, by: Actor, wording: Mapping[str, str], **facts: Any) -> None:
    for request in used_for(plan):
        if family_refused(plan, request):
            continue  # the plan's page says so
        DraftShown.show(by=System("the wording was agreed"), plan=plan, request=request, wording=wording)


def give_final(plan: Plan, *, by: Actor, sections: Mapping[str, str], **facts: Any) -> None:
    """To the latest that each of them was shown, or to those who were shown none."""
    latest = {shown.request_id: shown for shown in plan.shown.for_list().order_by("pk")}
    final = plan.latest("issued").section_set.by_law(sections)
    act = {"by": System("the plan was issued"), "on": plan.issued_on, "sections": final}
    for request in used_for(plan):
        if request.pk in latest:
            latest[request.pk].receive_final(**act)
        else:
            DraftShown.show_final(plan=plan, request=request, **act)


def set_answer_going(shown: DraftShown, *, by: Actor, **facts: Any) -> None:
    """Whoever gave the advice sees none of the board's time limits, so it happens in the scope of the child's ICB."""
    with opened(Scope.of([shown.child.icb_id])):
        DraftShown.objects.get(pk=shown.pk).await_answer(by=System("a clinician says that the draft misreports"))


follows(Plan.agree_health_wording, show_draft)
follows(Plan.issue, give_final)
follows(Plan.record_issued, give_final)
follows(DraftShown.say_it_misreports, set_answer_going)
