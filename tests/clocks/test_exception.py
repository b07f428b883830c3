"""Which missed limits the law excuses, who decides about it, and that no day ever moves."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from accounts.roles import System
from clocks.models import Clock, ClockException, LocalLength, read_exceptions
from core.history import recorded
from core.models import Message
from core.today import pretend
from core.workflow import Refused
from ehcp.models import AdviceRequest, AssessmentRequest
from people.models import Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

RECEIVED = date(2026, 6, 1)  # the local authority's clocks run from here
ASKED = date(2026, 7, 13)  # health's clock, to 24 August
DUE = date(2026, 8, 24)
LATER = date(2026, 9, 14)
Status = ClockException.Status


@pytest.fixture(autouse=True)
def day() -> Any:
    with pretend(LATER):
        yield LATER


def advice_of(cast: Cast, **facts: Any) -> AdviceRequest:
    """Advice asked on 13 July, due on 24 August, and late by now."""
    child = make_child(cast, on=RECEIVED, **facts)
    by = cast["coordinator"]
    assessment = AssessmentRequest.register(by=by, child=child, received_on=RECEIVED, source="1")
    assessment.decide_to_assess(by=by, on=ASKED)
    return AdviceRequest.ask(by=by, assessment=assessment, paragraph="f", asked_of=cast.team["slt"], sent_on=ASKED)


@pytest.fixture
def advice(cast: Cast) -> AdviceRequest:
    return advice_of(cast)


def propose(cast: Cast, clock: Clock, who: str = "spa", **facts: Any) -> ClockException:
    """The family is away for all of August up to the due day's eve, unless it is said otherwise."""
    said = {
        "kind": "away_from_area",
        "first_day": date(2026, 7, 20),
        "last_day": date(2026, 8, 20),
        "reason": "The family is abroad, so the child cannot be seen.",
    }
    return ClockException.propose(by=cast[who], clock=clock, **(said | facts))


