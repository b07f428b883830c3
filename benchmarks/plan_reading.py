"""How long does a plan of 40 pages take: read, its sections found, checked by the wording rules, and compared?

    PORTAL_MODE=test python benchmarks/plan_reading.py [--rounds 5]

Makes one made-up plan as a Word document and as a PDF, and prints the median of each part. No database is asked, so
the search for other families' names and numbers is not in it.
"""

import argparse
import io
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django
from django.conf import settings

settings.configure(USE_TZ=True)  # the parts that are measured ask no database
django.setup()

from docx import Document  # noqa: E402
from pypdfium2 import PdfDocument  # noqa: E402
from weasyprint import HTML  # noqa: E402

from core.layout import Layout, layout_of_pdf, layout_of_word  # noqa: E402
from ehcp.intake.headings import Headings, Known  # noqa: E402
from ehcp.intake.splitting import Sections, split  # noqa: E402

TODAY = import_module("ehcp.migrations.0004_sections_of_today").SECTIONS
HEADINGS = Headings(tuple(Known(letter, title, tuple(others)) for letter, title, _, others in TODAY))
TEXT = (
    "Rowan needs help to move between lessons and has asthma which is well controlled with an inhaler that school "
    "staff help him to use before sport every day in the morning because he is tired after a seizure and misses what "
    "is taught so a nurse trains the team each term and reviews the care plan with his family"
)
WORDS = TEXT.split()
STYLE = """<style>@page { size: A4; margin: 2cm; @bottom-center { content: "Page " counter(page) } }
body { font: 11pt "Liberation Sans" } td { border: 1px solid; padding: 4px; vertical-align: top }
table { border-collapse: collapse; width: 100% }</style>"""
LENGTHS = {"B": 46, "F": 46, "C": 7, "G": 7}  # paragraphs and rows; the others have 10


def sentence(rest: random.Random, words: int) -> str:
    return " ".join(rest.choice(WORDS) for _ in range(words)).capitalize() + "."


def plan() -> list[tuple[str, str, list[str], list[list[str]]]]:
    """Letter, title, paragraphs, rows of a table."""
    rest = random.Random(40)
    return [
        (
            letter,
            title,
            [sentence(rest, 70) for _ in range(LENGTHS.get(letter, 10))],
            [[sentence(rest, 30) for _ in range(3)] for _ in range(LENGTHS.get(letter, 10))],
        )
        for letter, title, _, _ in TODAY
    ]


def as_word() -> bytes:
    document, made = Document(), io.BytesIO()
    for letter, title, paragraphs, rows in plan():
        document.add_heading(f"Section {letter}: {title}")
        for words in paragraphs:
            document.add_paragraph(words)
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.save(made)
    return made.getvalue()


def as_pdf() -> bytes:
    parts = [STYLE]
    for letter, title, paragraphs, rows in plan():
        cells = ("".join(f"<td>{words}</td>" for words in row) for row in rows)
        parts.append(f"<h2>Section {letter}: {title}</h2>" + "".join(f"<p>{words}</p>" for words in paragraphs))
        parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    return HTML(string="".join(parts)).write_pdf()


def timed(name: str, spent: dict[str, list[float]], act: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = act()
    spent.setdefault(name, []).append((time.perf_counter() - start) * 1000)
    return result


def walk(spent: dict[str, list[float]], read: Callable[[Any], Layout], content: bytes, rules: Any) -> Sections:
    start, worked = time.perf_counter(), processor_time()
    layout = timed("read", spent, lambda: read(io.BytesIO(content)))
    found = timed("sections found", spent, lambda: split(layout, HEADINGS))
    texts = {letter: part.text for letter, part in found.parts.items()}
    timed("wording rules, C and G and E", spent, lambda: rules.check_all(texts))
    timed("compared, C and G", spent, lambda: rules.compare_all(texts))
    spent.setdefault("all", []).append((time.perf_counter() - start) * 1000)
    spent.setdefault("all, of a processor", []).append((processor_time() - worked) * 1000)
    return found


def processor_time() -> float:
    """Seconds of this process and those it started: what others do on the machine is not in it."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class Rules:
    """The rules and the comparison, as the desk and the issued plan use them."""

    def __init__(self) -> None:
        self.checks = import_module("qa.checks")
        self.comparison = import_module("qa.comparison")
        self.facts = self.checks.Facts(given_name="Rowan", family_name="Ash", pronouns="he")

    def check_all(self, texts: dict[str, str]) -> None:
        for letter in ("E", "C", "G"):
            others = {other: texts[other] for other in self.checks.SECTIONS if other != letter}
            self.checks.check(self.checks.Passage(letter, texts[letter], self.facts, others, date(2026, 7, 13)))

    def compare_all(self, texts: dict[str, str]) -> None:
        """Against wording of which every twentieth word was changed."""
        for letter in ("C", "G"):
            words = texts[letter].split()
            agreed = " ".join("otherwise" if i % 20 == 0 else word for i, word in enumerate(words))
            self.comparison.compare(agreed, texts[letter])
            self.comparison.redline(agreed, texts[letter])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    rules = Rules()
    pages = len(PdfDocument(as_pdf()))
    for name, content, read in (("Word", as_word(), layout_of_word), ("PDF", as_pdf(), layout_of_pdf)):
        spent: dict[str, list[float]] = {}
        for _ in range(rounds):
            found = walk(spent, read, content, rules)
        assert len(found.parts) == len(TODAY), "every section is found"
        words = sum(len(part.text.split()) for part in found.parts.values())
        print(f"{name}: {words:,} words, {pages} pages as a PDF")
        for part, took in spent.items():
            print(f"  {part:32} {median(took):7.0f} ms   (slowest {max(took):.0f})")


if __name__ == "__main__":
    main()
