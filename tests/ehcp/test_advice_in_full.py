"""Interim advice, advice returned for quality, earlier advice that is enough, and drafts that nobody has finished."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.models import Message
from core.today import pretend, today
from core.workflow import Refused
from desk.worklist import Tab, Worklist
from ehcp.conditions import what_to_mind
from ehcp.models import AdviceRequest, AssessmentRequest, EarlierAdvice, Plan
from ehcp.unfinished import why_unfinished
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import asked, assessing, days_ago, with_service
from tests.papers import paragraph, word_bytes


def rows_of(cast: Cast, person: str, rule: str) -> list[Any]:
    worklist = Worklist(cast[person], chosen={"rule": rule})
    return [row for tab in (Tab.OVERDUE, Tab.THIS_WEEK, Tab.LATER) for row in worklist.page(tab, 1)]


# Considered (regulation 4(2))


def test_the_notice_that_an_assessment_is_considered_starts_no_clock_and_asks_nobody(cast: Cast) -> None:
    child = make_child(cast, on=days_ago(10))
    by = cast["coordinator"]
    assessment = AssessmentRequest.register(by=by, child=child, received_on=days_ago(9), source="3")
    before = child.clocks.count()
    assessment.record_considering(by=by, on=days_ago(8))
    assert (assessment.status, assessment.considered_on, assessment.considered_by) == ("received", days_ago(8), by)
    assert child.clocks.count() == before
    assert Message.objects.filter(to=cast.org["icb"].mailbox, subject__startswith="A needs assessment").exists()
    with pytest.raises(Refused, match="Recorded already"):
        assessment.record_considering(by=by, on=today())
    with pytest.raises(Refused, match="Decide to assess first"):
        AdviceRequest.ask(by=by, assessment=assessment, paragraph="c", asked_of=cast.team["paediatrics"])


# Interim advice


def interim(request: AdviceRequest, cast: Cast, **facts: Any) -> None:
    said = {"advice_text": "Understands short sentences.", "rest_to_come": "The language assessment."}
    request.send_interim(by=cast["spa"], rest_promised_on=today() + timedelta(days=40), **(said | facts))


def test_interim_advice_promises_the_rest_by_a_day_and_does_not_meet_the_six_weeks(cast: Cast) -> None:
    request = with_service(cast)
    interim(request, cast)
    assert (request.status, request.interim_on) == ("with_service", today())
    assert request.advice_clock.is_running, "the stricter reading: only the whole advice meets it"
    assert request.promise_clock.due_on == today() + timedelta(days=40)
    (row,) = rows_of(cast, "spa", "rest_of_advice")
    assert (row.button.label, row.clock.owing) == ("Send advice", request.provider)
    with pytest.raises(Refused, match="Interim advice went on"):
        interim(request, cast)
    request.return_advice(by=cast["spa"], advice_text="The whole of it.")
    assert (request.advice_clock.met_on, request.promise_clock.met_on) == (today(), today())


def test_interim_advice_is_advice_and_its_rest_is_promised_for_a_day_to_come(cast: Cast) -> None:
    request = with_service(cast)
    with pytest.raises(ValidationError, match="A covering note alone"):
        interim(request, cast, advice_text=" ")
    with pytest.raises(ValidationError, match="Promise a day after today"):
        request.send_interim(by=cast["spa"], advice_text="A start.", rest_to_come="More.", rest_promised_on=today())


# Returned for quality


def test_advice_returned_for_quality_runs_on_from_where_it_began_and_comes_back_improved(cast: Cast) -> None:
    request = with_service(cast)
    started, due = request.advice_clock.started_on, request.advice_clock.due_on
    request.return_advice(by=cast["spa"], advice_text="Has difficulties.", on=days_ago(3))
    request.return_for_quality(by=cast["coordinator"], lacking="How it affects learning; who provides what.")
    clock = request.advice_clock
    assert (request.status, request.returned_on, request.sent_back_by) == ("improving", None, cast["coordinator"])
    assert (clock.is_running, clock.started_on, clock.due_on) == (True, started, due)
    assert Message.objects.filter(to=request.provider.mailbox, subject__contains="returned for quality").exists()
    (row,) = rows_of(cast, "spa", "health_advice")
    assert row.button.label == "Send advice"
    with pytest.raises(ValidationError, match="template"):
        request.return_advice(by=cast["spa"], advice_text="XXXX needs help.")
    request.return_advice(by=cast["spa"], advice_text="Needs words to be shown in class: a therapist each term.")
    assert (request.status, request.advice_clock.met_on) == ("returned", today())
    told = [line.advice_text for line in request.history.filter(verb="return_advice").order_by("history_id")]
    assert told[0] == "Has difficulties.", "what was sent first stays in the history"


def test_a_service_returns_no_advice_to_itself_and_sends_none_that_the_advisers_wrote(cast: Cast) -> None:
    request = with_service(cast)
    request.return_advice(by=cast["spa"], advice_text="Advice.")
    with pytest.raises(PermissionDenied):
        request.return_for_quality(by=cast["spa"], lacking="All.")
    medical = asked(cast, assessment=request.assessment)
    medical.give_answer(by=cast["spa"], answer="not_known")
    medical.return_health_advisers_advice(by=cast["adviser"], on=today(), advice_text="Sleeps badly.")
    medical.return_for_quality(by=cast["dco"], lacking="How it affects learning.")
    with pytest.raises(Refused, match="The Health Advisers for SEND write this advice"):
        medical.return_advice(by=cast["spa"], advice_text="Sleeps badly, and is tired.")


# Earlier advice (regulation 6(4))


def earlier(cast: Cast, assessment: AssessmentRequest) -> EarlierAdvice:
    return EarlierAdvice.propose(
        by=cast["coordinator"], assessment=assessment, service=cast.team["slt"], paragraph="f",
        title="Language assessment", author="Ann Lee, therapist", given_on=days_ago(100),
    )  # fmt: skip


def test_the_familys_own_advice_is_always_sought(cast: Cast) -> None:
    about = {"service": cast.team["slt"], "title": "A letter", "author": "A parent", "given_on": days_ago(100)}
    with pytest.raises(ValidationError, match=r"6\(1\)\(b\) to \(h\)"):
        EarlierAdvice.propose(by=cast["coordinator"], assessment=assessing(cast), paragraph="a", **about)


def agree(one: EarlierAdvice, cast: Cast, party: str, name: str) -> None:
    one.record_agreement(by=cast["coordinator"], party=party, name=name, on=today())


def test_only_three_agreements_make_earlier_advice_enough_and_close_the_request(cast: Cast) -> None:
    request = asked(cast, "slt", "f")
    one = earlier(cast, request.assessment)
    agree(one, cast, "author", "Ann Lee")
    agree(one, cast, "authority", "Jo Bramley")
    with pytest.raises(ValidationError, match="agreed already"):
        agree(one, cast, "author", "Ann Lee")
    request.refresh_from_db()
    assert (one.status, request.status, request.advice_clock.is_running) == ("gathering", "asked", True)
    agree(one, cast, "family", "A parent")
    request.refresh_from_db()
    assert (one.status, request.status) == ("agreed", "sufficient")
    assert request.advice_clock.lapsed_why == "ended_otherwise"
    assert [a["by"] for a in one.agreements] == ["Ann Lee", "Jo Bramley", "A parent"]
    with pytest.raises(ValidationError, match="must not be sought again"):
        AdviceRequest.ask(
            by=cast["coordinator"], assessment=request.assessment, paragraph="f", asked_of=cast.team["slt"]
        )


def test_one_who_does_not_agree_leaves_the_request_as_it_is(cast: Cast) -> None:
    request = asked(cast, "slt", "f")
    one = earlier(cast, request.assessment)
    one.record_disagreement(by=cast["coordinator"], party="family", name="A parent", reason="He has changed since.")
    request.refresh_from_db()
    assert (one.status, one.refused_by) == ("not_agreed", "A parent (the parent or young person)")
    assert request.advice_clock.is_running
    earlier(cast, request.assessment)  # newer advice may still be put forward


# Unfinished drafts


@pytest.mark.parametrize(
    ("text", "is_unfinished"),
    [
        ("XXXX has asthma", True),
        ("Needs [insert child’s name] help", True),
        ("…", True),
        ("To be reviewed TBC", True),
        ("Seen ______ at school", True),
        ("", False),
        ("Has XXY syndrome", False),
        ("No health needs identified.", False),
        ("A diet of 1,200 kcal [Smith 2020]", False),
    ],
)
def test_what_a_template_left_over_is_known_from_what_somebody_wrote(text: str, is_unfinished: bool) -> None:
    assert bool(why_unfinished(text)) is is_unfinished


def test_a_draft_plan_with_a_placeholder_in_it_is_not_sent(cast: Cast, client: Client) -> None:
    assessment = assessing(cast)
    client.force_login(cast["coordinator"])
    form = {"section_C": "XXXX has asthma.", "section_G": "A nurse."}
    refused = client.post(f"/ehcp/assessments/{assessment.pk}/plan/submit/", form)
    assert refused.status_code == 422
    assert "“XXXX” was left in from a template" in refused.content.decode()
    assert not Plan.objects.exists()


def test_a_file_of_advice_without_words_or_with_a_placeholder_is_not_sent(
    cast: Cast, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    request = with_service(cast)
    client.force_login(cast["spa"])
    for words, said in (("", "no words in this file"), ("Name: XXXX", "left in from a template")):
        file = SimpleUploadedFile("advice.docx", word_bytes(document=paragraph(words)))
        form = {"file": file, "on": today().isoformat(), "revision": request.revision}
        refused = client.post(f"/ehcp/advice-requests/{request.pk}/return-advice/", form)
        assert refused.status_code == 422
        assert said in refused.content.decode()


# The day of a review meeting


def test_a_meeting_too_near_or_at_a_weekend_is_pointed_out_and_kept() -> None:
    with pretend(date(2026, 7, 13)):
        assert what_to_mind(date(2026, 7, 27)) == ""
        assert "less than two weeks off" in what_to_mind(date(2026, 7, 24))
        assert "Saturday" in what_to_mind(date(2026, 8, 1))
        assert "bank holiday" in what_to_mind(date(2026, 8, 31)).lower()
