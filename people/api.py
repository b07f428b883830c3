"""What does the API say about a child?"""

from typing import Any

from django.db import models

from accounts.api import OrganisationReading
from accounts.roles import Permission
from core.api import FullReading, Reading, RecordViews
from people import consent_forms, forms  # noqa: F401 the forms give the verbs their addresses
from people.models import Child, Consent, SharingWithoutConsent

BRIEFLY = ["id", "reference", "given_name", "family_name", "local_authority"]


class ChildBrief(Reading):
    """Whose record it is."""

    local_authority = OrganisationReading()

    class Meta:
        model = Child
        fields = BRIEFLY


class ChildReading(FullReading):
    local_authority = OrganisationReading()
    icb = OrganisationReading()

    class Meta:
        model = Child
        fields = [
            *BRIEFLY,
            "icb",
            "date_of_birth",
            "nhs_number",
            "pronouns",
            "school",
            "looked_after",
            "child_protection",
            "interpreter",
            "accessible_format",
            "registered_on",
            "revision",
            "actions",
        ]


class Children(RecordViews):
    """Children whose file one may open. Whoever was asked for advice finds the child in the request."""

    model, listed_as = Child, "children"
    row, full = ChildBrief, ChildReading
    filters = {"local_authority": "local_authority__code", "reference": "reference"}
    made_in = {Child.register: None}

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().whole_file_of(self.request.user)

    def find_within(self) -> Any:
        """One's own local authority, as on the page."""
        return next(iter(self.request.user.organisations_with(Permission.REGISTER_CHILD)), None)


class ConsentRow(Reading):
    """One answer: what was agreed to, refused, withdrawn."""

    child = ChildBrief()

    class Meta:
        model = Consent
        fields = ["id", "child", "status", "giver", "given_on", "agreed_for", "refused_for", "withdrawn_for"]


class ConsentReading(FullReading):
    child = ChildBrief()

    class Meta:
        model = Consent
        fields = [
            *ConsentRow.Meta.fields,
            "given_by",
            "responsibility",
            "assessor",
            "assessed_on",
            "best_interests",
            "how",
            "document",
            "agreed_with",
            "refused_with",
            "refused_organisations",
            "note",
            "withdrawn_on",
            "who_withdrew",
            "revision",
            "actions",
        ]


class Consents(RecordViews):
    model, listed_as = Consent, "consents"
    row, full = ConsentRow, ConsentReading
    filters = {"status": "status", "reference": "child__reference"}
    made_in = {Consent.record: Children}


class SharingRow(Reading):
    child = ChildBrief()
    organisation = OrganisationReading()

    class Meta:
        model = SharingWithoutConsent
        fields = ["id", "child", "status", "ground", "purpose", "organisation", "with_whom", "shared_on"]


class SharingReading(FullReading):
    child = ChildBrief()
    organisation = OrganisationReading()

    class Meta:
        model = SharingWithoutConsent
        fields = [
            *SharingRow.Meta.fields,
            "what",
            "reason",
            "duty",
            "decided_with",
            "told_on",
            "why_not_told",
            "revision",
            "actions",
        ]


class SharingsWithoutConsent(RecordViews):
    model, listed_as = SharingWithoutConsent, "sharings-without-consent"
    row, full = SharingRow, SharingReading
    filters = {"status": "status", "reference": "child__reference"}
    made_in = {SharingWithoutConsent.record: Children}
