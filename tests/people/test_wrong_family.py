"""Whose papers are these? The search for another family's name and number, and the second person who decides."""

import string
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import System
from core import fields
from core.history import recorded
from core.saving import keep
from core.scope import Scope, opened
from core.workflow import Refused
from people import wrong_family
from people.models import AccessLog, Child, Contact, Document, ListLog
from people.wrong_family import MANY_NUMBERS, STOPPED_A_DAY, findings_in, names_in, numbers_in, words_of
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child, nhs_number
from tests.papers import paragraph, pdf_bytes, sent, word_bytes

GAPS = st.sampled_from(["", " ", "  ", "-", "\u2013", "\u00a0", "\n", " \n ", ".", "\t"])


@given(
    st.integers(0, 9999),
    st.lists(GAPS, min_size=9, max_size=9),
    st.sampled_from(["", "NHS no: ", "a", "12 ", "Tel 01632 960001, ", "\n"]),
    st.sampled_from(["", ".", " and", " 12", "\n2018"]),
)
def test_an_nhs_number_is_found_in_any_spacing(which: int, gaps: list[str], before: str, after: str) -> None:
    number = nhs_number(which)
    spaced = number[0] + "".join(gap + digit for gap, digit in zip(gaps, number[1:], strict=True))
    assert number in numbers_in(before + spaced + after)


@given(st.text(alphabet=f"{string.digits} -./\nabc", max_size=80))
def test_only_real_numbers_of_ten_digits_are_found(text: str) -> None:
    digits = "".join(letter for letter in text if letter.isdigit())
    for number in numbers_in(text):
        assert number in digits
        weighed = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
        assert (11 - weighed % 11) % 11 == int(number[9])


@given(st.integers(0, 9999), st.integers(0, 9))
def test_ten_digits_inside_a_longer_number_are_not_one(which: int, digit: int) -> None:
    assert not numbers_in(f"Invoice {digit}{nhs_number(which)}")
    assert not numbers_in(f"Invoice {nhs_number(which)}{digit}")


@given(st.sampled_from(["Zoë", "ZOE", "zoe", "Zoe\u0308"]), st.sampled_from(["O’Niall", "O'NIALL", "Oniall"]))
def test_names_are_found_whatever_their_accents_case_and_apostrophes(given_name: str, family: str) -> None:
    for text in (f"saw {given_name} {family}’s mother", f"{family}, {given_name}", f"{given_name}\n{family}."):
        assert {"zoe oniall", "oniall zoe"} & names_in(words_of(text))


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def isla(cast: Cast) -> Child:
    return make_child(cast, given_name="Isla Mary", family_name="Quill-Feather")


@pytest.fixture
def other(cast: Cast) -> Child:
    """Of the same board, and of an authority whose children nobody here sees."""
    return make_child(cast, la="swindon", given_name="Zoë", family_name="van Marten", date_of_birth=date(2015, 3, 4))


def found(text: str, child: Child) -> set[str]:
    return set(findings_in(text, child))


OWN = "Report about Isla Mary Quill-Feather. "


@pytest.mark.parametrize(
    "text",
    [
        "Isla Mary Quill-Feather was seen",
        "QUILL FEATHER, Isla Mary: seen at home",
        "Quill‑Feather Isla  Mary",
        "isla mary\nquill-feather’s mother",
        "Isla Mary Rose Quill-Feather",
    ],
)
def test_a_file_that_names_this_child_alone_is_let_through(isla: Child, other: Child, text: str) -> None:
    assert found(text, isla) == set()


def test_this_childs_number_is_enough(isla: Child) -> None:
    number = isla.nhs_number
    assert found(f"NHS number {number[:3]} {number[3:6]} {number[6:]}", isla) == set()


@pytest.mark.parametrize("text", ["Thank you for your letter.", "Isla was seen at school.", "999 000 0000"])
def test_a_file_that_says_nothing_of_this_child_is_stopped(isla: Child, text: str) -> None:
    assert found(text, isla) == {"absent"}


@pytest.mark.parametrize(
    "name",
    ["Zoë van Marten", "VAN MARTEN, ZOE", "zoe van\nmarten", "Zoe Van-Marten’s", "van Marten Zoe\u0308"],
)
def test_the_name_of_another_child_is_found_either_way_round(isla: Child, other: Child, name: str) -> None:
    assert found(f"{OWN}Seen with {name} today.", isla) == {"name"}


@pytest.mark.parametrize("name", ["Zoë Marten", "Zoëy van Marten", "Zoë van Martens", "Marten van Zoë"])
def test_what_is_nearly_a_name_is_none(isla: Child, other: Child, name: str) -> None:
    assert found(f"{OWN}Seen with {name} today.", isla) == set()


