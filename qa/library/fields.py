"""Which merge fields does standard wording have, and what stands there for this child?

A field is a word in curly brackets. `{name}` is the given name; the others are the pronoun and the verb that agrees
with it: “{They} {are} weighed”, “{they} need{s}”, “{they} go{es}”. With a capital letter, the word begins with one.
"""

import re

FIELD = re.compile(r"\{([A-Za-z]+)\}")
BY_PRONOUN: dict[str, tuple[str, str, str]] = {
    "they": ("he", "she", "they"),
    "them": ("him", "her", "them"),
    "their": ("his", "her", "their"),
    "theirs": ("his", "hers", "theirs"),
    "themselves": ("himself", "herself", "themselves"),
    "are": ("is", "is", "are"),
    "were": ("was", "was", "were"),
    "have": ("has", "has", "have"),
    "do": ("does", "does", "do"),
    "s": ("s", "s", ""),
    "es": ("es", "es", ""),
}
PLACES = {"he": 0, "she": 1, "they": 2}
NAMES = ("name", *BY_PRONOUN)


def filled(words: str, *, name: str, pronouns: str) -> str:
    """The fields filled in; what is not known stays as it is, and the wording checks find it."""

    def fact(found: re.Match[str]) -> str:
        key = found[1]
        lower = key.lower()
        if lower == "name":
            return name or found[0]
        if lower not in BY_PRONOUN:
            return found[0]
        word = BY_PRONOUN[lower][PLACES.get(pronouns, PLACES["they"])]
        return word[:1].upper() + word[1:] if key[0].isupper() else word

    return FIELD.sub(fact, words)


def unknown(words: str) -> list[str]:
    """What stands in curly brackets and is no field, each once."""
    found = re.findall(r"\{[^{}\n]*\}?|\}", FIELD.sub(lambda field: field[0] if not known(field[1]) else "", words))
    return list(dict.fromkeys(found))


def known(name: str) -> bool:
    return name.lower() in NAMES
