"""A panel: its days, its agenda, who sat, and what it decided."""

from datetime import date, time, timedelta
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.models import Relation
from core.history import recorded
from core.today import pretend
from core.workflow import Refused
from ehcp.models import AssessmentRequest, Panel, PanelCase, PanelMeeting
from ehcp.panels.rhythm import proposed_days
from people.models import AccessLog
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.panel_story import MET, PLANNED, SEATS, meeting_of, on_agenda, panel_of, to_decide

TUESDAY = 1


class Terms:
    """What the rhythm is asked of."""

    papers_days = 5

    def __init__(self, rhythm: str, weekday: int | None, week: int | None = None, since: date = date(2026, 4, 1)):
        self.rhythm, self.weekday, self.week_of_month, self.in_force_from = rhythm, weekday, week, since


def days(*terms: Any, first: date = date(2026, 4, 1), last: date = date(2026, 6, 30)) -> list[str]:
    return [
        f"{d.on:%d %b}{f' ({d.skipped})' if d.skipped else ''}" for d in proposed_days(Terms(*terms), first, last)
    ]


def test_a_rhythm_gives_its_days_and_says_which_are_bank_holidays() -> None:
    assert days("weekly", 0, last=date(2026, 5, 12)) == [
        "06 Apr (Easter Monday)", "13 Apr", "20 Apr", "27 Apr", "04 May (Early May bank holiday)", "11 May",
    ]  # fmt: skip
    assert days("fortnightly", TUESDAY, last=date(2026, 5, 20)) == ["07 Apr", "21 Apr", "05 May", "19 May"]
    assert days("fortnightly", TUESDAY, first=date(2026, 5, 1), last=date(2026, 5, 20)) == ["05 May", "19 May"]
    assert days("monthly", TUESDAY, 2) == ["14 Apr", "12 May", "09 Jun"]
    assert days("monthly", 4, 5) == ["24 Apr", "29 May", "26 Jun"]
    assert days("by_date", None) == []


def test_new_terms_are_in_force_from_their_day_and_planned_meetings_keep_theirs(cast: Cast) -> None:
    panel = panel_of(cast)
    with pretend(PLANNED):
        panel.plan_meetings(by=cast["la_manager"], until=date(2026, 3, 31))
        before = list(panel.meetings.values_list("meets_on", flat=True))
        facts = {"rhythm": "monthly", "weekday": 3, "week_of_month": 1, "decides": "issue", "health_sits": False}
        panel.change_terms(by=cast["dco"], in_force_from=date(2026, 3, 20), **facts)
        panel = Panel.objects.get(pk=panel.pk)
        assert list(panel.meetings.values_list("meets_on", flat=True)) == before
        later = [day.on for day in panel.proposed(date(2026, 3, 1), date(2026, 5, 31))]
    assert later == [date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17), date(2026, 4, 2), date(2026, 5, 7)]
    assert panel.terms_on(date(2026, 3, 19)).health_sits
    assert not panel.terms_on(date(2026, 3, 20)).health_sits
    with pretend(PLANNED), pytest.raises(ValidationError, match="after 20 March 2026"):
        panel.change_terms(by=cast["dco"], in_force_from=date(2026, 3, 20), **facts)


def test_planning_twice_plans_nothing_twice_and_a_cancelled_day_stays_cancelled(cast: Cast) -> None:
    panel = panel_of(cast)
    with pretend(PLANNED):
        panel.plan_meetings(by=cast["la_manager"], until=date(2026, 3, 20))
        panel.meetings.first().cancel(by=cast["la_manager"], reason="Half term.")
        with pytest.raises(ValidationError, match="planned already"):
            Panel.objects.get(pk=panel.pk).plan_meetings(by=cast["la_manager"], until=date(2026, 3, 20))
        with pytest.raises(ValidationError, match="Easter Monday"):
            PanelMeeting.plan(by=cast["la_manager"], panel=panel, meets_on=date(2026, 4, 6))


def test_papers_go_round_so_many_working_days_before_and_follow_a_meeting_that_is_moved(cast: Cast) -> None:
    meeting = meeting_of(panel_of(cast), cast)
    assert (meeting.meets_on, meeting.papers_on, meeting.starts_at) == (MET, date(2026, 3, 3), time(9, 30))
    with pretend(PLANNED):
        meeting.move(by=cast["la_manager"], meets_on=date(2026, 4, 8), reason="The chair is away.")
    # Good Friday and Easter Monday are no working days.
    assert (meeting.papers_on, meeting.moved_from) == (date(2026, 3, 30), MET)


