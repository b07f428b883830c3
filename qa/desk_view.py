"""How does the QA desk keep what is written, whichever of its buttons is pressed?"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.views import ActionView
from ehcp.models.version import HEALTH_SECTIONS
from qa.conditions import AGREE_SECTION_G, CHOOSE_THEME
from qa.findings import checked, find
from qa.forms import SECTIONS, DeskForm
from qa.models import Episode
from qa.standard import WITHOUT_NEEDS

ACCEPT, DISMISS = "accept-", "dismiss-"  # the buttons of a finding: its rule and the fingerprint of its words
STANDARD = "standard-"  # the buttons of the fast path: `standard-3` is theme 3
BESIDE = {CHOOSE_THEME: "theme", AGREE_SECTION_G: "section_g_agreed"}  # the other reasons name their section
GOES_TO = {
    "return": "return-to-la",
    "wait": "wait-for-advice",
    "hand-back": "hand-back",
    "hand-over": "hand-over",
}


class DeskView(ActionView):
    """One section at a time; every button of the page saves that section first, so nothing typed is lost.

    `go` says which button it was: another section's letter, save, agree, return, wait, hand back, or the
    standard wording for a theme without health needs.
    """

    model = Episode
    template_name = "qa/desk.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_page()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.record.is_open:
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid() or (form.has_changed() and form.act() is None):
            return self.show(form, status=422)
        return self.go(request.POST.get("go", "save"), form)

    def go(self, where: str, form: DeskForm) -> HttpResponse:
        """What the button says, now that the section is saved."""
        record = self.record = self.get_queryset().get(pk=self.record.pk)
        if where.startswith(STANDARD):
            return self.use_standard_wording(where.removeprefix(STANDARD))
        if where.startswith(ACCEPT):
            return self.accept(form, where.removeprefix(ACCEPT))
        if where.startswith(DISMISS):
            return self.dismiss(where.removeprefix(DISMISS))
        if where == "agree" and record.still_missing:
            return self.show_what_is_missing(form)
        if where == "agree":
            return HttpResponseRedirect(reverse("qa:episode_do", args=[record.pk, "return-agreed"]))
        if where == "section-g":
            return HttpResponseRedirect(reverse("qa:sectiongagreement_decide", args=[record.pk]))
        if where in GOES_TO:
            return HttpResponseRedirect(reverse("qa:episode_do", args=[record.pk, GOES_TO[where]]))
        if where not in HEALTH_SECTIONS:
            messages.success(self.request, "Saved. Your colleagues see it too.")
            where = form.cleaned_data["section"]
        return HttpResponseRedirect(f"{reverse('qa:desk', args=[record.pk])}?section={where}")

    def show_what_is_missing(self, form: DeskForm) -> HttpResponse:
        """All is saved; the same page again, made from the record as it is now."""
        missing = self.record.still_missing
        form.data = form.data.copy()
        form.data["revision"] = str(self.record.revision)
        if not self.record.section_g_agreed:
            form.data.pop("section_g_agreed", None)  # ticked for other words: it is asked for again
        for words in missing:
            form.add_error(BESIDE.get(words), words)
        return self.show(form, status=422)

    def accept(self, form: DeskForm, key: str) -> HttpResponse:
        """The suggestion replaces the words, in the section as it was just saved."""
        found, row = find(self.record, self.letter, key), self.record.section(self.letter)
        if found is None or found.replacement is None:
            messages.info(self.request, "The wording has changed since, and that finding is no longer there.")
            return HttpResponseRedirect(self.back)
        text = row.approved[: found.start] + found.replacement + row.approved[found.end :]
        data = self.request.POST.dict() | {"approved": text, "revision": str(self.record.revision)}
        changed = self.make_form(data)
        if changed.is_valid() and changed.act() is not None:
            messages.success(self.request, f"Changed to “{found.replacement}”. Say why in the comment.")
            return HttpResponseRedirect(self.back)
        return self.show(changed, status=422)

    def dismiss(self, key: str) -> HttpResponse:
        asked = urlencode({"section": self.letter, "finding": key})
        return HttpResponseRedirect(f"{reverse('qa:dismissal_dismiss', args=[self.record.pk])}?{asked}")

    @property
    def back(self) -> str:
        return f"{reverse('qa:desk', args=[self.record.pk])}?section={self.letter}"

    def use_standard_wording(self, theme: str) -> HttpResponse:
        form = Episode.use_standard_wording.form({"theme": theme}, by=self.request.user, record=self.record)
        if form.is_valid() and form.act() is not None:
            return HttpResponseRedirect(reverse("qa:episode_do", args=[self.record.pk, "return-agreed"]))
        return self.show(form, status=422)

    @property
    def letter(self) -> str:
        asked = self.request.POST.get("section") or self.request.GET.get("section", "")
        return asked if asked in HEALTH_SECTIONS else HEALTH_SECTIONS[0]

    def initial(self) -> dict[str, Any]:
        return DeskForm.filled_from(self.record, self.letter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        advice = list(self.record.advice().select_related("document"))
        return super().get_context_data(
            notices=[{"text": flag} for flag in flags_of(self.record)],
            row=self.record.section(self.letter),
            checked=checked(self.record, self.letter),
            sections=[section_tab(self.record, letter, name, self.letter) for letter, name in SECTIONS],
            advice=[Piece(request) for request in advice if request.returned_on],
            outstanding=[request for request in advice if request.status in request.OPEN],
            themes=[{"go": f"{STANDARD}{theme.value}", "label": theme.label} for theme in WITHOUT_NEEDS],
            **kwargs,
        )


class Piece:
    """One piece of advice, for the desk: who gave it, when, and its lines, numbered."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.lines = [{"text": line.strip()} for line in request.advice_text.splitlines() if line.strip()]

    @property
    def heading(self) -> str:
        return str(self.request.service or self.request.of_whom)


def section_tab(record: Episode, letter: str, name: str, current: str) -> dict[str, Any]:
    row = record.section(letter)
    state = "not written" if not row.approved.strip() else "changed" if row.is_changed else "as it was"
    return {"letter": letter, "name": name, "current": letter == current, "state": state}


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
