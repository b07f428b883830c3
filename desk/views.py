"""Which page does this person start from, and what does a case show them?"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import TemplateView

from core.pdf import render_pdf
from core.today import today
from core.views import ScopedDetail, viewed
from desk import undelivered
from desk.case import Case, ProviderCase, sees_whole_file
from desk.chronology import Chronology
from desk.forms import ChronologyFilter, WorklistFilter
from desk.navigation import first_page_of
from desk.worklist import Tab, Worklist, local_authorities_for
from people.models import Child

REMEMBERED = "worklist_filters"
NOTHING = {
    Tab.OVERDUE: "Nothing is overdue.",
    Tab.THIS_WEEK: "Nothing is due this week.",
    Tab.LATER: "Nothing is due later.",
    Tab.WAITING: "You are waiting for nobody.",
    Tab.DONE: "Nothing of yours was finished in the last four weeks.",
}


class WorklistView(TemplateView):
    """Everyone's first page. Those who see no child start somewhere else."""

    template_name = "desk/worklist.html"
    shown_as = "worklist"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = first_page_of(request.user)
        if elsewhere != request.path:
            return HttpResponseRedirect(elsewhere)
        if "clear" in request.GET:
            request.session.pop(REMEMBERED, None)
            return HttpResponseRedirect(request.path)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = self.filters()
        worklist = Worklist(self.request.user, chosen=filters.chosen)
        asked = self.request.GET.get("tab", "")
        tab = Tab(asked) if asked in Tab.values else worklist.first_tab
        return super().get_context_data(
            worklist=worklist,
            filter=filters,
            tab=tab,
            tabs=[tab_link(each, worklist, current=each is tab) for each in Tab],
            page=worklist.page(tab, self.request.GET.get("page")),
            here=self.request.get_full_path(),
            undelivered=undelivered.about_children_of(self.request.user),
            **self.emptiness(worklist, tab),
            **kwargs,
        )

    def filters(self) -> WorklistFilter:
        """Those just chosen, which are then remembered; or those of last time."""
        authorities = local_authorities_for(self.request.user, today())
        names = [name for name in WorklistFilter.base_fields if name != "tab"]
        if any(name in self.request.GET for name in names):
            given = {name: self.request.GET.get(name, "") for name in names}
            self.request.session[REMEMBERED] = given
        else:
            given = self.request.session.get(REMEMBERED, {})
        data = {**given, "tab": self.request.GET.get("tab", "")}
        return WorklistFilter(data, local_authorities=authorities)

    def emptiness(self, worklist: Worklist, tab: Tab) -> dict[str, Any]:
        """What an empty tab says, and what comes next."""
        if worklist.counts[tab]:
            return {}
        coming = worklist.next_after(tab)
        if coming is None:
            return {"nothing": NOTHING[tab], "upcoming": None}
        text = f"Next: {coming.action}, {coming.child}, on {coming.due_on:%-d %B %Y}"
        soon = Tab.THIS_WEEK if worklist.counts[Tab.THIS_WEEK] else Tab.LATER
        return {"nothing": NOTHING[tab], "upcoming": {"text": text, "href": f"?tab={soon}"}}


def tab_link(tab: Tab, worklist: Worklist, *, current: bool) -> dict[str, Any]:
    return {
        "text": tab.label,
        "href": f"?{urlencode({'tab': tab})}",
        "count": worklist.counts[tab],
        "current": current,
    }


class CaseView(ScopedDetail):
    """One child's whole story, or, to those who were only asked for advice, what they were asked."""

    model = Child
    template_name = "desk/case.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name] if self.whole else ["desk/provider_case.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        self.whole = sees_whole_file(user, self.object)
        if not self.whole:
            return {"case": ProviderCase(self.object, user), "record": self.object, "view": self}
        kind = self.request.GET.get("kind", "")
        case = Case(self.object, user, kind=kind, number=self.request.GET.get("page"))
        return super().get_context_data(case=case, **kwargs)


class ChronologyView(ScopedDetail):
    """The whole story to print, for those who see the child's whole file: every act with its reasons."""

    model = Child
    template_name = "desk/chronology.html"
    what = "Chronology"

    def get_queryset(self) -> Any:
        return Child.objects.whole_file_of(self.request.user).select_related("local_authority", "icb")

    def note_view(self, record: Child) -> None:
        viewed(self.request, record.pk, what=self.what)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chronology = Chronology(self.object, self.request.user)
        form = ChronologyFilter(self.request.GET or None, kinds=chronology.all_kinds)
        chronology.narrow(kinds=form.chosen_kinds, since=form.since)
        pdf = f"{reverse('desk:chronology_pdf', args=[self.object.pk])}?{self.request.GET.urlencode()}"
        return super().get_context_data(chronology=chronology, filter=form, pdf=pdf, **kwargs)


class ChronologyPDF(ChronologyView):
    """The same to keep or to send: tagged, with its title."""

    what = "Chronology (PDF)"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        child = self.object
        made = render_pdf(
            "desk/chronology_pdf.html", {"chronology": context["chronology"]}, title=f"Chronology: {child.name}"
        )
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{slugify(f"chronology {child.reference}")}.pdf"'
        return answer
