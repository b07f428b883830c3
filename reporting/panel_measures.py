"""Was health at the panels, and did it see the wording before a plan was agreed and before the family saw the draft?

Each function is one figure: the rows that it counts, of whole months, in one's own board's or local authority's care.
A day on which both happened counts as in time: which came first on it is not known.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from accounts.models import Relation
from ehcp.models import AssessmentRequest, PanelCase, PanelMeeting, Plan, PlanVersion
from qa.models import Episode
from reporting.compliance import Span, percent
from reporting.measures import LOCAL_AUTHORITY, Rows
from reporting.months import last_day

SENT = ("submit", "record_family_saw")  # the verbs that say when the family had the draft


def meetings_held(span: Span, user: Any) -> Rows:
    """Meetings whose day has come and that were not cancelled, in the month in which they met."""
    served = Relation.objects.in_force(span.on).filter(icb__in=span.organisations).values("organisation")
    ours = Q(panel__local_authority__in=span.organisations) | Q(panel__local_authority__in=served)
    days = (span.first, min(last_day(span.last), span.on))
    held = PanelMeeting.objects.visible_to(user).exclude(status="cancelled").filter(ours, meets_on__range=days)
    if span.authority:
        held = held.filter(panel__local_authority=span.authority)
    return Rows(held.with_health(), "meets_on", local_authority="panel__local_authority_id")


def agreed_unseen(span: Span, user: Any) -> Rows:
    """Decisions to issue, or plans issued without one, where health neither sat at the panel that decided nor had
    returned its quality assurance by that day; also where nobody recorded who sat, or no panel decided."""
    agreed = AssessmentRequest.objects.visible_to(user).annotate(
        agreed_on=Coalesce("decided_to_issue_on", "issued_on")
    )
    agreed = agreed.filter(theirs(span), agreed_on__range=(span.first, last_day(span.last)))
    feedback = Episode.objects.draft_plans().filter(plan__assessment=OuterRef("pk"), returned_on__isnull=False)
    sat = PanelCase.objects.agreed_to_issue().filter(
        assessment=OuterRef("pk"), meeting__seats__sector="health", meeting__seats__attendance="present"
    )
    unseen = agreed.filter(~Exists(feedback.filter(returned_on__lte=OuterRef("agreed_on"))), ~Exists(sat))
    return Rows(unseen.annotate(feedback_on=first_of(feedback, "plan__assessment")), "agreed_on")


def drafts_the_family_saw(span: Span, user: Any) -> Rows:
    """Drafts sent to the family, in the month of that day, and whether feedback on the draft they got had been
    returned by then: on the one that was submitted last, at that day. Told by the history, so that a draft which is
    sent anew after the feedback does not hide that the one before came too early."""
    sent = Plan.history.filter(verb__in=SENT, family_saw_on__range=(span.first, last_day(span.last)))
    sent = sent.filter(theirs(span), id__in=Plan.objects.visible_to(user).values("pk"))
    sent = sent.annotate(said_on=TruncDate("history_date")).exclude(was_corrected())
    drafts = PlanVersion.objects.filter(plan=OuterRef("id"), purpose="draft", made_on__lte=OuterRef("family_saw_on"))
    feedback = Episode.objects.draft_plans().filter(plan=OuterRef("id"), returned_on__isnull=False)
    in_time = feedback.filter(version=OuterRef("draft_seen"), returned_on__lte=OuterRef("family_saw_on"))
    seen = sent.annotate(draft_seen=Subquery(drafts.order_by("-number").values("pk")[:1]))
    seen = seen.annotate(in_time=Exists(in_time), feedback_on=first_of(feedback, "plan"))
    return Rows(seen, "family_saw_on")


def was_corrected() -> Q:
    """Said again on the same day: the last word counts. Said again with the same date later: it was one sending."""
    again = Plan.history.filter(id=OuterRef("id"), verb="record_family_saw", history_id__gt=OuterRef("history_id"))
    same_day = again.filter(history_date__date=OuterRef("said_on"))
    same_date = again.filter(family_saw_on=OuterRef("family_saw_on"))
    return Q(Exists(same_day)) | Q(Exists(same_date))


def theirs(span: Span) -> Q:
    """Children in this board's or local authority's care; of one local authority where one was chosen."""
    ours = Q(child__icb__in=span.organisations) | Q(child__local_authority__in=span.organisations)
    return ours & Q(child__local_authority=span.authority) if span.authority else ours


def first_of(feedback: Any, of: str) -> Subquery:
    """The day on which feedback was returned first, however late."""
    return Subquery(feedback.order_by().values(of).annotate(first=Min("returned_on")).values("first")[:1])


@dataclass(frozen=True)
class Share:
    """How many of the drafts that families saw were quality-assured before."""

    where: str
    seen: int
    in_time: int

    @property
    def missed(self) -> int:
        return self.seen - self.in_time

    @property
    def share(self) -> str:
        return percent(self.in_time, self.seen) or "No draft was sent"


def shares(rows: Rows) -> list[Share]:
    """By local authority, and all of them together."""
    name = "child__local_authority__name"
    grouped = (
        rows.queryset.order_by()
        .values(LOCAL_AUTHORITY, name)
        .annotate(seen=Count("history_id"), good=Count("history_id", filter=Q(in_time=True)))
    )
    found = [Share(row[name], row["seen"], row["good"]) for row in grouped.order_by(name)]
    total = Share("All", sum(one.seen for one in found), sum(one.in_time for one in found))
    return [*found, total] if len(found) != 1 else found


@dataclass
class Attendance:
    """The meetings of one month and one local authority, by whether health was there."""

    month: date
    where: str
    present: int = 0
    absent: int = 0
    unknown: int = 0

    @property
    def meetings(self) -> int:
        return self.present + self.absent + self.unknown

    @property
    def share(self) -> str:
        return percent(self.present, self.meetings)


def attendance(rows: Rows) -> list[Attendance]:
    """By month, the latest first, and local authority. A meeting of which nobody said who sat is in a column of its
    own: silence is no attendance."""
    name = "panel__local_authority__name"
    counted = rows.queryset.order_by().annotate(month=TruncMonth(rows.day)).values("month", name)
    told = Q(attendance_on__isnull=False)
    counted = counted.annotate(
        present=Count("pk", filter=told & Q(health_sat=True)),
        absent=Count("pk", filter=told & Q(health_sat=False)),
        unknown=Count("pk", filter=~told),
    )
    return [
        Attendance(row["month"], row[name], row["present"], row["absent"], row["unknown"])
        for row in counted.order_by("-month", name)
    ]


def for_unseen_list(rows: Rows) -> Any:
    """The latest first, with the panel that decided, if one did."""
    decided = PanelCase.objects.agreed_to_issue().select_related("meeting__panel").order_by("decided_on", "pk")
    listed = rows.queryset.select_related("child__local_authority", "coordinator", "plan")
    return listed.prefetch_related(Prefetch("panel_cases", decided, to_attr="decided_at")).order_by(
        F("agreed_on").desc(), "pk"
    )


def where_agreed(assessment: Any) -> str:
    """At which panel, and why health did not see it."""
    if not assessment.decided_at:
        return "Outside any panel"
    meeting = assessment.decided_at[-1].meeting
    why = "no health member sat" if meeting.attendance_on else "who sat is not recorded"
    return f"{meeting}: {why}"
