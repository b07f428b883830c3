"""May this session still be used, and did its person give a one-time code?"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from rest_framework.views import APIView

MEMBERSHIPS = "memberships"
WITHOUT_CODE = frozenset(
    {
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
        "core:stay_signed_in",
    }
)
"""What somebody reaches who has signed in with a password only: the way to a code, and out."""


class SignInMiddleware:
    """Ends sessions that outlived a role, asks for the code, keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return _leave_whole_page(request, response)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            if SESSION_KEY in request.session:  # deactivated: must not come alive again with the account
                request.session.flush()
            return None
        if a_membership_ended(request):
            logout(request)
            if is_api(view):
                return _refuse("Your role has changed. Sign in again.")
            messages.info(request, "You were signed out because your role has changed. Sign in again to carry on.")
            return HttpResponseRedirect(reverse("account_login"))
        if is_api(view):  # REST framework takes its views out of what requires a sign-in, and so of the code
            return None if gave_code(request) else _refuse("Give your one-time code first.")
        if not getattr(view, "login_required", True) or gave_code(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        return None if name in WITHOUT_CODE else _ask_for_code(request)


def a_membership_ended(request: HttpRequest) -> bool:
    """Whether a role that this session began with is over. New roles simply join."""
    current = {membership.pk for membership in request.user.current_memberships}
    began_with = set(request.session.get(MEMBERSHIPS, current))
    if not current or began_with - current:
        return True
    if MEMBERSHIPS not in request.session or current != began_with:
        request.session[MEMBERSHIPS] = sorted(current)
    return False


def gave_code(request: HttpRequest) -> bool:
    """Whether this session's person need not give a code, or gave one with a device that is still theirs."""
    if not request.user.must_use_codes:
        return True
    records = get_authentication_records(request, request.user)
    devices = [record["id"] for record in records if record["method"] == "mfa"]
    return bool(devices) and Authenticator.objects.filter(user=request.user, pk__in=devices).exists()


def is_api(view: Callable[..., HttpResponse]) -> bool:
    """Answered in JSON: a redirect would lead another system to a page."""
    return issubclass(getattr(view, "cls", object), APIView)


def _refuse(words: str) -> HttpResponse:
    return JsonResponse({"detail": words}, status=401, headers={"WWW-Authenticate": "Session"})


def _ask_for_code(request: HttpRequest) -> HttpResponse:
    """To the code's form; to enrolment if they have no device yet. Only a page is worth coming back to."""
    has_device = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    address = reverse("mfa_reauthenticate" if has_device else "mfa_activate_totp")
    after = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return HttpResponseRedirect(address + after)


def _leave_whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirect to sign-in must not be drawn into a piece of a page."""
    target = response.headers.get("Location", "")
    if "HX-Request" in request.headers and target.startswith(reverse("accounts:home")):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return response
