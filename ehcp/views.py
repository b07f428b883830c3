"""Which pages are there about an assessment, a request for advice or a plan?"""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from clocks.models import lines_of
from core.today import today
from core.views import ActionView, CreateView, ScopedDetail, ScopedList
from ehcp import advice_forms, coordinator_form  # noqa: F401 the forms of verbs
from ehcp.arrivals import new_among, new_since
from ehcp.in_turn import in_turn, made_here, offers
from ehcp.intake.views import ReadsPlan
from ehcp.issued_forms import ConfirmCopyForm, FinalSentForm, ProvisionFilter
from ehcp.models import (
    AdviceRequest,
    AssessmentRequest,
    ClinicianLink,
    DraftShown,
    EarlierAdvice,
    FamilyPaper,
    PanelCase,
    Plan,
    PlanVersion,
    ProvisionLine,
)
from ehcp.models.advice_words import HAS_PAPERS
from ehcp.models.area import asked_as_a_matter_of_course
from ehcp.models.asking import sees_advice, sees_file
from ehcp.models.family_paper import papers_of
from ehcp.models.section_set import Section
from ehcp.models.shown import kept_from
from ehcp.plan_forms import SectionsForm
from ehcp.quality_of import quality_of
from ehcp.usual import NURSE, proposed
from ehcp.worked_at import worked_at
from people.models import Child, Document
from people.views import ForCasework


class FilterForm(forms.Form):
    """Filters of a list in one line: a state and a name."""

    OPEN, ALL = "open", "all"

    state = forms.ChoiceField(required=False)
    find = forms.CharField(required=False, max_length=120, label="Name, NHS number or case reference")
    looks = {"state": {"optional": False}, "find": {"optional": False, "width": 20}}

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = states
        self.fields["state"].choices = [(self.OPEN, "Open"), *states, (self.ALL, "All")]

    def narrow(self, records: Any, is_open: Q, user: Any) -> Any:
        """The records that this filter lets through; an answer it does not know means the open ones."""
        chosen = self.cleaned_data if self.is_valid() else {}
        state, words = chosen.get("state") or self.OPEN, chosen.get("find", "")
        if state == self.OPEN:
            records = records.filter(is_open)
        elif state != self.ALL:
            records = records.filter(status=state)
        return records.filter(child__in=Child.objects.visible_to(user).matching(words)) if words else records


class FilteredList(ForCasework, ScopedList):
    """A list with its filters, in the order of what is due first."""

    is_open: Q

    def get_queryset(self) -> models.QuerySet:
        visible = super().get_queryset()
        self.filters = self.make_filters({"state": FilterForm.OPEN} | self.request.GET.dict(), visible)
        narrowed = self.filters.narrow(visible, self.is_open, self.request.user)
        return self.in_order(narrowed.for_list())

    def make_filters(self, data: dict[str, str], records: Any) -> FilterForm:
        return FilterForm(data, states=self.model.Status.choices)

    def in_order(self, records: Any) -> Any:
        return records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.filters, **kwargs)


class NamesChild:
    """The page of a verb's form says whose record it is about to change."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        about = context.get("record") or context["within"]
        whose = about.name if isinstance(about, Child) else f"{about.child.name}. {about}"
        return context | {"caption": whose}


# The assessment


class AssessmentList(FilteredList):
    model = AssessmentRequest
    template_name = "ehcp/assessmentrequest_list.html"
    is_open = Q(status__in=AssessmentRequest.OPEN)

    def in_order(self, records: Any) -> Any:
        return records.order_by("received_on", "pk")


class AssessmentPage(ScopedDetail):
    """The three time limits, the requests for advice, and what can be done next."""

    model = AssessmentRequest
    template_name = "ehcp/assessmentrequest.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list().select_related("plan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        record, user = self.object, self.request.user
        making = []
        if record.status in AssessmentRequest.OPEN:
            verbs = [AdviceRequest.ask, FamilyPaper.say, Plan.submit, Plan.record_issued]
            making = offers(*verbs, *([EarlierAdvice.propose] if record.decided_on else []), within=record, by=user)
        if record.status in (AssessmentRequest.Status.RECEIVED, AssessmentRequest.Status.ASSESSING):
            making += offers(PanelCase.put_on, within=record, by=user)
        at_panels = record.panel_cases.standing().select_related("meeting__panel").order_by("put_on_on", "pk")
        context["panels"] = list(at_panels)
        context["clocks"] = lines_of(record.clocks, self.request.user)
        context["advice"] = list(record.advice_requests.for_list().select_related("document"))
        context["turn"] = in_turn([*making, *context["actions"]], by=user, advice=context["advice"])
        context["plan"] = getattr(record, "plan", None)
        context["earlier"] = [(one, one.actions_for(user)) for one in record.earlier_advice.for_list()]
        context["nurse"] = nurse_not_asked(record)
        context["family_papers"] = [(one, one.actions_for(user)) for one in record.family_papers.for_list()]
        context["held_from"] = [one for one in context["advice"] if one.papers_held_because]
        return context


def nurse_not_asked(assessment: AssessmentRequest) -> str:
    """A looked-after child's nurse is always asked: said while nobody has been, and where nobody is named."""
    child = assessment.child
    if not child.looked_after or assessment.status not in assessment.OPEN or assessment.decided_on is None:
        return ""
    if not any(setting.asked == NURSE for setting in asked_as_a_matter_of_course(child, today())):
        return f"No nurse for looked-after children is named for {child.local_authority}. Ask one below by hand."
    missing = [setting for setting in proposed(assessment) if setting.asked == NURSE]
    return (
        f"{missing[0].service} has not been asked. A looked-after child’s nurse is always asked." if missing else ""
    )


