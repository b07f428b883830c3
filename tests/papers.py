"""Files as people send them, small and made up: PDFs with words or scanned, Word documents with words everywhere."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from send_portal.demo.papers import pdf_bytes

__all__ = ["paragraph", "pdf_bytes", "sent", "word_bytes"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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
