"""Is advice that was given before sufficient, and have all three who must agree agreed?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import Team
from accounts.roles import Permission
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.advice import AdviceRequest
from ehcp.models.advice_words import Paragraph
from ehcp.models.asking import not_assessing_yet
from ehcp.models.assessment import AssessmentRequest
from people.models import ChildScoped, Document
from people.models.involvement import ChildScopedQuerySet


class Party(models.TextChoices):
    """Who must be satisfied that it is sufficient (SEND Regs 2014 reg 6(4))."""

    AUTHOR = "author", "The person who gave the advice"
    AUTHORITY = "authority", "The local authority"
    FAMILY = "family", "The parent or young person"


def with_its_day(party: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{party}_agreed_on__isnull": True, f"{party}_agreed_by": ""})
        | (Q(**{f"{party}_agreed_on__isnull": False}) & ~Q(**{f"{party}_agreed_by": ""})),
        name=f"earlier_advice_{party}_agreed_on_and_by",
    )


def a_name() -> models.CharField:
    return models.CharField(max_length=120, blank=True)


NOT_THE_FAMILYS = "The family’s own advice is always sought: regulation 6(4) is about 6(1)(b) to (h)."


class EarlierAdviceQuerySet(ChildScopedQuerySet):
    def agreed(self) -> Any:
        return self.filter(status=EarlierAdvice.Status.AGREED)

    def for_list(self) -> Any:
        related = ("child__local_authority", "service__organisation", "request__asked_of", "document")
        return self.select_related(*related).order_by("pk")


class EarlierAdvice(ChildScoped):
    """Advice that was given before, for any purpose. It must not be sought again where its author, the local
    authority and the family are all satisfied that it is sufficient (reg 6(4), of advice under 6(1)(b) to (h))."""

    class Status(models.TextChoices):
        GATHERING = "gathering", "Agreements are being gathered"
        AGREED = "agreed", "Sufficient: all three agreed"
        NOT_AGREED = "not_agreed", "Not sufficient: new advice is sought"

    Party = Party

    assessment = models.ForeignKey(AssessmentRequest, models.PROTECT, related_name="earlier_advice")
    request = models.ForeignKey(
        AdviceRequest, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The request that it makes needless, if one is open.",
    )  # fmt: skip
    service = models.ForeignKey(Team, models.PROTECT, related_name="+", help_text="Whose advice it is.")
    paragraph = models.CharField(max_length=1, choices=Paragraph.choices)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=120)
    given_on = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.GATHERING, editable=False)
    author_agreed_on = models.DateField(null=True, blank=True)
    author_agreed_by = a_name()
    authority_agreed_on = models.DateField(null=True, blank=True)
    authority_agreed_by = a_name()
    family_agreed_on = models.DateField(null=True, blank=True)
    family_agreed_by = a_name()
    refused_on = models.DateField(null=True, blank=True)
    refused_by = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    history = History()

    objects = EarlierAdviceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "earlier advice"
        verbose_name_plural = "earlier advice"
        constraints = [
            *(with_its_day(party.value) for party in Party),
            models.CheckConstraint(
                condition=~Q(status="agreed")
                | Q(
                    author_agreed_on__isnull=False, authority_agreed_on__isnull=False, family_agreed_on__isnull=False
                ),
                name="earlier_advice_is_agreed_by_all_three",
            ),
            models.CheckConstraint(
                condition=Q(refused_on__isnull=True, refused_by="")
                | (Q(refused_on__isnull=False, status="not_agreed") & ~Q(refused_by="") & ~Q(reason="")),
                name="earlier_advice_refused_on_and_by",
            ),
            models.UniqueConstraint(
                fields=["assessment", "service", "paragraph"],
                condition=Q(status__in=["gathering", "agreed"]),
                name="one_earlier_advice_a_service",
                violation_error_message="Earlier advice of this service is recorded here already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Earlier advice: {self.title}"

    def get_absolute_url(self) -> str:
        return self.assessment.get_absolute_url()

    @property
    def agreements(self) -> list[dict[str, Any]]:
        """Each of the three: who must agree, and who did when."""
        return [
            {
                "party": party.label,
                "on": getattr(self, f"{party.value}_agreed_on"),
                "by": getattr(self, f"{party.value}_agreed_by"),
            }
            for party in Party
        ]

    @property
    def still_to_agree(self) -> list[Party]:
        return [party for party in Party if getattr(self, f"{party.value}_agreed_on") is None]

    @creates(
        permission=Permission.CALL_OFF_ADVICE,
        within="assessment",
        conditions=[lambda assessment, by: not_assessing_yet(assessment)],
        label="Use earlier advice",
    )
    def propose(
        cls,
        *,
        by: Actor,
        assessment: AssessmentRequest,
        service: Team,
        paragraph: str,
        title: str,
        author: str,
        given_on: date,
        document: Document | None = None,
    ) -> "EarlierAdvice":
        """A request of the same service under the same paragraph that is open runs on until all three have agreed."""
        if paragraph == Paragraph.A:
            raise ValidationError({"paragraph": NOT_THE_FAMILYS})
        not_in_the_future(given_on=given_on)
        not_before(assessment.child.date_of_birth, "the child was born", given_on=given_on)
        if document and document.child_id != assessment.child_id:
            raise ValidationError({"document": "This file is in another child’s case."})
        open_one = assessment.advice_requests.outstanding().filter(asked_of=service, paragraph=paragraph).first()
        return cls(
            child=assessment.child, assessment=assessment, request=open_one, service=service, paragraph=paragraph,
            title=title, author=author, given_on=given_on, document=document,
        )  # fmt: skip

    @transition(
        source=[Status.GATHERING],
        target=(Status.GATHERING, Status.AGREED),
        permission=Permission.CALL_OFF_ADVICE,
        label="Record who agrees",
    )
    def record_agreement(self, *, by: Actor, party: str, name: str, on: date) -> str:
        """With the third, no new advice is sought, and the request for it is closed."""
        if party not in self.still_to_agree:
            raise ValidationError({"party": "They have agreed already. Choose who else agrees."})
        not_in_the_future(on=on)
        not_before(self.assessment.received_on, "the assessment was asked for", on=on)
        setattr(self, f"{party}_agreed_on", on)
        setattr(self, f"{party}_agreed_by", name)
        if self.still_to_agree:
            return self.Status.GATHERING
        self.close_request(by=by)
        return self.Status.AGREED

    def close_request(self, *, by: Actor) -> None:
        """The one that was open then, or was asked since."""
        same = self.assessment.advice_requests.outstanding().filter(asked_of=self.service, paragraph=self.paragraph)
        self.request = same.first()
        if self.request:
            why = f"“{self.title}” of {self.given_on:%-d %B %Y} is agreed as sufficient (regulation 6(4))."
            self.request.close_as_sufficient(by=by, on=today(), reason=why)

    @transition(
        source=[Status.GATHERING],
        target=Status.NOT_AGREED,
        permission=Permission.CALL_OFF_ADVICE,
        label="Record that one does not agree",
    )
    def record_disagreement(self, *, by: Actor, party: str, name: str, reason: str) -> None:
        """Then new advice is sought: a request that is open runs on."""
        who = Party(party).label
        self.refused_on, self.refused_by = today(), f"{name} ({who[0].lower()}{who[1:]})"
        self.reason = reason
