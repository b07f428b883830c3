"""The feedback form as a Word document: real header rows, title, language, changes marked without colour."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from qa.comparison import Pieces
from qa.feedback import HEADING, KEY, NOTHING, Feedback, FeedbackSection

LANGUAGE = "en-GB"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTH, LETTER, COMMENTS = Mm(267), Mm(30), Mm(67)
BLUE, DARK, SHADE = RGBColor(0x00, 0x5E, 0xB8), RGBColor(0x21, 0x2B, 0x32), "E8EDEE"
STYLES = {"Heading 1": (18, BLUE, 0), "Heading 2": (13, DARK, 14), "Heading 3": (11, DARK, 12)}


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
    if feedback.is_long:
        add_a_table_each(document, feedback)
    else:
        add_one_table(document, feedback)
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
    page.footer_distance = Mm(8)
    facts = document.core_properties
    facts.title, facts.author, facts.language = feedback.title, feedback.episode.child.icb.name, LANGUAGE
    facts.comments = ""
    document.styles["Normal"].font.size = Pt(10)
    for name in ("Normal", *STYLES):
        set_font(document.styles[name], "Arial")
    for name, (size, colour, before) in STYLES.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    as_todays_word(document.settings.element)
    add_foot(page.footer.paragraphs[0], feedback)


def set_font(style: Any, font: str) -> None:
    """A theme's font would come first, so it goes."""
    style.font.name = font
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]


def as_todays_word(settings: Any) -> None:
    """Without it Word opens the form in “compatibility mode”, and its own words in American English."""
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def add_foot(paragraph: Any, feedback: Feedback) -> None:
    """Whose form it is, and which page of how many."""
    for usual in paragraph.style.paragraph_format.tab_stops:
        paragraph.paragraph_format.tab_stops.add_tab_stop(usual.position, WD_TAB_ALIGNMENT.CLEAR)
    paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    draft = "Draft. " if feedback.is_draft else ""
    paragraph.add_run(f"{draft}{feedback.title}. {feedback.episode.child.icb.name}\tPage ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    add_field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        run.font.size = Pt(8.5)


def add_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run.font.size = Pt(8.5)
    run._r.addprevious(field)
    field.append(run._r)


def add_facts(document: Any, feedback: Feedback) -> None:
    """A line each, name first: no table, which would have no row of headers."""
    for name, fact in feedback.facts:
        line = document.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(42), Mm(-42)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(42))
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{name}:").bold = True
        line.add_run(f"\t{fact}")
    line.paragraph_format.space_after = Pt(10)


def add_one_table(document: Any, feedback: Feedback) -> None:
    table = add_table(document, ("Section", *feedback.columns))
    for section in feedback.sections:
        row = table.add_row()
        keep_whole(row)
        row.cells[0].paragraphs[0].add_run(section.heading).bold = True
        write_section(row.cells[1:], section, feedback)
    set_widths(table, [LETTER, *widths_of(feedback, WIDTH - LETTER)])


def add_a_table_each(document: Any, feedback: Feedback) -> None:
    """Where a section runs over pages, the header on each says which section it is."""
    for section in feedback.sections:
        document.add_heading(section.heading, level=3)
        first, *others = feedback.columns
        table = add_table(document, (f"Section {section.letter}: {first[:1].lower()}{first[1:]}", *others))
        write_section(table.add_row().cells, section, feedback)
        set_widths(table, widths_of(feedback, WIDTH))


def add_table(document: Any, columns: tuple[str, ...]) -> Any:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    pad(table)
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
        shade(cell)
    repeat_on_each_page(table.rows[0])
    keep_whole(table.rows[0])
    return table


def widths_of(feedback: Feedback, width: int) -> list[int]:
    """Comments are shorter than wordings."""
    wordings = len(feedback.columns) - 1
    wide = (width - COMMENTS) // wordings
    return [wide, COMMENTS, *[wide] * (wordings - 1)]


def write_section(cells: Any, section: FeedbackSection, feedback: Feedback) -> None:
    if feedback.shows_wording:
        write(cells[0], section.before)
        write(cells[2], section.after)
    else:
        cells[0].text = section.current or NOTHING
    cells[1].text = section.comments


def write(cell: Any, pieces: Pieces) -> None:
    """Words taken out struck through, new ones underlined; line ends as they were written."""
    for kind, words in pieces:
        run = cell.paragraphs[0].add_run(words)
        run.font.strike = kind == "removed" or None
        run.font.underline = kind == "added" or None


def repeat_on_each_page(row: Any) -> None:
    """Marks the table's header: Word repeats it, and a screen reader names the columns from it."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def shade(cell: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in {"val": "clear", "color": "auto", "fill": SHADE}.items():
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def pad(table: Any) -> None:
    """A little room above and below the words of each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(1.2).twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def set_widths(table: Any, widths: list[int]) -> None:
    """Of the columns and of their cells: Word asks the cells, other programs the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
