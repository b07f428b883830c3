"""Does a virus scanner find anything in this file? Asked of ClamAV's daemon, by its INSTREAM command."""

import socket
import struct
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024
PORT = 3310
SECONDS_TO_CONNECT = 5


class Infected(Exception):
    """The scanner found something; the message is the name it gives it."""


class NotScanned(Exception):
    """The scanner did not answer in time, or with something else than yes or no."""


class TooLargeToScan(NotScanned):
    """Larger than the scanner is set up to take."""


def scan(pieces: Iterable[bytes]) -> bool:
    """True: scanned, and nothing was found. False: no scanner is set up here."""
    if not settings.CLAMAV_URL:
        return False
    answer = ask(pieces, deadline=time.monotonic() + settings.CLAMAV_SECONDS)
    if answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if "size limit exceeded" in answer:
        raise TooLargeToScan(answer)
    if answer != "stream: OK":
        raise NotScanned(answer)
    return True


def ask(pieces: Iterable[bytes], *, deadline: float) -> str:
    try:
        with connected(settings.CLAMAV_URL) as scanner:
            return exchange(scanner, pieces, deadline)
    except OSError as fault:
        raise NotScanned(type(fault).__name__) from fault


def connected(address: str) -> socket.socket:
    """tcp://clamav:3310, or unix:///run/clamav/clamd.sock."""
    where = urlsplit(address)
    if where.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(SECONDS_TO_CONNECT)
        try:
            scanner.connect(where.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((where.hostname, where.port or PORT), timeout=SECONDS_TO_CONNECT)


def exchange(scanner: socket.socket, pieces: Iterable[bytes], deadline: float) -> str:
    """The command, each piece after its length, a length of nothing; then the answer, up to its zero."""
    try:
        send(scanner, b"zINSTREAM\0", deadline)
        for piece in in_pieces(pieces):
            send(scanner, struct.pack("!L", len(piece)) + piece, deadline)
        send(scanner, struct.pack("!L", 0), deadline)
    except (BrokenPipeError, ConnectionResetError):
        pass  # over its size limit it answers and hangs up before it has everything: the answer is still to be read
    answer = b""
    while not answer.endswith(b"\0"):
        within(scanner, deadline)
        if not (more := scanner.recv(4096)):
            break
        answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def send(scanner: socket.socket, data: bytes, deadline: float) -> None:
    within(scanner, deadline)
    scanner.sendall(data)


def within(scanner: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    scanner.settimeout(left)


def in_pieces(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """No piece is empty: its length of nothing would say that this is the end."""
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]
