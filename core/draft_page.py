"""How is what somebody typed into a long form kept, for them and their team, until it is sent?"""

from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from core.drafts import discard_draft, load_draft, save_draft, typed
from core.forms import VerbForm
from core.jinja import clock_time
from core.models import Draft
from core.workflow import Verb

BUTTONS = ("save_draft", "discard_draft")


class KeepsDraft:
    """Beside a verb's form whose `keeps_draft` is true: a button saves what is typed, opening it again restores it,
    sending or discarding removes it. Works without JavaScript; with it, it is saved by itself now and then."""

    request: HttpRequest
    verb: Verb
    came_from: str
    record: Any = None
    within: Any = None

    @property
    def draft_is_meant(self) -> bool:
        """Which of the form's buttons was pressed."""
        return self.verb.form.keeps_draft and any(name in self.request.POST for name in BUTTONS)

    @property
    def draft_of(self) -> dict[str, Any]:
        of = self.record if self.record is not None else self.within
        return {"form": f"{self.verb.model._meta.label_lower}.{self.verb.name}", "record": of}

    @cached_property
    def draft(self) -> Draft | None:
        return load_draft(self.request.user, **self.draft_of) if self.verb.form.keeps_draft else None

    def restored(self, form: VerbForm) -> dict[str, Any]:
        """What the draft fills in."""
        if self.draft is None or self.request.method != "GET":
            return {}
        sent = as_sent(self.draft.data)
        fields = form.fields.items()
        typed_in = {n: f for n, f in fields if not f.widget.is_hidden and not f.widget.needs_multipart_form}
        widgets = {name: field.widget for name, field in typed_in.items()}
        kept = {n: w for n, w in widgets.items() if not w.value_omitted_from_data(sent, {}, n)}
        return {name: widget.value_from_datadict(sent, {}, name) for name, widget in kept.items()}

    def keep_or_discard(self) -> HttpResponse:
        request, here = self.request, self.came_from or self.request.get_full_path()
        if "discard_draft" in request.POST:
            self.forget_draft()
            messages.success(request, "The draft is discarded.")
            return self.to(here)
        version = request.POST.get("draft_version", "")
        draft = save_draft(request.user, **self.draft_of, data=typed(request.POST), version=version)
        if request.POST["save_draft"] == "auto":
            said = f"Saved for your team at {clock_time(draft.saved_at)}.{self.told_of_other(draft)}"
            return HttpResponse(status=204, headers={"Draft-Version": draft.version, "Draft-Said": quote(said)})
        messages.success(request, "Saved as a draft. Your team sees it; it is not sent." + self.told_of_other(draft))
        return self.to(here)

    def to(self, address: str) -> HttpResponse:
        """A form inside another page takes the whole page along."""
        if "HX-Request" in self.request.headers:
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)

    @staticmethod
    def told_of_other(draft: Draft) -> str:
        if not draft.other:
            return ""
        return f" {draft.other['by']} had saved something else: it is kept under the form."

    def forget_draft(self) -> None:
        if self.verb.form.keeps_draft:
            discard_draft(self.request.user, **self.draft_of)

    def about_draft(self, form: VerbForm | None) -> dict[str, Any]:
        """What the page says of it."""
        if form is None or not form.keeps_draft:
            return {}
        other = self.draft.other if self.draft else None
        version = self.request.POST.get("draft_version") or (self.draft.version if self.draft else "")
        return {"keeps_draft": True, "draft": self.draft, "draft_version": version, "other_draft": told(other, form)}


def as_sent(data: dict[str, list[str]]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in data.items():
        sent.setlist(name, values)
    return sent


def told(other: dict[str, Any] | None, form: VerbForm) -> dict[str, Any] | None:
    """A colleague's text, field by field, to copy from."""
    if not other:
        return None
    labels = {name: str(form[name].label) for name in form.fields}
    lines = [(labels[name], "\n".join(v)) for name, v in other["data"].items() if name in labels and any(v)]
    return {"by": other["by"], "at": timezone.localtime(datetime.fromisoformat(other["at"])), "lines": lines}
