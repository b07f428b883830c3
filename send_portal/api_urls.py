"""Which addresses has the API? All of it is described at /api/v1/schema/."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import IsAuthenticated

from clocks.api import Exceptions, Pauses
from core.api import NAMESPACE, addresses
from desk.api import WorklistClocks
from ehcp.api import (
    AdviceRequests,
    AnnualReviews,
    AssessmentRequests,
    EarlierAdviceRecords,
    PhaseTransfers,
    Plans,
    ReviewContributions,
    Section23Notifications,
)
from ehcp.family_paper_api import FamilyPapers
from ehcp.panels.api import PanelCases, PanelMeetings, Panels
from has_team.api import Referrals
from people.api import Children, Consents, SharingsWithoutConsent
from qa.api import AccountedLines, Episodes
from qa.library.api import GlossaryTerms, LibraryEntries, LibraryUses, LibraryVersions
from tribunals.api import Appeals

schema = SpectacularJSONAPIView.as_view(permission_classes=[IsAuthenticated])

app_name = NAMESPACE
urlpatterns = [
    *addresses(
        Children, WorklistClocks, Exceptions, Pauses, AssessmentRequests, AdviceRequests, Plans, AnnualReviews
    ),
    *addresses(
        ReviewContributions,
        EarlierAdviceRecords,
        FamilyPapers,
        PhaseTransfers,
        Episodes,
        AccountedLines,
        Referrals,
        Appeals,
    ),
    *addresses(LibraryEntries, LibraryVersions, LibraryUses, GlossaryTerms),
    *addresses(Consents, SharingsWithoutConsent, Section23Notifications),
    *addresses(Panels, PanelMeetings, PanelCases),
    path("schema/", schema, name="schema"),
]
