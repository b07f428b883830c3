"""What does my account say about me, and how do I get my codes?"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView


class AccountView(TemplateView):
    """My roles and my security."""

    template_name = "accounts/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        devices = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.TOTP)
        return super().get_context_data(
            memberships=self.request.user.current_memberships, device=devices.first(), **kwargs
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
