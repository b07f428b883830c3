"""Registering, changing and finding children through the pages, as the people who do."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Relation
from accounts.roles import System
from core.history import recorded
from core.today import today
from people.models import AccessLog, Child, Contact, Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child, nhs_number

REGISTER = "/people/children/register/"


def details(**facts: Any) -> dict[str, Any]:
    """A child as a coordinator types it."""
    return {
        "given_name": "Isla",
        "family_name": "Quillfeather",
        "date_of_birth": "2018-05-04",
        "nhs_number": "",
        "pronouns": "she",
        "school": "Fernhollow Primary School",
    } | facts


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


def test_a_coordinator_registers_a_child_in_her_own_local_authority_and_its_icb(
    cast: Cast, coordinator: Client
) -> None:
    answer = coordinator.post(REGISTER, details(nhs_number="999 000 0018", looked_after="on", interpreter="Polish"))
    child = Child.objects.get()
    assert answer["Location"] == child.get_absolute_url()
    assert (child.local_authority, child.icb) == (cast.org["wiltshire"], cast.org["icb"])
    assert (child.nhs_number, child.looked_after, child.interpreter) == ("9990000018", True, "Polish")
    assert child.history.get().actor == "Jo Bramley"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"given_name": " "}, "Enter the given name"),
        ({"date_of_birth": "2018-02-30"}, "must be a real date"),
        ({"date_of_birth": "2090-01-01"}, "must be today or in the past"),
        ({"date_of_birth": "1990-01-01"}, "plans end at 25"),
        ({"nhs_number": "999 000 0019"}, "not a real NHS number"),
        ({"nhs_number": "12345"}, "has 10 digits"),
        ({"pronouns": ""}, "Choose an answer"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    coordinator: Client, wrong: dict[str, str], said: str
) -> None:
    answer = coordinator.post(REGISTER, details(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "nhsuk-error-message" in page
    assert "Quillfeather" in page
    assert not Child.objects.exists()


def test_somebody_who_is_already_26_is_refused_and_somebody_of_25_warned_about(coordinator: Client) -> None:
    now = today()
    answer = coordinator.post(REGISTER, details(date_of_birth=date(now.year - 26, 1, 1).isoformat()))
    assert answer.status_code == 422
    answer = coordinator.post(REGISTER, details(date_of_birth=date(now.year - 25, 1, 1).isoformat()))
    assert any("is 25" in str(message) for message in get_messages(answer.wsgi_request))
    assert Child.objects.count() == 1


def test_a_double_click_registers_one_child(coordinator: Client) -> None:
    form = details(submission="0d1f1c7e-39d4-4a43-9a51-0d6a0d6b8a11")
    first, second = coordinator.post(REGISTER, form), coordinator.post(REGISTER, form)
    assert first["Location"] == second["Location"]
    assert Child.objects.count() == 1


def test_a_number_of_a_child_one_may_see_is_answered_with_a_link(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    answer = coordinator.post(REGISTER, details(nhs_number=child.nhs_number))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert child.get_absolute_url() in page
    assert child.name in page


def test_a_number_of_a_child_one_may_not_see_gives_nothing_else_away(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast, la="swindon", family_name="Hidden", school="Secret School")
    answer = coordinator.post(REGISTER, details(nhs_number=child.nhs_number))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "belongs to a child who is already registered" in page
    assert not {"Hidden", "Secret School", "Swindon", child.get_absolute_url()} & set(page.split())
    assert "Hidden" not in page
    assert child.get_absolute_url() not in page


def test_the_same_number_may_be_used_in_another_icb(cast: Cast, coordinator: Client) -> None:
    other = make_child(cast, la="other_la")
    assert coordinator.post(REGISTER, details(nhs_number=other.nhs_number)).status_code == 302


def test_a_likely_double_asks_for_confirmation(cast: Cast, coordinator: Client) -> None:
    child = make_child(
        cast, given_name="Isla", family_name="Quillfeather", date_of_birth=date(2018, 5, 4), nhs_number=""
    )
    answer = coordinator.post(REGISTER, details(given_name="isla"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert child.get_absolute_url() in page
    assert "This is a different child" in page
    assert coordinator.post(REGISTER, details(different_child="on")).status_code == 302


def test_a_double_in_another_local_authority_is_not_even_hinted_at(cast: Cast, coordinator: Client) -> None:
    make_child(cast, la="swindon", given_name="Isla", family_name="Quillfeather", date_of_birth=date(2018, 5, 4))
    assert coordinator.post(REGISTER, details()).status_code == 302


def test_details_are_changed_from_what_they_are(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast, school="Old School")
    address = f"/people/children/{child.pk}/change-details/"
    page = coordinator.get(address).content.decode()
    assert "Old School" in page
    form = details(nhs_number=child.nhs_number, school="Kestrel Lane Academy", revision=child.revision)
    assert coordinator.post(address, form).status_code == 302
    child.refresh_from_db()
    assert child.school == "Kestrel Lane Academy"


def test_the_second_of_two_people_is_told_what_changed_and_keeps_their_text(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    seen = child.revision
    child.change_details(by=cast["la_manager"], school="Saltersbrook School")
    form = details(nhs_number=child.nhs_number, school="Mine", revision=seen)
    answer = coordinator.post(f"/people/children/{child.pk}/change-details/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Helen Sturrock" in page
    assert 'value="Mine"' in page
    child.refresh_from_db()
    assert child.school == "Saltersbrook School"


def test_a_person_around_the_child_is_added_and_put_right(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    form = {"name": "Ann Quillfeather", "relationship": "mother", "parental_responsibility": "on"}
    wrong = coordinator.post(f"/people/children/{child.pk}/people/add/", form | {"email": "nobody", "telephone": "x"})
    assert wrong.status_code == 422
    assert "like name@example.org" in wrong.content.decode()
    assert "A telephone number has digits" in wrong.content.decode()
    assert not Contact.objects.exists()
    assert coordinator.post(f"/people/children/{child.pk}/people/add/", form).status_code == 302
    contact = Contact.objects.get()
    address = f"/people/people/{contact.pk}/change/"
    assert "Ann Quillfeather" in coordinator.get(address).content.decode()
    assert coordinator.post(address, form | {"relationship": "aunt", "revision": 0}).status_code == 302
    contact.refresh_from_db()
    assert contact.relationship == "aunt"


@pytest.mark.parametrize(
    "words",
    ["Marchbank", "rowan marchbank", "999 000 0018", "9990000018", "{reference}", "{reference_number}"],
)
def test_one_box_finds_by_name_number_and_reference(cast: Cast, coordinator: Client, words: str) -> None:
    child = make_child(cast, given_name="Rowan", family_name="Marchbank", nhs_number="9990000018")
    make_child(cast, given_name="Nell", family_name="Tidewell", nhs_number=nhs_number(7_777))
    find = words.format(reference=child.reference, reference_number=child.reference[1:])
    page = coordinator.get("/people/children/", {"find": find}).content.decode()
    assert "Rowan Marchbank" in page
    assert "Tidewell" not in page


def test_finding_shows_only_children_whose_file_one_may_open(cast: Cast, client: Client) -> None:
    make_child(cast, la="swindon", family_name="Farsley")
    for person in ("coordinator", "spa", "adviser", "stranger", "reviewer"):
        client.force_login(cast[person])
        page = client.get("/people/children/", {"find": "Farsley"})
        assert page.status_code == 200
        assert "aged" not in page.content.decode()


@pytest.mark.parametrize("person", ["board_member", "administrator"])
def test_who_sees_no_child_is_refused(cast: Cast, client: Client, person: str) -> None:
    child = make_child(cast)
    client.force_login(cast[person])
    assert client.get("/people/children/").status_code == 403
    assert client.get(REGISTER).status_code == 403
    for path in ("change-details/", "people/add/", "documents/add/"):
        assert client.get(f"/people/children/{child.pk}/{path}").status_code == 404
    assert client.get(f"/people/children/{child.pk}/access-log/").status_code == 403


@pytest.mark.parametrize("person", ["stranger", "swindon_coordinator", "other_coordinator", "spa", "adviser"])
def test_strangers_get_404_on_every_address_of_a_child(cast: Cast, client: Client, person: str) -> None:
    child = make_child(cast)
    document = a_document(cast, child)
    contact = a_contact(cast, child)
    client.force_login(cast[person])
    for path in ("change-details/", "people/add/", "documents/add/", "access-log/"):
        assert client.get(f"/people/children/{child.pk}/{path}").status_code == 404
    assert client.get(f"/people/documents/{document.pk}/").status_code == 404
    assert client.get(f"/people/people/{contact.pk}/change/").status_code == 404


def test_the_list_makes_the_same_queries_for_2_children_and_for_20(
    cast: Cast, coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        make_child(cast)
    coordinator.get("/people/children/")
    with django_assert_num_queries(100, exact=False) as few:
        coordinator.get("/people/children/")
    for _ in range(18):
        make_child(cast)
    with django_assert_num_queries(len(few)):
        coordinator.get("/people/children/")


def test_long_lists_come_in_pages(cast: Cast, coordinator: Client) -> None:
    for _ in range(26):
        make_child(cast, family_name="Penhallow")
    first = coordinator.get("/people/children/", {"find": "Penhallow"})
    assert len(first.context_data["records"]) == 25
    assert len(coordinator.get("/people/children/", {"find": "Penhallow", "page": 2}).context_data["records"]) == 1


# Documents

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name: str = "report.pdf", content: bytes = PDF_BYTES) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def a_document(cast: Cast, child: Child) -> Document:
    return Document.add(
        by=cast["coordinator"],
        child=child,
        owner=cast.org["wiltshire"],
        kind="other",
        title="School report: July/2026",
        file=pdf(),
    )


def a_contact(cast: Cast, child: Child) -> Contact:
    return Contact.add(by=cast["coordinator"], child=child, name="Ann Example", relationship="mother")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_document_is_added_and_comes_back_byte_for_byte(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    form = {"kind": "other", "title": "School report", "file": pdf()}
    assert coordinator.post(f"/people/children/{child.pk}/documents/add/", form).status_code == 302
    document = Document.objects.get()
    assert document.owner == cast.org["wiltshire"]
    assert re.fullmatch(r"documents/[0-9a-f]{32}\.pdf", document.file.name), "nothing of the title, and not to guess"
    assert coordinator.get(f"/media/{document.file.name}").status_code == 404
    assert coordinator.get(f"/static/{document.file.name}").status_code == 404
    answer = coordinator.get(document.download_url)
    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer["Content-Disposition"] == 'attachment; filename="School report.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert AccessLog.objects.filter(child_id=child.pk, what=f"document {document.pk}: School report").exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (pdf(content=b""), "empty"),
        (pdf(content=b"MZ not a pdf"), "We could not read"),
        (SimpleUploadedFile("notes.txt", b"Some words"), "We could not read"),
        (None, "Choose a file"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_and_the_title_kept(
    cast: Cast, coordinator: Client, file: Any, said: str
) -> None:
    child = make_child(cast)
    form = {"kind": "other", "title": "School report"} | ({"file": file} if file else {})
    answer = coordinator.post(f"/people/children/{child.pk}/documents/add/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "School report" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_document_whose_bytes_have_changed_is_not_given(cast: Cast, coordinator: Client) -> None:
    document = a_document(cast, make_child(cast))
    with open(document.file.path, "ab") as file:
        file.write(b"tampered")
    answer = coordinator.get(document.download_url)
    assert answer.status_code == 500
    assert "could not give you this document" in answer.content.decode()


def test_the_title_becomes_a_file_name_without_anything_that_leads_elsewhere(cast: Cast) -> None:
    assert a_document(cast, make_child(cast)).download_name == "School report July 2026.pdf"


# Who looked


def test_the_dco_sees_who_looked_and_at_what(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    coordinator.get(f"/people/children/{child.pk}/change-details/")
    assert coordinator.get(f"/people/children/{child.pk}/access-log/").status_code == 403
    coordinator.force_login(cast["dco"])
    page = coordinator.get(f"/people/children/{child.pk}/access-log/").content.decode()
    assert "Jo Bramley" in page
    assert "(refused)" in page


def test_the_log_makes_the_same_queries_for_2_lines_and_for_20(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    child = make_child(cast)
    client.force_login(cast["dco"])
    address = f"/people/children/{child.pk}/access-log/"
    for _ in range(2):
        client.get(address)
    with django_assert_num_queries(100, exact=False) as few:
        client.get(address)
    for _ in range(18):
        AccessLog.add(user=cast["coordinator"], child_id=child.pk, what="case", path="/", outcome=200)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_child_cannot_take_the_number_of_another_by_a_change(cast: Cast, coordinator: Client) -> None:
    child, other = make_child(cast), make_child(cast, la="swindon")
    form = details(nhs_number=other.nhs_number, revision=0)
    answer = coordinator.post(f"/people/children/{child.pk}/change-details/", form)
    assert answer.status_code == 422
    assert "belongs to a child who is already registered" in answer.content.decode()


def test_an_authority_of_two_boards_chooses_one(cast: Cast, coordinator: Client) -> None:
    with recorded(verb="set_up", by=System("test")):
        Relation.objects.create(
            icb=cast.org["other_icb"], organisation=cast.org["wiltshire"], in_force_from=date(2024, 4, 1)
        )
    assert coordinator.post(REGISTER, details()).status_code == 422
    assert coordinator.post(REGISTER, details(icb_choice=cast.org["other_icb"].pk)).status_code == 302
    assert Child.objects.get().icb == cast.org["other_icb"]


def test_a_character_that_cannot_be_seen_is_refused_beside_its_field(coordinator: Client) -> None:
    answer = coordinator.post(REGISTER, details(family_name="Quill\x0bfeather"))
    assert answer.status_code == 422
    assert "This has a character that cannot be seen, after “Quill”" in answer.content.decode()
    assert not Child.objects.exists()


def test_lines_and_tabs_are_part_of_a_text_and_of_no_name(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    address = f"/people/children/{child.pk}/people/add/"
    person = {"name": "Ann Reed", "relationship": "mother", "address": "1 High\tStreet\r\nTrowbridge"}
    assert coordinator.post(address, person | {"name": "Ann\tReed"}).status_code == 422
    assert coordinator.post(address, person | {"address": "1 High\x0cStreet"}).status_code == 422
    assert coordinator.post(address, person).status_code == 302
