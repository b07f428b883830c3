"""What a machine can read of a file, and what it says it could not."""

import io
import time
import zipfile

import pytest

from core import reading
from core.fields import read
from core.reading import Reading, read_pdf, read_word
from tests.papers import paragraph, pdf_bytes, sent, word_bytes


def of_pdf(content: bytes) -> Reading:
    return read_pdf(io.BytesIO(content))


def of_word(content: bytes) -> Reading:
    return read_word(io.BytesIO(content))


def test_the_words_of_every_page_of_a_pdf_are_read() -> None:
    found = of_pdf(pdf_bytes("Speech and language", "Occupational therapy"))
    assert ("Speech and language" in found.text, "Occupational therapy" in found.text) == (True, True)
    assert found.problem == ""


def test_a_pdf_of_pictures_says_that_it_has_no_text() -> None:
    found = of_pdf(pdf_bytes("", ""))
    assert (found.text.strip(), found.problem) == ("", reading.NO_TEXT)


def test_a_pdf_with_one_scanned_page_says_which_and_the_others_are_read() -> None:
    found = of_pdf(pdf_bytes("Before", "", "After"))
    assert ("Before" in found.text, "After" in found.text) == (True, True)
    assert found.problem.startswith("Page 2 has no text")


@pytest.mark.parametrize("content", [b"%PDF-1.7 /Font and nothing else", pdf_bytes("Words")[:300] + b"/Font"])
def test_a_damaged_pdf_is_not_read_and_does_no_harm(content: bytes) -> None:
    assert of_pdf(content).problem


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.01)
    assert of_pdf(pdf_bytes("Words")).problem == reading.TOO_SLOW


def test_a_pdf_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST", 20)
    assert of_pdf(pdf_bytes("Some twenty characters and more", "More")).problem == reading.TOO_LONG


def test_a_word_document_is_read_wherever_words_stand_in_it() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('content control')}</w:sdtContent></w:sdt>"
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('text box')}</w:txbxContent></w:pict></w:r></w:p>"
    deleted = "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
    found = of_word(
        word_bytes(
            document=paragraph("split ", "in ", "runs") + control + box + deleted,
            header1=paragraph("header"),
            footer2=paragraph("footer"),
            footnotes=paragraph("footnote"),
            comments=paragraph("comment"),
        )
    )
    for words in (
        "split in runs",
        "content control",
        "text box",
        "deleted",
        "header",
        "footer",
        "footnote",
        "comment",
    ):
        assert words in found.text
    assert found.problem == ""


def test_words_of_two_paragraphs_do_not_run_together() -> None:
    assert of_word(word_bytes(document=paragraph("Isla") + paragraph("Quill"))).text.split() == ["Isla", "Quill"]


def test_a_word_document_that_unpacks_to_very_much_is_given_up_early() -> None:
    bomb = word_bytes(document=paragraph(" " * 300_000_000))
    assert len(bomb) < 1_000_000
    began = time.monotonic()
    assert of_word(bomb).problem == reading.TOO_LONG
    assert time.monotonic() - began < 5


def test_entities_are_not_unfolded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l9;</d>'
    assert of_word(word_bytes(document=xml)) == Reading("", reading.DAMAGED)


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", word_bytes(document='<?xml version="1.0"?><d><e></d>')])
def test_a_damaged_word_document_is_not_read_and_does_no_harm(content: bytes) -> None:
    assert of_word(content) == Reading("", reading.DAMAGED)


def test_a_word_document_whose_bytes_were_changed_in_the_middle_says_so() -> None:
    content = bytearray(word_bytes(document=paragraph("Some words of a report about nobody")))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        place = file.getinfo("word/document.xml").header_offset + 60
    content[place : place + 8] = b"\xff" * 8
    assert of_word(bytes(content)).problem == reading.DAMAGED


def test_a_file_is_read_by_what_its_bytes_are_not_by_its_name() -> None:
    assert "Words" in read(sent(pdf_bytes("Words"), "letter.docx")).text
    assert "Words" in read(sent(word_bytes(document=paragraph("Words")), "letter.pdf")).text
    assert read(sent(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "letter.pdf")).problem == "It is a picture."
