"""Which plans were agreed, and which drafts seen, before health had seen the wording?"""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from core.today import pretend
from ehcp.models import PanelCase, Plan
from qa.models import Episode
from reporting.compliance import Span
from reporting.panel_measures import (
    agreed_unseen,
    attendance,
    drafts_the_family_saw,
    for_unseen_list,
    meetings_held,
    shares,
    where_agreed,
)
from send_portal.demo.cast import Cast
from tests.ehcp.panel_story import MET, SEATS, meeting_of, on_agenda, panel_of, to_decide

TEXT = {"E": "An outcome.", "C": "A need.", "G": "A nurse, every term."}
SUBMITTED, SAW, LATER = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 20)


@pytest.fixture(autouse=True)
def _in_april() -> Any:
    with pretend(date(2026, 4, 1)):
        yield


def span(cast: Cast, *, of: str = "icb", la: str = "") -> Span:
    authority = cast.org[la] if la else None
    first, last = date(2026, 3, 1), date(2026, 3, 1)
    organisations = frozenset({cast.org[of].pk})
    return Span(first=first, last=last, on=date(2026, 4, 1), organisations=organisations, authority=authority)


def agreed(cast: Cast, *, health: str | None, returned: date | None = None) -> PanelCase:
    """At a panel on 10 March; `health`: what is recorded of health's seat, None if nothing is."""
    panel = panel_of(cast, name=f"Panel {PanelCase.objects.count()}")
    meeting = meeting_of(panel, cast)
    case = on_agenda(cast, meeting, stage="issue")
    if returned:
        returned_on(cast, submitted(cast, case.assessment), returned)
    with pretend(LATER):
        if health:
            meeting.record_attendance(by=cast["dco"], seats=[SEATS[0], SEATS[1] | {"attendance": health}])
        case.decide(by=cast["la_manager"], decision="agreed")
    return case


def submitted(cast: Cast, assessment: Any, **facts: Any) -> Plan:
    with pretend(LATER):
        return Plan.submit(by=cast["coordinator"], assessment=assessment, sections=TEXT, on=SUBMITTED, **facts)


def returned_on(cast: Cast, plan: Plan, day: date) -> None:
    with pretend(day):
        Episode.take(by=cast["dco"], plan=plan).return_to_la(by=cast["dco"], missing="The advice of the nurse.")


def where(cast: Cast, who: str = "dco", **of: str) -> dict[int, str]:
    rows = for_unseen_list(agreed_unseen(span(cast, **of), cast[who]))
    return {one.pk: where_agreed(one) for one in rows}


def test_a_plan_that_health_neither_sat_for_nor_saw_is_listed_with_the_reason(cast: Cast) -> None:
    absent, unknown = agreed(cast, health="apologies"), agreed(cast, health=None)
    alone = to_decide(cast, stage="issue")
    with pretend(LATER):
        alone.decide_to_issue(by=cast["coordinator"], on=MET)
    late = agreed(cast, health="not_represented", returned=date(2026, 3, 11))
    # These are not: health sat; feedback had been returned before, or on the day.
    agreed(cast, health="present")
    agreed(cast, health="apologies", returned=date(2026, 3, 9))
    agreed(cast, health="apologies", returned=MET)
    assert where(cast) == {
        absent.assessment_id: "Panel 0, 10 March 2026: no health member sat",
        unknown.assessment_id: "Panel 1, 10 March 2026: who sat is not recorded",
        alone.pk: "Outside any panel",
        late.assessment_id: "Panel 2, 10 March 2026: no health member sat",
    }
    assert where(cast, la="swindon") == {}
    assert len(where(cast, "la_manager", of="wiltshire")) == 4
    assert where(cast, "stranger", of="other_icb") == {}