def refused(cast: Cast, clock: Clock, who: str = "spa", **facts: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as why, transaction.atomic():
        propose(cast, clock, who, **facts)
    return why.value.message_dict


def test_an_exception_is_proposed_and_a_dco_accepts_it(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    assert (exception.status, exception.citation) == (Status.PROPOSED, "SEND Regs reg 8(2)(b)")
    assert (exception.proposed_by, exception.proposed_on) == (cast["spa"], LATER)
    exception.accept(by=cast["dco"])
    assert (exception.status, exception.accepted_by, exception.accepted_on) == (Status.ACCEPTED, cast["dco"], LATER)
    assert exception.line == "Exception accepted: away from the area, 20 July to 20 August 2026, reg 8(2)(b)"


def test_an_exception_never_moves_or_stops_the_clock(cast: Cast, advice: AdviceRequest) -> None:
    before = Clock.objects.values().get(pk=advice.advice_clock_id)
    propose(cast, advice.advice_clock).accept(by=cast["dco"])
    assert Clock.objects.values().get(pk=advice.advice_clock_id) == before
    assert Clock.objects.late_on(LATER).filter(pk=advice.advice_clock_id).exists()


def test_the_decider_is_told_with_initials_and_reference_only(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    letter = Message.objects.get(key__startswith=f"clockexception:{exception.pk}:")
    assert letter.to == cast.org["icb"].mailbox
    assert advice.child.initials in letter.subject
    assert advice.child.reference in letter.body
    for secret in (advice.child.family_name, "abroad", "away"):
        assert secret not in letter.subject + letter.body
    exception.accept(by=cast["dco"])
    answer = Message.objects.filter(key__startswith=f"clockexception:{exception.pk}:").latest("pk")
    assert (answer.to, "was accepted" in answer.subject) == (cast["spa"].email, True)


@pytest.mark.parametrize("who", ["spa", "dco", "coordinator", "la_manager"])
def test_those_who_owe_it_or_own_the_case_may_propose(cast: Cast, advice: AdviceRequest, who: str) -> None:
    assert propose(cast, advice.advice_clock, who).proposed_by == cast[who]


@pytest.mark.parametrize("who", ["spa_2", "stranger", "other_coordinator", "swindon_coordinator", "board_member"])
def test_nobody_else_may(cast: Cast, advice: AdviceRequest, who: str) -> None:
    with pytest.raises(PermissionDenied):
        propose(cast, advice.advice_clock, who)


def test_an_adviser_may_once_it_was_passed_on_and_so_may_who_passed_it(cast: Cast) -> None:
    with pretend(ASKED):
        request = advice_of(cast)
        medical = AdviceRequest.ask(
            by=cast["coordinator"], assessment=request.assessment, paragraph="c", asked_of=cast.team["paediatrics"]
        )
        medical.give_answer(by=cast["spa"], answer="not_known")
    clock = Clock.objects.get(pk=medical.advice_clock_id)
    ours, theirs = propose(cast, clock, "adviser"), propose(cast, clock, "spa", last_day=date(2026, 8, 21))
    assert ours.organisation == cast.org["icb"]
    assert theirs.organisation == cast.org["provider"]
    assert list(ClockException.objects.visible_to(cast["spa"])) == [theirs]
    assert set(ClockException.objects.visible_to(cast["adviser"])) == {ours, theirs}


@pytest.mark.parametrize("who", ["spa", "coordinator"])
def test_only_those_who_decide_may_accept(cast: Cast, advice: AdviceRequest, who: str) -> None:
    exception = propose(cast, advice.advice_clock)
    with pytest.raises(PermissionDenied):
        exception.accept(by=cast[who])


def test_a_local_authoritys_manager_does_not_decide_about_healths_limits(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    for verb in (exception.accept, lambda by: exception.decline(by=by, reason="No.")):
        with pytest.raises(Refused, match="A Designated Clinical Officer decides"):
            verb(by=cast["la_manager"])


def test_a_dco_does_not_decide_about_the_local_authoritys(cast: Cast, advice: AdviceRequest) -> None:
    clock = advice.assessment.issue_clock
    exception = propose(cast, clock, "coordinator", kind="exceptional_circumstances", last_day=date(2026, 7, 25))
    assert exception.citation == "SEND Regs reg 10(4)(c)"
    with pytest.raises(Refused, match="SEND manager decides"):
        exception.accept(by=cast["dco"])
    exception.accept(by=cast["la_manager"])
    assert exception.status == Status.ACCEPTED


def test_whoever_proposed_it_does_not_accept_it(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock, "dco")
    with pytest.raises(Refused, match="You proposed this"):
        exception.accept(by=cast["dco"])
    exception.accept(by=cast["dco_2"])
    assert [line.verb for line in exception.history.order_by("history_id")] == ["propose", "accept"]


def test_only_the_proposer_withdraws_and_only_before_it_is_accepted(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    with pytest.raises(Refused, match="Only the person who proposed it"):
        exception.withdraw(by=cast["coordinator"])
    exception.withdraw(by=cast["spa"])
    assert (exception.status, exception.withdrawn_on) == (Status.WITHDRAWN, LATER)
    accepted = propose(cast, advice.advice_clock)
    accepted.accept(by=cast["dco"])
    with pytest.raises(Refused, match="cannot be done now"):
        accepted.withdraw(by=cast["spa"])


def test_one_that_was_shown_untrue_is_revoked_with_a_reason(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    exception.accept(by=cast["dco"])
    with pytest.raises(ValidationError), transaction.atomic():
        exception.revoke(by=cast["dco"], why="untrue", reason=" ")
    exception.refresh_from_db()
    exception.revoke(by=cast["dco_2"], why="untrue", reason="The school saw the child every day.")
    assert (exception.status, exception.accepted_by, exception.revoked_by) == (
        Status.REVOKED,
        cast["dco"],
        cast["dco_2"],
    )
    assert not Clock.objects.with_accepted_exception().exists()


def test_declining_needs_a_reason(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock)
    with pytest.raises(ValidationError), transaction.atomic():
        exception.decline(by=cast["dco"], reason="")
    exception.refresh_from_db()
    exception.decline(by=cast["dco"], reason="They were away for a week.")
    assert (exception.status, exception.declined_by) == (Status.DECLINED, cast["dco"])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("closed", "closed school is no exception for health advice"),
        ("waiting_list", "A waiting list is no exception"),
        ("service_cancelled", "not one that the service cancelled or moved"),
        ("no_staff", "vacancies are no exception"),
        ("school_closed", "This is no exception to this limit"),
        ("nonsense", "This is no exception to this limit"),
    ],
)
def test_what_is_no_exception_for_health_is_refused_with_the_law(
    cast: Cast, advice: AdviceRequest, kind: str, words: str
) -> None:
    (why,) = refused(cast, advice.advice_clock, kind=kind)["kind"]
    assert words in why
    assert "8(2)" in why


def test_what_is_no_exception_for_the_authority_is_refused_with_the_law(cast: Cast, advice: AdviceRequest) -> None:
    for kind in ("late_advice", "no_staff", "family_agreed"):
        (why,) = refused(cast, advice.assessment.issue_clock, "coordinator", kind=kind)["kind"]
        assert "regulations 5(4), 10(4), 27(3) and 44(3)" in why


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 7, 12), date(2026, 8, 20), "first_day"),
        (date(2026, 7, 20), date(2026, 8, 25), "last_day"),
        (date(2026, 7, 20), date(2026, 7, 19), "last_day"),
        (date(2026, 7, 20), date(2026, 8, 15), "last_day"),  # 27 days
    ],
)
def test_an_absence_lasts_28_days_inside_the_time_limit(
    cast: Cast, advice: AdviceRequest, first: date, last: date, field: str
) -> None:
    assert set(refused(cast, advice.advice_clock, first_day=first, last_day=last)) == {field}


