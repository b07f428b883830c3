"""One made-up plan in the layouts that local authorities' forms have, as Word documents and as PDFs."""

import io
from collections.abc import Callable
from html import escape
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from weasyprint import HTML

TITLES = {
    "A": "Views, interests and aspirations",
    "B": "Special educational needs",
    "C": "Health needs",
    "D": "Social care needs",
    "E": "Outcomes",
    "F": "Special educational provision",
    "G": "Health provision",
    "H1": "Social care provision under the Chronically Sick and Disabled Persons Act 1970",
    "H2": "Other social care provision",
    "I": "Placement",
    "J": "Personal budget",
    "K": "Advice and information",
}
LONG = {
    "A": "The views, interests and aspirations of Rowan and his parents",
    "B": "Rowan’s special educational needs (SEN)",
    "C": "Health care needs related to SEN",
    "D": "Social care needs which are related to SEN or to a disability",
    "E": "The outcomes sought for Rowan",
    "F": "Special educational provision required by Rowan",
    "G": "Any health care provision reasonably required by the learning difficulties or disabilities",
    "H1": "Any social care provision which must be made for a child or young person under 18",
    "H2": "Any other social care provision reasonably required",
    "I": "The name and type of school",
    "J": "Personal budget, including any direct payments",
    "K": "Advice and information gathered",
}
TEXTS = {
    "A": ["Rowan Ash is nine and likes trains, maps and his dog.", "He says: “I want to go to the shop on my own.”"],
    "B": [
        "Communication: Rowan speaks in short phrases and needs time to answer.",
        "Learning: he reads at the level of a child two years younger.",
    ],
    "C": [
        "Rowan has epilepsy. He has an absence seizure about once a week, and is tired for an hour afterwards, "
        "so that he misses what is taught.",
        "Rowan has asthma, which is well controlled.",
    ],
    "D": ["His parents have no break at weekends. The family lives up two flights of stairs."],
    "E": ["By July Rowan will tell an adult when he feels a seizure coming.", "By July he will order his own lunch."],
    "F": ["A speech and language therapist visits every half term and trains staff for two hours a term."],
    "G": [
        "The community epilepsy nurse writes a care plan with school and reviews it every six months, or sooner if "
        "seizures change.",
        "The GP prescribes his inhaler and reviews it every year.",
    ],
    "H1": ["Three hours a week of support at home, on Saturdays."],
    "H2": ["None."],
    "I": ["Ashdown Primary School, a mainstream school."],
    "J": ["No personal budget was asked for."],
    "K": ["Paediatric report, 3 March 2026.", "School report, 10 March 2026."],
}
WHOLE = {letter: "\n".join(lines) for letter, lines in TEXTS.items()}
HEADER, FOOTER = "EHC plan of Rowan Ash", "Confidential. Northdown Council"
INTRODUCTION = "This draft was written after the meeting in May."
INSTRUCTION = "Please describe the needs that relate to learning. Do not name a diagnosis alone."


# Word


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def headings_and_paragraphs() -> bytes:
    document = Document()
    document.add_heading("Education, health and care plan", 0)
    document.add_paragraph(INTRODUCTION)
    for letter, lines in TEXTS.items():
        document.add_heading(f"Section {letter}: {TITLES[letter]}", 1)
        for line in lines:
            document.add_paragraph(line)
    return saved(document)


def letters_and_long_titles() -> bytes:
    """“C. Health care needs related to SEN”, in bold and not as headings, some over two paragraphs."""
    document = Document()
    for letter, lines in TEXTS.items():
        document.add_paragraph().add_run(f"{letter}. {LONG[letter]}").bold = True
        for line in lines:
            document.add_paragraph(line, style="List Bullet")
    return saved(document)


def parts_with_titles_below() -> bytes:
    document = Document()
    for letter, lines in TEXTS.items():
        document.add_paragraph(f"PART {letter}")
        document.add_paragraph(LONG[letter].upper())
        for line in lines:
            document.add_paragraph(line)
    return saved(document)


