"""When is a step due, and what does each rule say?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.administration.views import ForAdministrators
from accounts.models import Organisation, Relation
from clocks import limit_forms  # noqa: F401 each names its verb
from clocks.forms import CHAPTERS, CalculatorForm
from clocks.ladder import DEFAULTS, Ladder, who_is_told
from clocks.ledger import told
from clocks.models import Action, Clock, LocalLength, OwnLadder, Pause, TimeLimit
from clocks.models.own_ladder import ALL_OF_A_KIND
from clocks.rule import Kind, Rule, words_for_length
from clocks.rules import LOCAL
from core.today import today
from core.views import ActionView, CreateView, ScopedDetail
from people.models import Child

STARTS = {Kind.COUNTS_BACK: "Counts back from", Kind.FIXED: "For"}
DUE = {Kind.WINDOW: "Runs to the end of"}
KIND_WORDS = {
    Kind.DEADLINE: "By a day",
    Kind.WINDOW: "At least so long: nobody may act before it ends",
    Kind.COUNTS_BACK: "Counted back",
    Kind.FIXED: "A date in the year",
    Kind.DIRECTED: "A date that somebody orders",
}


def icb_of(user: Any) -> Organisation | None:
    """The board whose local standards apply where this person works."""
    mine = user.organisation
    if mine is None or mine.kind == Organisation.Kind.ICB:
        return mine
    relation = Relation.objects.in_force(today()).filter(organisation=mine).select_related("icb").first()
    return relation.icb if relation else None


class CalculatorView(TemplateView):
    """`manage.py due` as a page. The answer has an address, so that it can be sent to somebody."""

    template_name = "clocks/calculator.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = "rule" in request.GET
        form = CalculatorForm(request.GET if asked else None, icb=icb_of(request.user))
        worked_out = asked and form.is_valid()
        context = self.get_context_data(form=form, **(self.answer(form) if worked_out else {}))
        return self.render_to_response(context, status=422 if asked and not worked_out else 200)

    def answer(self, form: CalculatorForm) -> dict[str, Any]:
        law = form.law
        return {
            "law": law,
            "answer": form.answer,
            "starts_word": STARTS.get(law.kind, "Starts"),
            "due_word": DUE.get(law.kind, "Due"),
        }


class RuleBookView(TemplateView):
    """Every time limit with its citation, as the portal applies it."""

    template_name = "clocks/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        icb = icb_of(self.request.user)
        lengths = LocalLength.all_of(icb) if icb else {}
        own = OwnLadder.all_of(icb.pk) if icb else {}
        chapters = [
            (name, [entry_of(rule, lengths) | {"told": told_of(rule.key, own)} for rule in rules])
            for name, rules in CHAPTERS
        ]
        ladders = [
            {"name": name, "told": told_of(kind, own) or who_is_told(DEFAULTS[kind]), "set_here": kind in own}
            for kind, name in ALL_OF_A_KIND.items()
        ]
        return super().get_context_data(chapters=chapters, ladders=ladders, icb=icb, **kwargs)


def entry_of(rule: Rule, lengths: dict[str, int]) -> dict[str, Any]:
    """One rule in words."""
    own = lengths.get(rule.key) if rule.is_local else None
    length = words_for_length(own, rule.unit) if own else rule.length_words
    fixed = [f"{day} {MONTHS[month - 1]}" for _, month, day in rule.fixed_dates]
    return {
        "rule": rule,
        "length": length or " or ".join(fixed) or "As ordered",
        "kind": KIND_WORDS[rule.kind],
        "set_here": bool(own),
    }


def told_of(covers: str, own: dict[str, Ladder]) -> list[tuple[str, str]]:
    """Who is reminded on which days, where the board has set that."""
    return who_is_told(own[covers]) if covers in own else []


class LocalLengths(ForAdministrators, TemplateView):
    """How long this board gives itself where the law sets no time."""

    template_name = "clocks/local_lengths.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        boards = Organisation.objects.visible_to(self.request.user).filter(kind=Organisation.Kind.ICB)
        icb = get_object_or_404(boards, pk=self.kwargs["pk"])
        lengths = LocalLength.all_of(icb)
        form = reverse("clocks:locallength_set_length", args=[icb.pk])
        entries = [
            entry_of(rule, lengths) | {"address": f"{form}?rule={rule.key}"} for rule in LOCAL if rule.has_own_length
        ]
        return super().get_context_data(icb=icb, entries=entries, **kwargs)


class SetLength(ForAdministrators, CreateView):
    verb = LocalLength.set_length
    within_model = Organisation

    def success_url(self, record: LocalLength) -> str:
        return reverse("clocks:locallength_list", args=[record.icb_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("clocks:locallength_list", args=[self.within.pk])
        return super().get_context_data(back=back, **kwargs)


class Pauses(ScopedDetail):
    """One time limit's pauses: what counts, what was entered by mistake, and who did what."""

    model = Clock
    template_name = "clocks/pauses.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock, user = self.object, self.request.user
        may = user.may(Pause.pause.permission, clock)
        refusal = Pause.pause.refusal(clock, user)
        rows = [(pause, actions_of(pause, clock, user)) for pause in clock.pauses.all()]
        return super().get_context_data(
            on=today(),
            line=clock.line | {"ledger": ""},  # this page
            rows=rows,
            refusal=refusal,
            button=reverse("clocks:pause_pause", args=[clock.pk]) if may and not refusal else "",
            told=told(clock),
            **kwargs,
        )


def actions_of(pause: Pause, clock: Clock, user: Any) -> list[Any]:
    """What may be done to it now; what cannot is not shown, as the page says why."""
    pause.clock = clock  # the same one, already read
    pause.child = clock.child
    return [action for action in pause.actions_for(user) if not action.blocked]


class PauseClock(CreateView):
    verb = Pause.pause
    within_model = Clock

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"caption": f"{self.within.child}: {self.within.action}", "back": self.within.ledger}
        return super().get_context_data(**context, **kwargs)


class PauseAction(ActionView):
    model = Pause

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"{self.record.child}: {self.record.clock.action}", **kwargs)


class ClockActions(ActionView):
    """Take it, give it to a colleague, put it back."""

    model = Clock


class SetAction(CreateView):
    verb = Action.set
    within_model = Child


class ActionActions(ActionView):
    model = Action


class LogTimeLimit(CreateView):
    """What the law times and no process of the portal starts."""

    verb = TimeLimit.log
    within_model = Child


class TimeLimitActions(ActionView):
    model = TimeLimit


MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip
