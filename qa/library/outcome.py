"""What became of standard wording that was inserted: kept word for word, changed, or taken out?"""

import re
from difflib import SequenceMatcher

from django.db import models

from qa.comparison import PARTLY, normalised, words_of

RUN = 3  # so many words one after the other are this wording's own; fewer stand in any text


class Outcome(models.TextChoices):
    KEPT = "kept", "Kept word for word"
    CHANGED = "changed", "Changed"
    REMOVED = "removed", "Taken out"


def outcome_of(inserted: str, text: str) -> Outcome:
    """Of the wording as it was inserted, in this text."""
    if stands_in(inserted, text):
        return Outcome.KEPT
    words = words_of(inserted)
    blocks = SequenceMatcher(a=words, b=words_of(text), autojunk=False).get_matching_blocks()
    kept = sum(block.size for block in blocks if block.size >= min(RUN, len(words)))
    return Outcome.CHANGED if words and kept / len(words) >= PARTLY else Outcome.REMOVED


def stands_in(inserted: str, text: str) -> bool:
    """Word for word; white space and the kind of quotation marks are no words."""
    wanted = normalised(inserted)
    return bool(wanted and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", normalised(text)))
