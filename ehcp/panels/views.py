"""Which panels are there, when do they meet, what is on the agenda, and what was decided?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import TemplateView

from accounts.roles import Permission
from core.fields import DateField
from core.jinja import count
from core.pdf import render_pdf
from core.today import now, today
from core.views import ActionView, CreateView, OnlyFor, ScopedDetail, ScopedList, viewed
from ehcp.models import AssessmentRequest, Panel, PanelCase, PanelMeeting
from ehcp.models.panel_meeting import has_been
from ehcp.panels.agenda import Line, agenda_of
from ehcp.panels.case_forms import DecisionRow
from ehcp.panels.forms import AHEAD, meetings_to_choose
from ehcp.views import NamesChild

SEE, RUN, PUT, DECIDE = (
    Permission.SEE_PANELS,
    Permission.RUN_PANELS,
    Permission.PUT_TO_PANEL,
    Permission.DECIDE_ASSESSMENT,
)
AT_ONCE = 50  # cases that are offered for an agenda


class ForPanels(OnlyFor):
    """Pages of those who see, or set up, panels."""

    needed = (SEE,)
    request: HttpRequest


# Settings


class PanelList(ForPanels, ScopedList):
    model = Panel
    needed = (SEE, RUN)
    template_name = "ehcp/panels/panel_list.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(panel, panel.terms_on(today())) for panel in self.object_list]
        return super().get_context_data(rows=rows, may_set_up=self.request.user.holds(RUN), **kwargs)


class PanelPage(ScopedDetail):
    """How it works, since when, and the days that its rhythm gives for the coming weeks."""

    model = Panel
    template_name = "ehcp/panels/panel.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panel, user = self.object, self.request.user
        meetings = list(panel.meetings.coming(today()).order_by("meets_on"))
        planned = {meeting.meets_on: meeting for meeting in meetings}
        actions = sorted(panel.actions_for(user), key=lambda action: action.verb is not Panel.plan_meetings)
        context = super().get_context_data(
            now=panel.terms_on(today()),
            terms=panel.known_terms(),
            proposed=[(day, planned.get(day.on)) for day in panel.proposed(today(), today() + AHEAD)],
            meetings=meetings,
            sees_meetings=user.holds(SEE),
            may_plan=user.may(RUN, panel),
            **kwargs,
        )
        return context | {"actions": actions}


class SetUpPanel(CreateView):
    verb = Panel.set_up

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("ehcp:panel_list"), **kwargs)


class PanelActions(ActionView):
    model = Panel


class PlanMeeting(CreateView):
    verb = PanelMeeting.plan
    within_model = Panel


# Meetings


class MeetingList(ForPanels, ScopedList):
    """Those to come, the next first; and those that were, the last first."""

    model = PanelMeeting
    template_name = "ehcp/panels/meeting_list.html"
    past = False

    def get_queryset(self) -> models.QuerySet:
        meetings = super().get_queryset().for_list()
        if self.past:
            return meetings.filter(meets_on__lt=today()).order_by("-meets_on", "-pk")
        return meetings.filter(meets_on__gte=today()).order_by("meets_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to_tell = PanelCase.objects.visible_to(self.request.user).to_tell().for_list()
        shown = to_tell.order_by("decided_on", "pk")[:AT_ONCE]
        return super().get_context_data(past=self.past, to_tell=shown, **kwargs)


class OfMeeting(ScopedDetail):
    """A page about one meeting and its cases: each child is noted as looked at."""

    model = PanelMeeting
    what = "Panel agenda"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def lines(self) -> list[Line]:
        lines = agenda_of(self.object, self.request.user)
        for line in lines:
            viewed(self.request, line.case.child_id, what=self.what)
        return lines


class MeetingPage(OfMeeting):
    """The agenda: each case with its papers, and the advice that is owed."""

    template_name = "ehcp/panels/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, user = self.object, self.request.user
        lines = self.lines()
        return super().get_context_data(
            lines=[(line, self.actions(line, meeting)) for line in lines],
            seats=meeting.seats.standing(),
            may_put=user.may(PUT, meeting) and meeting.status == PanelMeeting.Status.PLANNED,
            may_decide=user.may(DECIDE, meeting) and meeting.meets_on <= today(),
            may_send=user.may(Permission.SUBMIT_PLAN, meeting) and any(c.case.stage == "issue" for c in lines),
            undecided=sum(line.case.status == PanelCase.Status.ON_AGENDA for line in lines),
            **kwargs,
        )

    def actions(self, line: Line, meeting: PanelMeeting) -> list[Any]:
        """What can be done to this case now; what cannot is not listed in every row."""
        line.case.meeting = meeting
        possible = [action for action in line.case.actions_for(self.request.user) if not action.blocked]
        return [action for action in possible if line.draft or action.verb is not PanelCase.send_to_qa]


class AgendaPDF(OfMeeting):
    """To send to members outside the portal: initials and case references, no name and no number."""

    what = "Panel agenda (PDF)"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        meeting, lines = self.object, self.lines()
        about = {"meeting": meeting, "lines": lines, "made_at": now(), "user": self.request.user}
        made = render_pdf("ehcp/panels/agenda_pdf.html", about, title=f"Agenda: {meeting}")
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{slugify(f"agenda {meeting}")}.pdf"'
        return answer


class MeetingActions(ActionView):
    model = PanelMeeting

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("panel__local_authority")

    def get_template_names(self) -> list[str]:
        own = self.verb is PanelMeeting.record_attendance
        return ["ehcp/panels/attendance.html"] if own else [self.template_name]


# Cases


class PutOnAgenda(NamesChild, CreateView):
    verb = PanelCase.put_on
    within_model = AssessmentRequest


class CaseActions(NamesChild, ActionView):
    model = PanelCase

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()


class ChooseCases(TemplateView):
    """Tick the cases for an agenda: the open ones that are on none, the soonest due first."""

    template_name = "ehcp/panels/choose_cases.html"
    model = PanelMeeting

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        self.meeting = get_object_or_404(PanelMeeting.objects.visible_to(request.user).for_list(), pk=pk)
        if not request.user.may(PUT, self.meeting):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def candidates(self) -> models.QuerySet:
        """Whose next decision this panel makes."""
        states = {"assess": "received", "issue": "assessing"}
        wanted = [state for stage, state in states.items() if self.meeting.takes(stage)]
        mine = AssessmentRequest.objects.visible_to(self.request.user)
        waiting = PanelCase.objects.visible_to(self.request.user).undecided().values("assessment")
        here = mine.filter(local_authority=self.meeting.panel.local_authority_id, status__in=wanted)
        return here.exclude(pk__in=waiting).for_list().order_by("decide_clock__due_on", "pk")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ticked = {int(pk) for pk in request.POST.getlist("case") if pk.isdigit()}
        chosen = list(self.candidates().filter(pk__in=ticked))
        refused = {}
        for assessment in chosen:
            form = PanelCase.put_on.form({"meeting": self.meeting.pk}, by=request.user, within=assessment)
            if not form.is_valid() or form.act() is None:
                refused[assessment.pk] = " ".join(e for errors in form.errors.values() for e in errors)
        if chosen and not refused:
            messages.success(request, f"{count(len(chosen), 'case')} put on the agenda.")
            return HttpResponseRedirect(self.meeting.get_absolute_url())
        context = self.get_context_data(refused=refused, ticked=ticked, nothing=not chosen)
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = list(self.candidates()[: AT_ONCE + 1])
        for case in cases:
            viewed(self.request, case.child_id, what="Cases for a panel")
        shown, more = cases[:AT_ONCE], len(cases) > AT_ONCE
        return super().get_context_data(meeting=self.meeting, cases=shown, more=more, **kwargs)


class DayForm(forms.Form):
    """The day of all decisions of a meeting."""

    on = DateField(past=True, label="Date of these decisions", subject="The date")


class Decisions(OfMeeting):
    """The chair's one page: a row for each case. What is right is recorded, row by row, each by its own verb; what
    is not stays as it was typed, with the reason beside it."""

    template_name = "ehcp/panels/decisions.html"
    what = "Panel decisions"

    def get_object(self, queryset: models.QuerySet | None = None) -> PanelMeeting:
        meeting = super().get_object(queryset)
        if not self.request.user.may(DECIDE, meeting):
            raise PermissionDenied
        return meeting

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        day = DayForm(request.POST)
        rows = self.rows(request.POST, day=day.cleaned_data["on"] if day.is_valid() else None)
        answered = [row for row in rows if row.is_answered]
        done = [row for row in answered if self.record(row)] if day.is_valid() else []
        if done:
            messages.success(request, f"{count(len(done), 'decision')} recorded.")
        if answered and len(done) == len(answered):
            return HttpResponseRedirect(self.object.get_absolute_url())
        if not answered:
            day.add_error(None, "Choose what the panel decided, in at least one case")
        left = [row for row in rows if row not in done]
        return self.render_to_response(self.get_context_data(day=day, rows=left), status=422)

    @staticmethod
    def record(row: DecisionRow) -> bool:
        return row.is_valid() and row.act() is not None

    def rows(self, data: Any = None, day: Any = None) -> list[DecisionRow]:
        """Of the cases that are not decided."""
        self.agenda = [line.case for line in self.lines()]
        waiting = [case for case in self.agenda if case.status == PanelCase.Status.ON_AGENDA]
        user = self.request.user
        meetings = list(meetings_to_choose(user, self.object.panel.local_authority_id))
        return [DecisionRow(data, by=user, record=case, day=day, meetings=meetings) for case in waiting]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "rows" not in kwargs:
            kwargs |= {"rows": self.rows(), "day": DayForm(initial={"on": self.object.meets_on})}
        left = {row.record.pk for row in kwargs["rows"]}
        return super().get_context_data(
            forms=[kwargs["day"], *kwargs["rows"]],
            decided=[case for case in self.agenda if case.pk not in left],
            refusal=has_been(self.object, self.request.user),
            **kwargs,
        )
