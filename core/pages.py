"""Which pages has the portal whatever it is about: errors, staying signed in, its statements?"""

from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the person: whatever failed, the database behind their name may be it."""
    nobody = SimpleNamespace(csp_nonce=getattr(request, "csp_nonce", ""))
    return HttpResponse(render_to_string("core/500.html", {"request": nobody}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "core/csrf.html", status=403)


@login_not_required
@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Somebody answered the idle warning. 204 when it was in time, 403 when they are already signed out."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    request.session.modified = True
    return HttpResponse(status=204)


@login_not_required
@require_GET
def timed_out(request: HttpRequest) -> HttpResponse:
    """Where an idle page goes. When another tab kept the session alive, straight back."""
    after = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        after = "/"
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    sign_in = f"{reverse('account_login')}?{urlencode({'next': after})}"
    return render(request, "core/timed_out.html", {"sign_in": sign_in})


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "core/privacy.html")
