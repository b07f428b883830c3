"""How does a page find its records, and how is a verb asked for? Views decide nothing."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import DetailView, ListView, View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from core.draft_page import KeepsDraft
from core.forms import VerbForm
from core.models import Submission
from core.workflow import Record, Verb, verbs_of


class OnlyFor:
    """A page for those who hold one of the permissions `needed`, wherever they hold it: 403 for everybody else."""

    needed: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not any(request.user.holds(permission) for permission in self.needed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Scoped:
    """Starts from what this person may see; notes every child whose record is shown."""

    request: HttpRequest
    model: Any = None

    def get_queryset(self) -> models.QuerySet:
        return self.model.objects.visible_to(self.request.user)

    def note_view(self, record: Any) -> None:
        """Ask for this view to be logged against the child, when the record belongs to one."""
        child_id = getattr(record, "child_id", None) or (record.pk if hasattr(record, "date_of_birth") else None)
        if child_id:
            viewed(self.request, child_id, what=str(record._meta.verbose_name))


def viewed(request: HttpRequest, child_id: int, *, what: str) -> None:
    """This request shows something of this child: the middleware logs it, or the page is not shown."""
    request = getattr(request, "_request", request)  # the API hands on its own request, around Django's
    if not hasattr(request, "children_viewed"):
        request.children_viewed = {}  # type: ignore[attr-defined]
    request.children_viewed.setdefault(child_id, what)  # type: ignore[attr-defined]


class ScopedDetail(Scoped, DetailView):
    """One record's page: 404 unless visible."""

    context_object_name = "record"

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        record = super().get_object(queryset)
        self.note_view(record)
        return record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if isinstance(self.object, Record):
            context["actions"] = self.object.actions_for(self.request.user)
        return context


class ScopedList(Scoped, ListView):
    """A paginated list in a stable order. There is no way to switch the pages off."""

    paginate_by = 25
    context_object_name = "records"


class VerbPage(KeepsDraft, Scoped, TemplateResponseMixin, ContextMixin, View):
    """The page of one verb's form: shows it, carries it out, or shows it again with the reason."""

    template_name = "core/form.html"
    verb: Verb = None  # type: ignore[assignment]
    record: Any = None
    within: Any = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.draft_is_meant:
            return self.keep_or_discard()
        form = self.make_form(request.POST, request.FILES)
        if form.is_valid():
            record = form.act()
            if record is not None:
                return self.answer(record, said=form.done_instead)
        return self.show(form, status=422)

    def answer(self, record: Any, *, said: str = "") -> HttpResponse:
        """It is done: say so on the next page."""
        self.forget_draft()
        messages.success(self.request, self.about(record) + (said or self.done_message(record)))
        return self.go_on(self.next_page(record))

    def make_form(self, *args: Any) -> VerbForm:
        form = self.verb.form(*args, by=self.request.user, initial=self.initial(), **self.form_arguments())
        form.initial |= self.restored(form)
        return form

    def initial(self) -> dict[str, Any]:
        """What a link says to fill in; never what the page keeps hidden, such as the revision that was read."""
        form = self.verb.form
        names = (n for n, field in form.base_fields.items() if not field.widget.is_hidden or n in form.from_address)
        return {name: self.request.GET[name] for name in names if name in self.request.GET}

    def form_arguments(self) -> dict[str, Any]:
        raise NotImplementedError

    def done_message(self, record: Any) -> str:
        return getattr(self.verb.form, "done", "") or f"Done: {self.verb.label[0].lower()}{self.verb.label[1:]}."

    def about(self, record: Any) -> str:
        """Back in a list of many, the message says whose it was."""
        child = getattr(record, "child", None)
        return f"{child}: " if child and self.came_from else ""

    def next_page(self, record: Any) -> str:
        return self.came_from or self.success_url(record)

    def success_url(self, record: Any) -> str:
        return record.get_absolute_url()

    @property
    def came_from(self) -> str:
        """The list that the form was opened from (`?next=`), to go back to it."""
        address = self.request.GET.get("next", "")
        is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        return address if is_ours else ""

    @property
    def is_part(self) -> bool:
        """Asked for by htmx, to stand inside another page."""
        return "HX-Request" in self.request.headers and "HX-Boosted" not in self.request.headers

    def go_on(self, address: str) -> HttpResponse:
        """To the next page. A form that stands inside another page takes that whole page along."""
        return (
            HttpResponse(status=204, headers={"HX-Redirect": address})
            if self.is_part
            else HttpResponseRedirect(address)
        )

    def show(self, form: VerbForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, verb=self.verb), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        around = {
            "action": self.request.get_full_path(),
            "part": self.is_part,
            **self.about_draft(kwargs.get("form")),
        }
        if self.came_from:
            around["back"] = self.came_from
        return super().get_context_data(**(kwargs | around))


class ActionView(VerbPage):
    """All verbs of a model share this view: `/advice-requests/7/return-advice/`."""

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, verb: str, **kwargs: Any) -> HttpResponse:
        self.record = get_object_or_404(self.get_queryset(), pk=pk)
        self.verb = self.find_verb(verb)
        self.note_view(self.record)
        if not request.user.may(self.verb.permission, self.record):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find_verb(self, slug: str) -> Verb:
        name = slug.replace("-", "_")
        found = [v for v in verbs_of(self.model) if v.name == name and v.form and not v.creates]
        if not found:
            raise Http404
        return found[0]

    def form_arguments(self) -> dict[str, Any]:
        return {"record": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = self.verb.refusal(self.record, self.request.user)
        return super().get_context_data(record=self.record, refusal=refusal, **kwargs)


class CreateView(VerbPage):
    """A creating verb's form. A second press of the same form gives the first one's result."""

    within_model: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.within = self.get_within()
        if self.within is not None:
            self.note_view(self.within)
        if not request.user.may(self.verb.permission, self.within):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_within(self) -> Any:
        """The record that the new one is made in, from the address; 404 unless visible."""
        if self.within_model is None:
            return None
        return get_object_or_404(self.within_model.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @property
    def model(self) -> Any:
        return self.verb.model

    def form_arguments(self) -> dict[str, Any]:
        return {"within": self.within}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        token = submission_token(request.POST.get("submission", ""))
        if token is None or self.draft_is_meant:
            return super().post(request, **kwargs)
        earlier = Submission.claim(token, by=request.user)
        if earlier.outcome:
            return self.go_on(earlier.outcome)
        response = super().post(request, **kwargs)
        outcome = response.headers.get("Location") or response.headers.get("HX-Redirect")
        if outcome:
            earlier.settle(outcome)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = submission_token(self.request.POST.get("submission", "")) or uuid4()
        return super().get_context_data(within=self.within, submission=token, **kwargs)


def submission_token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
