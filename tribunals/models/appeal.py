"""What has the Tribunal been asked about this child, by when must who do what, and how did it end?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.roles import Permission
from clocks.models import Clock
from clocks.workflow import Lapses, Owes, Starts, Stops
from core.constraints import paired
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.assessment import clock_field, not_before, not_in_the_future
from ehcp.models.plan import dcos
from people.models import Child, ChildScoped
from tribunals.models.board import BoardQuerySet
from tribunals.models.response import Regulation6Response

P = Permission
EARLIER_GOVERNS = (
    "The five weeks begin with the date of the recommendation, not with the day on which it reached us "
    "(SI 2017/1306 regulation 6(3))."
)


class AppealQuerySet(BoardQuerySet):
    def active(self) -> Any:
        return self.filter(closed_on__isnull=True)

    def closed(self) -> Any:
        return self.filter(closed_on__isnull=False)

    def logged_between(self, first: date, last: date) -> Any:
        return self.filter(logged_on__range=(first, last))

    def active_between(self, first: date, last: date) -> Any:
        """Distinct cases that were active on any day from first to last."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=first), logged_on__lte=last)

    def hearings_attended_between(self, first: date, last: date) -> Any:
        return self.filter(attended_hearing=True, heard_on__range=(first, last))

    def for_list(self) -> Any:
        return self.select_related(
            "child__local_authority", "child__icb", "response_clock", "response__response_clock"
        )


