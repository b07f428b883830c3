"""What does the web server write down of each request? Not what lets somebody in, and not whom they searched for."""

from typing import Any

from gunicorn.glogging import Logger

from core.logs import without_secrets


class WebLog(Logger):
    """gunicorn's own lines. The words somebody searched for stand behind the question mark: names, NHS numbers."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms = super().atoms(*args)
        atoms["q"] = ""
        for name in ("r", "U", "f"):
            atoms[name] = without_search(without_secrets(str(atoms[name])))
        return atoms


def without_search(line: str) -> str:
    """The same line, with each address cut at its question mark."""
    return " ".join(word.partition("?")[0] + ("?…" if "?" in word else "") for word in line.split(" "))
