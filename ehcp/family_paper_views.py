"""Where is it said what the family sent in, and how does whoever was asked open it?"""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core.views import ActionView, CreateView
from ehcp import family_paper_forms  # noqa: F401 the forms of verbs
from ehcp.link_views import ByLink
from ehcp.models import AssessmentRequest, FamilyPaper
from ehcp.models.family_paper import open_with
from ehcp.views import NamesChild
from people.views import Download


class SayFamilyPapers(NamesChild, CreateView):
    verb = FamilyPaper.say
    within_model = AssessmentRequest
    template_name = "ehcp/say_family_papers.html"


class FamilyPaperActions(NamesChild, ActionView):
    model = FamilyPaper


class FamilyPaperFile(Download):
    """One paper, for whoever has a request in this assessment and nothing else of the child's file."""

    model = FamilyPaper

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        paper = get_object_or_404(self.get_queryset().going().select_related("document"), pk=pk)
        return self.send(request, paper.document)


class LinkPaper(ByLink):
    """The same, for a clinician with a link to that request."""

    model = FamilyPaper

    def is_for(self, link: Any) -> bool:
        return link.is_usable and link.shown is None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        paper = open_with(self.link.request).filter(pk=pk).first()
        if paper is None:
            raise Http404
        request.viewer = self.link.actor  # type: ignore[attr-defined]
        return Download().send(request, paper.document)
