"""Figures and cases for the report's tests."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from send_portal.demo.cast import Cast, find_cast
from tests.conftest import create_database, database_name, drop_database, migrated_database, use_database

PUBLISHED = Path(__file__).resolve().parents[2] / "reporting" / "published"
SOURCE = "BSW ICB, DCO highlight report, March 2024"
MARCH = date(2024, 3, 1)


def import_published(icb: str = "QOX", **options: Any) -> None:
    call_command("import_measures", PUBLISHED / "highlight_2023_24.csv", icb=icb, source=SOURCE, **options)
    by_area = PUBLISHED / "highlight_2024_03_by_area.csv"
    call_command("import_measures", by_area, icb=icb, source=SOURCE, month="2024-03", **options)


@pytest.fixture
def committed_cast(django_db_setup: None, django_db_blocker: Any, worker_id: str) -> Iterator[Cast]:
    """Everybody, committed in a database of this test's own: for what several workers do at once."""
    own = database_name("" if worker_id == "master" else worker_id)
    with django_db_blocker.unblock():
        create_database(f"{own}_at_once", migrated_database())
        use_database(f"{own}_at_once")
        yield find_cast()
        use_database(own)
        drop_database(f"{own}_at_once")


@pytest.fixture
def published(cast: Cast) -> Cast:
    """The March 2024 report is imported."""
    import_published()
    return cast


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., Path]:
    """A file with this text."""

    def write(text: str, name: str = "figures.csv") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write
