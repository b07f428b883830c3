"""What may a person type or send, and what do we say when we cannot read it?"""

import re
import zipfile
from calendar import month_abbr
from collections.abc import Callable
from datetime import date
from typing import IO, Any, ClassVar

import filetype
import nhs_number
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.utils import pretty_name

from core.hostile import (
    LOCKED_WORD,
    MACROS,
    OLE_LOCKED,
    OLE_MACROS,
    refuse,
    refuse_danger,
    refuse_name,
    refuse_picture,
    refuse_zip,
)
from core.plain_words import named
from core.reading import Reading, read_pdf, read_word
from core.today import today
from core.viruses import Infected, NotScanned, TooLargeToScan, scan

MEGABYTE = 1024 * 1024


class DateBoxes(forms.Widget):
    """Three boxes: day, month, year. An ISO date under the field's own name does too: the API sends that."""

    boxes: ClassVar = ("day", "month", "year")
    use_fieldset = True

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, list | tuple):
            return ["" if part is None else str(part) for part in value]
        iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(value or "").strip())
        return [iso[3], iso[2], iso[1]] if iso else [str(value or ""), "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if data.get(name):
            return data[name]
        return [str(data.get(f"{name}_{box}") or "").strip() for box in self.boxes]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{box}" not in data for box in self.boxes)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        raise NotImplementedError(
            "A date is drawn by its field template: {{ form }} or {{ form.name.as_field_group() }}"
        )


MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}


class DateField(forms.Field):
    """A date in three boxes. `past` refuses the future, `future` the past; today passes both.

    `subject` is what the messages call it, where the label is a question.
    """

    widget = DateBoxes
    default_hint = "For example, 13 7 2026"

    def __init__(self, *, past: bool = False, future: bool = False, subject: str = "", **kwargs: Any) -> None:
        self.past, self.future, self._subject = past, future, subject
        kwargs.setdefault("help_text", self.default_hint)
        super().__init__(**kwargs)

    @property
    def subject(self) -> str:
        label = str(self.label or "")
        return self._subject or (label if label and not label.endswith("?") else "The date")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The messages name the field as the page does, where its label is made from its name."""
        self.label = pretty_name(field_name) if self.label is None else self.label
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        parts = DateBoxes().decompress(value)
        if not any(parts):
            return None
        self._refuse_gaps(parts)
        return self._real_date(parts)

    def validate(self, value: Any) -> None:
        if value is None:
            if self.required:
                raise self._wrong(f"Enter {named(self.subject)}", "required", DateBoxes.boxes)
            return
        if self.past and value > today():
            raise self._wrong(f"{self.subject} must be today or in the past", "future", DateBoxes.boxes)
        if self.future and value < today():
            raise self._wrong(f"{self.subject} must be today or in the future", "past", DateBoxes.boxes)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateBoxes().decompress(initial) != DateBoxes().decompress(data)

    def _refuse_gaps(self, parts: list[str]) -> None:
        gaps = [box for box, part in zip(DateBoxes.boxes, parts, strict=True) if not part]
        if gaps:
            raise self._wrong(f"{self.subject} must include a {' and a '.join(gaps)}", "incomplete", gaps)

    def _real_date(self, parts: list[str]) -> date:
        day, month, year = parts
        number = MONTHS.get(month[:3].lower()) if month.isalpha() else _whole(month)
        self._refuse_unlike(number, 1, 12, f"{self.subject} must have a month from 1 to 12", "month")
        self._refuse_unlike(_whole(day), 1, 31, f"{self.subject} must have a day from 1 to 31", "day")
        long_year = _whole(year) if re.fullmatch(r"[0-9]{4}", year) else None
        self._refuse_unlike(long_year, 1900, 2199, f"{self.subject} must have a year of 4 numbers, like 2026", "year")
        try:
            return date(long_year or 0, number or 0, int(day))
        except ValueError:
            raise self._wrong(f"{self.subject} must be a real date", "invalid", DateBoxes.boxes) from None

    def _refuse_unlike(self, number: int | None, least: int, most: int, message: str, box: str) -> None:
        if number is None or not least <= number <= most:
            raise self._wrong(message, "invalid", [box])

    @staticmethod
    def _wrong(message: str, code: str, boxes: Any) -> ValidationError:
        return ValidationError("%(message)s", code=code, params={"message": message, "boxes": tuple(boxes)})


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


class NHSNumberField(forms.CharField):
    """An NHS number, typed with or without spaces. Its last digit is checked against the other nine."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "NHS number")
        kwargs.setdefault("help_text", "A 10 digit number, like 999 123 4578")
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false", "class": "nhsuk-input--width-10"}

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s\-\u2010-\u2015\u00a0]", "", str(value or ""))

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if not re.fullmatch(r"[0-9]{10}", value):
            raise ValidationError("An NHS number has 10 digits, like 999 123 4578", code="length")
        if not nhs_number.is_valid(value):
            message = "This is not a real NHS number: its last digit does not fit the others. Check it for a slip"
            raise ValidationError(message, code="check_digit")


