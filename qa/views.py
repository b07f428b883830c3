"""Which page shows the queue, the feedback and the comparison? Views decide nothing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Organisation
from accounts.roles import Permission
from clocks.models import Clock
from core.views import ActionView, CreateView, OnlyFor, Scoped, ScopedDetail, ScopedList
from ehcp.models.section_set import Section
from qa import section_g_forms  # noqa: F401 the forms of verbs
from qa.checks import RULES
from qa.comparison_forms import OutcomeFilter, RaisedFilter
from qa.feedback import KEY, feedback_of, feedback_pdf, section_g_notes
from qa.findings import open_notes
from qa.forms import QueueFilter
from qa.models import Comparison, Dismissal, Episode, FormWording, SectionGAgreement
from qa.queue import rows, target, untaken_waiting, waiting_clocks, waiting_rows
from qa.tabs import tabs
from qa.word import CONTENT_TYPE, feedback_word

QUALITY_ASSURE = Permission.QUALITY_ASSURE
MOST_UNTAKEN = 50


class DCOsOnly(OnlyFor):
    """Pages of those who quality-assure."""

    needed = (QUALITY_ASSURE,)


class TabbedList(ScopedList):
    """One of the queue's pages."""

    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=tabs(self.request.user, self.tab), **kwargs)


class QueueView(DCOsOnly, TabbedList):
    """What waits for a DCO, oldest due first."""

    model = Clock
    template_name = "qa/queue.html"
    tab = "queue"

    def get_queryset(self) -> Any:
        self.filter = QueueFilter(self.request.GET, by=self.request.user)
        chosen = self.filter.cleaned_data if self.filter.is_valid() else {}
        return waiting_clocks(self.request.user, **chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, **kwargs)
        context["rows"] = rows(context["page_obj"].object_list, self.request.user)
        context["target"] = target(self.request.user.organisations_with(QUALITY_ASSURE))
        return context


