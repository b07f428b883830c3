"""Which address belongs to which app?"""

from django.urls import include, path

urlpatterns = [
    path("", include("desk.urls")),
    path("", include("core.urls")),
    path("account/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("people/", include("people.urls")),
    path("clocks/", include("clocks.urls")),
    path("ehcp/", include("ehcp.urls")),
    path("qa/", include("qa.urls")),
    path("health-advisers/", include("has_team.urls")),
    path("tribunals/", include("tribunals.urls")),
    path("assurance/", include("assurance.urls")),
    path("reports/", include("reporting.urls")),
    path("api/v1/", include("send_portal.api_urls")),
]

handler400 = "core.pages.bad_request"
handler403 = "core.pages.permission_denied"
handler404 = "core.pages.page_not_found"
handler500 = "core.pages.server_error"