PDF, WORD, OLD_WORD, IMAGE = "pdf", "docx", "doc", "image"
KIND_NAMES = {PDF: "a PDF", WORD: "a Word document", OLD_WORD: "an older Word document", IMAGE: "a picture"}
CONTENT_TYPES = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    OLD_WORD: "application/msword",
}
PICTURES = {"image/jpeg", "image/png", "image/heic", "image/tiff", "image/gif", "image/webp"}


class UploadField(forms.FileField):
    """A document from somebody's computer. What it is comes from its bytes, never from its name.

    The cleaned file carries `kind` and a `content_type` that can be trusted, whether it was `scanned` for viruses,
    and `reading`, the words in it. A form may set `before`, which can refuse the file before it is read.
    """

    before: Callable[[UploadedFile], None] | None = None

    def __init__(
        self, *, kinds: tuple[str, ...] = (PDF, WORD, OLD_WORD, IMAGE), limit_mb: int = 50, **kwargs: Any
    ) -> None:
        self.kinds, self.limit_mb = kinds, limit_mb
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("help_text", f"{self.welcome}, up to {limit_mb} MB")
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ",".join(ACCEPT[kind] for kind in kinds))

    @property
    def welcome(self) -> str:
        names = [KIND_NAMES[kind] for kind in self.kinds if kind != OLD_WORD]
        text = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
        return text[0].upper() + text[1:]

    def to_python(self, data: Any) -> UploadedFile | None:
        if data and data.size == 0:
            raise ValidationError("This file is empty. Open it to check it, then choose it again", code="empty")
        if data and data.size > self.limit_mb * MEGABYTE:
            size = data.size / MEGABYTE
            limit = f"The largest we can take is {self.limit_mb} MB"
            raise ValidationError(f"This file is {size:,.0f} MB. {limit}. Save a smaller copy", code="too_large")
        sent = super().to_python(data)
        if sent is not None:
            refuse_name(sent.name or "")
        if sent is not None and self.before:
            self.before(sent)
        if sent is not None:
            self._look_inside(sent)
        return sent

    def _look_inside(self, sent: UploadedFile) -> None:
        refuse_harm(sent)
        kind, content_type = what_is(sent)
        if kind not in self.kinds:
            found = f"This is {KIND_NAMES[kind]}" if kind else f"We could not read “{sent.name}”"
            raise ValidationError(
                "%(message)s",
                code="kind",
                params={"message": f"{found}. Choose {self.welcome[0].lower()}{self.welcome[1:]}"},
            )
        sent.kind, sent.content_type = kind, content_type
        examine(sent, self.read_words)

    def read_words(self, sent: UploadedFile) -> Any:
        """What becomes the file’s `reading`."""
        return read(sent)