def test_a_middle_name_hides_nobody(isla: Child, cast: Cast) -> None:
    make_child(cast, la="swindon", given_name="Tom", family_name="Larkin")
    assert found(f"{OWN}Tom Edward Larkin", isla) == {"name"}


def test_the_number_of_another_child_is_found(isla: Child, other: Child) -> None:
    assert found(f"{OWN}NHS {other.nhs_number[:3]}-{other.nhs_number[3:6]}-{other.nhs_number[6:]}", isla) == {
        "number"
    }


def test_a_namesake_stops_no_paper_of_this_child(isla: Child, cast: Cast) -> None:
    make_child(cast, la="swindon", given_name="Isla Mary", family_name="Quill-Feather")
    assert found(OWN, isla) == set()


def test_part_of_this_childs_own_name_is_no_other_child(isla: Child, cast: Cast) -> None:
    make_child(cast, la="swindon", given_name="Mary", family_name="Quill")
    assert found(OWN, isla) == set()
    assert found(f"{OWN}Mary Quill", isla) == {"name"}


def test_a_parent_with_the_name_of_another_child_is_a_parent(isla: Child, other: Child, cast: Cast) -> None:
    facts = {"name": "Zoe van Marten", "relationship": "mother"}
    Contact.add(by=cast["coordinator"], child=isla, parental_responsibility=True, **facts)
    assert found(f"{OWN}Her mother, Zoë van Marten, agrees.", isla) == set()


def test_children_of_another_board_and_grown_ones_are_not_looked_for(isla: Child, cast: Cast) -> None:
    make_child(cast, la="other_la", given_name="Tom", family_name="Larkin")
    assert found(f"{OWN}Tom Larkin", isla) == set()


def test_nobody_can_ask_about_a_child_they_have_nothing_to_do_with(isla: Child, cast: Cast) -> None:
    with opened(Scope.of([cast.org["swindon"].pk])), pytest.raises(PermissionDenied):
        findings_in("Isla Mary Quill-Feather", isla)


def number_of_lines_with(cast: Cast, child: Child, user: Any) -> int:
    with opened(Scope.of(organisation.pk for organisation in cast.org.values())):
        return ListLog.objects.filter(children__contains=[child.pk], user=user).count()


@pytest.mark.parametrize("by", ["name", "number"])
def test_whose_file_hit_a_child_is_noted_with_that_child(isla: Child, other: Child, cast: Cast, by: str) -> None:
    third = make_child(cast, la="swindon", given_name="Tom", family_name="Larkin")
    said = f"{other.given_name} {other.family_name}" if by == "name" else other.nhs_number
    with opened(cast["coordinator"].scope):
        assert findings_in(f"{OWN}{said}", isla, by=cast["coordinator"]) == [by]
    assert number_of_lines_with(cast, other, cast["coordinator"]) == 1
    assert number_of_lines_with(cast, third, cast["coordinator"]) == 0
    assert number_of_lines_with(cast, isla, cast["coordinator"]) == 0


def test_a_file_that_hits_nobody_is_not_noted(isla: Child, other: Child, cast: Cast) -> None:
    assert findings_in(OWN, isla, by=cast["coordinator"]) == []
    assert not ListLog.objects.filter(user=cast["coordinator"]).exists()


def test_of_a_list_of_numbers_nothing_is_asked(isla: Child, other: Child, cast: Cast) -> None:
    few = " ".join([isla.nhs_number, *(nhs_number(9000 + each) for each in range(MANY_NUMBERS - 1))])
    assert found(f"{OWN}{few} {other.nhs_number}", isla) == {"number"}
    assert found(f"{OWN}{few} {nhs_number(9500)} {other.nhs_number}", isla) == {"many"}
    assert found(f"{OWN}{few} {nhs_number(9500)} {nhs_number(9501)}", isla) == {"many"}, "the same if none is known"


def test_who_may_run_the_search_without_its_rights_finds_nobody(isla: Child, other: Child, cast: Cast) -> None:
    with opened(cast["coordinator"].scope), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM app_others_named(%s, %s, '{}')", [isla.pk, [other.nhs_number]])
        assert cursor.fetchone() == (0,)


# Through the pages


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


def downloaded(client: Client, address: str) -> bytes | int:
    """The file, or the answer's status where there is none."""
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.status_code == 200 else answer.status_code


def add(client: Client, child: Child, content: bytes, **facts: Any) -> Any:
    form = {"kind": "other", "title": "School report", "file": sent(content)} | facts
    return client.post(f"/people/children/{child.pk}/documents/add/", form)


def of_both(child: Child, other: Child) -> bytes:
    return pdf_bytes(f"{child.name} and {other.given_name} {other.family_name}")


