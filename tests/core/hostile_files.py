"""Files made to do harm, or that nobody can look into: small, and harmless here."""

import io
import struct
import zipfile

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from send_portal.demo.papers import pdf_bytes, written
from tests.papers import paragraph, word_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf_with(*, script: str = "", **facts: object) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes("A letter"))))
    for name, value in facts.items():
        getattr(writer, name)(*value if isinstance(value, tuple) else (value,))
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(name): value for name, value in action.items()}
        )
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_that_opens(action: bytes) -> bytes:
    """An action when it is opened, and nothing that has a font."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << %s >> >>" % action
    return written([catalog, b"<< /Type /Pages /Kids [] /Count 0 >>"])


def word_with(**parts: bytes) -> bytes:
    """A Word document with other parts in it, by the names of their files."""
    made = io.BytesIO(word_bytes(document=paragraph("A letter")))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(f"word/{name}.bin", content)
    return made.getvalue()


def bomb() -> bytes:
    """Forty kilobytes that unpack to forty megabytes."""
    return word_with(media=b"\0" * (40 * 1024 * 1024))


def many_parts() -> bytes:
    """A list of parts that says it is far longer than a document's."""
    content = bytearray(word_bytes(document=paragraph("A letter")))
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<L", 2**31)
    return bytes(content)


def png(wide: int, high: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2L", wide, high) + b"\x08\x02\0\0\0" + b"\0" * 40


def jpeg(wide: int, high: int) -> bytes:
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">2H", high, wide)
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 10 + frame + b"\0" * 60


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    # name of the file, its bytes, what is said
    "a program": ("report.pdf", b"MZ\x90\x00 a program", "We could not read “report.pdf”"),
    "nothing": ("report.pdf", b"", "This file is empty"),
    "a locked PDF": ("report.pdf", pdf_with(encrypt="a password"), "This PDF is locked with a password"),
    "a PDF with a script": ("report.pdf", pdf_with(script="app.alert(1);"), "has a program (JavaScript) in it"),
    "a script without a page": (
        "report.pdf", pdf_that_opens(b"/S /#4AavaScript /#4A#53 (app.alert)"), "has a program (JavaScript) in it",
    ),
    "a damaged PDF with a script": (
        "report.pdf", pdf_that_opens(b"/S /#4AavaScript")[:-40], "has a program (JavaScript) in it",
    ),
    "a PDF that starts a program": ("report.pdf", pdf_that_opens(b"/S /Launch /F (cmd.exe)"), "can start a program"),
    "a PDF with a file inside": (
        "report.pdf", pdf_with(add_attachment=("run.exe", b"MZ")), "has another file inside it",
    ),
    "a renamed .docm": ("report.docx", word_with(vbaProject=b"macros"), "has macros"),
    "an older Word file with macros": (
        "report.doc", OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), "has macros",
    ),
    "a locked Word file": ("report.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    "a zip bomb": ("report.docx", bomb(), "unpacks to far more"),
    "a list without end": ("report.docx", many_parts(), "unpacks to far more"),
    "a picture without end": ("scan.png", png(60_000, 60_000), "60,000 by 60,000 dots"),
    "a long picture": ("scan.jpg", jpeg(100, 40_000), "100 by 40,000 dots"),
    "a name like a program's": ("report.pdf.exe", pdf_bytes("A letter"), "ends like a program’s (.exe)"),
    "a name read backwards": ("report\u202efdp.pdf", pdf_bytes("A letter"), "characters that cannot be seen"),
    "a name with a control character": ("report\x07.pdf", pdf_bytes("A letter"), "characters that cannot be seen"),
    "a name with a folder": ("..\\..\\report.pdf", pdf_bytes("A letter"), "has a folder"),
}  # fmt: skip