class RegisterAssessment(NamesChild, CreateView):
    """While the child has an open request the page says so at once, and leads to it."""

    verb = AssessmentRequest.register
    within_model = Child
    template_name = "ehcp/register_request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        running = AssessmentRequest.objects.visible_to(self.request.user).open().filter(child=self.within).first()
        return super().get_context_data(running=running, **kwargs)


class AssessmentActions(NamesChild, ActionView):
    model = AssessmentRequest


# Advice


class AdviceList(FilteredList):
    """A single point of access's queue; a local authority's requests."""

    model = AdviceRequest
    template_name = "ehcp/advicerequest_list.html"
    is_open = Q(status__in=AdviceRequest.OPEN)

    def in_order(self, records: Any) -> Any:
        return records.soonest_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(doors=doors_for(self.request.user), **kwargs)
        answers, on = self.request.user.holds(Permission.ANSWER_ADVICE), today()
        new = new_among(context["records"] if answers else (), on=on)
        return context | {"new": new, "new_since": new_since(on), "to_answer": answers}


def doors_for(user: Any) -> list[tuple[str, str]]:
    """From the list to where the work of this person stands in a row."""
    doors = []
    if user.holds(Permission.ROUTE_ADVICE):
        doors.append(("Requests to route", reverse("ehcp:to_route")))
    if user.holds(Permission.ASK_ADVICE):
        doors.append(("How each area asks", reverse("ehcp:area_list")))
    return doors


