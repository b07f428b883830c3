"""What does the board answer to the Tribunal's recommendations, who reviewed it, who signed it, who has
it?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accounts.models import Team, User
from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, follows, next_id, transition
from ehcp.models.assessment import clock_field, not_before, not_in_the_future
from ehcp.models.plan import dcos
from people.models import ChildScoped, Involvement
from people.models.involvement import ChildScopedQuerySet
from tribunals import notifications
from tribunals.conditions import (
    answers_missing,
    is_a_dco,
    reviewed_it,
    reviews_outstanding,
    wrote_an_answer,
)
from tribunals.groups import core_group, executive, reviewers_for
from tribunals.models.answer import Answer, Recommendation
from tribunals.models.board import ids
from tribunals.models.review import Review

P = Permission
LEAST_REVIEWERS = 2
FROZEN = ("appeal_id", "child_id", "author_id", "made_on", "round", "agreed_on", "signed_on", "signed_by_id")


class ResponseQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """The board's DCOs; the clinicians who were named to review it; the executive lead from the day it is
        theirs to sign; the local authority once it was sent."""
        rows = self.filter(
            Exists(Involvement.objects.current(today()).through(user).filter(child_id=OuterRef("child_id")))
        )
        named = Exists(Review.objects.filter(response_id=OuterRef("pk"), reviewer=user))
        return rows.filter(
            Q(child__icb__in=ids(user, P.SEE_APPEALS))
            | (Q(child__icb__in=ids(user, P.REVIEW_RESPONSE)) & named)
            | Q(child__icb__in=ids(user, P.SIGN_RESPONSE), status__in=["agreed", "signed", "sent"])
            | Q(child__local_authority__in=ids(user, P.COPY_RESPONSE), status="sent")
        )

    def waiting_for(self, user: User) -> Any:
        """To review or to sign, by this person."""
        mine = Review.objects.filter(
            response_id=OuterRef("pk"), reviewer=user, round=OuterRef("round"), decided_on=None
        )
        to_sign = Q(status="agreed", child__icb__in=ids(user, P.SIGN_RESPONSE))
        return self.visible_to(user).filter((Q(status="in_review") & Exists(mine)) | to_sign)

    def for_list(self) -> Any:
        return self.select_related(
            "child__local_authority", "child__icb", "appeal", "response_clock", "author", "signed_by"
        )


class Regulation6Response(ChildScoped):
    """The board's answer to recommendations on health (SEND (First-tier Tribunal Recommendations Power)
    Regulations 2017, SI 2017/1306, reg 6): written by a DCO, reviewed by clinicians who did not write it,
    signed by the executive lead. Once it is signed, nothing in it can change."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being drafted"
        IN_REVIEW = "in_review", "With the reviewing clinicians"
        AGREED = "agreed", "Agreed by the reviewers, to be signed"
        SIGNED = "signed", "Signed, to be sent"
        SENT = "sent", "Sent"

    appeal = models.OneToOneField("tribunals.Appeal", models.PROTECT, related_name="response")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    made_on = models.DateField(help_text="The day the recommendations were made.")
    directed_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day by which the Tribunal directed the response, in place of the five weeks.",
    )
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=0, help_text="Each time it goes to the reviewers.")
    agreed_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_to_family_on = models.DateField(null=True, blank=True)
    sent_to_la_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True, help_text="The day on which both had it.")
    copied_on = models.DateField(null=True, blank=True, help_text="The LA’s copy to the Secretary of State.")
    response_clock = clock_field()
    copy_clock = clock_field()
    history = History()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = "Regulation 6 response"
        constraints = [
            paired("signed_on_and_by", "signed_on", "signed_by"),
            models.CheckConstraint(
                condition=Q(directed_on__isnull=True) | Q(directed_on__gte=F("made_on")),
                name="response_is_directed_for_a_day_after_the_order",
            ),
            paired("sent_to_family_and_la", "sent_to_family_on", "sent_to_la_on", "sent_on"),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "sent"]) | Q(signed_on__isnull=False, agreed_on__isnull=False),
                name="response_is_agreed_and_signed_before_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("author")), name="author_does_not_sign"
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_on__isnull=False) | (~Q(status="sent") & Q(sent_on__isnull=True)),
                name="sent_response_has_its_days",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_signed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status IN ('signed', 'sent') AND (NEW.status NOT IN ('signed', 'sent') OR "
                    + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
                    + ")"
                ),
            )
        ]

    def __str__(self) -> str:
        return "Regulation 6 response"

    def get_absolute_url(self) -> str:
        return reverse("tribunals:regulation6response", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        if rule == "regulation_6_copy":
            return Owes(self.child.local_authority)
        clock = self.response_clock
        return Owes(clock.owing, clock.team) if clock else Owes(self.child.icb, dcos(self.child.icb))

    def given_for(self, rule: str) -> dict[str, date]:
        """What the Tribunal directed replaces the five weeks, not the week of the copy."""
        is_directed = rule == "regulation_6_response" and self.directed_on
        return {"date": self.directed_on} if is_directed else {}

    def answers_in_order(self) -> models.QuerySet[Answer]:
        return self.answers.select_related("recommendation").order_by("recommendation__number")

    @property
    def current_reviews(self) -> models.QuerySet:
        return self.reviews.filter(round=self.round)

    def was_written_by(self, user: User) -> bool:
        return (
            self.author_id == user.pk
            or Answer.history.filter(response_id=self.pk, verb="write", history_user=user).exists()
        )

    @creates(
        permission=P.RUN_APPEALS,
        within="appeal",
        effects=[Starts("regulation_6_response", "response_clock", on="made_on")],
        label="Response opened with the order",
        internal=True,
    )
    def open(cls, *, by: Actor, appeal: Any, made_on: date, recommendations: Sequence[str]) -> "Regulation6Response":
        """Made with the order: one answer is owed to each recommendation. Called when the order is
        recorded."""
        response = cls(pk=next_id(cls), child=appeal.child, appeal=appeal, made_on=made_on)
        for number, text in enumerate(recommendations, start=1):
            said = Recommendation.objects.create(child=appeal.child, appeal=appeal, number=number, text=text)
            Answer.objects.create(child=appeal.child, response=response, recommendation=said)
        return response

    @transition(source=[Status.DRAFT], permission=P.RUN_APPEALS, label="Author named", internal=True)
    def take_up(self, *, by: Actor) -> None:
        """Whoever writes the first answer is the author. Called by the answer."""
        self.author = by.user

    @transition(
        source=[Status.DRAFT],
        target=Status.IN_REVIEW,
        permission=P.RUN_APPEALS,
        conditions=[answers_missing],
        label="Send to the reviewers",
    )
    def send_to_review(self, *, by: Actor, reviewers: Sequence[User]) -> None:
        """At least two clinicians of the core group who did not write it read it independently. After a
        change was asked for, everybody reads it anew."""
        named = set(reviewers)
        if len(named) < LEAST_REVIEWERS:
            raise ValidationError({"reviewers": f"Name at least {LEAST_REVIEWERS} reviewing clinicians."})
        team = core_group(self.child.icb)
        allowed = set(reviewers_for(team))
        for person in named:
            if person not in allowed:
                raise ValidationError({"reviewers": f"{person} is not a reviewing clinician of the core group."})
            if self.was_written_by(person):
                raise ValidationError({"reviewers": f"{person} wrote part of this response, so cannot review it."})
        self.round += 1
        self.involve(team)
        self.response_clock.hand_to(organisation=team.organisation, team=team)
        self.response_clock.hand_to(organisation=team.organisation, team=team)
        for person in sorted(named, key=lambda p: p.name):
            Review.objects.create(
                child=self.child, response=self, reviewer=person, round=self.round, asked_on=today()
            )
            notifications.ask_to_review(self, person)

    @transition(
        source=[Status.IN_REVIEW],
        target=Status.DRAFT,
        permission=P.REVIEW_RESPONSE,
        label="Back with the author",
        internal=True,
    )
    def back_to_draft(self, *, by: Actor) -> None:
        """A reviewer asked for a change. Follows from the review."""
        self.response_clock.hand_to(organisation=self.child.icb, team=dcos(self.child.icb))
        self.response_clock.hand_to(organisation=self.child.icb, team=dcos(self.child.icb))
        notifications.tell_of_change(self)

    @transition(
        source=[Status.IN_REVIEW],
        target=Status.AGREED,
        permission=P.REVIEW_RESPONSE,
        conditions=[reviews_outstanding],
        label="Agreed by every reviewer",
        internal=True,
    )
    def note_agreement(self, *, by: Actor) -> None:
        """Every named reviewer agrees: it is the executive lead's to sign. Follows from the last review."""
        self.agreed_on = today()
        team = executive(self.child.icb)
        self.involve(team)
        self.response_clock.hand_to(organisation=team.organisation, team=team)
        notifications.ask_to_sign(self, team)

    @transition(
        source=[Status.AGREED],
        target=Status.SIGNED,
        permission=P.SIGN_RESPONSE,
        conditions=[is_a_dco, wrote_an_answer, reviewed_it],
        label="Sign the response",
    )
    def sign(self, *, by: Actor) -> None:
        """The executive lead answers for the board. From here on the database holds every word as it is."""
        self.signed_on, self.signed_by = today(), by.user
        team = dcos(self.child.icb)
        self.response_clock.hand_to(organisation=self.child.icb, team=team)
        notifications.tell_of_signature(self)

    @transition(
        source=[Status.SIGNED],
        target=Status.SENT,
        permission=P.RUN_APPEALS,
        effects=[
            Stops("response_clock", on="sent_on"),
            Starts("regulation_6_copy", "copy_clock", on="sent_to_la_on"),
        ],
        label="Record that it was sent",
    )
    def send(self, *, by: Actor, to_family_on: date, to_la_on: date) -> None:
        """The five weeks are met on the day on which both the family and the local authority have it."""
        not_in_the_future(to_family_on=to_family_on, to_la_on=to_la_on)
        not_before(self.signed_on, "it was signed", to_family_on=to_family_on, to_la_on=to_la_on)
        self.sent_to_family_on, self.sent_to_la_on = to_family_on, to_la_on
        self.sent_on = max(to_family_on, to_la_on)
        notifications.tell_local_authority(self)

    @transition(
        source=[Status.SENT],
        permission=P.COPY_RESPONSE,
        conditions=[lambda response, by: "The copy has been recorded." if response.copied_on else None],
        effects=[Stops("copy_clock", on="copied_on")],
        label="Record the copy to the Secretary of State",
    )
    def record_copy(self, *, by: Actor, on: date | None = None) -> None:
        """The local authority's own step (reg 6(6)): a copy within a week of receiving the response."""
        self.copied_on = on or today()
        not_in_the_future(on=self.copied_on)
        not_before(self.sent_to_la_on, "the response reached the local authority", on=self.copied_on)

    @transition(
        source=[Status.DRAFT, Status.IN_REVIEW, Status.AGREED, Status.SIGNED],
        permission=P.RUN_APPEALS,
        effects=[
            Lapses("response_clock", Clock.Lapsed.DIRECTION),
            Starts("regulation_6_response", "response_clock", on="made_on"),
        ],
        label="Record another day that the Tribunal directed",
    )
    def record_direction(self, *, by: Actor, directed_on: date) -> None:
        """The five weeks do not apply where the Tribunal set another time for this response (reg 6(4))."""
        not_before(self.made_on, "the recommendations were made", directed_on=directed_on)
        self.directed_on = directed_on

    def involve(self, team: Team) -> None:
        why = Involvement.Why.REGULATION_6
        Involvement.begin(child_id=self.child_id, organisation=team.organisation, team=team, why=why, on=today())


def agreed_by_all(review: Review, *, by: Actor, **facts: Any) -> None:
    if reviews_outstanding(review.response, by) is None:
        review.response.note_agreement(by=by)


def back_to_author(review: Review, *, by: Actor, **facts: Any) -> None:
    review.response.back_to_draft(by=by)


follows(Review.agree, agreed_by_all)
follows(Review.ask_for_change, back_to_author)
