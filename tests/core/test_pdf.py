"""How does a template become a PDF that everybody can read?"""

import io
import re
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, UndefinedError
from pypdf import PdfReader

from core import pdf
from core.pdf import PDFRefused, render_pdf, static_file

CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="300" height="120">
<title>Requests a month</title><path d="M0 38L100 4" stroke="#005eb8"/></svg>"""


def sample(**changes: Any) -> dict[str, Any]:
    return {"words": "It rose.", "rows": [("North", 3, 40), ("South", 9, 88)], "picture": ""} | changes


def made(title: str = "Feedback on Section G", **changes: Any) -> PdfReader:
    charts = {"spc": CHART}
    return PdfReader(io.BytesIO(render_pdf("core/pdf/sample.html", sample(**changes), title=title, charts=charts)))


def drawn(monkeypatch: pytest.MonkeyPatch, body: str) -> bytes:
    """A PDF of this template text."""
    source = '{% extends "layout/pdf.html" %}{% block content %}' + body + "{% endblock %}"
    usual = pdf.strict_environment()
    with_this = usual.overlay(loader=ChoiceLoader([DictLoader({"any.html": source}), usual.loader]))
    monkeypatch.setattr(pdf, "strict_environment", lambda: with_this)
    return render_pdf("any.html", {}, title="Any")


def structure(node: Any) -> list[str]:
    """The tags of the document, in reading order."""
    node = node.get_object()
    kids = node.get("/K", []) if hasattr(node, "get") else []
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    kids = kids if isinstance(kids, list) else [kids]
    own = [node["/S"]] if hasattr(node, "get") and "/S" in node else []
    return own + [tag for kid in kids if hasattr(kid.get_object(), "get") for tag in structure(kid)]


def test_a_pdf_says_its_title_language_and_standard() -> None:
    reader = made()
    catalogue = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Feedback on Section G"
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in catalogue["/Metadata"].get_object().get_data()


def test_its_headings_tables_and_pictures_are_tagged() -> None:
    tags = structure(made(picture="spc").trailer["/Root"]["/StructTreeRoot"])
    assert tags.count("/TH") == 4
    assert {"/H1", "/H2", "/P", "/Table", "/Figure"} <= set(tags)


def test_a_picture_keeps_its_words() -> None:
    root = made(picture="spc").trailer["/Root"]["/StructTreeRoot"]
    assert "rise from 3 to 9" in str(all_values(root, "/Alt"))


def all_values(node: Any, key: str) -> list[Any]:
    node = node.get_object()
    if isinstance(node, list):
        return [value for kid in node for value in all_values(kid, key)]
    if not hasattr(node, "get"):
        return []
    return [node.get(key)] + (all_values(node["/K"], key) if "/K" in node else [])


def elements(root: Any) -> list[Any]:
    """What is tagged, in reading order."""
    kids = root.get_object().get("/K", [])
    found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids]) if not isinstance(kid, int)]
    return [each for kid in found if "/S" in kid for each in (kid, *elements(kid))]


def test_each_cell_says_its_own_headers_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also below a header of several columns or rows, and where a row has several pairs of name and fact."""
    table = """<table><thead>
      <tr><th scope="col" rowspan="2">Measure</th><th scope="colgroup" colspan="2">May, by area</th>
      <th scope="col" rowspan="2">Year</th></tr>
      <tr><th scope="col">North</th><th scope="col">South</th></tr></thead>
    <tbody><tr><th scope="row">Drafts</th><td>1</td><td>2</td><td>3</td></tr></tbody></table>
    <table><tbody><tr><th scope="row">Name</th><td>Isla</td>
      <th scope="row">Born</th><td>2017</td></tr></tbody></table>"""
    tagged = elements(PdfReader(io.BytesIO(drawn(monkeypatch, table))).trailer["/Root"]["/StructTreeRoot"])
    headers = [each for each in tagged if each["/S"] == "/TH"]
    words = ["Measure", "May, by area", "Year", "North", "South", "Drafts", "Name", "Born"]
    name = {header["/ID"]: word for header, word in zip(headers, words, strict=True)}
    assert [header["/A"]["/Scope"] for header in headers] == ["/Column"] * 5 + ["/Row"] * 3
    assert [[name[key] for key in each["/A"]["/Headers"]] for each in tagged if each["/S"] == "/TD"] == [
        ["Drafts", "May, by area", "North"], ["Drafts", "May, by area", "South"], ["Drafts", "Year"],
        ["Name"], ["Born"],
    ]  # fmt: skip


