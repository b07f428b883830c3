"""The drawn states are those of the verbs."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from send_portal.management.commands import diagrams


def test_the_pages_in_the_docs_are_current() -> None:
    call_command("diagrams", "--check")


def test_a_page_that_is_changed_missing_or_left_over_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(diagrams, "FOLDER", tmp_path / "states")
    with pytest.raises(CommandError, match="core_message"):
        call_command("diagrams", "--check")
    call_command("diagrams")
    call_command("diagrams", "--check")
    (tmp_path / "states" / "qa_gone.md").write_text("old")
    (tmp_path / "states" / "core_message.md").write_text("old")
    with pytest.raises(CommandError, match=r"core_message\.md, qa_gone\.md"):
        call_command("diagrams", "--check")
    call_command("diagrams")
    assert "failed --> queued: Send again" in (tmp_path / "states" / "core_message.md").read_text()
    assert not (tmp_path / "states" / "qa_gone.md").exists()
