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

LOCKED = "It is locked with a password."
DAMAGED = "It could not be read: the file may be damaged."
TOO_LONG = "It is too long to be read to its end."
# What a file that is not as it should be makes the reader raise, besides its own errors.
FAULTS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OverflowError,
          NotImplementedError, RecursionError, MemoryError, OSError)  # fmt: skip


def read(content: bytes, *, longest: int) -> dict[str, Any]:
    """The text, the numbers of pages without any, how many pages there are, and what stopped the reading."""
    text: list[str] = []
    blank: list[int] = []
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return told(text, blank, 0, LOCKED)
        for number, page in enumerate(reader.pages, start=1):
            words = page.extract_text()
            (text.append(words) if words.strip() else blank.append(number))
            if sum(map(len, text)) > longest:
                return told(text, blank, number, TOO_LONG)
        return told(text, blank, len(reader.pages), "")
    except FAULTS:
        return told(text, blank, 0, DAMAGED)


def told(text: list[str], blank: list[int], pages: int, problem: str) -> dict[str, Any]:
    return {"text": "\n".join(text), "blank": blank, "pages": pages, "problem": problem}


def main(seconds: str, megabytes: str, longest: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 1024 * 1024,) * 2)
    json.dump(read(sys.stdin.buffer.read(), longest=int(longest)), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
