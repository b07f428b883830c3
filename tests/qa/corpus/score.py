"""How often are the wording checks right? Prints precision and recall for each rule and each half of the corpus.

    python tests/qa/corpus/score.py [--misses] [FILE…]

A labelled fault is found when its rule says anything of the passage, a hint included. A false alarm is an error or a
warning of a rule that the passage is not labelled with; a hint is none, for it only asks.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from qa.checks import RULES, Facts, Finding, Passage, check  # noqa: E402


@dataclass(frozen=True)
class Case:
    """One passage of the corpus, and the keys of the rules that it breaks."""

    id: str
    passage: Passage
    faults: frozenset[str]

    @property
    def findings(self) -> list[Finding]:
        return check(self.passage)


def read(path: Path) -> list[Case]:
    lines = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return [Case(line["id"], passage_of(line), frozenset(line["faults"])) for line in lines]


def passage_of(line: dict[str, Any]) -> Passage:
    child = line.get("child") or {}
    born = child.get("date_of_birth")
    facts = Facts(
        child.get("given_name") or "",
        child.get("family_name") or "",
        child.get("pronouns") or "",
        date.fromisoformat(born) if born else None,
        child.get("looked_after"),
        frozenset(child.get("known_names") or ()),
    )
    return Passage(line["section"], line["text"], facts, line.get("others") or {}, date.fromisoformat(line["on"]))


@dataclass
class Score:
    """Counts by rule; the precision and recall of a rule, or of all."""

    found: Counter[str] = field(default_factory=Counter)
    found_firmly: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def recall(self, *keys: str) -> float:
        found, missed = (sum(count[key] for key in keys or RULES) for count in (self.found, self.missed))
        return found / (found + missed) if found + missed else 1.0

    def precision(self, *keys: str) -> float:
        """Of what is said firmly, how much is right."""
        right, wrong = (sum(count[key] for key in keys or RULES) for count in (self.found_firmly, self.false))
        return right / (right + wrong) if right + wrong else 1.0


def score(cases: Iterable[Case]) -> Score:
    counted = Score()
    for case in cases:
        said = {one.rule: one for one in case.findings}
        firm = {one.rule: one for one in case.findings if not one.is_hint}
        for key in case.faults:
            (counted.found if key in said else counted.missed)[key] += 1
            counted.found_firmly[key] += key in firm
            if key not in said:
                counted.misses.append(f"missed  {case.id} {key}: {case.passage.text[:150]!r}")
        for key in firm.keys() - case.faults:
            counted.false[key] += 1
            where = "good" if not case.faults else "faulty"
            counted.misses.append(
                f"false ({where})  {case.id} {key} “{firm[key].text[:80]}”: {case.passage.text[:150]!r}"
            )
    return counted


def table(name: str, cases: list[Case]) -> str:
    counted = score(cases)
    good = [case for case in cases if not case.faults]
    alarmed = sum(any(not one.is_hint for one in case.findings) for case in good)
    rows = [f"{name}: {len(cases)} passages, {len(good)} good, false alarms on {alarmed} of the good ones"]
    rows.append(f"  {'rule':34}{'labelled':>9}{'found':>7}{'false':>7}{'precision':>11}{'recall':>8}")
    for key in sorted(RULES):
        rows.append(row(key, counted, key))
    rows.append(row("all rules", counted, *RULES))
    return "\n".join(rows)


def row(name: str, counted: Score, *keys: str) -> str:
    found, missed, false = (sum(c[key] for key in keys) for c in (counted.found, counted.missed, counted.false))
    rates = f"{counted.precision(*keys):>11.2f}{counted.recall(*keys):>8.2f}"
    return f"  {name:34}{found + missed:>9}{found:>7}{false:>7}{rates}"


def main(arguments: list[str]) -> None:
    shows = "--misses" in arguments
    files = [Path(name) for name in arguments if not name.startswith("--")] or sorted(HERE.glob("*.jsonl"))
    for path in files:
        cases = read(path)
        sys.stdout.write(table(path.stem, cases) + "\n")
        if shows:
            sys.stdout.write("\n".join([*score(cases).misses, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
