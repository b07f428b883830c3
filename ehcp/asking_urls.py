"""Addresses of the pages around asking for advice."""

from django.urls import URLPattern, path

from ehcp.area_views import (
    Areas,
    AreaServiceActions,
    AreaWithoutAccessActions,
    DecideAreaService,
    DeclareWithoutAccess,
)
from ehcp.asking_views import AskAdvice, AskUsual, EarlierAdviceActions, ProposeEarlierAdvice
from ehcp.family_paper_views import FamilyPaperActions, FamilyPaperFile, LinkPaper, SayFamilyPapers
from ehcp.triage_views import RequestsToRoute, Triage

ASSESSMENT = "assessments/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{ASSESSMENT}/advice-requests/ask/", AskAdvice.as_view(), name="advicerequest_ask"),
    path(f"{ASSESSMENT}/advice-requests/ask-usual/", AskUsual.as_view(), name="assessmentrequest_usual"),
    path(f"{ASSESSMENT}/earlier-advice/propose/", ProposeEarlierAdvice.as_view(), name="earlieradvice_propose"),
    path(f"{ASSESSMENT}/family-papers/say/", SayFamilyPapers.as_view(), name="familypaper_say"),
    path("family-papers/<int:pk>/file/", FamilyPaperFile.as_view(), name="familypaper_file"),
    path("family-papers/<int:pk>/<slug:verb>/", FamilyPaperActions.as_view(), name="familypaper_do"),
    path("link/family-papers/<int:pk>/", LinkPaper.as_view(), name="link_paper"),
    path("earlier-advice/<int:pk>/<slug:verb>/", EarlierAdviceActions.as_view(), name="earlieradvice_do"),
    path("advice-requests/answer/", Triage.as_view(), name="triage"),
    path("advice-requests/to-route/", RequestsToRoute.as_view(), name="to_route"),
    path("areas/", Areas.as_view(), name="area_list"),
    path("areas/<int:pk>/services/set/", DecideAreaService.as_view(), name="areaservice_decide"),
    path("areas/<int:pk>/without-access/set/", DeclareWithoutAccess.as_view(), name="areawithoutaccess_declare"),
    path("area-services/<int:pk>/<slug:verb>/", AreaServiceActions.as_view(), name="areaservice_do"),
    path(
        "areas-without-access/<int:pk>/<slug:verb>/",
        AreaWithoutAccessActions.as_view(),
        name="areawithoutaccess_do",
    ),
]
