"""Whoever must be told of a time limit is told once, in time, and nobody else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from clocks import reminders
from clocks.models import Clock, OwnLadder, Pause, Reminder
from clocks.recipients import sees
from clocks.tasks import remind_board
from core.history import recorded
from core.models import Message
from core.today import pretend
from ehcp.models import AnnualReview, AssessmentRequest
from people.models import Involvement
from send_portal.demo.cast import Cast
from send_portal.demo.story import Story
from tests.clocks.running import BEGAN, DUE, TEST, change, clock, day, join, leave, morning, without_mailbox


def letters(to: str = "") -> list[Message]:
    return list(Message.objects.filter(key__startswith="reminder:", to__startswith=to).order_by("pk"))


# Each rung, for each kind of who owes it


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (15, []),
        (14, ["spa"]),
        (7, ["spa"]),
        (2, ["spa"]),
        (1, ["spa"]),
        (0, ["spa"]),
        (-1, ["dco", "dco-2", "spa"]),
        (-5, ["chief-nurse", "dco", "dco-2", "spa"]),
    ],
)
def test_what_a_provider_owes_climbs_to_the_dcos_and_the_executive_lead(
    cast: Cast, left: int, told: list[str]
) -> None:
    clock(cast)
    assert morning(cast, day(left)) == told


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (14, ["coordinator"]),
        (2, ["coordinator"]),
        (1, ["coordinator", "la-manager"]),
        (0, ["coordinator", "la-manager"]),
        (-1, ["coordinator", "la-manager"]),
        (-5, ["coordinator", "la-manager"]),
    ],
)
def test_what_a_local_authority_owes_climbs_to_its_manager_and_to_nobody_in_health(
    cast: Cast, left: int, told: list[str]
) -> None:
    clock(cast, rule="decide_to_assess", owing="wiltshire", person=cast["coordinator"])
    assert morning(cast, day(left)) == told


@pytest.mark.parametrize(
    ("left", "told"),
    [(14, ["adviser"]), (1, ["adviser", "adviser-2"]), (-1, ["adviser", "adviser-2", "dco", "dco-2"]),
     (-5, ["adviser", "chief-nurse", "dco", "dco-2"])],
)  # fmt: skip
def test_what_the_board_owes_climbs_from_person_to_team_dco_and_executive_lead(
    cast: Cast, left: int, told: list[str]
) -> None:
    clock(cast, owing="icb", team=cast.team["has"], person=cast["adviser"])
    assert morning(cast, day(left)) == told


@pytest.mark.parametrize(("left", "told"), [(14, []), (7, ["spa"]), (0, ["spa"]), (-5, ["dco", "dco-2", "spa"])])
def test_a_local_standard_starts_later_and_never_reaches_the_executive_lead(
    cast: Cast, left: int, told: list[str]
) -> None:
    clock(cast, rule="section_g_started")
    assert morning(cast, day(left)) == told


@pytest.mark.parametrize("rule", ["draft_representations", "lodge_appeal"])
def test_nobody_is_reminded_of_what_is_not_theirs_to_do(cast: Cast, rule: str) -> None:
    clock(cast, rule=rule, owing="wiltshire")
    assert [morning(cast, day(left)) for left in (14, 1, -1, -5)] == [[], [], [], []]


def test_an_ended_time_limit_is_nobodys(cast: Cast) -> None:
    met, lapsed = clock(cast), clock(cast)
    change(met, met_on=day(3))
    change(lapsed, lapsed_on=day(3), lapsed_why="withdrawn")
    assert morning(cast, day(1)) == []


def test_a_board_reminds_of_its_own_children_only(cast: Cast) -> None:
    clock(cast)
    assert morning(cast, day(1), icb="other_icb") == []


# Once


def test_a_morning_that_runs_twice_tells_nobody_twice(cast: Cast) -> None:
    clock(cast)
    assert morning(cast, day(-1)) == ["dco", "dco-2", "spa"]
    assert morning(cast, day(-1)) == []
    assert morning(cast, day(-2)) == []
    assert Reminder.objects.count() == 3


def test_after_missed_mornings_only_the_latest_rung_goes_out(cast: Cast) -> None:
    clock(cast)
    assert morning(cast, day(14)) == ["spa"]
    assert morning(cast, day(0)) == ["spa"]
    assert list(Reminder.objects.order_by("pk").values_list("rung", flat=True)) == [14, 0]
    assert [morning(cast, day(left)) for left in (0, 1, 2)] == [[], ["spa"], ["spa"]]  # each rung by its own day


def test_the_first_morning_ever_sends_one_letter_of_what_is_long_late(cast: Cast) -> None:
    clock(cast)
    assert morning(cast, day(-90)).count("spa") == 1
    assert morning(cast, day(-91)) == []


def test_who_gets_it_from_a_colleague_is_told_the_current_rung_once(cast: Cast) -> None:
    it = clock(cast, owing="icb", team=cast.team["has"], person=cast["adviser"])
    assert morning(cast, day(7)) == ["adviser"]
    change(it, person=cast["adviser_2"])
    assert morning(cast, day(6)) == ["adviser-2"]
    change(it, person=cast["adviser"])
    assert morning(cast, day(5)) == []  # who has it again was told


def test_another_due_day_counts_anew(cast: Cast) -> None:
    it = clock(cast, rule="qa_turnaround", owing="icb", person=cast["dco"])
    assert morning(cast, day(2)) == ["dco"]
    change(it, due_on=DUE + timedelta(days=14))
    assert [morning(cast, day(left)) for left in (2, 0, -7)] == [[], [], ["dco"]]


def test_a_newcomer_to_a_team_does_not_get_what_the_team_was_told(cast: Cast) -> None:
    clock(cast)
    assert morning(cast, day(7)) == ["spa"]
    join(cast, "spa_2", team="spa", role=Role.SPA)
    assert morning(cast, day(6)) == []
    assert morning(cast, day(2)) == ["spa", "spa-2"]


def test_the_whole_team_is_told_anew_when_it_passes_to_another(cast: Cast) -> None:
    it = clock(cast)
    assert morning(cast, day(7)) == ["spa"]
    change(it, owing=cast.org["icb"], team=cast.team["has"])
    assert morning(cast, day(6)) == ["adviser", "adviser-2"]


def test_somebody_told_in_two_ways_gets_one_letter(cast: Cast) -> None:
    clock(cast, rule="qa_turnaround", owing="icb", person=cast["dco"])
    assert morning(cast, day(-1)) == ["dco", "dco-2", "dmo"]
    assert Reminder.objects.get(person=cast["dco"]).told_as == Reminder.As.PERSON


def test_the_row_and_its_letter_come_together_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clock(cast)

    def broken(letters: list[Message]) -> int:
        raise RuntimeError("the outbox is away")

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "queue_messages", broken)
        with pytest.raises(RuntimeError):
            morning(cast, day(1))
    assert not Reminder.objects.exists()
    assert morning(cast, day(1)) == ["spa"]
    assert [row.letter_key for row in Reminder.objects.all()] == [letter.key for letter in letters()]


def test_many_clocks_are_told_chunk_by_chunk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "CHUNK", 2)
    for _ in range(5):
        clock(cast)
    with pretend(day(1)):
        assert remind_board(cast.org["icb"].pk) == 5
        assert remind_board(cast.org["icb"].pk) == 0


@pytest.mark.parametrize("left", [7, -5])
def test_a_chunk_asks_the_database_as_often_for_twenty_clocks_as_for_two(cast: Cast, left: int) -> None:
    def asked(number: int) -> int:
        for _ in range(number):
            clock(cast)
            clock(cast, rule="decide_to_assess", owing="wiltshire")
        with CaptureQueriesContext(connection) as queries:
            morning(cast, day(left))
        return len(queries)

    assert asked(2) == asked(18)


# Whoever has it


def test_the_coordinator_of_the_request_has_its_time_limits(cast: Cast) -> None:
    story = Story(cast, began=BEGAN).register()
    assert morning(cast, day(7)) == ["coordinator"]
    assert Reminder.objects.get().clock == story.assessment.decide_clock
    assert isinstance(story.assessment, AssessmentRequest)


def test_the_coordinator_of_the_plan_has_its_reviews(cast: Cast) -> None:
    story = Story(cast, began=date(2025, 1, 6)).to_issued()
    of = AnnualReview.objects.get(plan=story.plan).review_clock
    assert told_of(cast, of, of.due_on - timedelta(days=14)) == {cast["coordinator"]}


def test_the_dco_who_took_a_draft_has_its_turnaround(cast: Cast) -> None:
    story = Story(cast, began=BEGAN).to_draft()
    of = story.plan.qa_clock
    assert told_of(cast, of, of.due_on - timedelta(days=2)) == {cast["dco"], cast["dco_2"], cast["dmo"]}
    story.take_draft(days=85)
    change(of, due_on=of.due_on + timedelta(days=28))
    assert told_of(cast, of, of.due_on - timedelta(days=2)) == {cast["dco"]}


def told_of(cast: Cast, of: Clock, on: date) -> set[User | None]:
    morning(cast, on)
    return {row.person for row in Reminder.objects.filter(clock=of, due_on=of.due_on)}


# Leavers, empty teams, no mailbox


def test_when_the_person_has_left_the_team_is_told(cast: Cast) -> None:
    clock(cast, owing="icb", team=cast.team["has"], person=cast["adviser"])
    leave(cast, "adviser")
    assert morning(cast, day(7)) == ["adviser-2"]


def test_an_account_that_is_switched_off_is_not_written_to(cast: Cast) -> None:
    clock(cast, owing="icb", team=cast.team["has"], person=cast["adviser"])
    cast["adviser"].deactivate(by=TEST)
    assert morning(cast, day(7)) == ["adviser-2"]


def test_an_empty_teams_letter_goes_to_its_organisations_mailbox(cast: Cast) -> None:
    clock(cast)
    leave(cast, "spa")
    assert morning(cast, day(7)) == ["send.provider"]
    assert Reminder.objects.get().recipient == "Mailbox of Larkmead"


def test_what_no_team_has_goes_to_the_organisations_mailbox(cast: Cast) -> None:
    clock(cast, owing="wiltshire", rule="regulation_6_copy", team=None)
    assert morning(cast, day(7)) == ["send.wiltshire"]
    assert "for your organisation to do" in letters()[0].body


def test_without_a_mailbox_the_dcos_are_told(cast: Cast) -> None:
    clock(cast)
    leave(cast, "spa")
    without_mailbox(cast, "provider")
    assert morning(cast, day(7)) == ["dco", "dco-2"]


def test_the_boards_mailbox_is_the_last_resort(cast: Cast) -> None:
    clock(cast)
    leave(cast, "spa", "dco", "dco_2")
    without_mailbox(cast, "provider")
    assert morning(cast, day(7)) == ["send.icb"]


def test_a_board_without_executive_lead_or_dco_is_told_by_a_mailbox(cast: Cast) -> None:
    clock(cast)
    leave(cast, "chief_nurse", "dco", "dco_2")
    assert morning(cast, day(-5)) == ["send.provider", "spa"]


def test_with_nobody_at_all_nothing_breaks_and_it_is_told_once_somebody_comes(cast: Cast) -> None:
    clock(cast)
    leave(cast, "spa", "dco", "dco_2")
    without_mailbox(cast, "provider", "icb")
    assert morning(cast, day(7)) == []
    join(cast, "spa_2", team="spa", role=Role.SPA)
    assert morning(cast, day(6)) == ["spa-2"]


# Who may know


def test_what_is_seen_here_is_what_the_database_shows(cast: Cast) -> None:
    passed_on = clock(cast, owing="icb", team=cast.team["has"], first_owing=cast.org["provider"])
    clocks = [clock(cast), clock(cast, owing="wiltshire", rule="decide_to_assess"), passed_on]
    clocks.append(clock(cast, owing="icb", team=cast.team["core_group"], rule="regulation_6_response"))
    for user in cast.people.values():
        shown = set(Clock.objects.visible_to(user))
        assert {each for each in clocks if sees(user, each)} == shown & set(clocks), user


def test_the_executive_lead_who_cannot_open_the_file_is_told_whom_to_ask(cast: Cast) -> None:
    clock(cast)
    morning(cast, day(-5))
    (letter,) = letters("chief-nurse")
    assert "/children/" not in letter.body
    assert "ask send.icb@portal.example" in letter.body
    (to_dco,) = letters("dco@")
    assert f"/children/{Clock.objects.get().child_id}/" in to_dco.body


def test_of_the_tribunal_only_who_may_see_appeals_is_told(cast: Cast) -> None:
    join(cast, "adviser", team="dcos", role=Role.DMO)
    clock(cast, rule="appeal_response", owing="icb")
    assert morning(cast, day(7)) == ["dco", "dco-2"]


def test_a_mailbox_that_many_read_is_not_told_of_the_tribunal(cast: Cast) -> None:
    leave(cast, "dco", "dco_2")
    clock(cast, rule="regulation_6_response", owing="icb", citation="SI 2017/1306 reg 6")
    assert morning(cast, day(7)) == ["send.icb"]
    (letter,) = letters()
    assert "do what is due" in letter.subject
    assert not any(word in letter.subject + letter.body for word in ("Regulation 6", "1306", "ribunal"))


def test_of_the_core_group_only_the_named_reviewers_are_told(cast: Cast) -> None:
    join(cast, "adviser", team="core_group", role=Role.REVIEWING_CLINICIAN)
    story = Story(cast, began=date(2025, 1, 6)).to_issued()
    story.appeal_lodged().appeal_heard().order_made().response_drafted().response_in_review()
    of = story.response.response_clock
    assert told_of(cast, of, of.due_on) == {cast["reviewer"], cast["reviewer_2"]}


# What the letter says


def test_a_letter_says_step_initials_reference_day_rule_and_where(cast: Cast) -> None:
    it = clock(cast)
    morning(cast, day(1))
    (letter,) = letters()
    assert letter.subject == f"Due tomorrow: send health advice (IQ, {it.child.reference})"
    for words in (
        "Dear Sam Hartley,",
        f"send health advice, for IQ, case {it.child.reference}",
        "due by Friday 13 March 2026",
        "Aim to have it done today",
        "SEND Regs 2014 reg 8(1)",
        "your team has it",
        f"/children/{it.child_id}/",
    ):
        assert words in letter.body


def test_a_late_one_says_how_late(cast: Cast) -> None:
    clock(cast)
    morning(cast, day(-2))
    (letter,) = letters("spa")
    assert letter.subject.startswith("2 days late: ")
    assert "it was due on Friday 13 March 2026" in letter.body


@pytest.mark.parametrize("left", [7, -5])
def test_no_letter_holds_a_name_a_number_or_a_word_about_health(cast: Cast, left: int) -> None:
    it = clock(cast)
    morning(cast, day(left))
    assert letters()
    for letter in letters():
        told = letter.subject + letter.body
        for secret in (
            it.child.given_name,
            it.child.family_name,
            it.child.nhs_number,
            it.child.school,
            "paediatrics",
        ):
            assert secret not in told


# A board's own


def test_a_board_sets_when_people_are_reminded(cast: Cast) -> None:
    own = OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="health_advice", person=[28], dco=[5])
    clock(cast)
    assert [morning(cast, day(left)) for left in (28, 14, 5, -1)] == [["spa"], [], ["dco", "dco-2"], []]
    own.withdraw(by=TEST)
    assert morning(cast, day(-1)) == ["dco", "dco-2", "spa"]


def test_a_boards_ladder_for_all_law_leaves_local_standards_alone(cast: Cast) -> None:
    OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="law", person=[3])
    clock(cast)
    clock(cast, rule="section_g_started")
    assert morning(cast, day(7)) == ["spa"]
    assert Reminder.objects.get().clock.rule == "section_g_started"


def test_next_doors_ladder_does_not_count_here(cast: Cast) -> None:
    OwnLadder.set_ladder(by=TEST, icb=cast.org["other_icb"], covers="health_advice", person=[3])
    clock(cast)
    assert morning(cast, day(14)) == ["spa"]


# Who was told


@pytest.mark.parametrize(("person", "sees_it"), [("coordinator", True), ("spa", True), ("dco", True),
                                                 ("stranger", False), ("swindon_coordinator", False)])  # fmt: skip
def test_who_sees_the_clock_sees_who_was_told(cast: Cast, person: str, sees_it: bool) -> None:
    clock(cast)
    morning(cast, day(1))
    assert Reminder.objects.visible_to(fresh(cast[person])).exists() is sees_it


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("person", ["coordinator", "spa"])
def test_the_childs_page_says_who_was_told(cast: Cast, client: Client, person: str) -> None:
    it = clock(cast)
    with recorded(verb="ask", by=TEST):
        why = Involvement.Why.ADVICE_REQUEST
        Involvement.begin(child_id=it.child_id, organisation=cast.org["provider"], why=why, on=BEGAN)
    morning(cast, day(1))
    client.force_login(cast[person])
    page = client.get(it.child.get_absolute_url()).content.decode()
    assert "Who was told: 1 reminder" in page
    assert "1 day before" in page


def test_nobody_is_reminded_of_what_does_not_run_today(cast: Cast) -> None:
    halted = clock(cast, rule="qa_turnaround", owing="icb", team=cast.team["dcos"])
    with pretend(BEGAN):
        Pause.pause(
            by=cast["dco"], clock=halted, until_on=BEGAN + timedelta(days=5), why="papers", reason="A report."
        )
        halted.refresh_from_db()
        assert morning(cast, BEGAN + timedelta(days=1)) == []
    assert morning(cast, halted.due_on - timedelta(days=1)) != []
