"""Is this file made to do harm, or can nobody look into it? Each answer is a sentence beside the field."""

import re
import struct
import unicodedata
import zipfile
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError

from core.picture import dots
from core.reading import Danger

NOT_SAVED = "It was not saved."
WORDS: dict[str, str] = {
    Danger.LOCKED: f"This PDF is locked with a password. {NOT_SAVED} Save it without the password",
    Danger.SCRIPT: f"This PDF has a program (JavaScript) in it. {NOT_SAVED} Print it to a new PDF, and choose that",
    Danger.LAUNCH: f"This PDF can start a program. {NOT_SAVED} Print it to a new PDF, and choose that",
    Danger.ATTACHED: f"This PDF has another file inside it. {NOT_SAVED} Save that file by itself, and print this one "
    "to a new PDF",
}
LOCKED_WORD = f"This Word file is locked with a password. {NOT_SAVED} Save it without the password"
MACROS = f"This Word file has macros (small programs) in it. {NOT_SAVED} Save it as a Word document without macros"
BOMB = (
    f"This Word file unpacks to far more than a document should. {NOT_SAVED} Open it, save it anew, and choose that"
)
PROGRAM = "The file’s name ends like a program’s ({}). Check what it is. If it is the right file, rename it"
ODD_NAME = (
    "The file’s name has a folder or characters that cannot be seen in it. Rename the file, then choose it again"
)

# What a computer would run, or open as a page, whatever is in it.
PROGRAMS = re.compile(
    r"\.(exe|com|scr|pif|bat|cmd|msi|msp|dll|cpl|hta|jse?|vb[es]|ws[fh]|ps1|psm1|sh|jar|lnk|reg|iso|img|apk|app|dmg"
    r"|html?|svg|xml|docm|dotm|xlsm|pptm)",
    re.I,
)
MOST_PARTS = 4 * 1024 * 1024  # bytes of the list of a Word document's parts: some 40,000 of them
MOST_UNPACKED = 400 * 1024 * 1024
MOST_TIMES = 200  # a part larger than a megabyte shrinks so far at the most; text shrinks about tenfold
MOST_DOTS, LONGEST_SIDE = 200_000_000, 32_000

OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
END_OF_ZIP, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
TAIL = 66_000  # the end record and the longest comment after it


def refuse(words: str, code: str) -> None:
    raise ValidationError("%(message)s", code=code, params={"message": words})


def refuse_name(name: str) -> None:
    """The name is kept nowhere: it shows what somebody meant us, or their colleagues, to believe."""
    if "/" in name or "\\" in name or any(unicodedata.category(letter) in ("Cc", "Cf") for letter in name):
        refuse(ODD_NAME, "name")
    ending = PurePath(name.rstrip(". ")).suffix
    if PROGRAMS.fullmatch(ending):
        refuse(PROGRAM.format(ending.lower()), "name")


def refuse_zip(sent: Any) -> None:
    """Before its list of parts is read into memory, and before any part is unpacked."""
    end = end_of_zip(sent)
    listed = struct.unpack_from("<L", end, 12)[0] if len(end) >= 22 else 0
    if listed > MOST_PARTS:
        refuse(BOMB, "bomb")
    try:
        with zipfile.ZipFile(sent) as parts:
            infos = parts.infolist()
    except zipfile.BadZipFile:
        return  # read as damaged
    large = [part for part in infos if part.file_size > 1024 * 1024]
    if sum(part.file_size for part in infos) > MOST_UNPACKED or any(
        part.file_size > MOST_TIMES * max(part.compress_size, 1) for part in large
    ):
        refuse(BOMB, "bomb")
    if any(re.search(r"vba(project|data)", part.filename, re.I) for part in infos):
        refuse(MACROS, "macros")


def end_of_zip(sent: Any) -> bytes:
    """Its last record, which says how long the list is. Of the form for huge archives we take none."""
    sent.seek(0, 2)
    sent.seek(max(0, sent.tell() - TAIL))
    tail = sent.read(TAIL)
    sent.seek(0)
    at = tail.rfind(END_OF_ZIP)
    if at >= 20 and tail[at - 20 : at - 16] == ZIP64:
        refuse(BOMB, "bomb")
    return tail[at:] if at >= 0 else b""


def refuse_picture(sent: Any) -> None:
    size = dots(sent)
    if size and (max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_DOTS):
        words = f"This picture is {size[0]:,} by {size[1]:,} dots, more than a computer can show. {NOT_SAVED} Save a "
        refuse(words + "smaller copy", "dots")


def refuse_danger(danger: str) -> None:
    """What the reading of a PDF found."""
    if danger:
        refuse(WORDS[danger], danger)
