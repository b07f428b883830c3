"""What may a person type or send, and what do we say when we cannot read it?"""

import io
import zipfile
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from core.fields import IMAGE, OLD_WORD, PDF, WORD, DateField, NHSNumberField, UploadField
from core.today import pretend

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
OLE_BYTES = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


class BornForm(forms.Form):
    born_on = DateField(label="Date of birth", past=True)


class WhenForm(forms.Form):
    received_on = DateField(label="When was it received?", required=False)


class DueForm(forms.Form):
    due_on = DateField(future=True)


class NumberForm(forms.Form):
    nhs_number = NHSNumberField(required=False)


class FileForm(forms.Form):
    document = UploadField()


class PDFForm(forms.Form):
    plan = UploadField(kinds=(PDF, WORD), limit_mb=1)


def boxes(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "<x/>")
    return made.getvalue()


def sent(name: str, content: bytes, kind: type[forms.Form] = FileForm) -> forms.Form:
    field = next(iter(kind.base_fields))
    form = kind({}, {field: SimpleUploadedFile(name, content, content_type="application/octet-stream")})
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("13", "7", "2016"), ("13", "07", "2016"), ("13", "July", "2016"), ("13", "jul", "2016")],
)
def test_a_date_is_read_from_three_boxes(day: str, month: str, year: str) -> None:
    form = BornForm(boxes("born_on", day, month, year))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == date(2016, 7, 13)


def test_a_date_is_read_from_iso_as_the_api_sends_it() -> None:
    form = BornForm({"born_on": "2016-07-13"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == date(2016, 7, 13)


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("", "", "", "Enter the date of birth"),
        ("13", "", "2016", "Date of birth must include a month"),
        ("13", "", "", "Date of birth must include a month and a year"),
        ("31", "2", "2016", "Date of birth must be a real date"),
        ("29", "2", "2015", "Date of birth must be a real date"),
        ("32", "1", "2016", "Date of birth must have a day from 1 to 31"),
        ("-1", "1", "2016", "Date of birth must have a day from 1 to 31"),
        ("1", "13", "2016", "Date of birth must have a month from 1 to 12"),
        ("1", "Brumaire", "2016", "Date of birth must have a month from 1 to 12"),
        ("1", "1", "16", "Date of birth must have a year of 4 numbers, like 2026"),
        ("1", "1", "0016", "Date of birth must have a year of 4 numbers, like 2026"),
        ("²", "1", "2016", "Date of birth must have a day from 1 to 31"),
        ("1", "1", "100%", "Date of birth must have a year of 4 numbers, like 2026"),
    ],
)
def test_a_date_that_cannot_be_read_says_what_is_wrong(day: str, month: str, year: str, message: str) -> None:
    form = BornForm(boxes("born_on", day, month, year))
    assert form.errors["born_on"] == [message]


@pytest.mark.parametrize("text", ["13/07/2016", "2016-13-01", "2016-02-30", "yesterday"])
def test_an_api_date_that_is_no_date_is_refused(text: str) -> None:
    assert "born_on" in BornForm({"born_on": text}).errors


def test_a_birth_date_in_the_future_is_refused_and_today_is_not() -> None:
    with pretend(date(2026, 7, 13)):
        assert BornForm(boxes("born_on", "13", "7", "2026")).is_valid()
        late = BornForm(boxes("born_on", "14", "7", "2026"))
        assert late.errors["born_on"] == ["Date of birth must be today or in the past"]


def test_a_due_date_in_the_past_is_refused_and_today_is_not() -> None:
    with pretend(date(2026, 7, 13)):
        assert DueForm(boxes("due_on", "13", "7", "2026")).is_valid()
        assert DueForm(boxes("due_on", "12", "7", "2026")).errors["due_on"] == [
            "Due on must be today or in the future"
        ]


def test_a_question_as_label_is_not_repeated_in_the_message() -> None:
    assert WhenForm(boxes("received_on", "1", "", "2026")).errors["received_on"] == ["The date must include a month"]