def a_table_for_each_section() -> bytes:
    document = Document()
    for letter, lines in TEXTS.items():
        table = document.add_table(rows=2, cols=1, style="Table Grid")
        table.cell(0, 0).text = f"SECTION {letter} – {LONG[letter]}"
        table.cell(1, 0).text = lines[0]
        for line in lines[1:]:
            table.cell(1, 0).add_paragraph(line)
        document.add_paragraph()
    return saved(document)


def a_column_of_headings() -> bytes:
    document = Document()
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for letter, text in WHOLE.items():
        left, right = table.add_row().cells
        left.text, right.text = f"Section {letter}\n{TITLES[letter]}", text
    return saved(document)


def letter_title_and_text() -> bytes:
    document = Document()
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    for letter, text in WHOLE.items():
        for cell, words in zip(table.add_row().cells, (letter, TITLES[letter], text), strict=True):
            cell.text = words
    return saved(document)


def headings_inside_cells() -> bytes:
    """Each cell begins with its heading; two sections stand side by side, all in a frame."""
    document = Document()
    frame = document.add_table(rows=1, cols=1, style="Table Grid")
    inner = frame.cell(0, 0).add_table(rows=0, cols=2)
    letters = list(TEXTS)
    for first, second in zip(letters[::2], letters[1::2], strict=True):
        for cell, letter in zip(inner.add_row().cells, (first, second), strict=True):
            cell.text = f"Section {letter}: {TITLES[letter]}\n{WHOLE[letter]}"
    return saved(document)


PAIRED = (("B", "F", "E"), ("C", "G", "E"), ("D", "H1"))


def paired(columns_of: Callable[[str], str], *, group: bool) -> bytes:
    """Need, provision and outcome side by side, a table for each kind; the others with headings. Each table's outcome
    is one line of Section E, and the rows are numbered."""
    document = Document()
    outcomes = iter(TEXTS["E"])
    paragraphs_of(document, "A")
    for letters in PAIRED:
        if group:
            document.add_paragraph(f"Sections {', '.join(letters[:-1])} and {letters[-1]}")
        table = document.add_table(rows=1, cols=len(letters) + 1, style="Table Grid")
        texts = {letter: [next(outcomes)] if letter == "E" else TEXTS[letter] for letter in letters}
        for i, letter in enumerate(letters, start=1):
            table.rows[0].cells[i].text = columns_of(letter)
        for number in range(max(map(len, texts.values()))):
            cells = table.add_row().cells
            cells[0].text = f"{number + 1}."
            for i, letter in enumerate(letters, start=1):
                cells[i].text = texts[letter][number] if number < len(texts[letter]) else ""
    for letter in ("H2", "I", "J", "K"):
        paragraphs_of(document, letter)
    return saved(document)


def paragraphs_of(document: Any, letter: str) -> None:
    document.add_paragraph(f"Section {letter}: {TITLES[letter]}")
    for line in TEXTS[letter]:
        document.add_paragraph(line)


def paired_rows() -> bytes:
    return paired(lambda letter: f"{TITLES[letter]} (Section {letter})", group=False)


def paired_rows_under_a_group() -> bytes:
    words = {
        "B": "Need",
        "C": "Needs",
        "D": "Need",
        "E": "Outcome",
        "F": "Provision",
        "G": "Provision",
        "H1": "Provision",
    }
    return paired(words.__getitem__, group=True)


