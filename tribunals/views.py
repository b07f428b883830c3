"""Which pages show an appeal, and the board's answer to the Tribunal?"""

from itertools import chain
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from accounts.roles import Permission
from core.story import told
from core.views import ActionView, CreateView, OnlyFor, Scoped, ScopedDetail, ScopedList
from core.workflow import Action
from people.models import Child
from people.views import Download
from tribunals.forms import AddIssueForm, AddPaperForm, LogAppealForm
from tribunals.letter import letter_pdf
from tribunals.models import Answer, Appeal, Paper, Regulation6Response, Review
from tribunals.strip import strip_of, trail_of

P = Permission
INSIDE = (P.SEE_APPEALS, P.REVIEW_RESPONSE, P.SIGN_RESPONSE)


class AppealsPage(OnlyFor, ScopedList):
    """Active ones with what comes next; closed ones with how they ended."""

    model = Appeal
    template_name = "tribunals/appeals.html"

    needed = (P.SEE_APPEALS,)

    @property
    def shows_closed(self) -> bool:
        return self.request.GET.get("show") == "closed"

    def get_queryset(self) -> models.QuerySet:
        rows = super().get_queryset().for_list()
        if self.shows_closed:
            return rows.closed().order_by("-closed_on", "-pk")
        return rows.active().order_by("response__response_clock__due_on", "registered_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = super().get_queryset()
        address = reverse("tribunals:appeal_list")
        tabs = [
            {"text": "Active", "href": address, "count": mine.active().count(), "current": not self.shows_closed},
            {
                "text": "Closed",
                "href": f"{address}?show=closed",
                "count": mine.closed().count(),
                "current": self.shows_closed,
            },
        ]
        return super().get_context_data(tabs=tabs, closed=self.shows_closed, **kwargs)


class AppealPage(ScopedDetail):
    model = Appeal
    template_name = "tribunals/appeal.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list().select_related("response__author", "response__signed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        appeal, user = self.object, self.request.user
        response = getattr(appeal, "response", None)
        papers = list(appeal.papers.for_list())
        clocks = [appeal.response_clock, response and response.response_clock]
        return context | {
            "response": response,
            "strip": strip_of(appeal, response, papers),
            "clocks": [clock.line for clock in clocks if clock],
            "issues": appeal.issues.all(),
            "papers": papers,
            "cards": cards_of(response, user) if response else [],
            "trail": trail_of(response, reviews_of(response)) if response else [],
            "may_run": user.may(P.RUN_APPEALS, appeal) and not appeal.closed_on,
            "actions": next_first(context["actions"]),
            "events": told(appeal.history.order_by("-history_date", "-history_id")),
        }


LAST = ("record_deadlines", "change_kind")


def next_first(actions: list[Action]) -> list[Action]:
    """What is done already is no button; corrections stand last."""
    todo = [a for a in actions if not (a.blocked and a.verb.name in ("record_response_sent", "record_hearing"))]
    return sorted(todo, key=lambda action: action.verb.name in LAST)


class LogAppeal(CreateView):
    verb, within_model = LogAppealForm.verb, Child


class AddIssue(CreateView):
    verb, within_model = AddIssueForm.verb, Appeal


class AddPaper(CreateView):
    verb, within_model = AddPaperForm.verb, Appeal


class AppealAction(ActionView):
    model = Appeal

    def get_template_names(self) -> list[str]:
        return ["tribunals/order_form.html" if self.is_order else self.template_name]

    @property
    def is_order(self) -> bool:
        return self.verb.name == "record_order"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.is_order and "more" in request.POST:
            form = self.verb.form.with_one_more(request.POST, by=request.user, **self.form_arguments())
            return self.show(form)
        return super().post(request, **kwargs)


class ResponsesPage(OnlyFor, ScopedList):
    """The responses that are this person's to write, review, sign or copy; what waits for them first."""

    model = Regulation6Response
    template_name = "tribunals/responses.html"

    needed = (*INSIDE, P.COPY_RESPONSE)

    def get_queryset(self) -> models.QuerySet:
        unsent_first = models.F("sent_on").desc(nulls_first=True)
        return super().get_queryset().for_list().order_by(unsent_first, "response_clock__due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Regulation6Response.objects.visible_to(self.request.user).waiting_for(self.request.user)
        return super().get_context_data(waiting=set(waiting.values_list("pk", flat=True)), **kwargs)


class ResponsePage(ScopedDetail):
    """The whole of it to the board's people; to the local authority the answer that was sent."""

    model = Regulation6Response
    template_name = "tribunals/response.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list().select_related("copy_clock", "appeal__child")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        response, user = self.object, self.request.user
        inside = any(user.may(permission, response) for permission in INSIDE)
        clock = response.response_clock if inside else response.copy_clock
        papers = Paper.objects.visible_to(user).filter(appeal=response.appeal_id).for_list()
        return (
            context
            | {
                "inside": inside,
                "clocks": [clock.line] if clock else [],
                "cards": cards_of(response, user),
                "papers": papers,
                "sees_appeal": user.may(P.SEE_APPEALS, response),
            }
            | (self.for_the_board(response, user) if inside else {})
        )

    def for_the_board(self, response: Regulation6Response, user: Any) -> dict[str, Any]:
        reviews = reviews_of(response)
        mine = [review for review in reviews if review.reviewer_id == user.pk and not review.decided_on]
        actions = [action for record in (*mine, response) for action in record.actions_for(user)]
        rare = Regulation6Response.record_direction
        return {
            "issues": response.appeal.issues.all(),
            "reviews": reviews,
            "trail": trail_of(response, reviews),
            "actions": [action for action in actions if action.verb is not rare],
            "direct": next((action for action in actions if action.verb is rare), None),
            "events": told(history_of(response)),
        }


def cards_of(response: Regulation6Response, user: Any) -> list[dict[str, Any]]:
    """One for each recommendation, with its answer and, for who may write it now, the way there."""
    cards = []
    for answer in response.answers_in_order():
        answer.response, answer.child = response, response.child  # the same ones, already read
        actions = [action for action in answer.actions_for(user) if not action.blocked]
        cards.append({"answer": answer, "recommendation": answer.recommendation, "actions": actions})
    return cards


def reviews_of(response: Regulation6Response) -> list[Review]:
    reviews = list(response.reviews.select_related("reviewer").order_by("round", "pk"))
    for review in reviews:
        review.response, review.child = response, response.child
    return reviews


def history_of(response: Regulation6Response) -> list[Any]:
    """Who did what, when, to the response, its answers and its reviews; the latest first."""
    kept = (model.history.filter(response_id=response.pk) for model in (Answer, Review))
    lines = chain(response.history.all(), *kept)
    return sorted(lines, key=lambda line: (line.history_date, line.history_id), reverse=True)


class ResponseAction(ActionView):
    model = Regulation6Response


class AnswerAction(ActionView):
    model = Answer
    template_name = "tribunals/answer_form.html"


class LetterPDF(Scoped, View):
    """The letter as it was sent, or as it would go out now."""

    model = Regulation6Response

    def get(self, request: HttpRequest, *, pk: int) -> HttpResponse:
        response = get_object_or_404(self.get_queryset().for_list(), pk=pk)
        self.note_view(response)
        name = f"{response.child.reference}-regulation-6.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(letter_pdf(response), content_type="application/pdf", headers=headers)


class PaperDownload(Download):
    """A paper, for those who see the appeal, or review or sign the response."""

    def get_queryset(self) -> models.QuerySet:
        user = self.request.user
        return Paper.objects.visible_to(user).documents().open_to(user)
