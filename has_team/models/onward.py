"""To which services does the adviser recommend a referral, and who makes it?"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from ehcp.models.assessment import not_before, not_in_the_future
from has_team.models.querysets import OnwardReferralQuerySet
from has_team.models.referral import Referral
from people.models import ChildScoped


class OnwardReferral(ChildScoped):
    """One referral that the adviser recommends. It is part of the advice, not a request for advice."""

    class MadeBy(models.TextChoices):
        ADVISER = "adviser", "The Health Adviser"
        GP = "gp", "The GP"
        SETTING = "setting", "The school or setting"
        FAMILY = "family", "The family"

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="onward_referrals")
    service = models.CharField(max_length=200)
    made_by = models.CharField(max_length=10, choices=MadeBy.choices)
    recommended_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    history = History()

    within_path = ("child", "referral")
    objects = OnwardReferralQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "onward referral"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("recommended_on")),
                name="onward_referral_withdrawn_after_it_was_made",
            ),
            models.UniqueConstraint(
                fields=["referral", "service"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_onward_referral_a_service",
                violation_error_message="This service is already on the list.",
            ),
        ]

    def __str__(self) -> str:
        return f"Onward referral to {self.service}"

    @property
    def made_by_in_words(self) -> str:
        """made by the GP"""
        who = self.get_made_by_display()
        return f"made by {who[0].lower()}{who[1:]}"

    def get_absolute_url(self) -> str:
        return self.referral.get_absolute_url()

    @creates(
        permission=Permission.WORK_REFERRAL,
        within="referral",
        conditions=[lambda referral, by: already_written(referral)],
        label="Add an onward referral",
    )
    def recommend(
        cls, *, by: Actor, referral: Referral, service: str, made_by: str, on: date | None = None
    ) -> "OnwardReferral":
        day = on or today()
        not_in_the_future(on=day)
        not_before(referral.accepted_on, "the referral was accepted", on=day)
        return cls(child=referral.child, referral=referral, service=service, made_by=made_by, recommended_on=day)

    @transition(
        permission=Permission.WORK_REFERRAL,
        conditions=[lambda onward, by: already_written(onward.referral) or already_withdrawn(onward)],
        label="Take off the list",
    )
    def withdraw(self, *, by: Actor) -> None:
        self.withdrawn_on = today()


def already_written(referral: Referral) -> str | None:
    if referral.status != Referral.Status.WORKING:
        return "The advice has left the adviser: its list of onward referrals stays as it is."
    return None


def already_withdrawn(onward: OnwardReferral) -> str | None:
    return "It is off the list already." if onward.withdrawn_on else None
