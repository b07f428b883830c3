"""Exactly the same words, or what is different."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.models import Clock
from core.models import Message
from core.today import pretend
from core.workflow import Refused
from ehcp.models import AmendedPlan, AnnualReview, Plan
from qa.comparison import Reason, compare, is_same, likely_reason, normalised, redline
from qa.models import Comparison, Episode
from reporting.compliance import Which, conditions
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.qa.story import (
    APPROVED,
    DRAFT,
    ISSUED,
    RECEIVED,
    RETURNED,
    TAKEN,
    agreed,
    assessing,
    issued,
    logged_review,
    submitted,
    taken,
    write_all,
)

WORDS = st.text(alphabet="ab '’“\n\t.,", max_size=40)


@given(WORDS)
def test_any_text_is_the_same_as_itself_however_it_is_spaced_and_quoted(text: str) -> None:
    spaced = re.sub(r"\s", "\n  ", text.replace("'", "’").replace("“", '"'))
    assert is_same(text, spaced)
    assert is_same(text, f"  {text}\n")


@given(WORDS, WORDS)
def test_being_the_same_works_both_ways(one: str, other: str) -> None:
    assert is_same(one, other) == is_same(other, one)


@given(WORDS, st.sampled_from(["a", "B", ".", ","]))
def test_one_more_letter_or_mark_is_a_difference(text: str, more: str) -> None:
    assert not is_same(text, text + more)


@given(WORDS, WORDS)
def test_a_redline_loses_no_word_of_either_text(before: str, after: str) -> None:
    pieces = redline(before, after)
    assert "".join(words for kind, words in pieces if kind != "removed") == after
    kept = "".join(words for kind, words in pieces if kind != "added")
    assert re.sub(r"\s", "", normalised(kept)) == re.sub(r"\s", "", normalised(before))


@given(WORDS, WORDS)
def test_a_redline_shows_a_change_exactly_when_the_words_differ(before: str, after: str) -> None:
    changed = any(kind != "same" and words.strip() for kind, words in redline(before, after))
    if is_same(before, after):
        assert not changed


def test_capitals_commas_and_digits_count() -> None:
    for other in ("A nurse visits weekly", "a nurse visits weekly.", "A nurse, visits weekly."):
        assert not compare("A nurse visits weekly.", other).used


def test_small_words_are_no_islands_in_a_rewritten_phrase() -> None:
    pieces = redline("Isla will have access to the service.", "A nurse will see to the care plan. Isla can rest.")
    assert [words for kind, words in pieces if kind == "same"] == ["."]
    kept = redline("Isla uses the inhaler.", "Isla uses only the blue inhaler.")
    assert [words for kind, words in kept if kind == "added"] == ["only ", " blue"]


def test_a_rewritten_phrase_reads_as_one_change() -> None:
    pieces = redline("She has asthma.", "She uses a blue inhaler.")
    assert [kind for kind, _ in pieces] == ["same", "removed", "added", "same"]


@pytest.mark.parametrize(
    ("agreed", "issued", "reason"),
    [
        ("A nurse visits.", "A nurse visits. Speech and language therapy weekly.", Reason.THERAPY_ADDED),
        ("A nurse visits.", "A nurse visits. SALT programme in school.", Reason.THERAPY_ADDED),
        ("A nurse visits every term to check the plan.", "A nurse visits every term.", Reason.SHORTENED),
        ("A nurse visits.", "", Reason.LEFT_OUT),
        (
            "A nurse visits every term to check.",
            "A health visitor visits every term to check.",
            Reason.PARTLY_USED,
        ),
        ("A nurse visits every term.", "Health provision will be arranged.", Reason.OTHER),
        ("A nurse visits.", "A nurse visits", Reason.PARTLY_USED),
    ],
)
def test_the_likely_reason(agreed: str, issued: str, reason: Reason) -> None:
    assert likely_reason(agreed, issued) == reason


def test_the_agreed_wording_issued_word_for_word_is_used(cast: Cast) -> None:
    episode = agreed(cast)
    reshaped = APPROVED["C"].replace(". ", ".\n\n").replace("'", "’")
    issued(cast, episode.plan, C=reshaped)
    found = Comparison.objects.visible_to(cast["coordinator"]).get()
    assert (found.outcome, found.section_c_used, found.section_g_used) == ("used", True, True)
    assert found.in_words == "The approved wording was used exactly"


def test_one_changed_word_in_section_g_is_not_used_and_goes_to_the_dcos_list(cast: Cast) -> None:
    episode = agreed(cast)
    issued(cast, episode.plan, G=APPROVED["G"].replace("every term", "every year"))
    found = Comparison.objects.visible_to(cast["dco"]).to_raise().get()
    assert (found.section_c_used, found.section_g_used) == (True, False)
    assert found.why == "Health provision: partly used"
    assert ("removed", "term") in found.sections[1].pieces
    assert Message.objects.filter(to=episode.child.icb.mailbox, subject__contains="other wording").exists()


def test_a_change_of_other_sections_is_none_of_healths_business(cast: Cast) -> None:
    episode = agreed(cast)
    issued(cast, episode.plan, B="Rewritten.", E="Rewritten too.")
    assert Comparison.objects.get(plan=episode.plan).outcome == "used"


def test_a_plan_issued_before_the_answer_says_so_counts_as_missed_and_its_reader_is_told(cast: Cast) -> None:
    plan = issued(cast, taken(cast).plan)  # due on 23 March, issued on 20 April
    found = Comparison.objects.get(plan=plan)
    assert (found.outcome, found.not_asked_reason) == ("before_answer", "")
    assert found.why == (
        "The feedback was due on 23 March 2026, 28 days before the plan was issued: counted as missed."
    )
    assert Message.objects.get(subject__contains="before its quality assurance came back").to == cast["dco"].email
    late = conditions(ISSUED)
    clocks = Clock.objects.filter(pk=plan.qa_clock_id)
    assert [which for which, these in late.items() if clocks.filter(these).exists()] == [Which.DUE, Which.LATE]


def test_issued_while_there_was_still_time_the_turnaround_lapsed(cast: Cast) -> None:
    plan = submitted(cast)
    with pretend(TAKEN):
        plan.issue(by=cast["coordinator"], sections=DRAFT, on=TAKEN, reason="The family asked.")
    assert "there was still time" in Comparison.objects.get(plan=plan).why
    assert Message.objects.get(subject__contains="before its quality").to == plan.child.icb.mailbox


def test_a_plan_issued_after_a_return_without_agreement_says_so(cast: Cast) -> None:
    episode = taken(cast)
    with pretend(RETURNED):
        episode.return_to_la(by=cast["dco"], missing="Section G is empty.")
    issued(cast, episode.plan)
    assert Comparison.objects.get(plan=episode.plan).outcome == "not_agreed"


@pytest.mark.parametrize("who", ["coordinator", "dco"])
def test_an_issued_plan_that_health_never_saw_is_recorded_with_its_reason(cast: Cast, who: str) -> None:
    found = recorded_unseen(cast, who)
    assert (found.outcome, found.why) == ("not_asked", "Agreed outside a panel where health sat")
    plan = found.plan
    assert (plan.status, plan.issued_on, plan.submitted_on) == ("issued", ISSUED, None)
    assert (plan.assessment.status, plan.assessment.issue_clock.met_on) == ("issued", ISSUED)
    assert AnnualReview.objects.get(plan=plan).since_on == ISSUED


def test_the_reason_why_it_was_not_asked_can_be_put_right(cast: Cast) -> None:
    found = recorded_unseen(cast)
    found.say_why_not_asked(by=cast["dco"], not_asked_reason="no_advice", not_asked_note="May panel.")
    assert found.why == "Health advice was not available"


def test_only_plans_without_agreed_wording_can_say_that(cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan)
    with pytest.raises(Refused, match="nothing to explain"):
        plan.comparison.say_why_not_asked(by=cast["dco"], not_asked_reason="not_asked")


def test_the_likely_reason_is_confirmed_by_a_dco(cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan, G="Other words altogether about something else.")
    plan.comparison.confirm_reasons(by=cast["dco"], section_c_reason="other", section_g_reason="shortened")
    found = Comparison.objects.get(plan=plan)
    assert (found.section_c_reason, found.section_g_reason) == ("", "shortened"), "Section C was used"
    assert found.reasons_confirmed_by == cast["dco"]


def test_what_was_raised_is_answered_and_closed(cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan, G="Speech and language therapy weekly.")
    found = Comparison.objects.to_raise().get(plan=plan)
    with pytest.raises(Refused, match="Record first that it was raised"):
        found.record_answer(by=cast["coordinator"], answer="It will be amended.")
    with pretend(ISSUED):
        found.record_raised(by=cast["dco"], raised_on=ISSUED, raised_how="telephone", raised_note="With the manager.")
        assert not Comparison.objects.to_raise().exists()
        found.record_answer(by=cast["coordinator"], answer="It will be amended.", answered_on=ISSUED)
        assert found.raising == "Answered, not closed"
        found.close(by=cast["dco"], closed_note="Amended.", closed_on=ISSUED)
    assert not Comparison.objects.not_closed().exists()
    with pytest.raises(Refused, match="closed on 20 April 2026"):
        found.record_raised(by=cast["dco"], raised_note="Again.")


def recorded_unseen(cast: Cast, who: str = "coordinator") -> Comparison:
    assessment = assessing(cast)
    with pretend(ISSUED):
        by, why = cast[who], "outside_panel"
        plan = Plan.record_issued(by=by, assessment=assessment, sections=DRAFT, not_asked_because=why, on=ISSUED)
    return Comparison.objects.get(plan=plan)


# Amended after an annual review


def amended(cast: Cast, review: AnnualReview, **changed: str) -> Comparison:
    """The review is held and decided, the amended plan sent on the day on which plans are issued here."""
    by = cast["coordinator"]
    with pretend(ISSUED):
        review.set_meeting(by=by, meeting_on=ISSUED)
        review.record_invitations(by=by, on=ISSUED, health_invited=True)
        review.record_held(by=by, on=ISSUED, health_attended=True)
        review.decide_to_amend(by=by, on=ISSUED)
        with pytest.raises(Refused, match="Record first that the amended plan was sent"):
            AmendedPlan.submit(by=by, annual_review=review, sections=APPROVED)
        review.record_amended_plan(by=by, on=ISSUED)
        plan = AmendedPlan.submit(by=by, annual_review=review, sections=DRAFT | APPROVED | changed)
        assert (review.amended_plan_received_on, review.copy_clock.met_on) == (ISSUED, ISSUED), "this is the copy"
    return plan.comparison


def reviewed(cast: Cast, *, agree: bool = True) -> AnnualReview:
    review = logged_review(cast)
    with pretend(TAKEN):
        episode = Episode.take_review(by=cast["dco"], annual_review=review, on=TAKEN)
    with pretend(RETURNED):
        if agree:
            write_all(cast, episode).return_agreed(by=cast["dco"], on=RETURNED)
        else:
            episode.return_to_la(by=cast["dco"], missing="Section G is empty.", on=RETURNED)
    return AnnualReview.objects.get(pk=review.pk)


def test_an_amended_plan_is_compared_with_what_was_agreed_at_its_review(cast: Cast) -> None:
    found = amended(cast, reviewed(cast), G=APPROVED["G"].replace("term", "year"))
    assert (found.outcome, found.section_c_used, found.section_g_used) == ("not_used", True, False)
    assert ("removed", "term") in found.sections[1].pieces
    assert (found.issued_on, found.agreed_on) == (ISSUED, RETURNED)
    assert list(Comparison.objects.to_raise()) == [found]
    assert Message.objects.filter(subject__contains="A plan was amended with other wording").exists()
    with pretend(ISSUED):
        found.record_raised(by=cast["dco"], raised_note="With the manager.")


def test_an_amended_plan_without_agreed_wording_says_why(cast: Cast) -> None:
    assert amended(cast, reviewed(cast, agree=False)).outcome == "not_agreed"
    unasked = AnnualReview.register(by=cast["coordinator"], child=make_child(cast), since_on=RECEIVED)
    assert amended(cast, unasked).why == "Not asked"
    late = amended(cast, logged_review(cast))
    assert late.why == "The feedback was due on 23 March 2026, 28 days before the plan was sent: counted as missed."
