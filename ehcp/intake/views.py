"""How does a plan that was written elsewhere get into the form, to be looked at before it is sent?

What is read is put into the team’s draft of this form (core/draft_page.py): nobody but the team sees it, nothing that
was typed is lost, and the same page then shows it. Each button is an ordinary one: it works without JavaScript.
"""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict

from core.drafts import save_draft, typed
from ehcp.intake.found import Found, find, put_in
from ehcp.intake.papers_form import AdviceFilesForm
from ehcp.intake.reading_form import FILE, PASTED, ReadingForm
from ehcp.plan_forms import PIECE, SectionsForm

READ, MOVE, ATTACH = "read", "move", "attach"  # the buttons
OF_THE_PAGE = (READ, MOVE, ATTACH, "pasted")  # not kept with the draft


class ReadsPlan:
    """Beside a page whose form is a SectionsForm: “Read this file”, “Split it into its sections”, “Move the text”."""

    request: HttpRequest

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_sections or self.draft_is_meant:  # type: ignore[attr-defined]
            return super().post(request, **kwargs)  # type: ignore[misc]
        if READ in request.POST:
            return self.read_in(request)
        if ATTACH in request.POST or request.FILES.getlist("advice_files"):
            return self.attach(request)
        chosen = any(value for name, value in request.POST.items() if name.startswith(PIECE))
        if MOVE in request.POST or chosen:
            return self.move(request)
        return super().post(request, **kwargs)  # type: ignore[misc]

    @property
    def has_sections(self) -> bool:
        return issubclass(self.verb.form, SectionsForm)  # type: ignore[attr-defined]

    @cached_property
    def found(self) -> Found | None:
        """What was read before: it comes with the page, or from the draft that was saved."""
        if self.request.method == "POST":
            return Found.of_json(self.request.POST.get("found", ""))
        draft = self.draft  # type: ignore[attr-defined]
        return Found.of_json("".join(draft.data.get("found", []))) if draft else None

    def form_arguments(self) -> dict[str, Any]:
        given = super().form_arguments()  # type: ignore[misc]
        return given | ({"found": self.found} if self.has_sections else {})

    def read_in(self, request: HttpRequest) -> HttpResponse:
        way = PASTED if request.POST[READ] == PASTED else FILE
        form = self.as_typed(request.POST)
        reading = ReadingForm(request.POST, request.FILES, by=request.user, child=form.child, way=way)
        if not reading.is_valid():
            return self.show_again(form, reading=reading)
        found, texts = find(reading.layout, form.section_set, name=reading.name, warnings=reading.warnings)
        before = {s.letter: request.POST.get(f"section_{s.letter}", "") for s in form.asked}
        sections, found = put_in(before, texts, found)
        return self.keep(request, sections, found, said=self.told(found, form))

    def attach(self, request: HttpRequest) -> HttpResponse:
        """The files become documents of the child’s, and the form asks which request each answers."""
        form = self.as_typed(request.POST)
        files = AdviceFilesForm(by=request.user, child=form.child, data={})
        all_added = files.add_all(request.FILES.getlist("advice_files"))
        if not all_added:
            return self.show_again(self.as_typed(request.POST), files=files)
        many = len(files.added)
        said = (
            f"{many} {'document is' if many == 1 else 'documents are'} in the child’s file. Check which request each"
        )
        sections = {s.letter: request.POST.get(f"section_{s.letter}", "") for s in form.asked}
        return self.keep(request, sections, self.found, said=f"{said} answers, then send.")

    def show_again(self, form: SectionsForm, **beside: Any) -> HttpResponse:
        context = self.get_context_data(form=form, verb=self.verb, **beside)  # type: ignore[attr-defined]
        return self.render_to_response(context, status=422)  # type: ignore[attr-defined]

    @staticmethod
    def told(found: Found, form: SectionsForm) -> str:
        there = [section for section in form.asked if section.letter in found.origins]
        many = f"{len(there)} of {len(form.asked)} sections were found"
        return f"{found.name}: {many}. Look through them, then send. Nothing is sent yet."

    def move(self, request: HttpRequest) -> HttpResponse:
        """Put each piece at the end of the section that was chosen for it."""
        found = self.found or Found("", {})
        form = self.as_typed(request.POST)
        letters = [section.letter for section in form.asked]
        sections = {letter: request.POST.get(f"section_{letter}", "") for letter in letters}
        moved: dict[int, str] = {}
        for i, piece in enumerate(found.unplaced):
            letter = request.POST.get(f"{PIECE}{i}", "")
            if letter in sections:
                moved[i] = letter
                sections[letter] = "\n".join(filter(None, (sections[letter].rstrip(), piece.text)))
        where = " and ".join(f"Section {letter}" for letter in sorted(set(moved.values())))
        said = f"The text now stands at the end of {where}. Look at it there, then send." if moved else ""
        return self.keep(request, sections, found.without(set(moved)), said=said or "Choose where the text belongs.")

    def keep(self, request: HttpRequest, sections: dict[str, str], found: Found | None, *, said: str) -> HttpResponse:
        """In the team’s draft; the page then opens with it."""
        data = {n: v for n, v in typed(request.POST).items() if n not in OF_THE_PAGE and not n.startswith(PIECE)}
        data |= {f"section_{letter}": [text] for letter, text in sections.items()}
        data["found"] = [found.as_json if found else ""]
        version = request.POST.get("draft_version", "")
        draft = save_draft(request.user, **self.draft_of, data=data, version=version)  # type: ignore[attr-defined]
        messages.success(request, said + self.told_of_other(draft))  # type: ignore[attr-defined]
        return self.to(request.get_full_path())  # type: ignore[attr-defined]

    def as_typed(self, sent: QueryDict) -> SectionsForm:
        """The form with what was typed, not checked yet."""
        form = self.make_form()  # type: ignore[attr-defined]
        widgets = {name: field.widget for name, field in form.fields.items() if not field.widget.is_hidden}
        typed_in = {n: w for n, w in widgets.items() if not w.value_omitted_from_data(sent, {}, n)}
        form.initial |= {name: widget.value_from_datadict(sent, {}, name) for name, widget in typed_in.items()}
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        if self.has_sections:
            context.setdefault("reading", ReadingForm(by=self.request.user, child=None))
            context.setdefault("files", AdviceFilesForm(by=self.request.user, child=None))
        return context
