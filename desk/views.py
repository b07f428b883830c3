"""Which page does this person start from, and what does a case show them?"""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import TemplateView, View

from accounts.roles import Permission
from core.pdf import render_pdf
from core.today import today
from core.views import ActionView, CreateView, ScopedDetail, ScopedList, viewed
from desk import undelivered
from desk.case import Case, ProviderCase, sees_whole_file
from desk.chronology import Chronology
from desk.doors import doors_for
from desk.export import MOST, as_csv, clocks_of, line_of
from desk.filters import Around, WorklistFilter
from desk.forms import ChronologyFilter
from desk.models import SavedFilter, kept_of
from desk.navigation import first_page_of
from desk.worklist import Tab, Worklist
from people.models import Child
from qa.audit.waiting import waiting_for

REMEMBERED = "worklist_filters"
NOTHING = {
    Tab.OVERDUE: "Nothing is overdue.",
    Tab.THIS_WEEK: "Nothing is due this week.",
    Tab.LATER: "Nothing is due later.",
    Tab.WAITING: "You are waiting for nobody.",
    Tab.DONE: "Nothing of yours was finished in the last four weeks.",
}


class Narrowed:
    """The worklist as this person narrowed it: in the address, as last time, or as they want it to open."""

    request: HttpRequest

    @cached_property
    def around(self) -> Around:
        return Around.of(self.request.user, today())

    @cached_property
    def saved(self) -> list[SavedFilter]:
        return list(SavedFilter.objects.visible_to(self.request.user))

    @cached_property
    def given(self) -> dict[str, str]:
        """Those just chosen, which are then remembered; those of last time; or those of the first view."""
        names = [name for name in WorklistFilter.base_fields if name != "tab"]
        if any(name in self.request.GET for name in names):
            given = {name: self.request.GET[name] for name in names if self.request.GET.get(name)}
            self.request.session[REMEMBERED] = given
            return given
        if REMEMBERED in self.request.session:
            return self.request.session[REMEMBERED]
        first = next((saved for saved in self.saved if saved.is_first), None)
        return first.chosen if first else {}

    @cached_property
    def filter(self) -> WorklistFilter:
        return WorklistFilter({**self.given, "tab": self.request.GET.get("tab", "")}, around=self.around)

    @cached_property
    def worklist(self) -> Worklist:
        return Worklist(self.request.user, chosen=self.filter.chosen)

    @cached_property
    def tab(self) -> Tab:
        asked = self.request.GET.get("tab") or self.given.get("tab", "")
        return Tab(asked) if asked in Tab.values else self.worklist.first_tab


class WorklistView(Narrowed, TemplateView):
    """Everyone's first page. Those who see no child start somewhere else."""

    template_name = "desk/worklist.html"
    shown_as = "worklist"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = first_page_of(request.user)
        if elsewhere != request.path:
            return HttpResponseRedirect(elsewhere)
        if "clear" in request.GET:
            request.session[REMEMBERED] = {}
            return HttpResponseRedirect(request.path)
        if "saved" in request.GET:
            return self.open_saved(request.GET["saved"])
        return super().get(request, *args, **kwargs)

    def open_saved(self, asked: str) -> HttpResponse:
        chosen = next((saved.chosen for saved in self.saved if str(saved.pk) == asked), {})
        self.request.session[REMEMBERED] = {name: value for name, value in chosen.items() if name != "tab"}
        tab = urlencode({"tab": chosen["tab"]}) if "tab" in chosen else ""
        return HttpResponseRedirect(f"{self.request.path}?{tab}" if tab else self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worklist, tab = self.worklist, self.tab
        query = kept_of(urlencode({**self.filter.chosen, "tab": tab}))
        return super().get_context_data(
            worklist=worklist,
            filter=self.filter,
            tab=tab,
            tabs=[tab_link(each, worklist, current=each is tab) for each in Tab],
            page=worklist.page(tab, self.request.GET.get("page")),
            here=self.request.get_full_path(),
            undelivered=undelivered.about_children_of(self.request.user),
            from_audits=waiting_for(self.request.user),
            doors=doors_for(self.request.user),
            saved=[{"of": saved, "current": saved.query == query} for saved in self.saved],
            query=query,
            most=MOST,
            registers=self.request.user.holds(Permission.REGISTER_ASSESSMENT),
            hands_over=self.request.user.holds(Permission.HAND_OVER_WORK),
            **self.emptiness(worklist, tab),
            **kwargs,
        )

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


class ExportWorklist(Narrowed, View):
    """What the list shows, every page of its tab, as a file. Each child in it counts as looked at."""

    make: Callable[[list[list[Any]]], bytes] = staticmethod(as_csv)
    ending, kind = "csv", "text/csv; charset=utf-8"

    @cached_property
    def given(self) -> dict[str, str]:
        """What stood on the page that it was asked from, as its link says: not what another page chose since."""
        names = [name for name in WorklistFilter.base_fields if name != "tab"]
        return {name: self.request.GET[name] for name in names if self.request.GET.get(name)}

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.sees_children:
            raise PermissionDenied
        lines = []
        for clock in clocks_of(self.worklist, self.tab):
            viewed(request, clock.child_id, what="worklist, exported")
            lines.append(line_of(clock, self.worklist.on))
        name = f"worklist-{self.tab}-{self.worklist.on:%Y-%m-%d}.{self.ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(self.make(lines), content_type=self.kind, headers=headers)


class SaveFilter(CreateView):
    verb = SavedFilter.save_as

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": reverse("desk:worklist")} | kwargs)


class SavedFilterActions(ActionView):
    model = SavedFilter

    def success_url(self, record: SavedFilter) -> str:
        return reverse("desk:savedfilter_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": reverse("desk:savedfilter_list")} | kwargs)


class SavedFilters(ScopedList):
    """One's own, to rename, delete, or have the worklist open with."""

    model = SavedFilter
    template_name = "desk/saved_filters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(saved, saved.actions_for(self.request.user)) for saved in self.object_list]
        return super().get_context_data(rows=rows, **kwargs)


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
