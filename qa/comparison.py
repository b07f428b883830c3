"""Is the wording of the plan as issued exactly the wording that was agreed? And where not, what is different?

Pure functions of two texts. Only white space and typographic quotes are evened out before comparing: a
word, a comma or a capital letter that differs is a difference.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from diff_match_patch import diff_match_patch
from django.db import models

QUOTES = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")

Pieces = list[tuple[str, str]]
"""Runs of words, each `same`, `added` or `removed`."""


class Reason(models.TextChoices):
    """Why issued wording differs from what was agreed, as far as the words themselves show."""

    THERAPY_ADDED = "therapy_added", "Therapy was added"
    LEFT_OUT = "left_out", "Left out"
    SHORTENED = "shortened", "Shortened"
    PARTLY_USED = "partly_used", "Partly used"
    OTHER = "other", "Other wording"


@dataclass(frozen=True)
class Verdict:
    """What comparing one section says."""

    used: bool
    reason: Reason | None = None


def normalised(text: str) -> str:
    """White space runs are one space, and typographic quotes straight ones. Nothing else."""
    return " ".join(text.translate(QUOTES).split())


def is_same(agreed: str, issued: str) -> bool:
    return normalised(agreed) == normalised(issued)


def compare(agreed: str, issued: str) -> Verdict:
    """Used means exactly; otherwise the likeliest reason."""
    if is_same(agreed, issued):
        return Verdict(used=True)
    return Verdict(used=False, reason=likely_reason(normalised(agreed), normalised(issued)))


# Provision that educates or trains belongs in Section F (CFA 2014 s.21(5)); in G it is the commonest reason.
THERAPY = re.compile(
    r"\b(speech (and|&) language|speech therap|occupational therap|physiotherap|SALT\b|SLT\b|therapy "
    r"(session|programme)|cognitive behaviou?ral)",
    re.IGNORECASE,
)
PARTLY = 0.35  # this share of the words, in their order, still counts as partly used


def likely_reason(agreed: str, issued: str) -> Reason:
    if not issued:
        return Reason.LEFT_OUT
    if THERAPY.search(issued) and not THERAPY.search(agreed):
        return Reason.THERAPY_ADDED
    before, after = words_of(agreed), words_of(issued)
    if len(after) < len(before) and is_subsequence(after, before):
        return Reason.SHORTENED
    kept = SequenceMatcher(a=before, b=after, autojunk=False).ratio()
    return Reason.PARTLY_USED if kept >= PARTLY else Reason.OTHER


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+(?:['-]\w+)*", text.translate(QUOTES).lower())


def is_subsequence(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


def redline(before: str, after: str) -> Pieces:
    """The differences word by word. What is same or added, joined, is `after`; what is same or removed is
    `before`, but for white space and typographic quotes, which are no change of wording."""
    if is_same(before, after):
        return [("same", after)] if after else []
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    codes: dict[str, str] = {}
    differ = diff_match_patch()
    if len(old) + len(new) <= THOROUGH:
        differ.Diff_Timeout = 0  # the shortest difference, however long it takes: also the same one every time
    pieces = differ.diff_main(encoded(old, codes), encoded(new, codes), False)
    gone, come = iter(old), iter(new)
    runs: Pieces = []
    for kind, chars in pieces:
        removed = "".join(next(gone) for _ in chars) if kind <= 0 else ""
        added = "".join(next(come) for _ in chars) if kind >= 0 else ""
        runs.append((KINDS[kind], added or removed))
    return settled(runs)


THOROUGH = 1200  # words and spaces; beyond this the library may take short cuts
KINDS = {-1: "removed", 0: "same", 1: "added"}
TOKEN = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")
FIRST_PRIVATE = 0xF0000  # the supplementary private-use planes: room for 131,000 different words


def encoded(tokens: list[str], codes: dict[str, str]) -> str:
    """One private character a word, a run of white space or a mark, so that whole words are compared."""
    alike = (normalised(token) or " " for token in tokens)
    return "".join(codes.setdefault(token, chr(FIRST_PRIVATE + len(codes))) for token in alike)


def settled(pieces: Pieces) -> Pieces:
    """Spaces between two changes join them, and small words in a rewritten phrase: it reads as one change."""
    done: Pieces = []
    removed, added = "", ""
    for place, (kind, words) in enumerate(pieces):
        joins = not words.strip() or bool(removed and added and SMALL.fullmatch(words))
        between = place + 1 < len(pieces) and (removed or added) and kind == "same" and joins
        if kind == "removed" or between:
            removed += words
        if kind == "added" or between:
            added += words
        if kind == "same" and not between:
            done += changes(removed, added)
            removed, added = "", ""
            done.append((kind, words))
    return done + changes(removed, added)


SMALL = re.compile(
    r"\s*(?:(?:a|an|and|are|as|at|be|by|for|from|has|in|is|it|of|on|or|that|the|to|was|will|with)\b\s*)+",
    re.IGNORECASE,
)


def changes(removed: str, added: str) -> Pieces:
    return [(kind, words) for kind, words in (("removed", removed), ("added", added)) if words]


def is_changed(before: str, after: str) -> bool:
    """Whether a family would have to be told why."""
    return not is_same(before, after)
