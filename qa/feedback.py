"""What stands on the feedback form: on the page, in the PDF and in the Word document, the same."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from core.jinja import long_date
from core.pdf import render_pdf
from core.today import today
from ehcp.models.section_set import Section
from qa.comparison import Pieces
from qa.models import Episode, FormWording

HEADING = "Feedback on the health sections"
KEY = "Words taken out are struck through. New words are underlined."
NOT_AGREED = "is not agreed yet, so this form gives no approved wording."
UNCHANGED = "Current wording agreed."
COLUMNS = ("Current wording", "DCO comments")
NOTHING = "Nothing was written."
LONG = 1200  # letters of a section: its row runs over the page


@dataclass(frozen=True)
class FeedbackSection:
    """One row of the form."""

    letter: str
    name: str
    current: str
    comments: str
    approved: str
    pieces: Pieces
    is_changed: bool

    @property
    def heading(self) -> str:
        return f"Section {self.letter}: {self.name[:1].lower()}{self.name[1:]}"

    @property
    def before(self) -> Pieces:
        """The current wording, with what was taken out of it."""
        return [piece for piece in self.pieces if piece[0] != "added"] or [("same", NOTHING)]

    @property
    def after(self) -> Pieces:
        """The approved wording, with what is new in it."""
        return [piece for piece in self.pieces if piece[0] != "removed"]


@dataclass(frozen=True)
class Feedback:
    """The whole form. One that is not agreed has no approved wording on it: drafts are not to be copied."""

    episode: Episode
    title: str
    opening: str
    footer: str
    facts: list[tuple[str, str]]
    notes: list[str]
    sections: list[FeedbackSection]

    @property
    def is_agreed(self) -> bool:
        return self.episode.is_agreed

    @property
    def is_draft(self) -> bool:
        """Not returned yet: for the DCO's eyes."""
        return not self.episode.is_returned

    @property
    def shows_wording(self) -> bool:
        return self.is_agreed or self.is_draft

    @property
    def columns(self) -> tuple[str, ...]:
        approved = "ICB approved wording" if self.is_agreed else "Wording to be approved"
        return (*COLUMNS, approved) if self.shows_wording else COLUMNS

    @property
    def is_long(self) -> bool:
        """Each page must say which section it is in."""
        return any(max(len(section.current), len(section.approved)) > LONG for section in self.sections)

    @property
    def has_changes(self) -> bool:
        return self.shows_wording and any(section.is_changed for section in self.sections)

    @property
    def file_name(self) -> str:
        return slugify(f"health feedback {self.episode.child.reference} {self.episode.pk}")


def feedback_of(episode: Episode) -> Feedback:
    child = episode.child
    words = FormWording.objects.of(child.icb, on=today()) if not episode.is_returned else None
    unchanged = "" if episode.status == Episode.Status.RETURNED else UNCHANGED
    return Feedback(
        episode=episode,
        title=f"{HEADING}: {child.name}",
        opening=opening_of(episode, words),
        footer=words.filled(words.footer, child.given_name) if words else episode.footer,
        facts=facts_of(episode),
        notes=notes_of(episode),
        sections=[section_of(row, unchanged=unchanged) for row in episode.sections.all()],
    )


def opening_of(episode: Episode, words: FormWording | None) -> str:
    """What was read, and what the wording is for; a form without approved wording says so instead."""
    if episode.status == Episode.Status.RETURNED:
        return (
            "The plan and all the health advice received with it have been reviewed. "
            + f"{provision_of(episode)} {NOT_AGREED}"
        )
    return words.filled(words.opening, episode.child.given_name) if words else episode.opening


def facts_of(episode: Episode) -> list[tuple[str, str]]:
    """The header of the form."""
    child = episode.child
    coordinator = str(episode.coordinator or f"{child.local_authority} SEND team")
    returned = long_date(episode.returned_on) if episode.returned_on else "Not returned yet"
    return [
        ("Name", child.name),
        ("Date of birth", long_date(child.date_of_birth)),
        ("EHCP coordinator", coordinator),
        ("For", episode.get_kind_display()),
        ("Date", returned),
        ("DCO", str(episode.returned_by or episode.taken_by)),
        ("Decision", decision_of(episode)),
        (provision_of(episode), section_g_of(episode)),
    ]


def decision_of(episode: Episode) -> str:
    if episode.status == Episode.Status.WAITING:
        return "Waiting for health advice"
    if episode.is_open and not episode.still_missing:
        return f"{episode.decision_to_be.label}, once it is returned"
    return episode.get_decision_display() or "Not decided yet"


def provision_of(episode: Episode) -> str:
    """“Section G”, or what stands for it in this plan."""
    return str(episode.standing_for(Section.G))


def section_g_of(episode: Episode) -> str:
    """What the ICB decided about Section G, and when; of words that were changed since it says nothing."""
    last = episode.agreement
    if last is None or last.is_given is not episode.section_g_agreed:
        return "Not decided yet"
    return f"{last.get_decision_display()}, {long_date(last.decided_on)}"


def notes_of(episode: Episode) -> list[str]:
    """What the reader must know beside the wording."""
    notes = []
    if not episode.is_returned:
        notes.append("This is a draft. It was not agreed and not returned yet.")
    if episode.status == Episode.Status.RETURNED:
        notes.append(f"What is missing: {episode.missing}")
    notes += section_g_notes(episode)
    if episode.advice_missing:
        notes.append(advice_note(episode))
    if episode.coproduced:
        notes.append("This wording was written together with the family.")
    return notes


def section_g_notes(episode: Episode) -> list[str]:
    """Why the ICB agrees Section G in part only, and who funds what its core services do not give."""
    last = episode.agreement
    if last is None or not last.is_given or not episode.section_g_agreed:
        return []
    part = (
        f"The ICB agrees {provision_of(episode)} in part. {last.reason}"
        if last.decision == last.Decision.IN_PART
        else ""
    )
    return [words for words in (part, last.funding_in_words) if words]


def advice_note(episode: Episode) -> str:
    if episode.advice_arrived_on:
        arrived = long_date(episode.advice_arrived_on)
        return f"Health advice had not arrived when the papers were shared. It was answered on {arrived}."
    return "Health advice had not arrived when the papers were shared."


def section_of(row: Any, *, unchanged: str) -> FeedbackSection:
    as_it_was = "" if row.is_changed or not row.approved.strip() else unchanged
    return FeedbackSection(
        letter=row.section,
        name=row.title,
        current=row.current,
        comments=row.comments.strip() or as_it_was,
        approved=row.approved,
        pieces=row.pieces,
        is_changed=row.is_changed,
    )


def feedback_pdf(feedback: Feedback) -> bytes:
    context = {"feedback": feedback, "heading": HEADING, "key": KEY, "nothing": NOTHING}
    return render_pdf("qa/feedback_pdf.html", context, title=feedback.title)
