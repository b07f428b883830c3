"""Is the demo's data in place? Tables, static files, then people and children where they are not there yet:
all in one process, since starting Django takes longer than most of them."""

import sys
import time
from pathlib import Path

import django
from django.core.management import CommandError, call_command

STEPS = [
    ["migrate", "--verbosity", "0", "--no-input"],
    ["collectstatic", "--verbosity", "0", "--no-input"],
    ["load_demo"],
]


def main() -> None:
    django.setup()
    for step in STEPS:
        began = time.monotonic()
        try:
            call_command(*step)
        except CommandError as failed:
            raise SystemExit(f"{step[0]}: {failed}") from None
        print(f"{step[0]} ({time.monotonic() - began:.1f} s)", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
