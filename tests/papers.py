"""Files as people send them, small and made up: a PDF with words, a Word document with words everywhere, a scan."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_bytes(*pages: str) -> bytes:
    """A PDF with these words, a page each; an empty page has none, as a scan."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for i, words in enumerate(pages):
        here = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
        objects.append(f"<< {here} /Contents {5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        drawn = content(words)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return written(objects)


def content(words: str) -> bytes:
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in words.split("\n")]
    shown = " ".join(f"({line}) Tj T*" for line in lines if line)
    return f"BT /F1 12 Tf 14 TL 50 780 Td {shown} ET".encode("cp1252") if shown else b"0 0 100 100 re f"


def written(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def word_bytes(**parts: str) -> bytes:
    """A Word document with these parts: `document="<w:p>…</w:p>"`, `header1="…"`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, inside in parts.items():
            xml = inside if inside.startswith("<?xml") else f'<w:{name} xmlns:w="{W}">{inside}</w:{name}>'
            file.writestr(f"word/{name}.xml", xml)
    return made.getvalue()


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def sent(content: bytes, name: str = "report.pdf", **facts: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream", **facts)
