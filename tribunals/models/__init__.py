"""What has the Tribunal been asked, what has it said, and what is our answer?"""

from tribunals.models.answer import Answer, Recommendation
from tribunals.models.appeal import Appeal
from tribunals.models.issue import Issue
from tribunals.models.paper import Paper
from tribunals.models.response import Regulation6Response
from tribunals.models.review import Review

__all__ = ["Answer", "Appeal", "Issue", "Paper", "Recommendation", "Regulation6Response", "Review"]