class Appeal(ChildScoped):
    """One appeal to the First-tier Tribunal (SEND). The DCO is the board's single contact. Days that the
    Tribunal sets are recorded as it set them; none is worked out here."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Before the Tribunal"
        ORDERED = "ordered", "Order made"
        CLOSED = "closed", "Closed"

    OPEN = (Status.ACTIVE, Status.ORDERED)

    class Kind(models.TextChoices):
        EXTENDED = "extended", "Extended appeal: health or social care too"
        EDUCATION = "education", "Education only"

    class Wording(models.TextChoices):
        AGREED = "agreed", "Agreed by the board"
        NOT_ASSURED = "not_assured", "Not quality-assured"
        UNCLEAR = "unclear", "Unclear"

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed before the hearing (consent order)"
        ALLOWED = "allowed", "Appeal allowed"
        PARTLY = "partly", "Allowed in part"
        DISMISSED = "dismissed", "Dismissed"
        CONCEDED = "conceded", "Conceded"
        WITHDRAWN = "withdrawn", "Withdrawn or struck out"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    reference = models.CharField(max_length=30, help_text="The Tribunal’s own.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE, editable=False)
    wording_at_lodgement = models.CharField(max_length=12, choices=Wording.choices)
    registered_on = models.DateField()
    sent_to_la_on = models.DateField(help_text="The day the Tribunal sent the appeal to the local authority.")
    logged_on = models.DateField()
    response_sent_on = models.DateField(null=True, blank=True)
    evidence_due_on = models.DateField(null=True, blank=True)
    bundle_due_on = models.DateField(null=True, blank=True)
    hearing_on = models.DateField(null=True, blank=True)
    heard_on = models.DateField(null=True, blank=True)
    attended_hearing = models.BooleanField(null=True, blank=True)
    ordered_on = models.DateField(null=True, blank=True, help_text="The day the order and recommendations were made.")
    order_arrived_on = models.DateField(null=True, blank=True)
    governing_reason = models.TextField(blank=True, max_length=2000)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    learning = models.TextField(blank=True, max_length=10_000)
    response_clock = clock_field()
    history = History()

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_on", "-pk"]
        verbose_name = "appeal"
        constraints = [
            models.UniqueConstraint(
                fields=["child", "reference"],
                name="one_appeal_a_reference",
                violation_error_message="This child already has an appeal with this reference.",
            ),
            paired("heard_and_whether_attended", "heard_on", "attended_hearing"),
            paired("order_made_and_arrived", "ordered_on", "order_arrived_on"),
            models.CheckConstraint(
                condition=Q(ordered_on__isnull=True)
                | (Q(order_arrived_on__gte=F("ordered_on")) & ~Q(governing_reason="")),
                name="order_arrives_after_it_was_made",
                violation_error_message="The order cannot have arrived before it was made.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__isnull=False, status="closed") & ~Q(outcome="")),
                name="closed_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("logged_on")),
                name="closed_after_it_was_logged",
            ),
        ]
        indexes = [models.Index(fields=["logged_on", "closed_on"], name="appeals_by_time")]

    def __str__(self) -> str:
        return f"Appeal {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("tribunals:appeal", args=[self.pk])

    def owes(self, rule: str) -> Owes:
        """The response is the local authority's; the DCO sees that the board's part is in it."""
        return Owes(self.child.icb, dcos(self.child.icb), about="with our part in it")

    @property
    def is_extended(self) -> bool:
        return self.kind == self.Kind.EXTENDED

    @creates(
        permission=P.RUN_APPEALS,
        within="child",
        effects=[Starts("appeal_response", "response_clock", on="sent_to_la_on")],
        label="Log an appeal",
    )
    def log(
        cls,
        *,
        by: Actor,
        child: Child,
        kind: str,
        reference: str,
        registered_on: date,
        sent_to_la_on: date,
        wording_at_lodgement: str,
        logged_on: date | None = None,
        evidence_due_on: date | None = None,
        bundle_due_on: date | None = None,
        hearing_on: date | None = None,
    ) -> "Appeal":
        """The board hears of an appeal. The response's 30 working days run from the day the Tribunal sent
        it to the local authority (HESC rule 21); the other days are the Tribunal's directions, as they were
        given."""
        logged = logged_on or today()
        not_in_the_future(registered_on=registered_on, sent_to_la_on=sent_to_la_on, logged_on=logged)
        not_before(child.date_of_birth, "the child was born", registered_on=registered_on)
        not_before(registered_on, "the Tribunal registered it", sent_to_la_on=sent_to_la_on, logged_on=logged)
        appeal = cls(
            child=child,
            kind=kind,
            reference=reference,
            registered_on=registered_on,
            sent_to_la_on=sent_to_la_on,
            logged_on=logged,
            wording_at_lodgement=wording_at_lodgement,
        )
        appeal.set_days(evidence_due_on=evidence_due_on, bundle_due_on=bundle_due_on, hearing_on=hearing_on)
        return appeal

    @transition(source=[Status.ACTIVE], permission=P.RUN_APPEALS, label="Change the Tribunal’s dates")
    def record_deadlines(
        self,
        *,
        by: Actor,
        evidence_due_on: date | None = None,
        bundle_due_on: date | None = None,
        hearing_on: date | None = None,
    ) -> None:
        self.set_days(evidence_due_on=evidence_due_on, bundle_due_on=bundle_due_on, hearing_on=hearing_on)

    def set_days(self, **days: date | None) -> None:
        not_before(self.registered_on, "the Tribunal registered it", **days)
        for name, day in days.items():
            setattr(self, name, day)

    @transition(
        source=OPEN,
        permission=P.RUN_APPEALS,
        conditions=[lambda appeal, by: recorded_already(appeal.response_sent_on)],
        effects=[Stops("response_clock", on="response_sent_on")],
        label="Record that the response was sent",
    )
    def record_response_sent(self, *, by: Actor, on: date | None = None) -> None:
        self.response_sent_on = on or today()
        not_in_the_future(on=self.response_sent_on)
        not_before(self.sent_to_la_on, "the Tribunal sent the appeal", on=self.response_sent_on)

    @transition(
        source=[Status.ACTIVE],
        permission=P.RUN_APPEALS,
        conditions=[lambda appeal, by: recorded_already(appeal.heard_on)],
        label="Record the hearing",
    )
    def record_hearing(self, *, by: Actor, attended: bool, on: date | None = None) -> None:
        """It was held; did the board have to attend?"""
        day = on or self.hearing_on or today()
        not_in_the_future(on=day)
        not_before(self.registered_on, "the Tribunal registered it", on=day)
        self.heard_on, self.attended_hearing = day, attended

    @transition(source=[Status.ACTIVE], target=Status.ORDERED, permission=P.RUN_APPEALS, label="Record the order")
    def record_order(
        self,
        *,
        by: Actor,
        made_on: date,
        arrived_on: date | None = None,
        governing_reason: str = EARLIER_GOVERNS,
        recommendations: Sequence[str] = (),
    ) -> None:
        """The Tribunal decided. Recommendations on health are not binding, and must be answered within five
        weeks that begin with the day they were made (SI 2017/1306 reg 6(3))."""
        arrived = arrived_on or today()
        not_in_the_future(made_on=made_on, arrived_on=arrived)
        not_before(self.registered_on, "the Tribunal registered the appeal", made_on=made_on)
        not_before(made_on, "the order was made", arrived_on=arrived)
        if recommendations and not self.is_extended:
            raise ValidationError(
                "Only an extended appeal can end with recommendations on health. Change its kind first."
            )
        if recommendations:
            # Before the facts are set: making it locks this row and reads it again.
            Regulation6Response.open(by=by, appeal=self, made_on=made_on, recommendations=recommendations)
        self.ordered_on, self.order_arrived_on, self.governing_reason = made_on, arrived, governing_reason

    @transition(source=[Status.ACTIVE], permission=P.RUN_APPEALS, label="Change the kind")
    def change_kind(self, *, by: Actor, kind: str) -> None:
        """Health was added to the appeal later, or taken out of it."""
        self.kind = kind

    @transition(
        source=OPEN,
        target=Status.CLOSED,
        permission=P.RUN_APPEALS,
        conditions=[lambda appeal, by: response_not_sent(appeal)],
        effects=[Lapses("response_clock", Clock.Lapsed.WITHDRAWN)],
        label="Close the appeal",
    )
    def close(self, *, by: Actor, outcome: str, on: date | None = None, learning: str = "") -> None:
        """With its outcome, and what we learn from it."""
        self.closed_on = on or today()
        not_in_the_future(on=self.closed_on)
        not_before(self.ordered_on or self.logged_on, "the order or the logging", on=self.closed_on)
        self.outcome, self.learning = outcome, learning


def recorded_already(day: date | None) -> str | None:
    return f"It is recorded for {day:%-d %B %Y}." if day else None


def response_not_sent(appeal: Appeal) -> str | None:
    response = Regulation6Response.objects.filter(appeal=appeal).first()
    if response and response.status != Regulation6Response.Status.SENT:
        return "The Regulation 6 response has not been sent to the family and the local authority."
    return None
