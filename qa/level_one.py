"""Which pages show and fill in the level-one checklist of advice?"""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from core.forms import VerbForm
from core.today import today
from core.views import ActionView, CreateView, OnlyFor, ScopedDetail, ScopedList
from ehcp.models import AdviceRequest
from qa.advice_sample import draw_of
from qa.models.level_one import Given, LevelOneCheck, Point, counts_by_point
from qa.tabs import tabs

YEAR = timedelta(days=365)
RETURN = AdviceRequest.return_for_quality
SAMPLED = timedelta(days=92)  # advice of the last three months can be picked to be read


class CheckForm(VerbForm):
    verb = LevelOneCheck.read_advice
    button = "Save the checklist"
    done = "The checklist is saved."
    guidance = (
        "Say for each point whether it is met. Where it is not, say what to put right: that goes to the author."
    )

    def prepare(self) -> None:
        self.looks: dict[str, Any] = {}
        for point in Point:
            self.fields[point.value] = forms.ChoiceField(
                choices=Given.choices, widget=forms.RadioSelect, label=point.label
            )
            self.fields[f"words_{point.value}"] = forms.CharField(
                max_length=1000, required=False, label="What is to be put right?"
            )
            self.looks[point.value] = {"size": "s", "reveals": {"no": [f"words_{point.value}"]}}
            self.looks[f"words_{point.value}"] = {"optional": False}  # where it is asked, it must be given

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"given": {p.value: (typed[p.value], typed[f"words_{p.value}"]) for p in Point}}


class CheckView(CreateView):
    """Of a provider's advice, once it came; the Health Advisers' is read on their referral."""

    verb, within_model = CheckForm.verb, AdviceRequest
    template_name = "qa/level_one_form.html"

    def success_url(self, record: LevelOneCheck) -> str:
        """A provider's that fails leads to where it is returned, with the words of what is lacking."""
        return (
            reverse("qa:levelonecheck_return", args=[record.pk]) if record.goes_back else super().success_url(record)
        )


class CheckPage(ScopedDetail):
    model = LevelOneCheck
    template_name = "qa/level_one.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers_return = self.object.goes_back and self.request.user.may(RETURN.permission, self.object.advice_request)
        return super().get_context_data(offers_return=offers_return, **kwargs)


class ReturnView(ActionView):
    """A provider's advice goes back to its service, with the words of the points that are not met."""

    model = AdviceRequest

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        checks = LevelOneCheck.objects.visible_to(request.user).select_related("advice_request")
        self.check = get_object_or_404(checks, pk=pk)
        if not self.check.goes_back:
            raise Http404
        about = {"pk": self.check.advice_request_id, "verb": RETURN.name}
        return super().dispatch(request, *args, **about, **kwargs)

    def initial(self) -> dict[str, Any]:
        return {"lacking": self.check.words_to_return} | super().initial()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"back": self.check.get_absolute_url(), "caption": self.check.child}


class CheckList(OnlyFor, ScopedList):
    """How often each point was met in the last twelve months, and providers' advice that can be read."""

    model = AdviceRequest
    template_name = "qa/level_one_list.html"
    sources: ClassVar = LevelOneCheck.Source

    needed = (Permission.APPROVE_ADVICE,)

    def get_queryset(self) -> Any:
        read = LevelOneCheck.objects.in_force().filter(advice_request=OuterRef("pk"))
        came = super().get_queryset().filter(~Exists(read), status="returned", returned_on__gte=today() - SAMPLED)
        return came.exclude(passed_to_has_on__isnull=False, service=None).for_list().order_by("-returned_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = LevelOneCheck.objects.visible_to(self.request.user).since(today() - YEAR)
        tables = [self.table(source, checks.filter(source=source)) for source in self.sources]
        (icb, *_) = self.request.user.organisations_with(Permission.APPROVE_ADVICE)
        drawn = draw_of(icb, today().replace(day=1) - timedelta(days=1), self.request.user)
        return super().get_context_data(
            tables=tables, drawn=drawn, tabs=tabs(self.request.user, "level_one"), **kwargs
        )

    def table(self, source: Any, checks: Any) -> dict[str, Any]:
        counts = counts_by_point(checks)
        rows = [(point.label, counts[point.value]) for point in Point]
        return {"title": source.label, "many": checks.count(), "rows": rows}