@pytest.mark.parametrize(("first", "last"), [(ASKED, ASKED + timedelta(27)), (DUE - timedelta(27), DUE)])
def test_28_days_at_either_end_of_the_time_limit_are_enough(
    cast: Cast, advice: AdviceRequest, first: date, last: date
) -> None:
    assert propose(cast, advice.advice_clock, first_day=first, last_day=last).status == Status.PROPOSED


def test_two_weeks_away_excuse_a_plan_that_the_tribunal_ordered(cast: Cast, advice: AdviceRequest) -> None:
    with recorded(verb="arrange", by=System("test")):
        ordered = Clock.start("order_issue_draft", child=advice.child, on=ASKED, owing=cast.org["wiltshire"])
    away = {"kind": "away_two_weeks", "first_day": ASKED, "last_day": ASKED + timedelta(13)}
    short = away | {"last_day": ASKED + timedelta(12)}
    assert "at least 14 days" in refused(cast, ordered, "coordinator", **short)["last_day"][0]
    assert propose(cast, ordered, "coordinator", **away).citation == "SEND Regs reg 44(3)(b)"


def test_an_exception_without_a_reason_is_refused(cast: Cast, advice: AdviceRequest) -> None:
    (why,) = refused(cast, advice.advice_clock, reason="  ")["reason"]
    assert "reg 8(2)(b)" in why


MISSED = {
    "kind": "missed_appointment",
    "first_day": date(2026, 8, 3),
    "last_day": None,
    "appointment_by": "body",
    "appointment": "not_come",
}


def test_an_appointment_that_the_child_missed_excuses(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock, **MISSED)
    assert (exception.citation, exception.days) == ("SEND Regs reg 8(2)(c)", "3 August 2026")


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"appointment": "service_moved"}, "appointment", "did not come"),
        ({"appointment": "family_moved"}, "appointment", "did not come"),
        ({"appointment": ""}, "appointment", "did not come"),
        ({"appointment_by": "other"}, "appointment_by", "made itself"),
        ({"last_day": date(2026, 8, 4)}, "last_day", "one day"),
        ({"first_day": date(2026, 8, 25)}, "first_day", "inside the time limit"),
    ],
)
def test_an_appointment_that_nobody_missed_does_not(
    cast: Cast, advice: AdviceRequest, facts: dict[str, Any], field: str, words: str
) -> None:
    assert words in refused(cast, advice.advice_clock, **(MISSED | facts))[field][0]