def test_papers_whose_day_has_passed_are_marked_late_until_they_went_round(cast: Cast, client: Client) -> None:
    meeting = meeting_of(panel_of(cast), cast)
    client.force_login(cast["dco"])
    addresses = ("/ehcp/panel-meetings/", meeting.get_absolute_url())
    marks = {date(2026, 3, 1): "in 2 days", date(2026, 3, 3): "today", date(2026, 3, 5): "2 days late"}
    for (day, words), address in product(marks.items(), addresses):
        with pretend(day):
            page = client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert (words in page, "portal-due--late" in page) == (True, "late" in words), (day, address)
    with pretend(date(2026, 3, 6)):
        meeting.record_papers(by=cast["la_manager"], on=date(2026, 3, 6))
        assert all("late" not in client.get(address).content.decode() for address in addresses)
    with pretend(MET + timedelta(days=1)):
        PanelMeeting.objects.update(papers_sent_on=None, papers_sent_by=None)
        page = client.get(meeting.get_absolute_url()).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Due 3 March 2026, not recorded as sent" in page


def test_a_panel_is_the_local_authoritys_and_its_boards(cast: Cast) -> None:
    panel = panel_of(cast)
    for who in ("coordinator", "la_manager", "dco"):
        assert Panel.objects.visible_to(cast[who]).filter(pk=panel.pk).exists(), who
    for who in ("swindon_coordinator", "stranger", "spa", "adviser", "board_member"):
        assert not Panel.objects.visible_to(cast[who]).filter(pk=panel.pk).exists(), who
    for who in ("coordinator", "stranger"):
        with pytest.raises(PermissionDenied):
            panel.close(by=cast[who], in_force_until=MET)
    with pytest.raises(ValidationError, match="that you look after"):
        panel_of(cast, name="Theirs", by="stranger")
    with recorded(verb="merge", by=cast["administrator"]):
        Relation.objects.create(icb=cast.org["other_icb"], organisation=cast.org["wiltshire"], in_force_from=PLANNED)
    assert Panel.objects.visible_to(cast["stranger"]).filter(pk=panel.pk).exists(), "boards may be merged"


# The agenda


def test_a_case_is_put_on_for_its_next_decision_once(cast: Cast) -> None:
    meeting = meeting_of(panel_of(cast), cast)
    case = on_agenda(cast, meeting)
    assert (case.stage, case.position, case.status) == ("assess", 1, "on_agenda")
    assert on_agenda(cast, meeting, stage="issue").position == 2
    with pretend(PLANNED), pytest.raises(ValidationError, match="on an agenda already|on that agenda already"):
        PanelCase.put_on(by=cast["coordinator"], assessment=case.assessment, meeting=meeting)


def test_a_case_goes_only_to_a_panel_of_its_local_authority_that_decides_such_cases(cast: Cast) -> None:
    assess_only = meeting_of(panel_of(cast, decides="assess"), cast)
    theirs = meeting_of(panel_of(cast, la="swindon", by="dco"), cast, by="dco")
    assessment = to_decide(cast, stage="issue")
    with pretend(PLANNED):
        with pytest.raises(ValidationError, match="does not decide whether to issue a plan"):
            PanelCase.put_on(by=cast["coordinator"], assessment=assessment, meeting=assess_only)
        with pytest.raises(ValidationError, match="Choose a panel of Wiltshire"):
            PanelCase.put_on(by=cast["coordinator"], assessment=assessment, meeting=theirs)


def test_a_case_that_is_put_to_another_meeting_is_on_that_agenda_with_its_reason(cast: Cast) -> None:
    panel = panel_of(cast)
    first, second = meeting_of(panel, cast), meeting_of(panel, cast, on=date(2026, 3, 17))
    case = on_agenda(cast, first)
    with pretend(PLANNED):
        case.defer(by=cast["coordinator"], to=second, reason="The school’s report has not come.")
    there = PanelCase.objects.get(meeting=second)
    assert (case.status, case.reason, there.assessment_id) == (
        "deferred", "The school’s report has not come.", case.assessment_id,
    )  # fmt: skip
    assert there.history.get().verb == "put_on_next"


def test_a_cancelled_meeting_loses_no_case(cast: Cast) -> None:
    panel = panel_of(cast)
    first, second = meeting_of(panel, cast), meeting_of(panel, cast, on=date(2026, 3, 17))
    case = on_agenda(cast, first)
    with pretend(PLANNED):
        with pytest.raises(ValidationError, match="1 case is on the agenda"):
            first.cancel(by=cast["dco"], reason="Snow.")
        first.cancel(by=cast["dco"], reason="Snow.", instead=second)
    case.refresh_from_db()
    assert (case.status, second.cases.undecided().count()) == ("deferred", 1)


# Who sat


