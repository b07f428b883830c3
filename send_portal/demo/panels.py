"""Which panels does the demo have, what is on their agendas, and what did they decide lately?"""

from collections.abc import Iterable
from datetime import date, time, timedelta

from core.calendar import first_working_day_on_or_after, last_working_day_on_or_before
from core.drafts import save_draft
from core.today import pretend, today
from ehcp.models import AssessmentRequest, Panel, PanelCase, PanelMeeting
from send_portal.demo.cast import Cast
from send_portal.demo.story import Story
from send_portal.demo.telling import COORDINATORS

LATELY, SOON = 8, 5  # days ago, and days from now
TERMS = {
    # local authority: name, how it works
    "wiltshire": ("Wiltshire EHC panel", {
        "rhythm": "weekly", "weekday": 1, "starts_at": time(9, 30), "decides": "both", "papers_days": 5,
        "health_sits": True, "sits_for_health": "Ruth Okonjo, Designated Clinical Officer",
    }),
    "swindon": ("Swindon multi-agency panel", {
        "rhythm": "fortnightly", "weekday": 3, "starts_at": time(14, 0), "decides": "both", "papers_days": 3,
        "health_sits": True, "sits_for_health": "Designated Medical Officer",
    }),
    "banes": ("BaNES internal panel", {
        "rhythm": "weekly", "weekday": 2, "starts_at": time(10, 0), "decides": "both", "health_sits": False,
    }),
}  # fmt: skip
PRESENT, AWAY = "present", "apologies"
DRAFT = {"section_C": ["No health needs were identified."], "section_G": ["No health provision is needed."]}


def tell_the_panels(cast: Cast, stories: Iterable[Story]) -> None:
    """Each has met, and meets again; what is ripe is on an agenda, by the verbs."""
    told = list(stories)
    for la, (name, terms) in TERMS.items():
        theirs = [AssessmentRequest.objects.get(pk=story.assessment.pk) for story in told if story.la == la]
        with pretend(today() - timedelta(days=60)):
            authority = cast.org[la]
            panel = Panel.set_up(by=cast["dco"], local_authority=authority, name=name, in_force_from=today(), **terms)
        past, coming = has_met(cast, panel, la, theirs), meets(cast, panel)
        put_on_agenda(cast, coming, la, theirs)
        if past.health_sits:
            with pretend(past.meets_on):
                past.record_attendance(by=cast["dco"], seats=seats(authority.name, health=PRESENT))


def has_met(cast: Cast, panel: Panel, la: str, theirs: list[AssessmentRequest]) -> PanelMeeting:
    """The latest meeting agreed to issue one plan; the internal panel did so before health had seen it."""
    day = last_working_day_on_or_before(today() - timedelta(days=LATELY))
    by = cast[COORDINATORS[la]]
    ripe = [one for one in theirs if one.status == "assessing" and hasattr(one, "plan") and one.decided_on < day]
    with pretend(day):
        meeting = PanelMeeting.plan(by=cast["dco"], panel=panel, meets_on=day)
        for assessment in ripe[:1]:
            case = PanelCase.put_on(by=by, assessment=assessment, meeting=meeting)
            case.decide(by=by, decision="agreed")
            if not panel.terms_on(day).health_sits:
                assessment.plan.record_family_saw(by=by, on=day)
        if not meeting.health_sits:
            meeting.record_attendance(by=cast["dco"], seats=seats(panel.local_authority.name, health=AWAY)[:2])
    return meeting


def meets(cast: Cast, panel: Panel) -> PanelMeeting:
    """The meetings of the coming weeks, and the next one."""
    panel.plan_meetings(by=cast["dco"], until=today() + timedelta(weeks=6))
    soon = panel.meetings.coming(today() + timedelta(days=1)).first()
    day: date = first_working_day_on_or_after(today() + timedelta(days=SOON))
    return soon or PanelMeeting.plan(by=cast["dco"], panel=panel, meets_on=day)


def put_on_agenda(cast: Cast, meeting: PanelMeeting, la: str, theirs: list[AssessmentRequest]) -> None:
    """What is received, and what is being assessed and has all but its decision; one has a draft that is saved."""
    by = cast[COORDINATORS[la]]
    waiting = [one for one in theirs if one.status == "received"][:2]
    assessing = [one for one in theirs if one.status == "assessing" and not hasattr(one, "plan")][-3:]
    for assessment in [*waiting, *assessing]:
        PanelCase.put_on(by=by, assessment=AssessmentRequest.objects.get(pk=assessment.pk), meeting=meeting)
    for assessment in assessing[:2]:
        save_draft(by, form="ehcp.plan.submit", record=assessment, data=DRAFT)


def seats(authority: str, *, health: str) -> list[dict[str, str]]:
    def seat(role: str, organisation: str, sector: str, attendance: str = PRESENT) -> dict[str, str]:
        said = {"role": role, "organisation": organisation, "name": "", "sector": sector}
        return said | {"attendance": attendance}

    return [
        seat("Chair", authority, "local_authority"),
        seat("Educational psychologist", authority, "local_authority"),
        seat("Designated Clinical Officer", "BSW ICB", "health", health),
        seat("Social care", authority, "social_care", "not_represented"),
    ]
