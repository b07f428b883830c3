"""What does this file say, as far as a machine can read it, and what could it not read?"""

import json
import re
import subprocess
import sys
import time
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

LONGEST = 1_000_000  # characters: some 350 pages
SECONDS = 20
MEGABYTES = 1536  # of memory, for the process that reads a PDF
MOST_XML = 40 * 1024 * 1024  # bytes of a Word document, unpacked
PDF_READER = Path(__file__).with_name("pdf_text.py")
# A font, or what may hide one or something that acts: object streams, encryption, names written in hexadecimal.
WORTH_READING = re.compile(rb"/Font|/ObjStm|/Encrypt|/JavaScript|/JS\b|/Launch|/EmbeddedFile|/RichMedia|/[A-Za-z]*#")

TOO_LONG = "It is too long to be read to its end."
TOO_SLOW = "It took too long to read."
DAMAGED = "It could not be read: the file may be damaged."
NO_TEXT = "It has no text that can be searched: it may be a scan."


class Danger(StrEnum):
    """What a PDF holds besides words and pictures, or that it cannot be opened."""

    LOCKED = "locked"
    SCRIPT = "script"
    LAUNCH = "launch"
    ATTACHED = "attached"


@dataclass(frozen=True)
class Reading:
    """The words of a file. `problem`: what could not be read, in words; empty when all of it was."""

    text: str
    problem: str = ""
    danger: str = ""


PLAIN = {Danger.SCRIPT: b"/JavaScript", Danger.LAUNCH: b"/Launch", Danger.ATTACHED: b"/EmbeddedFile"}


class GaveUp(Exception):
    """The process that reads a PDF did not come to its end; the words say why."""


def told_by(reader: Path, content: bytes, *, longest: int) -> dict[str, Any]:
    """What one of our readers says of a PDF. In a process of its own: a PDF made to harm takes its 20 seconds, and
    the portal goes on. Raises GaveUp."""
    command = [sys.executable, "-I", str(reader), str(SECONDS), str(MEGABYTES), str(longest)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, env={}, check=True)
    except subprocess.TimeoutExpired as late:
        raise GaveUp(TOO_SLOW) from late
    except subprocess.CalledProcessError as stopped:
        raise GaveUp(TOO_SLOW if stopped.returncode < 0 else DAMAGED) from stopped
    return json.loads(done.stdout)


def read_pdf(file: IO[bytes], *, longest: int | None = None) -> Reading:
    """With `longest` 0 only the danger is looked for."""
    content = file.read()
    if not WORTH_READING.search(content):
        return Reading("", NO_TEXT)  # nothing can be written without a font: a scan
    try:
        found = told_by(PDF_READER, content, longest=LONGEST if longest is None else longest)
    except GaveUp as why:
        return Reading("", str(why), plain_danger(content))
    problem = found["problem"] or without_text(found["blank"], found["pages"])
    danger = found["danger"] or (plain_danger(content) if problem == DAMAGED else "")
    return Reading(found["text"], problem, danger)


def plain_danger(content: bytes) -> str:
    """Of a PDF that could not be taken apart: what stands in it uncompressed, also in hexadecimal."""
    names = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), content)
    return next((danger for danger, name in PLAIN.items() if name in names), "")


def without_text(blank: list[int], pages: int) -> str:
    if not blank:
        return "" if pages else NO_TEXT
    if len(blank) == pages:
        return NO_TEXT
    some = ", ".join(map(str, blank[:5])) + (" and others" if len(blank) > 5 else "")
    which = f"Page {some} has" if len(blank) == 1 else f"Pages {some} have"
    return f"{which} no text that can be searched: perhaps scanned."


# Where words stand in a Word document: in text boxes and content controls too, wherever in the tree they are.
WORD_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
RUNS = ("t", "delText", "instrText")
GAPS = {"p": "\n", "tab": " ", "br": " ", "cr": " ", "tc": "\n"}


class Refused(Exception):
    """The document is not one that Word would write, or unpacks to far more than it should."""


class PartParser(ABC):
    """Follows the parts of a Word document as they stream by, up to a length and until a deadline. Word writes no
    document type; one that has any (entities to unfold) is refused."""

    def __init__(self, *, longest: int, deadline: float) -> None:
        self.longest, self.deadline = longest, deadline
        self.unpacked = self.length = 0

    def read(self, part: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        while piece := part.read(64 * 1024):
            self.unpacked += len(piece)
            if self.unpacked > MOST_XML or self.length > self.longest:
                raise Refused(TOO_LONG)
            if time.monotonic() > self.deadline:
                raise Refused(TOO_SLOW)
            parser.Parse(piece)
        parser.Parse(b"", True)

    def refuse(self, *args: Any) -> None:
        raise Refused(DAMAGED)

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    @abstractmethod
    def end(self, name: str) -> None: ...

    @abstractmethod
    def characters(self, words: str) -> None: ...


def read_parts(file: IO[bytes], parser_for: Callable[[str], PartParser | None]) -> str:
    """Each part of a Word document, by the parser that is for its name. Gives what stopped the reading, in words."""
    try:
        with zipfile.ZipFile(file) as parts:
            wanted = [(name, parser) for name in parts.namelist() if (parser := parser_for(name))]
            for name, parser in wanted:
                with parts.open(name) as part:
                    parser.read(part)
    except Refused as refused:
        return str(refused)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, OSError):
        return DAMAGED
    return ""


class WordParser(PartParser):
    """Collects the text of runs."""

    def __init__(self, *, longest: int, deadline: float) -> None:
        super().__init__(longest=longest, deadline=deadline)
        self.text: list[str] = []
        self.in_run = False

    def read(self, part: IO[bytes]) -> None:
        super().read(part)
        self.text.append("\n")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.in_run = name.rpartition(" ")[2] in RUNS

    def end(self, name: str) -> None:
        self.in_run = False
        if gap := GAPS.get(name.rpartition(" ")[2]):
            self.text.append(gap)

    def characters(self, words: str) -> None:
        if self.in_run:
            self.text.append(words)
            self.length += len(words)


def read_word(file: IO[bytes]) -> Reading:
    """The words in runs of every part, deleted ones and comments too: they leave with the file."""
    parser = WordParser(longest=LONGEST, deadline=time.monotonic() + SECONDS)
    problem = read_parts(file, lambda name: parser if WORD_PARTS.fullmatch(name) else None)
    text = "".join(parser.text)
    return Reading(text, problem or ("" if text.strip() else NO_TEXT))
