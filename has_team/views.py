"""Which pages does the Health Advisers' team work on?"""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.models import User
from accounts.roles import Permission
from clocks.models import lines_of
from core.story import told
from core.today import today
from core.views import ActionView, CreateView, OnlyFor, Scoped, ScopedDetail, ScopedList
from core.workflow import Action
from ehcp.models import AdviceRequest
from ehcp.views import NamesChild
from has_team.advice_document import advice_pdf, written_sections
from has_team.advisers import advisers_of
from has_team.conditions import check_of
from has_team.forms import AcceptForm, DeclineForm, RecommendForm  # the forms give the verbs their pages
from has_team.models import Referral
from has_team.stages import BY_THEIR_OWN_VERB, Stage, newly_done
from has_team.week import DAY, week_of, working_week_of
from qa.level_one import CheckView
from qa.models import LevelOneCheck

Status = Referral.Status
LISTS = {
    "in-progress": ("In progress", [Status.WORKING, Status.APPROVED]),
    "with-dco": ("With the DCO", [Status.WITH_DCO]),
    "exceptions": ("Did not meet the criteria", [Status.DECLINED, Status.GIVEN_BACK]),
    "sent": ("Sent", [Status.SENT, Status.CLOSED, Status.STOPPED]),
}


class TeamPage(OnlyFor):
    """The team's lists are for those who advise or quality-assure the advice."""

    needed = (Permission.ALLOCATE_REFERRAL,)


def not_yet_logged(user: User) -> models.QuerySet:
    """The inbox: passed to the Health Advisers of this person's board, nobody's yet, most urgent first."""
    boards = user.organisations_with(Permission.ALLOCATE_REFERRAL)
    waiting = AdviceRequest.objects.visible_to(user).passed_to_has()
    return waiting.filter(
        status=AdviceRequest.Status.WITH_HAS, referral__isnull=True, child__icb__in=boards
    ).order_by("advice_clock__due_on", "pk")


def tabs_for(user: User, current: str) -> list[dict[str, Any]]:
    counted = {slug: Count("pk", filter=Q(status__in=statuses)) for slug, (_, statuses) in LISTS.items()}
    # Aliases may hold no hyphen.
    counts = Referral.objects.visible_to(user).aggregate(**{s.replace("-", "_"): c for s, c in counted.items()})
    tabs = [{"text": "To accept", "href": reverse("has_team:referral_list"), "count": not_yet_logged(user).count()}]
    for slug, (words, _) in LISTS.items():
        href = reverse("has_team:referrals", args=[slug])
        tabs.append({"text": words, "href": href, "count": counts[slug.replace("-", "_")]})
    tabs.append({"text": "Week", "href": reverse("has_team:week")})
    return [tab | {"current": tab["href"] == current} for tab in tabs]


class InboxPage(TeamPage, ScopedList):
    model = AdviceRequest
    template_name = "has_team/inbox.html"

    def get_queryset(self) -> models.QuerySet:
        return not_yet_logged(self.request.user).for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = tabs_for(self.request.user, self.request.path)
        accepts = self.request.user.holds(Permission.WORK_REFERRAL)
        return super().get_context_data(tabs=tabs, accepts=accepts, **kwargs)


class ReferralsPage(TeamPage, ScopedList):
    """Nobody's first, then the most urgent; what was sent, the latest first."""

    model = Referral
    template_name = "has_team/referrals.html"

    def get_queryset(self) -> models.QuerySet:
        self.which = self.kwargs["which"]
        if self.which not in LISTS:
            raise Http404
        rows = super().get_queryset().filter(status__in=LISTS[self.which][1]).for_list()
        if self.which == "sent":
            return rows.order_by(models.F("sent_on").desc(nulls_last=True), "-pk")
        return rows.unallocated_first() if self.which == "in-progress" else rows.most_urgent_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = tabs_for(self.request.user, self.request.path)
        return super().get_context_data(tabs=tabs, which=self.which, title=LISTS[self.which][0], **kwargs)


class WeekPage(TeamPage, Scoped, TemplateView):
    model = Referral
    template_name = "has_team/week.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        boards = user.organisations_with(Permission.ALLOCATE_REFERRAL)
        advisers = advisers_of(boards[0])
        week = week_of(self.day(), self.get_queryset().in_progress(), advisers)
        return super().get_context_data(
            week=week,
            waiting=not_yet_logged(user).for_list()[:10],
            tabs=tabs_for(user, self.request.path),
            earlier=week.first - 7 * DAY,
            later=week.first + 7 * DAY,
            this_week=working_week_of(today()),
            **kwargs,
        )

    def day(self) -> date:
        """Any day of the week to show; this week when the address names none."""
        try:
            return date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return working_week_of(today())


