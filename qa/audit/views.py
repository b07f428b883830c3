"""Which pages begin, mark, report and publish an audit? Views decide nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from accounts.models import Organisation
from accounts.roles import Permission
from core.views import ActionView, CreateView, OnlyFor, Scoped, ScopedDetail, ScopedList
from qa.audit.conditions import marked_already, own_work
from qa.audit.report import FORMATS
from qa.audit.results import Results
from qa.models import Audit, AuditAction, AuditCase, Finding, Mark, QuestionSet
from qa.tabs import tabs

READS = (Permission.RUN_AUDIT, Permission.MARK_AUDIT, Permission.READ_AUDIT)


class ForReaders(OnlyFor):
    """Pages of those who run, mark or read audits."""

    needed = READS


class AuditList(ForReaders, ScopedList):
    model = Audit
    template_name = "qa/audit/list.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        runs = user.holds(Permission.RUN_AUDIT)
        others = tabs(user, "audits") if user.holds(Permission.READ_AUDIT) else []
        return super().get_context_data(runs=runs, tabs=others, **kwargs)


class AuditPage(ScopedDetail):
    """To those who run it everything; to markers what there is to mark; to the local authority the results."""

    model = Audit
    template_name = "qa/audit/audit.html"

    def get_queryset(self) -> Any:
        return (
            super().get_queryset().for_list().select_related("question_set", "repeated", "published_by", "drawn_by")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit, user = self.object, self.request.user
        runs = user.may(Permission.RUN_AUDIT, audit)
        cases = list(audit.cases.visible_to(user).for_list()) if audit.is_own else []
        return super().get_context_data(
            runs=runs,
            cases=cases,
            to_mark=[case for case in cases if waits_for(user, case)],
            results=Results(audit) if audit.is_marked and not audit.is_outside else None,
            findings=findings_of(audit, user) if audit.is_marked else [],
            **kwargs,
        )


def findings_of(audit: Audit, user: Any) -> list[tuple[Finding, list[Any]]]:
    """Each with its buttons."""
    return [(finding, finding.actions_for(user)) for finding in audit.findings.select_related("audit").for_page()]


def waits_for(user: Any, case: AuditCase) -> bool:
    """This person could mark it now."""
    wanted = case.audit.status == Audit.Status.MARKING and case.is_in_sample
    may = user.may(Permission.MARK_AUDIT, case)
    return wanted and may and not own_work(case, user) and not marked_already(case, user)


class NextToMark(Scoped, View):
    """On to the next plan that this person can mark; the audit's page when there is none."""

    model = Audit

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        audit = get_object_or_404(self.get_queryset(), pk=pk)
        if not request.user.may(Permission.MARK_AUDIT, audit):
            raise PermissionDenied
        cases = audit.cases.visible_to(request.user).for_list()
        found = next((case for case in cases if waits_for(request.user, case)), None)
        if found:
            return HttpResponseRedirect(reverse("qa:mark_mark", args=[found.pk]))
        messages.success(request, "There is nothing more that you can mark in this audit.")
        return HttpResponseRedirect(audit.get_absolute_url())


class ForBoard(CreateView):
    """Made for one's own board; who works for several names one in the address."""

    permission = Permission.RUN_AUDIT
    back_to = "qa:audit_list"

    def get_within(self) -> Organisation:
        mine = {icb.pk: icb for icb in self.request.user.organisations_with(self.permission)}
        if not mine:
            raise PermissionDenied
        asked = self.request.GET.get("icb") or str(next(iter(mine)))
        if not asked.isdigit() or int(asked) not in mine:
            raise Http404
        return mine[int(asked)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse(self.back_to), **kwargs)


class QuestionList(ForReaders, ScopedList):
    """Every version, the newest first."""

    model = QuestionSet
    template_name = "qa/audit/questions.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("questions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(runs=self.request.user.holds(Permission.RUN_AUDIT), **kwargs)


class WriteQuestions(ForBoard):
    back_to = "qa:questionset_list"

    def success_url(self, record: Any) -> str:
        return reverse("qa:questionset_list")


class AuditVerb(ActionView):
    model = Audit

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()


class CasePage(ScopedDetail):
    """The papers without names, and, once nobody marks it any more, what the markers said."""

    model = AuditCase
    template_name = "qa/audit/case.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().prefetch_related("papers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        marks = Mark.objects.visible_to(user).filter(case=case).for_list()
        may_settle = user.may(Mark.settle.permission, case)
        return super().get_context_data(
            papers=papers_of(case),
            marks=marks,
            settle_refused=Mark.settle.refusal(case, user) if may_settle else "no",
            mark_refused=Mark.mark.refusal(case, user),
            reserve_refused=reserve_refused(case, user),
            **kwargs,
        )


def reserve_refused(case: AuditCase, user: Any) -> str | None:
    """Only those who run the audit see the population."""
    if not user.may(AuditCase.draw_reserve.permission, case):
        return "no"
    return AuditCase.draw_reserve.refusal(case, user)


def papers_of(case: AuditCase) -> list[dict[str, Any]]:
    """Section by section: the approved wording beside the issued."""
    found: dict[str, dict[str, Any]] = {}
    for paper in case.papers.all():
        found.setdefault(paper.section, {"section": paper.section})[paper.kind] = paper
    return [found[letter] for letter in sorted(found)]


class MarkView(CreateView):
    """The papers beside the form. Nothing here says what the portal or anybody else found."""

    within_model = AuditCase
    template_name = "qa/audit/mark_form.html"

    def get_within(self) -> AuditCase:
        cases = AuditCase.objects.visible_to(self.request.user).for_list().prefetch_related("papers")
        return get_object_or_404(cases.select_related("audit__question_set"), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_within().audit.question_set_id is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = self.verb.refusal(self.within, self.request.user)
        return super().get_context_data(papers=papers_of(self.within), refusal=refusal, **kwargs)


class MarkPage(ScopedDetail):
    """One's own marks, and beside them what the portal found by itself."""

    model = Mark
    template_name = "qa/audit/mark.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()


class ReserveView(CreateView):
    within_model = AuditCase


class FindingView(CreateView):
    within_model = Audit


class SetActionView(CreateView):
    within_model = Finding

    def success_url(self, record: AuditAction) -> str:
        return record.finding.get_absolute_url()


class AuditActionPage(ScopedDetail):
    model = AuditAction
    template_name = "qa/audit/action.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()


class AuditReport(Scoped, View):
    """The report as PDF, as Word, or its figures as CSV. Before it is published it says that it is a draft."""

    model = Audit
    kind = "pdf"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        audit = get_object_or_404(self.get_queryset().for_list(), pk=pk)
        if not audit.is_marked:
            raise Http404
        if not (audit.status == Audit.Status.PUBLISHED or request.user.may(Permission.RUN_AUDIT, audit)):
            raise PermissionDenied
        make, content_type = FORMATS[self.kind]
        answer = HttpResponse(make(audit), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="audit-{audit.pk}.{self.kind}"'
        return answer
