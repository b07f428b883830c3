"""A file that names another child: refused, held, looked at by a colleague, released; and one that was a mistake."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from people.models import Child
from send_portal.demo.factories import make_child
from send_portal.demo.papers import pdf_bytes
from tests.journeys.conftest import Walk
from tests.papers import paragraph, word_bytes

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def sisters(walk: Walk) -> tuple[Child, Child]:
    with walk.arranging() as cast:
        return tuple(make_child(cast, given_name=name, family_name="Marchbank") for name in ("Rowan", "Maya"))


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def choose(page: Page, path: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(path)


def test_a_colleague_looks_at_a_file_that_names_another_child(
    walk: Walk, sisters: tuple[Child, Child], tmp_path: Path
) -> None:
    rowan, maya = sisters
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf_bytes(f"Report on {rowan.name}\nHer sister {maya.name} came too."))

    # Given a report about both, when it is added, then it is refused beside its field, with a way on
    page = walk.sign_in("coordinator")
    page.goto(f"/people/children/{rowan.pk}/documents/add/")
    page.get_by_label("Other", exact=True).check()
    page.get_by_label("Title").fill("School report")
    letter = tmp_path / "letter.docx"
    letter.write_bytes(word_bytes(document=paragraph(f"NHS number {maya.nhs_number}")))
    choose(page, letter)
    press(page, "Add this document")
    expect(page.get_by_role("alert")).to_contain_text("It has the NHS number of another child")
    expect(page.get_by_role("alert")).to_contain_text("neither the name nor the NHS number of this child")
    choose(page, report)
    press(page, "Add this document")
    expect(page.get_by_role("alert")).to_contain_text("It has the name of another child")
    expect(page.get_by_text("Choose the file again and tick this")).to_be_visible()
    walk.check(page, "file stopped")
    choose(page, report)
    page.get_by_label("This is the right file: have a colleague check it").check()
    press(page, "Add this document")

    # Then it is held, and who added it cannot release it
    expect(page.get_by_text("The file is held, and nothing is sent yet")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button", name="Release it")).to_have_count(0)
    walk.check(page, "document held")

    # When a colleague opens the child's case on a phone, finds it there and releases it
    colleague = walk.sign_in("la_manager", phone=True)
    colleague.goto("/people/documents/held/")
    walk.check(colleague, "files that wait")
    colleague.goto(rowan.get_absolute_url())
    expect(colleague.get_by_text("Held for a second person").first).to_be_visible()
    walk.check(colleague, "case with a held document")
    colleague.get_by_role("link", name="Details of School report").first.click()
    walk.check(colleague, "held document of a colleague")
    with colleague.expect_download():
        colleague.get_by_role("button", name=re.compile("^Download")).click()
    press(colleague, "Release it")
    walk.check(colleague, "release a document")
    colleague.get_by_label("Why may it be shared?").fill("The other child is her sister, and the family agrees.")
    press(colleague, "Release it")
    expect(colleague.get_by_text("The document is released")).to_be_visible()
    walk.check(colleague, "document released")

    # Then the board sees it, and who downloaded it
    dco = walk.sign_in("dco")
    dco.goto(rowan.get_absolute_url())
    dco.get_by_role("link", name="Details of School report").first.click()
    expect(dco.get_by_role("heading", name="Downloaded by")).to_be_visible()
    walk.check(dco, "document with its downloads")


def test_a_document_is_replaced_and_withdrawn(walk: Walk, sisters: tuple[Child, Child], tmp_path: Path) -> None:
    rowan, _ = sisters
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    first.write_bytes(pdf_bytes(""))
    second.write_bytes(pdf_bytes(f"Care plan of {rowan.name}"))
    page = walk.sign_in("coordinator", phone=True)
    page.goto(f"/people/children/{rowan.pk}/documents/add/")
    page.get_by_label("Plan", exact=True).check()
    page.get_by_label("Title").fill("Care plan")
    choose(page, first)
    press(page, "Add this document")
    page.get_by_role("link", name="Details of Care plan").first.click()
    expect(page.get_by_text("Could not be checked. It has no text")).to_be_visible()
    walk.check(page, "scanned document")

    press(page, "Replace")
    walk.check(page, "replace a document")
    page.get_by_label("Newer version").set_input_files(second)
    page.get_by_label("What is different?").fill("Typed, not scanned.")
    press(page, "Replace")
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    walk.check(page, "document of two versions")

    press(page, "Withdraw")
    walk.check(page, "withdraw a document")
    page.get_by_label("Why is it withdrawn?").fill("It belongs to another child.")
    press(page, "Withdraw")
    expect(page.get_by_text("The document is withdrawn")).to_be_visible()
    expect(page.get_by_text("Care plan")).to_have_count(0)
    manager = walk.sign_in("la_manager")
    manager.goto(rowan.get_absolute_url())
    manager.get_by_role("link", name="Details of Care plan").first.click()
    expect(manager.get_by_text("It belongs to another child.")).to_be_visible()
    walk.check(manager, "withdrawn document")