def test_a_draft_counts_as_seen_in_time_by_the_feedback_on_that_draft(cast: Cast) -> None:
    def sent(returned: date | None = None, saw: date = SAW) -> Plan:
        plan = submitted(cast, to_decide(cast, stage="issue"))
        if returned:
            returned_on(cast, plan, returned)
        with pretend(LATER):
            Plan.objects.get(pk=plan.pk).record_family_saw(by=cast["coordinator"], on=saw)
        return Plan.objects.get(pk=plan.pk)

    before, same_day, after, never = sent(date(2026, 3, 5)), sent(SAW), sent(date(2026, 3, 9)), sent()
    anew = sent(date(2026, 3, 5), saw=date(2026, 3, 19))
    with pretend(LATER):  # another draft went to the family, before anybody of health had read it
        anew.resubmit(by=cast["coordinator"], sections=TEXT, on=date(2026, 3, 18))
    rows = drafts_the_family_saw(span(cast), cast["dco"])
    in_time = dict(rows.queryset.values_list("id", "in_time"))
    assert in_time == {before.pk: True, same_day.pk: True, after.pk: False, never.pk: False, anew.pk: False}
    [wiltshire] = shares(rows)
    assert (wiltshire.where, wiltshire.seen, wiltshire.missed, wiltshire.share) == (
        "Wiltshire Council",
        5,
        3,
        "40.0%",
    )


def test_a_draft_sent_again_after_the_feedback_does_not_hide_that_the_first_came_too_early(cast: Cast) -> None:
    plan = submitted(cast, to_decide(cast, stage="issue"), family_saw_on=date(2026, 3, 3))
    returned_on(cast, plan, date(2026, 3, 9))
    with pretend(date(2026, 3, 12)):
        for day in (date(2026, 3, 1), date(2026, 3, 12)):  # the first was a slip, put right on the same day
            Plan.objects.get(pk=plan.pk).record_family_saw(by=cast["coordinator"], on=day)
    rows = drafts_the_family_saw(span(cast), cast["dco"]).queryset
    assert set(rows.values_list("family_saw_on", "in_time")) == {
        (date(2026, 3, 3), False),
        (date(2026, 3, 12), True),
    }


def test_attendance_counts_what_is_recorded_and_says_what_is_not(cast: Cast) -> None:
    agreed(cast, health="present")
    agreed(cast, health="apologies")
    agreed(cast, health=None)
    [march] = attendance(meetings_held(span(cast), cast["dco"]))
    assert (march.month, march.where, march.meetings) == (date(2026, 3, 1), "Wiltshire Council", 3)
    assert (march.present, march.absent, march.unknown, march.share) == (1, 1, 1, "33.3%")
    assert attendance(meetings_held(span(cast, of="other_icb"), cast["stranger"])) == []


def test_the_lists_are_for_who_answers_for_them_and_leave_as_files(cast: Cast, client: Client) -> None:
    case = agreed(cast, health="apologies")
    plan = submitted(cast, case.assessment, family_saw_on=date(2026, 3, 3))
    months = "?first=2026-03&last=2026-03"
    for who, status in (("dco", 200), ("la_manager", 200), ("coordinator", 403), ("board_member", 403)):
        client.force_login(cast[who])
        for page in ("attendance/", "agreed-without-health/", "seen-before-qa/", "seen-before-qa.csv"):
            assert client.get(f"/reports/panels/{page}{months}").status_code == status, (who, page)
    client.force_login(cast["dco"])
    unseen = client.get(f"/reports/panels/agreed-without-health/{months}").content.decode()
    assert "1 plan agreed without health" in unseen
    assert case.child.get_absolute_url() in unseen
    early = client.get(f"/reports/panels/seen-before-qa/{months}").content.decode()
    assert "1 draft seen by the family before QA came back" in early
    assert "0.0%" in early
    lines = client.get(f"/reports/panels/agreed-without-health.csv{months}").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"{case.child.name},{case.child.reference},Wiltshire,2026-03-10,")
    book = client.get(f"/reports/panels/seen-before-qa.xlsx{months}")
    rows = list(load_workbook(BytesIO(book.content)).active.values)
    assert rows[1][0] == plan.child.name
