"""What does each page of this PDF say? Run by itself, in a process that may take so much time and memory and no more.

`python core/pdf_text.py SECONDS MEGABYTES CHARACTERS < file.pdf` prints one object of JSON.
"""

import io
import json
import resource
import sys
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

LOCKED = "It is locked with a password."
DAMAGED = "It could not be read: the file may be damaged."
TOO_LONG = "It is too long to be read to its end."
# What a file that is not as it should be makes the reader raise, besides its own errors.
FAULTS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OverflowError,
          NotImplementedError, RecursionError, MemoryError, OSError)  # fmt: skip


# Names that stand for what acts, as a key or as a value: the reader has undone how they were written.
SIGNS = {
    "script": {"/JavaScript", "/JS"},
    "launch": {"/Launch"},
    "attached": {"/EmbeddedFile", "/EF", "/RichMedia"},
}
MOST_DEEP = 20


def read(content: bytes, *, longest: int) -> dict[str, Any]:
    """The text, the numbers of pages without any, how many pages there are, and what stopped the reading."""
    text: list[str] = []
    blank: list[int] = []
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return told(text, blank, 0, LOCKED, danger="locked")
        if danger := danger_in(reader):
            return told(text, blank, 0, "", danger=danger)
        if not longest:
            return told(text, blank, 0, "")  # asked for the danger alone: the words are the slow part
        for number, page in enumerate(reader.pages, start=1):
            words = page.extract_text()
            (text.append(words) if words.strip() else blank.append(number))
            if sum(map(len, text)) > longest:
                return told(text, blank, number, TOO_LONG)
        return told(text, blank, len(reader.pages), "")
    except FAULTS:
        return told(text, blank, 0, DAMAGED)


def danger_in(reader: PdfReader) -> str:
    """The first object that runs something, starts something, or holds another file; looked for in every object, also
    in those that nothing seems to lead to."""
    numbers = {number for objects in reader.xref.values() for number in objects} | set(reader.xref_objStm)
    for number in sorted(numbers):
        try:
            found = reader.get_object(number)
        except FAULTS:
            continue  # nobody can open it either; the pages are read below
        if danger := danger_of(found, depth=0):
            return danger
    return ""


def danger_of(value: Any, *, depth: int) -> str:
    """Of what stands in this object itself; what it refers to is looked at as an object of its own."""
    if depth > MOST_DEEP:
        return ""
    inner: list[Any] = []
    if isinstance(value, dict):
        names = set(map(str, value)) | {str(each) for each in dict.values(value) if isinstance(each, NameObject)}
        if found := next((danger for danger, signs in SIGNS.items() if names & signs), ""):
            return found
        inner = list(dict.values(value))
    elif isinstance(value, list):
        inner = list(list.__iter__(value))
    return next((danger for each in inner if (danger := danger_of(each, depth=depth + 1))), "")


def told(text: list[str], blank: list[int], pages: int, problem: str, *, danger: str = "") -> dict[str, Any]:
    return {"text": "\n".join(text), "blank": blank, "pages": pages, "problem": problem, "danger": danger}


def main(seconds: str, megabytes: str, longest: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 1024 * 1024,) * 2)
    json.dump(read(sys.stdin.buffer.read(), longest=int(longest)), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