def test_health_was_there_only_if_it_is_recorded_so(cast: Cast) -> None:
    meeting = meeting_of(panel_of(cast), cast)

    def health() -> str:
        return PanelMeeting.objects.with_health().get(pk=meeting.pk).health

    with pretend(MET - timedelta(days=1)), pytest.raises(Refused, match="meets on 10 March 2026"):
        meeting.record_attendance(by=cast["dco"], seats=SEATS)
    with pretend(MET):
        assert health() == "Not recorded"
        meeting.record_attendance(by=cast["dco"], seats=SEATS)
        assert (meeting.status, health()) == ("held", "Present")
        meeting.record_attendance(by=cast["dco"], seats=[SEATS[0], SEATS[1] | {"attendance": "apologies"}])
        assert health() == "Not present"
        meeting.record_attendance(by=cast["dco"], seats=SEATS[:1])
    assert [seat.role for seat in meeting.seats.standing()] == ["Chair"]


# Decisions


@pytest.fixture
def met(cast: Cast) -> Any:
    with pretend(MET):
        yield meeting_of(panel_of(cast), cast)


def status(case: PanelCase) -> str:
    return AssessmentRequest.objects.get(pk=case.assessment_id).status


def test_the_time_to_decide_runs_until_the_family_is_told(cast: Cast, met: PanelMeeting) -> None:
    """The panel's word is not the notification that regulation 5(1) asks for."""
    case = on_agenda(cast, met)
    case.decide(by=cast["la_manager"], decision="agreed")
    assert (case.decided_on, case.carried_on, status(case)) == (MET, None, "received")
    assert case.assessment.decide_clock.is_running
    assert list(PanelCase.objects.to_tell()) == [case]
    with pretend(MET + timedelta(days=3)):
        with pytest.raises(ValidationError, match="before the panel decided"):
            case.record_told(by=cast["coordinator"], on=MET - timedelta(days=1))
        case.record_told(by=cast["coordinator"], on=MET + timedelta(days=2))
    assessment = AssessmentRequest.objects.get(pk=case.assessment_id)
    assert (assessment.status, assessment.decided_on) == ("assessing", MET + timedelta(days=2))
    assert assessment.decide_clock.met_on == MET + timedelta(days=2)
    assert not PanelCase.objects.to_tell().exists()


def test_a_refusal_carries_its_reasons_to_the_case(cast: Cast, met: PanelMeeting) -> None:
    case = on_agenda(cast, met)
    with pytest.raises(ValidationError, match="Write the reasons"):
        case.decide(by=cast["la_manager"], decision="not_agreed", told_on=MET)
    case.decide(by=cast["la_manager"], decision="not_agreed", reason="The school can meet the needs.", told_on=MET)
    assessment = AssessmentRequest.objects.get(pk=case.assessment_id)
    assert (assessment.status, assessment.reason) == ("not_assessing", "The school can meet the needs.")


def test_to_issue_is_on_the_case_at_once(cast: Cast, met: PanelMeeting) -> None:
    case = on_agenda(cast, met, stage="issue")
    case.decide(by=cast["la_manager"], decision="agreed")
    assessment = AssessmentRequest.objects.get(pk=case.assessment_id)
    assert (assessment.status, assessment.decided_to_issue_on, case.carried_on) == ("issuing", MET, MET)
    assert assessment.refuse_clock.lapsed_on == MET


def test_more_information_leaves_the_case_as_it_was_and_may_name_the_next_meeting(
    cast: Cast, met: PanelMeeting
) -> None:
    case, next_time = on_agenda(cast, met), meeting_of(met.panel, cast, on=date(2026, 3, 17))
    case.decide(by=cast["la_manager"], decision="more_information", reason="A report of the SENCO.", to=next_time)
    assert (case.status, status(case), next_time.cases.undecided().count()) == ("more_information", "received", 1)


def test_what_the_case_refuses_is_not_recorded_at_the_panel(cast: Cast, met: PanelMeeting) -> None:
    case = on_agenda(cast, met)
    case.assessment.withdraw(by=cast["coordinator"], on=MET, reason="Moved away.")
    with pytest.raises(ValidationError, match="withdrawn"):
        case.decide(by=cast["la_manager"], decision="agreed", told_on=MET)
    assert PanelCase.objects.get(pk=case.pk).status == "on_agenda"


