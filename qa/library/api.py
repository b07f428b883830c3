"""What does the API say about standard wording, its versions and uses, and the glossary?"""

from rest_framework import serializers

from accounts.api import OrganisationReading
from core.api import FullReading, Reading, RecordViews
from people.api import ChildBrief
from qa.api import Episodes
from qa.library import forms, glossary_forms  # noqa: F401 the forms give the verbs their addresses
from qa.models import GlossaryTerm, LibraryEntry, LibraryUse, LibraryVersion


class EntryRow(Reading):
    icb = OrganisationReading()
    section = serializers.CharField(source="section.letter")
    wording = serializers.CharField(source="current.wording", default="", help_text="Of today; empty if none is.")

    class Meta:
        model = LibraryEntry
        fields = ["id", "icb", "key", "section", "topic", "status", "wording"]


class EntryReading(EntryRow, FullReading):
    withdrawn_by = serializers.StringRelatedField()

    class Meta:
        model = LibraryEntry
        fields = [*EntryRow.Meta.fields, "withdrawn_on", "withdrawn_by", "withdrawn_why", "revision", "actions"]


class LibraryEntries(RecordViews):
    model, listed_as = LibraryEntry, "standard-wordings"
    row, full = EntryRow, EntryReading
    filters = {"section": "section__letter", "status": "status"}
    made_in = {LibraryEntry.propose: None}


class VersionRow(Reading):
    class Meta:
        model = LibraryVersion
        fields = ["id", "entry", "number", "status", "wording", "in_force_from"]


class VersionReading(FullReading):
    proposed_by = serializers.StringRelatedField()
    decided_by = serializers.StringRelatedField()

    class Meta:
        model = LibraryVersion
        fields = [
            *VersionRow.Meta.fields,
            "why",
            "proposed_on",
            "proposed_by",
            "decided_on",
            "decided_by",
            "decided_why",
            "revision",
            "actions",
        ]


class LibraryVersions(RecordViews):
    model, listed_as = LibraryVersion, "standard-wording-versions"
    row, full = VersionRow, VersionReading
    filters = {"entry": "entry__key", "status": "status"}
    made_in = {LibraryVersion.propose: LibraryEntries}


class UseRow(Reading):
    child = ChildBrief()

    class Meta:
        model = LibraryUse
        fields = ["id", "child", "episode", "section", "version", "inserted_on", "outcome", "in_plan"]


class UseReading(FullReading):
    child = ChildBrief()
    inserted_by = serializers.StringRelatedField()

    class Meta:
        model = LibraryUse
        fields = [*UseRow.Meta.fields, "words", "inserted_by", "revision", "actions"]


class LibraryUses(RecordViews):
    model, listed_as = LibraryUse, "standard-wording-uses"
    row, full = UseRow, UseReading
    filters = {"child": "child__reference"}
    made_in = {LibraryUse.insert: Episodes}


class TermRow(Reading):
    icb = OrganisationReading()

    class Meta:
        model = GlossaryTerm
        fields = ["id", "icb", "term", "plain", "explained_by", "sections", "familiar", "status"]


class TermReading(FullReading):
    icb = OrganisationReading()
    decided_by = serializers.StringRelatedField()

    class Meta:
        model = GlossaryTerm
        fields = [*TermRow.Meta.fields, "why", "decided_on", "decided_by", "revision", "actions"]


class GlossaryTerms(RecordViews):
    model, listed_as = GlossaryTerm, "glossary-terms"
    row, full = TermRow, TermReading
    filters = {"status": "status"}
    made_in = {GlossaryTerm.add: None}