def contents_instructions_and_furniture() -> bytes:
    """A list of contents that names every section first, a header, a footer, and the form's own instructions."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = HEADER
    document.sections[0].footer.paragraphs[0].text = FOOTER
    document.add_paragraph("Contents")
    for page, letter in enumerate(TEXTS, start=2):
        document.add_paragraph(f"Section {letter}: {TITLES[letter]}\t{page}")
    document.add_paragraph(INTRODUCTION)
    for letter, lines in TEXTS.items():
        document.add_paragraph(f"Section {letter}: {TITLES[letter]}")
        if letter == "C":
            document.add_paragraph(INSTRUCTION)
        for line in lines:
            document.add_paragraph(line)
    return saved(document)


def titles_without_letters() -> bytes:
    document = Document()
    for letter, lines in TEXTS.items():
        document.add_heading(TITLES[letter], 2)
        for line in lines:
            document.add_paragraph(line)
    return saved(document)


def controls_and_tracked_changes() -> bytes:
    """A form of content controls, in which Section C was changed with changes tracked, and G stands in a text box."""
    document = Document()
    body = document.element.body
    for letter, lines in TEXTS.items():
        document.add_paragraph(f"Section {letter} – {TITLES[letter]}")
        for line in lines:
            body.insert(-1, parse_xml(changed(line) if letter == "C" else controlled(line)))
    return saved(document)


def controlled(line: str) -> str:
    run = f"<w:r><w:t>{escape(line)}</w:t></w:r>"
    return f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run}</w:p></w:sdtContent></w:sdt>"


def changed(line: str) -> str:
    first, rest = line.split(" ", 1)
    kept = f'<w:r><w:t xml:space="preserve">{first} </w:t></w:r>'
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>perhaps </w:delText></w:r></w:del>'
    come = f'<w:ins w:id="2" w:author="x"><w:r><w:t>{escape(rest)}</w:t></w:r></w:ins>'
    return f"<w:p {nsdecls('w')}>{kept}{gone}{come}</w:p>"


# PDF

STYLE = """<style>
@page { size: A4; margin: 2cm; @top-center { content: "HEADER" } @bottom-center { content: "Page " counter(page) } }
body { font: 11pt "Liberation Sans" } td, th { border: 1px solid #333; padding: 4px; vertical-align: top }
table { border-collapse: collapse; width: 100%; margin-bottom: 12px } h2 { font-size: 14pt }
section { break-before: page }
</style>""".replace("HEADER", HEADER)


def pdf_of(*parts: str) -> bytes:
    return HTML(string=STYLE + "".join(parts)).write_pdf()


def lines_in(letter: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in TEXTS[letter])


def pdf_with_headings() -> bytes:
    """Over several pages, each with its header and number, after a list of contents."""
    contents = "".join(f"<div>Section {x}: {TITLES[x]} ..... {i}</div>" for i, x in enumerate(TEXTS, start=2))
    return pdf_of(
        contents,
        *(
            f"<{tag}><h2>Section {x}: {TITLES[x]}</h2>{lines_in(x)}</{tag}>"
            for x, tag in zip(TEXTS, ["section", "div", "div", "div"] * 3, strict=True)
        ),
    )


def pdf_with_tables() -> bytes:
    return pdf_of(
        *(f"<table><tr><td><b>{x}: {LONG[x]}</b></td></tr><tr><td>{lines_in(x)}</td></tr></table>" for x in TEXTS)
    )


def pdf_with_a_column_of_headings() -> bytes:
    rows = (f"<tr><td>Section {x}<br>{TITLES[x]}</td><td>{lines_in(x)}</td></tr>" for x in TEXTS)
    return pdf_of(f"<table>{''.join(rows)}</table>")


def pdf_with_paired_rows() -> bytes:
    """Need, provision and outcome in one row; a table whose heading comes again on each page that it reaches."""
    heads = "".join(f"<th>{TITLES[x]} ({x})</th>" for x in "CGE")
    row = "".join(f"<td>{lines_in(x)}</td>" for x in "CGE")
    others = "".join(f"<h2>Section {x}: {TITLES[x]}</h2>{lines_in(x)}" for x in TEXTS if x not in "CGE")
    return pdf_of(f"<table><thead><tr>{heads}</tr></thead><tr>{row}</tr></table>", others)


WORD: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        headings_and_paragraphs,
        letters_and_long_titles,
        parts_with_titles_below,
        a_table_for_each_section,
        a_column_of_headings,
        letter_title_and_text,
        headings_inside_cells,
        paired_rows,
        paired_rows_under_a_group,
        contents_instructions_and_furniture,
        titles_without_letters,
        controls_and_tracked_changes,
    )
}
PDF: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (pdf_with_headings, pdf_with_tables, pdf_with_a_column_of_headings, pdf_with_paired_rows)
}


EVERY_LAYOUT = [
    *(("word", name, make) for name, make in WORD.items()),
    *(("pdf", name, make) for name, make in PDF.items()),
]
