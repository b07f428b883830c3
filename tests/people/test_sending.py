"""What went to a family: to whom, which version, how, with what proof; and what a mistake in that becomes."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from core.today import today
from core.workflow import Refused
from people.models import Child, Contact, Document, DocumentSent
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import days_ago
from tests.papers import pdf_bytes, sent

BY_POST = {"how": "post", "went_to": "1 High Street", "proof": "RM 1234 5678 9GB"}


@pytest.fixture
def child(cast: Cast) -> Child:
    return make_child(cast, on=days_ago(60))


@pytest.fixture
def paper(cast: Cast, child: Child) -> Document:
    file = sent(pdf_bytes(f"Plan of {child.name}"), "plan.pdf")
    return Document.add(
        by=cast["coordinator"], child=child, owner=cast.org["wiltshire"], kind="plan", title="Final plan", file=file
    )


def parent_of(cast: Cast, child: Child) -> Contact:
    return Contact.add(by=cast["coordinator"], child=child, name="Alex", relationship="mother")


def record(cast: Cast, paper: Document, contact: Contact, **facts: Any) -> DocumentSent:
    return DocumentSent.record(
        by=cast["coordinator"], document=paper, contact=contact, **({"on": today()} | BY_POST | facts)
    )


def test_it_keeps_which_version_went_to_whom_with_its_checksum(cast: Cast, paper: Document) -> None:
    sending = record(cast, paper, parent_of(cast, paper.child))
    newer = sent(pdf_bytes(f"Second plan of {paper.child.name}"), "plan.pdf")
    paper.replace(by=cast["coordinator"], file=newer, reason="Typed anew.")
    sending.refresh_from_db()
    assert (sending.version, sending.recipient) == (1, "Alex (mother)")
    assert sending.sha256 == paper.history.get(version=1).sha256 != paper.sha256


def test_another_childs_mother_is_no_recipient_in_the_database_either(cast: Cast, paper: Document) -> None:
    stranger = parent_of(cast, make_child(cast))
    with pytest.raises(ValidationError, match="another child’s case"):
        record(cast, paper, stranger)
    sending = record(cast, paper, parent_of(cast, paper.child))
    copy = DocumentSent.objects.values().get(pk=sending.pk) | {"id": None, "contact_id": stranger.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentSent.objects.bulk_create([DocumentSent(**copy)])


def test_a_record_is_never_changed_but_corrected_by_another_once(cast: Cast, paper: Document) -> None:
    sending = record(cast, paper, parent_of(cast, paper.child))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_documentsent SET proof = 'x' WHERE id = %s", [sending.pk])
    facts = BY_POST | {"proof": "RM 9", "contact": sending.contact, "on": today(), "reason": "A wrong reference."}
    right = DocumentSent.correct(by=cast["coordinator"], sending=sending, **facts)
    assert (right.corrects, sending.correction, right.sha256) == (sending, right, sending.sha256)
    with pytest.raises(Refused, match="recorded already"):
        DocumentSent.correct(by=cast["coordinator"], sending=sending, **facts)


def test_what_waits_or_was_withdrawn_is_not_recorded_as_sent(cast: Cast, paper: Document) -> None:
    paper.withdraw(by=cast["coordinator"], reason="The wrong child.")
    with pytest.raises(Refused, match="may not go out"):
        record(cast, paper, parent_of(cast, paper.child))


def test_it_stands_on_the_timeline_and_is_printed(client: Client, cast: Cast, paper: Document) -> None:
    contact = parent_of(cast, paper.child)
    client.force_login(cast["coordinator"])
    address = f"/people/documents/{paper.pk}/sent/record/"
    day = {"on": today().isoformat()}
    other_way = BY_POST | {"contact": contact.pk, "how": "other"} | day
    assert "Say in which way it went" in client.post(address, other_way).content.decode()
    client.post(address, other_way | {"how": "post"})
    sending = DocumentSent.objects.get()
    case = client.get(paper.child.get_absolute_url()).content.decode()
    assert "Sent to the family: Final plan, to Alex (mother)" in case
    assert "RM 1234 5678 9GB" in client.get(sending.get_absolute_url()).content.decode()
    proof = client.get(f"{sending.get_absolute_url()}proof.pdf")
    assert (proof.status_code, proof.content[:5]) == (200, b"%PDF-")
    for who, status in {"dco": 200, "spa": 404, "stranger": 404}.items():
        client.force_login(cast[who])
        assert client.get(sending.get_absolute_url()).status_code == status, who
