"""Is this text still empty, or is something in it left over from a template?"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from core.fields import WORD

LEFT_OVER = re.compile(
    r"(?<!\w)(?:[Xx]{3,}|_{4,}|\.{6,}|TB[CA]|lorem ipsum)(?!\w)"
    r"|\[(?:insert|enter|add|type|name|child|date|dob|text|details|click)\b[^\]\n]{0,80}\]",
    re.IGNORECASE,
)
SAYS_SOMETHING = re.compile(r"[^\W_]")


def left_over(text: str) -> str:
    """What nobody has written yet, as it stands there; empty when nothing is left over."""
    found = LEFT_OVER.search(text)
    return found[0].strip() if found else ""


def says_nothing(text: str) -> bool:
    """Blank, or dashes and dots: no word in it."""
    return SAYS_SOMETHING.search(text) is None


def why_unfinished(text: str) -> str:
    """Why this cannot be sent yet, in words; empty when it can, and when there is no text at all."""
    if text.strip() and says_nothing(text):
        return "There are no words in this yet."
    found = left_over(text)
    return f"“{found}” was left in from a template. Write what belongs there, or take it out." if found else ""


def refuse_unfinished_file(file: Any) -> None:
    """As far as its words could be read. A scan is a picture, and cannot be; a Word document that is blank can."""
    reading = getattr(file, "reading", None)
    if reading is None:
        return
    is_blank = getattr(file, "kind", "") == WORD and not reading.text.strip()
    why = "There are no words in this file." if is_blank else why_unfinished(reading.text)
    if why:
        raise ValidationError({"file": why})


def refuse_unfinished(**texts: str) -> None:
    """Beside their fields."""
    wrong = {name: why for name, text in texts.items() if (why := why_unfinished(text))}
    if wrong:
        raise ValidationError(wrong)


def refuse_unfinished_sections(sections: Mapping[str, str]) -> None:
    refuse_unfinished(**{f"section_{letter}": text for letter, text in sections.items()})
