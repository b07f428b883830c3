"""Where is this assessment, plan or review, and which health wording is agreed?"""

from ehcp.models.advice import AdviceRequest
from ehcp.models.amended import AmendedPlan
from ehcp.models.area import AreaService, AreaWithoutAccess
from ehcp.models.assessment import AssessmentRequest
from ehcp.models.contribution import ReviewContribution
from ehcp.models.earlier_advice import EarlierAdvice
from ehcp.models.family_paper import FamilyPaper
from ehcp.models.link import ClinicianLink
from ehcp.models.link_use import LinkDraft
from ehcp.models.panel import Panel, PanelTerms
from ehcp.models.panel_case import PanelCase
from ehcp.models.panel_meeting import PanelMeeting, PanelSeat
from ehcp.models.paper import VersionPaper
from ehcp.models.plan import Plan
from ehcp.models.provision import ProvisionLine
from ehcp.models.review import AnnualReview
from ehcp.models.section_23 import Section23Notification
from ehcp.models.section_set import SectionSet, SetSection
from ehcp.models.shown import DraftShown
from ehcp.models.transfer import PhaseTransfer
from ehcp.models.version import AgreedWording, PlanSection, PlanVersion

__all__ = [
    "AdviceRequest",
    "AgreedWording",
    "AmendedPlan",
    "AnnualReview",
    "AreaService",
    "AreaWithoutAccess",
    "AssessmentRequest",
    "ClinicianLink",
    "DraftShown",
    "EarlierAdvice",
    "FamilyPaper",
    "LinkDraft",
    "Panel",
    "PanelCase",
    "PanelMeeting",
    "PanelSeat",
    "PanelTerms",
    "PhaseTransfer",
    "Plan",
    "PlanSection",
    "PlanVersion",
    "ProvisionLine",
    "ReviewContribution",
    "Section23Notification",
    "SectionSet",
    "SetSection",
    "VersionPaper",
]
