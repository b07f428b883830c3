"""What do the commands in this folder share? Where things are, and how to get what a bare machine lacks."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)

# Each: what is missing without it, how to tell, and Debian's package names (the first that exists is taken).
LIBRARIES_FOR_PDF = [
    ("text layout for PDF", "libpango-1.0.so.0", ["libpango-1.0-0"]),
    ("fonts in PDF", "libpangoft2-1.0.so.0", ["libpangoft2-1.0-0"]),
    ("smaller fonts in PDF", "libharfbuzz-subset.so.0", ["libharfbuzz-subset0"]),
]
FONTS = ("a typeface that stands in for Arial in PDF", ["fonts-liberation2", "fonts-liberation"])
FONT_FILES = ["liberation2", "liberation"]
TEST_PROGRAMS = [
    (
        "a browser for the journeys",
        ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"],
        ["chromium-headless-shell", "chromium"],
    ),
    ("pictures of PDF pages", ["pdftoppm"], ["poppler-utils"]),
    ("a check of PDF files", ["qpdf"], ["qpdf"]),
]


class Trouble(SystemExit):
    """Something that a person must put right; the message says how."""

    def __init__(self, message: str) -> None:
        super().__init__(f"\n{message}\n")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def run(command: list[str | Path], **options) -> subprocess.CompletedProcess:
    """Runs a command from the top of the clone and stops everything if it fails."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **options)


def use_new_enough_python() -> None:
    """Starts again under another Python when the one that was found first is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        if shutil.which(name):
            os.execvp(name, [name, *sys.argv])
    raise Trouble("Python 3.11 or newer is needed. On Debian or Ubuntu: apt-get install python3.11 python3.11-venv")


def enter_venv(*level: str) -> None:
    """Sets up what is missing, then goes on under the portal's own Python, which has its packages."""
    keep_compiled_code()
    if Path(sys.prefix) != VENV:
        setup = subprocess.run([sys.executable, ROOT / "bin" / "setup", *level])
        if setup.returncode:
            raise SystemExit(setup.returncode)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


def keep_compiled_code() -> None:
    """In a folder of ours, also where the machine wants none beside the sources: a start then takes half as long, and
    workers, checks and tests start Python many times."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VAR / "compiled"))


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def missing_packages(*, for_tests: bool) -> dict[str, list[str]]:
    """What the machine itself lacks, with the Debian packages that have it."""
    missing = {why: names for why, library, names in LIBRARIES_FOR_PDF if not loads(library)}
    if not any(Path("/usr/share/fonts/truetype", folder).is_dir() for folder in FONT_FILES):
        missing[FONTS[0]] = FONTS[1]
    if for_tests:
        for why, programs, names in TEST_PROGRAMS:
            if not any(shutil.which(program) for program in programs):
                missing[why] = names
    return missing


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(missing: dict[str, list[str]]) -> None:
    """Installs them when we are root on Debian or Ubuntu; else says what to ask for."""
    if not missing:
        return
    if not may_install():
        wanted = " ".join(names[0] for names in missing.values())
        reasons = ", ".join(missing)
        raise Trouble(f"This machine lacks: {reasons}.\nOn Debian or Ubuntu: sudo apt-get install {wanted}")
    apt(["update", "-qq"])
    chosen = [next(filter(is_offered, names), names[0]) for names in missing.values()]
    say(f"Installing {' '.join(chosen)} …")
    apt(["install", "-y", "-qq", "--no-install-recommends", *chosen])


def is_offered(package: str) -> bool:
    shown = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=True).stdout
    return "Candidate:" in shown and "Candidate: (none)" not in shown


def apt(arguments: list[str]) -> None:
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", *arguments], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def ensure_venv() -> None:
    """Makes .venv; Debian's Python may come without the module that does."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0:
        return
    say("Making .venv …")
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    if subprocess.run(command, capture_output=True).returncode != 0:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        install_packages({"Python's venv module": [version, "python3-venv"]})
        run(command)


def ensure_uv() -> Path:
    """The pinned uv, in a folder of its own so that syncing .venv does not remove it."""
    ensure_venv()
    folder = VENV / "uv"
    uv = folder / "bin" / "uv"
    if not uv.exists():
        run([*pip_install("uv"), "--target", folder])
    return uv


def pip_install(lock: str) -> list[str | Path]:
    return [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--requirement",
        f"requirements/{lock}.txt",
    ]


@contextlib.contextmanager
def locked(path: Path, how: int = fcntl.LOCK_EX) -> Iterator[IO[str]]:
    """One at a time: two commands may be started at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield file


use_new_enough_python()