ENDINGS = {
    CONTENT_TYPES[PDF]: ".pdf", CONTENT_TYPES[WORD]: ".docx", CONTENT_TYPES[OLD_WORD]: ".doc", "image/jpeg": ".jpg",
    "image/png": ".png", "image/heic": ".heic", "image/tiff": ".tif", "image/gif": ".gif", "image/webp": ".webp",
}  # fmt: skip
ACCEPT = {PDF: ".pdf", WORD: ".docx", OLD_WORD: ".doc", IMAGE: ".jpg,.jpeg,.png,.heic,.tif,.tiff,.gif,.webp"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_WORD_STREAM = "WordDocument".encode("utf-16-le")


def what_is(sent: IO[bytes] | UploadedFile) -> tuple[str | None, str]:
    """The file's kind and content type from its bytes, or (None, '')."""
    sent.seek(0)
    head = sent.read(8192)
    try:
        if head.startswith(b"PK\x03\x04"):
            return (WORD, CONTENT_TYPES[WORD]) if is_word(sent) else (None, "")
        if head.startswith(OLE):
            return (OLD_WORD, CONTENT_TYPES[OLD_WORD]) if holds(sent, OLE_WORD_STREAM) else (None, "")
        mime = filetype.guess_mime(head) or ""
        if mime == CONTENT_TYPES[PDF]:
            return PDF, mime
        return (IMAGE, mime) if mime in PICTURES else (None, "")
    finally:
        sent.seek(0)


def examine(sent: Any, reader: Callable[[Any], Any] | None = None) -> None:
    """Scan a file for viruses and read its words, once, before any record is locked for it. What is found in it is
    refused; where a scanner is set up, nothing is taken unscanned."""
    if hasattr(sent, "scanned"):
        return
    refuse_harm(sent)
    try:
        sent.seek(0)
        scanned = scan(sent.chunks())
    except Infected as found:
        words = f"The virus scanner found “{found}” in this file. It was not saved. Tell your IT service desk"
        raise ValidationError("%(message)s", code="infected", params={"message": words}) from found
    except TooLargeToScan as larger:
        words = "This file is larger than the virus scanner takes. It was not saved. Save a smaller copy"
        raise ValidationError(words, code="not_scanned") from larger
    except NotScanned as fault:
        words = "The virus scanner did not answer, so the file was not saved. Try again in some minutes"
        raise ValidationError(words, code="not_scanned") from fault
    finally:
        sent.seek(0)
    sent.reading = (reader or read)(sent)
    refuse_danger(sent.reading.danger if isinstance(sent.reading, Reading) else danger_in(sent))
    sent.seek(0)
    sent.scanned = scanned


def refuse_harm(sent: Any) -> None:
    """What the file's kind can hide, before anything of it is unpacked. Asked of each file once."""
    if hasattr(sent, "looked_at"):
        return
    sent.seek(0)
    head = sent.read(8)
    try:
        if head.startswith(b"PK\x03\x04"):
            refuse_zip(sent)
        elif head.startswith(OLE) and holds(sent, OLE_LOCKED):
            refuse(LOCKED_WORD, "locked")
        elif head.startswith(OLE) and holds(sent, OLE_MACROS):
            refuse(MACROS, "macros")
        elif not head.startswith(b"%PDF"):
            refuse_picture(sent)
    finally:
        sent.seek(0)
    sent.looked_at = True


def read(sent: Any) -> Reading:
    """The words in it, as far as it is of a kind that can be read."""
    kind, _ = what_is(sent)
    try:
        if kind == PDF:
            return read_pdf(sent)
        if kind == WORD:
            return read_word(sent)
    finally:
        sent.seek(0)
    return Reading("", "It is a picture." if kind == IMAGE else "It is an older Word document.")


def danger_in(sent: Any) -> str:
    """Of a file whose words somebody else has read."""
    kind, _ = what_is(sent)
    return read_pdf(sent, longest=0).danger if kind == PDF else ""


def is_word(sent: Any) -> bool:
    """A .docx is a zip with a Word main part in it."""
    try:
        with zipfile.ZipFile(sent) as parts:
            names = set(parts.namelist())
    except zipfile.BadZipFile:
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names


def holds(sent: Any, wanted: bytes) -> bool:
    """Whether the bytes occur anywhere in the file, read in pieces that overlap."""
    sent.seek(0)
    tail = b""
    while piece := sent.read(MEGABYTE):
        if wanted in tail + piece:
            return True
        tail = piece[-len(wanted) :]
    return False
