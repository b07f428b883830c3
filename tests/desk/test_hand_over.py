"""A leaver's work goes to a colleague or back to the team in one step, each thing by its own verb."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, User
from accounts.roles import System
from clocks.models import Action, Clock
from core.models import Message
from core.today import today
from desk.hand_over import HandOver, in_hand_of
from ehcp.models import AssessmentRequest, Plan
from has_team.models import Referral
from people.models import AccessLog
from qa.models import Episode
from send_portal.demo.cast import Cast
from tests.desk.conftest import asked, received


def with_advisers(cast: Cast) -> Referral:
    request = asked(cast, days_ago=6, team="paediatrics", paragraph="c")
    request.give_answer(by=cast["spa"], answer="not_known")
    return Referral.accept(
        by=cast["adviser"], advice_request=request, criterion="not_known", responsibility_checked_on=today(),
        adviser=cast["adviser"],
    )  # fmt: skip


def with_a_dco(cast: Cast) -> Episode:
    assessment = received(cast, days_ago=20)
    assessment.decide_to_assess(by=cast["coordinator"], on=today())
    plan = Plan.submit(by=cast["coordinator"], assessment=assessment, sections={"C": "A need.", "G": "A nurse."})
    return Episode.take(by=cast["dco"], plan=plan)


def hand_over(cast: Cast, person: str, *, by: str, to: str | None) -> list[Any]:
    work = HandOver(cast[person], cast[by], in_hand_of(cast[person], user=cast[by]))
    done = work.carry_out({item.key for item in work.items}, to=cast[to] if to else None)
    return done or [item.refused for item in work.items]


def last_line(record: Any) -> tuple[str, str]:
    line = record.history.order_by("-history_id").first()
    return line.verb, line.actor


def test_an_advisers_referrals_go_by_the_referrals_own_verb(cast: Cast) -> None:
    referral = with_advisers(cast)
    (item,) = hand_over(cast, "adviser", by="dco", to="adviser_2")
    referral = Referral.objects.get(pk=referral.pk)
    assert item.record == referral
    assert (referral.adviser, referral.advice_clock.person) == (cast["adviser_2"], cast["adviser_2"])
    assert last_line(referral) == ("allocate", "Ruth Okonjo")
    assert last_line(referral.advice_clock)[0] == "allocate"


def test_back_to_the_team_nobody_has_it(cast: Cast) -> None:
    referral = with_advisers(cast)
    hand_over(cast, "adviser", by="dco", to=None)
    referral = Referral.objects.get(pk=referral.pk)
    assert (referral.adviser, referral.advice_clock.person, referral.advice_clock.team) == (
        None,
        None,
        cast.team["has"],
    )


def test_a_quality_assurance_goes_as_it_stands(cast: Cast) -> None:
    episode = with_a_dco(cast)
    assert episode.plan.qa_clock.person == cast["dco"], "the worklist says who has it"
    hand_over(cast, "dco", by="dco_2", to="dco_2")
    episode = Episode.objects.get(pk=episode.pk)
    assert (episode.status, episode.taken_by, episode.plan.qa_clock.person) == ("taken", cast["dco_2"], cast["dco_2"])
    assert last_line(episode) == ("hand_over", "Miriam Vale")


def test_a_coordinators_assessments_and_clocks_go_together(cast: Cast) -> None:
    assessment = received(cast, days_ago=20)
    assessment.decide_clock.take(by=cast["coordinator"])
    colleague = another_coordinator(cast)
    done = hand_over(cast, "coordinator", by="la_manager", to=None)
    assert {item.key for item in done} == {
        f"assessmentrequest-{assessment.pk}",
        f"clock-{assessment.decide_clock_id}",
    }
    assessment = AssessmentRequest.objects.get(pk=assessment.pk)
    assert (assessment.coordinator, assessment.decide_clock.person) == (None, None)
    assessment.change_coordinator(by=cast["la_manager"], coordinator=colleague)
    assert AssessmentRequest.objects.get(pk=assessment.pk).coordinator == colleague


def another_coordinator(cast: Cast) -> Any:
    person = cast["swindon_coordinator"]
    Membership.add(
        by=System("test"), organisation=cast.org["wiltshire"], user=person, role="coordinator",
        team=cast.team["send_wiltshire"], starts_on=today() - timedelta(days=1),
    )  # fmt: skip
    return User.objects.get(pk=person.pk)


def test_what_cannot_go_says_why_and_then_nothing_goes(cast: Cast) -> None:
    episode, before = with_a_dco(cast), Message.objects.count()
    assert hand_over(cast, "dco", by="dco_2", to="adviser") == ["Tom Ashgrove does not quality-assure for BSW ICB."]
    referral = with_advisers(cast)
    work = HandOver(cast["adviser"], cast["dco"], in_hand_of(cast["adviser"], user=cast["dco"]))
    assert work.carry_out({item.key for item in work.items}, to=cast["dco_2"]) == []
    assert work.items[0].refused == "Miriam Vale is not one of this board’s Health Advisers."
    assert Episode.objects.get(pk=episode.pk).taken_by == cast["dco"]
    assert Referral.objects.get(pk=referral.pk).adviser == cast["adviser"]
    assert not Message.objects.filter(key__startswith="hand-over").exists(), before


def test_one_refusal_keeps_the_others_where_they_are(cast: Cast) -> None:
    kept = with_a_dco(cast)
    action_clock = Clock.objects.get(pk=received(cast, days_ago=1).decide_clock_id)
    with_a_clock_of_the_dcos(cast, action_clock)
    refused = hand_over(cast, "dco", by="dco_2", to="adviser")
    assert len(refused) == 2
    assert all(refused), "neither is for an adviser"
    assert Episode.objects.get(pk=kept.pk).taken_by == cast["dco"]


def with_a_clock_of_the_dcos(cast: Cast, like: Clock) -> Clock:
    action = Action.set(
        by=cast["dco"], child=like.child, what="Ring the school", why="A call", team=cast.team["dcos"],
        due_on=today() + timedelta(days=5), person=cast["dco"],
    )  # fmt: skip
    return action.action_clock


def test_the_two_are_told_how_many_and_no_names(cast: Cast) -> None:
    referral = with_advisers(cast)
    hand_over(cast, "adviser", by="dco", to="adviser_2")
    letters = {m.to: f"{m.subject} {m.body}" for m in Message.objects.filter(key__startswith="hand-over")}
    assert set(letters) == {cast["adviser"].email, cast["adviser_2"].email}
    assert "1 thing you had in hand went to Farida Nasser" in letters[cast["adviser"].email]
    for words in letters.values():
        assert referral.child.family_name not in words
        assert referral.child.reference not in words


def test_the_page_lists_it_logs_it_and_hands_it_over(cast: Cast, client: Client) -> None:
    referral = with_advisers(cast)
    client.force_login(cast["dco"])
    address = f"/worklist/hand-over/?person={cast['adviser'].pk}"
    page = client.get(address).content.decode()
    assert f"{referral.child}: Health Advisers’ referral" in page
    assert AccessLog.objects.filter(user=cast["dco"], child_id=referral.child_id).exists()
    item = f"referral-{referral.pk}"
    wrong = client.post(address, {"item": item, "to": cast["dco_2"].pk})
    assert (wrong.status_code, "not one of this board" in wrong.content.decode()) == (422, True)
    done = client.post(address, {"item": item, "to": cast["adviser_2"].pk}, follow=True).content.decode()
    assert "1 thing of Tom Ashgrove’s went to Farida Nasser" in done
    assert "Nothing is in Tom Ashgrove’s name" in done


@pytest.mark.parametrize("person", ["coordinator", "adviser", "reviewer", "board_member", "administrator"])
def test_it_is_for_those_who_hand_over_for_others(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast[person])
    assert client.get("/worklist/hand-over/").status_code == 403


def test_nobody_elsewhere_is_offered_or_shown(cast: Cast, client: Client) -> None:
    with_advisers(cast)
    client.force_login(cast["stranger"])
    page = client.get(f"/worklist/hand-over/?person={cast['adviser'].pk}").content.decode()
    assert "Tom Ashgrove" not in page
    assert in_hand_of(cast["adviser"], user=cast["stranger"]) == []


def test_the_list_is_read_in_as_many_queries_for_ten_as_for_two(
    cast: Cast, client: Client, queries: Callable[..., int]
) -> None:
    address = f"/worklist/hand-over/?person={cast['coordinator'].pk}"
    for days in (3, 4):
        received(cast, days_ago=days).decide_clock.take(by=cast["coordinator"])
    client.force_login(cast["la_manager"])

    def look() -> None:
        assert client.get(address).status_code == 200

    look()
    few = queries(look)
    for days in range(5, 13):
        received(cast, days_ago=days).decide_clock.take(by=cast["coordinator"])
    # One line in the log of views for each child, and nothing else.
    assert queries(look) - few == 8
