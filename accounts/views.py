"""What does my account say about me, and how do I get my codes?"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.forms import StartDigestForm, StopDigestForm
from accounts.models import User
from core.views import ActionView
from core.workflow import Verb


class AccountView(TemplateView):
    """My roles and my security."""

    template_name = "accounts/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = {each.type: each for each in Authenticator.objects.filter(user=user)}
        return super().get_context_data(
            memberships=user.current_memberships,
            device=mine.get(Authenticator.Type.TOTP),
            recovery=mine.get(Authenticator.Type.RECOVERY_CODES),
            **kwargs,
        )


class EnrolView(ActivateTOTPView):
    """Showing that the new device works is a sign-in with it: nobody is asked for the same code twice, or
    signed out by the rule that asks for codes."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        device = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, self.request.user, "mfa", id=device.pk, type=device.type)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "accounts:home")


LETTERS = {"stop-digest": StopDigestForm, "start-digest": StartDigestForm}


class OwnLetters(ActionView):
    """Which letters I get. Of my account I change nothing else here."""

    model = User

    def dispatch(self, request: HttpRequest, *args: Any, verb: str, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, pk=request.user.pk, verb=verb, **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.filter(pk=self.request.user.pk)

    def find_verb(self, slug: str) -> Verb:
        if slug not in LETTERS:
            raise Http404
        return LETTERS[slug].verb

    def success_url(self, record: User) -> str:
        return reverse("accounts:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("accounts:home"), **kwargs)