def test_an_appointment_to_come_has_not_been_missed(cast: Cast, advice: AdviceRequest) -> None:
    with pretend(date(2026, 8, 2)):
        assert "still to come" in refused(cast, advice.advice_clock, **MISSED)["first_day"][0]


def test_a_body_refuses_on_one_of_two_grounds_only(cast: Cast, advice: AdviceRequest) -> None:
    said = {"kind": "refused", "first_day": date(2026, 7, 20), "last_day": None}
    assert "s.31(2)" in refused(cast, advice.advice_clock, **said)["ground"][0]
    assert "ground" in refused(cast, advice.advice_clock, **said, ground="busy")
    exception = propose(cast, advice.advice_clock, **said, ground="harm")
    assert exception.citation == "CFA 2014 s.31(2)"


CLOSED = {
    "kind": "school_closed",
    "first_day": date(2026, 7, 22),
    "last_day": date(2026, 9, 1),  # open again on 2 September
    "reason": "The school could not write its advice.",
}


@pytest.mark.parametrize("asked", [date(2026, 7, 15), date(2026, 8, 5), date(2026, 8, 26)])
def test_a_closure_excuses_where_advice_was_asked_in_its_weeks(
    cast: Cast, advice: AdviceRequest, asked: date
) -> None:
    clock = advice.assessment.issue_clock
    exception = propose(cast, clock, "coordinator", **CLOSED, advice_asked_on=asked)
    assert (exception.advice_asked_on, exception.citation) == (asked, "SEND Regs reg 10(4)(a)")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"advice_asked_on": None}, "advice_asked_on"),
        ({"advice_asked_on": date(2026, 7, 14)}, "advice_asked_on"),
        ({"advice_asked_on": date(2026, 8, 27)}, "advice_asked_on"),
        ({"advice_asked_on": date(2026, 7, 22), "last_day": date(2026, 8, 17)}, "last_day"),
    ],
)
def test_a_closure_that_does_not_fit_does_not(
    cast: Cast, advice: AdviceRequest, facts: dict[str, Any], field: str
) -> None:
    assert field in refused(cast, advice.assessment.issue_clock, "coordinator", **(CLOSED | facts))


def test_a_closure_counts_only_where_the_asking_lies_inside_the_time_limit(cast: Cast, advice: AdviceRequest) -> None:
    """The decision whether to assess was due on 13 July; its own exceptions are those of regulation 5(4)."""
    clock = advice.assessment.decide_clock
    with recorded(verb="arrange", by=System("test")):
        clock.met_on = LATER  # late, so that there is something to excuse
        clock.save()
    (why,) = refused(cast, clock, "coordinator", **CLOSED, advice_asked_on=date(2026, 7, 15))["advice_asked_on"]
    assert "inside the time limit, 1 June to 13 July 2026 (SEND Regs reg 5(4)(a))" in why


def test_local_standards_and_windows_have_none_and_say_so(cast: Cast, advice: AdviceRequest) -> None:
    with recorded(verb="arrange", by=System("test")):
        LocalLength.objects.create(icb=cast.org["icb"], rule="qa_turnaround", length=5)
        of = {"child": advice.child, "owing": cast.org["icb"]}
        local = Clock.start("qa_turnaround", on=ASKED, **of)
        window = Clock.start("draft_representations", on=ASKED, **of)
        response = Clock.start("regulation_6_response", on=ASKED, **of)
    for clock, words in (
        (local, "local standard"),
        (window, "protects the family"),
        (response, "knows no exception"),
    ):
        with pytest.raises(Refused, match=words):
            propose(cast, clock, "dco")


