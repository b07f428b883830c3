"""The feedback form: as a PDF that everybody can read, and as a Word document."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.today import pretend
from qa.feedback import feedback_of, feedback_pdf
from qa.models import Episode, FormWording
from qa.word import feedback_word
from send_portal.demo.cast import Cast
from tests.qa.story import APPROVED, COMMENTS, DRAFT, RETURNED, agreed, submitted, taken


def fresh(episode: Episode) -> Episode:
    return Episode.objects.for_page().get(pk=episode.pk)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pdf_holds_header_rows_and_the_footer_of_agreement_on_one_page(cast: Cast) -> None:
    episode = fresh(agreed(cast, coproduced=True))
    pdf = feedback_pdf(feedback_of(episode))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    text = text_of(pdf)
    child = episode.child
    for words in (
        child.name,
        f"{child.date_of_birth:%-d %B %Y}",
        "Jo Bramley",
        "Ruth Okonjo",
        "13 March 2026",
        "Current wording",
        "DCO comments",
        "ICB approved wording",
        APPROVED["G"],
        COMMENTS["C"],
        "written together with the family",
        "If a plan is issued",
        episode.child.icb.mailbox,
    ):
        assert words in text, words
    assert "suggest" not in text.lower()


def test_the_pdf_is_tagged_titled_and_in_english(cast: Cast) -> None:
    pdf = PdfReader(BytesIO(feedback_pdf(feedback_of(fresh(agreed(cast))))))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert "Feedback on the health sections" in pdf.metadata.title


def test_the_word_document_has_a_real_header_row_a_title_and_a_language(cast: Cast) -> None:
    document = Document(BytesIO(feedback_word(feedback_of(fresh(agreed(cast))))))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells][1:] == [
        "Current wording",
        "DCO comments",
        "ICB approved wording",
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "Feedback on the health sections" in document.core_properties.title
    assert document.core_properties.language == "en-GB"
    languages = document.styles.element.iter(qn("w:lang"))
    assert {each.get(qn("w:val")) for each in languages} == {"en-GB"}


def test_the_word_document_says_each_section_exactly_with_the_changes_marked(cast: Cast) -> None:
    document = Document(BytesIO(feedback_word(feedback_of(fresh(agreed(cast))))))
    rows = {row.cells[0].text: row.cells for row in document.tables[0].rows[1:]}
    assert list(rows) == ["Section E: outcomes", "Section C: health needs", "Section G: health provision"]
    cells = rows["Section G: health provision"]
    assert [cells[1].text, cells[2].text, cells[3].text] == [DRAFT["G"], COMMENTS["G"], APPROVED["G"]]
    struck = "".join(run.text for run in cells[1].paragraphs[0].runs if run.font.strike)
    underlined = "".join(run.text for run in cells[3].paragraphs[0].runs if run.font.underline)
    assert "as required" in struck
    assert "once every term" in underlined
    assert rows["Section E: outcomes"][2].text == "Current wording agreed."


def test_a_form_that_is_not_agreed_gives_no_wording_to_copy(cast: Cast) -> None:
    episode = taken(cast)
    episode.save_wording(by=cast["dco"], section="G", approved="Half written provision.", comments="Hm")
    with pretend(RETURNED):
        episode.return_to_la(by=cast["dco"], missing="The paediatrician’s letter is missing.")
    feedback = feedback_of(fresh(episode))
    text = text_of(feedback_pdf(feedback))
    assert "The paediatrician’s letter is missing." in text
    assert "Half written" not in text
    assert "ICB approved wording" not in text
    assert len(Document(BytesIO(feedback_word(feedback))).tables[0].columns) == 3


def test_advice_that_had_not_arrived_is_said(cast: Cast) -> None:
    text = text_of(feedback_pdf(feedback_of(fresh(agreed(cast, advice_missing=True)))))
    assert "Health advice had not arrived when the papers were shared." in text


def test_a_returned_form_keeps_the_words_of_its_day(cast: Cast) -> None:
    before = agreed(cast)
    with pretend(RETURNED):
        FormWording.put_in_force(
            by=cast["dco"], icb=cast.org["icb"], opening="New first words for {name}.", footer="Ask {mailbox}."
        )
    after = agreed(cast)
    assert "New first words" not in text_of(feedback_pdf(feedback_of(fresh(before))))
    text = text_of(feedback_pdf(feedback_of(fresh(after))))
    assert f"New first words for {after.child.given_name}." in text
    assert f"Ask {cast.org['icb'].mailbox}." in text


def test_a_long_form_runs_over_pages_with_its_header_row_on_each(cast: Cast) -> None:
    episode = taken(cast)
    long = " ".join(f"The nurse checks point {n} of the care plan with the school." for n in range(150))
    for letter in "ECG":
        words = {"section": letter, "approved": long, "comments": "Fuller."}
        episode.save_wording(by=cast["dco"], theme=8, section_g_agreed=letter == "G", **words)
    with pretend(RETURNED):
        episode.return_agreed(by=cast["dco"])
    pages = PdfReader(BytesIO(feedback_pdf(feedback_of(fresh(episode))))).pages
    assert len(pages) > 1
    assert all("ICB approved wording" in page.extract_text() for page in pages[:-1])
    assert all("Section " in page.extract_text() for page in pages), "each page says which section it is in"


def test_the_words_of_agreement_never_stand_alone_on_the_last_page(cast: Cast) -> None:
    episode = taken(cast)
    for letter, visits in (("C", 20), ("G", 12)):  # its three sections fill the first page just so
        episode.save_wording(by=cast["dco"], section=letter, approved="A nurse visits often. " * visits)
    shown = feedback_of(fresh(episode))
    shown.episode.status = Episode.Status.AGREED
    _, last = PdfReader(BytesIO(feedback_pdf(shown))).pages
    assert "A nurse visits often" in last.extract_text()


def test_a_draft_with_empty_sections_says_so_and_agrees_to_nothing(cast: Cast) -> None:
    feedback = feedback_of(fresh(taken(cast, submitted(cast, sections={"B": "Isla reads slowly."}))))
    text = text_of(feedback_pdf(feedback))
    assert text.count("Nothing was written.") == 3
    assert "Wording to be approved" in text
    assert "Current wording agreed" not in text
    cells = Document(BytesIO(feedback_word(feedback))).tables[0].rows[1].cells
    assert [cell.text for cell in cells[1:]] == ["Nothing was written.", "", ""]


def test_in_word_each_page_of_a_long_form_says_its_section_and_nothing_is_empty(cast: Cast) -> None:
    episode = taken(cast)
    for letter in "ECG":
        episode.save_wording(by=cast["dco"], section=letter, approved="A nurse visits often. " * 80)
    for form in (feedback_of(fresh(episode)), feedback_of(fresh(taken(cast)))):
        document = Document(BytesIO(feedback_word(form)))
        heads = [table.rows[0] for table in document.tables]
        assert all(head._tr.trPr.find(qn("w:tblHeader")) is not None for head in heads)
        assert all(paragraph.text for paragraph in document.paragraphs)
        assert form.episode.child.name in document.sections[0].footer.paragraphs[0].text
        for table in document.tables:
            assert [column.width for column in table.columns] == [cell.width for cell in table.rows[0].cells]
        said = [head.cells[0].text for head in heads]
        sections = [f"Section {letter}: current wording" for letter in "ECG"]
        assert said == (sections if form.is_long else ["Section"])
