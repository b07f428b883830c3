"""How does the QA desk keep what is written, whichever of its buttons is pressed?"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.views import ActionView
from qa.accounting import GONE, Part, accounting_of, suggested
from qa.conditions import missing_at
from qa.desk_page import OTHERS, STANDARD, first_letter, letters_of, page_of
from qa.findings import NO_LONGER_THERE, checked, find
from qa.forms import DeskForm
from qa.library.on_desk import insert
from qa.likeness import Mark
from qa.models import AccountedLine, Episode, FindingAnswer

GOES_TO = {
    "agree": "return-agreed",
    "return": "return-to-la",
    "wait": "wait-for-advice",
    "hand-back": "hand-back",
    "hand-over": "hand-over",
}


class DeskView(ActionView):
    """One section at a time; every button of the page saves that section first, so nothing typed is lost.

    `go` says which button it was: another section's letter, save, agree, return, wait, hand back; or, after its name,
    what it is about: a finding's or a line's key, a theme without health needs.
    """

    model = Episode
    template_name = "qa/desk.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_page().select_related("plan__qa_clock", "annual_review__qa_clock")

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
        name, _, about = where.partition("-")
        if about and name in self.about_something:
            return self.about_something[name](self, about)
        if where == "agree" and record.still_missing:
            return self.show_what_is_missing(form)
        if where == "section-g":
            return HttpResponseRedirect(reverse("qa:sectiongagreement_decide", args=[record.pk]))
        if where in GOES_TO:
            return HttpResponseRedirect(reverse("qa:episode_do", args=[record.pk, GOES_TO[where]]))
        if where not in (*letters_of(record), OTHERS):
            messages.success(self.request, "Saved. Your colleagues see it too.")
            where = self.letter
        return HttpResponseRedirect(f"{reverse('qa:desk', args=[record.pk])}?section={where}")

    def show_what_is_missing(self, form: DeskForm) -> HttpResponse:
        """All is saved; the same page again, made from the record as it is now."""
        form.data = form.data.copy()
        form.data["revision"] = str(self.record.revision)
        if not self.record.section_g_agreed:
            form.data.pop("section_g_agreed", None)  # ticked for other words: it is asked for again
        here = f"?section={self.letter}#section-{self.letter}-"
        form.leads_to = {words: place.replace(here, "#id_") for words, place in missing_at(self.record).items()}
        for words, place in form.leads_to.items():
            name = place.removeprefix("#id_")
            form.add_error(name if name in form.fields else None, words)
        return self.show(form, status=422)

    def accept(self, key: str) -> HttpResponse:
        """The suggestion replaces the words, in the section as it was just saved."""
        place = self.place_after(key)
        try:
            FindingAnswer.accept(by=self.request.user, episode=self.record, section=self.letter, finding=key)
        except ValidationError as refused:
            messages.info(self.request, " ".join(refused.messages))
            return HttpResponseRedirect(self.back)
        messages.success(self.request, "Changed. Say why in the comment.")
        return HttpResponseRedirect(f"{self.back}{place}")

    def edit(self, key: str) -> HttpResponse:
        return self.ask("qa:findinganswer_edit", key)

    def dismiss(self, key: str) -> HttpResponse:
        return self.ask("qa:dismissal_dismiss", key)

    def ask(self, name: str, key: str) -> HttpResponse:
        """On a page of its own, unless what was typed has put it right already."""
        if find(self.record, self.letter, key) is None:
            messages.info(self.request, NO_LONGER_THERE)
            return HttpResponseRedirect(f"{self.back}#desk-checks")
        return self.page(name, self.place_after(key), section=self.letter, finding=key)

    def place_after(self, key: str) -> str:
        """Once this finding is gone, the next one has its number."""
        notes = checked(self.record, self.letter).notes
        number = next((note.number for note in notes if note.key == key), len(notes))
        return f"#finding-{number}" if number < len(notes) else "#desk-checks"

    def line(self, key: str) -> HttpResponse:
        """Say what became of a line, on a page of its own."""
        part, place = accounting_of(self.record).find(key), f"#line-{key}"
        if part is not None and part.account is not None:
            change = reverse("qa:accountedline_do", args=[part.account.pk, "change"])
            return HttpResponseRedirect(f"{change}?{urlencode({'next': self.back + place})}")
        return self.page("qa:accountedline_account", place, line=key)

    def confirm(self, key: str) -> HttpResponse:
        """What is suggested for one line, or for all whose very words are in the wording."""
        accounting = accounting_of(self.record)
        part = accounting.find(key)
        parts = accounting.carried if key == "carried" else [part] if part else []
        return self.say(parts, suggested)

    def nothing(self, key: str) -> HttpResponse:
        """This piece of advice has no health content."""
        part = accounting_of(self.record).find(key)
        return self.say([part] if part else [], lambda part: {"mark": Mark.NOTHING})

    def say(self, parts: Iterable[Part], facts: Callable[[Part], dict[str, Any]]) -> HttpResponse:
        """These marks, all or none; then to the next line without one."""
        parts = list(parts)
        try:
            with transaction.atomic():
                for part in parts:
                    self.account(part, **facts(part))
        except ValidationError as refused:
            messages.info(self.request, " ".join(refused.messages))
        if not parts:
            messages.info(self.request, GONE)
        self.record = self.get_queryset().get(pk=self.record.pk)
        following = next(iter(accounting_of(self.record).open_parts), None)
        place = f"#line-{following.key}" if following else "#desk-advice"
        return HttpResponseRedirect(f"{self.back}{place}")

    def account(self, part: Part, **facts: Any) -> None:
        if part.account is None:
            AccountedLine.account(by=self.request.user, episode=self.record, line=part.key, **facts)
        else:
            part.account.change(by=self.request.user, **facts)

    def standard(self, theme: str) -> HttpResponse:
        """The wording for no health needs, and straight to the last look."""
        form = Episode.use_standard_wording.form({"theme": theme}, by=self.request.user, record=self.record)
        if not form.is_valid() or form.act() is None:
            return self.show(form, status=422)
        self.record = self.get_queryset().get(pk=self.record.pk)
        if self.record.still_missing:
            messages.info(self.request, " ".join(self.record.still_missing))
            return HttpResponseRedirect(self.back)
        return HttpResponseRedirect(reverse("qa:episode_do", args=[self.record.pk, "return-agreed"]))

    about_something = {
        "accept": accept,
        "edit": edit,
        "dismiss": dismiss,
        "line": line,
        "confirm": confirm,
        "nothing": nothing,
        "insert": insert,
        STANDARD.removesuffix("-"): standard,
    }

    def page(self, name: str, place: str, **asked: str) -> HttpResponse:
        """A page of its own, and back to this section and place."""
        asked["next"] = f"{self.back}{place}"
        return HttpResponseRedirect(f"{reverse(name, args=[self.record.pk])}?{urlencode(asked)}")

    @property
    def back(self) -> str:
        return f"{reverse('qa:desk', args=[self.record.pk])}?section={self.letter}"

    @property
    def letter(self) -> str:
        sent, asked_for = self.request.POST, self.request.GET.get("section", "")
        asked = sent.get("section") or sent.get("tab") or asked_for
        known = asked in letters_of(self.record) or (asked == OTHERS and self.record.version_id)
        return asked if known else first_letter(self.record)

    def initial(self) -> dict[str, Any]:
        return DeskForm.filled_from(self.record, self.letter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.record.version
        papers = version.papers_for(self.request.user) if version else []
        return super().get_context_data(papers=papers, **page_of(self.record, self.letter), **kwargs)