class ReferralPage(ScopedDetail):
    model = Referral
    template_name = "has_team/referral.html"

    def get_queryset(self) -> models.QuerySet:
        rows = super().get_queryset().for_list().select_related("submitted_by", "approved_by", "child__icb")
        return rows.prefetch_related("onward_referrals", "advice_request__assessment__coordinator")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        referral, actions = self.object, context["actions"]
        offered = {action.verb.name: action for action in actions}
        return context | {
            "tasks": tasks_of(referral, offered),
            "clocks": lines_of([referral.advice_clock, referral.contact_clock], self.request.user),
            "actions": next_first(actions),
            "sections": written_sections(referral),
            "may_recommend": "save_advice" in offered,
            "events": events_of(referral),
            "check": check_of(referral),
            "checks": "approve" in offered,
        }


def next_first(actions: list[Action]) -> list[Action]:
    """Steps have their own list, what is done already is no button, and who does it stands last. Advice that is
    complete is sent next."""
    done = (a for a in actions if a.verb.name in STEPS or (a.blocked and a.verb.name == "share_with_family"))
    hidden = {action.verb.name for action in done}
    complete = any(a.verb.name == "submit_for_qa" and not a.blocked for a in actions)
    places = {"submit_for_qa": -1 if complete else 0, "allocate": 1}
    return sorted((a for a in actions if a.verb.name not in hidden), key=lambda a: places.get(a.verb.name, 0))


def events_of(referral: Referral) -> list[dict[str, Any]]:
    """What was done, the latest first; a logged step by its own name."""
    lines = list(referral.history.order_by("history_date", "history_id"))
    events = []
    for before, line in pairwise([None, *lines]):
        for event in told([line]):
            step = newly_done(line, before) if line.verb == "log_stage" else None
            events.append(event | ({"title": step.done, "on": getattr(line, f"{step.value}_on")} if step else {}))
    return events[::-1]


STEPS = {"log_stage", *BY_THEIR_OWN_VERB.values()}


def tasks_of(referral: Referral, offered: dict[str, Any]) -> list[dict[str, Any]]:
    """Each step with its day; while the adviser is at work, the first one that is open says so."""
    tasks, found_next = [], referral.status != Status.WORKING
    for stage in Stage:
        on = getattr(referral, f"{stage.value}_on")
        is_next = not on and not found_next
        found_next = found_next or is_next
        tasks.append(task(referral, stage, offered, on=on, is_next=is_next))
    return tasks


def task(
    referral: Referral, stage: Stage, offered: dict[str, Any], *, on: date | None, is_next: bool
) -> dict[str, Any]:
    verb = BY_THEIR_OWN_VERB.get(stage, "log_stage")
    action = offered.get(verb)
    query = f"?stage={stage.value}" if verb == "log_stage" else ""
    drawn = {"title": stage.label, "href": f"{action.url}{query}" if action and not action.blocked else ""}
    if stage is Stage.APPOINTMENT_BOOKED and on:
        drawn["hint"] = referral.appointment_in_words
    if on:
        return drawn | {"on": on}
    return drawn | ({"status": "Next", "colour": "blue"} if is_next else {"status": "Not done"})


class ReferralAction(NamesChild, ActionView):
    model = Referral

    def done_message(self, record: Any) -> str:
        return record.sent_in_words if self.verb.name == "send" else super().done_message(record)


class CheckAdvicePage(NamesChild, CheckView):
    """The level-one checklist; then on to approving the advice, or to returning it with what is to be put right."""

    within_model = AdviceRequest

    def success_url(self, record: LevelOneCheck) -> str:
        verb = Referral.approve if record.is_met else Referral.return_to_adviser
        return verb.url_for(record.advice_request.referral)


class AcceptPage(NamesChild, CreateView):
    verb, within_model = AcceptForm.verb, AdviceRequest


class DeclinePage(NamesChild, CreateView):
    verb, within_model = DeclineForm.verb, AdviceRequest


class RecommendPage(NamesChild, CreateView):
    verb, within_model = RecommendForm.verb, Referral


class AdvicePDF(Scoped, View):
    """The document as it will go out, or went."""

    model = Referral

    def get(self, request: HttpRequest, *, pk: int) -> HttpResponse:
        referral = get_object_or_404(self.get_queryset().select_related("child", "advice_request"), pk=pk)
        self.note_view(referral)
        name = f"{referral.child.reference}-advice.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(advice_pdf(referral), content_type="application/pdf", headers=headers)
