"""How many dots wide and high is this picture? Read from its head; nothing is unpacked."""

import re
import struct
from typing import IO

HEAD = 256 * 1024
STARTS_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
Size = tuple[int, int] | None


def dots(sent: IO[bytes]) -> Size:
    """Width and height, or None where the head does not say."""
    sent.seek(0)
    head = sent.read(HEAD)
    sent.seek(0)
    try:
        return size_in(head)
    except (struct.error, IndexError):
        return None  # cut off in the middle: no programme shows it


def size_in(head: bytes) -> Size:
    if head.startswith(b"\x89PNG"):
        return struct.unpack_from(">2L", head, 16)
    if head.startswith(b"GIF8"):
        return struct.unpack_from("<2H", head, 6)
    if head.startswith(b"\xff\xd8"):
        return of_jpeg(head)
    if head[:4] in (b"II*\0", b"MM\0*"):
        return of_tiff(head)
    if head[8:12] == b"WEBP":
        return of_webp(head)
    # HEIC: the largest of its images.
    found = [struct.unpack_from(">2L", head, at.end() + 4) for at in re.finditer(b"ispe", head)]
    return max(found, key=lambda size: size[0] * size[1], default=None)


def of_jpeg(head: bytes) -> Size:
    at = 2
    while True:
        marker, length = struct.unpack_from(">xBH", head, at)
        if marker in STARTS_OF_FRAME:
            high, wide = struct.unpack_from(">2H", head, at + 5)
            return wide, high
        at += 2 + max(length, 2)


def of_tiff(head: bytes) -> Size:
    order = "<" if head.startswith(b"II") else ">"
    (start,) = struct.unpack_from(f"{order}L", head, 4)
    (entries,) = struct.unpack_from(f"{order}H", head, start)
    found = {}
    for number in range(entries):
        tag, kind = struct.unpack_from(f"{order}2H", head, start + 2 + 12 * number)
        if tag in (256, 257):
            (found[tag],) = struct.unpack_from(f"{order}{'H' if kind == 3 else 'L'}", head, start + 10 + 12 * number)
    return (found[256], found[257]) if len(found) == 2 else None


def of_webp(head: bytes) -> Size:
    kind = head[12:16]
    if kind == b"VP8X":
        wide, high = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return wide, high
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return struct.unpack_from("<2H", head, 26)