class WaitingView(DCOsOnly, TabbedList):
    """What waits for health advice."""

    model = Episode
    template_name = "qa/waiting.html"
    tab = "waiting"

    def get_queryset(self) -> Any:
        return super().get_queryset().waiting().for_list().order_by("waiting_since", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that came from a panel stand before those that a DCO has put aside, on the first page."""
        theirs = untaken_waiting().visible_to(self.request.user).for_list().prefetch_related("qa_clock__pauses")
        untaken = waiting_rows(theirs.order_by("submitted_on", "pk")[:MOST_UNTAKEN], self.request.user)
        return super().get_context_data(untaken=untaken, **kwargs)


class ReturnedView(TabbedList):
    """Feedback that went back, newest first."""

    model = Episode
    template_name = "qa/returned.html"
    tab = "returned"

    def get_queryset(self) -> Any:
        return super().get_queryset().returned().for_list().order_by("-returned_on", "-pk")


class ComparisonList(TabbedList):
    """Every issued plan, and whether the approved wording is in it."""

    model = Comparison
    template_name = "qa/comparison_list.html"
    tab = "issued"
    filter_form: Any = OutcomeFilter

    def get_queryset(self) -> Any:
        self.filter = self.filter_form(self.request.GET, by=self.request.user)
        return self.filter.narrow(super().get_queryset().for_list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, **kwargs)


class ToRaiseView(DCOsOnly, ComparisonList):
    """Agreed, then issued with other words: what to raise with the local authority, and where that stands."""

    template_name = "qa/to_raise.html"
    tab = "to_raise"
    filter_form = RaisedFilter

    def get_queryset(self) -> Any:
        return super().get_queryset().not_used().with_wording()


class FundingView(DCOsOnly, TabbedList):
    """Section G outside core services, whose funding somebody has still to decide about; longest waiting first."""

    model = SectionGAgreement
    template_name = "qa/funding.html"
    tab = "funding"

    def get_queryset(self) -> Any:
        waiting = super().get_queryset().awaiting_funding().for_list()
        return waiting.select_related("child__local_authority", "episode").order_by("decided_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(verb=SectionGAgreement.record_funding, **kwargs)


class TakeView(CreateView):
    """Take it, and go to the desk."""

    template_name = "qa/take.html"

    def success_url(self, record: Episode) -> str:
        return reverse("qa:desk", args=[record.pk])


class ChecksView(DCOsOnly, Scoped, TemplateView):
    """Every rule of the wording checks, and how often it was dismissed."""

    model = Dismissal
    template_name = "qa/checks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        many = {row["rule"]: row["many"] for row in self.get_queryset().by_rule()}
        rows = [{"rule": rule, "many": many.get(rule.key, 0)} for rule in RULES.values()]
        rows.sort(key=lambda row: (-row["many"], row["rule"].key))
        return super().get_context_data(rows=rows, **kwargs)


class FormWordingView(CreateView):
    """The ICB's own words on the form."""

    verb = FormWording.put_in_force

    def get_within(self) -> Organisation:
        owners = self.request.user.organisations_with(QUALITY_ASSURE)
        if not owners:
            raise PermissionDenied
        return owners[0]

    def success_url(self, record: FormWording) -> str:
        return reverse("qa:queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("qa:queue"), **kwargs)


class EpisodeView(ScopedDetail):
    """What came of it. While it is open only its DCOs see the wording: nobody should copy from a draft."""

    model = Episode
    template_name = "qa/episode.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feedback = feedback_of(self.object) if may_read(self.request.user, self.object) else None
        return super().get_context_data(feedback=feedback, key=KEY, **kwargs)


class FeedbackFile(Scoped, View):
    """The feedback form to keep: PDF or Word."""

    model = Episode
    kind = "pdf"
    makes = {
        "pdf": (feedback_pdf, "application/pdf"),
        "docx": (feedback_word, CONTENT_TYPE),
    }

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        episode = get_object_or_404(self.get_queryset().for_page(), pk=pk)
        self.note_view(episode)
        if not may_read(request.user, episode):
            raise Http404
        feedback = feedback_of(episode)
        make, content_type = self.makes[self.kind]
        answer = HttpResponse(make(feedback), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="{feedback.file_name}.{self.kind}"'
        return answer


def may_read(user: Any, episode: Episode) -> bool:
    return episode.is_returned or user.may(QUALITY_ASSURE, episode)


class EpisodeAction(ActionView):
    """The verbs that end or pause an episode. Before agreeing, the whole form is shown once more."""

    model = Episode

    def get_queryset(self) -> Any:
        return super().get_queryset().for_page()

    def get_template_names(self) -> list[str]:
        return ["qa/agree.html"] if self.verb is Episode.return_agreed else [self.template_name]

    def success_url(self, record: Episode) -> str:
        """Once it is agreed: to the lines of Section G, where it has any."""
        if self.verb is Episode.return_agreed and record.agreement.lines.exists():
            return SectionGAgreement.confirm_lines.url_for(record.agreement)
        return super().success_url(record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"back": reverse("qa:desk", args=[self.record.pk]), "caption": self.record.child}
        if self.verb is Episode.return_agreed:
            context |= {"feedback": feedback_of(self.record), "key": KEY, "open_notes": open_notes(self.record)}
            context["notes"] = section_g_notes(self.record)
        return super().get_context_data(**context, **kwargs)


class DecideSectionGView(CreateView):
    """The words, what was decided about them before, and the decision."""

    template_name = "qa/section_g.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, last = self.within.standing_for(Section.G), self.within.agreement
        stale = last is not None and last.is_given and not last.stands_for(row.approved)
        pieces = last.changes_to(row.approved) if stale else []
        refusal = self.verb.refusal(self.within, self.request.user)
        return super().get_context_data(
            row=row,
            last=last,
            stale=stale,
            pieces=pieces,
            refusal=refusal,
            back=self.desk,
            caption=self.within.child,
            **kwargs,
        )

    def success_url(self, record: SectionGAgreement) -> str:
        return self.desk

    @property
    def desk(self) -> str:
        """Where the words are written."""
        return f"{reverse('qa:desk', args=[self.within.pk])}?section={self.within.standing_for(Section.G).section}"


class AgreementAction(ActionView):
    """The funding decision that was awaited; the lines of provision."""

    model = SectionGAgreement

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().select_related("episode__plan", "episode__annual_review")

    def get_template_names(self) -> list[str]:
        return ["qa/confirm_lines.html" if self.verb is SectionGAgreement.confirm_lines else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provision = self.record.episode.standing_for(Section.G)
        return super().get_context_data(caption=self.record.child, provision=provision, **kwargs)


class ComparisonView(ScopedDetail):
    """Whether the approved wording is in the issued plan, exactly, and what differs."""

    model = Comparison
    template_name = "qa/comparison.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()
