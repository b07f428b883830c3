"""Where is this assessment, plan or review, and which health wording is agreed?"""

from ehcp.models.advice import AdviceRequest
from ehcp.models.assessment import AssessmentRequest
from ehcp.models.plan import AgreedWording, Plan, PlanSection, PlanVersion
from ehcp.models.review import AnnualReview

__all__ = [
    "AdviceRequest",
    "AgreedWording",
    "AnnualReview",
    "AssessmentRequest",
    "Plan",
    "PlanSection",
    "PlanVersion",
]
