"""One child's story in order, with who did what and what it did to the time limits; on a page and as a PDF."""

import html
import os
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.roles import System
from clocks.models import Clock, Pause
from core.history import recorded
from core.today import pretend, today
from desk.case import Case
from desk.chronology import Chronology, Entry, two_years_back
from ehcp.models import AdviceRequest, AssessmentRequest
from people.models import AccessLog, Child, Contact
from qa import turnaround
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.story import Story
from tests.qa.story import RETURNED, taken, with_advice_outstanding

REQUESTED, SENT, RECEIVED = date(2026, 1, 5), date(2026, 7, 10), date(2026, 7, 13)


@pytest.fixture
def passed_on(cast: Cast) -> Child:
    """The local authority's request reaches the provider, which does not know the child: to the Health Advisers."""
    by = cast["coordinator"]
    with pretend(REQUESTED):
        child = make_child(cast, given_name="Nell", family_name="Marchbank", on=REQUESTED)
        assessment = AssessmentRequest.register(by=by, child=child, received_on=REQUESTED, source="1")
        assessment.decide_to_assess(by=by, on=REQUESTED)
    with pretend(RECEIVED):
        request = AdviceRequest.ask(
            by=by,
            assessment=assessment,
            paragraph="c",
            asked_of=cast.team["paediatrics"],
            sent_on=SENT,
            received_on=RECEIVED,
        )
    with pretend(date(2026, 7, 20)):
        request.give_answer(by=cast["spa"], answer="not_known", on=date(2026, 7, 17))
    return child


def entries(cast: Cast, child: Child, who: str = "dco") -> list[Entry]:
    return Chronology(child, cast[who]).entries


def the(found: list[Entry], title: str) -> Entry:
    (one,) = (entry for entry in found if entry.title.startswith(title))
    return one


