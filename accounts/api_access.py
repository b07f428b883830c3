"""Who may use the API? Named in the settings, so that it holds for every view that does not say otherwise."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated


class PortalSession(SessionAuthentication):
    """The portal's own session, with its CSRF token; the middleware asks for the one-time code. Nobody gets 401."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"


class SeesChildren(IsAuthenticated):
    """Every record of the API is a child's: nothing for roles that see none."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and request.user.sees_children