def test_a_file_that_names_another_child_is_refused_beside_its_field_with_a_way_on(
    coordinator: Client, isla: Child, other: Child
) -> None:
    answer = add(coordinator, isla, of_both(isla, other))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It has the name of another child. This may be a brother, a sister or a namesake" in page
    assert "This is the right file: have a colleague check it" in page
    assert "Marten" not in page
    assert not Document.objects.exists()
    assert AccessLog.objects.filter(child_id=isla.pk, what__startswith="document stopped", outcome=422).exists()


def hold(client: Client, child: Child, other: Child) -> Document:
    assert add(client, child, of_both(child, other), hold="on").status_code == 302
    return Document.objects.get()


def test_a_held_file_is_its_own_organisations_until_a_colleague_releases_it(
    coordinator: Client, cast: Cast, isla: Child, other: Child
) -> None:
    document = hold(coordinator, isla, other)
    assert (document.status, document.findings, document.checker) == ("held", ["name"], cast.org["wiltshire"])
    assert document in Document.objects.visible_to(cast["la_manager"])
    assert document not in Document.objects.visible_to(cast["dco"])
    with opened(cast["dco"].scope):
        assert not Document.objects.filter(pk=document.pk).exists(), "the wall"
        assert not Document.history.filter(id=document.pk).exists(), "the history's wall"
    coordinator.force_login(cast["dco"])
    for address in (document.get_absolute_url(), document.download_url):
        assert coordinator.get(address).status_code == 404

    with pytest.raises(Refused, match="A second person"):
        document.release(by=cast["coordinator"], reason="I am sure")
    assert "School report" not in coordinator.get("/people/documents/held/").content.decode()
    coordinator.force_login(cast["la_manager"])
    assert "School report" in coordinator.get("/people/documents/held/").content.decode()
    assert "brother, a sister" in coordinator.get(document.get_absolute_url()).content.decode()
    answer = coordinator.post(f"/people/documents/{document.pk}/release/", {"reason": "Her sister, and they agree"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert (document.status, document.released_by) == ("kept", cast["la_manager"])
    assert document in Document.objects.visible_to(cast["dco"])
    assert [line.verb for line in document.history.order_by("history_id")] == ["hold", "release"]


def test_the_database_takes_no_release_by_the_uploader(
    coordinator: Client, cast: Cast, isla: Child, other: Child
) -> None:
    document = hold(coordinator, isla, other)
    document.status, document.reason = "kept", "By myself"
    document.released_on, document.released_by = date(2026, 1, 5), cast["coordinator"]
    with recorded(verb="release", by=System("test")), pytest.raises(ValidationError, match="second_person"):
        keep(document)


def test_who_has_no_colleague_is_helped_by_the_board(
    coordinator: Client, cast: Cast, isla: Child, other: Child
) -> None:
    with recorded(verb="end", by=System("test")):
        for member in cast["la_manager"].memberships.all():
            member.ends_on = member.starts_on
            member.save()
    document = hold(coordinator, isla, other)
    assert document.checker == cast.org["icb"]
    assert document in Document.objects.visible_to(cast["dco"])
    with opened(cast["dco"].scope):
        assert Document.objects.filter(pk=document.pk).exists(), "the wall"
    document.release(by=cast["dco"], reason="Her sister")
    assert document.status == "kept"


def test_so_many_stopped_files_a_day_are_enough(coordinator: Client, isla: Child, other: Child) -> None:
    for _ in range(STOPPED_A_DAY):
        assert "name of another child" in add(coordinator, isla, of_both(isla, other)).content.decode()
    page = add(coordinator, isla, pdf_bytes(isla.name)).content.decode()
    assert "Twenty times today a file of yours was stopped" in page
    assert not Document.objects.exists()


@pytest.mark.usefixtures("other")
def test_a_file_too_many_is_refused_before_it_is_read(
    coordinator: Client, isla: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong_family, "FILES_AN_HOUR", 1)
    assert add(coordinator, isla, pdf_bytes(isla.name)).status_code == 302, "counted once"
    monkeypatch.setattr(fields, "read", lambda sent: pytest.fail("it was read"))
    answer = add(coordinator, isla, pdf_bytes(isla.name))
    assert answer.status_code == 422
    assert "You have added very many files in one hour" in answer.content.decode()
    document = Document.objects.get()
    form = {"file": sent(pdf_bytes(isla.name)), "reason": "Newer"}
    assert coordinator.post(f"/people/documents/{document.pk}/replace/", form).status_code == 422


def test_a_list_of_numbers_needs_a_second_person(coordinator: Client, isla: Child) -> None:
    numbers = " ".join(nhs_number(9000 + each) for each in range(MANY_NUMBERS + 1))
    content = pdf_bytes(f"{isla.name} {numbers}")
    page = add(coordinator, isla, content).content.decode()
    assert "It holds many NHS numbers that are not this child’s" in page
    assert add(coordinator, isla, content, hold="on").status_code == 302
    assert Document.objects.get().status == "held"


def test_a_file_without_text_is_taken_and_marked(coordinator: Client, isla: Child) -> None:
    assert add(coordinator, isla, pdf_bytes("")).status_code == 302
    document = Document.objects.get()
    assert document.unread.startswith("It has no text that can be searched")
    page = coordinator.get(document.get_absolute_url()).content.decode()
    assert "Could not be checked. It has no text" in page
    assert "Not scanned for viruses" in page


def test_a_word_document_is_looked_through_too(coordinator: Client, isla: Child, other: Child) -> None:
    content = word_bytes(document=paragraph(isla.name), header1=paragraph("NHS ", other.nhs_number))
    assert "NHS number of another child" in add(coordinator, isla, content).content.decode()


# Versions and withdrawal


def test_a_newer_version_takes_its_place_and_the_older_stays_readable(coordinator: Client, isla: Child) -> None:
    first, second = pdf_bytes(f"{isla.name} first"), pdf_bytes(f"{isla.name} second")
    add(coordinator, isla, first)
    document = Document.objects.get()
    address = f"/people/documents/{document.pk}/replace/"
    assert coordinator.post(address, {"file": sent(second), "reason": "A page was missing"}).status_code == 302
    document.refresh_from_db()
    assert document.version == 2
    page = coordinator.get(document.get_absolute_url()).content.decode()
    assert "A page was missing" in page
    versions = [f"/people/documents/{document.pk}/versions/{number}/" for number in (1, 2)]
    assert [downloaded(coordinator, each) for each in versions] == [first, second]
    assert downloaded(coordinator, document.download_url) == second
    assert coordinator.get(f"/people/documents/{document.pk}/versions/3/").status_code == 404


def test_an_older_version_about_another_child_can_be_hidden(coordinator: Client, cast: Cast, isla: Child) -> None:
    add(coordinator, isla, pdf_bytes(""))
    document = Document.objects.get()
    form = {"file": sent(pdf_bytes(isla.name)), "reason": "It was the wrong file", "hide_older": "on"}
    assert coordinator.post(f"/people/documents/{document.pk}/replace/", form).status_code == 302
    address = f"/people/documents/{document.pk}/versions/1/"
    assert downloaded(coordinator, address) == 404
    coordinator.force_login(cast["dco"])
    assert downloaded(coordinator, address) == pdf_bytes("")


def test_a_replacement_is_looked_through(coordinator: Client, isla: Child, other: Child) -> None:
    add(coordinator, isla, pdf_bytes(isla.name))
    document = Document.objects.get()
    form = {"file": sent(of_both(isla, other)), "reason": "Newer"}
    answer = coordinator.post(f"/people/documents/{document.pk}/replace/", form)
    assert answer.status_code == 422
    assert "have a colleague check it" in answer.content.decode()
    document.refresh_from_db()
    assert document.version == 1


def test_a_withdrawn_document_is_gone_for_all_but_those_who_look_after_mistakes(
    coordinator: Client, cast: Cast, isla: Child
) -> None:
    add(coordinator, isla, pdf_bytes(isla.name))
    document = Document.objects.get()
    answer = coordinator.post(f"/people/documents/{document.pk}/withdraw/", {"reason": "Added for the wrong child"})
    assert answer["Location"] == isla.get_absolute_url()
    for address in (document.get_absolute_url(), document.download_url):
        assert coordinator.get(address).status_code == 404
    assert "School report" not in coordinator.get(isla.get_absolute_url()).content.decode()
    for who in ("dco", "la_manager"):
        coordinator.force_login(cast[who])
        page = coordinator.get(document.get_absolute_url()).content.decode()
        assert "by Jo Bramley: Added for the wrong child" in page
        assert downloaded(coordinator, document.download_url) == pdf_bytes(isla.name)


def test_who_downloaded_it_is_shown_to_those_who_see_the_log(coordinator: Client, cast: Cast, isla: Child) -> None:
    add(coordinator, isla, pdf_bytes(isla.name))
    document = Document.objects.get()
    downloaded(coordinator, document.download_url)
    assert "Downloaded by" not in coordinator.get(document.get_absolute_url()).content.decode()
    coordinator.force_login(cast["dco"])
    page = coordinator.get(document.get_absolute_url()).content.decode()
    after = page[page.index("Downloaded by") :]
    assert "Jo Bramley" in after
    assert str(cast["dco"]) not in after
