"""Panels, meetings and cases on agendas, made through the verbs: a Wiltshire panel that meets on 10 March 2026."""

from datetime import date, time
from typing import Any

from core.today import pretend
from ehcp.models import AssessmentRequest, Panel, PanelCase, PanelMeeting
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

RECEIVED, DECIDED, PLANNED, MET = date(2026, 2, 2), date(2026, 2, 16), date(2026, 3, 1), date(2026, 3, 10)
COORDINATORS = {"wiltshire": "coordinator", "swindon": "swindon_coordinator"}
WEEKLY = {
    "rhythm": "weekly", "weekday": 1, "starts_at": time(9, 30), "decides": "both", "papers_days": 5,
    "health_sits": True, "sits_for_health": "Ruth Okonjo, Designated Clinical Officer",
}  # fmt: skip
SEATS = [
    {"role": "Chair", "organisation": "Wiltshire Council", "name": "", "sector": "local_authority",
     "attendance": "present"},
    {"role": "DCO", "organisation": "BSW ICB", "name": "Ruth Okonjo", "sector": "health", "attendance": "present"},
]  # fmt: skip


def panel_of(
    cast: Cast, *, la: str = "wiltshire", by: str = "la_manager", name: str = "EHC panel", **terms: Any
) -> Panel:
    facts = WEEKLY | terms
    return Panel.set_up(by=cast[by], local_authority=cast.org[la], name=name, in_force_from=date(2026, 2, 3), **facts)


def meeting_of(panel: Panel, cast: Cast, *, on: date = MET, by: str = "la_manager") -> PanelMeeting:
    return PanelMeeting.plan(by=cast[by], panel=panel, meets_on=on)


def to_decide(cast: Cast, *, stage: str = "assess", la: str = "wiltshire", **facts: Any) -> AssessmentRequest:
    """Received on 2 February 2026; to issue: decided on 16 February that it will be assessed."""
    by = cast[COORDINATORS[la]]
    with pretend(RECEIVED):
        child = make_child(cast, la=la, on=RECEIVED, **facts)
        assessment = AssessmentRequest.register(by=by, child=child, received_on=RECEIVED, source="1")
    if stage == "issue":
        with pretend(DECIDED):
            assessment.decide_to_assess(by=by, on=DECIDED)
    return assessment


def on_agenda(cast: Cast, meeting: PanelMeeting, *, stage: str = "assess", **facts: Any) -> PanelCase:
    assessment = to_decide(cast, stage=stage, **facts)
    with pretend(PLANNED):
        by = cast[COORDINATORS[facts.get("la", "wiltshire")]]
        return PanelCase.put_on(by=by, assessment=assessment, meeting=meeting)
