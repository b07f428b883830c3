"""Which standard wording does the QA desk offer, and what does its button do?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from core.today import today
from qa.library.forms import InsertForm
from qa.models import Episode, LibraryEntry, LibraryUse
from qa.models.library_use import joined

INSERTED = "Inserted. You can change every word of it."


def offered(episode: Episode, letter: str) -> list[dict[str, Any]]:
    """What can be inserted here, as it would read."""
    versions = LibraryEntry.objects.offered(episode.child.icb_id, episode.section(letter).stands_for, on=today())
    return [{"entry": one.entry, "words": one.for_child(episode.child)} for one in versions]


def insert(view: Any, about: str) -> HttpResponse:
    """The desk has saved what was typed; now the wording goes in where the typing stood, or at the end."""
    sent, letter = view.request.POST, view.letter
    data = {"section": letter, "entry": sent.get("library_entry", ""), "at": sent.get("library_at", "")}
    form = InsertForm(data, by=view.request.user, within=view.record)
    use = form.act() if form.is_valid() else None
    if use is None:
        refused = [str(word) for words in form.errors.values() for word in words]
        chosen = "Choose the standard wording to insert." if not data["entry"] else " ".join(refused)
        messages.info(view.request, chosen)
        return HttpResponseRedirect(f"{view.back}#desk-library")
    place = caret(sent, use)
    if not place:  # a message takes the focus, and who was typing goes on typing: the page's script says it instead
        messages.success(view.request, INSERTED)
    return HttpResponseRedirect(f"{view.back}{place}#id_approved")


def caret(sent: Any, use: LibraryUse) -> str:
    """Where the words end, if it was said where they begin."""
    if not sent.get("library_at", "").isdigit():
        return ""
    before, _ = joined(sent.get("approved", "").replace("\r\n", "\n"), use.words, int(sent["library_at"]))
    return f"&caret={len(before) + len(use.words)}"