def page_of(client: Client, child: Child, query: str = "") -> str:
    answer = client.get(f"/children/{child.pk}/chronology/{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def pdf_of(client: Client, child: Child, query: str = "") -> PdfReader:
    answer = client.get(f"/children/{child.pk}/chronology.pdf{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    if folder := os.environ.get("JOURNEY_PICTURES"):
        Path(folder, f"chronology-{len(answer.content)}.pdf").write_bytes(answer.content)
    return PdfReader(BytesIO(answer.content))


def words_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


class TestADateExplained:
    def test_sent_received_by_whom_and_how_then_the_start_with_its_reason(self, cast: Cast, passed_on: Child) -> None:
        asked = the(entries(cast, passed_on), "Advice asked for")
        assert asked.on == RECEIVED
        assert asked.by == "Jo Bramley (EHCP coordinator, Wiltshire)"
        assert asked.details[0].startswith(
            "Sent on: 10 July 2026. Received on: 13 July 2026. Sent to: Larkmead Community"
        )
        assert "How it was received: " in asked.details[0]
        assert asked.clocks == [
            "“Send health advice: community paediatrics”: the time limit of 6 weeks began, counted from 13 July 2026 "
            "(the first NHS body asked receives the local authority's request for advice). Due 24 August 2026, by "
            "CFA 2014 s.31; SEND Regs 2014 reg 8(1). Owed by Larkmead single point of access, Larkmead Community "
            "Health Trust."
        ]

    def test_a_hand_on_inside_health_says_that_the_clock_did_not_restart(self, cast: Cast, passed_on: Child) -> None:
        answered = the(entries(cast, passed_on), "Point of access answered")
        assert answered.on == date(2026, 7, 17)
        assert "Recorded on 20 July 2026." in answered.details
        assert answered.clocks == [
            "“Send health advice: community paediatrics” passed on from Larkmead single point of access, Larkmead "
            "Community Health Trust to Health Advisers for SEND, Bath and North East Somerset, Swindon and Wiltshire "
            "ICB. The clock did not restart: it runs from 13 July 2026 and is due 24 August 2026, as before (CFA "
            "2014 s.31; SEND Regs 2014 reg 8(1))."
        ]

    def test_how_a_limit_ended_in_time_late_or_not_counted(self, cast: Cast, passed_on: Child) -> None:
        assessment, request = AssessmentRequest.objects.get(), AdviceRequest.objects.get()
        with pretend(date(2026, 8, 26)):
            request.withdraw(by=cast["coordinator"], reason="Asked twice.")
            assessment.decide_to_issue(by=cast["coordinator"], on=today())
        found = entries(cast, passed_on)
        assert (
            "met on 5 January 2026, in time: it was due 16 February 2026" in the(found, "Decided to assess").clocks[0]
        )
        withdrawn = the(found, "Advice request withdrawn")
        assert "ended on 26 August 2026, not counted. The request was withdrawn" in withdrawn.clocks[0]
        assert "Asked twice." in withdrawn.details

    def test_a_late_answer_says_how_late(self, cast: Cast, passed_on: Child) -> None:
        clock = AdviceRequest.objects.get().advice_clock
        with pretend(date(2026, 8, 26)), recorded(verb="no_such_verb", by=cast["dco"]):
            clock.meet(on=today())
        late = the(entries(cast, passed_on), "Time limit met: Send health advice")
        assert "met on 26 August 2026, 2 days late: it was due 24 August 2026" in late.clocks[0]
        assert late.by == "Ruth Okonjo (Designated Clinical Officer, BSW ICB)"

    def test_a_pause_stands_with_its_reason_and_the_day_that_moved(self, cast: Cast) -> None:
        story = Story(cast, began=today() - timedelta(days=100)).to_draft()
        submitted = story.plan.submitted_on
        with pretend(submitted + timedelta(days=1)):
            until = today() + timedelta(days=7)
            Pause.pause(
                by=cast["dco"], clock=story.plan.qa_clock, until_on=until, why="papers", reason="The school’s report."
            )
        paused = the(entries(cast, story.child), "Time limit paused")
        assert "The school’s report." in paused.details
        assert f"Until: {until:%-d %B %Y}." in paused.details[0]
        assert "Why: Waiting for papers." in paused.details[0]
        assert "is now due" in paused.clocks[0]


def test_what_a_dco_puts_aside_and_what_comes_back_is_told_once_and_an_untaken_draft_by_itself(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    with pretend(RETURNED):
        episode.wait_for_advice(by=cast["dco"])
        AdviceRequest.objects.get(pk=request.pk).return_advice(by=cast["spa"], advice_text="Needs help.")
    titles = [entry.title for entry in entries(cast, plan.child)]
    assert len([title for title in titles if title.startswith("Put aside")]) == 1
    assert [title for title in titles if title.startswith("Back")] == ["Back on the DCO’s desk: draft plan"]
    untaken, request = with_advice_outstanding(cast)
    with pretend(RETURNED):
        untaken.wait_for_advice(by=System("the panel’s draft came first"))
        turnaround.pause_untaken(untaken, by=System("the panel’s draft came first"), owed=[request])
        AdviceRequest.objects.get(pk=request.pk).return_advice(by=cast["spa"], advice_text="Needs help.")
    assert "Back in the DCOs’ queue" in [entry.title for entry in entries(cast, untaken.child)]


class TestTheWholeStory:
    @pytest.fixture
    def story(self, cast: Cast) -> Story:
        return Story(cast, began=today() - timedelta(days=400)).to_the_end()

    def test_it_is_told_oldest_first_and_nothing_of_the_timeline_is_missing(self, cast: Cast, story: Story) -> None:
        found = entries(cast, story.child)
        assert [entry.on for entry in found] == sorted(entry.on for entry in found)
        events = Case(story.child, cast["dco"]).story
        untold = {e.title for e in events} - {re.sub(r" \(\d+ times\)$", "", entry.title) for entry in found}
        assert not untold

    def test_every_change_of_every_clock_is_told_once(self, cast: Cast, story: Story) -> None:
        told = [words for entry in entries(cast, story.child) for words in entry.clocks]
        clocks = Clock.objects.filter(child=story.child)
        assert len([words for words in told if "began, counted from" in words]) == clocks.count()
        assert len([words for words in told if " met on " in words]) == clocks.met().count()
        assert len(told) == len(set(told))

    def test_what_one_does_several_times_on_a_day_is_told_once(self, cast: Cast, story: Story) -> None:
        assert the(entries(cast, story.child), "Approved wording written: draft plan").title.endswith("(3 times)")

    def test_a_title_says_what_was_done_to_what_and_never_the_same_twice(self, cast: Cast, story: Story) -> None:
        titles = {event.title for event in Case(story.child, cast["dco"]).events}
        assert {
            "Final plan’s C and G given to those who gave advice: Community paediatrics",
            "Step done: electronic records reviewed",
            "Medical advice approved by a DCO",
            "Approved wording written: draft plan (3 times)",
        } <= titles
        assert len([title for title in titles if title.startswith("Line of the advice accounted for (")]) == 1
        for title in titles:
            words = re.findall(r"[\w’]+", title.lower())
            phrases = [" ".join(words[at : at + 2]) for at in range(len(words) - 1)]
            assert len(phrases) == len(set(phrases)), title

    def test_reserved_kinds_are_for_those_who_may_read_them(self, cast: Cast, story: Story) -> None:
        kinds = {who: set(Chronology(story.child, cast[who]).all_kinds) for who in ("dco", "coordinator", "adviser")}
        assert {"Tribunal", "Assurance", "Health Advisers"} <= kinds["dco"]
        assert not {"Tribunal", "Assurance", "Health Advisers"} & kinds["coordinator"]
        assert not {"Tribunal", "Assurance"} & kinds["adviser"]

    def test_the_pdf_is_tagged_titled_and_says_whose_it_is_and_who_made_it(
        self, cast: Cast, story: Story, client: Client
    ) -> None:
        client.force_login(cast["dco"])
        pdf = pdf_of(client, story.child)
        assert len(pdf.pages) > 3
        assert pdf.metadata.title == f"Chronology: {story.child}"
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
        words = words_of(pdf)
        number = story.child.nhs_number
        for expected in (
            f"{number[:3]} {number[3:6]} {number[6:]}",
            "by Ruth Okonjo",
            "Everything, from the beginning",
            "The clock did not restart",
            "Page 1 of",
        ):
            assert expected in words.replace("\N{NO-BREAK SPACE}", " ")


def test_two_years_back_from_a_leap_day() -> None:
    assert two_years_back(date(2028, 2, 29)) == date(2026, 2, 28)
    assert two_years_back(date(2026, 7, 13)) == date(2024, 7, 13)


class TestNarrowed:
    def test_a_span_and_kinds_narrow_the_page_and_the_pdf_alike(
        self, cast: Cast, passed_on: Child, client: Client
    ) -> None:
        client.force_login(cast["dco"])
        query = "?span=all&kind=Advice"
        page = page_of(client, passed_on, query)
        assert "Advice asked for" in page
        assert "Child registered" not in page
        assert f"chronology.pdf{query}" in page
        words = words_of(pdf_of(client, passed_on, query))
        assert "Advice, from the beginning" in words
        assert "Advice asked for" in words
        assert "Child registered" not in words

    def test_the_last_two_years_leave_out_what_is_older(self, cast: Cast, passed_on: Child, client: Client) -> None:
        client.force_login(cast["dco"])
        with pretend(date(2028, 7, 1)):
            page = page_of(client, passed_on, "?span=two-years")
        assert "Child registered" not in page
        assert "Advice asked for" in page


class TestWho:
    @pytest.mark.parametrize("who", ["spa", "reviewer", "stranger", "other_coordinator", "board_member"])
    @pytest.mark.parametrize("end", ["/", ".pdf"])
    def test_only_those_who_see_the_whole_file(
        self, cast: Cast, passed_on: Child, client: Client, who: str, end: str
    ) -> None:
        client.force_login(cast[who])
        assert client.get(f"/children/{passed_on.pk}/chronology{end}").status_code in (403, 404)

    def test_a_view_is_logged_by_its_name(self, cast: Cast, passed_on: Child, client: Client) -> None:
        client.force_login(cast["coordinator"])
        page_of(client, passed_on)
        pdf_of(client, passed_on)
        lines = AccessLog.objects.of_child(passed_on.pk).filter(user=cast["coordinator"])
        assert {line.what for line in lines} == {"Chronology", "Chronology (PDF)"}

    def test_the_case_page_leads_to_it(self, cast: Cast, passed_on: Child, client: Client) -> None:
        client.force_login(cast["coordinator"])
        assert f"/children/{passed_on.pk}/chronology/" in client.get(passed_on.get_absolute_url()).content.decode()


def many_events(cast: Cast, child: Child, number: int) -> None:
    """Lines as the verb would have written them: one change of a person’s details on each of so many days."""
    contact = Contact.objects.filter(child=child).first() or Contact.add(
        by=cast["coordinator"], child=child, name="Ann Marchbank", relationship="Mother"
    )
    like = contact.history.latest()
    model = Contact.history.model
    kept = {f.attname: getattr(like, f.attname) for f in model._meta.concrete_fields if f.attname != "history_id"}
    kept |= {"verb": "change", "history_type": "~"}
    days = (like.history_date - timedelta(days=n) for n in range(number))
    model.objects.bulk_create(model(**kept | {"history_date": day}) for day in days)


class TestALongStory:
    @pytest.mark.parametrize("address", ["/children/{}/", "/children/{}/chronology/"])
    def test_the_number_of_queries_is_the_same_for_20_events_and_for_2000(
        self, cast: Cast, passed_on: Child, client: Client, address: str
    ) -> None:
        client.force_login(cast["dco"])
        many_events(cast, passed_on, 20)
        client.get(address.format(passed_on.pk))
        few = queries(client, address.format(passed_on.pk))
        many_events(cast, passed_on, 1980)
        assert queries(client, address.format(passed_on.pk)) == few

    def test_the_case_page_shows_a_part_and_the_rest_is_on_its_next_pages(
        self, cast: Cast, passed_on: Child, client: Client
    ) -> None:
        many_events(cast, passed_on, 120)
        client.force_login(cast["dco"])
        first, *rest = (client.get(f"{passed_on.get_absolute_url()}?page={n}").content.decode() for n in (1, 2, 3))
        assert first.count("portal-timeline__event") == 50
        assert "Child registered" not in first
        assert "Child registered" in "".join(rest)
        assert "?page=2#timeline" in first

    def test_all_of_it_is_in_the_chronology(self, cast: Cast, passed_on: Child, client: Client) -> None:
        many_events(cast, passed_on, 120)
        assert len(entries(cast, passed_on)) > 120


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
