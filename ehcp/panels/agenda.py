"""What lies before a panel: each case in order, its papers, its draft, and which advice is still owed?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.drafts import label_of
from core.models import Draft
from ehcp.models import AdviceRequest, PanelCase, PanelMeeting
from ehcp.panels.case_forms import draft_of, has_text
from people.models import Document

PAPERS = (Document.Kind.REQUEST, Document.Kind.ADVICE, Document.Kind.PLAN, Document.Kind.OTHER)


@dataclass
class Line:
    """One case on an agenda."""

    case: PanelCase
    papers: list[Document] = field(default_factory=list)
    advice: list[AdviceRequest] = field(default_factory=list)
    draft: Draft | None = None

    @property
    def child(self) -> Any:
        return self.case.child

    @property
    def here(self) -> list[AdviceRequest]:
        return [request for request in self.advice if request.returned_on]

    @property
    def owed(self) -> list[AdviceRequest]:
        """Still to come, soonest due first."""
        return [request for request in self.advice if request.status in AdviceRequest.OPEN]

    @property
    def plan(self) -> Any:
        return getattr(self.case.assessment, "plan", None)

    @property
    def draft_words(self) -> str:
        """Where the draft is, in words."""
        if self.case.stage != PanelCase.Stage.ISSUE:
            return ""
        if self.draft:
            return f"Draft text saved by {self.draft.saved_by}, not sent to the DCOs"
        return self.draft_state

    @property
    def draft_state(self) -> str:
        """The same without anybody's name."""
        if self.case.stage != PanelCase.Stage.ISSUE:
            return ""
        if self.plan:
            return f"Draft plan: {self.plan.get_status_display().lower()}"
        return "Draft text saved" if self.draft else "No draft text yet"


def agenda_of(meeting: PanelMeeting, user: Any) -> list[Line]:
    """In order; as many queries for two cases as for twenty."""
    cases = PanelCase.objects.visible_to(user).filter(meeting=meeting).standing().for_list()
    return lines_of(list(cases.order_by("position", "pk")), user)


def lines_of(cases: list[PanelCase], user: Any) -> list[Line]:
    assessments = [case.assessment_id for case in cases]
    asked = AdviceRequest.objects.filter(assessment__in=assessments).exclude(status="withdrawn").for_list()
    advice = grouped(asked.soonest_first(), "assessment_id")
    theirs = Document.objects.visible_to(user).filter(child__in=[case.child_id for case in cases])
    kept = theirs.filter(kind__in=PAPERS, status=Document.Status.KEPT).order_by("added_on", "pk")
    papers = grouped(kept, "child_id")
    drafts = saved_drafts(cases, user)
    return [Line(c, papers[c.child_id], advice[c.assessment_id], drafts.get(c.pk)) for c in cases]


def saved_drafts(cases: list[PanelCase], user: Any) -> dict[int, Draft]:
    """The latest of each case, where somebody wrote any of it: one query."""
    keys = {case.pk: (form, label_of(record)) for case in cases for form, record in [draft_of(case)]}
    saved = Draft.objects.visible_to(user).filter(record__in=[label for _, label in keys.values()])
    latest = {(draft.form, draft.record): draft for draft in saved.select_related("saved_by").order_by("saved_at")}
    found = {pk: latest[key] for pk, key in keys.items() if key in latest}
    return {pk: draft for pk, draft in found.items() if any(has_text(draft, name) for name in draft.data)}


def grouped(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups
