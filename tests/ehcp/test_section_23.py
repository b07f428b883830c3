"""Section 23: which children it is about, its four steps, who sees it when, and the six weeks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from clocks.models import Clock
from core.models import Message
from core.scope import opened
from core.today import pretend, today
from core.workflow import Refused
from ehcp.models import Section23Notification
from ehcp.school_age import compulsory_school_age_on
from people import walls
from people.consented import Answer, standings
from people.models import Child, Consent
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child, nhs_number

P23 = "section_23"


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        (date(2021, 3, 31), date(2026, 3, 31)),  # five on a prescribed day: that day
        (date(2021, 4, 1), date(2026, 8, 31)),
        (date(2021, 8, 31), date(2026, 8, 31)),
        (date(2021, 9, 1), date(2026, 12, 31)),
        (date(2022, 1, 1), date(2027, 3, 31)),
        (date(2020, 2, 29), date(2025, 3, 31)),
    ],
)
def test_compulsory_school_age_begins_on_the_prescribed_day(born: date, of_age: date) -> None:
    assert compulsory_school_age_on(born) == of_age


def years_old(years: int) -> date:
    day = today() - timedelta(days=20)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def identified(cast: Cast, *, by: str = "spa", body: str = "provider", **facts: Any) -> Section23Notification:
    """By a provider, of a child whom the portal did not know."""
    child = {
        "given_name": "Nell", "family_name": "Farsley", "date_of_birth": years_old(2), "nhs_number": nhs_number(4711),
        "local_authority": cast.org["wiltshire"], "icb": cast.org["icb"],
    }  # fmt: skip
    said = {"opinion": "both", "grounds": "Does not speak yet.", "clinician": "Dr Ayers, paediatrician"}
    return Section23Notification.identify_new_child(
        by=cast[by], body=cast.org[body], child=child, identified_on=today(), **(said | facts)
    )


def told(cast: Cast, **facts: Any) -> Section23Notification:
    record = identified(cast)
    parent = {"told_whom": "Sam Farsley", "leaflet_given": True, "agrees": False, "responsibility": "father"}
    record.tell_parent(by=cast["spa"], on=today(), **(parent | facts))
    record.give_opportunity(by=cast["spa"], on=today(), officer="Dr Ayers", discussed="no_answer")
    return record


def seen_by(cast: Cast, who: str, record: Section23Notification) -> list[bool]:
    """The notification, the child, the clock and a line of history: by the pages' rule, and in the database."""
    person = cast[who]
    with opened(person.scope):
        rows = [
            Section23Notification.objects.filter(pk=record.pk),
            Child.objects.filter(pk=record.child_id),
            Clock.objects.filter(child=record.child_id),
            Section23Notification.history.filter(id=record.pk),
        ]
        by_rule = [
            Section23Notification.objects.visible_to(person).filter(pk=record.pk),
            Child.objects.visible_to(person).filter(pk=record.child_id),
            Clock.objects.visible_to(person).filter(child=record.child_id),
        ]
        return [each.exists() for each in (*rows, *by_rule)]


def test_the_authority_sees_nothing_before_it_is_told_and_the_provider_never_the_file(cast: Cast) -> None:
    record = told(cast)
    assert record.notification_clock.due_on == today() + timedelta(weeks=6)
    assert seen_by(cast, "spa", record) == [True] * 7
    assert seen_by(cast, "dco", record) == [True] * 7
    for who in ("coordinator", "spa_2", "stranger", "adviser"):
        assert seen_by(cast, who, record) == [False] * 7, who
    assert not Child.objects.whole_file_of(cast["spa"]).exists()
    record.notify_authority(by=cast["spa"])
    assert seen_by(cast, "coordinator", record) == [True] * 7
    assert seen_by(cast, "swindon_coordinator", record) == [False] * 7
    record.notification_clock.refresh_from_db()
    assert record.notification_clock.met_on == today()
    letter = Message.objects.get(to=cast.org["wiltshire"].mailbox)
    assert "section 23" in letter.subject
    assert "Farsley" not in letter.subject + letter.body


def test_of_a_child_whose_file_it_has_the_authority_learns_nothing_before_it_is_told_either(
    cast: Cast, client: Client
) -> None:
    child = make_child(cast, date_of_birth=years_old(2))
    facts = {"opinion": "needs", "grounds": "Few words.", "clinician": "Dr Ayers", "identified_on": today()}
    record = Section23Notification.identify(by=cast["dco"], body=cast.org["provider"], child=child, **facts)
    parent = {"told_whom": "Sam Farsley", "leaflet_given": True, "agrees": False, "responsibility": "father"}
    record.tell_parent(by=cast["dco"], on=today(), **parent)
    client.force_login(cast["coordinator"])

    def learns() -> list[bool]:
        page = client.get(child.get_absolute_url()).content.decode()
        with opened(cast["coordinator"].scope):
            rows = [Clock.objects.filter(rule="section_23"), Clock.history.filter(rule="section_23")]
            rows += [Consent.objects.all(), Section23Notification.objects.all()]
            return [each.exists() for each in rows] + ["tells the local authority of the child" in page]

    assert learns() == [False] * 5
    record.give_opportunity(by=cast["dco"], on=today(), officer="Dr Ayers", discussed="no_answer")
    record.notify_authority(by=cast["dco"])
    assert learns() == [True] * 5


