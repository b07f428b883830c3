"""Which papers do people add in the demo? Small made-up PDFs, one scanned, one that a second person must look at."""

from django.core.files.uploadedfile import SimpleUploadedFile

from ehcp.models import FamilyPaper
from people.models import Child, Document
from send_portal.demo.cast import Cast
from send_portal.demo.story import Story


def send_family_letter(story: Story) -> None:
    """What the parents wrote, two days after advice was asked: copies go to those who were asked."""
    with story.on(33):
        words = f"From the parents of {story.child.name}\nWhat we see at home, and what we hope for."
        facts = {
            "owner": story.child.local_authority,
            "child": story.child,
            "kind": "family",
            "title": "Letter from the parents",
        }
        letter = Document.add(by=story.coordinator, file=pdf_file("letter.pdf", words), **facts)
        FamilyPaper.say(by=story.coordinator, assessment=story.assessment, papers=[letter])


def add_papers(cast: Cast, child: Child, other: Child) -> None:
    """A scanned letter, which nobody's machine can read; and a report that names another child of the board."""
    facts = {"by": cast["coordinator"], "owner": cast.org["wiltshire"], "child": child}
    Document.add(**facts, kind="other", title="Letter from the family (scanned)", file=pdf_file("letter.pdf", ""))
    words = f"Report on {child.name}\nSeen at school together with {other.name}."
    Document.hold(
        **facts, kind="other", title="School report", file=pdf_file("report.pdf", words), is_sent_later=False
    )


def pdf_file(name: str, *pages: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(*pages), "application/pdf")


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
