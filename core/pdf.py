"""How does a template become a PDF that everybody can read? PDF/UA-1: tagged, titled, with its fonts inside.

Nothing is fetched from anywhere: the pictures are the project's static files (`static:name`) and charts that
the caller hands over (`chart:name`). A word or a picture that is missing and a page without words are errors:
a letter to the Tribunal with a hole in it must not go out.
"""

import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from jinja2 import Environment, StrictUndefined

from core.pdf_tags import finish


class PDFRefused(RuntimeError):
    """The document would have had something missing. The message names it."""


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    lang: str = "en-GB",
    charts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """The template, which extends layout/pdf.html, as PDF/UA-1. `charts` are SVG or PNG pictures by name."""
    return lay_out(template, context, title=title, lang=lang, charts=charts).pdf()


def lay_out(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    lang: str = "en-GB",
    charts: Mapping[str, bytes | str] | None = None,
) -> "LaidOut":
    """The same, not written yet: for a document that must fit on so many pages."""
    if not title.strip():
        raise PDFRefused("A PDF needs a title: readers of the screen hear it first.")
    html = strict_environment().get_template(template).render({**context, "title": title, "lang": lang})
    return LaidOut(html, _Fetched(charts or {}))


@cache
def strict_environment() -> Environment:
    """The pages' environment, except that a name which is not in the context is an error."""
    return engines["jinja"].env.overlay(undefined=StrictUndefined)


class LaidOut:
    """A document on its pages."""

    OPTIONS: ClassVar[dict[str, Any]] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}

    def __init__(self, html: str, fetched: "_Fetched") -> None:
        from weasyprint import HTML  # a second to load: only where a PDF is made

        source = HTML(string=html, base_url="portal:/", url_fetcher=fetched.fetcher())
        if not _words_of(source.etree_element):
            raise PDFRefused("The page has no words on it.")
        self._document, self._fetched = source.render(**self.OPTIONS), fetched

    @property
    def pages(self) -> int:
        return len(self._document.pages)

    def pdf(self) -> bytes:
        made = self._document.write_pdf(finisher=finish, **self.OPTIONS)
        if self._fetched.refused:
            raise PDFRefused(f"Not part of the project, or missing: {', '.join(sorted(self._fetched.refused))}")
        return made


def _words_of(page: Any) -> str:
    """What stands in <main>; the heading and the foot that every page has do not count."""
    main = next(iter(page.iter("main")), None)
    if main is None:
        raise PDFRefused("The template has no <main>: does it extend layout/pdf.html?")
    return "".join(main.itertext()).strip()


class _Fetched:
    """Answers for every address in the document, and remembers those that it refused."""

    def __init__(self, charts: Mapping[str, bytes | str]) -> None:
        self.charts, self.refused = charts, set[str]()

    def fetcher(self) -> Any:
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        answer, refused = self.answer, self.refused

        class OnlyOurs(URLFetcher):
            def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
                refused.add(url)  # WeasyPrint leaves a hole where this fails, and goes on
                body, kind = answer(url)
                refused.discard(url)
                return URLFetcherResponse(url, body, {"Content-Type": kind})

        return OnlyOurs(allowed_protocols=())

    def answer(self, url: str) -> tuple[bytes, str]:
        scheme, _, name = url.partition(":")
        if scheme == "chart" and name in self.charts:
            return _chart(self.charts[name])
        if scheme == "static" and (path := static_file(name)):
            return path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        raise ValueError(f"{url} is not part of the project.")


def _chart(picture: bytes | str) -> tuple[bytes, str]:
    body = picture.encode() if isinstance(picture, str) else picture
    return body, "image/png" if body.startswith(b"\x89PNG") else "image/svg+xml"


def static_file(name: str) -> Path | None:
    """A file of static/ by its name: where it lies in the project, or where it was collected to."""
    if name.startswith("/") or ".." in name.split("/"):
        return None
    found = finders.find(name)
    if not found and settings.STATIC_ROOT and staticfiles_storage.exists(name):
        found = staticfiles_storage.path(name)
    return Path(found) if found else None