class AdvicePage(ScopedDetail):
    """One request. Whoever was asked sees this and not the child's file."""

    model = AdviceRequest
    template_name = "ehcp/advicerequest.html"

    def get_queryset(self) -> models.QuerySet:
        return (
            super()
            .get_queryset()
            .for_list()
            .select_related("asked_by", "spa", "answered_by", "routed_by", "ended_by", "sent_back_by", "interim_by")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.object, self.request.user
        documents = Document.objects.visible_to(user)
        opens_file = sees_file(user, request)
        context = super().get_context_data(
            sees_file=opens_file,
            family_papers=papers_of(request, user) if opens_file or request.status in HAS_PAPERS else [],
            sees_advice=sees_advice(user, request),
            referral=worked_at(request, user),
            clocks=lines_of(request.clocks, user),
            document=documents.filter(pk=request.document_id).first() if request.document_id else None,
            interim=documents.filter(pk=request.interim_document_id).first() if request.interim_document_id else None,
            links=links_of(request, user),
            shown=list(DraftShown.objects.visible_to(user).filter(request=request).for_list()),
            waiting=list(documents.waiting(request.child, Document.Kind.ADVICE).filter(owner=request.provider_id)),
            **kwargs,
        )
        possible = [action for action in context["actions"] if not action.blocked]
        return context | {"turn": in_turn([*possible, *made_here(request, user)], by=user, advice=[request])}


def links_of(request: AdviceRequest, user: Any) -> list[dict[str, Any]]:
    """What was sent to clinicians without an account, newest first, with what can be done about each."""
    sent = ClinicianLink.objects.visible_to(user).filter(request=request, shown=None).for_list()
    return [{"link": link, "actions": [a for a in link.actions_for(user) if not a.blocked]} for link in sent]


class AdviceActions(NamesChild, ActionView):
    model = AdviceRequest

    def get_template_names(self) -> list[str]:
        answers = ("give_answer", "answer_for_area")
        return ["ehcp/give_answer.html" if self.verb.name in answers else self.template_name]


# The plan


ONLY_WHEN_OPEN = (FinalSentForm.verb, ConfirmCopyForm.verb)  # of no use to read that these cannot be done


class PlanPage(ScopedDetail):
    """What the latest version says, health first; what was agreed; every version."""

    model = Plan
    template_name = "ehcp/plan.html"

    def get_queryset(self) -> models.QuerySet:
        plans = super().get_queryset().for_list().select_related("assessment", "section_g_agreed_by")
        return plans.prefetch_related("versions__made_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, versions = self.object, list(reversed(self.object.versions.all()))
        shown = self.shown_version(versions[0].number)
        advice = list(plan.assessment.advice_requests.for_list().select_related("document"))
        told = list(DraftShown.objects.visible_to(self.request.user).filter(plan=plan).for_list())
        offered = plan.actions_for(self.request.user)
        actions = [a for a in offered if not (a.blocked and a.verb in ONLY_WHEN_OPEN)]
        context = super().get_context_data(
            version=shown,
            versions=versions,
            is_latest=shown == versions[0],
            health=[(section, shown.text_of(section.letter)) for section in shown.section_set.of_health],
            others=[(section, shown.text_of(section.letter)) for section in shown.section_set.others],
            agreed={wording.section: wording for wording in plan.agreed_wording.in_force()},
            clocks=[clock.line for clock in plan.clocks],
            advice=advice,
            shown=told,
            kept_from=kept_from(plan, advice, told),
            health_sections=shown.section_set.of_health,
            provision=f"Section {shown.section_set.letters[Section.G]}",
            lines=list(plan.provision_lines.in_force().for_list()),
            papers=shown.papers_for(self.request.user),
            quality=quality_of(plan, self.request.user),
            **kwargs,
        )
        actions += made_here(plan, self.request.user)
        return context | {"turn": in_turn(actions, by=self.request.user, advice=advice)}

    def shown_version(self, latest: int) -> PlanVersion:
        """The one in the address, or the latest."""
        versions = self.object.versions.prefetch_related("sections", "section_set__sections")
        return get_object_or_404(versions, number=self.kwargs.get("number", latest))


class PlanFormPage(ReadsPlan, NamesChild):
    """The sections in groups, with the advice that has arrived beside them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        record = context.get("record")
        assessment = record.assessment if record else context["within"]
        context["advice"] = assessment.advice_requests.for_list().select_related("document")
        return context


class SubmitPlan(PlanFormPage, CreateView):
    verb = Plan.submit
    within_model = AssessmentRequest
    template_name = "ehcp/plan_form.html"


class RecordIssuedPlan(PlanFormPage, CreateView):
    verb = Plan.record_issued
    within_model = AssessmentRequest
    template_name = "ehcp/plan_form.html"


class PlanActions(PlanFormPage, ActionView):
    model = Plan

    def get_template_names(self) -> list[str]:
        has_sections = issubclass(self.verb.form, SectionsForm)
        return ["ehcp/plan_form.html" if has_sections else self.template_name]

    def next_page(self, record: Plan) -> str:
        """Whoever issues a plan in other words than those agreed reads that on its page first."""
        differs = self.verb is Plan.issue and quality_of(record, self.request.user).differs
        return self.success_url(record) if differs else super().next_page(record)


# Section G, line by line


class ProvisionLineActions(NamesChild, ActionView):
    model = ProvisionLine


class ProvisionList(ForCasework, ScopedList):
    """Has the provision of Section G started? What was missed, by local authority and provider."""

    model = ProvisionLine
    template_name = "ehcp/provisionline_list.html"

    def get_queryset(self) -> models.QuerySet:
        asked = super().get_queryset().asked()
        self.filters = ProvisionFilter(self.request.GET, lines=asked)
        self.of_whom = self.filters.of_whom(asked)
        return self.filters.narrow(self.of_whom, today()).for_list().order_by("start_clock__due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = {"asked": self.of_whom.count(), "missed": self.of_whom.missed(today()).count()}
        return super().get_context_data(filters=self.filters, counts=counts, **kwargs)
