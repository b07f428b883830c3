"""The Regulation 6 response: written, reviewed, signed and sent by different people, and then unchangeable."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from core.models import Message
from core.scope import opened
from core.today import pretend
from core.workflow import Refused
from people.models import Child, Document
from send_portal.demo.cast import Cast
from tests.tribunals.conftest import (
    NOW,
    REASONS,
    add_paper,
    first_answer,
    fresh,
    recorded_document,
    review_of,
    write_answers,
)
from tribunals.models import Appeal, Paper, Recommendation, Regulation6Response, Review


def sql(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"decision": "agree", "steps": "A nurse."}, "by when"),
        ({"decision": "agree", "by_when": date(2026, 9, 1)}, "which steps"),
        ({"decision": "part", "steps": "A nurse.", "by_when": date(2026, 9, 1)}, "enough detail"),
        ({"decision": "not_agree", "reasons": "No."}, "enough detail"),
    ],
)
def test_an_answer_without_steps_a_day_or_reasons_is_refused(
    cast: Cast, response: Regulation6Response, facts: dict, why: str
) -> None:
    with pytest.raises(ValidationError, match=f"(?i){why}"):
        first_answer(response).write(by=cast["dco"], **facts)


def test_the_database_refuses_such_an_answer_too(cast: Cast, response: Regulation6Response) -> None:
    with pytest.raises(IntegrityError):
        sql("UPDATE tribunals_answer SET decision = 'agree' WHERE response_id = %s", response.pk)


def test_who_writes_the_first_answer_is_the_author(cast: Cast, response: Regulation6Response) -> None:
    write_answers(cast, response)
    assert fresh(response.appeal).author == cast["dco"]


def test_a_day_that_the_tribunal_directed_takes_the_place_of_the_five_weeks(
    cast: Cast, in_review: Regulation6Response, client: Client
) -> None:
    response, before = fresh(in_review.appeal), in_review.response_clock
    with pytest.raises(ValidationError, match="before the recommendations were made"):
        response.record_direction(by=cast["dco"], directed_on=date(2026, 7, 12))
    client.force_login(cast["dco"])
    address = f"{response.get_absolute_url()}record-direction/"
    assert f'<a href="{address}">Record another day' in client.get(response.get_absolute_url()).content.decode()
    done = client.post(address, {"directed_on": "2026-09-30", "revision": response.revision})
    assert done.status_code == 302
    response, before = fresh(in_review.appeal), type(before).objects.get(pk=before.pk)
    clock = response.response_clock
    assert (before.due_on, before.lapsed_why) == (date(2026, 8, 16), "direction")
    assert (clock.started_on, clock.due_on) == (response.made_on, date(2026, 9, 30))
    assert clock.team == before.team == cast.team["core_group"]
    assert "Due, as the Tribunal directed" in client.get(response.get_absolute_url()).content.decode()


def test_it_goes_to_the_reviewers_only_when_everything_is_answered(cast: Cast, response: Regulation6Response) -> None:
    first_answer(response).write(by=cast["dco"], decision="not_agree", reasons=REASONS)
    with pytest.raises(Refused, match="Still to answer: recommendation 2"):
        fresh(response.appeal).send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer_2"]])


def test_two_reviewers_are_needed_and_naming_one_twice_is_one(cast: Cast, response: Regulation6Response) -> None:
    write_answers(cast, response)
    with pytest.raises(ValidationError, match="at least 2"):
        fresh(response.appeal).send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer"]])


def test_reviewers_are_clinicians_of_the_core_group(cast: Cast, response: Regulation6Response) -> None:
    write_answers(cast, response)
    for person in ("dco_2", "chief_nurse", "stranger"):
        with pytest.raises(ValidationError, match="not a reviewing clinician"):
            fresh(response.appeal).send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast[person]])


def test_the_author_cannot_review(cast: Cast, response: Regulation6Response, give_role: Callable[..., None]) -> None:
    give_role("dco", "reviewing_clinician", "core_group")
    write_answers(cast, response)
    with pytest.raises(ValidationError, match="wrote part of this response"):
        fresh(response.appeal).send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["dco"]])


def test_reviewers_are_asked_by_message_with_initials_and_reference_only(
    cast: Cast, in_review: Regulation6Response
) -> None:
    messages = Message.objects.filter(key__startswith="regulation6response")
    assert {m.to for m in messages} == {cast["reviewer"].email, cast["reviewer_2"].email}
    for message in messages:
        assert in_review.child.reference in message.body
        assert in_review.child.family_name not in message.subject + message.body
        assert "nurse" not in message.body


def test_answers_do_not_change_while_they_are_read(cast: Cast, in_review: Regulation6Response) -> None:
    with pytest.raises(Refused, match="cannot change now"):
        first_answer(in_review).write(by=cast["dco"], decision="not_agree", reasons=REASONS)
    with pytest.raises(DatabaseError, match="draft"):
        sql("UPDATE tribunals_answer SET reasons = 'Other' WHERE response_id = %s", in_review.pk)


def test_a_review_is_given_by_the_person_it_was_asked_of(cast: Cast, in_review: Regulation6Response) -> None:
    review = review_of(in_review, cast["reviewer"])
    with pytest.raises(Refused, match="asked of Dr Anil Sethi"):
        review.agree(by=cast["reviewer_2"])
    with pytest.raises(PermissionDenied):
        review.agree(by=cast["dco"])


def test_it_is_agreed_when_every_named_reviewer_agrees(cast: Cast, in_review: Regulation6Response) -> None:
    review_of(in_review, cast["reviewer"]).agree(by=cast["reviewer"])
    assert fresh(in_review.appeal).status == "in_review"
    review_of(in_review, cast["reviewer_2"]).agree(by=cast["reviewer_2"])
    agreed = fresh(in_review.appeal)
    assert (agreed.status, agreed.agreed_on) == ("agreed", NOW)
    assert agreed.response_clock.team == cast.team["executive"]


def test_a_change_brings_it_back_to_the_author_and_reviews_start_anew(
    cast: Cast, in_review: Regulation6Response
) -> None:
    review_of(in_review, cast["reviewer"]).agree(by=cast["reviewer"])
    review_of(in_review, cast["reviewer_2"]).ask_for_change(by=cast["reviewer_2"], reasons="Say which nurse.")
    again = fresh(in_review.appeal)
    assert again.status == "draft"
    first_answer(again).write(by=cast["dco"], decision="agree", steps="The epilepsy nurse.", by_when=date(2026, 9, 1))
    again = fresh(in_review.appeal)
    again.send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer_2"]])
    assert again.current_reviews.filter(outcome="").count() == 2, "the first agreement does not carry over"
    assert Review.objects.filter(response=again).count() == 4


def test_a_given_review_stays_as_it_was_given(cast: Cast, in_review: Regulation6Response) -> None:
    review = review_of(in_review, cast["reviewer"])
    review.agree(by=cast["reviewer"])
    with pytest.raises(Refused, match="given your review"):
        review_of(in_review, cast["reviewer"]).ask_for_change(by=cast["reviewer"], reasons="On reflection.")
    with pytest.raises(DatabaseError, match="given_review_stays"):
        sql("UPDATE tribunals_review SET outcome = 'asks_change', reasons = 'x' WHERE id = %s", review.pk)


def test_nobody_signs_before_the_reviewers_agree(cast: Cast, in_review: Regulation6Response) -> None:
    with pytest.raises(Refused, match="with the reviewing clinicians"):
        in_review.sign(by=cast["chief_nurse"])


@pytest.mark.parametrize("person", ["dco", "dco_2", "reviewer", "coordinator", "board_member", "stranger"])
def test_only_the_executive_lead_signs(cast: Cast, agreed: Regulation6Response, person: str) -> None:
    with pytest.raises(PermissionDenied):
        agreed.sign(by=cast[person])


def test_a_dco_never_signs_whatever_else_they_are(
    cast: Cast, agreed: Regulation6Response, give_role: Callable[..., None]
) -> None:
    give_role("dco_2", "executive_lead", "executive")
    with pytest.raises(Refused, match="never signs"):
        agreed.sign(by=cast["dco_2"])


def test_a_reviewer_cannot_sign(cast: Cast, agreed: Regulation6Response, give_role: Callable[..., None]) -> None:
    give_role("reviewer", "executive_lead", "executive")
    with pytest.raises(Refused, match="were a reviewer"):
        agreed.sign(by=cast["reviewer"])


def test_the_author_cannot_sign_and_the_database_knows_it(
    cast: Cast, agreed: Regulation6Response, give_role: Callable[..., None]
) -> None:
    give_role("dco", "executive_lead", "executive")
    cast["dco"].__dict__["roles"] = frozenset({"executive_lead"})  # as if no longer a DCO
    with pytest.raises(Refused, match="wrote part of this response"):
        agreed.sign(by=cast["dco"])
    with pytest.raises(IntegrityError, match="author_does_not_sign"):
        sql(
            "UPDATE tribunals_regulation6response SET signed_on = %s, signed_by_id = author_id WHERE id = %s",
            NOW, agreed.pk,
        )  # fmt: skip


def test_the_executive_lead_is_asked_and_signs(cast: Cast, signed: Regulation6Response) -> None:
    assert Message.objects.filter(to=cast["chief_nurse"].email, key__contains="sign").exists()
    assert (signed.signed_by, signed.signed_on) == (cast["chief_nurse"], NOW)
    assert signed.response_clock.team == cast.team["dcos"]
    assert signed.response_clock.is_running


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tribunals_answer SET steps = 'None' WHERE response_id = %s",
        "UPDATE tribunals_regulation6response SET status = 'draft' WHERE id = %s",
        "UPDATE tribunals_regulation6response SET signed_on = '2026-07-01' WHERE id = %s",
        "UPDATE tribunals_regulation6response SET author_id = NULL WHERE id = %s",
    ],
)
def test_nothing_changes_once_it_is_signed(cast: Cast, signed: Regulation6Response, statement: str) -> None:
    with pytest.raises(DatabaseError):
        sql(statement, signed.pk)


def test_nobody_changes_what_the_tribunal_wrote(cast: Cast, response: Regulation6Response) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        sql("UPDATE tribunals_recommendation SET text = 'x'")
    assert Recommendation.objects.count() == 2


def test_the_five_weeks_are_met_when_the_family_and_the_local_authority_both_have_it(
    cast: Cast, signed: Regulation6Response
) -> None:
    with pretend(date(2026, 8, 14)):
        signed.send(by=cast["dco"], to_family_on=date(2026, 8, 12), to_la_on=date(2026, 8, 14))
    assert signed.response_clock.met_on == date(2026, 8, 14)
    assert signed.response_clock.was_met_in_time


def test_the_local_authority_then_owes_a_copy_within_a_week(cast: Cast, signed: Regulation6Response) -> None:
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    assert (signed.copy_clock.started_on, signed.copy_clock.due_on) == (NOW, date(2026, 7, 26))
    assert signed.copy_clock.owing == cast.org["wiltshire"]
    with opened(cast["coordinator"].scope):
        sent = Regulation6Response.objects.visible_to(cast["coordinator"]).get(pk=signed.pk)
        sent.record_copy(by=cast["coordinator"], on=NOW)
    assert sent.copy_clock.met_on == NOW


def test_the_letter_is_kept_as_it_was_sent(cast: Cast, signed: Regulation6Response) -> None:
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    letter = Paper.objects.get(appeal=signed.appeal)
    assert (letter.about, letter.document.content_type) == ("letter", "application/pdf")
    with letter.document.file.open("rb") as kept:
        assert kept.read(5) == b"%PDF-"


def test_who_did_what_and_when_can_be_proved(cast: Cast, signed: Regulation6Response) -> None:
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    lines = [(line.verb, line.actor) for line in signed.history.order_by("history_id")]
    assert lines == [
        ("open", "Ruth Okonjo"),
        ("take_up", "Ruth Okonjo"),
        ("send_to_review", "Ruth Okonjo"),
        ("note_agreement", "Grace Pemberton"),
        ("sign", "Caroline Adeyemi"),
        ("send", "Ruth Okonjo"),
    ]


def sees(cast: Cast, person: str, response: Regulation6Response) -> bool:
    with opened(cast[person].scope):
        return Regulation6Response.objects.visible_to(cast[person]).filter(pk=response.pk).exists()


def test_each_sees_the_response_when_it_is_theirs(cast: Cast, response: Regulation6Response) -> None:
    def seen_by() -> set[str]:
        people = (
            "dco",
            "reviewer",
            "reviewer_2",
            "chief_nurse",
            "coordinator",
            "adviser",
            "board_member",
            "stranger",
        )
        return {person for person in people if sees(cast, person, response)}

    assert seen_by() == {"dco"}
    write_answers(cast, response)
    fresh(response.appeal).send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer_2"]])
    assert seen_by() == {"dco", "reviewer", "reviewer_2"}
    for key in ("reviewer", "reviewer_2"):
        review_of(response, cast[key]).agree(by=cast[key])
    assert seen_by() == {"dco", "reviewer", "reviewer_2", "chief_nurse"}
    fresh(response.appeal).sign(by=cast["chief_nurse"])
    fresh(response.appeal).send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    assert seen_by() == {"dco", "reviewer", "reviewer_2", "chief_nurse", "coordinator"}


def test_a_clinician_of_the_group_who_was_not_named_sees_nothing(
    cast: Cast, in_review: Regulation6Response, give_role: Callable[..., None]
) -> None:
    give_role("adviser_2", "reviewing_clinician", "core_group")
    assert not sees(cast, "adviser_2", in_review)


def test_a_reviewer_sees_the_response_and_not_the_childs_file(cast: Cast, in_review: Regulation6Response) -> None:
    paper = add_paper(cast, in_review.appeal)
    with recorded_document(cast, in_review.child) as other, opened(cast["reviewer"].scope):
        assert set(Document.objects.all()) == {paper.document}, "the wall"
        assert set(Paper.objects.visible_to(cast["reviewer"]).documents()) == {paper.document}
        assert not Document.objects.filter(pk=other.pk).exists()
        assert not Child.objects.whole_file_of(cast["reviewer"]).exists()
        assert not Appeal.objects.visible_to(cast["reviewer"]).exists()


def test_the_local_authority_sees_the_letter_and_no_other_paper(cast: Cast, signed: Regulation6Response) -> None:
    paper = add_paper(cast, signed.appeal)
    signed.send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
    coordinator = cast["coordinator"]
    with opened(coordinator.scope):
        assert [p.about for p in Paper.objects.visible_to(coordinator)] == ["letter"]
        assert not Document.objects.filter(pk=paper.document_id).exists(), "the wall"


def test_the_whole_way_can_be_walked_inside_the_walls(cast: Cast, response: Regulation6Response) -> None:
    """Each person with nothing but their own scope."""
    with opened(cast["dco"].scope):
        write_answers(cast, response)
        fresh(response.appeal).send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer_2"]])
    for key in ("reviewer", "reviewer_2"):
        with opened(cast[key].scope):
            Review.objects.visible_to(cast[key]).get(response=response).agree(by=cast[key])
    with opened(cast["chief_nurse"].scope):
        Regulation6Response.objects.visible_to(cast["chief_nurse"]).get(pk=response.pk).sign(by=cast["chief_nurse"])
    with opened(cast["dco"].scope):
        fresh(response.appeal).send(by=cast["dco"], to_family_on=NOW, to_la_on=NOW)
        assert fresh(response.appeal).status == "sent"


def test_what_waits_for_a_person_is_theirs_to_review_or_to_sign(cast: Cast, in_review: Regulation6Response) -> None:
    waiting = Regulation6Response.objects.waiting_for
    assert set(waiting(cast["reviewer"])) == {in_review}
    review_of(in_review, cast["reviewer"]).agree(by=cast["reviewer"])
    assert not waiting(cast["reviewer"]).exists()
    review_of(in_review, cast["reviewer_2"]).agree(by=cast["reviewer_2"])
    assert set(waiting(cast["chief_nurse"])) == {in_review}
