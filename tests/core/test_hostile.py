"""Files made to do harm: each is refused in its own words, quickly and in little memory."""

import io
import time
import tracemalloc

import pytest
from django import forms

from core.fields import UploadField
from core.picture import dots
from tests.core.hostile_files import HOSTILE, OLE, jpeg, pdf_with, png, word_with
from tests.papers import sent


class Form(forms.Form):
    file = UploadField()


def errors_of(content: bytes, name: str) -> str:
    form = Form({}, {"file": sent(content, name)})
    return " ".join(form.errors.get("file", []))


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_its_own_words(what: str) -> None:
    name, content, words = HOSTILE[what]
    tracemalloc.start()
    began = time.monotonic()
    said = errors_of(content, name)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert words in said
    assert "\u202e" not in said
    assert time.monotonic() - began < 60
    assert most < len(content) * 4 + 20 * 1024 * 1024


def test_each_is_refused_in_other_words() -> None:
    kinds = {words for _, _, words in HOSTILE.values()}
    assert len(kinds) >= 12


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.pdf", pdf_with(add_metadata={"/Title": "JavaScript for beginners, /JS and /Launch"})),
        ("letter.docx", word_with(image1=b"\0" * 900_000)),
        ("letter.doc", OLE + "WordDocument".encode("utf-16-le")),
        ("Letter 12.7.2026", pdf_with()),
        ("scan.png", png(10_000, 12_000)),
        ("photograph.jpg", jpeg(8000, 6000)),
    ],
)
def test_an_honest_file_is_taken(name: str, content: bytes) -> None:
    assert errors_of(content, name) == ""


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (png(3, 5), (3, 5)),
        (jpeg(7, 9), (7, 9)),
        (b"GIF89a\x03\x00\x05\x00", (3, 5)),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x02\0\0\x04\0\0", (3, 5)),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x02\x00\x01\x00", (3, 5)),
        (b"II*\0\x08\0\0\0\x02\0\x00\x01\x04\0\x01\0\0\0\x03\0\0\0\x01\x01\x03\0\x01\0\0\0\x05\0\0\0", (3, 5)),
        (b"\0\0\0\x18ftypheic\0\0\0\x14ispe\0\0\0\0\0\0\0\x03\0\0\0\x05", (3, 5)),
        (b"\xff\xd8\xff\xe0", None),
        (b"\x89PNG", None),
    ],
)
def test_a_pictures_size_is_read_from_its_head(head: bytes, size: tuple[int, int] | None) -> None:
    assert dots(io.BytesIO(head)) == size
