"""An extended appeal, up to two recommendations on health."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership
from accounts.roles import System
from core.history import recorded
from core.today import pretend
from people.models import Child, Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tribunals.models import Answer, Appeal, Paper, Regulation6Response

REGISTERED, MADE, ARRIVED, NOW = date(2026, 3, 2), date(2026, 7, 13), date(2026, 7, 15), date(2026, 7, 20)
REASONS = "The clinic that the recommendation names closed in May, and no other service in the area may prescribe."


@pytest.fixture(autouse=True)
def _in_july() -> Any:
    with pretend(NOW):
        yield


def log(cast: Cast, **facts: Any) -> Appeal:
    child = facts.pop("child", None) or make_child(cast, on=date(2026, 1, 5))
    facts = {
        "kind": "extended",
        "reference": "EH865/26/00017",
        "registered_on": REGISTERED,
        "sent_to_la_on": REGISTERED,
        "logged_on": REGISTERED,
        "wording_at_lodgement": "agreed",
    } | facts
    appeal = Appeal.log(by=cast["dco"], child=child, **facts)
    return Appeal.objects.get(pk=appeal.pk)


@pytest.fixture
def appeal(cast: Cast) -> Appeal:
    return log(cast)


@pytest.fixture
def response(cast: Cast, appeal: Appeal) -> Regulation6Response:
    appeal.record_order(
        by=cast["dco"],
        made_on=MADE,
        arrived_on=ARRIVED,
        recommendations=["A specialist nurse reviews the care plan.", "Botulinum toxin is offered at the clinic."],
    )
    return fresh(appeal)


def fresh(appeal: Appeal) -> Regulation6Response:
    return Regulation6Response.objects.get(appeal=appeal)


def write_answers(cast: Cast, response: Regulation6Response, by: str = "dco") -> None:
    first, second = response.answers_in_order()
    first.write(by=cast[by], decision="agree", steps="A nurse reviews it with the school.", by_when=date(2026, 9, 30))
    second.write(by=cast[by], decision="not_agree", reasons=REASONS)


@pytest.fixture
def in_review(cast: Cast, response: Regulation6Response) -> Regulation6Response:
    write_answers(cast, response)
    response = Regulation6Response.objects.get(pk=response.pk)
    response.send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer_2"]])
    return response


def review_of(response: Regulation6Response, person: Any) -> Any:
    return Regulation6Response.objects.get(pk=response.pk).current_reviews.get(reviewer=person)


@pytest.fixture
def agreed(cast: Cast, in_review: Regulation6Response) -> Regulation6Response:
    for key in ("reviewer", "reviewer_2"):
        review_of(in_review, cast[key]).agree(by=cast[key])
    return Regulation6Response.objects.get(pk=in_review.pk)


@pytest.fixture
def signed(cast: Cast, agreed: Regulation6Response) -> Regulation6Response:
    agreed.sign(by=cast["chief_nurse"])
    return Regulation6Response.objects.get(pk=agreed.pk)


@pytest.fixture
def give_role(cast: Cast) -> Callable[..., None]:
    """One more role for somebody, as a person may hold several."""

    def give(person: str, role: str, team: str) -> None:
        user, place = cast[person], cast.team[team]
        with recorded(verb="give_role", by=System("test")):
            Membership.objects.create(
                user=user, organisation=place.organisation, team=place, role=role, starts_on=date(2026, 1, 1)
            )
        for cached in ("current_memberships", "roles", "organisation", "scope"):
            user.__dict__.pop(cached, None)

    return give


def first_answer(response: Regulation6Response) -> Answer:
    return response.answers_in_order()[0]


def a_pdf(name: str = "report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n%made up\n", "application/pdf")


def add_paper(cast: Cast, appeal: Appeal) -> Paper:
    return Paper.add(by=cast["dco"], appeal=appeal, about="report", title="Neurology report", file=a_pdf())


@contextmanager
def recorded_document(cast: Cast, child: Child) -> Iterator[Document]:
    """Another paper of the child, which is no part of the appeal."""
    facts = {"owner": cast.org["wiltshire"], "kind": "other", "title": "School report", "file": a_pdf("school.pdf")}
    yield Document.add(by=cast["coordinator"], child=child, **facts)
