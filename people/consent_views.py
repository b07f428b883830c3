"""Which pages are there about consent, and about sharing without it?"""

from typing import Any

from django.db import models

from core.today import today
from core.views import ActionView, CreateView, ScopedDetail, ScopedList
from people import consent_forms  # noqa: F401 the forms of the verbs
from people.consented import refused_organisations
from people.models import Child, Consent, SharingWithoutConsent
from people.models.consent import Purpose, Recipient
from people.views import ForCasework


class RecordConsent(CreateView):
    verb = Consent.record
    within_model = Child

    def success_url(self, record: Any) -> str:
        return record.child.get_absolute_url() if isinstance(record, Consent) else record.get_absolute_url()


class RecordSharing(CreateView):
    verb = SharingWithoutConsent.record
    within_model = Child


class ConsentList(ForCasework, ScopedList):
    """What a parent answered for somebody who is 16 now: to be asked again, oldest first."""

    model = Consent
    template_name = "people/consent_list.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list().to_ask_again(today()).order_by("given_on", "pk")


class SaysWhoRecorded:
    """By whom it was recorded: the first line of its history."""

    object: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = self.object.history.order_by("history_date", "history_id").first()
        return super().get_context_data(recorded_by=first.actor, **kwargs)  # type: ignore[misc]


class ConsentPage(SaysWhoRecorded, ScopedDetail):
    model = Consent
    template_name = "people/consent.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.object
        told = [(name, getattr(consent, f"{name}_for")) for name in ("agreed", "refused", "withdrawn")]
        return super().get_context_data(
            said={name: [Purpose(each).label for each in purposes] for name, purposes in told},
            may=[Recipient(each).label for each in consent.agreed_with],
            may_not=[
                *(Recipient(each).label for each in consent.refused_with),
                *(str(each) for each in refused_organisations(consent)),
            ],
            ask_again=consent.decided_by_a_parent_of_a_grown(today()),
            **kwargs,
        )


class ConsentActions(ActionView):
    model = Consent


class SharingPage(SaysWhoRecorded, ScopedDetail):
    model = SharingWithoutConsent
    template_name = "people/sharingwithoutconsent.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()


class SharingActions(ActionView):
    model = SharingWithoutConsent
