"""The feedback form as a Word document: real header row, title, language, changes marked without colour."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from qa.comparison import Pieces
from qa.feedback import HEADING, KEY, NOTHING, Feedback, FeedbackSection

LANGUAGE = "en-GB"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def feedback_word(feedback: Feedback) -> bytes:
    document = Document()
    prepare(document, feedback)
    document.add_heading(HEADING, level=1)
    document.add_paragraph(feedback.opening)
    add_facts(document, feedback)
    for note in feedback.notes:
        document.add_paragraph(note)
    document.add_heading("The health sections", level=2)
    if feedback.has_changes:
        document.add_paragraph(KEY)
    add_sections(document, feedback)
    if feedback.is_agreed:
        document.add_heading("Agreement", level=2)
        document.add_paragraph(feedback.footer)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def prepare(document: Any, feedback: Feedback) -> None:
    """Landscape A4, Arial, and what a screen reader asks first: the title and the language."""
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(15)
    facts = document.core_properties
    facts.title, facts.author, facts.language = feedback.title, feedback.episode.child.icb.name, LANGUAGE
    facts.comments = ""
    document.styles["Normal"].font.size = Pt(10)
    for name in ("Normal", "Heading 1", "Heading 2"):
        set_font(document.styles[name], "Arial")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def set_font(style: Any, font: str) -> None:
    """A theme's font would come first, so it goes."""
    style.font.name = font
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]


def add_facts(document: Any, feedback: Feedback) -> None:
    """Name and fact in two columns, three pairs a line being hard to read aloud."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, fact in feedback.facts:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(name).bold = True
        cells[1].text = fact
    set_widths(table, [Mm(50), Mm(217)])
    document.add_paragraph()


def add_sections(document: Any, feedback: Feedback) -> None:
    columns = ("Section", *feedback.columns)
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeat_on_each_page(table.rows[0])
    for section in feedback.sections:
        add_section(table.add_row().cells, section, feedback)
    rest = Mm((267 - 32) / (len(columns) - 1))
    set_widths(table, [Mm(32), *[rest] * (len(columns) - 1)])
    document.add_paragraph()


def add_section(cells: Any, section: FeedbackSection, feedback: Feedback) -> None:
    cells[0].paragraphs[0].add_run(section.heading).bold = True
    if feedback.shows_wording:
        write(cells[1], section.before)
        write(cells[3], section.after)
    else:
        cells[1].text = section.current or NOTHING
    cells[2].text = section.comments


def write(cell: Any, pieces: Pieces) -> None:
    """Words taken out struck through, new ones underlined; line ends as they were written."""
    for kind, words in pieces:
        run = cell.paragraphs[0].add_run(words)
        run.font.strike = kind == "removed" or None
        run.font.underline = kind == "added" or None


def repeat_on_each_page(row: Any) -> None:
    """Marks the table's header: Word repeats it, and a screen reader names the columns from it."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def set_widths(table: Any, widths: list[Any]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
