"""Is this wording good, by the ICB's framework and the law behind it? Pure rules: no database, no clock."""

from qa.checks.finding import Finding, Found, Severity
from qa.checks.passage import SECTIONS, Facts, Passage
from qa.checks.rule import RULES, Rule
from qa.checks.rules import check

__all__ = ["RULES", "SECTIONS", "Facts", "Finding", "Found", "Passage", "Rule", "Severity", "check"]
