"""Which service was asked to contribute to a review of a plan, by when, and what did it send?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, Team, User
from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, follows, next_id, transition
from ehcp import contribution_letters as letters
from ehcp.conditions import is_over
from ehcp.models.advice_facts import some_document, somebody
from ehcp.models.asking import inside_a_sentence, serves, taken_by
from ehcp.models.assessment import clock_field
from ehcp.models.review import IN_GOOD_TIME, AnnualReview
from ehcp.unfinished import refuse_unfinished, refuse_unfinished_file
from people.consented import why_not
from people.letters import Tells
from people.models import ChildScoped, Document, Involvement
from people.models.consent import Purpose
from people.models.involvement import ChildScopedQuerySet

LAPSED = Clock.Lapsed


class ContributionQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Whoever opens the file, and the provider that was asked."""
        return self.filter(Q(provider__in=user.scope.child_organisations) | Q(self.reached_by(user)))

    def outstanding(self) -> Any:
        return self.filter(status=ReviewContribution.Status.ASKED)

    def for_list(self) -> Any:
        people = ("asked_by", "sent_by", "ended_by")
        joined = self.select_related("child", "child__local_authority", "service", "provider", *people)
        return joined.select_related("contribution_clock", "document")


class ReviewContribution(ChildScoped):
    """What one service is asked for one review. The advice that is gathered goes with the invitations, two weeks
    before the meeting at the least (SEND Regs 2014 reg 20(3), (4), 21(3), (4)). Whoever is asked sees this alone."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked, not sent yet"
        SENT = "sent", "Sent"
        NOTHING = "nothing", "Nothing to add"
        WITHDRAWN = "withdrawn", "Withdrawn"

    annual_review = models.ForeignKey(AnnualReview, models.PROTECT, related_name="contributions")
    service = models.ForeignKey(Team, models.PROTECT, related_name="+", help_text="The service that knows the child.")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED, editable=False)
    about = models.TextField(max_length=2000, help_text="What is asked, in the words that the service reads.")
    meeting_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    sent_by = somebody()
    advice_text = models.TextField(blank=True, max_length=50_000)
    document = some_document()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = somebody()
    reason = models.TextField(blank=True, max_length=4000, help_text="Why nothing is added, or it is withdrawn.")
    contribution_clock = clock_field()
    history = History()

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "contribution to an annual review"
        verbose_name_plural = "contributions to annual reviews"
        constraints = [
            paired("review_contribution_sent_on_and_by", "sent_on", "sent_by"),
            paired("review_contribution_ended_on_and_by", "ended_on", "ended_by"),
            models.CheckConstraint(
                condition=Q(status="asked", sent_on=None, ended_on=None)
                | Q(status="sent", sent_on__isnull=False, ended_on=None)
                & (~Q(advice_text="") | Q(document__isnull=False))
                | Q(status__in=["nothing", "withdrawn"], ended_on__isnull=False, sent_on=None) & ~Q(reason=""),
                name="review_contribution_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")) & ~Q(about=""), name="review_contribution_is_asked_in_time"
            ),
            models.UniqueConstraint(
                fields=["annual_review", "service"],
                condition=~Q(status="withdrawn"),
                name="one_contribution_a_service",
                violation_error_message="This service has been asked already for this review.",
            ),
        ]

    def __str__(self) -> str:
        return f"Contribution to the annual review: {self.service}"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:reviewcontribution", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return self.child.belongs_to() | {self.provider_id}

    @property
    def of_whom(self) -> str:
        return str(self.service)

    def owes(self, rule: str) -> Owes:
        about = inside_a_sentence(self.service.name)
        return Owes(self.provider, taken_by(self.service), about=about, service=self.service)

    def given_for(self, rule: str) -> dict[str, Any]:
        return {"date": self.due_on}

    @creates(
        permission=Permission.ASK_HEALTH_FOR_REVIEW,
        within="annual_review",
        conditions=[is_over],
        effects=[
            Starts("review_contribution", "contribution_clock", on="asked_on"),
            Tells(letters.contribution_asked),
        ],
        label="Ask a service to contribute",
    )
    def ask(
        cls, *, by: Actor, annual_review: AnnualReview, service: Team, about: str, due_on: date | None = None
    ) -> "ReviewContribution":
        """The health professional's service whose report goes into the review, whether or not the Designated
        Officers are asked too."""
        child = annual_review.child
        refuse_to_ask(service, child)
        contribution = cls(
            pk=next_id(cls), child=child, annual_review=annual_review, service=service, provider=service.organisation,
            about=about, meeting_on=annual_review.meeting_on, due_on=day_for(annual_review.meeting_on, due_on),
            asked_on=today(), asked_by=by.user,
        )  # fmt: skip
        Involvement.begin(
            child_id=child.pk, organisation=service.organisation, why=Involvement.Why.ADVICE_REQUEST, on=today()
        )
        return contribution

    @transition(
        source=[Status.ASKED],
        target=Status.SENT,
        permission=Permission.RETURN_ADVICE,
        effects=[Stops("contribution_clock", on="sent_on"), Tells(letters.contribution_sent)],
        label="Send the contribution",
    )
    def send(
        self, *, by: Actor, advice_text: str = "", file: UploadedFile | None = None, checked: Document | None = None
    ) -> None:
        """To the local authority, for the meeting, and to the Designated Officers."""
        refuse_unfinished_file(file)
        refuse_unfinished(advice_text=advice_text)
        paper = {"child": self.child, "kind": Document.Kind.ADVICE, "title": str(self), "on": today()}
        document = Document.to_send(by=by, owner=self.provider, file=file, checked=checked, **paper)
        if not advice_text.strip() and document is None:
            raise ValidationError({"file": "Add the contribution, as a file or as text."})
        self.sent_on, self.sent_by = today(), by.user
        self.advice_text, self.document = advice_text, document

    @transition(
        source=[Status.ASKED],
        target=Status.NOTHING,
        permission=Permission.RETURN_ADVICE,
        effects=[Stops("contribution_clock", on="ended_on"), Tells(letters.nothing_to_add)],
        label="Nothing to add",
    )
    def say_nothing_to_add(self, *, by: Actor, reason: str) -> None:
        """An answer too: the service does not know the child any more, or nothing has changed."""
        self.end(by, reason)

    @transition(
        source=[Status.ASKED],
        target=Status.WITHDRAWN,
        permission=Permission.ASK_HEALTH_FOR_REVIEW,
        effects=[Lapses("contribution_clock", LAPSED.WITHDRAWN), Tells(letters.contribution_withdrawn)],
        label="Withdraw the request",
    )
    def withdraw(self, *, by: Actor, reason: str) -> None:
        self.end(by, reason)

    @transition(
        source=[Status.ASKED],
        permission=Permission.RUN_REVIEWS,
        effects=[
            Lapses("contribution_clock", LAPSED.MEETING_MOVED),
            Starts("review_contribution", "contribution_clock", on="asked_on"),
            Tells(letters.meeting_moved),
        ],
        label="Ask for it by another day",
        internal=True,
    )
    def move_to(self, *, by: Actor, meeting_on: date) -> None:
        """Two weeks before the day that was set. Where that has passed, by the day it was asked for, or on the day of
        the meeting if that is sooner."""
        self.meeting_on, latest = meeting_on, meeting_on - IN_GOOD_TIME
        if latest >= today():
            self.due_on = latest
        elif meeting_on >= today():
            self.due_on = min(self.due_on, meeting_on)

    def end(self, by: Actor, reason: str) -> None:
        self.ended_on, self.ended_by, self.reason = today(), by.user, reason


def refuse_to_ask(service: Team, child: Any) -> None:
    """Only a service of this board's providers, and none that the family left out."""
    if not serves(service, child.icb_id):
        words = "Choose a service of a provider that works for this Integrated Care Board."
        raise ValidationError({"service": words})
    if refused := why_not(child, Purpose.ASSESSMENT, to=service.organisation):
        words = f"{refused} If it must be asked all the same, record sharing without consent first."
        raise ValidationError({"service": words})


