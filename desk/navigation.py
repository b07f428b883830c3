"""Which pages does the header link to, for this person?"""

from typing import Any

from django.http import HttpRequest


def links_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The header's links: text, address, and whether this page is under it."""
    return [{"text": "Worklist", "href": "/", "current": request.path == "/"}]
