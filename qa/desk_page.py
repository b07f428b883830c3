"""What stands on the QA desk: sections, advice, wording with its findings, and what blocks agreeing?"""

from typing import Any

from ehcp.models import ReviewContribution
from ehcp.models.section_set import Section
from qa.accounting import Accounting, accounting_of, draft_has_health_content
from qa.checks.words import pattern
from qa.conditions import missing_at
from qa.findings import checked
from qa.library.on_desk import offered
from qa.models import Episode
from qa.standard import WITHOUT_NEEDS, Theme

OTHERS = "other"  # the tab of the sections that are not health's
STANDARD = "standard-"  # the buttons of the fast path: `standard-3` is theme 3


def letters_of(record: Episode) -> list[str]:
    """The sections that this quality assurance has, in the order of its form."""
    return [row.section for row in record.sections.all()]


def tabs_of(record: Episode, current: str) -> list[dict[str, Any]]:
    tabs = [tab_of(row, current) for row in record.sections.all()]
    if record.version_id:
        others = {"letter": OTHERS, "name": "Other sections", "state": "to read", "current": current == OTHERS}
        tabs.append(others)
    return tabs


def tab_of(row: Any, current: str) -> dict[str, Any]:
    state = "not written" if not row.approved.strip() else "changed" if row.is_changed else "as it was"
    name = f"{row.section} {row.title}"
    return {"letter": row.section, "name": name, "current": row.section == current, "state": state}


def other_sections(record: Episode) -> list[tuple[str, str]]:
    """Heading and text of what the draft says elsewhere, in the order of its set of sections."""
    if record.version is None:
        return []
    mine, others = letters_of(record), record.version.section_set.in_order
    texts = {row.section: row.text for row in record.version.sections.all()}
    written = [one for one in others if texts.get(one.letter) and one.letter not in mine]
    return [(f"{one.letter} {one.title}", texts[one.letter]) for one in written]


def page_of(record: Episode, letter: str) -> dict[str, Any]:
    """Everything that the page shows besides its form."""
    accounting = accounting_of(record)
    is_other = letter == OTHERS
    advice = list(record.advice().outstanding())
    return {
        "notices": [{"text": flag} for flag in flags_of(record)],
        "row": None if is_other else record.section(letter),
        "others": other_sections(record) if is_other else [],
        "library": [] if is_other else offered(record, letter),
        "checked": None if is_other else checked(record, letter),
        "sections": tabs_of(record, letter),
        "accounting": accounting,
        "outstanding": advice,
        "contributions": contributions_to(record),
        "letters": record.section_set.letters,
        "missing": list(missing_at(record, accounting)),
        "clock": record.of.qa_clock if record.of else None,
        **fast_path(record, accounting),
    }


def contributions_to(record: Episode) -> list[ReviewContribution]:
    """What services were asked for this review, and sent."""
    review = record.annual_review
    return list(review.contributions.for_list()) if review else []


def fast_path(record: Episode, accounting: Accounting) -> dict[str, Any]:
    """The themes without health needs; in plain sight where neither the advice nor the draft has health content."""
    likely = likely_theme(record, accounting)
    plain = not accounting.has_health_content and not draft_has_health_content(record)
    themes = [{"go": f"{STANDARD}{theme.value}", "label": theme.label} for theme in WITHOUT_NEEDS if theme != likely]
    return {
        "is_plain": plain and record.theme is None,
        "likely": {"go": f"{STANDARD}{likely.value}", "label": likely.label},
        "themes": themes,
    }


PATHWAY = pattern(r"\b(?:neurodevelopmental pathway|awaiting|waiting (?:list|for))\b")
AUTISM = pattern(r"\b(?:autis\w+|asd|asc)\b")
ADHD = pattern(r"\b(?:adhd|attention deficit)\b")


def likely_theme(record: Episode, accounting: Accounting) -> Theme:
    """By the record and by the words of the advice and of Section C; a person chooses."""
    if record.child.looked_after:
        return Theme.LOOKED_AFTER
    said = [part.text for piece in accounting.pieces for part in piece.parts if part.is_bare_diagnosis]
    said.append(record.texts("current")[Section.C])
    words = " ".join(said)
    signs = ((PATHWAY, Theme.PATHWAY), (ADHD, Theme.ADHD), (AUTISM, Theme.AUTISM))
    return next((theme for sign, theme in signs if sign.search(words)), Theme.NO_NEEDS)


def flags_of(record: Episode) -> list[str]:
    """What changes how this is read."""
    child = record.child
    flags = {
        "Looked after": child.looked_after,
        "Child protection": child.child_protection,
        f"Interpreter: {child.interpreter}": child.interpreter,
        f"Accessible format: {child.accessible_format}": child.accessible_format,
        "Waiting for health advice": record.status == Episode.Status.WAITING,
        "Health advice has arrived": record.advice_arrived_on,
    }
    return [words for words, holds in flags.items() if holds]


def first_letter(record: Episode) -> str:
    return letters_of(record)[0]
