"""What does the API say about what the family sent in?"""

from core.api import FullReading, Reading, RecordViews
from ehcp import family_paper_forms  # noqa: F401 the verbs' forms
from ehcp.api import FILTERS, AssessmentRequests
from ehcp.models import FamilyPaper
from people.api import ChildBrief


class FamilyPaperRow(Reading):
    child = ChildBrief()

    class Meta:
        model = FamilyPaper
        fields = ["id", "child", "assessment", "document", "status", "said_on"]


class FamilyPaperReading(FullReading):
    child = ChildBrief()

    class Meta:
        model = FamilyPaper
        fields = [
            *FamilyPaperRow.Meta.fields, "version", "said_by", "taken_back_on", "reason", "revision", "actions",
        ]  # fmt: skip


class FamilyPapers(RecordViews):
    model, listed_as = FamilyPaper, "family-papers"
    row, full = FamilyPaperRow, FamilyPaperReading
    filters = FILTERS
    made_in = {FamilyPaper.say: AssessmentRequests}