def usual_day(meeting_on: date | None) -> date | None:
    """Two weeks before the meeting; none while no meeting is set, or once that day has passed."""
    latest = meeting_on - IN_GOOD_TIME if meeting_on else None
    return latest if latest and latest >= today() else None


def day_for(meeting_on: date | None, wanted: date | None) -> date:
    """The usual day, or an earlier one. Where there is no usual day whoever asks says by when: nobody owes anything
    by a day before they were asked."""
    usual = usual_day(meeting_on)
    due_on = wanted or usual
    if due_on is None:
        raise ValidationError({"due_on": "Say by when it is needed: there are no two weeks before a meeting."})
    if due_on < today():
        raise ValidationError({"due_on": "Choose today or a later day."})
    if usual and due_on > usual:
        words = f"Choose {usual:%-d %B %Y} or an earlier day: it goes with the invitations, two weeks before."
        raise ValidationError({"due_on": words})
    return due_on


def move_along(review: AnnualReview, *, by: Actor, meeting_on: date, **facts: Any) -> None:
    for contribution in review.contributions.outstanding():
        contribution.move_to(by=by, meeting_on=meeting_on)


def call_off(review: AnnualReview, *, by: Actor, **facts: Any) -> None:
    for contribution in review.contributions.outstanding():
        contribution.withdraw(by=by, reason="The review was closed without a decision.")


follows(AnnualReview.set_meeting, move_along)
follows(AnnualReview.close, call_off)
