"""A service is asked to contribute to an annual review, by when, and answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from clocks.models import Clock
from core.models import Message
from core.scope import opened
from core.today import pretend
from core.workflow import Refused
from desk.timeline import Records, timeline
from desk.worklist import Tab, Worklist
from ehcp.models import AnnualReview, ReviewContribution
from people.models import Child, Consent, Document, SharingWithoutConsent
from qa.models import Episode
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.papers import pdf_bytes, sent

TODAY = date(2026, 11, 16)  # a Monday
MEETING = date(2026, 12, 14)
TWO_WEEKS_BEFORE = date(2026, 11, 30)
SAYS = "Speaks in longer sentences now. A therapist sees him every half term."


@pytest.fixture(autouse=True)
def _in_november():
    with pretend(TODAY):
        yield


@pytest.fixture
def review(cast: Cast) -> AnnualReview:
    child = make_child(cast, on=date(2026, 1, 12), given_name="Wren", family_name="Tidewell")
    return AnnualReview.register(by=cast["coordinator"], child=child, since_on=date(2026, 1, 12))


@pytest.fixture
def with_meeting(cast: Cast, review: AnnualReview) -> AnnualReview:
    review.set_meeting(by=cast["coordinator"], meeting_on=MEETING)
    return review


def ask(cast: Cast, review: AnnualReview, *, who: str = "coordinator", team: str = "slt", **facts: Any) -> Any:
    asked = {"service": cast.team[team], "about": "How is his speech?"} | facts
    return ReviewContribution.ask(by=cast[who], annual_review=review, **asked)


def letters_to(mailbox: str) -> list[str]:
    found = Message.objects.filter(to=mailbox).order_by("pk")
    return [message.subject.partition(" (")[0] for message in found]


def test_it_is_due_two_weeks_before_the_meeting_from_the_providers_point_of_access(
    cast: Cast, with_meeting: AnnualReview
) -> None:
    asked = ask(cast, with_meeting, who="dco")
    clock = asked.contribution_clock
    assert (clock.rule, clock.started_on, clock.due_on) == ("review_contribution", TODAY, TWO_WEEKS_BEFORE)
    assert (clock.owing, clock.team, clock.service) == (asked.provider, cast.team["spa"], cast.team["slt"])
    (row,) = Worklist(cast["spa"], chosen={"rule": "review_contribution"}).page(Tab.LATER, 1)
    assert row.button.verb is ReviewContribution.send
    assert letters_to(asked.provider.mailbox) == ["A contribution to an annual review is asked for"]


def test_an_earlier_day_may_be_asked_for_and_a_later_or_past_one_not(cast: Cast, with_meeting: AnnualReview) -> None:
    for wrong in (TWO_WEEKS_BEFORE + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(ValidationError, match="Choose"):
            ask(cast, with_meeting, due_on=wrong)
    assert ask(cast, with_meeting, due_on=TODAY).contribution_clock.due_on == TODAY


@pytest.mark.parametrize("meeting_on", [None, TODAY + timedelta(days=9)])
def test_without_two_weeks_before_a_meeting_the_day_is_agreed_and_nobody_is_late_at_once(
    cast: Cast, review: AnnualReview, meeting_on: date | None
) -> None:
    if meeting_on:
        review.set_meeting(by=cast["coordinator"], meeting_on=meeting_on)
    with pytest.raises(ValidationError, match="Say by when"):
        ask(cast, review)
    assert ask(cast, review, due_on=TODAY + timedelta(days=5)).contribution_clock.is_late is False


def test_a_meeting_that_is_moved_takes_the_day_along_and_the_provider_is_told(
    cast: Cast, with_meeting: AnnualReview
) -> None:
    asked, by = ask(cast, with_meeting), cast["coordinator"]
    first = asked.contribution_clock
    with_meeting.set_meeting(by=by, meeting_on=MEETING + timedelta(days=7))
    asked.refresh_from_db()
    assert (asked.due_on, asked.contribution_clock.started_on) == (TWO_WEEKS_BEFORE + timedelta(days=7), TODAY)
    assert Clock.objects.get(pk=first.pk).lapsed_why == "meeting_moved"
    with_meeting.set_meeting(by=by, meeting_on=TODAY + timedelta(days=3))  # too near for two weeks
    asked.refresh_from_db()
    assert asked.contribution_clock.due_on == TODAY + timedelta(days=3)
    assert letters_to(asked.provider.mailbox)[1:] == ["The date of a review meeting was set or moved"] * 2


def test_a_contribution_that_was_sent_keeps_its_day_when_the_meeting_is_moved(
    cast: Cast, with_meeting: AnnualReview
) -> None:
    asked = ask(cast, with_meeting)
    asked.send(by=cast["spa"], advice_text=SAYS)
    with_meeting.set_meeting(by=cast["coordinator"], meeting_on=MEETING + timedelta(days=7))
    asked.refresh_from_db()
    assert (asked.due_on, asked.contribution_clock.met_on) == (TWO_WEEKS_BEFORE, TODAY)


def test_the_provider_sends_it_and_sees_no_review_and_no_stranger_sees_it(
    client: Client, cast: Cast, with_meeting: AnnualReview
) -> None:
    asked = ask(cast, with_meeting)
    address = asked.get_absolute_url()
    nobody = dict.fromkeys(("spa_2", "stranger", "swindon_coordinator", "adviser"), (404, 404))
    for who, codes in ({"spa": (200, 200), "coordinator": (200, 403), "dco": (200, 403)} | nobody).items():
        client.force_login(cast[who])
        assert (client.get(address).status_code, client.get(f"{address}send/").status_code) == codes, who
    client.force_login(cast["spa"])
    assert client.get(with_meeting.get_absolute_url()).status_code == 404
    assert client.get(with_meeting.child.get_absolute_url()).status_code == 200
    assert client.post(f"{address}send/", {"revision": asked.revision}).status_code == 422
    facts = {"advice_text": SAYS, "file": sent(pdf_bytes("Wren Tidewell. Speech.")), "revision": asked.revision}
    assert client.post(f"{address}send/", facts).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.sent_by, asked.contribution_clock.met_on) == ("sent", cast["spa"], TODAY)
    assert asked.document.title == "Contribution to the annual review: Speech and language therapy"


def test_the_database_shows_it_to_the_provider_and_not_the_review(cast: Cast, with_meeting: AnnualReview) -> None:
    ask(cast, with_meeting)
    for who, sees in {"spa": (1, 0), "dco": (1, 1), "spa_2": (0, 0), "stranger": (0, 0)}.items():
        with opened(cast[who].scope):
            assert (ReviewContribution.objects.count(), AnnualReview.objects.count()) == sees, who
            assert ReviewContribution.objects.visible_to(cast[who]).count() == sees[0], who


def test_what_was_sent_is_on_the_review_the_dcos_desk_and_the_timeline(
    client: Client, cast: Cast, with_meeting: AnnualReview
) -> None:
    asked = ask(cast, with_meeting, who="dco")
    asked.send(by=cast["spa"], advice_text=SAYS)
    log = AnnualReview.log(by=cast["dco"], child=with_meeting.child, asked_on=TODAY, has_health_needs=True)
    episode = Episode.take_review(by=cast["dco"], annual_review=log)
    client.force_login(cast["dco"])
    for address in (with_meeting.get_absolute_url(), reverse("qa:desk", args=[episode.pk])):
        assert SAYS in client.get(address, follow=True).content.decode(), address
    told = [event.title for event in timeline(Records(with_meeting.child, cast["dco"]), [])]
    assert "Service’s contribution to the annual review sent: Speech and language therapy" in told
    for mailbox in (with_meeting.child.local_authority.mailbox, with_meeting.child.icb.mailbox):
        assert "A contribution to an annual review has arrived" in letters_to(mailbox)


def test_nothing_to_add_is_an_answer_with_a_reason(cast: Cast, with_meeting: AnnualReview) -> None:
    asked = ask(cast, with_meeting)
    with pytest.raises(PermissionDenied):
        asked.say_nothing_to_add(by=cast["coordinator"], reason="Discharged.")
    asked.say_nothing_to_add(by=cast["spa"], reason="Discharged in March.")
    assert (asked.status, asked.contribution_clock.met_on) == ("nothing", TODAY)
    assert letters_to(cast["coordinator"].email)[-1] == "A service has nothing to add to an annual review"
    with pytest.raises(Refused, match="nothing to add"):
        asked.send(by=cast["spa"], advice_text=SAYS)


def test_a_service_is_asked_once_for_a_review_unless_that_was_withdrawn(
    cast: Cast, with_meeting: AnnualReview
) -> None:
    asked = ask(cast, with_meeting)
    with pytest.raises(ValidationError, match="asked already"), transaction.atomic():
        ask(cast, with_meeting)
    asked.withdraw(by=cast["dco"], reason="Another service sees him now.")
    assert asked.contribution_clock.lapsed_why == "withdrawn"
    assert ask(cast, with_meeting).pk


def test_a_review_that_is_closed_calls_it_off_and_one_that_is_over_asks_nobody(
    cast: Cast, with_meeting: AnnualReview
) -> None:
    asked = ask(cast, with_meeting)
    with_meeting.close(by=cast["coordinator"], on=TODAY, reason="The family moved to Scotland.")
    asked.refresh_from_db()
    assert (asked.status, asked.contribution_clock.is_running) == ("withdrawn", False)
    assert "A contribution to an annual review is not needed any more" in letters_to(asked.provider.mailbox)
    with pytest.raises(Refused, match="was closed"):
        ask(cast, with_meeting, team="paediatrics")


def test_only_a_service_of_this_boards_providers_is_asked(
    client: Client, cast: Cast, with_meeting: AnnualReview
) -> None:
    client.force_login(cast["dco"])
    address = f"{with_meeting.get_absolute_url()}contributions/ask/"
    page = client.get(address).content.decode()
    assert "How Wren’s health has been" in page
    facts = {"about": "How is his speech?", "due_on": "2026-11-30"}
    for wrong in ("", cast.team["other_slt"].pk, cast.team["dcos"].pk):
        assert client.post(address, facts | {"service": wrong}).status_code == 422
    with pytest.raises(ValidationError, match="works for this Integrated Care Board"):
        ask(cast, with_meeting, team="other_slt")
    assert client.post(address, facts | {"service": cast.team["slt"].pk}).status_code == 302
    assert "Speech and language therapy" in client.get(with_meeting.get_absolute_url()).content.decode()


def test_a_service_that_the_family_left_out_is_not_asked(cast: Cast, with_meeting: AnnualReview) -> None:
    child: Child = with_meeting.child
    Consent.record(
        by=cast["coordinator"], child=child, giver="parent", given_by="Alex Tidewell", responsibility="mother",
        given_on=TODAY, how="spoken", agreed_for=[], refused_for=["assessment"],
    )  # fmt: skip
    with pytest.raises(ValidationError, match="record sharing without consent first"):
        ask(cast, with_meeting)
    SharingWithoutConsent.record(
        by=cast["coordinator"], child=child, ground="legal_duty", duty="CFA 2014 s.44", purpose="assessment",
        what="The request.", organisation=cast.org["provider"], decided_with="Caldicott Guardian", shared_on=TODAY,
        reason="Only they know.", why_not_told="They could not be reached.",
    )  # fmt: skip
    assert ask(cast, with_meeting).pk


def test_a_review_makes_the_same_queries_for_2_contributions_and_for_5(
    client: Client, cast: Cast, with_meeting: AnnualReview, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast["coordinator"])
    address = with_meeting.get_absolute_url()
    for team in ("slt", "paediatrics"):
        ask(cast, with_meeting, team=team).send(by=cast["spa"], file=sent(pdf_bytes("Wren Tidewell. Speech.")))
    client.get(address)
    with django_assert_num_queries(100, exact=False) as few:
        client.get(address)
    for team in ("ot", "slt_2", "paediatrics_2"):
        ask(cast, with_meeting, team=team)
    with django_assert_num_queries(len(few)):
        assert "Occupational therapy" in client.get(address).content.decode()
    assert Document.objects.filter(child=with_meeting.child).count() == 2
