"""What does a clinician with only a link see, and how are links made and ended?

Every page for the link runs in a scope of the database that opens that link and its one request, and is logged with
the child as that person's. A link that cannot be used says so in one and the same way, whatever the reason.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import View

from core.draft_page import as_sent
from core.drafts import typed
from core.scope import Scope, opened
from core.views import ActionView, CreateView, viewed
from ehcp.link_forms import CodeForm, LinkAdviceForm, LinkDraftForm
from ehcp.models import AdviceRequest, ClinicianLink, DraftShown, LinkDraft
from ehcp.models.family_paper import open_with
from ehcp.models.link import WRONG_CODES
from ehcp.models.link_use import found_by
from ehcp.views import NamesChild

IN_HAND, WITH_CODE = "clinician_link", "clinician_link_code"  # in the session: which link, and whether with its code
AN_HOUR = 60 * 60


def kept_private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


def refused(request: HttpRequest) -> HttpResponse:
    """Run out, used, ended, locked, changed or never made: the page does not say which."""
    request.session.pop(IN_HAND, None)
    request.session.pop(WITH_CODE, None)
    response = kept_private(render(request, "ehcp/link_refused.html", status=404))
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address leads on at once, so that its secret stands in no page that loads anything."""
    link = found_by(token)
    if link is None:
        return refused(request)
    request.session[IN_HAND], request.session[WITH_CODE] = link, False
    response = kept_private(redirect("ehcp:link_code"))
    response["Referrer-Policy"] = "no-referrer"
    return response


@method_decorator(login_not_required, name="dispatch")
class ByLink(View):
    """A page for whoever has the link in hand; most want its code too."""

    wants_code = True
    template_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = request.session.get(IN_HAND)
        if pk is None or (self.wants_code and not request.session.get(WITH_CODE)):
            return refused(request)
        with opened(Scope(link=pk)):
            found = ClinicianLink.objects.for_page(pk)
            if found is None or not self.is_for(found):
                return refused(request)
            self.link = found
            return kept_private(super().dispatch(request, *args, **kwargs))

    def is_for(self, link: ClinicianLink) -> bool:
        return link.is_usable

    def shown(self, status: int = 200, **context: Any) -> HttpResponse:
        """Drawn inside the scope, and logged when it tells about the child."""
        if self.wants_code:
            self.request.viewer = self.link.actor  # type: ignore[attr-defined]
            viewed(self.request, self.link.child_id, what=f"{self.what} (by a link)")
        return render(self.request, self.template_name, {"link": self.link, **context}, status=status)

    what = ""


class LinkCode(ByLink):
    """Nothing of the child is read here."""

    wants_code = False
    template_name = "ehcp/link_code.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(form=CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.shown(form=form, status=422)
        try:
            self.link.give_code(by=self.link.actor, code=form.cleaned_data["code"])
        except ValidationError:  # ended or locked a moment ago
            return refused(request)
        if self.link.is_right:
            return self.let_in()
        if not self.link.is_usable:
            return refused(request)
        left = WRONG_CODES - self.link.wrong_codes
        more = "once more" if left == 1 else f"{left} more times"
        form.add_error("code", f"This is not the code that belongs to this link. You can try {more}.")
        return self.shown(form=form, status=422)

    def let_in(self) -> HttpResponse:
        """In a session of its own, which ends after an hour without a request."""
        session = self.request.session
        session.cycle_key()
        session[WITH_CODE] = True
        if not self.request.user.is_authenticated:
            session.set_expiry(AN_HOUR)
        return redirect(self.link.page)


class LinkAnswer(ByLink):
    """What is asked, and the advice."""

    template_name = "ehcp/link_answer.html"
    what = "request for advice"

    def is_for(self, link: ClinicianLink) -> bool:
        return link.is_usable and link.shown is None

    def get(self, request: HttpRequest) -> HttpResponse:
        draft = LinkDraft.of(self.link)
        form = self.form()
        if draft:
            sent = as_sent(draft.data)
            form.initial |= {name: sent.get(name) for name in form.fields if name in sent}
        return self.page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "save_draft" in request.POST:
            return self.save()
        form = self.form(request.POST, request.FILES)
        done = form.act() if form.is_valid() else None
        if done is None:
            return self.page(form, status=422)
        if form.done_instead:
            LinkDraft.keep_for(self.link, typed(request.POST))
            return self.page(self.form(), is_held=True)
        LinkDraft.keep_for(self.link, {})
        return redirect("ehcp:link_receipt")

    def form(self, *args: Any) -> LinkAdviceForm:
        return LinkAdviceForm(*args, by=self.link.actor, record=self.link)

    def page(self, form: LinkAdviceForm, status: int = 200, **context: Any) -> HttpResponse:
        draft = LinkDraft.of(self.link)
        papers = list(open_with(self.link.request))
        return self.shown(form=form, draft=draft, checked=form.checked, papers=papers, status=status, **context)

    def save(self) -> HttpResponse:
        draft = LinkDraft.keep_for(self.link, typed(self.request.POST))
        if self.request.POST["save_draft"] == "auto":
            return HttpResponse(status=204, headers={"Draft-Version": draft.version})
        return HttpResponseRedirect(f"{self.request.path}?saved=yes")


class LinkReceipt(ByLink):
    """For as long as this session lasts; the letter says the same."""

    template_name = "ehcp/link_receipt.html"
    what = "receipt for advice"

    def is_for(self, link: ClinicianLink) -> bool:
        return link.status == link.Status.ANSWERED and link.shown is None

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown()


class LinkDraftShown(ByLink):
    """What a draft made of their advice, to answer; or the final plan's C and G, to read until the link runs out."""

    template_name = "ehcp/link_draft.html"
    what = "draft shown to who gave advice"

    def is_for(self, link: ClinicianLink) -> bool:
        answered = link.status == link.Status.ANSWERED and not link.has_run_out
        return link.shown is not None and (link.is_usable or answered)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid() and form.act():
            return redirect("ehcp:link_draft")
        return self.shown(form=form, status=422)

    def form(self, *args: Any) -> LinkDraftForm:
        return LinkDraftForm(*args, by=self.link.actor, record=self.link)


# For those who send links


class ShowsCode:
    """The answer to the form itself shows the code, as it is kept nowhere to be shown later."""

    request: HttpRequest

    def answer(self, record: ClinicianLink, *, said: str = "") -> HttpResponse:
        made = record.successor or record
        if not made.secret:
            return super().answer(record, said=said)  # type: ignore[misc]
        return kept_private(render(self.request, "ehcp/link_made.html", {"link": made}))


class MakeLink(ShowsCode, NamesChild, CreateView):
    verb = ClinicianLink.make
    within_model = AdviceRequest


class MakeDraftLink(ShowsCode, NamesChild, CreateView):
    verb = ClinicianLink.make_for_draft
    within_model = DraftShown


class LinkActions(ShowsCode, NamesChild, ActionView):
    model = ClinicianLink
