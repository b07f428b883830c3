"""What is told by mail, to whom, and how little it says."""

from accounts.roles import System
from core.history import recorded
from core.models import Message
from core.today import today
from ehcp.models import AdviceRequest
from send_portal.demo.cast import Cast
from tests.ehcp.made import asked, assessing, drafted, with_service


def last() -> Message:
    return Message.objects.order_by("pk").last()  # type: ignore[return-value]


def test_the_single_point_of_access_is_told_of_a_request_without_a_word_of_health(cast: Cast) -> None:
    request = asked(cast)
    message = last()
    assert message.to == cast.org["provider"].mailbox
    said = f"{message.subject} {message.body}"
    assert request.child.initials in said
    assert request.child.reference in said
    assert f"{request.advice_clock.due_on:%-d %B %Y}" in said
    assert request.get_absolute_url() in said
    for secret in (request.child.family_name, request.child.given_name, "paediatric", "medical", "6(1)"):
        assert secret.lower() not in said.lower()


def test_the_advisers_are_told_when_a_request_passes_to_them(cast: Cast) -> None:
    request = asked(cast)
    request.give_answer(by=cast["spa"], answer="not_known")
    assert last().to == cast.org["icb"].mailbox
    assert "passed to the Health Advisers" in last().subject


def test_the_coordinator_is_told_when_advice_arrives(cast: Cast) -> None:
    request = with_service(cast)
    request.return_advice(by=cast["spa"], advice_text="Advice.")
    assert last().to == cast["coordinator"].email
    assert "Advice has arrived" in last().subject


def test_when_the_coordinator_has_left_their_local_authority_is_told(cast: Cast) -> None:
    request = with_service(cast)
    with recorded(verb="leave", by=System("test")):
        for membership in cast["coordinator"].memberships.all():
            membership.ends_on = membership.starts_on
            membership.save()
    request = AdviceRequest.objects.get()
    request.return_advice(by=cast["spa"], advice_text="Advice.")
    assert last().to == cast.org["wiltshire"].mailbox


def test_the_local_authority_is_told_when_information_is_missing(cast: Cast) -> None:
    request = asked(cast, "slt", "f")
    request.give_answer(by=cast["spa"], answer="not_known", ending="more_information", reason="Which school?")
    assert last().to == cast["coordinator"].email
    assert "Which school" not in last().body


def test_the_dcos_are_told_of_each_draft(cast: Cast) -> None:
    plan = drafted(cast)
    first = last()
    assert first.to == cast.org["icb"].mailbox
    plan.return_to_la(by=cast["dco"], on=today())
    plan.resubmit(by=cast["coordinator"], sections={"C": "Another."})
    assert last().pk != first.pk
    assert "draft plan" in last().subject


def test_a_provider_is_told_to_stop_when_a_request_is_withdrawn(cast: Cast) -> None:
    request = asked(cast, assessment=assessing(cast))
    request.withdraw(by=cast["coordinator"], reason="Asked in error.")
    assert last().to == cast.org["provider"].mailbox
    assert "Asked in error" not in last().body
