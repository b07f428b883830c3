"""Pauses of a local target: entered, ended, made longer, taken back; and the day that follows from them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction
from django.test import Client
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clocks.models import Clock, LocalLength, Pause
from core.history import recorded
from core.scope import opened
from core.today import pretend
from core.workflow import Refused
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

START = date(2026, 7, 13)  # a Monday: ten working days later is Monday 27 July
DAY = timedelta(days=1)
PACKAGE = BankHolidays(use_cached_holidays=True)


def july(day: int) -> date:
    return date(2026, 7, day)


def clock_of(cast: Cast, rule: str = "qa_turnaround", on: date = START, **facts: Any) -> Clock:
    child = facts.get("child") or make_child(cast, on=on)
    with recorded(verb="submit", by=cast["coordinator"]):
        return Clock.start(rule, child=child, on=on, owing=cast.org["icb"], team=cast.team["dcos"])


def paused(cast: Cast, clock: Clock, first: int, until: int, **facts: Any) -> Pause:
    said = {"why": "advice", "reason": "The paediatrician’s letter."} | facts
    return Pause.pause(by=cast["dco"], clock=clock, starts_on=july(first), until_on=july(until), **said)


def due(clock: Clock) -> date:
    return Clock.objects.get(pk=clock.pk).due_on


@pytest.fixture
def clock(cast: Cast) -> Clock:
    return clock_of(cast)


@pytest.fixture(autouse=True)
def _mid_july() -> Any:
    with pretend(july(15)):
        yield


class TestTheFourVerbs:
    def test_a_pause_moves_the_day_by_the_working_days_in_it(self, cast: Cast, clock: Clock) -> None:
        paused(cast, clock, 15, 20)  # 15, 16 and 17 July do not run; Monday the 20th does
        assert due(clock) == july(30)

    def test_resuming_gives_back_what_was_not_needed(self, cast: Cast, clock: Clock) -> None:
        pause = paused(cast, clock, 15, 29)
        with pretend(july(17)):
            pause.resume(by=cast["dco"])
        assert (pause.until_on, due(clock)) == (july(17), july(29))

    def test_resumed_on_its_first_day_it_costs_nothing(self, cast: Cast, clock: Clock) -> None:
        paused(cast, clock, 15, 29).resume(by=cast["dco"], on=july(15))
        assert due(clock) == july(27)

    def test_extending_needs_a_later_day_and_a_reason(self, cast: Cast, clock: Clock) -> None:
        pause = paused(cast, clock, 15, 16)
        with pytest.raises(ValidationError, match="after 16 July 2026"):
            pause.extend(by=cast["dco"], until_on=july(16), reason="Still nothing.")
        with pytest.raises(ValidationError, match="Write the reason"):
            pause.extend(by=cast["dco"], until_on=july(17), reason=" ")
        pause.extend(by=cast["dco"], until_on=july(17), reason="Still nothing.")
        assert (pause.reason, due(clock)) == ("Still nothing.", july(29))

    def test_a_removed_pause_never_counted_and_stays_with_who_when_and_why(self, cast: Cast, clock: Clock) -> None:
        pause = paused(cast, clock, 15, 20)
        pause.remove(by=cast["dco_2"], removed_why="It was another child’s.")
        pause.refresh_from_db()
        assert due(clock) == july(27)
        assert (pause.removed_on, pause.removed_by) == (july(15), cast["dco_2"])
        assert pause.removed_why == "It was another child’s."
        with pytest.raises(Refused, match="was removed on 15 July 2026"):
            pause.extend(by=cast["dco"], until_on=july(30), reason="More.")

    def test_when_the_day_comes_it_runs_again_by_itself(self, cast: Cast, clock: Clock) -> None:
        paused(cast, clock, 15, 20)
        until, states = due(clock), []
        for day in (14, 15, 19, 20):
            with pretend(july(day)):
                states.append(Clock.objects.get(pk=clock.pk).halt is not None)
        assert states == [False, True, True, False]
        with pretend(until + DAY):
            assert Clock.objects.get(pk=clock.pk).is_late

    def test_pauses_that_overlap_count_once(self, cast: Cast, clock: Clock) -> None:
        paused(cast, clock, 14, 17)
        paused(cast, clock, 15, 20, why="papers")
        assert due(clock) == july(31)  # 14 to 17 July
        assert str(clock.halt) == "Paused until 20 July 2026: waiting for papers"

    def test_each_step_stands_in_the_clocks_history_with_its_day(self, cast: Cast, clock: Clock) -> None:
        pause = paused(cast, clock, 15, 20)
        pause.resume(by=cast["dco"], on=july(16))
        pause.extend(by=cast["dco_2"], until_on=july(17), reason="It was the wrong letter.")
        pause.remove(by=cast["dco"], removed_why="Wrong clock.")
        lines = clock.history.order_by("history_id").values_list("verb", "actor", "due_on")
        assert list(lines) == [
            ("submit", "Jo Bramley", july(27)),
            ("pause", "Ruth Okonjo", july(30)),
            ("resume", "Ruth Okonjo", july(28)),
            ("extend", "Miriam Vale", july(29)),
            ("remove", "Ruth Okonjo", july(27)),
        ]

    def test_a_length_set_since_does_not_come_in_with_a_pause(self, cast: Cast, clock: Clock) -> None:
        with recorded(verb="set_length", by=cast["dco"]):
            LocalLength.objects.create(icb=cast.org["icb"], rule="qa_turnaround", length=3)
        paused(cast, clock, 15, 16)
        assert due(clock) == july(28)

    def test_what_was_late_stays_late(self, cast: Cast, clock: Clock) -> None:
        with pretend(july(29)):
            paused(cast, clock, 29, 31)
            late = Clock.objects.get(pk=clock.pk)
            assert (late.due_on, late.is_late) == (july(27), True)


class TestRefusals:
    @pytest.mark.parametrize(
        ("first", "until", "why"),
        [
            (10, 20, "began on 13 July 2026"),
            (16, 20, "begins today or earlier"),
            (15, 15, "a day after the pause begins"),
            (15, 14, "a day after the pause begins"),
        ],
    )
    def test_days_that_make_no_sense(self, cast: Cast, clock: Clock, first: int, until: int, why: str) -> None:
        with pytest.raises(ValidationError, match=why):
            paused(cast, clock, first, until)

    def test_no_pause_without_an_end_in_sight(self, cast: Cast, clock: Clock) -> None:
        with pytest.raises(ValidationError, match="until 7 October 2026 at most"):
            Pause.pause(by=cast["dco"], clock=clock, until_on=date(2026, 10, 8), why="advice", reason="Waiting.")
        with pytest.raises(TypeError, match="until_on"):
            Pause.pause(by=cast["dco"], clock=clock, why="advice", reason="Waiting.")

    def test_no_pause_without_a_reason(self, cast: Cast, clock: Clock) -> None:
        with pytest.raises(ValidationError, match="Write the reason"):
            paused(cast, clock, 15, 20, reason="  ")

    @pytest.mark.parametrize(
        ("rule", "words"),
        [
            ("health_advice", r"is law, which knows no pause \(CFA 2014 s.31"),
            ("has_contact_family", "is a local standard that knows no pause"),
        ],
    )
    def test_the_law_and_other_standards_know_no_pause(self, cast: Cast, rule: str, words: str) -> None:
        clock = clock_of(cast, rule)
        with pytest.raises(Refused, match=words):
            paused(cast, clock, 15, 20)
        assert not clock.pauses.exists()

    def test_a_clock_that_ended_is_left_alone(self, cast: Cast, clock: Clock) -> None:
        pause = paused(cast, clock, 15, 20)
        with recorded(verb="return_agreed", by=cast["dco"]):
            clock.refresh_from_db()
            clock.meet(on=july(16))
        acts = [
            lambda: paused(cast, clock, 15, 16),
            lambda: pause.resume(by=cast["dco"]),
            lambda: pause.extend(by=cast["dco"], until_on=july(30), reason="More."),
            lambda: pause.remove(by=cast["dco"], removed_why="Wrong."),
        ]
        for act in acts:
            with pytest.raises(Refused, match="ended on 16 July 2026"):
                act()

    def test_one_cannot_resume_what_runs_anyway_or_has_not_begun(self, cast: Cast, clock: Clock) -> None:
        pause = paused(cast, clock, 14, 16)
        with pytest.raises(ValidationError, match="began on 14 July 2026"):
            pause.resume(by=cast["dco"], on=july(13))
        with pytest.raises(ValidationError, match="runs again on 16 July 2026 anyway"):
            pause.resume(by=cast["dco"], on=july(16))

    @pytest.mark.parametrize("who", ["coordinator", "spa", "adviser", "stranger", "board_member"])
    def test_only_those_who_quality_assure_here_may(self, cast: Cast, clock: Clock, who: str) -> None:
        with pytest.raises(PermissionDenied):
            Pause.pause(by=cast[who], clock=clock, until_on=july(20), why="advice", reason="Waiting.")


class TestTheDatabase:
    @pytest.mark.parametrize("rule", ["health_advice", "has_contact_family", "issue_final_plan"])
    def test_no_other_clocks_due_day_can_be_moved_by_any_road(self, cast: Cast, rule: str) -> None:
        clock = clock_of(cast, rule)
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Clock.objects.filter(pk=clock.pk).update(due_on=clock.due_on + DAY)

    def test_a_pausable_clock_cannot_be_made_of_another(self, cast: Cast) -> None:
        clock = clock_of(cast, "health_advice")
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Clock.objects.filter(pk=clock.pk).update(rule="qa_turnaround")

    def test_a_clock_that_is_handed_on_or_met_keeps_its_day(self, cast: Cast) -> None:
        clock = clock_of(cast, "health_advice")
        with recorded(verb="test", by=cast["dco"]):
            clock.hand_to(organisation=cast.org["provider"], team=None)
            clock.meet(on=july(15))
        assert due(clock) == date(2026, 8, 24)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("dco", True), ("coordinator", True), ("stranger", False), ("spa", False), ("board_member", False)],
)
def test_a_pause_is_shown_to_whom_its_clock_is_shown(cast: Cast, clock: Clock, who: str, sees: bool) -> None:
    paused(cast, clock, 15, 20)
    with opened(cast[who].scope):
        assert Pause.objects.exists() is Pause.objects.visible_to(cast[who]).exists() is sees
        assert Pause.history.exists() is sees


class Trial:
    """Random verbs, one after the other. What is refused leaves no trace."""

    def __init__(self, cast: Cast, clock: Clock) -> None:
        self.cast, self.clock, self.by = cast, clock, cast["dco"]

    def carry_out(self, step: tuple[str, int, int, int]) -> None:
        verb, which, first, length = step
        day = self.clock.started_on + first * DAY
        pauses = list(Pause.objects.filter(clock=self.clock))
        try:
            if verb == "pause" or not pauses:
                until = day + length * DAY
                Pause.pause(
                    by=self.by, clock=self.clock, starts_on=day, until_on=until, why="papers", reason="Papers."
                )
                return
            pause = pauses[which % len(pauses)]
            if verb == "resume":
                pause.resume(by=self.by, on=day)
            elif verb == "extend":
                pause.extend(by=self.by, until_on=pause.until_on + length * DAY, reason="Longer.")
            else:
                pause.remove(by=self.by, removed_why="Mistake.")
        except ValidationError:
            pass

    @property
    def spans(self) -> list[tuple[date, date]]:
        return [pause.span for pause in Pause.objects.filter(clock=self.clock).standing()]


def counted_day_by_day(start: date, spans: Iterable[tuple[date, date]], length: int = 10) -> date:
    """A slow clerk with a calendar, who strikes out what is paused and ticks off what is left."""
    spans, day, ticked = list(spans), start, 0
    while ticked < length:
        day += DAY
        is_struck_out = any(first <= day and day < until for first, until in spans)
        if PACKAGE.is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES) and not is_struck_out:
            ticked += 1
    return day


steps = st.lists(
    st.tuples(
        st.sampled_from(["pause", "pause", "resume", "extend", "remove"]),
        st.integers(0, 5),
        st.integers(0, 40),
        st.integers(1, 30),
    ),
    max_size=8,
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(start=st.dates(date(2022, 7, 4), date(2027, 6, 30)), sequence=steps, shuffle=st.randoms())
def test_any_sequence_of_the_verbs_gives_the_day_of_the_set_that_stands(
    cast: Cast, start: date, sequence: list[tuple[str, int, int, int]], shuffle: Any
) -> None:
    with pretend(start + 40 * DAY):
        clock = clock_of(cast, on=start, child=make_child(cast, on=date(2022, 7, 4)))
        trial = Trial(cast, clock)
        for step in sequence:
            trial.carry_out(step)
        assert due(clock) == counted_day_by_day(start, trial.spans)

        again, spans = clock_of(cast, on=start, child=clock.child), trial.spans
        shuffle.shuffle(spans)
        for first, until in spans:
            if until > first:  # one that was resumed on its first day cannot be entered so
                Pause.pause(
                    by=cast["dco"], clock=again, starts_on=first, until_on=until, why="other", reason="Again."
                )
        assert due(again) == due(clock)
        assert due(clock) >= clock.first_due_on


class TestThePages:
    @pytest.fixture
    def dco(self, cast: Cast, client: Client) -> Client:
        client.force_login(cast["dco"])
        return client

    def test_from_the_case_page_to_the_ledger_and_its_verbs(self, cast: Cast, clock: Clock, dco: Client) -> None:
        address = f"/clocks/{clock.pk}/pauses/"
        assert address in dco.get(clock.child.get_absolute_url()).content.decode()
        assert "has not been paused" in dco.get(address).content.decode()
        said = {"starts_on": "2026-07-15", "until_on": "2026-07-20", "why": "papers", "reason": "School report."}
        assert dco.post(f"{address}pause/", said).headers["Location"] == address
        pause = clock.pauses.get()
        page = dco.get(address).content.decode()
        for words in ("Paused until 20 July 2026: waiting for papers", "Paused now", "School report.", "Ruth Okonjo"):
            assert words in page
        dco.post(f"/clocks/pauses/{pause.pk}/resume/", {"on": "2026-07-16"})
        dco.post(f"/clocks/pauses/{pause.pk}/extend/", {"until_on": "2026-07-17", "reason": "Not yet."})
        dco.post(f"/clocks/pauses/{pause.pk}/remove/", {"removed_why": "Wrong child."})
        pause.refresh_from_db()
        assert (pause.until_on, pause.removed_why, due(clock)) == (july(17), "Wrong child.", july(27))
        page = dco.get(address).content.decode()
        assert "Removed the pause from 15 July 2026 until 17 July 2026" in page

    def test_a_refusal_stands_beside_its_field(self, cast: Cast, clock: Clock, dco: Client) -> None:
        said = {"starts_on": "2026-07-15", "until_on": "2026-07-15", "why": "papers", "reason": "School report."}
        answer = dco.post(f"/clocks/{clock.pk}/pauses/pause/", said)
        assert answer.status_code == 422
        assert "Give a day after the pause begins" in answer.content.decode()

    def test_the_law_is_shown_as_what_cannot_be_paused(self, cast: Cast, dco: Client) -> None:
        clock = clock_of(cast, "health_advice")
        page = dco.get(f"/clocks/{clock.pk}/pauses/").content.decode()
        assert "is law, which knows no pause" in page
        assert "pauses/pause/" not in page

    def test_a_coordinator_reads_the_ledger_and_changes_nothing(
        self, cast: Cast, clock: Clock, client: Client
    ) -> None:
        paused(cast, clock, 15, 20)
        client.force_login(cast["coordinator"])
        page = client.get(f"/clocks/{clock.pk}/pauses/").content.decode()
        assert "Paused until 20 July 2026" in page
        assert "pauses/pause/" not in page
        assert "Extend the pause" not in page

    def test_the_worklist_shows_it_as_paused_by_its_due_day(self, cast: Cast, clock: Clock, dco: Client) -> None:
        paused(cast, clock, 15, 20)
        page = dco.get("/?tab=later").content.decode()
        assert "Paused until 20 July 2026: waiting for health advice" in page
        assert "30 Jul 2026" in page.replace("\N{NO-BREAK SPACE}", " ")
