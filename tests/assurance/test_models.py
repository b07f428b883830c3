"""What is logged around the cases, by whom, and what the database itself refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import Area
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from core.scope import opened
from core.today import today
from core.workflow import Refused
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

DAY = date(2026, 5, 12)


def area_of(cast: Cast, name: str = "Swindon") -> Area:
    return Area.objects.get(icb=cast.org["icb"], name=name)


def training(cast: Cast, **facts: Any) -> TrainingSession:
    given = {"held_on": DAY, "title": "Writing Section G", "audience": "School SENCOs", "attended": 24} | facts
    return TrainingSession.log(by=cast["dco"], icb=cast.org["icb"], **given)


def complex_case(cast: Cast, **facts: Any) -> ComplexCase:
    given = {"asked_on": DAY, "asked_by": "Wiltshire SEND team", "asked_for": "Who trains the staff?"} | facts
    return ComplexCase.log(by=cast["dco"], child=given.pop("child", None) or make_child(cast), **given)


def coproduction(cast: Cast, **facts: Any) -> CoproductionEpisode:
    given = {"held_on": DAY, "with_whom": "Parent carer forum", "what_changed": "The leaflet says who rings back."}
    return CoproductionEpisode.log(by=cast["dco"], icb=cast.org["icb"], **given | facts)


def test_a_training_session_is_logged_for_an_area_with_who_logged_it(cast: Cast) -> None:
    session = training(cast, area=area_of(cast))
    line = session.history.get()
    assert (session.area.name, line.verb, line.history_user) == ("Swindon", "log", cast["dco"])


@pytest.mark.parametrize("log", [training, coproduction])
def test_nothing_is_logged_for_a_day_to_come(cast: Cast, log: Any) -> None:
    with pytest.raises(ValidationError, match="future"):
        log(cast, held_on=today() + timedelta(days=1))


def test_a_complex_case_is_not_asked_for_tomorrow(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="future"):
        complex_case(cast, asked_on=today() + timedelta(days=1))


def test_an_area_of_another_board_is_refused(cast: Cast) -> None:
    theirs = Area.objects.get(icb=cast.org["other_icb"])
    with pytest.raises(ValidationError, match="another Integrated Care Board"):
        training(cast, area=theirs)


def test_an_outcome_does_not_come_before_the_question(cast: Cast) -> None:
    case = complex_case(cast)
    with pytest.raises(ValidationError, match="12 May 2026"):
        case.record_outcome(by=cast["dco"], outcome="Advice given", outcome_on=date(2026, 5, 11))
    case.record_outcome(by=cast["dco"], outcome="Advice given", outcome_on=date(2026, 5, 20))
    case.refresh_from_db()
    assert case.outcome_on == date(2026, 5, 20)


def test_a_childs_episode_is_of_the_childs_own_area(cast: Cast) -> None:
    child = make_child(cast, la="wiltshire")
    with pytest.raises(ValidationError, match="Wiltshire"):
        coproduction(cast, child=child, area=area_of(cast, "Swindon"))
    assert coproduction(cast, child=child).child == child


def test_what_was_struck_out_stays_and_is_not_counted(cast: Cast) -> None:
    session = training(cast)
    session.strike_out(by=cast["dco"], why="Logged twice")
    assert TrainingSession.objects.counted().count() == 0
    assert TrainingSession.objects.count() == 1
    with pytest.raises(Refused, match="struck out"):
        session.correct(by=cast["dco"], title="Another title")


@pytest.mark.parametrize("person", ["coordinator", "spa", "adviser", "board_member", "stranger", "administrator"])
def test_only_the_boards_own_dcos_log(cast: Cast, person: str) -> None:
    with pytest.raises(PermissionDenied):
        TrainingSession.log(by=cast[person], icb=cast.org["icb"], held_on=DAY, title="x", audience="y")


def test_the_database_shows_a_row_without_a_child_to_its_own_organisation(cast: Cast) -> None:
    training(cast)
    coproduction(cast)
    for person, seen in [("dco", 1), ("stranger", 0), ("coordinator", 0)]:
        with opened(cast[person].scope):
            assert TrainingSession.objects.count() == seen, person
            assert CoproductionEpisode.objects.count() == seen, person


def test_the_database_shows_a_row_about_a_child_to_those_involved_with_the_child(cast: Cast) -> None:
    child = make_child(cast, la="wiltshire")
    complex_case(cast, child=child)
    coproduction(cast, child=child)
    for person, seen in [("dco", 1), ("coordinator", 1), ("swindon_coordinator", 0), ("board_member", 0)]:
        with opened(cast[person].scope):
            assert ComplexCase.objects.count() == seen, person
            assert CoproductionEpisode.objects.count() == seen, person


def test_those_who_do_not_keep_this_work_see_none_of_it(cast: Cast) -> None:
    complex_case(cast, child=make_child(cast, la="wiltshire"))
    for person, seen in [("dco", 1), ("dco_2", 1), ("coordinator", 0), ("stranger", 0), ("board_member", 0)]:
        assert ComplexCase.objects.visible_to(cast[person]).count() == seen, person


def test_every_table_of_this_app_stands_behind_a_wall(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'assurance_%%' AND relkind = 'r' AND NOT relrowsecurity"
        )
        assert cursor.fetchall() == []
