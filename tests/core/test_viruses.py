"""The virus scanner: asked over a real socket, by its own protocol, of a stand-in that answers as ClamAV does."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from core.fields import UploadField
from core.viruses import Infected, NotScanned, TooLargeToScan, scan

SIGNATURE = b"made-up-virus"
PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Scanner:
    """Reads what a client streams and answers; `limit` is its StreamMaxLength, `silent` never answers."""

    def __init__(self, server: socket.socket, *, limit: int = 10**9, silent: bool = False) -> None:
        self.server, self.limit, self.silent = server, limit, silent
        self.got: list[bytes] = []
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while not self.closing.is_set():
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            with client:
                self.answer(client)

    def answer(self, client: socket.socket) -> None:
        assert self.read(client, 10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.read(client, 4))[0]:
            if len(content) + length > self.limit:
                client.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += self.read(client, length)
        self.got.append(content)
        if self.silent:
            self.closing.wait(5)
            return
        client.sendall(b"stream: Made.Up-1 FOUND\0" if SIGNATURE in content else b"stream: OK\0")

    @staticmethod
    def read(client: socket.socket, length: int) -> bytes:
        got = b""
        while len(got) < length:
            more = client.recv(length - len(got))
            assert more, "hung up in the middle"
            got += more
        return got


Start = Callable[..., Scanner]


@pytest.fixture
def start(settings: Any) -> Iterator[Start]:
    started: list[Scanner] = []

    def listen(address: Any = ("127.0.0.1", 0), family: int = socket.AF_INET, **how: Any) -> Scanner:
        server = socket.socket(family, socket.SOCK_STREAM)
        server.bind(address)
        server.listen()
        named = f"unix://{address}" if family == socket.AF_UNIX else f"tcp://127.0.0.1:{server.getsockname()[1]}"
        settings.CLAMAV_URL, settings.CLAMAV_SECONDS = named, 5
        started.append(Scanner(server, **how))
        return started[-1]

    yield listen
    for scanner in started:
        scanner.closing.set()
        scanner.server.shutdown(socket.SHUT_RDWR)
        scanner.server.close()
        scanner.thread.join(5)


def test_nothing_is_scanned_where_no_scanner_is_set_up(settings: Any) -> None:
    settings.CLAMAV_URL = ""
    assert scan([SIGNATURE]) is False


def test_a_clean_file_arrives_whole_and_is_clean(start: Start) -> None:
    scanner = start()
    content = bytes(range(256)) * 2000
    assert scan([b"", content, b""]) is True
    assert scanner.got == [content]


def test_the_scanner_may_listen_on_a_unix_socket(start: Start, tmp_path: Any) -> None:
    start(str(tmp_path / "clamd.sock"), socket.AF_UNIX)
    assert scan([b"fine"]) is True


def test_what_is_found_is_named(start: Start) -> None:
    start()
    with pytest.raises(Infected, match=r"^Made\.Up-1$"):
        scan([b"some words ", b"before " + SIGNATURE])


def test_a_file_over_the_scanners_limit_is_not_taken_as_clean(start: Start) -> None:
    start(limit=100_000)
    with pytest.raises(TooLargeToScan):
        scan([b"x" * 90_000] * 40)


def test_a_scanner_that_does_not_answer_is_waited_for_only_so_long(start: Start, settings: Any) -> None:
    start(silent=True)
    settings.CLAMAV_SECONDS = 1
    began = time.monotonic()
    with pytest.raises(NotScanned):
        scan([b"fine"])
    assert time.monotonic() - began < 3


def test_a_scanner_that_is_not_there_scans_nothing(settings: Any, tmp_path: Any) -> None:
    settings.CLAMAV_URL = f"unix://{tmp_path}/nobody.sock"
    with pytest.raises(NotScanned):
        scan([b"fine"])


class Form(forms.Form):
    file = UploadField()


def refusal(content: bytes) -> str:
    form = Form({}, {"file": SimpleUploadedFile("report.pdf", content)})
    return " ".join(form.errors.get("file", []))


def test_an_infected_file_is_refused_beside_its_field_with_the_findings_name(start: Start) -> None:
    start()
    assert "The virus scanner found “Made.Up-1” in this file" in refusal(PDF_BYTES + SIGNATURE)


def test_a_file_is_never_taken_unscanned_where_the_scanner_is_down(settings: Any, tmp_path: Any) -> None:
    settings.CLAMAV_URL = f"unix://{tmp_path}/nobody.sock"
    assert "Try again in some minutes" in refusal(PDF_BYTES)


def test_a_file_too_large_for_the_scanner_says_so(start: Start) -> None:
    start(limit=10)
    assert "larger than the virus scanner takes" in refusal(PDF_BYTES)


def test_a_file_carries_whether_it_was_scanned(start: Start, settings: Any) -> None:
    start()
    form = Form({}, {"file": SimpleUploadedFile("report.pdf", PDF_BYTES)})
    assert form.is_valid()
    assert form.cleaned_data["file"].scanned is True
    settings.CLAMAV_URL = ""
    form = Form({}, {"file": SimpleUploadedFile("report.pdf", PDF_BYTES)})
    assert form.is_valid()
    assert form.cleaned_data["file"].scanned is False