def test_what_stands_in_the_margins_is_skipped_and_all_else_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = PdfReader(io.BytesIO(drawn(monkeypatch, '<h1>One</h1><h1 class="new-page">Two</h1>')))
    read = [kid for each in elements(reader.trailer["/Root"]["/StructTreeRoot"]) for kid in each["/K"]]
    for page, kinds in zip(reader.pages, (["Footer"] * 2, ["Header", "Footer", "Footer"]), strict=True):
        content = page.get_contents()
        assert content is not None
        marks = re.findall(rb"/Artifact\n?\s*<<(.*?)>>", content.get_data())
        assert sorted(re.findall(rb"/Subtype /(\w+)", b" ".join(marks))) == sorted(kind.encode() for kind in kinds)
        assert all(b"/Type /Pagination" in mark for mark in marks)
    marked = sum(len(re.findall(rb"/MCID", page.get_contents().get_data())) for page in reader.pages)  # type: ignore[union-attr]
    assert marked == len([kid for kid in read if isinstance(kid, int)]) == 2


def test_a_picture_says_where_on_the_page_it_stands() -> None:
    tagged = elements(made(picture="spc").trailer["/Root"]["/StructTreeRoot"])
    (figure,) = (each for each in tagged if each["/S"] == "/Figure")
    left, bottom, right, top = (float(edge) for edge in figure["/A"]["/BBox"])
    assert (round(right - left), round(top - bottom)) == (225, 90), "300 by 120 pixels, in points"
    assert 421 < bottom < top < 842 - 57, "in the upper half of a sheet of A4, counted from its foot"


def test_a_row_longer_than_a_page_goes_on_and_a_short_one_is_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>"
    long, short = " ".join(f"word{n}" for n in range(2000)), "<br>".join(["begins", *"-" * 28, "ends"])
    table = f"<table><tbody>{row.format('A', long)}{row.format('B', short) * 3}</tbody></table>"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(drawn(monkeypatch, table))).pages]
    assert all(f"word{n}" in " ".join(pages) for n in (0, 999, 1999))
    assert [page.count("begins") for page in pages] == [page.count("ends") for page in pages]


def test_every_font_is_inside() -> None:
    for page in made().pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "Liberation" in described["/FontName"]
            assert {"/FontFile2", "/FontFile3"} & described.keys()


def test_its_words_can_be_read_and_each_page_says_its_number() -> None:
    text = made().pages[0].extract_text()
    assert "It rose." in text
    assert "Page 1 of 1" in text


def test_a_table_begins_on_the_page_of_its_caption_and_a_day_stays_on_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = "<table><caption>By age</caption><tbody><tr><td>Five to ten</td></tr></tbody></table>"
    for height in range(232, 252, 3):  # in millimetres: at the foot of the page, the caption alone has room
        content = drawn(monkeypatch, f'<div style="height: {height}mm">Above</div>{table}')
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        assert ["By age" in page for page in pages] == ["Five to ten" in page for page in pages], height
    narrow = '<table style="width: 25mm"><tr><td class="day">1 January 2027</td><td>To be done</td></tr></table>'
    assert "1 January 2027" in PdfReader(io.BytesIO(drawn(monkeypatch, narrow))).pages[0].extract_text()


def test_a_name_that_is_not_in_the_context_is_an_error() -> None:
    context = sample()
    del context["words"]
    with pytest.raises(UndefinedError, match="words"):
        render_pdf("core/pdf/sample.html", context, title="Any")


def test_a_chart_that_nobody_handed_over_is_an_error() -> None:
    with pytest.raises(PDFRefused, match="chart:other"):
        made(picture="other")


def test_a_page_without_words_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PDFRefused, match="no words"):
        drawn(monkeypatch, "<h1> </h1><p></p>")


def test_a_pdf_without_a_title_is_an_error() -> None:
    with pytest.raises(PDFRefused, match="title"):
        made(title=" ")


def test_a_template_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        drawn(monkeypatch, "<h1>{{ 1 / 0 }}</h1>")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "static:../send_portal/settings.py",
        "static:/etc/passwd",
        "static:no-such-file.png",
        "data:image/png;base64,AAAA",
        "x.png",
    ],
)
def test_nothing_is_fetched_but_the_projects_own_files(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    with pytest.raises(PDFRefused, match="Not part of the project"):
        drawn(monkeypatch, f'<h1>Words</h1><img src="{address}" alt="A picture">')


def test_a_style_sheet_from_elsewhere_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PDFRefused, match="example"):
        drawn(monkeypatch, '<h1>Words</h1><style>@import "https://example.org/x.css";</style>')


def test_what_a_person_wrote_stays_words(monkeypatch: pytest.MonkeyPatch) -> None:
    unkind = '<img src="file:///etc/passwd">'
    assert unkind in made(words=unkind).pages[0].extract_text()


def test_the_projects_own_files_are_found_by_name() -> None:
    found = static_file("pdf.css")
    assert found is not None
    assert found.read_text().startswith("/* Every PDF")
