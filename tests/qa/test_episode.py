"""Taking, writing, waiting, agreeing and returning."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from clocks.models import Clock
from core.models import Message
from core.today import pretend
from core.workflow import Refused, Stale
from qa.models import Episode
from qa.standard import WITHOUT_NEEDS
from send_portal.demo.cast import Cast
from tests.qa.story import (
    APPROVED,
    COMMENTS,
    DRAFT,
    ISSUED,
    RETURNED,
    SUBMITTED,
    TAKEN,
    agreed,
    issued,
    logged_review,
    submitted,
    taken,
    with_advice_outstanding,
    write_all,
)


def test_taking_copies_the_current_wording_and_the_editor_starts_from_it(cast: Cast) -> None:
    episode = taken(cast)
    rows = {row.section: row for row in episode.sections.all()}
    assert list(rows) == ["E", "C", "G"]
    assert all(row.current == row.approved == DRAFT[letter] for letter, row in rows.items())


def test_a_draft_is_taken_by_one_dco_at_a_time(cast: Cast) -> None:
    episode = taken(cast)
    with pytest.raises(Refused, match="Ruth Okonjo took this on 10 March 2026"):
        Episode.take(by=cast["dco_2"], plan=episode.plan)


def test_the_database_holds_one_open_episode_a_plan(cast: Cast) -> None:
    episode = taken(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.bulk_create(
            [
                Episode(
                    child=episode.child,
                    kind="draft_plan",
                    plan=episode.plan,
                    version=episode.version,
                    taken_on=TAKEN,
                    taken_by=cast["dco_2"],
                )
            ]
        )


def test_a_coordinator_cannot_quality_assure(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        Episode.take(by=cast["coordinator"], plan=submitted(cast))


@pytest.mark.parametrize("who", ["stranger", "la_manager", "adviser", "spa", "board_member"])
def test_nobody_but_the_childs_dcos_may_take_it(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        Episode.take(by=cast[who], plan=submitted(cast))


def test_what_one_dco_saves_her_colleague_sees_and_goes_on_with(cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    seen = Episode.objects.visible_to(cast["dco_2"]).get(pk=episode.pk)
    assert seen.section("C").approved == APPROVED["C"]
    seen.save_wording(
        by=cast["dco_2"], section="C", approved="Shorter.", comments="Why", theme=8, section_g_agreed=True
    )
    assert [line.actor for line in seen.history.order_by("history_id")][-1] == "Miriam Vale"


def test_the_second_of_two_people_is_told_what_changed(cast: Cast) -> None:
    episode = taken(cast)
    seen = episode.revision
    write_all(cast, episode)
    with pytest.raises(Stale) as stale:
        episode.save_wording(by=cast["dco_2"], section="C", approved="Mine", revision=seen)
    assert {line.verb for line in stale.value.changes} == {"save_wording"}
    assert episode.sections.get(section="C").approved == APPROVED["C"]


def test_what_is_handed_back_half_done_is_kept_for_the_next(cast: Cast) -> None:
    episode = write_all(cast, taken(cast), coproduced=True)
    with pretend(RETURNED):
        episode.hand_back(by=cast["dco"])
        again = Episode.take(by=cast["dco_2"], plan=episode.plan)
    assert again.section("G").approved == APPROVED["G"]
    assert again.section("G").comments == COMMENTS["G"]
    assert (again.theme, again.coproduced, again.taken_by) == (8, True, cast["dco_2"])


def test_it_says_in_words_what_blocks_agreeing(cast: Cast) -> None:
    plan = submitted(cast, sections=DRAFT | {"E": "", "G": ""})
    episode = taken(cast, plan)
    episode.save_wording(by=cast["dco"], section="C", approved=APPROVED["C"])
    assert episode.still_missing == [
        "Choose the theme.",
        "Section E has no approved wording.",
        "Say in the comments why Section C was changed: the family reads it.",
        "Section G has no approved wording.",
        "Tick that the ICB agrees Section G.",
    ]
    with pytest.raises(Refused, match=r"Choose the theme\. Section E has no approved wording\."):
        episode.return_agreed(by=cast["dco"])


def test_a_change_of_white_space_and_quotes_needs_no_reason(cast: Cast) -> None:
    plan = submitted(cast, sections=DRAFT | {"C": "Isla's  asthma."})
    episode = taken(cast, plan)
    episode.save_wording(by=cast["dco"], section="C", approved="Isla’s asthma.\n", theme=8, section_g_agreed=True)
    assert episode.still_missing == []


def test_agreeing_agrees_section_g_and_stops_the_clock_on_its_day(cast: Cast) -> None:
    episode = agreed(cast)
    plan = episode.plan
    plan.refresh_from_db()
    assert (plan.status, plan.section_g_agreed_on, plan.section_g_agreed_by) == (
        "agreed",
        RETURNED,
        cast["dco"],
    )
    assert plan.qa_clock.met_on == RETURNED
    assert {row.section: row.text for row in plan.agreed_wording.in_force()} == APPROVED
    assert (episode.status, episode.returned_on, episode.returned_by) == ("agreed", RETURNED, cast["dco"])


def test_the_coordinator_is_told_and_the_letter_says_nothing_about_health(cast: Cast) -> None:
    episode = agreed(cast)
    letter = Message.objects.get(to=cast["coordinator"].email, subject__contains="Health feedback")
    assert episode.child.reference in letter.subject
    assert episode.get_absolute_url() in letter.body
    assert "epilepsy" not in letter.body
    assert episode.child.family_name not in letter.body + letter.subject


def test_nothing_can_be_changed_once_it_was_returned(cast: Cast) -> None:
    episode = agreed(cast)
    with pytest.raises(Refused, match="agreed and returned"):
        episode.save_wording(by=cast["dco"], section="C", approved="Later")


def test_returning_without_agreeing_says_what_is_missing(cast: Cast) -> None:
    episode = taken(cast)
    with pytest.raises(ValidationError, match="Write what is missing"):
        episode.return_to_la(by=cast["dco"], missing="  ")
    with pretend(RETURNED):
        episode.return_to_la(by=cast["dco"], missing="The paediatrician’s letter.")
    episode.plan.refresh_from_db()
    assert (episode.status, episode.plan.status) == ("returned", "with_la")
    assert episode.plan.section_g_agreed_on is None
    assert not episode.plan.agreed_wording.exists()


def test_a_new_draft_after_that_makes_a_new_episode(cast: Cast) -> None:
    episode = taken(cast)
    with pretend(RETURNED):
        episode.return_to_la(by=cast["dco"], missing="Section G is empty.")
        episode.plan.resubmit(by=cast["coordinator"], sections=DRAFT | {"G": "A nurse visits weekly."})
        again = Episode.take(by=cast["dco_2"], plan=episode.plan)
    assert again.section("G").current == "A nurse visits weekly."
    assert again.version.number == 2


@pytest.mark.parametrize("theme", WITHOUT_NEEDS)
def test_one_press_makes_a_draft_without_health_needs_ready_to_agree(cast: Cast, theme: int) -> None:
    plan = submitted(cast, sections=DRAFT | {"C": "", "E": "", "G": ""}, looked_after=theme == 5)
    episode = taken(cast, plan)
    episode.use_standard_wording(by=cast["dco"], theme=theme)
    assert episode.still_missing == []
    assert "No health needs identified." in episode.section("C").approved
    episode.return_agreed(by=cast["dco"])
    assert episode.theme == theme


def test_the_standard_wording_keeps_outcomes_that_are_there(cast: Cast) -> None:
    episode = taken(cast)
    episode.use_standard_wording(by=cast["dco"], theme=3)
    assert episode.sections.get(section="E").approved == DRAFT["E"]
    assert "autism" in episode.sections.get(section="C").approved


def test_there_is_no_standard_wording_for_health_needs(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="themes 1 to 5 only"):
        taken(cast).use_standard_wording(by=cast["dco"], theme=8)


def test_a_looked_after_child_has_health_assessments_in_section_g(cast: Cast) -> None:
    episode = taken(cast, looked_after=True)
    assert "Section G should name the statutory health assessments" in " ".join(episode.worth_a_look)
    episode.use_standard_wording(by=cast["dco"], theme=1)
    assert "statutory review health assessment" in episode.sections.get(section="G").approved
    assert episode.still_missing == []


def test_theme_five_for_a_child_who_is_not_looked_after_is_pointed_out_and_blocks_nothing(cast: Cast) -> None:
    episode = write_all(cast, taken(cast), theme=5)
    assert "not recorded as looked after" in " ".join(episode.worth_a_look)
    assert episode.still_missing == []


def test_a_draft_that_waits_comes_back_by_itself_when_the_advice_is_sent(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    with pretend(RETURNED):
        episode.wait_for_advice(by=cast["dco"])
        plan.refresh_from_db()
        assert (plan.status, episode.status, episode.advice_missing) == ("waiting", "waiting", True)
        request.refresh_from_db()
        request.return_advice(by=cast["spa"], advice_text="Isla understands short sentences.", on=RETURNED)
    plan.refresh_from_db()
    episode.refresh_from_db()
    assert (plan.status, episode.status, episode.advice_arrived_on) == ("with_health", "taken", RETURNED)
    assert Message.objects.filter(to=cast["dco"].email, subject__contains="advice that you waited for").exists()
    assert episode.history.order_by("history_id").last().actor == "The portal (health advice arrived)"


def test_it_comes_back_too_when_the_request_is_withdrawn(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    with pretend(RETURNED):
        episode.wait_for_advice(by=cast["dco"])
        request.refresh_from_db()
        request.withdraw(by=cast["coordinator"], reason="Asked twice.")
    episode.refresh_from_db()
    assert episode.status == "taken"


def test_the_turnaround_clock_is_paused_until_the_day_she_says(cast: Cast) -> None:
    plan, _ = with_advice_outstanding(cast)
    episode = taken(cast, plan)  # submitted on Monday 9 March, so due on Monday 23 March
    with pretend(TAKEN):
        episode.wait_for_advice(by=cast["dco"], until_on=date(2026, 3, 17))
        clock = Clock.objects.get(pk=plan.qa_clock_id)
        assert str(clock.halt) == "Paused until 17 March 2026: waiting for health advice"
    assert (clock.is_running, clock.due_on) == (True, date(2026, 3, 30))  # five working days did not count
    assert clock.pauses.get().reason == "Health advice has not arrived: Speech and language therapy."


def test_the_day_proposed_is_the_one_on_which_the_advice_is_due_or_two_weeks_once_that_has_come(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode, due = taken(cast, plan), request.advice_clock.due_on
    for day, proposed in ((TAKEN, due), (due, due + timedelta(weeks=2))):
        with pretend(day):
            form = Episode.wait_for_advice.form(by=cast["dco"], record=episode)
            assert form["until_on"].initial == proposed


def test_the_pause_is_over_on_the_day_the_advice_arrives(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    with pretend(TAKEN):
        episode.wait_for_advice(by=cast["dco"])
    with pretend(RETURNED):
        request.refresh_from_db()
        request.return_advice(by=cast["spa"], advice_text="Isla understands short sentences.")
    clock = Clock.objects.get(pk=plan.qa_clock_id)
    assert clock.pauses.get().until_on == RETURNED
    assert clock.due_on == date(2026, 3, 26)  # Tuesday to Thursday did not count
    line = clock.history.order_by("history_id").last()
    assert (line.verb, line.actor) == ("resume", "The portal (health advice arrived)")


def test_when_her_day_comes_first_the_clock_runs_and_the_draft_still_waits(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    with pretend(TAKEN):
        episode.wait_for_advice(by=cast["dco"], until_on=TAKEN + timedelta(days=1))
    with pretend(RETURNED):
        assert Clock.objects.get(pk=plan.qa_clock_id).halt is None
        assert Episode.objects.get(pk=episode.pk).status == "waiting"
        request.refresh_from_db()
        request.return_advice(by=cast["spa"], advice_text="Isla understands short sentences.")
    assert plan.qa_clock.pauses.get().until_on == TAKEN + timedelta(days=1)


def test_feedback_returned_while_it_waits_ends_the_clock_and_its_pauses(cast: Cast) -> None:
    plan, request = with_advice_outstanding(cast)
    episode = taken(cast, plan)
    with pretend(TAKEN):
        episode.wait_for_advice(by=cast["dco"])
        episode.return_to_la(by=cast["dco"], missing="The advice.")
    with pretend(RETURNED):
        request.refresh_from_db()
        request.return_advice(by=cast["spa"], advice_text="Isla understands short sentences.")
    clock = Clock.objects.get(pk=plan.qa_clock_id)
    assert (clock.met_on, clock.halt) == (TAKEN, None)


def test_one_cannot_wait_for_advice_that_nobody_owes(cast: Cast) -> None:
    with pytest.raises(Refused, match="No health advice is outstanding"):
        taken(cast).wait_for_advice(by=cast["dco"])


def test_an_annual_review_is_returned_and_counts(cast: Cast) -> None:
    review = logged_review(cast)
    with pretend(RETURNED):
        episode = Episode.take_review(by=cast["dco"], annual_review=review)
        write_all(cast, episode, coproduced=True)
        episode.return_agreed(by=cast["dco"])
    review.refresh_from_db()
    assert (review.status, review.contributed_on, review.qa_clock.met_on) == (
        "contributed",
        RETURNED,
        RETURNED,
    )
    counted = Episode.objects.returned_between(date(2026, 3, 1), date(2026, 3, 31)).annual_reviews()
    assert list(counted) == [episode]
    assert list(counted.coproduced()) == [episode]


def test_each_returned_episode_counts_once_in_the_month_of_its_return(cast: Cast) -> None:
    episode = agreed(cast, coproduced=True)
    taken(cast)
    march = Episode.objects.returned_between(date(2026, 3, 1), date(2026, 3, 31))
    assert list(march) == list(march.draft_plans()) == list(march.coproduced()) == [episode]
    assert list(march.with_health_needs()) == [episode]
    assert not Episode.objects.returned_between(date(2026, 4, 1), date(2026, 4, 30)).exists()


def test_a_plan_issued_before_the_answer_ends_the_episode_and_its_clock(cast: Cast) -> None:
    episode = taken(cast)
    issued(cast, episode.plan)
    episode.refresh_from_db()
    episode.plan.qa_clock.refresh_from_db()
    assert (episode.status, episode.ended_on, episode.returned_on) == ("overtaken", ISSUED, None)
    assert not episode.plan.qa_clock.is_running


def test_no_day_lies_before_the_draft_was_taken(cast: Cast) -> None:
    episode = write_all(cast, taken(cast))
    with pretend(RETURNED), pytest.raises(ValidationError, match="before a DCO took this"):
        episode.return_agreed(by=cast["dco"], on=SUBMITTED)
