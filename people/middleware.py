"""Each request is one transaction, inside its person's scope; every child that it shows is logged."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from core.scope import Scope, opened
from people.models import AccessLog, ListLog
from people.shown import children_read, name_of_list

SHOWS = (200, 422)  # a page, and a form shown again


class ScopeMiddleware:
    """Opens the transaction and the scope, rolls back what failed, and writes the log before anything is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            scope = request.user.scope if request.user.is_authenticated else Scope()
            with opened(scope), children_read() as read:
                response = self.get_response(request)
            if response.status_code >= 500:
                # Django has turned the exception into a page by now; what was half done must not be kept.
                transaction.set_rollback(True)
        self.log_views(request, response)
        self.log_list(request, response, read)
        return response

    def log_views(self, request: HttpRequest, response: HttpResponse) -> None:
        for child_id, what in getattr(request, "children_viewed", {}).items():
            AccessLog.add(
                user=getattr(request, "viewer", request.user),  # a person with a link says who they are
                child_id=child_id,
                what=what,
                path=request.path,
                outcome=response.status_code,
            )

    def log_list(self, request: HttpRequest, response: HttpResponse, read: set[int]) -> None:
        """Whoever else was named in what this person got: one row for the whole answer."""
        others = read - set(getattr(request, "children_viewed", {}))
        if others and response.status_code in SHOWS and request.user.is_authenticated:
            ListLog.add(user=request.user, children=others, what=name_of_list(request), path=request.path)
