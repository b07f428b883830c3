"""Files made to do harm, through the page: each refused in its own words, nothing saved, nothing typed lost."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from people.models import Child, Document
from send_portal.demo.factories import make_child
from tests.core.hostile_files import HOSTILE
from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey

# The browser or the framework takes these out of a name: tests/core/test_hostile.py
NOT_SENT = {"a name with a folder", "a name with a control character", "a name read backwards"}


@pytest.fixture(scope="module")
def child(walk: Walk) -> Child:
    with walk.arranging() as cast:
        return make_child(cast, given_name="Rowan", family_name="Marchbank")


def test_hostile_files_are_refused_each_in_its_own_words(walk: Walk, child: Child, tmp_path: Path) -> None:
    page = walk.sign_in("coordinator")
    page.goto(f"/people/children/{child.pk}/documents/add/")
    page.get_by_label("Other", exact=True).check()
    page.get_by_label("Title").fill("School report")
    files = {what: facts for what, facts in HOSTILE.items() if what not in NOT_SENT}
    files["a file read backwards"] = ("report\u202efdp.exe", HOSTILE["a name like a program's"][1], "(.exe)")
    files["51 MB"] = (
        "large.pdf",
        b"%PDF-1.7\n" + b"\0" * (51 * 1024 * 1024),
        "This file is 51 MB. The largest we can",
    )
    for number, (name, content, words) in enumerate(files.values()):
        path = tmp_path / str(number) / name
        path.parent.mkdir()
        path.write_bytes(content)
        page.get_by_label("File", exact=True).set_input_files(path)
        page.get_by_role("button", name="Add this document").click()
        expect(page.locator(".nhsuk-error-message")).to_contain_text(words)
        expect(page.get_by_label("Title")).to_have_value("School report")
        expect(page.get_by_label("Other", exact=True)).to_be_checked()
    walk.check(page, "hostile file refused")
    with walk.arranging():
        assert not Document.objects.exists()