def test_a_refusal_is_recorded_and_does_not_stop_it(cast: Cast, client: Client) -> None:
    record = told(cast)
    client.force_login(cast["spa"])
    assert "Refused on" in client.get(record.get_absolute_url()).content.decode()
    record.notify_authority(by=cast["spa"])
    standing = standings(record.child)[P23]
    assert standing.answer == Answer.REFUSED
    assert "told all the same" in standing.goes_on
    assert standing.stops == ""
    assert record.status == "notified"


def test_the_parent_is_told_and_can_discuss_it_before_the_authority_is_told(cast: Cast) -> None:
    record = identified(cast)
    with pytest.raises(Refused):
        record.notify_authority(by=cast["spa"])
    with pytest.raises(Refused):
        record.give_opportunity(by=cast["spa"], on=today(), officer="Dr Ayers", discussed="yes")
    with pytest.raises(ValidationError, match="before the opinion was formed"):
        record.tell_parent(by=cast["spa"], on=today() - timedelta(1), told_whom="Sam", leaflet_given=True)
    record.tell_parent(by=cast["spa"], on=today(), told_whom="Sam Farsley", leaflet_given=False)
    assert not Consent.objects.exists()
    with pytest.raises(Refused):
        record.notify_authority(by=cast["spa"])


def test_a_child_of_school_age_is_refused_with_the_reason(cast: Cast) -> None:
    child = make_child(cast, date_of_birth=years_old(7))
    facts = {"body": cast.org["icb"], "opinion": "needs", "grounds": "G", "clinician": "C", "identified_on": today()}
    with pytest.raises(ValidationError, match="compulsory school age since"):
        Section23Notification.identify(by=cast["dco"], child=child, **facts)


def test_the_six_weeks_count_from_a_diagnosis_that_was_earlier(cast: Cast) -> None:
    diagnosed = today() - timedelta(days=10)
    record = identified(cast, diagnosed_on=diagnosed)
    assert record.notification_clock.due_on == diagnosed + timedelta(weeks=6)


def test_an_opinion_formed_in_time_is_notified_although_the_child_has_come_of_age(cast: Cast) -> None:
    with pretend(date(2026, 3, 30)):
        child = make_child(cast, date_of_birth=date(2021, 3, 31), on=date(2026, 3, 1))
    with pretend(date(2026, 4, 2)):
        facts = {"body": cast.org["icb"], "opinion": "needs", "grounds": "G", "clinician": "C"}
        with pytest.raises(ValidationError, match="since 31 March 2026"):
            Section23Notification.identify(by=cast["dco"], child=child, identified_on=date(2026, 3, 31), **facts)
        record = Section23Notification.identify(by=cast["dco"], child=child, identified_on=date(2026, 3, 30), **facts)
    assert record.team == cast.team["dcos"]


def test_the_authority_acknowledges_it_and_says_what_comes_of_it(cast: Cast) -> None:
    record = told(cast)
    record.notify_authority(by=cast["spa"])
    record.acknowledge(by=cast["coordinator"], on=today())
    record.record_outcome(by=cast["coordinator"], on=today(), outcome="support", outcome_note="Portage begins.")
    assert (record.status, record.acknowledged_by) == ("answered", cast["coordinator"])
    assert Message.objects.filter(to=cast.org["provider"].mailbox, subject__contains="answered").exists()
    again = {"opinion": "needs", "grounds": "G", "clinician": "C", "identified_on": today(), "body": cast.org["icb"]}
    Section23Notification.identify(by=cast["dco"], child=record.child, **again)
    with pytest.raises(ValidationError, match="under way"):
        Section23Notification.identify(by=cast["dco"], child=record.child, **again)


def test_a_stopped_one_says_why_and_its_time_limit_ends(cast: Cast) -> None:
    record = identified(cast)
    record.stop(by=cast["spa"], reason="The family moved to Scotland.")
    record.notification_clock.refresh_from_db()
    assert not record.notification_clock.is_running
    with pytest.raises(Refused):
        record.tell_parent(by=cast["spa"], on=today(), told_whom="Sam", leaflet_given=True)


def test_health_advisers_see_theirs_and_a_childs_number_is_asked_for_as_always(cast: Cast, client: Client) -> None:
    record = identified(cast, by="adviser", body="icb")
    assert seen_by(cast, "adviser", record) == [True] * 7
    client.force_login(cast["spa"])
    form = {
        "given_name": "Otis", "family_name": "Penhallow", "date_of_birth": years_old(3).isoformat(), "pronouns": "he",
        "nhs_number": nhs_number(4711), "local_authority": cast.org["swindon"].pk, "opinion": "needs", "grounds": "G",
        "clinician": "C", "identified_on": today().isoformat(),
    }  # fmt: skip
    begin = reverse("ehcp:section23notification_identify_new_child")
    assert "belongs to a child who is already registered" in client.post(begin, form).content.decode()
    done = client.post(begin, form | {"nhs_number": ""})
    assert done.status_code == 302
    made = Section23Notification.objects.get(child__given_name="Otis")
    assert made.child.icb == cast.org["icb"]
    listed = client.get(reverse("ehcp:section23notification_list"), {"area": cast.org["swindon"].pk})
    assert "Otis Penhallow" in listed.content.decode()
    assert "Nell Farsley" not in listed.content.decode()
    assert client.get(made.child.get_absolute_url()).status_code == 200


def test_walls_that_stood_before_learn_what_is_not_the_file(cast: Cast) -> None:
    """No wall that knows of requests for advice is ignorant of section 23."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE qual LIKE %s AND qual NOT LIKE %s",
            ["%advice_request'%", "%section_23'%"],
        )
        assert not cursor.fetchall()
    assert "section_23" in walls.NOT_THE_FILE
