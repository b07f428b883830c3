"""What do all the rules together say of a passage, first word first?"""

from qa.checks.finding import Finding
from qa.checks.passage import Passage
from qa.checks.rule import RULES
from qa.checks.rules import dates, needs, outcomes, person, plain_words, provision, quantity, therapy

__all__ = ["check", "dates", "needs", "outcomes", "person", "plain_words", "provision", "quantity", "therapy"]


def check(passage: Passage) -> list[Finding]:
    """Every finding, in the order of the text; the same words are told once by each rule."""
    found = {(one.start, one.end, one.rule): one for rule in RULES.values() for one in rule.check(passage)}
    return [found[key] for key in sorted(found)]
