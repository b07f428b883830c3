"""Does what this file says belong to another family, or say nothing of this child?

The text is broken into what may be NHS numbers and names. The database answers whether any of them is another child's
of the same Integrated Care Board, also one that nobody here may see: yes or no, never which. Names go there as
fingerprints, so that no sentence of a file stands in the database's logs. Whose file hit a child is noted with that
child.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import nhs_number
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections, models

from accounts.roles import account_or_words
from core.today import now

LONGEST_NAME = 5  # words
MANY_NUMBERS = 20  # a letter has a few; a list of them asks who is known here
# Letters that do not come apart into a letter and an accent; people/migrations/0004 says the same in SQL.
UNLIKE, LIKE = "łøđıðþæœß", "lodidtaos"
PLAINER = str.maketrans(UNLIKE, LIKE)
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
APOSTROPHE = "'’‘ʼ`´"
POSSESSIVE = re.compile(rf"[{APOSTROPHE}]s\b", re.I)
# Ten digits with at most three marks or spaces between each two.
TEN_DIGITS = re.compile(r"(?<![0-9])(?=([0-9](?:[\s\-\u2010-\u2015./_]{0,3}[0-9]){9})(?![0-9]))")
NOT_A_WORD = "|"
NEVER_IN_A_NAME = frozenset(["the", "and", "of", "was", "were", "with", "that", "which", "been"])


class Finding(models.TextChoices):
    NUMBER = "number", "It has the NHS number of another child."
    NAME = "name", "It has the name of another child. This may be a brother, a sister or a namesake."
    MANY = "many", "It holds many NHS numbers that are not this child’s."
    ABSENT = "absent", "It has neither the name nor the NHS number of this child."


def numbers_in(text: str) -> set[str]:
    """NHS numbers in any spacing: run together, 3-3-4, across a line's end. Their last digit must fit."""
    digits = (re.sub(r"[^0-9]", "", found) for found in TEN_DIGITS.findall(unicodedata.normalize("NFKC", text)))
    return {number for number in digits if nhs_number.is_valid(number)}


def plain(text: str) -> str:
    """Without accents and apostrophes, small letters."""
    apart = unicodedata.normalize("NFKD", text)
    bare = re.sub(rf"[\u0300-\u036f{APOSTROPHE}]", "", apart)
    return bare.lower().translate(PLAINER)


def words_of(text: str) -> list[str]:
    return re.findall("[a-z0-9]+", plain(POSSESSIVE.sub(" ", UNSEEN.sub("", text))))


def fingerprint(words: str) -> int:
    """The first eight bytes of an MD5 as PostgreSQL's bigint: short, not secret."""
    digest = hashlib.md5(words.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def names_in(words: list[str]) -> set[str]:
    """Whatever may be a full name: two to five words in a row; and two with one between them, the middle name."""
    rows = (words[i : i + n] for n in range(2, LONGEST_NAME + 1) for i in range(len(words) - n + 1))
    around = ([first, last] for first, _, last in zip(words, words[1:], words[2:], strict=False))
    no_name = NEVER_IN_A_NAME | {NOT_A_WORD}
    return {" ".join(row) for each in (rows, around) for row in each if no_name.isdisjoint(row)}


def own_names(child: Any) -> list[list[str]]:
    given, family = words_of(child.given_name), words_of(child.family_name)
    return [name for name in ([*given, *family], [*family, *given]) if name]


def without(words: list[str], names: list[list[str]]) -> tuple[list[str], bool]:
    """The words with this child's own name taken out, a mark in its place; and whether it was there."""
    rest: list[str] = []
    i = 0
    while i < len(words):
        name = next((name for name in names if words[i : i + len(name)] == name), None)
        rest.append(NOT_A_WORD if name else words[i])
        i += len(name) if name else 1
    return rest, NOT_A_WORD in rest


def findings_in(text: str, child: Any, *, by: Any = None) -> list[str]:
    """Why somebody else should look at a file with this text before it is shared as this child's. Of a file that
    holds many numbers nothing is asked: a person looks at it."""
    words, names = words_of(text), own_names(child)
    rest, is_named = without(words, names)
    numbers = numbers_in(text)
    is_named = is_named or any(given_and_family(words, child)) or child.nhs_number in numbers - {""}
    others = numbers - {child.nhs_number}
    said = {Finding.ABSENT: not is_named, Finding.MANY: len(others) > MANY_NUMBERS}
    if not said[Finding.MANY]:
        by_number, by_name = is_another_childs(child, numbers=others, names=names_in(rest), by=by)
        said |= {Finding.NUMBER: by_number, Finding.NAME: by_name}
    return [finding.value for finding in Finding if said.get(finding)]


def given_and_family(words: list[str], child: Any) -> Iterator[bool]:
    """This child's given name, one word (a middle name), family name: or the other way round."""
    for first, last in ((child.given_name, child.family_name), (child.family_name, child.given_name)):
        start, end = words_of(first), words_of(last)
        yield any(
            words[i : i + len(start)] == start and words[i + len(start) + 1 :][: len(end)] == end
            for i in range(len(words))
        )


def is_another_childs(child: Any, *, numbers: set[str], names: set[str], by: Any) -> tuple[bool, bool]:
    """Whether any of the numbers, and any of the names, is another open child's of this child's board."""
    wanted = [child.pk, sorted(numbers), sorted(map(fingerprint, names))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT by_number, by_name FROM app_names_another_child(%s, %s::text[], %s::bigint[])", wanted)
        by_number, by_name = cursor.fetchone()
    if by_number is None:
        raise PermissionDenied("Files are looked through for children whom one is involved with.")
    if by is not None and (by_number or by_name):
        note_named(by, wanted)
    return by_number, by_name


def note_named(user: Any, wanted: list[Any]) -> None:
    """With each child who was hit, whom this person may not see; on the log's own connection, as the file is
    refused and what was done with it undone."""
    account, person = account_or_words(user)
    organisation = user.organisation.pk if user.organisation else None
    with connections[settings.ACCESS_LOG_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT app_note_named_in_file(%s, %s, %s, %s, %s, %s::text[], %s::bigint[])",
            [account, person, organisation, now(), *wanted],
        )


# Nobody finds out by trying whether a child is known here: so many files an hour, and so many hits a day
# (a file that is stopped and then held is two).
FILES_AN_HOUR, STOPPED_A_DAY = 120, 20
HOUR, DAY = 60 * 60, 24 * 60 * 60


def refuse_too_many(user: Any, file: Any) -> None:
    """Asked of each file once, before it is read."""
    if user is None or getattr(file, "is_counted", False):
        return
    file.is_counted = True
    if counted(user, "files", HOUR) > FILES_AN_HOUR:
        raise ValidationError("You have added very many files in one hour. Go on in an hour")
    if cache.get(key_of(user, "stopped"), 0) >= STOPPED_A_DAY:
        words = "Twenty times today a file of yours was stopped. Ask a colleague to add this one, or go on tomorrow"
        raise ValidationError(words)


def note_stopped(user: Any) -> None:
    if user is not None:
        counted(user, "stopped", DAY)


def counted(user: Any, what: str, seconds: int) -> int:
    key = key_of(user, what)
    cache.add(key, 0, seconds)
    return cache.incr(key)


def key_of(user: Any, what: str) -> str:
    return f"upload-{what}-{type(user).__name__}-{user.pk}"