def test_a_limit_that_was_kept_or_does_not_count_needs_none(cast: Cast, advice: AdviceRequest) -> None:
    clock = advice.advice_clock
    with recorded(verb="arrange", by=System("test")):
        clock.meet(on=DUE)
    with pytest.raises(Refused, match="met in time"):
        propose(cast, clock)
    with recorded(verb="arrange", by=System("test")):
        clock.met_on = None
        clock.lapse(on=DUE, why="withdrawn")
    with pytest.raises(Refused, match="without being counted"):
        propose(cast, clock)


def test_the_same_exception_stands_once(cast: Cast, advice: AdviceRequest) -> None:
    first = propose(cast, advice.advice_clock)
    with pytest.raises(ValidationError, match="already proposed"), transaction.atomic():
        propose(cast, advice.advice_clock, "dco")
    first.decline(by=cast["dco"], reason="Not so.")
    assert propose(cast, advice.advice_clock, "dco").status == Status.PROPOSED


def test_a_paper_must_be_this_childs(cast: Cast, advice: AdviceRequest) -> None:
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 a letter", content_type="application/pdf")
    paper = Document.add(
        by=cast["coordinator"],
        child=make_child(cast, on=RECEIVED),
        owner=cast.org["wiltshire"],
        kind="other",
        title="A letter",
        file=letter,
    )
    assert "document" in refused(cast, advice.advice_clock, document=paper)


def test_answers_for_another_kind_are_not_kept(cast: Cast, advice: AdviceRequest) -> None:
    exception = propose(cast, advice.advice_clock, appointment_by="other", ground="harm")
    assert (exception.appointment_by, exception.ground) == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        "reason = ' '",
        "last_day = first_day + 26",
        "last_day = first_day - 1",
        "status = 'accepted'",
        "status = 'declined', declined_on = proposed_on",
        "kind = 'missed_appointment'",
        "kind = 'school_closed'",
        "kind = 'refused', last_day = first_day",
        "accepted_on = proposed_on",
    ],
)
def test_the_database_holds_what_the_verbs_say(cast: Cast, advice: AdviceRequest, wrong: str) -> None:
    exception = propose(cast, advice.advice_clock)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE clocks_clockexception SET {wrong} WHERE id = %s", [exception.pk])  # noqa: S608


def test_clocks_are_found_by_their_exceptions(cast: Cast, advice: AdviceRequest) -> None:
    clock, every = advice.advice_clock, Clock.objects.count()
    assert Clock.objects.without_accepted_exception().count() == every
    exception = propose(cast, clock)
    propose(cast, clock, last_day=date(2026, 8, 19))
    assert list(Clock.objects.with_proposed_exception()) == [clock]
    assert not Clock.objects.with_accepted_exception().exists()
    exception.accept(by=cast["dco"])
    assert list(Clock.objects.with_accepted_exception()) == [clock]
    assert Clock.objects.without_accepted_exception().count() == every - 1


def test_only_what_waits_for_me_waits_for_me(cast: Cast, advice: AdviceRequest) -> None:
    health = propose(cast, advice.advice_clock)
    authority = propose(
        cast, advice.assessment.issue_clock, "coordinator",
        kind="exceptional_circumstances", last_day=date(2026, 7, 20),
    )  # fmt: skip
    waiting = ClockException.objects.waiting_for
    assert list(waiting(cast["dco"])) == [health]
    assert list(waiting(cast["la_manager"])) == [authority]
    for who in ("spa", "coordinator", "adviser", "stranger"):
        assert not waiting(cast[who]).exists()


def test_exceptions_of_a_page_of_clocks_are_read_in_one_query(
    cast: Cast, advice: AdviceRequest, django_assert_num_queries: Any
) -> None:
    propose(cast, advice.advice_clock).accept(by=cast["dco"])
    clocks = list(Clock.objects.for_list())
    dco = cast["dco"]
    assert dco.scope
    with django_assert_num_queries(1):
        read_exceptions(clocks, dco)
        lines = [clock.line["exceptions"] for clock in clocks]
        assert sum(len(line) for line in lines) == 1
