"""A plan comes in from whatever layout it has: every section exactly, and no word lost."""

import io
import re
from collections import Counter
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.layout import Layout, layout_of_pdf, layout_of_text, layout_of_word
from ehcp.intake.headings import Headings, Known
from ehcp.intake.splitting import Sections, split
from tests.ehcp import plans
from tests.papers import pdf_bytes

TODAY = import_module("ehcp.migrations.0004_sections_of_today").SECTIONS
HEADINGS = Headings(tuple(Known(letter, title, tuple(others)) for letter, title, _, others in TODAY))


def texts(found: Sections) -> dict[str, str]:
    return {letter: part.text for letter, part in found.parts.items()}


def read(kind: str, content: bytes) -> Layout:
    return (layout_of_word if kind == "word" else layout_of_pdf)(io.BytesIO(content))


def of_text(text: str) -> dict[str, str]:
    return texts(split(layout_of_text(text), HEADINGS))


@pytest.mark.parametrize(("kind", "name", "make"), plans.EVERY_LAYOUT, ids=lambda x: x if isinstance(x, str) else "")
def test_every_section_comes_out_exactly(kind: str, name: str, make: object) -> None:
    found = split(read(kind, make()), HEADINGS)
    assert texts(found) == plans.WHOLE


def test_a_heading_is_known_by_its_words() -> None:
    for line, letter in (
        ("Section C (continued)", "C"),
        ("C) Any health needs", "C"),
        ("sec. G – Heath provision", "G"),
        ("H 1: Social care provision", "H1"),
        ("Outcomes (E)", "E"),
        ("A. The views of Rowan", "A"),
    ):
        heading = HEADINGS.read(line)
        assert heading
        assert (heading.letter, heading.rest) == (letter, "")


@pytest.mark.parametrize(
    "line",
    [
        "Section C of this plan says what his needs are.",
        "E. coli was found in his urine.",
        "I have a dog.",
        "A child with health needs",
        "See Section G.",
        "C is for cat",
        "Health needs",  # without its letter, where others have theirs
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert HEADINGS.read(line) is None


def test_text_in_the_same_line_as_its_heading_is_text() -> None:
    assert of_text("Section C: No health needs.\nSection G: Health provision: A nurse visits.") == {
        "C": "No health needs.",
        "G": "A nurse visits.",
    }


def test_a_section_that_goes_on_further_down_is_one() -> None:
    text = "Section B: Learning\nReads.\nSection C\nAsthma.\nSection B (continued)\nWrites."
    assert of_text(text) == {"B": "Learning\nReads.\nWrites.", "C": "Asthma."}


def test_a_section_h_that_is_neither_h1_nor_h2_is_shown_and_not_guessed() -> None:
    found = split(layout_of_text("Section D\nNo needs.\nSection H: Social care provision\nA short break."), HEADINGS)
    assert texts(found) == {"D": "No needs."}
    assert [(piece.why, piece.text) for piece in found.unplaced] == [
        ("Under “Section H: Social care provision”", "A short break.")
    ]


def test_a_table_that_was_copied_keeps_its_columns() -> None:
    text = "Health needs\tHealth provision\tOutcomes\nAsthma.\tA nurse visits.\tWill run.\nSection I\nA school."
    assert of_text(text) == {"C": "Asthma.", "G": "A nurse visits.", "E": "Will run.", "I": "A school."}


def test_a_form_that_nobody_filled_in_is_not_its_own_list_of_contents() -> None:
    found = split(layout_of_text("\n".join(f"Section {x}: {title}" for x, title in plans.TITLES.items())), HEADINGS)
    assert texts(found) == dict.fromkeys(plans.TITLES, "")
    assert not found.unplaced


def test_a_scanned_page_is_named_and_the_others_are_read() -> None:
    layout = read("pdf", pdf_bytes("Section C: Health needs\nAsthma.", "", "Section G: Health provision\nA nurse."))
    assert texts(split(layout, HEADINGS)) == {"C": "Asthma.", "G": "A nurse."}
    assert layout.problems == ["Page 2 could not be read: there is no text on it, so it may be a scan."]


WORDS = st.sampled_from(
    re.split(" ", "asthma nurse Section C: G. Health needs (E) Part B provision outcomes H1 | 3 …. D")
)
LINES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
HEADS = st.sampled_from([f"Section {x}: {title}" for x, title in plans.TITLES.items()])
ROWS = st.lists(LINES, min_size=1, max_size=4).map("\t".join)
TEXT = st.lists(st.one_of(LINES, HEADS, ROWS, st.just("")), max_size=30).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(TEXT | st.text())
def test_no_word_of_what_was_pasted_is_lost(text: str) -> None:
    found = split(layout_of_text(text), HEADINGS)
    kept = [part.text for part in found.parts.values()] + [piece.text for piece in found.unplaced]
    assert words_of(*kept, *found.all_headings) == words_of(text)


def words_of(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())