def test_an_optional_date_may_be_left_out() -> None:
    form = WhenForm(boxes("received_on", "", "", ""))
    assert form.is_valid()
    assert form.cleaned_data["received_on"] is None


def test_a_date_that_did_not_change_is_not_reported_as_changed() -> None:
    before = {"received_on": date(2026, 7, 3)}
    assert not WhenForm(boxes("received_on", "3", "7", "2026"), initial=before).has_changed()
    assert WhenForm(boxes("received_on", "4", "7", "2026"), initial=before).has_changed()


@pytest.mark.parametrize("text", ["9991234578", "999 123 4578", " 999-123-4578 ", "999\u00a0123\u00a04578"])
def test_an_nhs_number_is_taken_with_or_without_spaces(text: str) -> None:
    form = NumberForm({"nhs_number": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["nhs_number"] == "9991234578"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("999123456", "10 digits"),
        ("99912345678", "10 digits"),
        ("ABC1234578", "10 digits"),
        ("٩٩٩١٢٣٤٥٦٨", "10 digits"),
        ("9991234570", "last digit does not fit"),
    ],
)
def test_a_wrong_nhs_number_is_refused_in_plain_words(text: str, words: str) -> None:
    assert words in NumberForm({"nhs_number": text}).errors["nhs_number"][0]


def test_no_nhs_number_is_an_answer_where_it_is_optional() -> None:
    form = NumberForm({"nhs_number": "  "})
    assert form.is_valid()
    assert form.cleaned_data["nhs_number"] == ""


@pytest.mark.parametrize(
    ("name", "content", "kind", "content_type"),
    [
        ("advice.pdf", PDF_BYTES, PDF, "application/pdf"),
        ("advice.dat", PDF_BYTES, PDF, "application/pdf"),
        ("scan.png", PNG_BYTES, IMAGE, "image/png"),
        (
            "plan.docx",
            zipped("[Content_Types].xml", "word/document.xml"),
            WORD,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("old.doc", OLE_BYTES + "WordDocument".encode("utf-16-le"), OLD_WORD, "application/msword"),
    ],
)
def test_a_file_is_known_by_its_bytes_not_its_name(name: str, content: bytes, kind: str, content_type: str) -> None:
    form = sent(name, content)
    assert form.is_valid(), form.errors
    taken = form.cleaned_data["document"]
    assert (taken.kind, taken.content_type) == (kind, content_type)
    assert taken.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("advice.pdf", b"MZ\x90\x00 a program"),
        ("plan.docx", zipped("xl/workbook.xml", "[Content_Types].xml")),
        ("plan.docx", b"PK\x03\x04 cut off"),
        ("old.doc", OLE_BYTES + "Workbook".encode("utf-16-le")),
        ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        ("notes.txt", b"just words"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(name: str, content: bytes) -> None:
    message = sent(name, content).errors["document"][0]
    assert name in message
    assert "Choose a PDF, a Word document or a picture" in message


def test_a_picture_is_refused_where_only_documents_are_wanted() -> None:
    assert sent("scan.png", PNG_BYTES, PDFForm).errors["plan"] == [
        "This is a picture. Choose a PDF or a Word document"
    ]


def test_a_percent_sign_in_a_file_name_does_no_harm() -> None:
    assert "100%s.txt" in sent("100%s.txt", b"words").errors["document"][0]


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    message = sent("big.pdf", PDF_BYTES + b"\x00" * (2 * 1024 * 1024), PDFForm).errors["plan"][0]
    assert message.startswith("This file is 2 MB. The largest we can take is 1 MB")


def test_an_empty_file_is_refused_as_empty() -> None:
    assert sent("advice.pdf", b"").errors["document"][0].startswith("This file is empty")


def test_the_word_stream_of_an_old_document_is_found_where_two_pieces_meet() -> None:
    stream = "WordDocument".encode("utf-16-le")
    padding = b"\x00" * (1024 * 1024 - len(OLE_BYTES) - 7)
    assert sent("old.doc", OLE_BYTES + padding + stream).is_valid()
