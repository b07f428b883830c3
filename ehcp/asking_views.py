"""Which pages are there to ask for advice, or to see that earlier advice is enough?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import View

from accounts.roles import Permission
from core.views import ActionView, CreateView, viewed
from ehcp import earlier_advice_forms  # noqa: F401 the forms of its verbs
from ehcp.models import AdviceRequest, AreaService, AssessmentRequest, EarlierAdvice, FamilyPaper
from ehcp.models.asking import not_assessing_yet
from ehcp.models.family_paper import SAY_FIRST, has_to_say_first
from ehcp.usual import NURSE, ask_usual, proposed
from ehcp.views import NamesChild


class UsualForm(forms.Form):
    """Whom the area asks as a matter of course: ticked beforehand. The looked-after child's nurse is not a choice."""

    services = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label="Ask these services"
    )
    looks = {"services": {"optional": False}}

    def __init__(self, *args: Any, settings: list[AreaService], **kwargs: Any) -> None:
        choices = [(one.pk, in_words(one)) for one in settings if one.asked != NURSE]
        super().__init__(*args, initial={"services": [key for key, _ in choices]}, **kwargs)
        self.nurses = [in_words(one) for one in settings if one.asked == NURSE]
        if choices:
            self.fields["services"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["services"]


def in_words(setting: AreaService) -> str:
    return f"{setting.service} ({setting.service.organisation.short_name}), {setting.get_paragraph_display()}"


class AskAdvice(NamesChild, CreateView):
    """Whom the area asks as a matter of course, at one press; below, any other service."""

    verb = AdviceRequest.ask
    within_model = AssessmentRequest
    template_name = "ehcp/ask_advice.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Before the first request it is said what the family sent in: that goes with each."""
        if has_to_say_first(self.within, request.user) and not_assessing_yet(self.within) is None:
            say = FamilyPaper.say.url_for(self.within)
            return self.go_on(f"{say}?{urlencode({'next': request.get_full_path()})}")
        return super().get(request, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settings = proposed(self.within)
        usual = UsualForm(settings=settings) if settings else None
        return super().get_context_data(usual=usual, **kwargs)


class AskUsual(View):
    """Carries out what was ticked on that page."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        within = get_object_or_404(AssessmentRequest.objects.visible_to(request.user), pk=pk)
        viewed(request, within.child_id, what=str(within._meta.verbose_name))
        if not request.user.may(Permission.ASK_ADVICE, within):
            raise PermissionDenied
        if has_to_say_first(within, request.user):
            messages.warning(request, SAY_FIRST)
            return HttpResponseRedirect(reverse("ehcp:advicerequest_ask", args=[within.pk]))
        form = UsualForm(request.POST, settings=proposed(within))
        chosen = form.cleaned_data.get("services", []) if form.is_valid() else []
        return self.carry_out(within, chosen)

    def carry_out(self, within: AssessmentRequest, chosen: list[int]) -> HttpResponse:
        try:
            made = ask_usual(within, by=self.request.user, chosen=chosen)
        except ValidationError as refused:
            messages.warning(self.request, " ".join(refused.messages))
            return HttpResponseRedirect(reverse("ehcp:advicerequest_ask", args=[within.pk]))
        if not made:
            messages.warning(self.request, "Nothing was asked: tick at least one service.")
            return HttpResponseRedirect(reverse("ehcp:advicerequest_ask", args=[within.pk]))
        whom = ", ".join(str(one.asked_of) for one in made)
        messages.success(self.request, f"Advice is asked of: {whom}. The six weeks run.")
        return HttpResponseRedirect(within.get_absolute_url())


class ProposeEarlierAdvice(NamesChild, CreateView):
    verb = EarlierAdvice.propose
    within_model = AssessmentRequest


class EarlierAdviceActions(NamesChild, ActionView):
    model = EarlierAdvice
