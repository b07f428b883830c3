"""How does standard wording read for a child, and what do the wording checks say of it?"""

from core.today import today
from qa.checks import Facts, Finding, Passage, check
from qa.library.fields import filled
from qa.models import GlossaryTerm, LibraryEntry, LibraryVersion

EXAMPLE = Facts(given_name="Sam", pronouns="they")


def example_of(version: LibraryVersion) -> str:
    """For a child of whom nothing but a name is known."""
    return filled(version.wording, name=EXAMPLE.given_name, pronouns=EXAMPLE.pronouns)


def findings_of(entry: LibraryEntry, version: LibraryVersion) -> list[Finding]:
    """By the glossary of its ICB."""
    glossary = GlossaryTerm.objects.of(entry.icb_id)
    return check(Passage(entry.section.stands_for, example_of(version), EXAMPLE, {}, today(), glossary))
