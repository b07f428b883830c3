"""Is the demo's data in place? Tables, static files, then people and children where they are not there yet:
all in one process, since starting Django takes longer than most of them."""

import hashlib
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError
from django.db.migrations.exceptions import InconsistentMigrationHistory

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = ROOT / "var" / "demo" / "people.txt"


def main() -> None:
    django.setup()
    migrate()
    collect_static()
    step("load_demo")
    with PEOPLE.open("w") as file:
        call_command("demo_people", stdout=file)


def migrate() -> None:
    """Tables that were laid by another start of the migrations are told, and not guessed at."""
    try:
        step("migrate", "--verbosity", "0", "--no-input")
    except (InconsistentMigrationHistory, ProgrammingError) as failed:
        raise SystemExit(
            f"The tables that are there were made by another version of the portal ({failed}).\n"
            "bin/demo --fresh makes them anew; what was entered in the demo is then gone."
        ) from None


def step(*words: str) -> None:
    began = time.monotonic()
    try:
        call_command(*words)
    except CommandError as failed:
        raise SystemExit(f"{words[0]}: {failed}") from None
    print(f"{words[0]} ({time.monotonic() - began:.1f} s)", file=sys.stderr, flush=True)


def collect_static() -> None:
    """Compressing every file takes seconds: only when one of them, or a package that brings some, changed."""
    sources = [ROOT / ".venv" / "installed.json", *sorted((ROOT / "static").rglob("*"))]
    seen = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sources if path.is_file()]
    made_from = hashlib.sha256("\n".join(seen).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT, ".made-from")
    if not stamp.exists() or stamp.read_text() != made_from:
        step("collectstatic", "--verbosity", "0", "--no-input", "--clear")
        stamp.write_text(made_from)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
