"""Which pages show and fill in the level-one checklist of advice?"""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.roles import Permission
from core.forms import VerbForm
from core.today import today
from core.views import CreateView, ScopedDetail, ScopedList
from ehcp.models import AdviceRequest
from qa.models.level_one import Given, LevelOneCheck, Point, counts_by_point
from qa.tabs import tabs

YEAR = timedelta(days=365)
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

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"given": {p.value: (typed[p.value], typed[f"words_{p.value}"]) for p in Point}}


class CheckView(CreateView):
    """Of a provider's advice, once it came; the Health Advisers' is read on their referral."""

    verb, within_model = CheckForm.verb, AdviceRequest
    template_name = "qa/level_one_form.html"


class CheckPage(ScopedDetail):
    model = LevelOneCheck
    template_name = "qa/level_one.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()


class CheckList(ScopedList):
    """How often each point was met in the last twelve months, and providers' advice that can be read."""

    model = AdviceRequest
    template_name = "qa/level_one_list.html"
    sources: ClassVar = LevelOneCheck.Source

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.holds(Permission.APPROVE_ADVICE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        came = (
            super()
            .get_queryset()
            .filter(status=AdviceRequest.Status.RETURNED, returned_on__gte=today() - SAMPLED, level_one_checks=None)
        )
        return came.exclude(passed_to_has_on__isnull=False, service=None).for_list().order_by("-returned_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = LevelOneCheck.objects.visible_to(self.request.user).since(today() - YEAR)
        tables = [self.table(source, checks.filter(source=source)) for source in self.sources]
        return super().get_context_data(tables=tables, tabs=tabs(self.request.user, "level_one"), **kwargs)

    def table(self, source: Any, checks: Any) -> dict[str, Any]:
        counts = counts_by_point(checks)
        rows = [(point.label, counts[point.value]) for point in Point]
        return {"title": source.label, "many": checks.count(), "rows": rows}