def test_the_chairs_page_keeps_what_is_right_and_shows_what_is_not(
    cast: Cast, met: PanelMeeting, client: Client
) -> None:
    agreed, no_reason, left = (on_agenda(cast, met, stage=stage) for stage in ("issue", "assess", "assess"))
    client.force_login(cast["la_manager"])
    address = f"{met.get_absolute_url()}decisions/"
    sent = {"on": MET.isoformat(), **row(agreed, decision="agreed"), **row(left)}
    answer = client.post(address, sent | row(no_reason, decision="not_agreed", told_on_day="31"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert status(agreed) == "issuing"
    assert "1 decision recorded" in page
    assert 'value="31"' in page
    assert "must include a month and a year" in page
    answer = client.post(address, {"on": MET.isoformat(), **row(no_reason, decision="not_agreed")})
    assert "Write the reasons. The family is given them." in answer.content.decode()
    whole = row(no_reason, decision="not_agreed", reason="No evidence.")
    assert client.post(address, {"on": MET.isoformat(), **whole}).status_code == 302
    no_reason.refresh_from_db()
    assert (no_reason.status, PanelCase.objects.get(pk=left.pk).status) == ("not_agreed", "on_agenda")
    assert client.post(address, {"on": MET.isoformat()}).status_code == 422
    client.force_login(cast["dco"])
    assert client.get(address).status_code == 403


def row(case: PanelCase, **typed: str) -> dict[str, str]:
    return {f"case-{case.pk}-{name}": text for name, text in ({"revision": "0"} | typed).items()}


# Pages


def test_the_agenda_that_leaves_the_portal_names_no_child(cast: Cast, met: PanelMeeting, client: Client) -> None:
    case = on_agenda(cast, met, given_name="Wren", family_name="Penhallow")
    client.force_login(cast["coordinator"])
    assert b"Wren Penhallow" in client.get(met.get_absolute_url()).content
    before = AccessLog.objects.of_child(case.child_id).count()
    answer = client.get(f"{met.get_absolute_url()}agenda.pdf")
    words = text_of(answer.content)
    assert f"WP, {case.child.reference}" in words
    assert "Penhallow" not in words
    assert AccessLog.objects.of_child(case.child_id).count() == before + 1


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_many_cases_are_ticked_for_an_agenda_at_once(cast: Cast, client: Client) -> None:
    with pretend(PLANNED):
        meeting = meeting_of(panel_of(cast), cast)
        cases = [to_decide(cast), to_decide(cast, stage="issue"), to_decide(cast)]
        client.force_login(cast["coordinator"])
        address = f"{meeting.get_absolute_url()}cases/"
        answer = client.post(address, {"case": [cases[0].pk, cases[1].pk]})
        assert answer.status_code == 302
        assert client.post(address, {}).status_code == 422
        left = client.get(address).content.decode()
    assert [case.assessment_id for case in meeting.cases.order_by("position")] == [cases[0].pk, cases[1].pk]
    assert f'value="{cases[2].pk}"' in left
    assert f'value="{cases[0].pk}"' not in left


def test_beside_the_log_of_views_the_agenda_asks_as_often_for_twenty_cases_as_for_two(
    cast: Cast, met: PanelMeeting, client: Client
) -> None:
    client.force_login(cast["la_manager"])

    def asked() -> list[int]:
        found = []
        for page in ("", "decisions/"):
            client.get(f"{met.get_absolute_url()}{page}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{met.get_absolute_url()}{page}").status_code == 200
            found.append(sum("people_accesslog" not in query["sql"] for query in queries))
        return found

    for _ in range(2):
        on_agenda(cast, met)
    few = asked()
    for _ in range(6):
        on_agenda(cast, met)
    assert asked() == few


def test_a_form_of_settings_takes_only_what_belongs_together(cast: Cast, client: Client) -> None:
    client.force_login(cast["la_manager"])
    typed = {
        "local_authority": cast.org["wiltshire"].pk, "name": "EHC panel", "in_force_from": "2026-01-05",
        "rhythm": "monthly", "starts_at": "9.30", "decides": "both", "papers": "yes", "health": "no",
        "sits_for_health": "Ruth Okonjo",
    }  # fmt: skip
    answer = client.post("/ehcp/panels/set-up/", typed).content.decode()
    for words in ("Choose the day of the week", "Choose which week of the month", "Enter how many working days"):
        assert words in answer
    done = client.post("/ehcp/panels/set-up/", typed | {"weekday": 1, "week_of_month": 5, "papers_days": 5})
    assert done.status_code == 302
    terms = Panel.objects.get(name="EHC panel").terms.get()
    assert (terms.when, terms.health_in_words) == (
        "The last Tuesday of every month, 09:30", "Internal: no health member",
    )  # fmt: skip


def test_a_child_of_another_board_on_the_same_agenda_is_not_shown(cast: Cast, met: PanelMeeting) -> None:
    case = on_agenda(cast, met)
    make_child(cast, on=MET)
    assert PanelCase.objects.visible_to(cast["dco"]).filter(pk=case.pk).exists()
    assert not PanelCase.objects.visible_to(cast["stranger"]).exists()
    assert not PanelCase.objects.visible_to(cast["administrator"]).exists()
