"""Which of the npm packages' files do our pages serve, and what is changed in them?"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

from _bare import ROOT

PACKAGES = ROOT / "node_modules"
BUILT = ROOT / "static" / "built"
STAMP = BUILT / "made-from.json"

# Frutiger is not free to use and would come from elsewhere; the design system's own fallback is Arial.
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*#|//#)\s*sourceMappingURL=\S+(\s*\*/)?")


def fingerprint() -> str:
    made_from = [ROOT / "package-lock.json", Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()


def is_current() -> bool:
    """The assets in place were made from this lock file, by this script."""
    has_axe = (PACKAGES / "axe-core").is_dir()
    return has_axe and STAMP.exists() and json.loads(STAMP.read_text()) == fingerprint()


def build() -> None:
    """Writes static/built/ anew. axe-core stays in node_modules: only tests use it, no page serves it."""
    nhsuk = PACKAGES / "nhsuk-frontend" / "dist" / "nhsuk"
    shutil.rmtree(BUILT, ignore_errors=True)
    shutil.copytree(nhsuk / "assets" / "images", BUILT / "images")
    adjusted(nhsuk / "nhsuk-frontend.min.css", "nhsuk-frontend.min.css")
    adjusted(nhsuk / "nhsuk-frontend.min.js", "nhsuk-frontend.min.js")
    adjusted(nhsuk / "assets" / "manifest.json", "manifest.json")
    adjusted(PACKAGES / "htmx.org" / "dist" / "htmx.min.js", "htmx.min.js")
    STAMP.write_text(json.dumps(fingerprint()))


def adjusted(source: Path, name: str) -> None:
    """One file, with no font, no source map and no address that starts at the server's root."""
    text = SOURCE_MAP.sub("", FONT_FACE.sub("", source.read_text()))
    (BUILT / name).write_text(text.replace("/assets/images/", "images/").replace("/assets/", ""))


if __name__ == "__main__":
    build()
