"""What is a rule of good wording, and which are there?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qa.checks.finding import Finding, Found, Severity
from qa.checks.passage import Passage

Finds = Callable[[Passage], Iterable[Found]]


@dataclass(frozen=True)
class Rule:
    """One rule: why it is one, who says so, and the function that finds where the words break it."""

    key: str
    explanation: str
    source: str
    severity: Severity
    sections: str
    finds: Finds

    def check(self, passage: Passage) -> list[Finding]:
        if passage.section not in self.sections:
            return []
        return [self._finding(passage, found) for found in self.finds(passage)]

    def _finding(self, passage: Passage, found: Found) -> Finding:
        return Finding(
            rule=self.key,
            severity=found.severity or self.severity,
            start=found.start,
            end=found.end,
            text=passage.text[found.start : found.end],
            message=passage.in_its_letters(found.message),
            source=self.source,
            suggestion=passage.in_its_letters(found.suggestion),
            replacement=found.replacement,
        )


RULES: dict[str, Rule] = {}


def rule(key: str, explanation: str, *, source: str, severity: Severity, sections: str) -> Callable[[Finds], Finds]:
    """Puts the function into the book of rules."""

    def kept(finds: Finds) -> Finds:
        RULES[key] = Rule(key, explanation, source, severity, sections, finds)
        return finds

    return kept
