"""What does the API say about appeals?"""

from clocks.api import ClockBrief
from core.api import FullReading, Reading, RecordViews
from ehcp.api import FILTERS
from people.api import ChildBrief, Children
from tribunals import forms  # noqa: F401 the forms give the verbs their addresses
from tribunals.models import Appeal


class AppealRow(Reading):
    child = ChildBrief()

    class Meta:
        model = Appeal
        fields = ["id", "child", "reference", "kind", "status", "registered_on", "hearing_on", "closed_on"]


class AppealReading(FullReading):
    child = ChildBrief()
    response_clock = ClockBrief()

    class Meta:
        model = Appeal
        fields = [
            *AppealRow.Meta.fields,
            "wording_at_lodgement",
            "sent_to_la_on",
            "logged_on",
            "response_sent_on",
            "evidence_due_on",
            "bundle_due_on",
            "heard_on",
            "attended_hearing",
            "ordered_on",
            "order_arrived_on",
            "governing_reason",
            "outcome",
            "learning",
            "response_clock",
            "revision",
            "actions",
        ]


class Appeals(RecordViews):
    model, listed_as = Appeal, "appeals"
    row, full = AppealRow, AppealReading
    filters = FILTERS | {"kind": "kind"}
    made_in = {Appeal.log: Children}
